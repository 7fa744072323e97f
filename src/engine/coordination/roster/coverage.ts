/**
 * When shifts begin and end, and what a roster leaves uncovered. Pure. A day and a shift become instants in the roster's
 * zone, so that a night of 11 or 13 hours (summer time) has neither hole nor overlap: the end of one shift and the start of
 * the next are the same wall time, hence the same instant.
 *
 * The law that the property test holds: at every instant of the window, a line on which nobody stands while it should lies in
 * a reported gap, and a line on which two stand lies in a reported overlap; a person in two places is reported as well.
 */
import { addDays, instantOn, type LocalDay, localDay } from '../../../environment/duties/public.ts'
import type { Line, Shift } from './model.ts'

const DAY_MINUTES = 1440

export type Interval = { from: number; to: number }
/** `person` names somebody uniquely: an account, or agency and name. Null while vacant. */
export type Stood = { line: string; day: LocalDay; shift: string; startsAt: Date; endsAt: Date; person: string | null }
export type Plan = { zone: string; shifts: readonly Shift[]; lines: readonly Line[] }
export type Finding = {
  kind: 'gap' | 'overlap' | 'double'
  line: string
  shift: string | null
  day: LocalDay | null
  from: Date
  to: Date
  person: string | null
}

/** A shift of a local day as instants; an end that is not later than the start lies on the next day. */
export const shiftOn = (shift: Shift, day: LocalDay, zone: string): { startsAt: Date; endsAt: Date } => ({
  startsAt: instantOn(day, shift.from, zone),
  endsAt: instantOn(day, shift.to > shift.from ? shift.to : shift.to + DAY_MINUTES, zone),
})

export const daysFrom = (first: LocalDay, count: number): LocalDay[] =>
  Array.from({ length: count }, (_, i) => addDays(first, i))

/** What is left of an interval when others are taken out, in order. */
const without = (whole: Interval, others: readonly Interval[]): Interval[] => {
  let left = [whole]
  for (const other of others)
    left = left.flatMap((one) =>
      other.to <= one.from || other.from >= one.to
        ? [one]
        : [
            { from: one.from, to: Math.min(one.to, other.from) },
            { from: Math.max(one.from, other.to), to: one.to },
          ].filter((part) => part.from < part.to),
    )
  return left
}

const clip = ({ from, to }: Interval, window: Interval): Interval | undefined => {
  const cut = { from: Math.max(from, window.from), to: Math.min(to, window.to) }
  return cut.from < cut.to ? cut : undefined
}

/** Stretches in which two or more of the intervals run. */
const doubled = (intervals: readonly Interval[]): Interval[] => {
  const edges = intervals
    .flatMap(({ from, to }) => [
      { at: from, step: 1 },
      { at: to, step: -1 },
    ])
    .sort((a, b) => a.at - b.at || a.step - b.step)
  const found: Interval[] = []
  let depth = 0
  let since = 0
  for (const { at, step } of edges) {
    if (step === 1 && ++depth === 2) since = at
    if (step === -1 && depth-- === 2 && since < at) found.push({ from: since, to: at })
  }
  return found
}

const intervalOf = (one: Pick<Stood, 'startsAt' | 'endsAt'>): Interval => ({
  from: one.startsAt.getTime(),
  to: one.endsAt.getTime(),
})

/** Every shift of a line that touches the window. */
const wantedOf = (plan: Plan, line: Line, window: Interval): { shift: Shift; day: LocalDay; when: Interval }[] => {
  // A shift lasts at most a day: what began on the day before may still run.
  const first = addDays(localDay(new Date(window.from), plan.zone), -1)
  const last = localDay(new Date(window.to), plan.zone)
  const wanted = []
  for (let day = first; day <= last; day = addDays(day, 1))
    for (const shift of plan.shifts) {
      if (!line.shifts.includes(shift.id)) continue
      const when = clip(intervalOf(shiftOn(shift, day, plan.zone)), window)
      if (when) wanted.push({ shift, day, when })
    }
  return wanted
}

const findingsOfLine = (plan: Plan, line: Line, duties: readonly Stood[], window: Interval): Finding[] => {
  const standing = duties
    .filter((one) => one.line === line.id && one.person !== null)
    .flatMap((one) => clip(intervalOf(one), window) ?? [])
  const wanted = wantedOf(plan, line, window)
  const base = { line: line.id, person: null }
  const gaps = wanted.flatMap(({ shift, day, when }) =>
    without(when, standing).map((gap) => ({ kind: 'gap' as const, ...base, shift: shift.id, day, ...gap })),
  )
  const holes = line.always
    ? without(window, [...wanted.map((one) => one.when), ...standing]).map((gap) => ({
        kind: 'gap' as const,
        ...base,
        shift: null,
        day: null,
        ...gap,
      }))
    : []
  const overlaps = doubled(standing).map((when) => ({
    kind: 'overlap' as const,
    ...base,
    shift: null,
    day: null,
    ...when,
  }))
  return [...gaps, ...holes, ...overlaps].map((one) => ({ ...one, from: new Date(one.from), to: new Date(one.to) }))
}

/** Somebody in two places at once, on whatever lines. */
const doubles = (duties: readonly Stood[], window: Interval): Finding[] => {
  const byPerson = Map.groupBy(
    duties.filter((one) => one.person !== null),
    (one) => one.person as string,
  )
  return [...byPerson].flatMap(([person, own]) =>
    doubled(own.flatMap((one) => clip(intervalOf(one), window) ?? [])).map((when) => ({
      kind: 'double' as const,
      line: own.find((one) => intervalOf(one).from <= when.from && intervalOf(one).to > when.from)!.line,
      shift: null,
      day: null,
      from: new Date(when.from),
      to: new Date(when.to),
      person,
    })),
  )
}

/** What a plan leaves uncovered, doubles or demands twice of one person between two instants, earliest first. */
export const coverageOf = (plan: Plan, duties: readonly Stood[], from: Date, to: Date): Finding[] => {
  const window = { from: from.getTime(), to: to.getTime() }
  return [...plan.lines.flatMap((line) => findingsOfLine(plan, line, duties, window)), ...doubles(duties, window)].sort(
    (a, b) => a.from.getTime() - b.from.getTime() || a.to.getTime() - b.to.getTime(),
  )
}
