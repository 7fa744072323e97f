/**
 * Likelihood × consequence. Likelihood is an index made of points (how, is written in the data file beside its classes);
 * consequence is a value of 1 to 5 for each risk type; the 5 × 5 matrix of the file gives the level. Form after the
 * consequence/likelihood matrix of ISO 31000:2018 and IEC 31010:2019 (B.10.3); values are judgement, not validated.
 * Law, a property test: more points never give a lower level. No evidence is no level, which is never "low".
 */
import { readFileSync } from 'node:fs'
import { type Static, Type } from 'typebox'
import Value from 'typebox/value'
import type { Bilingual } from '../../base/public.ts'

const Words = { zh: Type.String({ minLength: 1 }), en: Type.String({ minLength: 1 }) }
const WordsSchema = Type.Object(Words)
const Five = Type.Integer({ minimum: 1, maximum: 5 })
const MatrixLevel = Type.Integer({ minimum: 1, maximum: 4 })

const ConsequencesSchema = Type.Object({
  version: Type.Integer({ minimum: 1 }),
  ...Words,
  source: WordsSchema,
  likelihood: Type.Object({
    basis: WordsSchema,
    classes: Type.Array(Type.Object({ from: Type.Number({ minimum: 0, maximum: 100 }), ...Words }), {
      minItems: 5,
      maxItems: 5,
    }),
  }),
  consequence: Type.Array(Type.Object({ score: Five, ...Words }), { minItems: 5, maxItems: 5 }),
  levels: Type.Array(Type.Object({ level: MatrixLevel, ...Words }), { minItems: 4, maxItems: 4 }),
  matrixZh: Type.String(),
  matrixEn: Type.String(),
  matrix: Type.Array(Type.Array(MatrixLevel, { minItems: 5, maxItems: 5 }), { minItems: 5, maxItems: 5 }),
  domains: Type.Record(Type.String(), WordsSchema),
  risks: Type.Record(Type.String(), Type.Object({ consequence: Five, ...Words, source: WordsSchema })),
})
export type Consequences = Static<typeof ConsequencesSchema>

const RULES = new URL('../../../data/rules/', import.meta.url)
const versions = new Map<number, Consequences>()

/** @throws where there is no file of this version or it is malformed. */
export const getConsequences = (version = 1): Consequences => {
  let found = versions.get(version)
  if (!found) {
    const file = new URL(`consequences.v${Math.trunc(version)}.json`, RULES)
    found = Value.Parse(ConsequencesSchema, JSON.parse(readFileSync(file, 'utf8')))
    versions.set(version, found)
  }
  return found
}

/** Percent, 0 to 100: one for each point. */
export const likelihoodOf = (points: number): number => Math.min(100, Math.max(0, points))

export const likelihoodClass = ({ likelihood }: Consequences, percent: number): number =>
  likelihood.classes.findLastIndex((one) => percent >= one.from)

/** 1 low to 4 extreme; null where nothing was found, which is not a level. */
export const matrixLevel = (consequences: Consequences, points: number, consequence: number): number | null =>
  points <= 0
    ? null
    : consequences.matrix[likelihoodClass(consequences, likelihoodOf(points))]![
        Math.min(5, Math.max(1, consequence)) - 1
      ]!

export type RiskPoints = { risk: string; points: number; open: number }

export type DomainRisk = {
  domain: string
  /** The risk that gives the level, or the one that open rules point at. */
  risk: string
  points: number
  percent: number
  /** What open rules could make of it. */
  percentHigh: number
  consequence: number
  /** Null: unknown. Open rules ask about it and nothing is proven. */
  level: number | null
  levelHigh: number | null
}

/** A risk that the file does not weigh counts as moderate, and its words say so. */
const MODERATE = 3
export const consequenceOf = (consequences: Consequences, risk: string): number =>
  consequences.risks[risk]?.consequence ?? MODERATE

/** The heaviest risk of each domain that evidence or an open rule points at, weightiest domain first. */
export const domainRisks = (consequences: Consequences, risks: readonly RiskPoints[]): DomainRisk[] => {
  const byDomain = new Map<string, DomainRisk>()
  for (const { risk, points, open } of risks) {
    const consequence = consequenceOf(consequences, risk)
    const one: DomainRisk = {
      domain: risk.split('.', 1)[0]!,
      risk,
      points,
      percent: likelihoodOf(points),
      percentHigh: likelihoodOf(points + open),
      consequence,
      level: matrixLevel(consequences, points, consequence),
      levelHigh: matrixLevel(consequences, points + open, consequence),
    }
    const before = byDomain.get(one.domain)
    byDomain.set(one.domain, before ? heavier(before, one) : one)
  }
  return [...byDomain.values()].sort(
    (a, b) => (b.level ?? 0) - (a.level ?? 0) || b.points - a.points || (b.levelHigh ?? 0) - (a.levelHigh ?? 0),
  )
}

const weight = (one: DomainRisk): number => (one.level ?? 0) * 1000 + one.points

/** The heavier of two risks of a domain, with the highest that either could become. */
const heavier = (a: DomainRisk, b: DomainRisk): DomainRisk => {
  const top = weight(b) > weight(a) ? b : a
  const high = Math.max(a.levelHigh ?? 0, b.levelHigh ?? 0)
  return { ...top, levelHigh: high === 0 ? null : high }
}

export const consequenceWords = (consequences: Consequences, risk: string): Bilingual =>
  consequences.risks[risk] ?? {
    zh: '未列入后果表，按中等计',
    en: 'not in the table of consequences, counted as moderate',
  }
