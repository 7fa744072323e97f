/**
 * How long a caller waits after wrong passwords, as a pure decision. It counts per login *and* caller, so that nobody can
 * lock a colleague out by failing on purpose; a device that has signed in before has a count of its own. An unknown login
 * is counted just the same, so that the answer does not tell which logins exist.
 */
import { DAY_MS, MINUTE_MS } from '../../base/public.ts'

export type AttemptState = { failures: number; firstAt: Date; lockedUntil: Date | null }

export type AttemptDecision =
  | { allowed: false; retryAfterSeconds: number }
  /** `next` is written before the password is looked at: attempts made at the same time each count. */
  | { allowed: true; next: AttemptState }

export type DelayRule = {
  /** The failure that begins the first hold; fewer cost nothing. */
  holdAt: number
  /** Of the first hold; doubles with each. */
  firstSeconds: number
  maxSeconds: number
  /** Without any attempt for this long, counting starts again. */
  forgetMs: number
}

/** Judgement, not validated: within OWASP's advice (exponential delay), at most about 30 guesses a day for one caller. */
export const SIGN_IN_RULE: DelayRule = { holdAt: 5, firstSeconds: 30, maxSeconds: 3600, forgetMs: DAY_MS }

/**
 * Wrong codes after a right password, from all unknown callers of an account together: whoever gets here has the
 * password, so this cannot be used by a stranger, and a device that signed in before is not held. It stops a crowd of
 * addresses from guessing six digits: with at most some 60 tries a day the chance is below 0.02 %. Judgement.
 */
export const CODE_RULE: DelayRule = { holdAt: 20, firstSeconds: 5 * 60, maxSeconds: 3600, forgetMs: DAY_MS }

const delaySeconds = (rule: DelayRule, failures: number): number =>
  failures < rule.holdAt ? 0 : Math.min(rule.maxSeconds, rule.firstSeconds * 2 ** Math.min(30, failures - rule.holdAt))

/** May this caller try now, and what is counted if so? `state` is undefined for a caller without failures. */
export const decideAttempt = (
  state: AttemptState | undefined,
  at: Date,
  rule: DelayRule = SIGN_IN_RULE,
): AttemptDecision => {
  const now = at.getTime()
  const lockedUntil = state?.lockedUntil?.getTime() ?? 0
  if (lockedUntil > now) return { allowed: false, retryAfterSeconds: Math.ceil((lockedUntil - now) / 1000) }
  const stale = !state || now - Math.max(state.firstAt.getTime(), lockedUntil) > rule.forgetMs
  const failures = (stale ? 0 : state.failures) + 1
  const delay = delaySeconds(rule, failures)
  return {
    allowed: true,
    next: {
      failures,
      firstAt: stale ? at : state.firstAt,
      lockedUntil: delay === 0 ? null : new Date(now + delay * 1000),
    },
  }
}

/** Is this state held up now? */
export const isHeld = (state: AttemptState, at: Date): boolean => (state.lockedUntil?.getTime() ?? 0) > at.getTime()

/** Counts older than this are removed: they no longer change any decision. */
export const ATTEMPT_KEPT_MS = DAY_MS + 60 * MINUTE_MS
