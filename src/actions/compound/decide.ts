/**
 * From what waits in several circles to compound assessments, as pure functions. Evidence of one circle is put together with
 * evidence of one circle: the result rests on nothing else, so whoever sees both circles comes to the same one, whichever agency
 * computes it, and whoever sees one of them learns nothing.
 */
import { HOUR_MS } from '../../base/public.ts'
import {
  type Combined,
  combine,
  type Interaction,
  type Interactions,
  type Level,
  type Sensitivity,
  type SideEvidence,
  sensitivityOf,
} from '../../methods/risk/public.ts'

/** The newest of `n` assessments that agree in everything but time. */
export type EvidenceItem = {
  signalId: string
  circleId: number
  kind: string
  riskType: string
  level: Level
  /** When it was observed. */
  at: Date
  port: string
  place: string
  n: number
}

export type FactorResult = {
  signalId: string
  kind: string
  riskType: string
  level: Level
  at: string
  ageHours: number
  weight: number
  likelihood: readonly [number, number, number]
  contribution: number
  others: number
}

/** What is kept of a compound assessment, and shown. */
export type CompoundResult = {
  a: FactorResult
  b: FactorResult
  start: number
  uplift: number
  independent: number
  /** Places in `wants` of which nothing arrived. */
  missing: number[]
  sensitivity: Sensitivity
}

export type Draft = {
  interaction: string
  version: number
  port: string
  place: string
  aCircle: number
  bCircle: number
  level: Level
  likelihood: readonly [number, number, number]
  result: CompoundResult
}

export type Arrived = (circle: number, kind: string, sinceHours: number) => boolean

const fits = (side: Interaction['a'], item: EvidenceItem): boolean =>
  side.riskTypes.includes(item.riskType) && (side.kinds === undefined || side.kinds.includes(item.kind))

/** Where the two must meet: nothing, the port, or the port and the kind of place. */
const spotOf = (interaction: Interaction, item: EvidenceItem): [port: string, place: string] =>
  interaction.place === 'any' ? ['', ''] : [item.port, interaction.place === 'place' ? item.place : '']

const groupBy = <T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}

const evidenceOf = (items: readonly EvidenceItem[]): SideEvidence[] =>
  items.map(({ signalId, level, at }) => ({ id: signalId, level, at }))

const factorOf = (factor: Combined['a'], items: readonly EvidenceItem[]): FactorResult => {
  const item = items.find((one) => one.signalId === factor.evidence.id)!
  return {
    signalId: item.signalId,
    kind: item.kind,
    riskType: item.riskType,
    level: item.level,
    at: item.at.toISOString(),
    ageHours: factor.ageHours,
    weight: factor.weight,
    likelihood: factor.likelihood,
    contribution: factor.contribution,
    others: items.reduce((sum, one) => sum + one.n, 0) - 1,
  }
}

const draftsOf = (
  document: Interactions,
  interaction: Interaction,
  items: readonly EvidenceItem[],
  arrived: Arrived,
  at: Date,
): Draft[] => {
  const since = at.getTime() - interaction.windowHours * HOUR_MS
  const recent = items.filter((item) => item.at.getTime() >= since)
  const sideA = recent.filter((item) => fits(interaction.a, item))
  // What counts on one side is not counted on the other again.
  const sideB = recent.filter(
    (item) => fits(interaction.b, item) && !sideA.some((one) => one.signalId === item.signalId),
  )
  const keyOf = (item: EvidenceItem): string => spotOf(interaction, item).join('\n')
  const spotsB = groupBy(sideB, keyOf)
  return [...groupBy(sideA, keyOf)].flatMap(([spot, atA]) => {
    const atB = spotsB.get(spot) ?? []
    const [port, place] = spotOf(interaction, atA[0]!)
    const circlesB = groupBy(atB, (item) => String(item.circleId))
    return [...groupBy(atA, (item) => String(item.circleId)).values()].flatMap((a) =>
      [...circlesB.values()].flatMap((b): Draft[] => {
        const [evA, evB] = [evidenceOf(a), evidenceOf(b)]
        const combined = combine(document, interaction, evA, evB, at)
        if (combined === undefined || combined.level === 0) return []
        const [aCircle, bCircle] = [a[0]!.circleId, b[0]!.circleId]
        return [
          {
            interaction: interaction.id,
            version: document.version,
            port,
            place,
            aCircle,
            bCircle,
            level: combined.level,
            likelihood: combined.likelihood,
            result: {
              a: factorOf(combined.a, a),
              b: factorOf(combined.b, b),
              start: combined.start,
              uplift: combined.uplift,
              independent: combined.independent,
              missing: interaction.wants.flatMap((want, i) =>
                [aCircle, bCircle].some((circle) => arrived(circle, want.kind, interaction.windowHours)) ? [] : [i],
              ),
              sensitivity: sensitivityOf(document, interaction, evA, evB, at, combined),
            },
          },
        ]
      }),
    )
  })
}

export const compoundDrafts = (
  document: Interactions,
  items: readonly EvidenceItem[],
  arrived: Arrived,
  at: Date,
): Draft[] => document.interactions.flatMap((interaction) => draftsOf(document, interaction, items, arrived, at))

/** An open compound assessment as it stands. */
export type Open = Omit<Draft, 'result'> & { id: string; result: CompoundResult }

export type Change =
  | { act: 'compound.raised'; draft: Draft }
  | { act: 'compound.updated'; id: string; draft: Draft; levelChanged: boolean }
  | { act: 'compound.ended'; id: string; why: 'aged' | 'withdrawn' }

const keyOf = (one: Pick<Draft, 'interaction' | 'port' | 'place' | 'aCircle' | 'bCircle'>): string =>
  [one.interaction, one.port, one.place, one.aCircle, one.bCircle].join('\n')

/** Age moves every likelihood a little; this much is worth an entry. Judgement, not validated. */
const WORTH_TELLING = 0.05

const differs = (open: Open, draft: Draft): boolean =>
  open.level !== draft.level ||
  open.version !== draft.version ||
  open.result.a.signalId !== draft.result.a.signalId ||
  open.result.b.signalId !== draft.result.b.signalId ||
  open.result.a.others !== draft.result.a.others ||
  open.result.b.others !== draft.result.b.others ||
  open.result.missing.join() !== draft.result.missing.join() ||
  Math.abs(open.likelihood[1] - draft.likelihood[1]) >= WORTH_TELLING

/**
 * What to write, so that the open assessments are what the evidence says now.
 * @param stillThere whether a signal that an assessment rests on still waits: if not, it was corrected away
 */
export const decideChanges = (
  open: readonly Open[],
  drafts: readonly Draft[],
  stillThere: (signalId: string) => boolean,
): Change[] => {
  const wanted = new Map(drafts.map((draft) => [keyOf(draft), draft]))
  const known = new Set(open.map(keyOf))
  return [
    ...open.flatMap((one): Change[] => {
      const draft = wanted.get(keyOf(one))
      if (!draft) {
        const withdrawn = !stillThere(one.result.a.signalId) || !stillThere(one.result.b.signalId)
        return [{ act: 'compound.ended', id: one.id, why: withdrawn ? 'withdrawn' : 'aged' }]
      }
      return differs(one, draft)
        ? [{ act: 'compound.updated', id: one.id, draft, levelChanged: one.level !== draft.level }]
        : []
    }),
    ...drafts.filter((draft) => !known.has(keyOf(draft))).map((draft): Change => ({ act: 'compound.raised', draft })),
  ]
}
