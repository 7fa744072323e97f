/** Hourly tallies into the two pictures of the first page. Pure: the rows were read under the viewer's policy. */
import { type Bilingual, DAY_MS, HOUR_MS } from '../../base/public.ts'
import type { DomainCount, KindCount } from './model.ts'
import { differs, hourOf, usualOf } from './usual.ts'

/** Sums per hour, kind and domain; hours without signals are absent. */
export type Tally = { hour: Date; kind: string; domain: string; received: number; needsPerson: number }

export const HISTORY_DAYS = 14

type Named = Bilingual & { id: string }
type Measure = KindCount['measure']

const sumBy = (tallies: readonly Tally[], keyOf: (one: Tally) => string, measure: Measure): Map<string, number> => {
  const sums = new Map<string, number>()
  for (const one of tallies) {
    const key = `${keyOf(one)} ${one.hour.getTime()}`
    sums.set(key, (sums.get(key) ?? 0) + (measure === 'received' ? one.received : one.needsPerson))
  }
  return sums
}

/** Whole days before `hour` that lie after the first tally: the days on which a zero is an observation. */
const daysBefore = (hour: number, first: number): number[] => {
  const days: number[] = []
  for (let day = 1; day <= HISTORY_DAYS; day++) if (hour - day * DAY_MS >= first) days.push(day)
  return days
}

export const kindCounts = (tallies: readonly Tally[], kinds: readonly Named[], at: Date): KindCount[] => {
  const last = hourOf(at) - HOUR_MS
  const first = Math.min(...tallies.map((one) => one.hour.getTime()))
  const hours = Array.from({ length: 24 }, (_, i) => last - (23 - i) * HOUR_MS)
  return kinds.flatMap((kind) =>
    (['received', 'needs_person'] as const).map((measure) => {
      const sums = sumBy(
        tallies.filter((one) => one.kind === kind.id),
        (one) => one.kind,
        measure,
      )
      const count = (hour: number): number => sums.get(`${kind.id} ${hour}`) ?? 0
      const usualAt = (hour: number) => usualOf(daysBefore(hour, first).map((day) => count(hour - day * DAY_MS)))
      const usual = usualAt(last)
      return {
        kind,
        measure,
        hour: count(last),
        usual,
        series: hours.map(count),
        usualSeries: hours.map(usualAt),
        differs: differs(count(last), usual),
      }
    }),
  )
}

const sumOf = (series: readonly number[]): number => series.reduce((sum, one) => sum + one, 0)

/** What stands on the first page: all that differ, then where most came in a day, in the order of the kinds. */
export const worthShowing = (counts: readonly KindCount[], most: number): KindCount[] => {
  const odd = counts.filter((one) => one.differs)
  const usual = counts
    .filter((one) => !one.differs)
    .sort((a, b) => sumOf(b.series) - sumOf(a.series))
    .slice(0, Math.max(0, most - odd.length))
  const kept = new Set([...odd, ...usual])
  return counts.filter((one) => kept.has(one))
}

/** Start of the port's day as an instant: the hours since local midnight are counted back from the running hour. */
const portMidnight = (at: Date, zone: string): number => {
  const local = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', hourCycle: 'h23' }).format(at)
  return hourOf(at) - Number(local) * HOUR_MS
}

export const domainCounts = (
  tallies: readonly Tally[],
  domains: readonly Named[],
  at: Date,
  zone: string,
): DomainCount[] => {
  const midnight = portMidnight(at, zone)
  const end = hourOf(at)
  const first = Math.min(...tallies.map((one) => one.hour.getTime()))
  const days = daysBefore(midnight, first)
  return domains.map((domain) => {
    const own = tallies.filter((one) => one.domain === domain.id)
    const between = (from: number, to: number): number =>
      own.reduce((sum, one) => sum + (one.hour.getTime() >= from && one.hour.getTime() < to ? one.needsPerson : 0), 0)
    const today = between(midnight, end)
    const usual = usualOf(days.map((day) => between(midnight - day * DAY_MS, end - day * DAY_MS)))
    return { domain, today, usual, differs: differs(today, usual) }
  })
}
