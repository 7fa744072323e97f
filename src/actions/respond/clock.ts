/**
 * The arithmetic of one clock: start, pause, resume, and the instants at which somebody is told. Pure.
 *
 * Told, each once: the accountable agency at 80 % of its time; the next role of that agency at 95 %, before it breaks; the
 * lead at the due minute; the lead's commander half of the allowed time later. All shares are judgement, not validated.
 */
import { DAY_MS, MINUTE_MS } from '../../base/public.ts'
import type { DueOf, TaskClock, TaskState } from './state.ts'
import { isSettled } from './state.ts'

export const REMIND_AT_SHARE = 0.8
export const PRESS_AT_SHARE = 0.95
/** After the due time: this share of the allowed time, within these bounds. */
const FURTHER_AFTER_SHARE = 0.5
const LEAST_FURTHER_MS = 5 * MINUTE_MS
const MOST_FURTHER_MS = DAY_MS

/** The time that was allowed, without pauses. */
const allowedMs = (clock: TaskClock): number =>
  clock.dueAt === null || clock.startedAt === null
    ? 0
    : clock.dueAt.getTime() - clock.startedAt.getTime() - clock.pausedMs

const beforeDue = (clock: TaskClock, share: number): Date | null =>
  clock.dueAt === null ? null : new Date(clock.dueAt.getTime() - Math.round(allowedMs(clock) * (1 - share)))

/** A clock that starts when its trigger happened. */
export const startClock = (clock: TaskClock, startedAt: Date, dueOf: DueOf): TaskClock => {
  const { at: dueAt } = dueOf(clock.due, startedAt)
  const started = { ...clock, startedAt, dueAt, calendarMissing: dueAt === null }
  return { ...started, remindAt: beforeDue(started, REMIND_AT_SHARE) }
}

export const pauseClock = (clock: TaskClock, at: Date, reason: string): TaskClock => ({
  ...clock,
  pausedAt: at,
  pauseReason: reason,
})

/** The due time moves by the length of the pause, and with it what is told before it. */
export const resumeClock = (clock: TaskClock, at: Date): TaskClock => {
  if (clock.pausedAt === null) return clock
  const length = at.getTime() - clock.pausedAt.getTime()
  const resumed = {
    ...clock,
    pausedAt: null,
    pauseReason: null,
    pausedMs: clock.pausedMs + length,
    dueAt: clock.dueAt && new Date(clock.dueAt.getTime() + length),
  }
  return { ...resumed, remindAt: beforeDue(resumed, REMIND_AT_SHARE) }
}

export type ClockStep = 'remind' | 'press' | 'breach' | 'further'

/** When each step is due; null where there is no due time. */
export const stepTimes = (clock: TaskClock): Record<ClockStep, Date> | null => {
  if (clock.dueAt === null) return null
  const further = Math.min(Math.max(allowedMs(clock) * FURTHER_AFTER_SHARE, LEAST_FURTHER_MS), MOST_FURTHER_MS)
  return {
    remind: clock.remindAt ?? clock.dueAt,
    press: beforeDue(clock, PRESS_AT_SHARE) ?? clock.dueAt,
    breach: clock.dueAt,
    further: new Date(clock.dueAt.getTime() + Math.round(further)),
  }
}

/**
 * Steps that have not been told yet, in order, with their times. Once the due time has passed, what comes before it is no
 * longer worth saying: whoever was down meanwhile is told of the breach, not of the reminder before it.
 */
export const openSteps = (task: TaskState, at: Date): { step: ClockStep; at: Date }[] => {
  const { clock } = task
  const times = stepTimes(clock)
  if (times === null || isSettled(task) || clock.pausedAt !== null) return []
  const broken = at.getTime() >= times.breach.getTime()
  const open: { step: ClockStep; at: Date }[] = []
  const beforeBreach = !broken && clock.escalatedAt === null
  if (beforeBreach && clock.remindedAt === null && clock.pressedAt === null)
    open.push({ step: 'remind', at: times.remind })
  if (beforeBreach && clock.pressedAt === null) open.push({ step: 'press', at: times.press })
  if (clock.escalatedAt === null) open.push({ step: 'breach', at: times.breach })
  if (clock.escalatedFurtherAt === null) open.push({ step: 'further', at: times.further })
  return open
}
