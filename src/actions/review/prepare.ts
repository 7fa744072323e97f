/**
 * The figures of a review, computed from the record of an incident and its warnings. Pure; the time is passed in and stands
 * for the end of what is still going on. What is not known (a signal the reader may not see) stays null and counts nowhere.
 */
import type { Bilingual } from '../../base/public.ts'
import type { IncidentRecord } from '../respond/public.ts'
import type { WarningLevel } from '../warn/public.ts'
import type { DeadlineOutcome, MilestoneKind } from './model.ts'

type Task = IncidentRecord['tasks'][number]

/** A warning of the incident, as far as the figures need it. */
export type WarningRecord = {
  id: string
  title: string
  level: WarningLevel
  issuedAt: Date
  acks: readonly { agency: string; dueAt: Date; acknowledged: { at: Date } | null }[]
  ended: { at: Date; reason: string } | null
  /** What the issuer said of it afterwards; undefined or null where nobody said. */
  verdict?: string | null
}

export type ReviewSources = {
  incident: Pick<IncidentRecord, 'openedAt' | 'closedAt' | 'tasks' | 'events'>
  warnings: readonly WarningRecord[]
  /** When the earliest signal that the reader may see reached the port. */
  firstSignalAt: Date | null
}

export type Milestone = { kind: MilestoneKind; at: Date | null; gapMs: number | null }
export type DeadlineFigure = {
  task: Task
  outcome: DeadlineOutcome
  settledAt: Date | null
  lateMs: number | null
}
export type AgencyDeadlines = {
  agency: string
  met: number
  missed: number
  other: number
  rows: readonly DeadlineFigure[]
}
export type HandoverFigure = { title: Bilingual; handover: Task['handovers'][number]; waitedMs: number }
export type BlockedFigure = {
  title: Bilingual
  agency: string
  reason: string
  from: Date
  until: Date | null
  ms: number
}
export type AckFigure = {
  warning: WarningRecord
  agency: string
  dueAt: Date
  at: Date | null
  lateMs: number
}
export type Prepared = {
  milestones: readonly Milestone[]
  deadlines: readonly AgencyDeadlines[]
  handovers: readonly HandoverFigure[]
  blocked: readonly BlockedFigure[]
  acknowledgements: { inTime: number; of: number; rows: readonly AckFigure[] }
  warnings: readonly WarningRecord[]
}

const SETTLED: ReadonlySet<string> = new Set(['done', 'waived', 'not_applicable'])
const SETTLING: ReadonlySet<string> = new Set(['task.completed', 'task.waived', 'task.not_applicable'])
/** What ends a time of being blocked: it goes on, somebody else took it, or it was settled in another way. */
const UNBLOCKING: ReadonlySet<string> = new Set(['task.unblocked', 'task.handover_accepted', ...SETTLING])

const earliest = (times: readonly (Date | null)[]): Date | null =>
  times.reduce<Date | null>((first, at) => (at !== null && (first === null || at < first) ? at : first), null)

/** The last act that settled it; what was taken back does not count, because the task is then not settled. */
const settledAtOf = (task: Task, events: ReviewSources['incident']['events']): Date | null =>
  SETTLED.has(task.status)
    ? (events.findLast((event) => event.taskId === task.id && SETTLING.has(event.act))?.at ?? null)
    : null

const milestonesOf = ({ incident, warnings, firstSignalAt }: ReviewSources): Milestone[] => {
  const controls = incident.tasks.filter((task) => task.phase === 'control' && task.status === 'done')
  const times: [MilestoneKind, Date | null][] = [
    ['signal', firstSignalAt],
    ['warning', earliest(warnings.map((one) => one.issuedAt))],
    ['incident', incident.openedAt],
    ['control', earliest(controls.map((task) => settledAtOf(task, incident.events)))],
    ['closed', incident.closedAt],
  ]
  let before: Date | null = null
  return times.map(([kind, at]) => {
    const gapMs = at !== null && before !== null ? at.getTime() - before.getTime() : null
    before = at ?? before
    return { kind, at, gapMs }
  })
}

const deadlineOf = (task: Task, events: ReviewSources['incident']['events'], at: Date): DeadlineFigure => {
  const settledAt = settledAtOf(task, events)
  const { dueAt } = task
  if (dueAt === null) {
    const outcome =
      SETTLED.has(task.status) && task.status !== 'done'
        ? 'excused'
        : task.startedAt === null
          ? 'not_started'
          : 'no_calendar'
    return { task, outcome, settledAt, lateMs: null }
  }
  // The allowed period is [started, due): what comes at the due instant is late.
  const lateMs = (settledAt ?? at).getTime() - dueAt.getTime()
  if (lateMs >= 0) return { task, outcome: settledAt === null ? 'late_open' : 'missed', settledAt, lateMs }
  const outcome = settledAt === null ? 'running' : task.status === 'done' ? 'met' : 'excused'
  return { task, outcome, settledAt, lateMs: null }
}

/** By the agency that is accountable now; agencies that missed most stand first. */
const deadlinesByAgency = ({ incident }: ReviewSources, at: Date): AgencyDeadlines[] => {
  const byAgency = Map.groupBy(
    incident.tasks.map((task) => deadlineOf(task, incident.events, at)),
    ({ task }) => task.agency,
  )
  const isMissed = ({ outcome }: DeadlineFigure) => outcome === 'missed' || outcome === 'late_open'
  return [...byAgency]
    .map(([agency, rows]) => {
      const met = rows.filter(({ outcome }) => outcome === 'met').length
      const missed = rows.filter(isMissed).length
      const worst = (row: DeadlineFigure) => row.lateMs ?? -1
      return {
        agency,
        met,
        missed,
        other: rows.length - met - missed,
        rows: rows.toSorted((a, b) => worst(b) - worst(a)),
      }
    })
    .sort((a, b) => b.missed - a.missed)
}

const handoversOf = ({ tasks }: ReviewSources['incident'], at: Date): HandoverFigure[] =>
  tasks
    .flatMap((task) =>
      task.handovers.map((handover) => ({
        title: task.title,
        handover,
        waitedMs: (handover.answeredAt ?? at).getTime() - handover.offeredAt.getTime(),
      })),
    )
    .sort((a, b) => b.waitedMs - a.waitedMs)

const blockedOf = ({ tasks, events, closedAt }: ReviewSources['incident'], at: Date): BlockedFigure[] =>
  tasks
    .flatMap((task) => {
      const own = events.filter((event) => event.taskId === task.id)
      return own.flatMap((event, i): BlockedFigure[] => {
        if (event.act !== 'task.blocked') return []
        const until = own.slice(i + 1).find((later) => UNBLOCKING.has(later.act))?.at ?? closedAt
        return [
          {
            title: task.title,
            agency: event.agency,
            reason: typeof event.data['reason'] === 'string' ? event.data['reason'] : '',
            from: event.at,
            until,
            ms: (until ?? at).getTime() - event.at.getTime(),
          },
        ]
      })
    })
    .sort((a, b) => b.ms - a.ms)

/** Late or missing. One whose warning ended before it was due was not needed any more and counts nowhere. */
const acknowledgementsOf = (warnings: readonly WarningRecord[], at: Date): Prepared['acknowledgements'] => {
  const judged = warnings.flatMap((warning) =>
    warning.acks.flatMap((ack): AckFigure[] => {
      const end = ack.acknowledged?.at ?? warning.ended?.at ?? at
      const lateMs = end.getTime() - ack.dueAt.getTime()
      if (ack.acknowledged === null && lateMs < 0) return []
      return [{ warning, agency: ack.agency, dueAt: ack.dueAt, at: ack.acknowledged?.at ?? null, lateMs }]
    }),
  )
  const rows = judged.filter((one) => one.lateMs >= 0)
  return {
    inTime: judged.length - rows.length,
    of: judged.length,
    rows: rows.sort((a, b) => Number(a.at !== null) - Number(b.at !== null) || b.lateMs - a.lateMs),
  }
}

/** @param at now; in an incident that is closed, what was open then ends then */
export const prepare = (sources: ReviewSources, at: Date): Prepared => {
  const end = sources.incident.closedAt ?? at
  return {
    milestones: milestonesOf(sources),
    deadlines: deadlinesByAgency(sources, end),
    handovers: handoversOf(sources.incident, end),
    blocked: blockedOf(sources.incident, end),
    acknowledgements: acknowledgementsOf(sources.warnings, at),
    warnings: sources.warnings.filter((one) => one.ended !== null),
  }
}
