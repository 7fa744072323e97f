/** The rules of delivery, pure: when to try again, when to give up, when it is too late at night. Times and chance are passed in. */
import { HOUR_MS, MINUTE_MS } from '../../base/public.ts'
import { atWallTime, wallMinutes } from '../../environment/duties/public.ts'
import type { NoticeLevel, NoticeState, Outcome, Reason } from './model.ts'

/** After so many tries it is given up, and a person may start it again. Judgement, not validated. */
export const MOST_ATTEMPTS = 8
const FIRST_PAUSE_MS = 30_000
const LONGEST_PAUSE_MS = HOUR_MS

/**
 * The pause after try number `attempt` (1 is the first): 30 s, doubled each time, an hour at most, and up to a quarter more or
 * less by `chance` in [0, 1), so that many deliveries that failed together do not come back together.
 */
export const pauseMs = (attempt: number, chance: number): number =>
  Math.round(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1)) * (0.75 + chance / 2))

export type Standing = {
  state: NoticeState
  reason: Reason | null
  reply: number | null
  nextAt: Date | null
  settledAt: Date | null
}

/** What an outcome of try number `attempt` makes of a delivery. */
export const afterAttempt = (attempt: number, outcome: Outcome, at: Date, chance: number): Standing => {
  if (outcome.taken) return { state: 'delivered', reason: null, reply: outcome.reply, nextAt: null, settledAt: at }
  const { reason, reply } = outcome
  if (!outcome.again || attempt >= MOST_ATTEMPTS) return { state: 'failed', reason, reply, nextAt: null, settledAt: at }
  return { state: 'queued', reason, reply, nextAt: new Date(at.getTime() + pauseMs(attempt, chance)), settledAt: null }
}

export const settle = (state: 'withheld' | 'over', reason: Reason, at: Date): Standing => ({
  state,
  reason,
  reply: null,
  nextAt: null,
  settledAt: at,
})

/** Minutes after midnight by the clock of the zone. Over midnight where `to` is before `from`. */
export type QuietHours = { zone: string; from: number; to: number }

/**
 * Until when nothing is sent; null where it may be sent now. Red breaks the quiet. The end is the moment at which the zone's
 * clock shows `to`, also in the nights when summer time begins or ends.
 */
export const quietUntil = (at: Date, quiet: QuietHours | null, level: NoticeLevel | null): Date | null => {
  if (quiet === null || quiet.from === quiet.to || level === 'red') return null
  const now = wallMinutes(at, quiet.zone)
  const inside = quiet.from < quiet.to ? now >= quiet.from && now < quiet.to : now >= quiet.from || now < quiet.to
  if (!inside) return null
  const end = atWallTime(at, quiet.zone, quiet.to)
  if (end.getTime() > at.getTime()) return end
  const tomorrow = atWallTime(new Date(end.getTime() + 24 * HOUR_MS), quiet.zone, quiet.to)
  return tomorrow.getTime() > at.getTime() ? tomorrow : new Date(at.getTime() + MINUTE_MS)
}
