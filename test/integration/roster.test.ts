/** Duty rosters on a real database: who is on at an instant, what nobody stands, who may change what. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Value } from 'typebox/value'
import { DomainError } from '../../src/base/public.ts'
import { whoIsOnDuty } from '../../src/engine/coordination/public.ts'
import { RosterSchema, RostersSchema } from '../../src/engine/coordination/roster/model.ts'
import {
  assignDuty,
  changeRoster,
  consentToSwap,
  createRoster,
  exportRoster,
  getRoster,
  importRoster,
  listRosters,
  proposeDutySwap,
  refuseSwap,
  repeatRoster,
} from '../../src/engine/coordination/roster/service.ts'
import { addDays, instantOn, localDay } from '../../src/environment/duties/public.ts'
import { type Officer, respondSite } from './respond-site.ts'

const ZONE = 'Europe/Berlin'
const PLAN = {
  title: '海关值班',
  shifts: [
    { id: 'day', title: '白班', from: 480, to: 1200 },
    { id: 'night', title: '夜班', from: 1200, to: 480 },
  ],
  lines: [{ id: 'lead', title: '值班长', shifts: ['day', 'night'], always: true }],
}
const refusal = async (work: Promise<unknown>): Promise<DomainError> => {
  try {
    await work
  } catch (error) {
    assert.ok(error instanceof DomainError, String(error))
    return error
  }
  return assert.fail('was not refused')
}

test('a roster from plan to swap', async (t) => {
  const site = await respondSite(t, ZONE)
  const keeper = await site.officer('customs')
  const second = await site.officer('customs')
  const hand = await site.officer('customs', ['officer'])
  const msa = await site.officer('msa')
  const auditor = await site.officer('customs', ['auditor'], ['audit'])
  for (const [who, name] of [
    [keeper, '陈'],
    [second, '陆'],
    [hand, '吴'],
  ] as const)
    await site.db.owner.query('update officer set zh = $2, en = $2 where account_id = $1', [who.account, name])
  const today = localDay(site.clock.now(), ZONE)
  const person = (who: Officer, contact = '值班电话 8012') => ({
    account: who.account,
    contact,
    reach: 'phone' as const,
  })

  assert.equal(
    (await refusal(site.as(hand, (call) => createRoster(call, site.house, { ...PLAN, joint: false })))).code,
    'forbidden',
  )
  const { id } = await site.as(keeper, (call) => createRoster(call, site.house, { ...PLAN, joint: false }))
  const enter = (who: Officer, day: string, shift: string, of: ReturnType<typeof person> | null) =>
    site.as(who, (call) => assignDuty(call, id, { line: 'lead', shift, day, person: of }))
  const get = (who: Officer, from = today) => site.as(who, (call) => getRoster(call, id, { from, days: 7 }))

  for (let i = 0; i < 4; i++) {
    const day = addDays(today, i)
    if (i > 0) await enter(keeper, day, 'day', person(keeper))
    await enter(keeper, day, 'night', person(second))
  }

  await t.test('who is on at an instant, also after midnight, read by every agency that takes part', async () => {
    const at = instantOn(addDays(today, 1), 1500, ZONE)
    const [on] = await site.as(msa, (call) => whoIsOnDuty(call, 'customs', at))
    assert.deepEqual(
      [on?.person.account, on?.line, on?.shift, on?.person.contact, on?.endsAt],
      [second.account, '值班长', '夜班', '值班电话 8012', instantOn(addDays(today, 2), 480, ZONE).toISOString()],
    )
    assert.deepEqual(await site.as(msa, (call) => whoIsOnDuty(call, 'nia', at)), [])
    assert.deepEqual((await site.as(auditor, (call) => listRosters(call))).rows, [], 'auditing opens no content')
  })

  await t.test('what nobody stands is told ahead', async () => {
    const list = await site.as(msa, (call) => listRosters(call))
    assert.ok(Value.Check(RostersSchema, list), JSON.stringify(Value.Errors(RostersSchema, list)))
    const { findings } = await get(msa)
    assert.ok(findings.some((one) => one.kind === 'gap' && one.day === addDays(today, 4) && one.shift === 'day'))
    assert.ok(findings.every((one) => one.kind === 'gap'))
    await enter(keeper, addDays(today, 1), 'night', null)
    const first = (await get(msa)).findings.find((one) => one.day === addDays(today, 1))
    assert.match(first?.text.zh ?? '', /^明日夜班“值班长”无人/)
    await enter(keeper, addDays(today, 1), 'night', person(second))
  })

  await t.test('others read and change nothing; a stranger is not a colleague', async () => {
    assert.equal((await refusal(enter(msa, addDays(today, 5), 'day', person(msa)))).code, 'forbidden')
    assert.equal((await refusal(enter(hand, addDays(today, 5), 'day', person(hand)))).code, 'forbidden')
    assert.equal(
      (await refusal(enter(keeper, addDays(today, 5), 'day', person(msa)))).detail.fields?.[0]?.field,
      'person',
    )
    assert.equal((await refusal(enter(keeper, addDays(today, -2), 'day', person(keeper)))).code, 'conflict')
    assert.equal((await refusal(enter(keeper, '2026-02-30', 'day', person(keeper)))).detail.fields?.[0]?.field, 'day')
    const seen = await get(msa)
    assert.ok(Value.Check(RosterSchema, seen), JSON.stringify(Value.Errors(RosterSchema, seen)))
    assert.deepEqual([seen.people, seen.can.assign === true], [[], false])
  })

  await t.test('a swap needs both; then the two stand each other’s duty', async () => {
    const { duties } = await get(keeper)
    const mine = duties.find((one) => one.day === addDays(today, 2) && one.shift === 'day')!
    const theirs = duties.find((one) => one.day === addDays(today, 3) && one.shift === 'night')!
    const propose = (who: Officer) =>
      site.as(who, (call) => proposeDutySwap(call, id, { first: mine.id, second: theirs.id }))
    assert.equal((await refusal(propose(hand))).code, 'forbidden')
    const swap = await propose(keeper)
    assert.equal((await refusal(propose(keeper))).code, 'conflict')
    assert.equal((await refusal(site.as(keeper, (call) => consentToSwap(call, swap.id)))).code, 'conflict')
    assert.equal((await refusal(site.as(msa, (call) => consentToSwap(call, swap.id)))).code, 'forbidden')
    await site.as(second, (call) => refuseSwap(call, swap.id, '当天有课'))
    assert.equal((await refusal(site.as(second, (call) => consentToSwap(call, swap.id)))).code, 'conflict')
    const again = await propose(keeper)
    await site.as(second, (call) => consentToSwap(call, again.id))
    const after = (await get(keeper)).duties
    assert.equal(after.find((one) => one.id === mine.id)?.person?.account, second.account)
    assert.equal(after.find((one) => one.id === theirs.id)?.person?.account, keeper.account)
  })

  await t.test('the week is repeated, and what stands already stays', async () => {
    const repeat = () => site.as(keeper, (call) => repeatRoster(call, id, { from: today, weeks: 2, holidays: 'fill' }))
    const first = await repeat()
    assert.deepEqual([first.filled, first.kept], [14, 0])
    assert.deepEqual(await repeat(), { filled: 0, kept: 14, left: 0 })
  })

  await t.test('out as a file, changed and in again, all or none', async () => {
    const csv = await site.as(keeper, (call) => exportRoster(call, id, { from: addDays(today, 7), days: 7 }))
    const changed = csv.replaceAll('8012', '8013')
    const { rows } = await site.as(keeper, (call) => importRoster(call, id, changed))
    assert.equal(rows, 7)
    const broken = `${changed}${addDays(today, 9)},中班,值班长,甲,8014,phone\r\n`
    assert.equal((await refusal(site.as(keeper, (call) => importRoster(call, id, broken)))).detail.fields?.[0]?.row, 9)
    const { duties } = await get(keeper, addDays(today, 7))
    assert.ok(duties.every((one) => one.person === null || one.person.contact.endsWith('8013')))
  })

  await t.test('other hours move what lies ahead; a shift that is stood cannot go', async () => {
    const gone = { ...PLAN, lines: [{ ...PLAN.lines[0]!, shifts: ['day'] }] }
    assert.equal((await refusal(site.as(keeper, (call) => changeRoster(call, id, gone)))).code, 'conflict')
    assert.equal((await refusal(site.as(msa, (call) => changeRoster(call, id, PLAN)))).code, 'forbidden')
    const shifts = [
      { ...PLAN.shifts[0]!, to: 1140 },
      { ...PLAN.shifts[1]!, from: 1140 },
    ]
    await site.as(keeper, (call) => changeRoster(call, id, { ...PLAN, shifts }))
    const night = (await get(keeper)).duties.find((one) => one.day === addDays(today, 3) && one.shift === 'night')
    assert.equal(night?.startsAt, instantOn(addDays(today, 3), 1140, ZONE).toISOString())
  })
})

test('the joint roster: each agency enters its own officers', async (t) => {
  const site = await respondSite(t)
  const host = await site.officer('port_office')
  const msa = await site.officer('msa')
  const day = addDays(localDay(site.clock.now(), 'Asia/Shanghai'), 1)
  const { id } = await site.as(host, (call) =>
    createRoster(call, site.house, { ...PLAN, title: '联合值守', joint: true }),
  )
  const enter = (who: Officer, shift: string, account: string | null) =>
    site.as(who, (call) =>
      assignDuty(call, id, {
        line: 'lead',
        shift,
        day,
        person: account === null ? null : { account, contact: '8001', reach: 'phone' },
      }),
    )
  await enter(host, 'day', host.account)
  await enter(msa, 'night', msa.account)
  assert.equal((await refusal(enter(msa, 'day', null))).code, 'forbidden')
  assert.equal((await refusal(enter(msa, 'night', host.account))).code, 'invalid')
  const seen = await site.as(msa, (call) => whoIsOnDuty(call, null, instantOn(day, 1500, 'Asia/Shanghai')))
  assert.deepEqual(
    seen.map((one) => [one.person.agency.id, one.roster.joint, one.mine]),
    [['msa', true, true]],
  )
})
