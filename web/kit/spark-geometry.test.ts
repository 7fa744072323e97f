import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sparkPaths, usualPosition } from './spark-geometry.ts'

const box = { width: 112, height: 44 }

test('a gap in the data is a gap in the line, never zero', () => {
  const { line } = sparkPaths([1, null, 2], null, box)
  assert.equal(line.match(/M/g)?.length, 2)
  assert.ok(!line.includes('L'))
})

test('everything stays within the box and zero is at the bottom', () => {
  const value = fc.option(fc.double({ min: 0, max: 1e6, noNaN: true }), { nil: null })
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1, maxLength: 60 }),
      fc.double({ min: 0, max: 1e6, noNaN: true }),
      (values, high) => {
        const paths = sparkPaths(values, { low: 0, high }, box)
        for (const [, x, y] of `${paths.line}${paths.band ?? ''}`.matchAll(/([\d.]+) ([\d.]+)/g)) {
          assert.ok(Number(x) >= 0 && Number(x) <= box.width)
          assert.ok(Number(y) >= 0 && Number(y) <= box.height)
        }
        assert.equal(paths.zeroY, box.height - 0.5)
      },
    ),
  )
})

test('an empty series draws nothing', () => {
  assert.deepEqual(sparkPaths([], null, box), { line: '', band: null, zeroY: 43.5, end: null })
})

test('times usual: logarithmic, monotone, zero at the left edge', () => {
  const near = (value: number, expected: number) => assert.ok(Math.abs(value - expected) < 1e-9)
  near(usualPosition(1), 0.4)
  near(usualPosition(4) - usualPosition(1), usualPosition(1) - usualPosition(0.25))
  assert.equal(usualPosition(0), usualPosition(1e-9))
  fc.assert(
    fc.property(fc.double({ min: 0, max: 100, noNaN: true }), fc.double({ min: 0, max: 100, noNaN: true }), (a, b) => {
      if (a <= b) assert.ok(usualPosition(a) <= usualPosition(b))
    }),
  )
})
