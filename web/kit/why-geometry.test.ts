import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { plotWhy, type WhyRow } from './why-geometry.ts'

const row = (id: number, amount: number | null, low?: number, high?: number): WhyRow => ({
  id: String(id),
  label: String(id),
  amount,
  low,
  high,
})

test('the reference screen sums to 62.3 and its unknown moves nothing', () => {
  const amounts = [21.4, 15.2, 11.8, 9.3, 6.1, -4.6, -2.9]
  const rows = [...amounts.map((amount, i) => row(i, amount)), row(9, null, -18, 14)]
  const { bars, total, place, ticks } = plotWhy(rows, 6, [50])
  assert.ok(Math.abs(total.to - place(62.3)) < 1e-9)
  assert.equal(bars.at(-1)?.kind, 'unknown')
  assert.equal(bars.at(-1)?.end, bars.at(-2)?.end)
  assert.deepEqual(
    ticks.map((tick) => tick.value),
    [0, 20, 40, 60, 80],
  )
})

test('each bar begins where the one before ended, and all stay within the plot', () => {
  const amount = fc.option(fc.integer({ min: -100, max: 100 }), { nil: null })
  fc.assert(
    fc.property(fc.array(amount, { maxLength: 20 }), fc.integer({ min: 0, max: 50 }), (amounts, base) => {
      const { bars, place } = plotWhy(
        amounts.map((value, i) => row(i, value)),
        base,
      )
      let end = place(base)
      bars.forEach((bar, i) => {
        assert.ok(bar.from >= -1e-9 && bar.to <= 1 + 1e-9 && bar.from <= bar.to)
        if (bar.kind !== 'unknown') assert.ok(Math.abs((bar.kind === 'adds' ? bar.from : bar.to) - end) < 1e-9)
        end = bars[i]?.end ?? end
      })
    }),
  )
})
