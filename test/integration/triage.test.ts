/** Triage on a real database: right for each viewer, one agency's decisions are its own, what comes back and why. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { Value } from 'typebox/value'
import { openFrom } from '../../src/actions/respond/public.ts'
import {
  assignGroups,
  attachGroups,
  countOf,
  dismissGroups,
  GroupListSchema,
  type GroupRow,
  GroupSchema,
  getDesk,
  getGroup,
  listGroups,
  snoozeGroups,
  undoGroups,
} from '../../src/actions/triage/public.ts'
import { DomainError, HOUR_MS, uuid } from '../../src/base/public.ts'
import { type SessionClaim, SQL_FOLDER } from '../../src/store/public.ts'
import { rowFaults } from '../support/row-faults.ts'
import { type TriageSite, triageSite } from './triage-site.ts'

const refusal = async (work: Promise<unknown>): Promise<DomainError> => {
  try {
    await work
  } catch (error) {
    assert.ok(error instanceof DomainError, String(error))
    return error
  }
  return assert.fail('was not refused')
}

const WASTE = { riskType: 'ecology.solid_waste', rule: 'waste.plastics' } as const
const ref = ({ id, count, rank }: GroupRow) => ({ id, count, rank })
const list = (site: TriageSite, who: SessionClaim, query = {}) => site.as(who, (call) => listGroups(call, query))
const only = async (site: TriageSite, who: SessionClaim, query = {}): Promise<GroupRow> => {
  const { rows } = await list(site, who, query)
  assert.equal(rows.length, 1, JSON.stringify(rows.map((row) => [row.rule.en, row.count])))
  return rows[0]!
}

test('groups are what each viewer may see, and never tell how many are hidden', async (t) => {
  const site = await triageSite(t)
  await site.agree('port_office', 'declaration_basic')
  const customs = await site.signIn('customs')
  const port = await site.signIn('port_office', ['duty_officer'])
  const msa = await site.signIn('msa', ['duty_officer'])
  await site.bring([
    { no: 'D1', level: 2, ...WASTE },
    { no: 'D2', level: 2, ...WASTE, full: { level: 3, riskType: WASTE.riskType } },
    // Only those who see prices have a reason to look.
    { no: 'D3', level: 0, riskType: null, needsPerson: false, full: { level: 3, riskType: 'economic.smuggling' } },
    { no: 'D4', level: null, riskType: null, mentions: [['hs4', '8703']] },
  ])
  const ofCustoms = await list(site, customs)
  assert.ok(Value.Check(GroupListSchema, ofCustoms), JSON.stringify(Value.Errors(GroupListSchema, ofCustoms)))
  const ofPort = await list(site, port)
  const shape = (rows: GroupRow[]) => rows.map((row) => [row.subject?.key, row.count, row.level])
  assert.deepEqual(shape(ofPort.rows), [
    ['3915', 2, 2],
    ['8703', 1, null],
  ])
  assert.deepEqual(shape(ofCustoms.rows).sort(), [
    ['3915', 1, 3],
    ['3915', 2, 3],
    ['8703', 1, null],
  ])
  assert.deepEqual(
    ofPort.rows[0]?.sources.map((one) => one.count),
    [2],
  )
  assert.deepEqual((await list(site, msa)).rows, [])
  const hidden = await refusal(site.as(msa, (call) => getGroup(call, ofPort.rows[0]!.id)))
  const absent = await refusal(site.as(msa, (call) => getGroup(call, uuid())))
  assert.deepEqual([hidden.code, hidden.text], [absent.code, absent.text])
  assert.equal(
    (await refusal(site.as(msa, (call) => dismissGroups(call, [ref(ofPort.rows[0]!)], 'known', undefined)))).code,
    'not_found',
  )
  const group = await site.as(port, (call) => getGroup(call, ofPort.rows[0]!.id))
  assert.ok(Value.Check(GroupSchema, group), JSON.stringify(Value.Errors(GroupSchema, group)))
  assert.deepEqual([group.members.length, group.members.map((one) => one.level)], [2, [2, 2]])
  const counts = await site.as(port, (call) => countOf(call, {}))
  assert.deepEqual([counts.open, counts.unassigned, counts.signals], [2, 2, 3])

  await t.test('the filter: kind, domain, level, source, words, time', async () => {
    const keys = async (query: object) => (await list(site, port, query)).rows.map((row) => row.subject?.key)
    assert.deepEqual(await keys({ kind: 'declaration' }), ['3915', '8703'])
    assert.deepEqual(await keys({ kind: 'cyber' }), [])
    assert.deepEqual(await keys({ domain: 'ecology' }), ['3915'])
    assert.deepEqual(await keys({ level: 'unknown' }), ['8703'])
    assert.deepEqual(await keys({ level: '2' }), ['3915'])
    assert.deepEqual(await keys({ source: site.source.code }), ['3915', '8703'])
    assert.deepEqual(await keys({ source: 'nothing' }), [])
    assert.deepEqual(await keys({ q: 'd4' }), ['8703'])
    assert.deepEqual(await keys({ q: '3915' }), ['3915'])
    site.clock.advanceMinutes(48 * 60)
    assert.deepEqual(await keys({}), [])
    assert.deepEqual(await keys({ when: 'week' }), ['3915', '8703'])
    assert.equal((await site.as(port, (call) => countOf(call, {}))).openEver, 2, 'what a period leaves out is counted')
    site.clock.advanceMinutes(-48 * 60)
  })

  await t.test('pages follow each other without a gap', async () => {
    const first = await list(site, port, { limit: 1 })
    const second = await list(site, port, { limit: 1, before: first.next! })
    assert.deepEqual([first.rows[0]?.subject?.key, second.rows[0]?.subject?.key, second.next], ['3915', '8703', null])
    assert.equal((await refusal(list(site, port, { before: 'x' }))).code, 'invalid')
  })

  await t.test('another agency’s decision does not touch mine', async () => {
    await site.as(port, (call) => dismissGroups(call, [ref(ofPort.rows[0]!)], 'known', '与昨日同批'))
    assert.deepEqual(shape((await list(site, port)).rows), [['8703', 1, null]])
    const mine = (await list(site, customs)).rows.find((row) => row.id === ofPort.rows[0]!.id)!
    assert.deepEqual([mine.quiet, mine.last], [null, null])
    const dismissed = await only(site, port, { view: 'dismissed' })
    assert.deepEqual(
      [dismissed.quiet?.kind, dismissed.last?.reason?.zh, dismissed.last?.note],
      ['dismissed', '已知情况，无新内容', '与昨日同批'],
    )
  })

  await t.test('the record notices a decision that was changed behind the service’s back', async () => {
    assert.deepEqual(await rowFaults(site.db), [])
    await site.db.owner.query('update triage_state set quiet_count = 999')
    assert.match((await rowFaults(site.db)).join(), /triage_state .*quiet/)
  })
})

test('what is dismissed comes back with more or with a higher level, and says so', async (t) => {
  const site = await triageSite(t)
  const customs = await site.signIn('customs')
  await site.bring([{ no: 'D1', level: 2, ...WASTE }])
  await site.as(customs, async (call) =>
    dismissGroups(call, [ref((await listGroups(call, {})).rows[0]!)], 'explained', undefined),
  )
  const many = (from: number, n: number, level = 2) =>
    site.bring(Array.from({ length: n }, (_, i) => ({ no: `D${from + i}`, level, ...WASTE })))
  await many(2, 9)
  assert.deepEqual((await list(site, customs)).rows, [])
  await many(11, 1)
  assert.deepEqual((await only(site, customs)).returned, { why: 'more', more: 10, was: 'dismissed' })
  await site.as(customs, async (call) =>
    dismissGroups(call, [ref((await listGroups(call, {})).rows[0]!)], 'explained', undefined),
  )
  await many(12, 1, 3)
  assert.deepEqual((await only(site, customs)).returned, { why: 'higher', more: 1, was: 'dismissed' })

  await t.test('what came while the officer looked is not dismissed unseen', async () => {
    const row = await only(site, customs)
    await many(13, 10, 3)
    await site.as(customs, (call) => dismissGroups(call, [ref(row)], 'explained', undefined))
    assert.equal((await only(site, customs)).returned?.more, 10)
  })

  await t.test('folding changes no count, and a correction leaves its group', async () => {
    const before = (await only(site, customs)).count
    await site.runTask('triage.fold')
    const after = await only(site, customs)
    assert.equal(after.count, before)
    assert.equal(Number((await site.db.owner.query('select count(*) as n from triage_tally')).rows[0].n), 1)
    await site.bring([{ no: 'D22', level: 0, riskType: null, needsPerson: false, content: 'second' }])
    await site.runTask('triage.fold')
    await site.runTask('triage.fold')
    // Fewer than it takes to come back: it is quiet again.
    const quiet = await only(site, customs, { view: 'dismissed' })
    assert.deepEqual([quiet.count, quiet.returned], [before - 1, null])
  })
})

test('taking, putting off, undoing', async (t) => {
  const site = await triageSite(t)
  const customs = await site.signIn('customs', ['duty_officer'])
  const colleague = await site.signIn('customs', ['analyst'])
  const port = await site.signIn('port_office', ['duty_officer'])
  const auditor = await site.signIn('customs', ['auditor'], ['audit'])
  await site.bring([
    { no: 'D1', level: 3, ...WASTE },
    { no: 'D2', level: 2, riskType: 'ecology.cites', rule: 'cites.shell', mentions: [['hs4', '0508']] },
  ])
  const desk = await site.as(customs, (call) => getDesk(call))
  const me = desk.colleagues.find((one) => one.isMe)!
  const foreign = (await site.as(port, (call) => getDesk(call))).colleagues[0]!
  assert.ok(desk.colleagues.every((one) => one.post.id !== foreign.post.id))
  const refs = (await list(site, customs)).rows.map(ref)

  await site.as(customs, (call) => assignGroups(call, refs, { post: me.post.id, account: me.account }))
  assert.equal((await list(site, customs, { view: 'mine' })).rows.length, 2)
  assert.deepEqual((await list(site, colleague, { view: 'mine' })).rows, [])
  assert.equal((await list(site, colleague)).rows[0]?.assigned?.post.id, customs.postId)
  assert.deepEqual((await list(site, customs, { view: 'unassigned' })).rows, [])
  const other = await refusal(
    site.as(customs, (call) => assignGroups(call, refs, { post: foreign.post.id, account: foreign.account })),
  )
  assert.deepEqual([other.code, other.detail.fields?.[0]?.field], ['invalid', 'post'])

  await t.test('put off: away until the minute, back by the job, also after a restart', async () => {
    const until = new Date(site.clock.now().getTime() + HOUR_MS)
    await site.as(customs, (call) => snoozeGroups(call, [refs[0]!], until, '等化验结果'))
    assert.equal((await list(site, customs)).rows.length, 1)
    const [job] = await site.waiting('triage.wake')
    assert.equal(job?.run_at.getTime(), until.getTime())
    // Early, as after a restart with another clock: nothing happens but that it is asked for again.
    await site.runTask('triage.wake', job!.payload)
    assert.equal((await list(site, customs)).rows.length, 1)
    site.clock.set(until)
    await site.runTask('triage.wake', job!.payload)
    await site.runTask('triage.wake', job!.payload)
    const back = (await list(site, customs)).rows.find((row) => row.id === refs[0]!.id)!
    assert.deepEqual([back.returned?.why, back.last?.act], ['time', 'woken'])
    const acts = await site.db.owner.query(
      `select count(*)::int as n from ledger_opening where field = 1 and text like '%triage.woken%'`,
    )
    assert.equal(acts.rows[0].n, 1)
  })

  await t.test('undo restores, once, by any officer of the agency', async () => {
    await site.as(customs, (call) => dismissGroups(call, refs, 'rule_too_wide', undefined))
    assert.deepEqual((await list(site, customs)).rows, [])
    await site.as(colleague, (call) => undoGroups(call, refs))
    const rows = (await list(site, customs)).rows
    assert.deepEqual(
      rows.map((row) => row.assigned?.post.id),
      [customs.postId, customs.postId],
    )
    assert.equal((await refusal(site.as(customs, (call) => undoGroups(call, refs)))).code, 'conflict')
    const { log } = await site.as(customs, (call) => getGroup(call, refs[1]!.id))
    assert.deepEqual(
      log.map((one) => one.act),
      ['undone', 'dismissed', 'assigned'],
    )
    assert.equal(log[0]?.by.post.id, colleague.postId)
  })

  await t.test('refused: an auditor, personal data in a reason, a group that is not there among others', async () => {
    assert.equal(
      (await refusal(site.as(auditor, (call) => dismissGroups(call, refs, 'known', undefined)))).code,
      'not_found',
    )
    const person = await refusal(
      site.as(customs, (call) =>
        snoozeGroups(call, refs, new Date(site.clock.now().getTime() + HOUR_MS), '找 13812345678'),
      ),
    )
    assert.equal(person.detail.fields?.[0]?.field, 'reason')
    await refusal(
      site.as(customs, (call) =>
        dismissGroups(call, [refs[0]!, { id: uuid(), count: 1, rank: 1 }], 'known', undefined),
      ),
    )
    assert.equal((await list(site, customs)).rows.length, 2, 'all or none')
  })

  await t.test('two officers at the same moment: both decisions stand in order', async () => {
    const done = await Promise.allSettled([
      site.as(customs, (call) => dismissGroups(call, [refs[1]!], 'known', undefined)),
      site.as(colleague, (call) => dismissGroups(call, [refs[1]!], 'explained', undefined)),
    ])
    assert.deepEqual(
      done.map((one) => one.status),
      ['fulfilled', 'fulfilled'],
    )
    const { log } = await site.as(customs, (call) => getGroup(call, refs[1]!.id))
    assert.equal(log.filter((one) => one.act === 'dismissed').length, 3)
  })
})

test('attached to an open incident: linked, away from the list, not to a closed or foreign one', async (t) => {
  const site = await triageSite(t)
  const customs = await site.signIn('customs', ['duty_officer'])
  const msa = await site.signIn('msa', ['duty_officer'])
  await site.bring([
    { no: 'D1', level: 3, ...WASTE },
    { no: 'D2', level: 3, ...WASTE },
    { no: 'D3', level: 2, riskType: 'ecology.cites', rule: 'cites.shell', mentions: [['hs4', '0508']] },
  ])
  const [waste, shell] = (await list(site, customs)).rows
  const { id } = await site.as(customs, (call) =>
    openFrom(
      call,
      {
        title: '洋垃圾',
        riskType: WASTE.riskType,
        place: 'sea',
        jurisdiction: 'CN',
        warningId: null,
        signalIds: [waste!.signalId!],
      },
      site.house,
    ),
  )
  assert.equal((await refusal(site.as(msa, (call) => attachGroups(call, [ref(waste!)], id)))).code, 'not_found')
  assert.equal((await refusal(site.as(customs, (call) => attachGroups(call, [ref(waste!)], uuid())))).code, 'not_found')
  await site.as(customs, (call) => attachGroups(call, [ref(waste!), ref(shell!)], id))
  assert.deepEqual((await list(site, customs)).rows, [])
  const { rows } = await list(site, customs, { view: 'dismissed' })
  assert.deepEqual(
    rows.map((row) => [row.quiet?.kind, row.links.incidents]),
    [
      ['attached', 1],
      ['attached', 1],
    ],
  )
  assert.notEqual(rows[0]?.can.undo, true)
  const links = await site.db.owner.query('select count(*)::int as n from case_link where incident_id = $1', [id])
  assert.equal(links.rows[0].n, 3, 'each signal once')
})

test('signals from before this migration wait in the very groups that intake makes', async (t) => {
  const site = await triageSite(t)
  await site.bring([
    { no: 'D1', level: 2, ...WASTE },
    { no: 'D2', level: 3, ...WASTE },
    { no: 'D3', level: null, riskType: null },
    { no: 'D4', level: 0, riskType: null },
  ])
  const sql = readFileSync(join(SQL_FOLDER, '0040-triage.sql'), 'utf8')
  const backfill = sql.slice(sql.indexOf('-- Signals that were here before'))
  const groups = async () =>
    (
      await site.db.owner.query(
        `select t.group_id, t.circle_id, t.window_at, t.kind, t.rule, t.domain, t.subject_kind, t.subject_key, t.source_id, sum(t.n)::int as n,
                max(t.rank) as rank, (select count(*)::int from triage_item i where i.group_id = t.group_id) as items
           from triage_tally t group by 1, 2, 3, 4, 5, 6, 7, 8, 9 order by t.rule`,
      )
    ).rows
  const byIntake = await groups()
  assert.equal(byIntake.length, 2)
  await site.db.owner.query('delete from triage_item; delete from triage_tally')
  await site.db.owner.query(backfill)
  assert.deepEqual(await groups(), byIntake)
})
