/** What the page says in numbers, out of the server's answer. Pure. What differs, and from what on, the server decided. */
import type { DomainCount, KindCount, Situation, Usual } from '../../../../src/app/situation/model.ts'

export type Comparison = { differ: number; usual: number; unknown: number }

/** How many of everything that is counted differ, are as usual, or cannot be compared. */
export const comparisonOf = ({ kinds, domains }: Pick<Situation, 'kinds' | 'domains'>): Comparison => {
  const all = [...kinds, ...domains]
  const differ = all.filter((one) => one.differs).length
  const unknown = all.filter((one) => one.usual === null).length
  return { differ, unknown, usual: all.length - differ - unknown }
}

/** Nothing has ever come: no counts, no tasks, no warnings. */
export const isClean = ({ kinds, domains, tasks, warnings, signals }: Situation): boolean =>
  kinds.every(({ usual, series }) => usual === null && series.every((count) => count === 0)) &&
  domains.every(({ usual, today }) => usual === null && today === 0) &&
  tasks.of === 0 &&
  warnings.length === 0 &&
  signals.rows.length === 0

/** Days that the comparison rests on; 0 when there is none. */
export const daysOf = ({ kinds, domains }: Pick<Situation, 'kinds' | 'domains'>): number =>
  Math.max(0, ...[...kinds, ...domains].map((one) => one.usual?.days ?? 0))

/**
 * Multiples of usual for the drawing. A median below one counts as one: "three times nothing" has no place on the axis.
 * Null where nothing usual is known.
 */
export const timesOf = (count: number, usual: Usual): { times: number; low: number; high: number } | null => {
  if (usual === null) return null
  const base = Math.max(1, usual.median)
  return { times: count / base, low: usual.low / base, high: usual.high / base }
}

/** The band behind a line, where it is known for every hour; else none is drawn. */
export const bandOf = ({ usualSeries }: Pick<KindCount, 'usualSeries'>): { low: number[]; high: number[] } | null => {
  const known = usualSeries.filter((one) => one !== null)
  if (known.length === 0 || known.length < usualSeries.length) return null
  return { low: known.map((one) => one.low), high: known.map((one) => one.high) }
}

/**
 * Kinds of signal that differ first, then those that wait for a person, then the busiest; a kind of which nothing has come
 * in a day says nothing. Their order holds while nothing differs, so that the eye finds them again.
 */
export const byInterest = (kinds: readonly KindCount[]): KindCount[] => {
  const sum = ({ series }: KindCount) => series.reduce((all, one) => all + one, 0)
  const rank = (count: KindCount) =>
    count.differs ? 0 : count.measure === 'needs_person' && count.hour > 0 ? 1 : count.measure === 'received' ? 2 : 3
  return kinds.filter((count) => count.differs || sum(count) > 0).sort((a, b) => rank(a) - rank(b) || sum(b) - sum(a))
}

/** Domains that differ, most unusual first, as far from usual downwards as upwards. */
export const byOddness = (domains: readonly DomainCount[]): DomainCount[] => {
  const oddness = ({ today, usual }: DomainCount) => {
    const found = timesOf(today, usual)
    return found ? Math.abs(Math.log(Math.max(found.times, 0.05))) : 0
  }
  return domains.filter((domain) => domain.differs).sort((a, b) => oddness(b) - oddness(a))
}

/** Under the head "sixteen domains" the word security need not be said sixteen times. */
export const shortDomain = (name: string): string => name.replace(/安全$| security$/, '')

/** The last whole hour before an instant. */
export const lastHourOf = (at: string): { from: Date; to: Date } => {
  const hour = 3_600_000
  const to = Math.floor(new Date(at).getTime() / hour) * hour
  return { from: new Date(to - hour), to: new Date(to) }
}

/** Counts are whole; percentiles between two of them are rounded. */
export const rangeWords = ({ low, high }: { low: number; high: number }): string => {
  const [from, to] = [Math.round(low), Math.round(high)]
  return from === to ? String(from) : `${from}–${to}`
}
