import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { combine, decayed, type Level, type SideEvidence, together, weightAfter } from './combine.ts'
import { parseInteractions } from './model.ts'
import { sensitivityOf } from './sensitivity.ts'

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../../data/${name}`, import.meta.url), 'utf8'))
const document = parseInteractions(read('rules/interactions.json'))
const outbreak = document.interactions.find((one) => one.id === 'outbreak_outage')!
const AT = new Date('2026-03-01T00:00:00Z')
const ago = (hours: number): Date => new Date(AT.getTime() - hours * 3_600_000)
const evidence = (level: Level, hours = 0, id = 'e'): SideEvidence => ({ id, level, at: ago(hours) })
const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 5e-4, `${actual} is not ${expected}`)

test('by hand: high and high, fresh, uplift 0.9', () => {
  const it = combine(document, outbreak, [evidence(3)], [evidence(3)], AT)!
  // 0.75 · 0.75 = 0.5625; logit 0.5625 = 0.25131; + 0.9 = 1.15131; σ = 0.75977
  near(it.independent, 0.5625)
  near(it.likelihood[1], 0.7598)
  // Low end: 0.55² = 0.3025, logit −0.83552, + 0.4, σ = 0.39284. High end: 0.9² = 0.81, logit 1.45001, + 1.4, σ = 0.94532.
  near(it.likelihood[0], 0.3928)
  near(it.likelihood[2], 0.9453)
  assert.equal(it.level, 3)
  // Start: logit 0.0004 = −7.82365. One side alone: logit 0.015 = −4.18459. Each side: (3.63906 + 0.25131 + 4.18459) / 2 = 4.03748.
  near(it.start, -7.8236)
  near(it.a.contribution, 4.0375)
  near(it.b.contribution, 4.0375)
})

test('by hand: a medium outage of 12 hours ago counts half, with a half-life of 12', () => {
  near(weightAfter(12, 12), 0.5)
  // logit 0.4 = −0.40547, logit 0.02 = −3.89182, the middle is −2.14864; σ = 0.10444
  near(decayed(0.4, 0.02, 0.5), 0.1044)
  const it = combine(document, outbreak, [evidence(3)], [evidence(2, 12)], AT)!
  // 0.75 · 0.10444 = 0.07833; logit −2.46516; + 0.9; σ = 0.17291
  near(it.likelihood[1], 0.1729)
  assert.equal(it.level, 1)
})

test('one side alone is nothing compound; an unknown side is unknown, not low', () => {
  assert.equal(combine(document, outbreak, [evidence(3)], [], AT), undefined)
  assert.equal(combine(document, outbreak, [evidence(3)], [evidence(null)], AT)!.level, null)
  assert.equal(combine(document, outbreak, [evidence(null)], [evidence(1)], AT)!.level, null)
  assert.notEqual(combine(document, outbreak, [evidence(3)], [evidence(null), evidence(2, 0, 'f')], AT)!.level, null)
})

test('sensitivity: what is explained lowers it, time lowers it, without the interaction it is less', () => {
  const [a, b] = [[evidence(3)], [evidence(3)]]
  const now = combine(document, outbreak, a, b, AT)!
  const it = sensitivityOf(document, outbreak, a, b, AT, now)
  assert.equal(it.aExplained, 0)
  assert.equal(it.bExplained, 0)
  assert.equal(it.withoutUplift, 3)
  assert.ok(it.falls !== null)
  const { hours, level } = it.falls!
  const levelAt = (h: number) => combine(document, outbreak, a, b, new Date(AT.getTime() + h * 3_600_000))!.level
  assert.equal(levelAt(hours), level)
  assert.equal(levelAt(hours - 1), 3)
})

const levelOf = fc.constantFrom<Level>(0, 1, 2, 3)
const sideOf = fc.array(fc.record({ level: fc.constantFrom<Level>(0, 1, 2, 3, null), hours: fc.nat(100) }), {
  minLength: 1,
  maxLength: 4,
})
const made = (side: { level: Level; hours: number }[]): SideEvidence[] =>
  side.map((one, i) => evidence(one.level, one.hours, `e${i}`))
const anyInteraction = fc.constantFrom(...document.interactions)

test('law: likelihood lies in its interval, and contributions with start and uplift sum to its log-odds', () => {
  fc.assert(
    fc.property(anyInteraction, sideOf, sideOf, (interaction, a, b) => {
      const it = combine(document, interaction, made(a), made(b), AT)!
      const [low, usual, high] = it.likelihood
      assert.ok(0 < low && low <= usual && usual <= high && high < 1)
      const sum = it.start + it.a.contribution + it.b.contribution + it.uplift
      assert.ok(Math.abs(sum - Math.log(usual / (1 - usual))) < 1e-9)
      assert.ok(it.a.contribution >= 0 && it.b.contribution >= 0)
      assert.ok(usual >= together(it.a.likelihood[1], it.b.likelihood[1], 0))
    }),
  )
})

test('law: a higher level, more evidence and newer evidence never lower it', () => {
  fc.assert(
    fc.property(
      anyInteraction,
      sideOf,
      sideOf,
      levelOf,
      levelOf,
      fc.nat(100),
      fc.nat(100),
      (interaction, a, b, one, other, hours, older) => {
        const [lower, upper] = [Math.min(one!, other!), Math.max(one!, other!)] as Level[]
        const p = (side: SideEvidence[]) => combine(document, interaction, side, made(b), AT)!.likelihood
        const base = made(a)
        const withOld = p([...base, evidence(lower!, hours + older, 'x')])
        const withNew = p([...base, evidence(upper!, hours, 'x')])
        for (const i of [0, 1, 2] as const) {
          assert.ok(withOld[i] >= p(base)[i] - 1e-12)
          assert.ok(withNew[i] >= withOld[i] - 1e-12)
        }
      },
    ),
  )
})

test('the declared interactions speak of known risk types, across sides, and name their source', () => {
  const taxonomy = read('risk-taxonomy.json') as { domains: { risks: { id: string }[] }[] }
  const known = new Set(taxonomy.domains.flatMap((domain) => domain.risks.map((risk) => risk.id)))
  assert.ok(document.interactions.length >= 10)
  for (const one of document.interactions) {
    for (const risk of [one.riskType, ...one.a.riskTypes, ...one.b.riskTypes])
      assert.ok(known.has(risk), `${one.id}: ${risk}`)
    assert.equal(one.source.en, 'judgement, not validated')
  }
})
