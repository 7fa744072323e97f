/**
 * This site's revisions above the rows of the files: pure. A revision holds from its day on, the latest day first, and of one
 * day the last that was made. Instruments and years of the calendar are different: they carry their own validity, so what is
 * known of them last holds for every day asked about, also for days before it was known.
 */
import type { ReferenceData } from './decompose.ts'
import type { CalendarYear, Deadline, DutyRow, Instrument, InternationalRow, NationalRow } from './files.ts'

export const REVISED_KINDS = ['instrument', 'duty', 'duty_international', 'deadline', 'calendar_year'] as const
export type RevisedKind = (typeof REVISED_KINDS)[number]

export type Revision = {
  id: string
  kind: RevisedKind
  rowId: string
  /** Null: the row ends. */
  body: unknown
  effectiveOn: string
}

export type OpenReview = {
  id: string
  kind: 'duty' | 'deadline'
  rowId: string
  /** The instrument that ended, and what took its place. */
  instrument: string
  replacedBy: string | null
  openedAt: Date
  note: string
}

/** National and international duties share their ids and are one kind to whoever reviews them. */
export const rowKey = (kind: string, id: string): string => `${kind === 'duty_international' ? 'duty' : kind}/${id}`

const TIMELESS: ReadonlySet<string> = new Set(['instrument', 'calendar_year'])

/** The one revision of each row that holds on the day. `revisions` in the order in which they were made. */
export const revisionsInForce = (revisions: readonly Revision[], day: string): Revision[] => {
  const best = new Map<string, Revision>()
  for (const one of revisions) {
    if (!TIMELESS.has(one.kind) && one.effectiveOn > day) continue
    const key = rowKey(one.kind, one.rowId)
    const before = best.get(key)
    if (!before || TIMELESS.has(one.kind) || one.effectiveOn >= before.effectiveOn) best.set(key, one)
  }
  return [...best.values()]
}

const overlay = <T>(rows: ReadonlyMap<string, T>, revisions: readonly Revision[]): Map<string, T> => {
  const next = new Map(rows)
  for (const { rowId, body } of revisions) {
    if (body === null) next.delete(rowId)
    else next.set(rowId, body as T)
  }
  return next
}

const ALL_PLACES = ['sea', 'air', 'land', 'rail']
const spread = (places: readonly string[]): readonly string[] => (places.includes('any') ? ALL_PLACES : places)

/** Duties that a site settled itself end the entry that said nobody owns the risk, for the places that they name. */
const withoutSettled = (data: ReferenceData, settled: readonly DutyRow[]): ReferenceData['unowned'] =>
  settled.length === 0
    ? data.unowned
    : data.unowned.flatMap((entry) => {
        const taken = settled
          .filter((row) => row.jurisdiction === entry.jurisdiction && row.primaryFor.includes(entry.riskType))
          .flatMap((row) => spread(row.places))
        if (taken.length === 0) return [entry]
        const left = spread(entry.places).filter((place) => !taken.includes(place))
        return left.length === 0 ? [] : [{ ...entry, places: [...left] }]
      })

export const revise = (data: ReferenceData, inForce: readonly Revision[]): ReferenceData => {
  if (inForce.length === 0) return data
  const of = (kind: RevisedKind) => inForce.filter((one) => one.kind === kind)
  const duties = [...of('duty'), ...of('duty_international')]
  const added = duties.filter((one) => one.body !== null && !data.dutyRows.has(one.rowId))
  return {
    ...data,
    instruments: overlay<Instrument>(data.instruments, of('instrument')),
    dutyRows: overlay<NationalRow | InternationalRow>(data.dutyRows, duties),
    unowned: withoutSettled(
      data,
      added.map((one) => one.body as DutyRow),
    ),
    deadlines: overlay<Deadline>(data.deadlines, of('deadline')),
    calendar: {
      ...data.calendar,
      years: new Map([
        ...data.calendar.years,
        ...of('calendar_year').map((one) => [Number(one.rowId), one.body as CalendarYear] as const),
      ]),
    },
  }
}
