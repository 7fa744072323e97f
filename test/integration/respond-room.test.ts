/** The room on a real database: levels, members whose access opens and closes, clocks that stand, folding; and who sees nothing of it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { addEvidence } from '../../src/actions/respond/evidence.ts'
import { IncidentListSchema, IncidentSchema, MyTasksSchema, type Task } from '../../src/actions/respond/model.ts'
import { noteReviewOpened } from '../../src/actions/respond/public.ts'
import { getIncident, listIncidents, siteLevel } from '../../src/actions/respond/read.ts'
import { listTasks } from '../../src/actions/respond/read-tasks.ts'
import { openFrom, recordEvent, runOnTask } from '../../src/actions/respond/service.ts'
import {
  addMember,
  addNote,
  addTask,
  assignTask,
  attach,
  changeLead,
  dismissMember,
  mergeIncidents,
  setLevel,
} from '../../src/actions/respond/service-room.ts'
import { issueWarning } from '../../src/actions/warn/service.ts'
import { DomainError, uuid } from '../../src/base/public.ts'
import { faultList } from '../../src/ledger/faults.ts'
import { verifyRows } from '../../src/ledger/verify-rows.ts'
import { type Officer, type RespondSite, respondSite } from './respond-site.ts'

const RISK = 'social.dg_misdeclared'
const MINUTE = 60_000
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

const faultsOf = async (site: RespondSite): Promise<string[]> => {
  const client = await site.db.owner.connect()
  try {
    await client.query('begin')
    const found = faultList()
    await verifyRows(client, found)
    return found.faults
      .filter((fault) => /^(incident|task|evidence|case_link) /.test(fault.where))
      .map((fault) => `${fault.kind} ${fault.where}`)
  } finally {
    await client.query('rollback')
    client.release()
  }
}

const opened = async (site: RespondSite, who: Officer, riskType = RISK): Promise<string> => {
  const signalId = await site.putSignal(who.agency, riskType)
  const input = { title: '样例', riskType, place: 'sea' as const, jurisdiction: 'CN' as const, signalIds: [signalId] }
  return (await site.as(who, (call) => openFrom(call, input, site.house))).id
}
const room = (site: RespondSite, who: Officer, id: string) => site.as(who, (call) => getIncident(call, id))
const first = (tasks: readonly Task[], template: string): Task => tasks.find((task) => task.template === template)!

test('response levels: authorised, recorded, seen by members only, and stood down after a review', async (t) => {
  const site = await respondSite(t)
  const customs = await site.officer('customs')
  const commander = await site.officer('msa', ['commander'])
  const heritage = await site.officer('heritage')
  const auditor = await site.officer('msa', ['auditor'], ['audit'])
  const id = await opened(site, customs)
  const other = await opened(site, customs)
  const level = (who: Officer, incident: string, to: 'watch' | 'III' | 'stand_down', criteria: string[]) =>
    site.as(who, (call) => setLevel(call, site.house, incident, { to, criteria, reason: '现场已有泄漏' }))

  assert.equal((await site.as(customs, siteLevel)).level?.id, 'normal')
  const refusedStep = (await room(site, customs, id)).responding.steps.find((one) => one.level.id === 'III')!
  assert.match((refusedStep.can as { zh: string }).zh, /授权/)
  assert.equal((await refusal(level(customs, id, 'III', ['harm']))).code, 'forbidden')
  assert.equal((await refusal(level(heritage, id, 'III', ['harm']))).code, 'not_found')
  await level(commander, other, 'watch', ['signal_unclear'])
  site.clock.advanceMinutes(3)
  await level(commander, id, 'III', ['harm'])
  const now = await room(site, customs, id)
  valid(IncidentSchema, now)
  assert.deepEqual(
    now.responding.history.map((one) => [one.level.id, one.to, one.criteria.length, one.by.zh !== '']),
    [['III', null, 1, true]],
  )
  const highest = await site.as(customs, siteLevel)
  assert.deepEqual([highest.level?.id, highest.incidentId], ['III', id])
  assert.equal((await site.as(heritage, siteLevel)).level?.id, 'normal', 'who is no member learns of no level')
  assert.equal((await site.as(auditor, siteLevel)).level, null)

  assert.match((await refusal(level(commander, id, 'stand_down', ['contained']))).text.zh, /复盘/)
  assert.equal((await refusal(site.as(heritage, (call) => noteReviewOpened(call, id)))).code, 'not_found')
  await site.as(customs, (call) => noteReviewOpened(call, id))
  await site.as(customs, (call) => noteReviewOpened(call, id))
  await level(commander, id, 'stand_down', ['contained'])
  assert.equal((await site.as(customs, siteLevel)).level?.id, 'watch')
  const acts = (await room(site, customs, id)).timeline.map((entry) => entry.act)
  assert.equal(acts.filter((act) => act === 'incident.review_opened').length, 1)
  assert.deepEqual(await faultsOf(site), [])
})

test('members: access opens with joining and closes with dismissal, for rows, files and lists', async (t) => {
  const site = await respondSite(t)
  const customs = await site.officer('customs')
  const msa = await site.officer('msa')
  const heritage = await site.officer('heritage')
  const id = await opened(site, customs)
  const add = (agency: string, who = msa) =>
    site.as(who, (call) => addMember(call, site.house, id, { agency, role: 'support', reason: '需要到场' }))
  const dismiss = (agency: string, who = msa) =>
    site.as(who, (call) => dismissMember(call, site.house, id, { agency, reason: '不再需要' }))

  assert.equal((await refusal(room(site, heritage, id))).code, 'not_found')
  assert.ok((await room(site, msa, id)).candidates.some((one) => one.id === 'heritage'))
  assert.equal((await refusal(add('heritage', await site.officer('port_operator')))).code, 'forbidden')
  assert.equal((await refusal(add('fire'))).detail.fields?.[0]?.field, 'agency')
  await add('heritage')
  const inside = await room(site, heritage, id)
  valid(IncidentSchema, inside)
  assert.deepEqual(
    inside.members.find((member) => member.agency.id === 'heritage')?.gaps.map((one) => one.kind),
    ['absent'],
  )
  await site.as(heritage, (call) =>
    addNote(call, site.house, id, { noteId: uuid(), text: '已到三号泊位', writtenAt: site.clock.now().toISOString() }),
  )
  await site.as(heritage, (call) =>
    addEvidence(call, site.house, id, { name: 'a.txt', bytes: Buffer.from('现场情况') }),
  )
  await dismiss('heritage')
  assert.equal((await refusal(room(site, heritage, id))).code, 'not_found')
  assert.deepEqual((await site.as(heritage, (call) => listIncidents(call, { state: 'all' }))).rows, [])
  const left = await room(site, msa, id)
  assert.deepEqual(
    left.former.map((one) => [one.agency.id, one.reason]),
    [['heritage', '不再需要']],
  )
  assert.equal(left.evidence.length, 1, 'what it contributed stays')
  assert.ok(left.timeline.some((entry) => entry.text.zh === '记录：已到三号泊位'))
  await add('heritage')
  assert.equal((await room(site, heritage, id)).evidence.length, 1)

  await site.as(msa, (call) => changeLead(call, site.house, id, { to: 'customs', reason: '货物未离开监管区' }))
  const changed = await room(site, customs, id)
  assert.deepEqual([changed.lead.id, changed.members.filter((member) => member.role === 'lead').length], ['customs', 1])
  assert.match(changed.timeline[0]!.text.zh, /牵头单位由.*改为.*货物未离开监管区/)
  assert.equal((await refusal(dismiss('heritage', msa))).code, 'forbidden', 'the lead that was no longer steers')
  assert.deepEqual(await faultsOf(site), [])
})

for (const [zone, opening, pausedMinutes] of [
  ['Asia/Shanghai', '2026-03-09T02:00:00.000Z', 30],
  // The clocks go forward in the night that the pause spans.
  ['Europe/Berlin', '2026-03-28T23:30:00.000Z', 180],
] as const)
  test(`a clock that stands tells nobody and moves its due time by the pause: ${zone}`, async (t) => {
    const site = await respondSite(t, zone)
    site.clock.set(new Date(opening))
    const customs = await site.officer('customs')
    const port = await site.officer('port_operator')
    const id = await opened(site, customs)
    const template = `${RISK}.t1`
    const task = first((await room(site, customs, id)).tasks, template)
    const start = site.clock.now()
    const at = (minutes: number) => new Date(start.getTime() + minutes * MINUTE)
    const command = (kind: 'pause' | 'resume') =>
      site.as(port, (call) =>
        runOnTask(
          call,
          site.house,
          task.id,
          kind === 'pause' ? { kind, taskId: task.id, reason: '等船方开舱' } : { kind, taskId: task.id },
        ),
      )
    site.clock.set(at(1))
    await command('pause')
    await site.passTo(at(1 + pausedMinutes))
    const standing = first((await room(site, customs, id)).tasks, template)
    assert.deepEqual(
      [standing.clock.remindedAt, standing.clock.escalatedAt, standing.clock.overdue, standing.clock.pauseReason],
      [null, null, false, '等船方开舱'],
    )
    await command('resume')
    const due = at(5 + pausedMinutes)
    assert.equal(first((await room(site, customs, id)).tasks, template).clock.dueAt, due.toISOString())
    await site.passTo(new Date(at(4 + pausedMinutes).getTime() - 1))
    assert.equal(first((await room(site, customs, id)).tasks, template).clock.remindedAt, null)
    await site.passTo(at(20 + pausedMinutes))
    const { clock } = first((await room(site, customs, id)).tasks, template)
    assert.deepEqual(
      [clock.remindedAt, clock.pressedAt, clock.escalatedAt, clock.escalatedFurtherAt],
      [4, 4.75, 5, 10].map((minutes) => at(minutes + pausedMinutes).toISOString()),
    )
    const { timeline } = await room(site, customs, id)
    for (const act of ['task.due_soon', 'task.pressed', 'task.overdue', 'task.escalated_further'])
      assert.equal(timeline.filter((entry) => entry.act === act && entry.taskId === task.id).length, 1, act)
    assert.deepEqual(await faultsOf(site), [])
  })

test('several officers, a slip taken back whose clock goes on, a task by hand, and the five lists with their counts', async (t) => {
  const site = await respondSite(t)
  const customs = await site.officer('customs')
  const [port, second] = [await site.officer('port_operator'), await site.officer('port_operator', ['officer'])]
  const msa = await site.officer('msa')
  const id = await opened(site, customs)
  const task = first((await room(site, port, id)).tasks, `${RISK}.t1`)
  const act = (who: Officer, command: Parameters<typeof runOnTask>[3]) =>
    site.as(who, (call) => runOnTask(call, site.house, task.id, command))
  await act(port, { kind: 'accept', taskId: task.id })
  await site.as(port, (call) => assignTask(call, site.house, task.id, [second.post]))
  assert.equal(
    (await refusal(site.as(port, (call) => assignTask(call, site.house, task.id, [msa.post])))).code,
    'invalid',
  )
  await act(second, { kind: 'join', taskId: task.id })
  const shared = first((await room(site, msa, id)).tasks, task.template!)
  assert.deepEqual(
    [shared.assignee?.post.id, shared.assignees.map((one) => [one.post.id, one.acceptedAt !== null])],
    [port.post, [[second.post, true]]],
  )

  await act(port, { kind: 'complete', taskId: task.id, note: '点错了', evidenceIds: [] })
  assert.equal(first((await room(site, port, id)).tasks, task.template!).undo?.what.zh, '完成')
  assert.equal((await refusal(act(second, { kind: 'undo', taskId: task.id }))).code, 'forbidden')
  // The clock's job runs while the task is settled, and must be there again after the undoing.
  const soon = new Date(site.clock.now().getTime() + 50_000)
  await site.passTo(soon)
  await act(port, { kind: 'undo', taskId: task.id })
  const back = first((await room(site, port, id)).tasks, task.template!)
  assert.deepEqual([back.status, back.assignee?.post.id, back.note], ['accepted', port.post, null])
  await site.passTo(new Date(Date.parse(back.clock.dueAt!)))
  assert.equal(first((await room(site, port, id)).tasks, task.template!).clock.escalatedAt, back.clock.dueAt)

  const input = {
    title: '清空运道',
    agency: 'port_operator',
    phase: 'control',
    due: { amount: 20, unit: 'minute' },
    reason: '救护车通行',
  } as const
  assert.equal((await refusal(site.as(customs, (call) => addTask(call, site.house, id, input)))).code, 'forbidden')
  const added = await site.as(msa, (call) => addTask(call, site.house, id, input))
  const seen = (await room(site, port, id)).tasks.find((one) => one.id === added.id)!
  assert.deepEqual(
    [seen.added, seen.clock.kind, seen.clock.trigger.zh, seen.can.accept],
    ['救护车通行', 'local_default', '手工添加', true],
  )
  await site.as(port, (call) =>
    runOnTask(call, site.house, added.id, { kind: 'block', taskId: added.id, reason: '车辆滞留' }),
  )

  for (const scope of ['mine', 'agency', 'all', 'overdue', 'blocked'] as const) {
    const answer = await site.as(port, (call) => listTasks(call, scope))
    valid(MyTasksSchema, answer)
    assert.equal(answer.rows.length, answer.counts[scope], scope)
    assert.ok(answer.rows.length > 0, scope)
  }
  const stranger = await site.as(await site.officer('heritage'), (call) => listTasks(call, 'all'))
  assert.deepEqual(stranger.counts, { mine: 0, agency: 0, all: 0, overdue: 0, blocked: 0 })
  assert.deepEqual(await faultsOf(site), [])
})

test('a note keeps the time at which it was written and is kept once, however often it is sent', async (t) => {
  const site = await respondSite(t)
  const customs = await site.officer('customs')
  const id = await opened(site, customs)
  const writtenAt = new Date(site.clock.now().getTime() - 40 * MINUTE).toISOString()
  const note = { noteId: uuid(), text: '岸桥下有泄漏痕迹', writtenAt }
  await Promise.all([1, 2, 3].map(() => site.as(customs, (call) => addNote(call, site.house, id, note))))
  const notes = (await room(site, customs, id)).timeline.filter((entry) => entry.act === 'incident.noted')
  assert.deepEqual(
    notes.map((entry) => [entry.at, entry.text.zh]),
    [[writtenAt, '记录：岸桥下有泄漏痕迹']],
  )
  const late = {
    ...note,
    noteId: uuid(),
    writtenAt: new Date(site.clock.now().getTime() - 8 * 86_400_000).toISOString(),
  }
  assert.equal(
    (await refusal(site.as(customs, (call) => addNote(call, site.house, id, late)))).detail.fields?.[0]?.field,
    'writtenAt',
  )
  const person = { ...note, noteId: uuid(), text: '联系 13812345678' }
  assert.equal((await refusal(site.as(customs, (call) => addNote(call, site.house, id, person)))).code, 'invalid')
})

test('what is attached later is seen by those who see both ends, and nothing tells the others', async (t) => {
  const site = await respondSite(t)
  const customs = await site.officer('customs')
  const msa = await site.officer('msa')
  const id = await opened(site, customs)
  const signalId = await site.putSignal('customs', RISK)
  const before = await room(site, msa, id)
  const { id: warningId } = await site.as(customs, (call) =>
    issueWarning(call, {
      signalId,
      level: 'orange',
      title: '第二条线索',
      body: '请核查。',
      riskType: 'cyber.tos_attack',
      place: 'sea',
      jurisdiction: 'CN',
      audience: ['port_operator'],
      ackMinutes: 15,
    }),
  )
  await site.as(customs, (call) => attach(call, id, { signalIds: [signalId], warningIds: [warningId] }))
  const own = await room(site, customs, id)
  assert.ok(own.signals.some((one) => one.id === signalId))
  assert.deepEqual(
    own.warnings.map((one) => [one.id, one.strand]),
    [[warningId, 'cyber.tos_attack']],
  )
  assert.deepEqual(
    own.strands.map((one) => one.id),
    [RISK, 'cyber.tos_attack'],
  )
  const theirs = await room(site, msa, id)
  assert.deepEqual(
    [theirs.signals, theirs.warnings, theirs.strands, theirs.timeline],
    [before.signals, before.warnings, before.strands, before.timeline],
  )
  const again = { signalIds: [signalId], warningIds: [] }
  assert.equal((await refusal(site.as(customs, (call) => attach(call, id, again)))).code, 'invalid')
  assert.equal(
    (await refusal(site.as(msa, (call) => attach(call, id, { signalIds: [signalId], warningIds: [] })))).code,
    'not_found',
  )
})

test('folding: tasks, files, members and what happened come along; nobody loses anything; the record fits', async (t) => {
  const site = await respondSite(t)
  const customs = await site.officer('customs')
  const coordinator = await site.officer('port_office')
  const cdc = await site.officer('health_cdc')
  const heritage = await site.officer('heritage')
  const into = await opened(site, customs)
  const from = await opened(site, customs, 'bio.quarantinable')
  const third = await opened(site, customs)
  assert.equal((await refusal(room(site, cdc, into))).code, 'not_found', 'disease control is only in the one')
  await site.as(customs, (call) =>
    addEvidence(call, site.house, from, { name: '检疫.txt', bytes: Buffer.from('记录') }),
  )
  await site.as(customs, (call) => recordEvent(call, site.house, from, { trigger: 'case.judged' }))
  const before = await room(site, customs, from)
  const target = await room(site, customs, into)

  const merge = (who: Officer, one: string, other: string) =>
    site.as(who, (call) => mergeIncidents(call, site.house, one, { into: other, reason: '同一船舶，两线叠加' }))
  assert.equal((await refusal(merge(heritage, from, into))).code, 'not_found')
  assert.equal((await refusal(merge(cdc, from, into))).code, 'not_found')
  await merge(coordinator, from, into)

  const whole = await room(site, cdc, into)
  valid(IncidentSchema, whole)
  assert.equal(whole.tasks.length, before.tasks.length + target.tasks.length)
  assert.deepEqual(
    whole.strands.map((one) => one.id),
    [RISK, 'bio.quarantinable'],
  )
  assert.ok(whole.evidence.some((file) => file.name === '检疫.txt'))
  assert.ok(
    whole.timeline.some((entry) => entry.act === 'incident.event_recorded' && entry.strand === 'bio.quarantinable'),
  )
  assert.ok(whole.triggers.some((trigger) => trigger.id === 'case.judged' && trigger.recordedAt))
  assert.equal(whole.members.filter((member) => member.role === 'lead').length, 1)

  const folded = await room(site, cdc, from)
  valid(IncidentSchema, folded)
  assert.deepEqual([folded.mergedInto?.id, folded.can.note === true], [into, false])
  const open = await site.as(customs, (call) => listIncidents(call, { state: 'open' }))
  valid(IncidentListSchema, open)
  assert.deepEqual(open.rows.map((row) => row.id).sort(), [into, third].sort())
  assert.equal((await refusal(room(site, heritage, from))).code, 'not_found')

  await t.test(
    'its tasks go on in the successor: accepted, by the clock, and folded where they are the same',
    async () => {
      const taskId = before.tasks.find((task) => task.can.accept === true)!.id
      await site.as(customs, (call) => runOnTask(call, site.house, taskId, { kind: 'accept', taskId }))
      assert.equal((await room(site, customs, into)).tasks.find((task) => task.id === taskId)?.status, 'accepted')
      await site.passTo(new Date(site.clock.now().getTime() + 60 * MINUTE))
      const late = (await room(site, customs, into)).tasks.find((task) => task.id === taskId)!
      assert.notEqual(late.clock.escalatedAt, null)
      assert.ok(
        (await site.as(cdc, (call) => listTasks(call, 'overdue'))).rows.every((task) => task.incident.id !== from),
      )
    },
  )

  await t.test('a second fold carries the first along, and the pointers lead to where the work is', async () => {
    await merge(coordinator, into, third)
    const last = await room(site, cdc, third)
    assert.deepEqual(last.folded.map((one) => one.id).sort(), [from, into].sort())
    for (const id of [from, into]) assert.equal((await room(site, cdc, id)).mergedInto?.id, third)
    const doubled = last.tasks.filter((task) => task.twin !== null)
    assert.ok(doubled.length > 0, 'the same templates are there twice')
    const own = doubled.find((task) => task.agency.id === 'port_office') ?? doubled[0]!
    await site.as(coordinator, (call) => runOnTask(call, site.house, own.id, { kind: 'foldTask', taskId: own.id }))
    assert.equal((await room(site, cdc, third)).tasks.find((task) => task.id === own.id)?.status, 'waived')
    await site.as(customs, (call) => noteReviewOpened(call, from))
    assert.notEqual((await room(site, customs, third)).responding.reviewOpenedAt, null)
  })
  assert.deepEqual(await faultsOf(site), [])
})
