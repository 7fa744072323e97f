/**
 * What is usual: the 10th to 90th percentile of the same hour of day on earlier days (quantiles by linear interpolation,
 * Hyndman and Fan 1996, type 7). Hours are counted in the port's time. The band is a description of the past, not a test:
 * about one hour in five lies outside it on an ordinary day, so a count "differs" only beyond the band widened by half its
 * width and by at least 3. Judgement, not validated; surveillance methods replace it where they are built.
 */
import { HOUR_MS } from '../../base/public.ts'
import type { Usual } from './model.ts'

/** With fewer days there is no usual: the page says so instead of guessing. */
const DAYS_NEEDED = 7

export const quantile = (sorted: readonly number[], q: number): number => {
  const position = (sorted.length - 1) * q
  const below = Math.floor(position)
  const low = sorted[below]!
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!
  return low + (high - low) * (position - below)
}

/** @param past one count for each earlier day that was observed, zero included */
export const usualOf = (past: readonly number[]): Usual => {
  if (past.length < DAYS_NEEDED) return null
  const sorted = [...past].sort((a, b) => a - b)
  return { low: quantile(sorted, 0.1), median: quantile(sorted, 0.5), high: quantile(sorted, 0.9), days: past.length }
}

export const differs = (count: number, usual: Usual): boolean => {
  if (usual === null) return false
  const margin = Math.max(3, (usual.high - usual.low) / 2)
  return count > usual.high + margin || count < usual.low - margin
}

/** Start of the hour (UTC instant); zones here have whole or half hours, and the grain is the UTC hour. */
export const hourOf = (at: Date): number => Math.floor(at.getTime() / HOUR_MS) * HOUR_MS
