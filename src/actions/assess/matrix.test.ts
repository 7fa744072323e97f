/** Likelihood × consequence: monotone, unknown without evidence, and the file fits the taxonomy. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { domainRisks, getConsequences, matrixLevel, type RiskPoints } from './matrix.ts'
import { explain, judgeSignal } from './public.ts'

const consequences = getConsequences(1)
const taxonomy = JSON.parse(readFileSync(new URL('../../../data/risk-taxonomy.json', import.meta.url), 'utf8')) as {
  domains: { id: string; zh: string; en: string; risks: { id: string }[] }[]
}
const risks = taxonomy.domains.flatMap((domain) => domain.risks.map((risk) => risk.id))

test('every risk type has a consequence with its reason, every domain its name', () => {
  assert.deepEqual(Object.keys(consequences.risks).sort(), [...risks].sort())
  for (const one of Object.values(consequences.risks)) assert.match(one.source.en, /judgement, not validated/)
  for (const { id, zh, en } of taxonomy.domains) assert.deepEqual(consequences.domains[id], { zh, en })
})

test('more points and a graver consequence never give a lower level; no points give none', () => {
  fc.assert(
    fc.property(fc.nat(300), fc.nat(100), fc.integer({ min: 1, max: 5 }), (points, more, consequence) => {
      const before = matrixLevel(consequences, points, consequence)
      const after = matrixLevel(consequences, points + more, consequence)
      assert.equal(before === null, points === 0)
      assert.ok((after ?? 0) >= (before ?? 0))
      if (consequence < 5) assert.ok((matrixLevel(consequences, points, consequence + 1) ?? 0) >= (before ?? 0))
    }),
  )
})

const found: fc.Arbitrary<RiskPoints[]> = fc.uniqueArray(
  fc.record({ risk: fc.constantFrom(...risks), points: fc.nat(90), open: fc.nat(60) }),
  { selector: (one) => one.risk, maxLength: 12 },
)

test('another hit never lowers the level of any domain, nor what it could become', () => {
  fc.assert(
    fc.property(found, fc.constantFrom(...risks), fc.integer({ min: 1, max: 60 }), (before, risk, points) => {
      const there = before.some((one) => one.risk === risk)
      const after = there
        ? before.map((one) => (one.risk === risk ? { ...one, points: one.points + points } : one))
        : [...before, { risk, points, open: 0 }]
      const was = domainRisks(consequences, before)
      const is = domainRisks(consequences, after)
      for (const one of was) {
        const now = is.find((other) => other.domain === one.domain)!
        assert.ok((now.level ?? 0) >= (one.level ?? 0))
        assert.ok((now.levelHigh ?? 0) >= (one.levelHigh ?? 0))
        assert.ok((now.levelHigh ?? 0) >= (now.level ?? 0))
      }
    }),
  )
})

const explained = (kind: string, shared: Parameters<typeof judgeSignal>[1]) => {
  const at = new Date('2026-03-05T08:00:00Z')
  const { judgements, engine, engineVersion } = judgeSignal(kind, shared, null, at)
  const { riskType, needsPerson, ...rest } = judgements.shared
  const row = { id: 'a', engine, engine_version: engineVersion, assessed_at: at, uses_parts: false }
  return explain({ ...row, ...rest, risk_type: riskType, needs_person: needsPerson }, at, (id) => ({ zh: id, en: id }))
}

test('a declaration of health that says nothing of fever: the level is a range, the open risk is unknown and not low', () => {
  const shown = explained('health_declaration', { ill: 1, deaths: 0, affectedArea: false })
  assert.equal(shown.level, null)
  assert.deepEqual(shown.range, { low: 1, high: 3 })
  const fever = shown.unknowns.find((one) => one.field === 'fever')
  assert.equal(fever?.points, 55)
  const [bio] = shown.domains
  assert.equal(bio?.domain.id, 'bio')
  assert.equal(bio?.risk.id, 'bio.quarantinable')
  assert.deepEqual([bio?.likelihood.percent, bio?.likelihood.high], [20, 35])
  assert.deepEqual([bio?.level?.level, bio?.levelHigh?.level], [3, 4])
  assert.ok(shown.domains.every((one) => one.points > 0 || one.level === null))
})

test('contributions of a known case sum to its score, its words name codes and not keys', () => {
  const shown = explained('cyber', { system: 'tos', alertType: 'ransomware', serviceState: 'down' })
  assert.equal(
    shown.reasons.reduce((sum, one) => sum + one.points, 0),
    shown.score,
  )
  assert.match(shown.reasons[0]!.value.zh, /码头操作系统/)
  assert.deepEqual(shown.range, { low: 3, high: 3 })
})

test('an assessment that kept only names of missing fields is explained, without a range', () => {
  const row = {
    id: 'a',
    level: null,
    risk_type: null,
    needs_person: true,
    score: null,
    reasons: [{ rule: 'waste.paper', points: 35, value: 'hs6=470790' }],
    unknowns: ['pricePerKg'],
    engine: 'declaration-rules',
    engine_version: 1,
    assessed_at: new Date('2026-03-05T00:00:00Z'),
    uses_parts: false,
  }
  const shown = explain(row, row.assessed_at, () => undefined)
  assert.equal(shown.range, null)
  assert.equal(shown.unknowns[0]?.points, null)
  assert.equal(shown.reasons[0]?.zh, '品目为废纸')
  assert.equal(shown.domains[0]?.domain.zh, '生态安全')
})
