/**
 * From judged signals to what waits for a person: one item per signal, in a group of its subject, leading rule and time window.
 * Pure. A signal is counted once: in its own circle where the judgement that everyone there sees needs a person, else in the
 * narrower one. Where those who see more see it as more urgent, an item without count raises the group's level for them alone.
 */
import { createHash } from 'node:crypto'
import { HOUR_MS, instant } from '../../base/public.ts'
import type { Judgement, Judgements } from '../assess/public.ts'
import type { TriageRules } from './rules.ts'

/** 0 nothing, 1 low, 2 unknown, 3 medium, 4 high: unknown is never taken for low. */
export type Rank = 0 | 1 | 2 | 3 | 4

export const rankOf = (level: number | null): Rank =>
  level === null ? 2 : ((level >= 2 ? Math.min(3, level) + 1 : level) as Rank)
export const levelOf = (rank: Rank): 0 | 1 | 2 | 3 | null => ([0, 1, null, 2, 3] as const)[rank]

export type GroupKey = {
  realm: number
  kind: string
  rule: string
  subjectKind: string
  subjectKey: string
  windowAt: Date
}

/** The same for every viewer; says nothing by itself. Migration 0040 makes the same id in SQL for what was there before. */
export const groupIdOf = ({ realm, kind, rule, subjectKind, subjectKey, windowAt }: GroupKey): string => {
  const text = [realm, kind, rule, subjectKind, subjectKey, instant(windowAt)].join('\u001f')
  const hex = createHash('sha256').update(text, 'utf8').digest('hex').slice(0, 32)
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

const ofKind = (rules: TriageRules, kind: string) => rules.kinds[kind] ?? rules.otherKinds

/** Start of the window that holds this instant; windows are counted from the epoch, so a day's begin at midnight UTC. */
export const windowOf = (rules: TriageRules, kind: string, at: Date): Date => {
  const length = ofKind(rules, kind).windowHours * HOUR_MS
  return new Date(Math.floor(at.getTime() / length) * length)
}
export const windowHoursOf = (rules: TriageRules, kind: string): number => ofKind(rules, kind).windowHours

const subjectOf = (
  rules: TriageRules,
  kind: string,
  mentions: readonly (readonly [string, string])[],
): [string, string] => {
  for (const wanted of ofKind(rules, kind).subjects) {
    const found = mentions.find(([of, key]) => of === wanted && key !== '')
    if (found) return [found[0], found[1]]
  }
  return ['', '']
}

/** The weightiest rule; for an unknown judgement what is missing, marked so that no rule can have its name. */
const leadingRule = ({ reasons, unknowns }: Judgement): string =>
  reasons.reduce<Judgement['reasons'][number] | undefined>(
    (best, one) => (best && best.points >= one.points ? best : one),
    undefined,
  )?.rule ?? `?${unknowns[0] ?? ''}`

export type Judged = {
  id: string
  kind: string
  mentions: readonly (readonly [kind: string, key: string])[]
  judgements: Judgements
  /** The signal that this one replaces. */
  corrects: string | null
}

export type WaitingContext = {
  realm: number
  at: Date
  port: string
  source: { id: string; place: string; circleId: number; wholeCircleId: number }
}

export type WaitingItem = GroupKey & {
  groupId: string
  circleId: number
  signalId: string
  riskType: string | null
  domain: string
  rank: Rank
  n: 0 | 1
}

export const waitingItems = (
  rules: TriageRules,
  signals: readonly Judged[],
  context: WaitingContext,
): WaitingItem[] => {
  const { realm, at, source } = context
  return signals.flatMap((signal): WaitingItem[] => {
    const { shared, full } = signal.judgements
    const counted = shared.needsPerson ? shared : full?.needsPerson ? full : null
    if (counted === null) return []
    const [subjectKind, subjectKey] = subjectOf(rules, signal.kind, signal.mentions)
    const key: GroupKey = {
      realm,
      kind: signal.kind,
      rule: leadingRule(counted),
      subjectKind,
      subjectKey,
      windowAt: windowOf(rules, signal.kind, at),
    }
    const itemOf = (judgement: Judgement, circleId: number, n: 0 | 1): WaitingItem => ({
      ...key,
      groupId: groupIdOf(key),
      circleId,
      signalId: signal.id,
      riskType: judgement.riskType,
      domain: counted.riskType?.split('.')[0] ?? '',
      rank: rankOf(judgement.level),
      n,
    })
    const own = itemOf(counted, counted === shared ? source.circleId : source.wholeCircleId, 1)
    const raises = counted === shared && full?.needsPerson === true && rankOf(full.level) > own.rank
    return raises ? [own, itemOf(full, source.wholeCircleId, 0)] : [own]
  })
}
