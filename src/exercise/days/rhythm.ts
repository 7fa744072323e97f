/** How a port breathes: by the hour, by the day of the week, by the season. Means are judgement, drawn from no real port. */
import type { Random } from '../../base/public.ts'

/** Shares of a day by local hour. */
export const WORKING_DAY = [1, 1, 1, 1, 1, 2, 3, 5, 8, 9, 9, 8, 6, 8, 9, 8, 7, 5, 4, 3, 3, 2, 2, 1] as const
export const ROUND_THE_CLOCK = Array.from({ length: 24 }, () => 1)
export const EVENING = [2, 1, 1, 1, 1, 1, 2, 3, 4, 5, 5, 5, 5, 5, 5, 5, 6, 7, 8, 9, 8, 6, 4, 3] as const

export type Rhythm = {
  perDay: number
  byHour: readonly number[]
  /** Factor on Saturdays and Sundays. */
  weekend?: number
  /** Factor by month, January first. */
  season?: readonly number[]
}

/** Insects breed in the warm months. */
export const WARM = [0.1, 0.1, 0.3, 0.6, 1.1, 1.6, 2, 2, 1.6, 1, 0.4, 0.1] as const

export type LocalHour = { hour: number; weekday: number; month: number }

export const localHour = (at: Date, zoneOffsetHours: number): LocalHour => {
  const local = new Date(at.getTime() + zoneOffsetHours * 3_600_000)
  return { hour: local.getUTCHours(), weekday: local.getUTCDay(), month: local.getUTCMonth() }
}

/** How many in this hour on average. */
export const meanOf = (
  { perDay, byHour, weekend = 1, season }: Rhythm,
  { hour, weekday, month }: LocalHour,
): number => {
  const total = byHour.reduce((sum, share) => sum + share, 0)
  return (perDay * byHour[hour]! * (weekday === 0 || weekday === 6 ? weekend : 1) * (season?.[month] ?? 1)) / total
}

/** A Poisson draw (Knuth 1969, 3.4.1), for means of up to some dozens. */
export const poisson = (random: Random, mean: number): number => {
  const limit = Math.exp(-mean)
  let count = 0
  for (let product = random.next(); product > limit; product *= random.next()) count++
  return count
}
