import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { afterAttempt, MOST_ATTEMPTS, pauseMs, quietUntil } from './decide.ts'

const T0 = new Date('2026-03-08T16:00:00.000Z')

describe('tries', () => {
  test('pauses double, stay below an hour and a quarter, and differ by chance', () => {
    assert.deepEqual(
      [1, 2, 3].map((attempt) => pauseMs(attempt, 0.5)),
      [30_000, 60_000, 120_000],
    )
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (attempt, chance) => {
          const ms = pauseMs(attempt, chance)
          assert.ok(ms >= 22_500 && ms <= 4_500_000)
        },
      ),
    )
  })

  test('a passing failure is tried again so many times and no more; a final one never', () => {
    const failed = { taken: false, reason: 'busy', reply: 451, again: true } as const
    let tries = 0
    for (let attempt = 1; afterAttempt(attempt, failed, T0, 0).state === 'queued'; attempt++) tries++
    assert.equal(tries, MOST_ATTEMPTS - 1)
    const final = afterAttempt(1, { ...failed, reply: 550, again: false }, T0, 0)
    assert.deepEqual([final.state, final.nextAt, final.settledAt], ['failed', null, T0])
    assert.equal(afterAttempt(3, { taken: true, reply: 250 }, T0, 0).state, 'delivered')
  })
})

describe('quiet hours', () => {
  const night = { zone: 'Asia/Shanghai', from: 22 * 60, to: 7 * 60 }
  const cases: [string, string, Parameters<typeof quietUntil>[1], 'yellow' | 'red' | null, string | null][] = [
    ['before midnight', '2026-03-08T15:00:00Z', night, 'yellow', '2026-03-08T23:00:00.000Z'],
    ['after midnight', '2026-03-08T20:00:00Z', night, 'yellow', '2026-03-08T23:00:00.000Z'],
    ['at the end exactly they are over', '2026-03-08T23:00:00Z', night, 'yellow', null],
    ['by day', '2026-03-08T03:00:00Z', night, 'yellow', null],
    ['red breaks them', '2026-03-08T20:00:00Z', night, 'red', null],
    ['none are set', '2026-03-08T20:00:00Z', null, 'yellow', null],
    ['equal ends mean none', '2026-03-08T20:00:00Z', { ...night, to: night.from }, null, null],
    // 29 March 2026: at 2:00 in Berlin it is 3:00. 7:00 is 5:00 UTC that morning, 6:00 UTC the morning before.
    [
      'the night summer time begins',
      '2026-03-28T23:30:00Z',
      { ...night, zone: 'Europe/Berlin' },
      'yellow',
      '2026-03-29T05:00:00.000Z',
    ],
    [
      'the night it ends',
      '2026-10-24T22:30:00Z',
      { ...night, zone: 'Europe/Berlin' },
      'yellow',
      '2026-10-25T06:00:00.000Z',
    ],
  ]
  for (const [name, at, quiet, level, until] of cases)
    test(name, () => assert.equal(quietUntil(new Date(at), quiet, level)?.toISOString() ?? null, until))

  test('they always end after now, within a day and an hour', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2026-01-01'), max: new Date('2027-01-01'), noInvalidDate: true }),
        fc.constantFrom('Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'UTC'),
        fc.integer({ min: 0, max: 1439 }),
        fc.integer({ min: 0, max: 1439 }),
        (at, zone, from, to) => {
          const until = quietUntil(at, { zone, from, to }, 'blue')
          if (until) assert.ok(until > at && until.getTime() - at.getTime() <= 25 * 3_600_000)
        },
      ),
    )
  })
})
