import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readClock } from './clock-geometry.ts'

const start = new Date('2026-11-18T02:20:00+08:00')
const plus = (minutes: number) => new Date(start.getTime() + minutes * 60_000)
const near = (value: number, expected: number) => assert.ok(Math.abs(value - expected) < 1e-9, `${value}`)

test('the reference screens: 48 of 30, 48 of 60, 8 of 60, 63 of 145 minutes', () => {
  const late = readClock({ startedAt: start, dueAt: plus(30) }, plus(48))
  assert.equal(late.state, 'late')
  assert.ok(late.state === 'late')
  near(late.tick, 0.625)
  near(late.used, 0.625)
  assert.equal(late.leftMs, -18 * 60_000)
  const soon = readClock({ startedAt: start, dueAt: plus(60) }, plus(48))
  assert.ok(soon.state === 'soon')
  near(soon.used, 0.8)
  assert.equal(soon.tick, 1)
  assert.equal(readClock({ startedAt: start, dueAt: plus(60) }, plus(8)).state, 'running')
  assert.equal(readClock({ startedAt: start, dueAt: plus(145) }, plus(63)).state, 'running')
})

test('a clock that stands shows what was left when it stopped, however late it is now', () => {
  const paused = readClock({ startedAt: start, dueAt: plus(30), pausedAt: plus(12) }, plus(300))
  assert.ok(paused.state === 'paused')
  assert.deepEqual([paused.leftMs / 60_000, paused.used], [18, 0.4])
})

test('no trigger yet, and done in time or late', () => {
  assert.deepEqual(readClock({ dueAt: plus(30) }, plus(1)), { state: 'not_started' })
  assert.equal(readClock({ startedAt: start, dueAt: plus(30), completedAt: plus(21) }, plus(90)).state, 'done')
  assert.equal(readClock({ startedAt: start, dueAt: plus(30), completedAt: plus(31) }, plus(90)).state, 'done_late')
})

test('the bar stays within its box, and late means past the deadline', () => {
  const minutes = fc.integer({ min: -100_000, max: 1_000_000 })
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 500_000 }), minutes, (allowed, at) => {
      const reading = readClock({ startedAt: start, dueAt: plus(allowed) }, plus(at))
      assert.ok(reading.state !== 'not_started')
      assert.ok(reading.used >= 0 && reading.used <= reading.tick && reading.tick <= 1)
      assert.equal(reading.state === 'late', at > allowed)
      if (reading.state === 'late') assert.ok(reading.tick >= 0.12)
    }),
  )
})
