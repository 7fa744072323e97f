/** Warnings on a real database: who is told, who acknowledges, what others can notice. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Value } from 'typebox/value'
import { draftWarning } from '../../src/actions/warn/draft.ts'
import { WarningDraftSchema, WarningListSchema, WarningSchema } from '../../src/actions/warn/model.ts'
import {
  acknowledgeWarning,
  endWarning,
  getWarning,
  issueWarning,
  listWarnings,
} from '../../src/actions/warn/service.ts'
import { DomainError, uuid } from '../../src/base/public.ts'
import { type Officer, respondSite } from './respond-site.ts'

const RISK = 'social.dg_misdeclared'
const warning = (audience: string[], signalId?: string) => ({
  ...(signalId ? { signalId } : {}),
  level: 'orange' as const,
  title: '疑似危险货物瞒报',
  body: '请核查该批货物。',
  riskType: RISK,
  place: 'sea' as const,
  jurisdiction: 'CN' as const,
  audience,
  ackMinutes: 15,
})

const refusal = async (work: Promise<unknown>): Promise<DomainError> => {
  try {
    await work
  } catch (error) {
    assert.ok(error instanceof DomainError, String(error))
    return error
  }
  return assert.fail('was not refused')
}

test('a warning from draft to end', async (t) => {
  const site = await respondSite(t)
  const customs = await site.officer('customs')
  const msa = await site.officer('msa')
  const nia = await site.officer('nia', ['officer'])
  const heritage = await site.officer('heritage')
  const auditor = await site.officer('customs', ['auditor'], ['audit'])
  const signalId = await site.putSignal('customs', RISK)
  const get = (who: Officer, id: string) => site.as(who, (call) => getWarning(call, id))

  const draft = await site.as(customs, (call) => draftWarning(call, { signalId }))
  assert.ok(Value.Check(WarningDraftSchema, draft), JSON.stringify(Value.Errors(WarningDraftSchema, draft)))
  assert.equal(draft.level, 'orange')
  assert.equal(draft.audience.find((one) => one.role === 'lead')?.agency.id, 'msa')
  assert.ok(draft.audience.every((one) => one.agency.id !== 'customs' && one.why.zh !== ''))
  assert.ok(!JSON.stringify(draft).includes('D-1'), 'nothing of the signal is copied')
  assert.equal((await refusal(site.as(msa, (call) => draftWarning(call, { signalId })))).code, 'not_found')

  const { id } = await site.as(customs, (call) => issueWarning(call, warning(['msa', 'nia'], signalId)))
  const issued = await get(msa, id)
  assert.ok(Value.Check(WarningSchema, issued), JSON.stringify(Value.Errors(WarningSchema, issued)))
  assert.deepEqual([issued.acks.done, issued.acks.of, issued.mine.needed], [0, 2, true])
  assert.deepEqual(
    issued.acks.missing.map((one) => one.id),
    ['msa', 'nia'],
  )
  assert.equal(issued.can.acknowledge, true)

  await t.test('the signal is linked for those who see it, and absent for the others', async () => {
    const own = await get(customs, id)
    assert.deepEqual([own.signalId, own.links.signals.length], [signalId, 1])
    assert.deepEqual([issued.signalId, issued.links.signals], [null, []])
  })

  await t.test('outside the audience a warning is exactly like one that does not exist', async () => {
    const hidden = await refusal(get(heritage, id))
    const absent = await refusal(get(heritage, uuid()))
    assert.deepEqual([hidden.code, hidden.text], [absent.code, absent.text])
    assert.deepEqual((await site.as(heritage, (call) => listWarnings(call, { state: 'all' }))).rows, [])
    assert.equal(
      (await refusal(site.as(heritage, (call) => acknowledgeWarning(call, id, undefined)))).code,
      'not_found',
    )
    assert.equal((await refusal(get(auditor, id))).code, 'not_found', 'auditing opens no content')
  })

  await t.test('acknowledging twice is a conflict', async () => {
    site.clock.advanceMinutes(3)
    await site.as(nia, (call) => acknowledgeWarning(call, id, '已布控'))
    const error = await refusal(site.as(nia, (call) => acknowledgeWarning(call, id, undefined)))
    assert.equal(error.code, 'conflict')
    const [mine] = (await get(customs, id)).acknowledgements.filter((one) => one.agency.id === 'nia')
    assert.deepEqual([mine?.note, mine?.post?.id], ['已布控', nia.post])
  })

  await t.test('two officers at the same moment: one acknowledges, the other is told', async () => {
    const twin = await site.officer('msa')
    const { id: other } = await site.as(customs, (call) => issueWarning(call, warning(['msa'])))
    const both = await Promise.allSettled(
      [msa, twin].map((who) => site.as(who, (call) => acknowledgeWarning(call, other, undefined))),
    )
    assert.deepEqual(both.map((one) => one.status).sort(), ['fulfilled', 'rejected'])
    await site.as(customs, (call) => endWarning(call, other, '测试结束'))
  })

  await t.test('the clock escalates who is missing, once, at the due minute', async () => {
    const due = new Date(issued.acknowledgements[0]!.dueAt)
    const remindAt = new Date(issued.acknowledgements[0]!.remindAt!)
    assert.deepEqual(await site.passTo(new Date(due.getTime() - 1)), [remindAt])
    assert.equal((await get(customs, id)).acks.overdue, 0)
    // The clock of a warning that has ended meanwhile runs too, at this minute by chance, and finds nothing to say.
    assert.deepEqual(await site.passTo(due), [due, due])
    const late = await get(customs, id)
    assert.deepEqual(
      [late.acks.overdue, late.acknowledgements.find((one) => one.agency.id === 'msa')?.escalatedAt],
      [1, due.toISOString()],
    )
    assert.equal(late.acknowledgements.find((one) => one.agency.id === 'nia')?.escalatedAt, null)
    const acts = await site.db.owner.query<{ n: number }>(
      `select count(*)::int as n from ledger_opening where field = 1 and text like '%warning.acknowledgement_overdue%'`,
    )
    assert.equal(acts.rows[0]?.n, 1)
  })

  await t.test('a late acknowledgement is taken', async () => {
    await site.as(msa, (call) => acknowledgeWarning(call, id, undefined))
    assert.deepEqual((await get(customs, id)).acks, { done: 2, of: 2, overdue: 0, missing: [] })
  })

  await t.test('the issuer ends it with a reason; nobody else does', async () => {
    assert.equal((await refusal(site.as(msa, (call) => endWarning(call, id, '误报')))).code, 'forbidden')
    await site.as(customs, (call) => endWarning(call, id, '查验无异常'))
    const ended = await get(msa, id)
    assert.deepEqual([ended.state, ended.ended?.reason], ['ended', '查验无异常'])
    const open = await site.as(customs, (call) => listWarnings(call, {}))
    assert.ok(Value.Check(WarningListSchema, open))
    assert.deepEqual(open.rows, [])
  })
})

test('what may not be issued', async (t) => {
  const site = await respondSite(t)
  const customs = await site.officer('customs')
  const foreign = await site.putSignal('nia', RISK)
  const issue = (input: Parameters<typeof issueWarning>[1], who = customs) =>
    refusal(site.as(who, (call) => issueWarning(call, input)))
  const base = warning(['msa'])
  assert.equal((await issue(warning(['msa'], foreign))).code, 'not_found')
  assert.equal((await issue({ ...base, audience: ['customs'] })).code, 'invalid')
  assert.match((await issue({ ...base, audience: ['msa', 'lab'] })).text.zh, /检测|实验|化验|lab/)
  assert.equal((await issue({ ...base, riskType: 'no.such' })).code, 'invalid')
  assert.equal((await issue({ ...base, body: '联系人 13812345678' })).detail.fields?.[0]?.field, 'body')
  assert.equal((await issue(base, await site.officer('customs', ['officer']))).code, 'forbidden')
  const rows = await site.db.owner.query('select 1 from warning')
  assert.equal(rows.rowCount, 0)
})

test('pages of a list follow on without gap or repeat', async (t) => {
  const site = await respondSite(t)
  const customs = await site.officer('customs')
  const ids: string[] = []
  for (let i = 0; i < 5; i++) {
    // Two at the same instant: the id decides.
    if (i % 2 === 0) site.clock.advanceMinutes(1)
    ids.push((await site.as(customs, (call) => issueWarning(call, warning(['msa'])))).id)
  }
  const seen: string[] = []
  let before: string | undefined
  do {
    const page = await site.as(customs, (call) => listWarnings(call, { limit: 2, ...(before ? { before } : {}) }))
    seen.push(...page.rows.map((row) => row.id))
    before = page.next ?? undefined
  } while (before)
  assert.deepEqual([...seen].sort(), [...ids].sort())
  assert.equal(new Set(seen).size, 5)
})
