import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { type CommercialEvidence, declarationTable, explain, judgeSignal, type SharedEvidence } from './public.ts'

const table = declarationTable().table
const taxonomy = JSON.parse(readFileSync(new URL('../../../data/risk-taxonomy.json', import.meta.url), 'utf8')) as {
  domains: { risks: { id: string; zh: string; en: string }[] }[]
}
const risks = new Map(taxonomy.domains.flatMap((domain) => domain.risks.map((risk) => [risk.id, risk])))
const riskNames = (id: string) => risks.get(id)

const plain: SharedEvidence = {
  hs6: '732690',
  origin: 'DE',
  departure: 'DE',
  mode: '10',
  processType: 'B',
  importType: '11',
  taxType: 'A',
  originIndicator: 'E',
  courier: '',
}
const AT = new Date('2026-03-01T00:00:00Z')
const judgeDeclaration = (shared: SharedEvidence, commercial: CommercialEvidence | null) =>
  judgeSignal('declaration', shared, commercial, AT).judgements
const ordinary = { taxRate: 8, netMass: 100, itemPrice: 20_000 }

test('there are at least 50 rules, each with words, a source and a risk type of the taxonomy', () => {
  assert.ok(table.rules.length >= 50, `${table.rules.length} rules`)
  for (const rule of table.rules) {
    assert.ok(risks.has(rule.riskType), `${rule.id}: ${rule.riskType} is not in the taxonomy`)
    assert.match(rule.zh, /[㐀-鿿]/)
    assert.doesNotMatch(rule.en, /[㐀-鿿]/)
    assert.match(rule.source.en, /judgement, not validated/)
  }
})

test('no rule and no field is about persons, parties that may be persons, or outcome labels', () => {
  const forbidden =
    /importer|declarant|seller|buyer|consignee|consignor|person|passenger|crew|driver|nationality|citizen|ethnic|religio|gender|birth|passport|fraud|label/i
  for (const [name, field] of Object.entries(table.fields)) {
    assert.doesNotMatch(name, forbidden)
    assert.doesNotMatch(field.en, forbidden)
  }
  for (const rule of table.rules) for (const condition of rule.when) assert.doesNotMatch(condition.field, forbidden)
  // Country codes are compared with goods' origin and departure only.
  const countryFields = new Set(
    table.rules.flatMap((rule) =>
      rule.when
        .filter(
          (one) => 'value' in one && Array.isArray(one.value) && one.value.every((value) => /^[A-Z]{2}$/.test(value)),
        )
        .map((one) => one.field),
    ),
  )
  for (const field of countryFields) assert.ok(['origin', 'departure'].includes(field), field)
})

test('an ordinary declaration: nothing found, no person needed', () => {
  const { shared, full } = judgeDeclaration(plain, ordinary)
  assert.equal(shared.level, 0)
  assert.equal(shared.needsPerson, false)
  assert.equal(full, null)
})

test('waste plastics by way of a hub: reasons in both languages, points that sum to the score', () => {
  const { shared } = judgeDeclaration({ ...plain, hs6: '391510', departure: 'HK' }, ordinary)
  assert.equal(shared.level, 3)
  assert.equal(shared.riskType, 'ecology.solid_waste')
  const shown = explain(
    {
      id: 'a',
      level: shared.level,
      risk_type: shared.riskType,
      needs_person: shared.needsPerson,
      score: shared.score,
      reasons: shared.reasons,
      unknowns: shared.unknowns,
      engine: 'declaration-rules',
      engine_version: 1,
      assessed_at: new Date('2026-03-05T00:00:00Z'),
      uses_parts: false,
    },
    new Date('2026-03-01T00:00:00Z'),
    riskNames,
  )
  assert.equal(
    shown.reasons.reduce((sum, reason) => sum + reason.points, 0),
    shown.score,
  )
  assert.equal(shown.reasons[0]?.rule, 'waste.plastics')
  assert.match(shown.reason.zh, /废塑料，另有 \d 项/)
  assert.equal(shown.dataAgeDays, 4)
  assert.equal(shown.riskType?.zh, '洋垃圾（谎报为原料）')
})

test('price reasons are kept for those who may see the commercial part', () => {
  const { shared, full } = judgeDeclaration({ ...plain, hs6: '870323' }, { taxRate: 27, netMass: 1500, itemPrice: 1 })
  assert.equal(shared.level, 0)
  assert.ok(full && full.level === 2)
  assert.ok(!shared.reasons.some((reason) => reason.rule.startsWith('price.')))
  assert.ok(full.reasons.some((reason) => reason.rule === 'price.far_below'))
})

test('a missing mass leaves the price rules open: unknown for those who may see it, and never low', () => {
  const { shared, full } = judgeDeclaration(plain, { ...ordinary, netMass: null })
  assert.equal(shared.level, 0)
  assert.equal(full?.level, null)
  assert.equal(full?.score, null)
  assert.ok(full?.unknowns.some((one) => typeof one === 'object' && one.field === 'pricePerKg'))
  const nothing = judgeDeclaration({ ...plain, hs6: '', origin: '' }, null)
  assert.equal(nothing.shared.level, null)
  assert.equal(nothing.shared.needsPerson, true)
})
