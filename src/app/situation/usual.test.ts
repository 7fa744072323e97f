import assert from 'node:assert/strict'
import { test } from 'node:test'
import { differs, quantile, usualOf } from './usual.ts'

test('quantiles interpolate as R does by default (type 7)', () => {
  // quantile(c(1, 2, 4, 8), c(0, .1, .5, .9, 1)) in R: 1.0 1.3 3.0 6.8 8.0
  const xs = [1, 2, 4, 8]
  assert.deepEqual(
    [0, 0.1, 0.5, 0.9, 1].map((q) => Number(quantile(xs, q).toFixed(10))),
    [1, 1.3, 3, 6.8, 8],
  )
})

test('fewer than seven days give no usual, and without a usual nothing differs', () => {
  assert.equal(usualOf([3, 4, 5, 3, 4, 5]), null)
  assert.equal(differs(1000, null), false)
})

test('an ordinary count is not called different, a silent or flooded hour is', () => {
  const usual = usualOf([20, 22, 25, 19, 23, 21, 24, 26, 20, 22])
  assert.equal(differs(24, usual), false)
  assert.equal(differs(27, usual), false)
  assert.equal(differs(0, usual), true)
  assert.equal(differs(60, usual), true)
})

test('on a quiet series one or two signals are no news', () => {
  const usual = usualOf([0, 0, 0, 0, 1, 0, 0, 0])
  assert.equal(differs(2, usual), false)
  assert.equal(differs(5, usual), true)
})
