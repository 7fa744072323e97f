/**
 * An incident as the rules see it, and what is derived from it with the time passed in. Ids and codes only: names are
 * added where an answer is written.
 */
import type { Bilingual } from '../../base/public.ts'
import type { Due } from '../../environment/duties/public.ts'
import type { Amount } from '../../environment/reference/public.ts'
import type { ResponseLevel } from './level-ids.ts'
import type { Phase, TaskStatus } from './model.ts'
import { PHASES } from './model.ts'

/** Who did something: a post, and the officer who held it; `account` is null only for what a clock did. */
export type By = { agency: string; post: string; account: string | null }

export type HandoverState = {
  id: string
  from: string
  to: string
  note: string
  offeredAt: Date
  offeredBy: By
  state: 'offered' | 'accepted' | 'refused' | 'withdrawn'
  answeredAt: Date | null
  answeredBy: By | null
  reason: string | null
}

export type DeadlineKind = 'statutory_numeric' | 'statutory_immediate' | 'statutory_prompt' | 'local_default'

export type TaskClock = {
  kind: DeadlineKind
  due: Amount
  trigger: string
  startedAt: Date | null
  /** Null before the start, and where the working-day calendar is not loaded. */
  dueAt: Date | null
  calendarMissing: boolean
  /** 80 % of the time: the accountable agency is reminded. */
  remindAt: Date | null
  remindedAt: Date | null
  /** 95 %: the next role of that agency was told. */
  pressedAt: Date | null
  /** Breach: the lead was told. */
  escalatedAt: Date | null
  /** Half of the time again: the lead's commander was told. */
  escalatedFurtherAt: Date | null
  /** Standing since; null while it runs. Only a local default can stand. */
  pausedAt: Date | null
  pauseReason: string | null
  /** How long it has stood in all, without the pause that is going on; the due time has moved by so much. */
  pausedMs: number
  /** What was said about a clock that cannot be paused. It moves nothing. */
  explained: string | null
}

/** An officer who works on a task besides the accountable one: a post first, the officer once it was accepted. */
export type AssigneeState = {
  post: string
  account: string | null
  assignedAt: Date
  assignedByPost: string
  acceptedAt: Date | null
}

/** What an act changed, so that it can be undone. */
export type TaskBefore = Pick<TaskState, 'status' | 'resumeStatus' | 'note' | 'assignee' | 'blockedAt'>
export type Slip = { act: string; at: Date; account: string; before: TaskBefore }

export type TaskState = {
  id: string
  /** Order of the templates; clock-only tasks follow. */
  ordinal: number
  template: string | null
  deadline: string | null
  title: Bilingual
  /** What proves that it was done. */
  proof: Bilingual
  phase: Phase
  /** The accountable agency. It changes only when another one has accepted a hand-over. */
  agency: string
  assignee: { post: string; account: string } | null
  /** Others of the accountable agency who work on it. */
  assignees: readonly AssigneeState[]
  status: TaskStatus
  /** Where a blocked task goes back to. */
  resumeStatus: 'open' | 'accepted' | null
  note: string | null
  blockedAt: Date | null
  clock: TaskClock
  conditional: boolean
  unowned: boolean
  /** Why somebody added it by hand; null for what follows from a duty or a deadline. */
  added: string | null
  /** The last act on it, as long as nobody acted since. */
  slip: Slip | null
  /** Oldest first; at most one is `offered`, and then it is the last. */
  handovers: readonly HandoverState[]
}

export type MemberState = {
  agency: string
  role: 'lead' | 'support' | 'inform'
  /** False: no post at this site. The steering agency acts for it. */
  reachable: boolean
  presentAt: Date | null
  /** By which duty, or why it was added. */
  why: Bilingual
  row: string | null
}

export type FormerMember = { agency: string; role: 'support' | 'inform'; leftAt: Date; reason: string }

export type EvidenceState = { id: string; taskId: string | null; agency: string }

export type IncidentState = {
  id: string
  openedBy: By
  openedAt: Date
  members: readonly MemberState[]
  /** Dismissed; what they did stays. */
  former: readonly FormerMember[]
  /** Who coordinates every incident, by the row that says so. */
  coordinators: readonly string[]
  tasks: readonly TaskState[]
  /** Events that started clocks, with the time at which they happened. */
  triggers: Readonly<Record<string, Date>>
  /** Events that may still be recorded here: of waiting tasks and of deadlines that no task carries. */
  expected: readonly string[]
  evidence: readonly EvidenceState[]
  level: ResponseLevel
  levelSince: Date | null
  reviewOpenedAt: Date | null
  /** Folded into another incident, where the work goes on. */
  merged: { into: string; at: Date } | null
  closed: { at: Date; by: By; summary: string } | null
}

/** When something of this length that started then is due, in the port's zone with its working days. */
export type DueOf = (due: Amount, startedAt: Date) => Due

/** The lead is reminded when this share of the allowed time has passed. Judgement, not validated. */
export const REMIND_AT_SHARE = 0.8

const SETTLED: ReadonlySet<TaskStatus> = new Set(['done', 'waived', 'not_applicable'])
export const isSettled = (task: Pick<TaskState, 'status'>): boolean => SETTLED.has(task.status)

/** Overdue from the due instant on: the allowed period is [started, due). A settled task is no longer late. */
export const isOverdue = (task: Pick<TaskState, 'status' | 'clock'>, at: Date): boolean =>
  !isSettled(task) &&
  task.clock.dueAt !== null &&
  // A clock can only be paused before it is due, and its due time moves on while it stands.
  task.clock.pausedAt === null &&
  at.getTime() >= task.clock.dueAt.getTime()

export const openHandoverOf = (task: TaskState): HandoverState | undefined => {
  const last = task.handovers.at(-1)
  return last?.state === 'offered' ? last : undefined
}

export const leadOf = (state: IncidentState): MemberState => {
  const lead = state.members.find((member) => member.role === 'lead')
  if (!lead) throw new Error('an incident always has a lead')
  return lead
}

/** Who steers: the lead, or the agency that opened the incident while the lead has no post at this site. */
export const steeringAgencyOf = (state: IncidentState): string => {
  const lead = leadOf(state)
  return lead.reachable ? lead.agency : state.openedBy.agency
}

/** The phase in which the work stands: the earliest that still has an unsettled task that has begun, else the last. */
export const phaseOf = (tasks: readonly Pick<TaskState, 'status' | 'phase'>[]): Phase => {
  const going = tasks.filter((task) => !isSettled(task) && task.status !== 'waiting')
  const left = going.length > 0 ? going : tasks.filter((task) => !isSettled(task))
  return PHASES.find((phase) => left.some((task) => task.phase === phase)) ?? 'recover'
}

export const countTasks = (
  tasks: readonly Pick<TaskState, 'status' | 'clock'>[],
  at: Date,
): { done: number; of: number; overdue: number } => ({
  done: tasks.filter(isSettled).length,
  of: tasks.length,
  overdue: tasks.filter((task) => isOverdue(task, at)).length,
})
