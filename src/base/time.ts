/** Time is always passed in. `systemClock` is read in one place, the composition; everything else takes a `Clock` or an instant. */
export type Clock = { now(): Date }

export const systemClock: Clock = { now: () => new Date() }

/** A clock that stands where it is set: for tests and exercises. */
export const fixedClock = (start: Date): Clock & { set(at: Date): void; advanceMinutes(minutes: number): void } => {
  let at = start
  return {
    now: () => new Date(at),
    set: (next) => {
      at = next
    },
    advanceMinutes: (minutes) => {
      at = new Date(at.getTime() + minutes * 60_000)
    },
  }
}

/** RFC 3339 in UTC with milliseconds: the spelling of every instant in the ledger. */
export const instant = (at: Date): string => at.toISOString()

export const MINUTE_MS = 60_000
export const HOUR_MS = 3_600_000
export const DAY_MS = 86_400_000
