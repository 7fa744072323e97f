/** The thread on a real database: signal, warning, incident, tasks, evidence, close; two agencies work, a third sees nothing. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import type { TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { draftIncident } from '../../src/actions/respond/draft.ts'
import { addEvidence, checkUploadTarget, getEvidenceFile, receiveFile } from '../../src/actions/respond/evidence.ts'
import {
  IncidentDraftSchema,
  IncidentListSchema,
  IncidentSchema,
  MyTasksSchema,
  type Task,
} from '../../src/actions/respond/model.ts'
import { getIncident, listIncidents } from '../../src/actions/respond/read.ts'
import { listMyTasks, listTasksDue } from '../../src/actions/respond/read-tasks.ts'
import {
  closeIncident,
  confirmPresence,
  openFrom,
  recordEvent,
  runOnHandover,
  runOnTask,
} from '../../src/actions/respond/service.ts'
import { getWarning, issueWarning } from '../../src/actions/warn/service.ts'
import { DomainError, uuid } from '../../src/base/public.ts'
import { faultList } from '../../src/ledger/faults.ts'
import { verifyRows } from '../../src/ledger/verify-rows.ts'
import { type Officer, type RespondSite, respondSite } from './respond-site.ts'

const RISK = 'social.dg_misdeclared'
const valid = (schema: TSchema, answer: unknown): void =>
  assert.ok(Value.Check(schema, answer), JSON.stringify(Value.Errors(schema, answer).slice(0, 3)))

const refusal = async (work: Promise<unknown>): Promise<DomainError> => {
  try {
    await work
  } catch (error) {
    assert.ok(error instanceof DomainError, String(error))
    return error
  }
  return assert.fail('was not refused')
}

/** Faults of this part's tables: the signals of these tests were put in without facts. */
const OURS = /^(warning|incident|task|evidence|case_link) /

const faultsNow = async (client: Parameters<typeof verifyRows>[0]): Promise<string[]> => {
  const found = faultList()
  await verifyRows(client, found)
  return found.faults.filter((fault) => OURS.test(fault.where)).map((fault) => `${fault.kind} ${fault.where}`)
}

const faultsOf = async (site: RespondSite): Promise<string[]> => {
  const client = await site.db.owner.connect()
  try {
    await client.query('begin')
    return await faultsNow(client)
  } finally {
    await client.query('rollback')
    client.release()
  }
}

const opened = async (site: RespondSite, who: Officer, riskType = RISK, place: 'sea' = 'sea') => {
  const signalId = await site.putSignal(who.agency, riskType)
  const { id } = await site.as(who, (call) =>
    openFrom(call, { title: '样例事件', riskType, place, jurisdiction: 'CN', signalIds: [signalId] }, site.house),
  )
  return id
}
const room = (site: RespondSite, who: Officer, id: string) => site.as(who, (call) => getIncident(call, id))
const taskOf = (tasks: readonly Task[], template: string): Task =>
  tasks.find((task) => task.template === `${RISK}.${template}`)!
const accept = (site: RespondSite, who: Officer, taskId: string) =>
  site.as(who, (call) => runOnTask(call, site.house, taskId, { kind: 'accept', taskId }))
const complete = (site: RespondSite, who: Officer, taskId: string, note: string | null, evidenceIds: string[] = []) =>
  site.as(who, (call) => runOnTask(call, site.house, taskId, { kind: 'complete', taskId, note, evidenceIds }))
const waive = (site: RespondSite, who: Officer, taskId: string) =>
  site.as(who, (call) => runOnTask(call, site.house, taskId, { kind: 'waive', taskId, reason: '本次不需要' }))
const upload = (site: RespondSite, who: Officer, id: string, name: string, bytes: Buffer, taskId?: string) =>
  site.as(who, async (call) => {
    await checkUploadTarget(call, id, taskId)
    return addEvidence(call, site.house, id, { name, taskId, bytes })
  })

test('the thread: from a signal to a closed incident', async (t) => {
  const site = await respondSite(t)
  const customs = await site.officer('customs')
  const msa = await site.officer('msa')
  const port = await site.officer('port_operator', ['officer'])
  const heritage = await site.officer('heritage')
  const auditor = await site.officer('customs', ['auditor'], ['audit'])

  const signalId = await site.putSignal('customs', RISK)
  const { id: warningId } = await site.as(customs, (call) =>
    issueWarning(call, {
      signalId,
      level: 'red',
      title: '疑似危险货物瞒报',
      body: '请核查。',
      riskType: RISK,
      place: 'sea',
      jurisdiction: 'CN',
      audience: ['msa'],
      ackMinutes: 5,
    }),
  )
  const draft = await site.as(msa, (call) => draftIncident(call, { warningId }))
  valid(IncidentDraftSchema, draft)
  assert.deepEqual([draft.lead?.id, draft.signalIds], ['msa', []])
  assert.ok(draft.tasks.length >= 7)

  const { id } = await site.as(customs, (call) =>
    openFrom(
      call,
      { title: '危险货物瞒报', riskType: RISK, place: 'sea', jurisdiction: 'CN', warningId, signalIds: [signalId] },
      site.house,
    ),
  )
  const first = await room(site, msa, id)
  valid(IncidentSchema, first)
  assert.match(first.no, /^\d{4}-\d{5}$/)
  assert.equal(first.lead.id, 'msa')
  assert.equal(first.level, 'red')
  assert.ok(first.legal.length > 0)
  assert.equal(first.members.find((member) => member.agency.id === 'customs')?.present, true)
  assert.equal(first.members.find((member) => member.agency.id === 'msa')?.present, false)

  await t.test('links are there for those who see both ends', async () => {
    const own = await room(site, customs, id)
    assert.deepEqual([own.signals.map((one) => one.id), own.warning?.id], [[signalId], warningId])
    assert.deepEqual([first.signals, first.warning?.id], [[], warningId])
    const outside = await room(site, port, id)
    assert.deepEqual([outside.signals, outside.warning, outside.level], [[], null, null])
    assert.equal((await site.as(msa, (call) => getWarning(call, warningId))).incidentId, id)
    const again = site.as(customs, (call) =>
      openFrom(
        call,
        { title: 'x', riskType: RISK, place: 'sea', jurisdiction: 'CN', warningId, signalIds: [] },
        site.house,
      ),
    )
    assert.equal((await refusal(again)).code, 'invalid')
  })

  const t1 = taskOf(first.tasks, 't1').id
  await t.test('who is no member finds nothing, in the same words as for what does not exist', async () => {
    const absent = await refusal(room(site, heritage, uuid()))
    const tries: [string, () => Promise<unknown>][] = [
      ['room', () => room(site, heritage, id)],
      ['room for an auditor', () => room(site, auditor, id)],
      ['task', () => accept(site, heritage, t1)],
      ['waive', () => waive(site, heritage, t1)],
      [
        'record',
        () => site.as(heritage, (call) => recordEvent(call, site.house, id, { trigger: 'emergency.occurred' })),
      ],
      ['presence', () => site.as(heritage, (call) => confirmPresence(call, site.house, id))],
      ['close', () => site.as(heritage, (call) => closeIncident(call, site.house, id, 'x'))],
      ['upload', () => upload(site, heritage, id, 'a.txt', Buffer.from('x'))],
      ['link from a hidden warning', () => site.as(heritage, (call) => draftIncident(call, { warningId }))],
    ]
    for (const [name, work] of tries) {
      const error = await refusal(work())
      assert.deepEqual([name, error.code, error.text], [name, absent.code, absent.text])
    }
    for (const state of ['open', 'all'] as const)
      assert.deepEqual(await site.as(heritage, (call) => listIncidents(call, { state })), { rows: [], next: null })
    assert.deepEqual((await site.as(heritage, listMyTasks)).rows, [])
    assert.deepEqual((await site.as(heritage, (call) => listTasksDue(call))).of, 0)
  })

  await t.test('a task is accepted by name and completed with a file', async () => {
    const mine = await site.as(port, listMyTasks)
    valid(MyTasksSchema, mine)
    assert.ok(mine.rows.some((task) => task.id === t1 && task.can.accept === true && task.incident.id === id))
    await accept(site, port, t1)
    const photo = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(3000, 7)])
    const stored = await upload(site, port, id, '..\\..\\现场\u202e照片.jpg', photo, t1)
    assert.equal(stored.sha256, createHash('sha256').update(photo).digest('hex'))
    await complete(site, port, t1, null, [stored.id])
    const now = await room(site, msa, id)
    assert.deepEqual(
      now.evidence.map((one) => [one.name, one.mediaType, one.taskId]),
      [['现场照片.jpg', 'image/jpeg', t1]],
    )
    assert.equal(taskOf(now.tasks, 't1').assignee?.post.id, port.post)
    const file = await site.as(msa, (call) => getEvidenceFile(call, stored.id))
    assert.ok(file.body.equals(photo))
    assert.equal((await refusal(site.as(heritage, (call) => getEvidenceFile(call, stored.id)))).code, 'not_found')
  })

  await t.test('what is not evidence is refused, and says what is', async () => {
    const html = await refusal(upload(site, port, id, 'a.png', Buffer.from('<script>alert(1)</script>')))
    assert.equal(html.code, 'unsupported')
    assert.equal((await refusal(upload(site, port, id, 'a.txt', Buffer.alloc(0)))).code, 'invalid')
    assert.equal(
      (await refusal(upload(site, port, id, 'a.txt', Buffer.alloc(20 * 1024 * 1024 + 1, 65)))).code,
      'too_large',
    )
    const large = Readable.from([Buffer.alloc(20 * 1024 * 1024), Buffer.alloc(1)])
    assert.equal((await refusal(receiveFile(large))).code, 'too_large')
    assert.equal((await refusal(receiveFile({} as Readable))).code, 'unsupported')
    assert.equal((await receiveFile(Readable.from([Buffer.from('a'), Buffer.from('b')]))).toString(), 'ab')
    assert.equal((await refusal(upload(site, port, id, '13812345678.txt', Buffer.from('x')))).code, 'invalid')
    const other = await opened(site, customs)
    const foreign = taskOf((await room(site, customs, other)).tasks, 't1').id
    assert.equal((await refusal(upload(site, port, id, 'a.txt', Buffer.from('x'), foreign))).code, 'not_found')
  })

  await t.test('a hand-over goes back with a reason, then over with a receipt', async () => {
    const t2 = taskOf(first.tasks, 't2').id
    await accept(site, msa, t2)
    const offer = async (): Promise<string> => {
      const handoverId = uuid()
      await site.as(msa, (call) =>
        runOnTask(call, site.house, t2, {
          kind: 'handOver',
          taskId: t2,
          handoverId,
          to: 'customs',
          note: '申报由海关核对',
        }),
      )
      return handoverId
    }
    const one = await offer()
    const waiting = (await site.as(customs, listMyTasks)).rows.find((task) => task.id === t2)
    assert.deepEqual([waiting?.agency.id, waiting?.handover?.can.accept], ['msa', true])
    await site.as(customs, (call) =>
      runOnHandover(call, site.house, one, { kind: 'refuseHandover', handoverId: one, reason: '材料不全' }),
    )
    const two = await offer()
    assert.equal((await refusal(complete(site, msa, t2, '完成'))).code, 'conflict')
    await site.as(customs, (call) => runOnHandover(call, site.house, two, { kind: 'acceptHandover', handoverId: two }))
    const task = taskOf((await room(site, msa, id)).tasks, 't2')
    assert.deepEqual([task.agency.id, task.status, task.assignee?.post.id], ['customs', 'accepted', customs.post])
    assert.deepEqual(
      task.chain.map((handover) => [handover.state, handover.reason]),
      [
        ['refused', '材料不全'],
        ['accepted', null],
      ],
    )
    await complete(site, customs, t2, '已核对')
  })

  await t.test('a person’s number in free text is refused with the remedy', async () => {
    const t4 = taskOf(first.tasks, 't4').id
    await accept(site, msa, t4)
    const error = await refusal(complete(site, msa, t4, '联系 13812345678'))
    assert.deepEqual([error.code, error.detail.fields?.[0]?.field], ['invalid', 'note'])
    assert.ok(!JSON.stringify(error).includes('138'))
  })

  await t.test('it closes only when everything is settled, and can then only be read', async () => {
    assert.equal((await room(site, msa, id)).close.allowed, false)
    assert.equal((await refusal(site.as(msa, (call) => closeIncident(call, site.house, id, '结案')))).code, 'conflict')
    for (const task of (await room(site, msa, id)).tasks)
      if (!['done', 'waived', 'not_applicable'].includes(task.status)) await waive(site, msa, task.id)
    const ready = await room(site, msa, id)
    assert.deepEqual([ready.close.allowed, ready.close.reasons], [true, []])
    assert.match(ready.close.effects.map((one) => one.zh).join(''), /完成 2 项.*1 件证据.*不能撤销/s)
    assert.equal(
      (await refusal(site.as(customs, (call) => closeIncident(call, site.house, id, '结案')))).code,
      'forbidden',
    )
    await site.as(msa, (call) => closeIncident(call, site.house, id, '已移箱，货主受罚。'))
    const closed = await room(site, customs, id)
    valid(IncidentSchema, closed)
    assert.ok(closed.closedAt)
    assert.equal((await refusal(accept(site, port, t1))).code, 'conflict')
    assert.equal((await refusal(upload(site, port, id, 'a.txt', Buffer.from('x')))).code, 'conflict')
    const list = await site.as(customs, (call) => listIncidents(call, { state: 'closed' }))
    valid(IncidentListSchema, list)
    assert.deepEqual(
      list.rows.map((row) => row.id),
      [id],
    )
  })

  await t.test('every act stands in the timeline, in both languages, with who did it', async () => {
    const { timeline } = await room(site, customs, id)
    const acts = timeline.map((entry) => entry.act)
    assert.equal(acts.at(-1), 'incident.opened')
    assert.equal(acts[0], 'incident.closed')
    for (const act of [
      'task.accepted',
      'evidence.added',
      'task.completed',
      'task.handover_refused',
      'task.handover_accepted',
      'task.waived',
      'incident.presence_confirmed',
    ])
      assert.ok(acts.includes(act), act)
    for (const entry of timeline) {
      assert.ok(
        /\p{Script=Han}/u.test(entry.text.zh) && entry.text.en !== '' && entry.actor.officer,
        JSON.stringify(entry),
      )
      assert.notEqual(entry.text.en, entry.act)
    }
  })

  await t.test('the record fits the rows, and names what is changed behind its back', async () => {
    assert.deepEqual(await faultsOf(site), [])
    const cases: [string, RegExp][] = [
      [`update task set note = '改' where id = '${t1}'`, new RegExp(`row-changed task task/${t1}: note`)],
      [`update task set agency_id = 'nia' where id = '${t1}'`, new RegExp(`row-changed task task/${t1}: agency`)],
      ["update handover set reason = '改' where state = 'refused'", /row-changed task .*: handovers/],
      ["delete from incident_event where act = 'task.completed'", /row-changed task .*: history/],
      ["update incident_event set account_id = null where act = 'incident.closed'", /row-changed incident .*: history/],
      ["update incident_member set role = 'inform' where agency_id = 'customs'", /row-changed incident .*: members/],
      ["update evidence set bytes = overlay(bytes placing '\\x00'::bytea from 9)", /row-changed evidence .*: sha256/],
      ["delete from incident_event where act = 'evidence.added'", /row-changed evidence .*: history/],
      ["update warning_ack set due_at = due_at + interval '1 hour'", /row-changed warning .*: acks/],
      ['delete from case_link where signal_id is not null and incident_id is not null', /row-removed case_link/],
    ]
    for (const [sql, named] of cases) {
      const client = await site.db.owner.connect()
      try {
        await client.query('begin')
        await client.query(sql)
        assert.match((await faultsNow(client)).join('\n'), named, sql)
      } finally {
        await client.query('rollback')
        client.release()
      }
    }
  })
})

test('two at the same moment: one accepts, one hand-over is offered', async (t) => {
  const site = await respondSite(t)
  const msa = [await site.officer('msa'), await site.officer('msa')] as const
  const id = await opened(site, await site.officer('customs'))
  const t2 = taskOf((await room(site, msa[0], id)).tasks, 't2').id
  const accepted = await Promise.allSettled(msa.map((who) => accept(site, who, t2)))
  assert.deepEqual(accepted.map((one) => one.status).sort(), ['fulfilled', 'rejected'])
  const offered = await Promise.allSettled(
    msa.map((who) =>
      site.as(who, (call) =>
        runOnTask(call, site.house, t2, {
          kind: 'handOver',
          taskId: t2,
          handoverId: uuid(),
          to: 'customs',
          note: '移交',
        }),
      ),
    ),
  )
  assert.deepEqual(offered.map((one) => one.status).sort(), ['fulfilled', 'rejected'])
  assert.deepEqual(await faultsOf(site), [])
})

test('an incident needs something it rests on that its opener may see', async (t) => {
  const site = await respondSite(t)
  const customs = await site.officer('customs')
  const foreign = await site.putSignal('nia', RISK)
  const open = (signalIds: string[], who = customs, riskType = RISK) =>
    refusal(
      site.as(who, (call) =>
        openFrom(call, { title: 'x', riskType, place: 'sea', jurisdiction: 'CN', signalIds }, site.house),
      ),
    )
  assert.equal((await open([])).code, 'invalid')
  assert.equal((await open([foreign])).code, 'not_found')
  assert.equal((await open([uuid()])).code, 'not_found')
  const own = await site.putSignal('customs', RISK)
  assert.equal((await open([own], customs, 'no.such')).code, 'invalid')
  assert.equal((await open([own], await site.officer('customs', ['officer']))).code, 'forbidden')
  assert.equal((await site.db.owner.query('select 1 from incident')).rowCount, 0)
})
