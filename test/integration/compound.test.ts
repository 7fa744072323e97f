/** Compound assessments on a real database: raised where both sides are seen, nothing for who sees one, renewed and ended. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Value } from 'typebox/value'
import { type Compound, CompoundSchema, getCompound, listCompounds } from '../../src/actions/compound/public.ts'
import { dismissGroups, getGroup, listGroups } from '../../src/actions/triage/public.ts'
import { type DomainError, HOUR_MS, uuid } from '../../src/base/public.ts'
import { endAgreement } from '../../src/engine/sharing/public.ts'
import { type SessionClaim, withRole } from '../../src/store/public.ts'
import { agreeTest, putTestSource } from '../support/crafted-signals.ts'
import { rowFaults } from '../support/row-faults.ts'
import { type TriageSite, triageSite } from './triage-site.ts'

const EVALUATE = 'compound.evaluate'
const illness = (no: string, level: number | null, content = 'first') => ({
  no,
  kind: 'health_declaration',
  riskType: 'bio.emerging',
  level,
  rule: 'illness',
  content,
  mentions: [['vessel', 'MV TEST']] as [string, string][],
})
const outage = (no: string, level: number | null, content = 'first') => ({
  no,
  kind: 'cyber',
  riskType: level === 0 ? null : 'cyber.tos_attack',
  level,
  rule: 'outage',
  content,
  mentions: [['system', 'tos']] as [string, string][],
})

/** Illness is for health quarantine only; the terminal's alerts are the port office's, shared with customs for that purpose. */
const stage = async (t: { after(fn: () => Promise<void>): void }) => {
  const site = await triageSite(t)
  const health = await putTestSource(site.db, 'customs.health', 'customs', {
    kind: 'health_declaration',
    dataClass: 'health_quarantine',
    purposeLock: 'health_quarantine',
    tlp: 'amber',
  })
  const cyber = await putTestSource(site.db, 'port.cyber', 'port_office', {
    kind: 'cyber',
    dataClass: 'cyber',
    purposeLock: null,
    tlp: 'amber',
  })
  const agreement = uuid()
  await agreeTest(site.db, 'port_office', 'customs', 'cyber', 'health_quarantine', agreement)
  const quarantine = await site.signIn('customs', ['duty_officer'], ['health_quarantine'])
  const risk = await site.signIn('customs', ['duty_officer'], ['port_security'])
  const port = await site.signIn('port_office', ['duty_officer'])
  const evaluate = () => site.runTask(EVALUATE)
  return { site, health, cyber, agreement, quarantine, risk, port, evaluate }
}

const compounds = async (site: TriageSite, who: SessionClaim, query = {}): Promise<Compound[]> =>
  (await site.as(who, (call) => listCompounds(call, query))).rows

test('an illness report and a terminal outage', async (t) => {
  const { site, health, cyber, agreement, quarantine, risk, port, evaluate } = await stage(t)
  const [ill] = await site.bring([illness('H1', 3)], health)
  await evaluate()
  assert.deepEqual(await compounds(site, quarantine), [], 'one side is nothing compound')
  const [down] = await site.bring([outage('C1', 2)], cyber)
  assert.equal((await site.waiting(EVALUATE)).length, 1, 'intake asks for one look, however many batches')
  await evaluate()
  await evaluate()

  const [one, ...rest] = await compounds(site, quarantine)
  assert.equal(rest.length, 0)
  assert.ok(Value.Check(CompoundSchema, one), JSON.stringify(Value.Errors(CompoundSchema, one)))
  assert.deepEqual(
    [one!.interaction.id, one!.level, one!.a.signalId, one!.b.signalId],
    ['outbreak_outage', 3, ill!.id, down!.id],
  )
  // 0.75 · 0.4 = 0.3; logit −0.8473; + 0.9; σ = 0.5132.
  assert.ok(Math.abs(one!.likelihood[1]! - 0.5132) < 1e-3)
  assert.match(one!.sentence.zh, /传染病线索（高，1 小时内）与码头系统停摆（中，1 小时内）同在/)
  assert.match(one!.sentence.en, /Likelihood about 51%/)
  assert.match(one!.sensitivity.zh, /若“码头系统停摆”查清无事，变为低|若“码头系统停摆”查清无事，变为未见风险/)
  assert.deepEqual(
    one!.missing.map((want) => want.zh),
    ['病例的实验室结果'],
  )

  await t.test('who sees one side sees nothing of it: no row, no count, no group, no such id', async () => {
    for (const who of [risk, port]) {
      assert.deepEqual(await compounds(site, who), [])
      assert.deepEqual(await compounds(site, who, { signalId: down!.id }), [])
      const { rows } = await site.as(who, (call) => listGroups(call, {}))
      assert.ok(rows.every((row) => row.kind.id !== 'compound'))
      await assert.rejects(
        site.as(who, (call) => getCompound(call, one!.id)),
        (error: DomainError) => error.code === 'not_found',
      )
    }
  })

  await t.test('it is on the case of each side, and a row of its own in triage with every verb', async () => {
    for (const id of [ill!.id, down!.id])
      assert.deepEqual(
        (await compounds(site, quarantine, { signalId: id })).map((row) => row.id),
        [one!.id],
      )
    const { rows } = await site.as(quarantine, (call) => listGroups(call, { kind: 'compound' }))
    const [row] = rows
    assert.deepEqual([rows.length, row!.count, row!.level, row!.compoundId, row!.signalId], [1, 1, 3, one!.id, ill!.id])
    assert.equal(row!.rule.zh, one!.sentence.zh)
    const group = await site.as(quarantine, (call) => getGroup(call, row!.id))
    assert.deepEqual(
      group.compounds.map((each) => each.id),
      [one!.id],
    )
    await site.as(quarantine, (call) => dismissGroups(call, [row!], 'known', undefined))
    assert.deepEqual((await site.as(quarantine, (call) => listGroups(call, { kind: 'compound' }))).rows, [])
  })

  await t.test('age lowers it, and the group of a risen one comes back', async () => {
    site.clock.advanceMinutes(12 * 60)
    await evaluate()
    const [later] = await compounds(site, quarantine)
    assert.equal(later!.id, one!.id)
    assert.ok(later!.likelihood[1]! < one!.likelihood[1]! && later!.level! < 3)
    await site.bring([outage('C2', 3)], cyber)
    await evaluate()
    const [risen] = await compounds(site, quarantine)
    assert.equal(risen!.level, 3)
    assert.ok(risen!.likelihood[1]! > one!.likelihood[1]!)
    assert.equal(risen!.b.others, 1)
  })

  await t.test('a side that is corrected away ends it at once, on the cases and in triage', async () => {
    await site.bring(
      [outage('C1', 0, 'second'), outage('C2', 0, 'second')].map((one) => ({ ...one, needsPerson: false })),
      cyber,
    )
    await evaluate()
    assert.deepEqual(await compounds(site, quarantine), [])
    assert.deepEqual(await compounds(site, quarantine, { signalId: ill!.id }), [])
    const ended = await site.as(quarantine, (call) => getCompound(call, one!.id))
    assert.notEqual(ended.endedAt, null)
    assert.deepEqual(
      (await site.as(quarantine, (call) => listGroups(call, { kind: 'compound', view: 'dismissed' }))).rows,
      [],
    )
    const facts = await site.db.owner.query<{ act: string; n: number }>(
      `select (text::jsonb)->>'act' as act, count(*)::int as n from ledger_opening where field = 1 and text like '%"compound.%' group by 1 order by 1`,
    )
    assert.deepEqual(facts.rows, [
      { act: 'compound.ended', n: 1 },
      { act: 'compound.raised', n: 1 },
      { act: 'compound.updated', n: 2 },
    ])
  })

  await t.test('the record notices a level that was changed behind the service’s back', async () => {
    assert.deepEqual(await rowFaults(site.db), [])
    await site.db.owner.query('update compound set level = 1')
    assert.match((await rowFaults(site.db)).join(), /compound .*level/)
  })

  await t.test('when the agreement ends, nobody sees it any more', async () => {
    await site.bring([outage('C3', 3)], cyber)
    await evaluate()
    assert.equal((await compounds(site, quarantine)).length, 1)
    await withRole(site.db, 'owner', (tx) => endAgreement(tx, agreement, new Date(Date.now() - 1000)))
    assert.deepEqual(await compounds(site, quarantine), [])
    await evaluate()
  })
})

test('outside the window nothing is raised; an unknown side is unknown', async (t) => {
  const { site, health, cyber, quarantine, evaluate } = await stage(t)
  const old = new Date(site.clock.now().getTime() - 100 * HOUR_MS)
  await site.bring([{ ...illness('H1', 3), observedAt: old }], health)
  await site.bring([outage('C1', 3)], cyber)
  await evaluate()
  assert.deepEqual(await compounds(site, quarantine), [], 'a late report is as old as what it tells of')
  await site.bring([illness('H2', null)], health)
  await evaluate()
  // An unknown judgement that names no risk is no evidence; one that names it is unknown evidence.
  const found = await compounds(site, quarantine)
  assert.deepEqual(
    found.map((one) => one.level),
    [null],
  )
})

test('two agencies that both see both sides raise it once', async (t) => {
  const { site, cyber, quarantine, evaluate } = await stage(t)
  const open = await putTestSource(site.db, 'customs.open', 'customs', {
    kind: 'inspection',
    dataClass: 'inspection',
    purposeLock: null,
    tlp: 'amber',
  })
  await agreeTest(site.db, 'customs', 'port_office', 'inspection', 'port_security')
  const port = await site.signIn('port_office', ['analyst'])
  await site.bring([{ ...illness('H1', 3), kind: 'inspection' }], open)
  await site.bring([outage('C1', 3)], cyber)
  await evaluate()
  const [first] = await compounds(site, port)
  assert.deepEqual(
    (await compounds(site, quarantine)).map((one) => one.id),
    [first!.id],
  )
})
