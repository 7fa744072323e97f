import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from './random.ts'

test('the same seed gives the same stream, another seed another', () => {
  const draw = (seed: number) => Array.from({ length: 8 }, seededRandom(seed).next)
  assert.deepEqual(draw(7), draw(7))
  assert.notDeepEqual(draw(7), draw(8))
})

test('numbers lie in [0, 1) with mean and variance of a uniform', () => {
  const random = seededRandom(2026)
  const n = 20_000
  let sum = 0
  let squares = 0
  for (let i = 0; i < n; i++) {
    const x = random.next()
    assert.ok(x >= 0 && x < 1)
    sum += x
    squares += x * x
  }
  const mean = sum / n
  // Six standard errors: a right generator fails once in 5e8 seeds, and the seed is fixed.
  assert.ok(Math.abs(mean - 0.5) < 6 * Math.sqrt(1 / 12 / n))
  assert.ok(Math.abs(squares / n - mean * mean - 1 / 12) < 0.005)
})

test('weights are honoured and a weight of zero is never drawn', () => {
  const random = seededRandom(1)
  const counts = [0, 0, 0]
  for (let i = 0; i < 9_000; i++) counts[random.weighted([1, 0, 2])]!++
  assert.equal(counts[1], 0)
  assert.ok(Math.abs(counts[0]! - 3_000) < 300)
})
