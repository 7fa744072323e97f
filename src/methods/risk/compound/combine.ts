/**
 * Two assessed risks that make each other worse, as one. Pure.
 *
 * A level stands for a band of likelihoods (low, usual, high). Evidence ages: its log-odds over the base rate p₀ halve every h
 * hours,
 *
 *     p(t) = σ( logit p₀ + (logit p − logit p₀) · 2^(−t/h) ).
 *
 * A side is as likely as its strongest evidence. Both sides together, if they were independent, have pₐ·p_b; the interaction
 * adds its declared uplift u ≥ 0 in log-odds:
 *
 *     P = σ( logit(pₐ · p_b) + u ).
 *
 * P rises with pₐ, p_b and u, so the ends of the interval are P at the ends of the bands. Contributions are Shapley values in
 * log-odds against both sides at base rate: they sum to logit P.
 *
 * Assumptions: the declared bands and uplifts are judgement, not validated; corroboration within a side is not counted, so
 * that many reports of one thing do not look like many things. Independence is the reference that the uplift departs from.
 * Log-odds as additive weight of evidence: I. J. Good, Probability and the Weighing of Evidence (1950), ch. 6.
 */
import { HOUR_MS } from '../../../base/public.ts'
import type { Interaction, Interactions } from './model.ts'

export type Level = 0 | 1 | 2 | 3 | null

/** One assessment as evidence on a side. */
export type SideEvidence = { id: string; level: Level; at: Date }

export type Band = readonly [low: number, usual: number, high: number]

export type Factor = {
  /** The strongest evidence of the side. */
  evidence: SideEvidence
  ageHours: number
  /** Share of its weight that is left, 1 when fresh. */
  weight: number
  likelihood: Band
  /** In log-odds. */
  contribution: number
  others: number
}

export type Combined = {
  level: Level
  likelihood: Band
  a: Factor
  b: Factor
  /** Log-odds with both sides at base rate, from which contributions count. */
  start: number
  uplift: number
  /** Both by chance, without the interaction. */
  independent: number
}

const logit = (p: number): number => Math.log(p / (1 - p))
const sigma = (x: number): number => 1 / (1 + Math.exp(-x))

const bandOf = (likelihood: Interactions['likelihood'], level: Level): Band => {
  const { nothing, low, medium, high, unknown } = likelihood
  return level === null ? unknown : [nothing, low, medium, high][level]!
}

/** Weight left after `hours` with this half-life; evidence from the future counts as fresh. */
export const weightAfter = (hours: number, halfLifeHours: number): number => 2 ** (-Math.max(0, hours) / halfLifeHours)

export const decayed = (p: number, base: number, weight: number): number =>
  sigma(logit(base) + (logit(p) - logit(base)) * weight)

/** Likelihood of both together. Rises with each argument. */
export const together = (a: number, b: number, uplift: number): number => sigma(logit(a * b) + uplift)

type Weighed = { evidence: SideEvidence; ageHours: number; weight: number; band: Band }

const weigh = (document: Interactions, halfLifeHours: number, evidence: SideEvidence, at: Date): Weighed => {
  const { base } = document.likelihood
  const ageHours = Math.max(0, (at.getTime() - evidence.at.getTime()) / HOUR_MS)
  const weight = weightAfter(ageHours, halfLifeHours)
  const [low, usual, high] = bandOf(document.likelihood, evidence.level)
  return {
    evidence,
    ageHours,
    weight,
    band: [decayed(low, base, weight), decayed(usual, base, weight), decayed(high, base, weight)],
  }
}

/** The side's band takes the best of each end, so that more evidence never lowers it. Ties go to what is newest, then to the id. */
const strongest = (weighed: readonly Weighed[]): { best: Weighed; band: Band } => {
  const best = weighed.reduce((one, other) => {
    const by = other.band[1] - one.band[1] || other.evidence.at.getTime() - one.evidence.at.getTime()
    return by > 0 || (by === 0 && other.evidence.id < one.evidence.id) ? other : one
  })
  const end = (i: 0 | 1 | 2): number => Math.max(...weighed.map((one) => one.band[i]))
  return { best, band: [end(0), end(1), end(2)] }
}

export const levelFor = (levels: Interactions['levels'], p: number): 0 | 1 | 2 | 3 =>
  p >= levels.high ? 3 : p >= levels.medium ? 2 : p >= levels.low ? 1 : 0

/**
 * @returns undefined where a side has no evidence: then there is nothing compound.
 * The level is unknown where a side rests on an unknown assessment, unless even the low end is high.
 */
export const combine = (
  document: Interactions,
  interaction: Interaction,
  sideA: readonly SideEvidence[],
  sideB: readonly SideEvidence[],
  at: Date,
): Combined | undefined => {
  if (sideA.length === 0 || sideB.length === 0) return undefined
  const { base } = document.likelihood
  const a = strongest(sideA.map((one) => weigh(document, interaction.a.halfLifeHours, one, at)))
  const b = strongest(sideB.map((one) => weigh(document, interaction.b.halfLifeHours, one, at)))
  const [uLow, u, uHigh] = interaction.uplift
  const likelihood: Band = [
    together(a.band[0], b.band[0], uLow),
    together(a.band[1], b.band[1], u),
    together(a.band[2], b.band[2], uHigh),
  ]
  const value = (pa: number, pb: number): number => logit(pa * pb)
  const [pa, pb] = [a.band[1], b.band[1]]
  const start = value(base, base)
  const both = value(pa, pb)
  const [onlyA, onlyB] = [value(pa, base), value(base, pb)]
  const factor = (side: typeof a, others: number, contribution: number): Factor => ({
    evidence: side.best.evidence,
    ageHours: side.best.ageHours,
    weight: side.best.weight,
    likelihood: side.band,
    contribution,
    others,
  })
  const known = levelFor(document.levels, likelihood[1])
  const isUnknown = a.best.evidence.level === null || b.best.evidence.level === null
  return {
    level: isUnknown && levelFor(document.levels, likelihood[0]) < 3 ? null : known,
    likelihood,
    a: factor(a, sideA.length - 1, (onlyA - start + both - onlyB) / 2),
    b: factor(b, sideB.length - 1, (onlyB - start + both - onlyA) / 2),
    start,
    uplift: u,
    independent: pa * pb,
  }
}
