/**
 * What a table would have done: each signal judged by the table in force and by the one that is tried, through the same
 * function as at intake, with what the viewer may see of it. Pure.
 */
import type { CompiledTable, Evidence } from '../../methods/risk/public.ts'
import { type Judgement, judgeBy } from '../assess/public.ts'
import type { Judged, Preview, PreviewRow } from './model.ts'

export type Tried = {
  id: string
  receivedAt: Date
  body: Evidence
  /** The restricted fields that the viewer sees; null: none. */
  parts: Evidence | null
}

/** Rows that are shown; the counts are of all. */
export const MOST_SHOWN = 200

const judgedOf = (table: CompiledTable, judgement: Judgement): Judged => ({
  level: judgement.level,
  needsPerson: judgement.needsPerson,
  score: judgement.score,
  reasons: judgement.reasons
    .map(({ rule, points }) => {
      const found = table.table.rules.find((one) => one.id === rule)
      return { zh: found?.zh ?? rule, en: found?.en ?? rule, points }
    })
    .sort((a, b) => b.points - a.points),
})

const directionOf = (before: Judgement, after: Judgement): PreviewRow['direction'] | undefined => {
  if (before.level !== after.level) {
    if (after.level === null) return 'unknown'
    if (before.level === null) return 'known'
    return after.level > before.level ? 'up' : 'down'
  }
  const words = (judgement: Judgement) =>
    JSON.stringify([judgement.needsPerson, judgement.reasons.map((one) => [one.rule, one.points])])
  return words(before) === words(after) ? undefined : 'reasons'
}

export const WEIGHTS: Record<PreviewRow['direction'], number> = { up: 0, down: 1, unknown: 2, known: 3, reasons: 4 }

export type Outcome = Omit<Preview, 'rows' | 'against' | 'version' | 'asked'> & {
  rows: (Omit<PreviewRow, 'signal'> & { id: string })[]
}

/** The viewer's own judgement of a signal: over everything they see of it. */
export const judgeFor = (table: CompiledTable, kind: string, one: Tried): Judgement => {
  const { shared, full } = judgeBy(table, kind, one.body, one.parts, one.receivedAt)
  return full ?? shared
}

export const compare = (
  kind: string,
  inForce: CompiledTable,
  tried: CompiledTable,
  signals: readonly Tried[],
): Outcome => {
  const counts = { up: 0, down: 0, unknown: 0, known: 0, reasons: 0 }
  const needs = { before: 0, after: 0 }
  const rows: Outcome['rows'] = []
  for (const one of signals) {
    const before = judgeFor(inForce, kind, one)
    const after = judgeFor(tried, kind, one)
    if (before.needsPerson) needs.before++
    if (after.needsPerson) needs.after++
    const direction = directionOf(before, after)
    if (!direction) continue
    counts[direction]++
    rows.push({
      id: one.id,
      receivedAt: one.receivedAt.toISOString(),
      direction,
      before: judgedOf(inForce, before),
      after: judgedOf(tried, after),
    })
  }
  rows.sort((a, b) => WEIGHTS[a.direction] - WEIGHTS[b.direction])
  return {
    looked: signals.length,
    oldest: signals.at(-1)?.receivedAt.toISOString() ?? null,
    up: counts.up,
    down: counts.down,
    becameUnknown: counts.unknown,
    becameKnown: counts.known,
    otherReasons: counts.reasons,
    needsPerson: needs,
    rows: rows.slice(0, MOST_SHOWN),
    withoutParts: signals.filter((one) => one.parts === null).length,
  }
}
