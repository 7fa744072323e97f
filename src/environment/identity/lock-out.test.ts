import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type AttemptState, CODE_RULE, decideAttempt, SIGN_IN_RULE } from './lock-out.ts'

const START = new Date('2026-11-19T02:00:00.000Z')
const after = (seconds: number): Date => new Date(START.getTime() + seconds * 1000)

/** Fails as often as it may, waiting as told; gives the waits in seconds. */
const waits = (attempts: number, rule = SIGN_IN_RULE): number[] => {
  let state: AttemptState | undefined
  let now = 0
  const seen: number[] = []
  while (seen.length < attempts) {
    const decision = decideAttempt(state, after(now), rule)
    if (decision.allowed) {
      state = decision.next
      seen.push(state.lockedUntil === null ? 0 : (state.lockedUntil.getTime() - after(now).getTime()) / 1000)
    } else now += decision.retryAfterSeconds
  }
  return seen
}

test('four failures are free, then the wait doubles up to an hour', () => {
  assert.deepEqual(waits(14), [0, 0, 0, 0, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600])
})

test('while held, nothing is counted and the wait is told', () => {
  const state = { failures: 5, firstAt: START, lockedUntil: after(30) }
  assert.deepEqual(decideAttempt(state, after(10)), { allowed: false, retryAfterSeconds: 20 })
  assert.equal(decideAttempt(state, after(30)).allowed, true)
})

test('a day without attempts is a fresh start', () => {
  const state = { failures: 9, firstAt: START, lockedUntil: after(480) }
  const decision = decideAttempt(state, after(480 + 86_401))
  assert.deepEqual(decision, {
    allowed: true,
    next: { failures: 1, firstAt: after(480 + 86_401), lockedUntil: null },
  })
})

test('in a day one caller gets at most about thirty guesses at a password, and a crowd some sixty at a code', () => {
  const inOneDay = (rule: typeof SIGN_IN_RULE): number => {
    let state: AttemptState | undefined
    let now = 0
    let guesses = 0
    while (now < 86_400) {
      const decision = decideAttempt(state, after(now), rule)
      if (decision.allowed) {
        state = decision.next
        guesses += 1
      } else now += decision.retryAfterSeconds
    }
    return guesses
  }
  assert.ok(inOneDay(SIGN_IN_RULE) <= 40, String(inOneDay(SIGN_IN_RULE)))
  assert.ok(inOneDay(CODE_RULE) <= 60, String(inOneDay(CODE_RULE)))
})

test('the wait never shrinks while failures go on, and always ends within its limit', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 7200 }), { maxLength: 60 }), (pauses) => {
      let state: AttemptState | undefined
      let now = 0
      let longest = 0
      for (const pause of pauses) {
        now += pause
        const decision = decideAttempt(state, after(now))
        if (!decision.allowed) {
          assert.ok(decision.retryAfterSeconds > 0 && decision.retryAfterSeconds <= SIGN_IN_RULE.maxSeconds)
          continue
        }
        state = decision.next
        const wait = state.lockedUntil === null ? 0 : state.lockedUntil.getTime() - after(now).getTime()
        const restarted = state.failures === 1
        assert.ok(restarted || wait >= longest)
        longest = restarted ? wait : Math.max(longest, wait)
      }
    }),
  )
})
