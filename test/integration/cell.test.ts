/** The standing cell on a real database: who signs, who sees which line, what a meeting leaves behind. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { BriefListSchema, BriefSchema } from '../../src/actions/cell/brief/model.ts'
import {
  draftBrief,
  draftOwedBrief,
  getBrief,
  issueBrief,
  listBriefs,
  openBrief,
} from '../../src/actions/cell/brief/service.ts'
import { MeetingListSchema, MeetingSchema } from '../../src/actions/cell/meeting/model.ts'
import {
  addPoint,
  answerMinutes,
  circulate,
  fillAgenda,
  getCalendarFile,
  getMeeting,
  keepMinutes,
  listMeetings,
  listMyResolutions,
  planMeeting,
  resolve,
  runOnResolution,
} from '../../src/actions/cell/meeting/service.ts'
import { changeSettings, getSettings } from '../../src/actions/cell/settings.ts'
import { ShiftDraftSchema, ShiftSchema } from '../../src/actions/cell/shift/model.ts'
import {
  correctShift,
  draftShift,
  getShift,
  listShifts,
  listShiftsForMe,
  receiveShift,
  signOut,
} from '../../src/actions/cell/shift/service.ts'
import { issueWarning } from '../../src/actions/warn/service.ts'
import { DomainError, uuid } from '../../src/base/public.ts'
import { type Fault, faultList } from '../../src/ledger/faults.ts'
import { verifyRows } from '../../src/ledger/verify-rows.ts'
import { asAdmin } from '../support/database.ts'
import { type Officer, type RespondSite, respondSite } from './respond-site.ts'

const refusal = async (work: Promise<unknown>): Promise<DomainError> => {
  try {
    await work
  } catch (error) {
    assert.ok(error instanceof DomainError, String(error))
    return error
  }
  return assert.fail('was not refused')
}
const valid = (schema: TSchema, value: unknown) =>
  assert.ok(Value.Check(schema, value), JSON.stringify(Value.Errors(schema, value)))

const warn = (site: RespondSite, who: Officer, title: string, audience: string[]) =>
  site.as(who, (call) =>
    issueWarning(call, {
      level: 'orange',
      title,
      body: '请核查。',
      riskType: 'social.dg_misdeclared',
      place: 'sea',
      jurisdiction: 'CN',
      audience,
      ackMinutes: 15,
    }),
  )

const differs = async () => []

/** What `ledger verify` would say of the rows. */
const faultsNow = (site: RespondSite): Promise<Fault[]> =>
  asAdmin(site.adminUrl, async (client) => {
    const found = faultList()
    await client.query('begin')
    await verifyRows(client, found)
    await client.query('rollback')
    return found.faults
  })

test('a night officer hands over to a day officer', async (t) => {
  const site = await respondSite(t)
  const night = await site.officer('customs')
  const day = await site.officer('customs')
  const third = await site.officer('customs')
  const msa = await site.officer('msa')
  const quiet = await site.officer('customs', ['auditor'], ['audit'])
  await warn(site, msa, '三号泊位疑似瞒报', ['customs'])
  await warn(site, msa, '与海关无关的事', ['nia'])
  site.clock.advanceMinutes(60)
  await site.as(night, (call) => changeSettings(call, { briefMinute: 450, checklist: ['钥匙', '对讲机'] }))

  const draft = await site.as(night, (call) => draftShift(call, site.house))
  valid(ShiftDraftSchema, draft)
  assert.equal(draft.timesFrom, 'default')
  assert.match(draft.lines.map((one) => one.text.zh).join('\n'), /三号泊位疑似瞒报.*未确认/)
  assert.doesNotMatch(JSON.stringify(draft), /与海关无关/)
  assert.deepEqual(
    draft.colleagues.map((one) => one.account).toSorted(),
    [day.account, third.account].toSorted(),
    'auditors and officers of other agencies stand no duty here',
  )
  const checklist = draft.checklist.map((text) => ({ text, ok: true, remark: '' }))
  const give = (over: Partial<Parameters<typeof signOut>[2]> = {}) =>
    site.as(night, (call) =>
      signOut(call, site.house, { notes: '盯住三号泊位', checklist, named: day.account, ...over }),
    )
  assert.equal((await refusal(give({ checklist: [] }))).detail.fields?.[0]?.field, 'checklist')
  assert.equal((await refusal(give({ named: night.account }))).detail.fields?.[0]?.field, 'named')
  assert.equal((await refusal(give({ named: msa.account }))).detail.fields?.[0]?.field, 'named')
  assert.equal((await refusal(give({ notes: '联系 13812345678' }))).detail.fields?.[0]?.field, 'notes')
  const { id } = await give()
  assert.equal((await refusal(give())).code, 'conflict', 'the first waits for its receipt')

  await t.test('it waits for the one who was named, and is shown to nobody else', async () => {
    const waiting = async (who: Officer) =>
      (await site.as(who, (call) => listShiftsForMe(call))).rows.map((one) => one.id)
    assert.deepEqual(await Promise.all([day, night, third, msa].map(waiting)), [[id], [], [], []])
    assert.equal((await refusal(site.as(msa, (call) => getShift(call, id)))).code, 'not_found')
    assert.equal((await refusal(site.as(quiet, (call) => getShift(call, id)))).code, 'not_found')
  })

  await t.test('the same account cannot sign both sides, and an unnamed colleague says why', async () => {
    const take = (who: Officer, note = '') => site.as(who, (call) => receiveShift(call, id, { note, reservations: [] }))
    assert.equal((await refusal(take(night))).code, 'forbidden')
    assert.equal((await refusal(take(msa))).code, 'not_found')
    assert.equal((await refusal(take(third))).detail.fields?.[0]?.field, 'note')
    // Neither can it behind the service's back.
    await assert.rejects(
      site.db.owner.query('update shift_handover set in_at = now(), in_post = out_post, in_account = out_account'),
      /check constraint/,
    )
  })

  await t.test('the day officer reads, reserves on one item and signs; then it stays as it is', async () => {
    const before = await site.as(day, (call) => getShift(call, id))
    valid(ShiftSchema, before)
    assert.equal(before.in, null)
    const [item] = before.items
    await site.as(day, (call) =>
      receiveShift(call, id, { note: '', reservations: [{ itemId: item!.id, text: '现场未复核' }] }),
    )
    const after = await site.as(night, (call) => getShift(call, id))
    assert.deepEqual(
      [after.in?.at !== undefined, after.items.find((one) => one.id === item!.id)?.reservation, after.reservations],
      [true, '现场未复核', 1],
    )
    assert.deepEqual(
      [(await refusal(site.as(day, (call) => receiveShift(call, id, { note: '', reservations: [] })))).code],
      ['conflict'],
    )
    const acts = await site.db.owner.query<{ act: string; text: string }>(
      `select text from ledger_opening where field = 1 and text like '%shift.signed_%' order by text`,
    )
    assert.equal(acts.rows.length, 2)
    assert.ok(
      acts.rows.some((row) => row.text.includes(night.account)) &&
        acts.rows.some((row) => row.text.includes(day.account)),
    )
  })

  await t.test('a mistake is put right by a line of its own, by one of the two', async () => {
    await site.as(night, (call) => correctShift(call, id, '泊位应为二号'))
    assert.equal((await refusal(site.as(third, (call) => correctShift(call, id, '不对')))).code, 'forbidden')
    const shift = await site.as(day, (call) => getShift(call, id))
    assert.deepEqual(
      shift.correctionLines.map((one) => one.text),
      ['泊位应为二号'],
    )
    assert.equal(shift.notes, '盯住三号泊位')
    assert.equal((await site.as(day, (call) => listShifts(call))).rows[0]?.corrections, 1)
  })

  await t.test('a change behind the service is noticed', async () => {
    assert.deepEqual(await faultsNow(site), [])
    await site.db.owner.query(`update shift_handover set notes = '一切正常'`)
    const faults = await faultsNow(site)
    assert.deepEqual(
      faults.map((one) => one.kind),
      ['row-changed'],
    )
    await site.db.owner.query(`update shift_handover set notes = '盯住三号泊位'`)
    await site.db.owner.query(`update shift_item set reservation = null`)
    assert.equal((await faultsNow(site)).length, 1)
  })
})

test('two agencies get two briefs, and each line only reaches who may see what it rests on', async (t) => {
  const site = await respondSite(t)
  const customs = await site.officer('customs')
  const msa = await site.officer('msa')
  const nia = await site.officer('nia')
  await warn(site, customs, '海关与海事的预警', ['msa'])
  await warn(site, customs, '海关与边检的预警', ['nia'])
  site.clock.advanceMinutes(60)
  const make = (who: Officer) => site.as(who, (call) => draftBrief(call, site.house, differs, undefined))
  const wordsOf = async (who: Officer, id: string) =>
    (await site.as(who, (call) => getBrief(call, id))).lines.map((one) => one.text.zh).join('\n')

  const first = await make(customs)
  const { id } = await site.as(customs, (call) => draftBrief(call, site.house, differs, '请关注夜间锚地'))
  assert.match(
    await wordsOf(customs, id),
    /海关与海事的预警[\s\S]*海关与边检的预警|海关与边检的预警[\s\S]*海关与海事的预警/,
  )
  const ofMsa = await make(msa)
  assert.match(await wordsOf(msa, ofMsa.id), /海关与海事的预警/)
  assert.doesNotMatch(await wordsOf(msa, ofMsa.id), /海关与边检/)

  await t.test('a draft is its agency’s alone; a newer one replaces it and keeps the remarks', async () => {
    assert.equal((await refusal(site.as(msa, (call) => getBrief(call, id)))).code, 'not_found')
    const list = await site.as(customs, (call) => listBriefs(call))
    valid(BriefListSchema, list)
    assert.deepEqual(
      list.rows.map((one) => one.id),
      [id],
    )
    const again = await make(customs)
    assert.equal((await site.as(customs, (call) => getBrief(call, again.id))).remarks, '请关注夜间锚地')
    const old = refusal(
      site.as(customs, (call) => issueBrief(call, site.house, first.id, { remarks: '', recipients: [] })),
    )
    assert.equal((await old).code, 'conflict')
  })

  await t.test('issued to others it carries to each what that one may see, and asks for a receipt', async () => {
    const [draft] = (await site.as(customs, (call) => listBriefs(call))).rows
    const issue = (recipients: string[]) =>
      site.as(customs, (call) => issueBrief(call, site.house, draft!.id, { remarks: '请关注夜间锚地', recipients }))
    assert.equal((await refusal(issue(['lab']))).detail.fields?.[0]?.field, 'recipients')
    await issue(['msa', 'nia'])
    assert.equal((await refusal(issue([]))).code, 'conflict')
    const own = await site.as(customs, (call) => getBrief(call, draft!.id))
    valid(BriefSchema, own)
    assert.match(own.no ?? '', /^\d{4}-\d{2}-\d{2}-1$/)
    assert.deepEqual(
      own.recipients.map((one) => [one.agency.id, one.opened !== null]),
      [
        ['customs', true],
        ['msa', false],
        ['nia', false],
      ],
    )
    const atMsa = await site.as(msa, (call) => getBrief(call, draft!.id))
    assert.deepEqual([atMsa.unread, atMsa.remarks, atMsa.recipients.length], [true, '请关注夜间锚地', 1])
    const words = atMsa.lines.map((one) => one.text.zh).join('\n')
    assert.match(words, /海关与海事的预警/)
    assert.doesNotMatch(words, /海关与边检|存证/, 'what belongs to others, and the sender’s own figures, stay away')
    await site.as(msa, (call) => openBrief(call, draft!.id))
    await site.as(msa, (call) => openBrief(call, draft!.id))
    const receipts = (await site.as(customs, (call) => getBrief(call, draft!.id))).receipts
    assert.deepEqual(receipts, { done: 2, of: 3 })
    assert.deepEqual(await faultsNow(site), [])
  })

  await t.test('the clock drafts once a day at the time that the agency has set', async () => {
    await site.as(nia, (call) => changeSettings(call, { briefMinute: 0, checklist: ['钥匙'] }))
    assert.equal((await site.as(nia, (call) => getSettings(call))).briefMinute, 0)
    assert.notEqual((await site.as(customs, (call) => getSettings(call))).briefMinute, 0)
    for (let i = 0; i < 2; i++) await site.as(nia, (call) => draftOwedBrief(call, site.house, differs, 0))
    assert.equal((await site.as(nia, (call) => listBriefs(call))).rows.filter((one) => one.state === 'draft').length, 1)
  })
})

test('a meeting leaves tasks behind', async (t) => {
  const site = await respondSite(t)
  const host = await site.officer('port_office')
  const msa = await site.officer('msa')
  const customs = await site.officer('customs')
  const outsider = await site.officer('heritage')
  const clerk = await site.officer('msa', ['data_officer'])
  await warn(site, host, '港区停电影响查验', ['msa', 'customs'])
  site.clock.advanceMinutes(30)
  const at = site.clock.now().getTime()
  const plan = {
    title: '周例会',
    place: '三楼会议室',
    startsAt: new Date(at + 3_600_000).toISOString(),
    endsAt: new Date(at + 7_200_000).toISOString(),
    agencies: ['msa', 'customs'],
  }
  assert.equal((await refusal(site.as(clerk, (call) => planMeeting(call, plan)))).code, 'forbidden')
  const backwards = { ...plan, endsAt: plan.startsAt }
  assert.equal(
    (await refusal(site.as(host, (call) => planMeeting(call, backwards)))).detail.fields?.[0]?.field,
    'endsAt',
  )
  const { id } = await site.as(host, (call) => planMeeting(call, plan))
  const get = (who: Officer) => site.as(who, (call) => getMeeting(call, id))

  await t.test('who is not invited finds nothing', async () => {
    assert.equal((await refusal(get(outsider))).code, 'not_found')
    assert.deepEqual((await site.as(outsider, (call) => listMeetings(call))).rows, [])
    assert.equal((await refusal(site.as(outsider, (call) => addPoint(call, id, '插话')))).code, 'not_found')
  })

  await t.test('the agenda takes what is open, once, and points of those who come', async () => {
    assert.deepEqual(await site.as(host, (call) => fillAgenda(call, site.house, id)), { added: 1 })
    assert.deepEqual(await site.as(host, (call) => fillAgenda(call, site.house, id)), { added: 0 })
    await site.as(msa, (call) => addPoint(call, id, '夜间引航'))
    assert.deepEqual(
      (await get(customs)).agenda.map((one) => one.section),
      ['warnings', 'own'],
    )
    const file = await site.as(customs, (call) => getCalendarFile(call, site.house, id))
    assert.match(String(file.body), /1\. 夜间引航/)
    assert.doesNotMatch(String(file.body), /停电/, 'what a point rests on stays in the platform')
  })

  await t.test('no decision without an agency that answers for it and a due time', async () => {
    site.clock.set(new Date(at + 3_700_000))
    await site.as(host, (call) =>
      keepMinutes(call, id, {
        minutes: '讨论夜间值守。',
        attendance: [
          { agency: 'port_office', present: true, who: '值班长' },
          { agency: 'msa', present: true, who: '指挥员' },
          { agency: 'customs', present: false, who: '' },
        ],
      }),
    )
    const decide = (agency: string, minutes: number) =>
      site.as(host, (call) =>
        resolve(call, id, {
          text: '加派夜班引航员',
          agency,
          dueAt: new Date(site.clock.now().getTime() + minutes * 60_000).toISOString(),
        }),
      )
    assert.equal((await refusal(decide('heritage', 60))).detail.fields?.[0]?.field, 'agency')
    assert.equal((await refusal(decide('msa', 0))).detail.fields?.[0]?.field, 'dueAt')
    await decide('msa', 60)
    await assert.rejects(
      site.db.owner.query(
        `insert into resolution (realm, id, circle_id, meeting_id, ordinal, text, due_at, status, decided_at, decided_by_post, changed_at)
         select 1, $1, circle_id, id, 9, 'x', now(), 'open', now(), created_by_post, now() from meeting`,
        [uuid()],
      ),
      /agency_id/,
    )
  })

  await t.test('the task stands with the agency that answers for it, and goes its way there', async () => {
    const mine = (who: Officer) => site.as(who, (call) => listMyResolutions(call))
    assert.deepEqual((await mine(customs)).rows, [])
    const [task] = (await mine(msa)).rows
    assert.deepEqual([task?.text, task?.can.accept], ['加派夜班引航员', true])
    const run = (who: Officer, command: Parameters<typeof runOnResolution>[2]) =>
      site.as(who, (call) => runOnResolution(call, task!.id, command))
    assert.equal((await refusal(run(customs, { kind: 'accept' }))).code, 'forbidden')
    assert.equal((await refusal(run(outsider, { kind: 'accept' }))).code, 'not_found')
    await run(msa, { kind: 'accept' })
    await run(msa, { kind: 'block', note: '缺一名引航员' })
    site.clock.advanceMinutes(61)
    const { overdue } = await site.as(host, (call) => listMeetings(call))
    assert.deepEqual(
      overdue.map((one) => [one.id, one.status, one.note]),
      [[task!.id, 'blocked', '缺一名引航员']],
    )
    await run(msa, { kind: 'unblock' })
    await run(msa, { kind: 'complete', note: '已加派' })
    assert.deepEqual((await mine(msa)).rows, [])
    assert.deepEqual((await site.as(host, (call) => listMeetings(call))).overdue, [])
  })

  await t.test(
    'minutes are approved by those who came; an objection makes a new version that is asked about again',
    async () => {
      await site.as(host, (call) => circulate(call, id))
      const say = (who: Officer, approves: boolean, reason = '') =>
        site.as(who, (call) => answerMinutes(call, id, { approves, reason }))
      assert.equal((await refusal(say(customs, true))).code, 'forbidden', 'was not there')
      assert.equal((await refusal(say(msa, false))).detail.fields?.[0]?.field, 'reason')
      await say(host, true)
      await say(msa, false, '漏记了引航费用')
      const { attendance } = await get(host)
      const kept = attendance.map(({ agency, present, who }) => ({ agency: agency.id, present, who }))
      await site.as(host, (call) => keepMinutes(call, id, { minutes: '补记引航费用。', attendance: kept }))
      await site.as(host, (call) => circulate(call, id))
      const second = await get(msa)
      valid(MeetingSchema, second)
      assert.deepEqual([second.version, second.earlier.length, second.can.answer], [2, 2, true])
      await say(host, true)
      await say(msa, true)
      const list = await site.as(host, (call) => listMeetings(call))
      valid(MeetingListSchema, list)
      assert.deepEqual(list.rows[0]?.answers, { approved: 2, objected: 0, of: 2 })
      assert.equal(
        (await refusal(site.as(host, (call) => keepMinutes(call, id, { minutes: '再改', attendance: kept })))).code,
        'conflict',
      )
      assert.deepEqual(await faultsNow(site), [])
    },
  )
})
