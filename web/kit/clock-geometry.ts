/**
 * What a deadline looks like at a moment. Pure, so that the same function draws the bar and orders a list.
 * Not a business rule: whether a clock runs, stopped or broke its limit is what the server's times say.
 */
export type ClockTimes = {
  /** When the trigger happened; absent while the clock has not begun. */
  startedAt?: Date | undefined
  dueAt?: Date | undefined
  completedAt?: Date | undefined
  /** Standing since; the due time is as it was then and moves on by the length of the pause. */
  pausedAt?: Date | undefined
}

export type ClockReading =
  | { state: 'not_started' }
  | {
      state: 'running' | 'soon' | 'late' | 'done' | 'done_late' | 'paused'
      /** Width of the part used, 0 to 1 of the bar. */
      used: number
      /** Where the deadline stands, 0 to 1 of the bar; the overrun is hatched from here to the end. */
      tick: number
      elapsedMs: number
      allowedMs: number
      /** Positive: left. Negative: over. */
      leftMs: number
    }

const MINUTE_MS = 60_000
/** "Soon" is the last quarter of the allowed time, at most the last half hour. Judgement, not validated. */
const SOON_MS = 30 * MINUTE_MS
const SOON_SHARE = 0.25
/** However late, the allowed time keeps this share of the bar, so that it can be seen. Judgement, not validated. */
const LEAST_TICK = 0.12

const within = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value))

export const readClock = ({ startedAt, dueAt, completedAt, pausedAt }: ClockTimes, now: Date): ClockReading => {
  if (!startedAt || !dueAt) return { state: 'not_started' }
  const until = (completedAt ?? pausedAt ?? now).getTime()
  const allowedMs = Math.max(0, dueAt.getTime() - startedAt.getTime())
  const elapsedMs = Math.max(0, until - startedAt.getTime())
  const leftMs = dueAt.getTime() - until
  const measures = { elapsedMs, allowedMs, leftMs }
  if (leftMs < 0) {
    const tick = within(allowedMs / elapsedMs, LEAST_TICK, 1)
    return { state: completedAt ? 'done_late' : 'late', used: tick, tick, ...measures }
  }
  const used = allowedMs === 0 ? 1 : within(elapsedMs / allowedMs, 0, 1)
  const soon = leftMs <= Math.min(SOON_MS, allowedMs * SOON_SHARE)
  if (pausedAt && !completedAt) return { state: 'paused', used, tick: 1, ...measures }
  return { state: completedAt ? 'done' : soon ? 'soon' : 'running', used, tick: 1, ...measures }
}
