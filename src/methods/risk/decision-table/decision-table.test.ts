import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  compileTable,
  type DecisionTable,
  DecisionTableError,
  type Evidence,
  interpret,
  levelOf,
  parseDecisionTable,
} from './public.ts'

const table = parseDecisionTable(
  JSON.parse(readFileSync(new URL('../../../../data/rules/declaration.v1.json', import.meta.url), 'utf8')),
)
const compiled = compileTable(table)
const judgement = { zh: '经验判断，未验证', en: 'judgement, not validated' }

const small = (rules: DecisionTable['rules']): DecisionTable => ({ ...table, rules })
const rule = (id: string, points: number, when: DecisionTable['rules'][number]['when']) => ({
  id,
  riskType: 'economic.smuggling',
  points,
  zh: '测试',
  en: 'test',
  when,
  source: judgement,
})

const code = (...values: string[]) => fc.option(fc.constantFrom(...values), { nil: undefined })
const evidence: fc.Arbitrary<Evidence> = fc.record({
  hs6: code('391510', '293299', '870323', '030211', '950300', '220421', '854231', ''),
  hs2: code('39', '29', '87', '03', '95', '22', '85', '77'),
  origin: code('CN', 'JP', 'ZZ', 'DE', 'VN'),
  departure: code('CN', 'HK', 'DE', 'SG'),
  mode: code('10', '40', '50', '90'),
  processType: code('B', 'A'),
  importType: code('11', '87'),
  taxType: code('A', 'FCN1', 'FEU1', 'C'),
  originIndicator: code('E', 'N', ''),
  courier: code('W6UCD9'),
  taxRate: fc.option(fc.constantFrom(0, 8, 27), { nil: undefined }),
  netMass: fc.option(fc.constantFrom(0, 0.2, 25_000), { nil: undefined }),
  netMassKg: fc.option(fc.constantFrom(0.2, 5, 25_000), { nil: undefined }),
  itemPrice: fc.option(fc.constantFrom(0, 12, 1_000_000), { nil: undefined }),
  pricePerKg: fc.option(fc.constantFrom(0.001, 5, 1e7, Number.NaN), { nil: undefined }),
})

test('the compiled form equals the interpreted one', () => {
  fc.assert(
    fc.property(evidence, (record) => {
      const ours = compiled.evaluate(record)
      const plain = interpret(table, record)
      const sorted = (outcome: typeof ours.shared | null) =>
        outcome && { ...outcome, missing: [...outcome.missing].sort() }
      assert.deepEqual(sorted(ours.shared), sorted(plain.shared))
      assert.deepEqual(sorted(ours.full), sorted(plain.full))
    }),
    { numRuns: 3000 },
  )
})

test('another rule that hits never lowers score or proven level', () => {
  fc.assert(
    fc.property(evidence, fc.integer({ min: 1, max: 100 }), (record, points) => {
      const more = compileTable(
        small([...table.rules, rule('test.always', points, [{ field: 'courier', op: 'missing' }])]),
      )
      const other = compileTable(
        small([...table.rules, rule('test.always', points, [{ field: 'courier', op: 'present' }])]),
      )
      const before = compiled.evaluate(record).shared
      const after = (record['courier'] ? other : more).evaluate(record).shared
      assert.equal(after.score, before.score + points)
      assert.ok(levelOf(table, after.score) >= levelOf(table, before.score))
      assert.ok(!before.needsPerson || before.level === null || after.needsPerson)
    }),
  )
})

test('no evidence is unknown and never low, and asks for a person', () => {
  const { shared } = compiled.evaluate({})
  assert.equal(shared.level, null)
  assert.equal(shared.needsPerson, true)
  assert.ok(shared.missing.includes('hs6'))
  fc.assert(
    fc.property(evidence, fc.constantFrom('hs6', 'origin', 'departure'), (record, field) => {
      const outcome = compiled.evaluate({ ...record, [field]: undefined }).shared
      assert.ok(outcome.level === null || outcome.level >= table.levels.needsPersonFrom)
      assert.ok(outcome.missing.includes(field))
    }),
  )
})

test('taking evidence away never turns a finding into a lower known level', () => {
  fc.assert(
    fc.property(evidence, fc.constantFrom(...compiled.fields), (record, field) => {
      // `missing` conditions are findings of their own, so the field they name is left alone.
      if (field === 'originIndicator' || field === 'courier') return
      const before = compiled.evaluate(record)
      const after = compiled.evaluate({ ...record, [field]: undefined })
      const level = (outcomes: typeof before) => (outcomes.full ?? outcomes.shared).level
      const [was, is] = [level(before), level(after)]
      if (was !== null && is !== null) assert.ok(is >= was || is >= table.levels.needsPersonFrom, `${was} → ${is}`)
    }),
  )
})

test('one refuted condition refutes the rule whatever is missing', () => {
  const one = compileTable(
    small([
      rule('test.both', 50, [
        { field: 'pricePerKg', op: 'gt', value: 5 },
        { field: 'mode', op: 'eq', value: '40' },
      ]),
    ]),
  )
  const base = { hs6: '010101', origin: 'CN', departure: 'CN' }
  assert.deepEqual(one.evaluate({ ...base, mode: '10' }), {
    shared: one.evaluate(base).shared,
    full: null,
  })
  const open = one.evaluate({ ...base, mode: '40' }).full
  assert.equal(open?.level, null)
  assert.deepEqual(open?.missing, ['pricePerKg'])
  assert.equal(open?.needsPerson, true)
})

test('hits that need a part do not show in the shared outcome', () => {
  const record = {
    hs6: '870323',
    hs2: '87',
    origin: 'DE',
    departure: 'DE',
    mode: '10',
    netMass: 10,
    netMassKg: 10,
    itemPrice: 1,
    pricePerKg: 0.1,
    taxRate: 27,
  }
  const { shared, full } = compiled.evaluate(record)
  for (const hit of shared.hits) assert.equal(compiled.partOfRule[hit], null)
  assert.ok(full && full.score > shared.score)
  assert.ok(full.hits.some((hit) => compiled.partOfRule[hit] === 'commercial'))
})

test('a malformed table is refused with the reason', () => {
  const refused = (document: unknown, message: RegExp) =>
    assert.throws(
      () => compileTable(parseDecisionTable(document)),
      (error) => error instanceof DecisionTableError && message.test(error.message),
    )
  const first = table.rules[0]!
  refused({ ...table, rules: [first, first] }, /twice/)
  refused({ ...table, rules: [{ ...first, points: -5 }] }, /rules\/0\/points/)
  refused({ ...table, rules: [{ ...first, when: [{ field: 'nobody', op: 'present' }] }] }, /no field nobody/)
  refused({ ...table, rules: [{ ...first, when: [{ field: 'hs6', op: 'gt', value: 3 }] }] }, /needs a number/)
  refused(
    { ...table, rules: [{ ...first, when: [{ field: 'pricePerKg', op: 'belowRange', value: 'none' }] }] },
    /no range table/,
  )
  refused({ ...table, levels: { ...table.levels, medium: 5 } }, /must rise/)
})

const mixed = (hitPolicy: 'collect' | 'first', rules: DecisionTable['rules']): DecisionTable => {
  const spec = (type: DecisionTable['fields'][string]['type'], part: string | null = null) => ({
    zh: '字段',
    en: 'field',
    type,
    part,
    required: false,
  })
  return {
    ...table,
    hitPolicy,
    ranges: {},
    fields: {
      seen: spec('boolean'),
      ports: spec('list'),
      goods: spec('text'),
      topic: spec('code'),
      mass: spec('number', 'commercial'),
    },
    rules,
  }
}
const MIXED: DecisionTable['rules'] = [
  rule('test.heavy', 60, [{ field: 'mass', op: 'gt', value: 10 }]),
  rule('test.seen', 50, [{ field: 'seen', op: 'eq', value: true }]),
  rule('test.port', 40, [{ field: 'ports', op: 'in', value: ['KEMBA', 'GNCKY'] }]),
  rule('test.country', 30, [{ field: 'ports', op: 'startsWith', value: ['GN'] }]),
  rule('test.elsewhere', 25, [
    { field: 'ports', op: 'notIn', value: ['KEMBA'] },
    { field: 'seen', op: 'ne', value: true },
  ]),
  { ...rule('test.words', 20, [{ field: 'goods', op: 'contains', value: ['废', 'Scrap'] }]), riskFrom: 'topic' },
  { ...rule('test.off', 15, [{ field: 'goods', op: 'present' }]), off: true as const },
  rule('test.other', 10, [{ field: 'goods', op: 'notContains', value: ['废'] }]),
]
const mixedEvidence: fc.Arbitrary<Evidence> = fc.record({
  seen: fc.option(fc.boolean(), { nil: undefined }),
  ports: fc.option(fc.subarray(['KEMBA', 'GNCKY', 'GNKMR', 'SGSIN']), { nil: undefined }),
  goods: fc.option(fc.constantFrom('废纸', 'metal SCRAP', 'shirts', ''), { nil: undefined }),
  topic: fc.option(fc.constantFrom('bio.vectors', 'nonsense'), { nil: undefined }),
  mass: fc.option(fc.constantFrom(1, 20), { nil: undefined }),
})

test('booleans, lists, texts, switched-off rules, both hit policies: compiled equals interpreted', () => {
  for (const policy of ['collect', 'first'] as const) {
    const one = mixed(policy, MIXED)
    const fast = compileTable(one)
    fc.assert(
      fc.property(mixedEvidence, (record) => {
        const ours = fast.evaluate(record)
        const plain = interpret(one, record)
        const sorted = (outcome: typeof ours.shared | null) =>
          outcome && { ...outcome, missing: [...outcome.missing].sort() }
        assert.deepEqual(sorted(ours.shared), sorted(plain.shared))
        assert.deepEqual(sorted(ours.full), sorted(plain.full))
      }),
      { numRuns: 2000 },
    )
  }
})

test('first hit: one rule counts, and a hit further up never lowers the level', () => {
  const fast = compileTable(mixed('first', MIXED))
  const base = { seen: false, ports: ['GNKMR'], goods: 'scrap', topic: 'bio.vectors' }
  const { shared, full } = fast.evaluate({ ...base, mass: 1 })
  assert.deepEqual([shared.hits.length, shared.score, full], [1, 30, null])
  const heavy = fast.evaluate({ ...base, mass: 20 })
  assert.deepEqual([heavy.shared.score, heavy.full?.score], [30, 60])
  fc.assert(
    fc.property(mixedEvidence, (record) => {
      const before = fast.evaluate({ ...record, seen: false }).shared
      const after = fast.evaluate({ ...record, seen: true }).shared
      assert.ok(after.possible >= before.proven)
      assert.ok(after.proven >= 2)
    }),
  )
  assert.throws(() => compileTable(mixed('first', [...MIXED].reverse())), /points must not rise/)
})

test('a hit takes its risk type from the field that names it', () => {
  const fast = compileTable(mixed('collect', MIXED))
  assert.equal(
    fast.evaluate({ goods: '废纸', topic: 'bio.vectors', seen: false, ports: ['KEMBA'] }).shared.hits.length,
    2,
  )
  assert.equal(fast.riskOf(5, { topic: 'bio.vectors' }), 'bio.vectors')
  assert.equal(fast.riskOf(5, { topic: 'Nonsense' }), 'economic.smuggling')
})

test('a condition on a field of another type is refused, naming rule and field', () => {
  const refused = (when: DecisionTable['rules'][number]['when'], message: RegExp) =>
    assert.throws(() => compileTable(mixed('collect', [rule('test.one', 10, when)])), message)
  refused([{ field: 'seen', op: 'in', value: ['true'] }], /test.one, field seen/)
  refused([{ field: 'ports', op: 'contains', value: ['KE'] }], /test.one, field ports/)
  refused([{ field: 'goods', op: 'eq', value: 'x' }], /test.one, field goods/)
  refused([{ field: 'topic', op: 'sameAs', value: 'mass' }], /test.one, field topic/)
})
