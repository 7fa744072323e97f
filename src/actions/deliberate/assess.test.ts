import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { columnOf, diagnosticityOf } from './ach.ts'
import { agrees, SCALE, WORDS } from './scale.ts'

test('the bands of ICD 203 follow one another without a gap, one for each word', () => {
  assert.deepEqual(
    SCALE.map((band) => band.word),
    [...WORDS],
  )
  for (const [i, band] of SCALE.entries()) if (i > 0) assert.equal(band.low, SCALE[i - 1]!.high)
})

test('every interval has a word that agrees with it, and neighbours at most two', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 1, max: 100 }), (low, high) => {
      fc.pre(low < high)
      const fitting = WORDS.filter((word) => agrees(word, low, high))
      assert.ok(fitting.length === 1 || fitting.length === 2, fitting.join(' '))
    }),
  )
})

const fit = fc.integer({ min: -2, max: 2 })

test('evidence that fits every hypothesis alike tells them apart not at all, however strong it is (Heuer, step 3)', () => {
  fc.assert(
    fc.property(fit, fc.integer({ min: 2, max: 9 }), (value, count) => {
      assert.equal(diagnosticityOf(Array(count).fill(value)), 'none')
    }),
  )
  assert.equal(diagnosticityOf([1]), 'unrated')
  assert.equal(diagnosticityOf([2, -2]), 'high')
  assert.equal(diagnosticityOf([1, 0]), 'low')
})

test('what cannot be judged is not counted; inconsistency only grows with evidence against', () => {
  const piece = fc.record({
    reliability: fc.constantFrom(...'ABCDEF'),
    credibility: fc.constantFrom(...'123456'),
    value: fit,
  })
  const weighed = (pieces: { reliability: string; credibility: string; value: number }[]) =>
    columnOf(
      'h',
      pieces.map(({ value, ...grade }) => ({ ...grade, fits: new Map([['h', value]]) })),
    )
  fc.assert(
    fc.property(fc.array(piece), piece, (pieces, one) => {
      const before = weighed(pieces)
      const after = weighed([...pieces, one])
      const counted = one.reliability !== 'F' && one.credibility !== '6'
      assert.equal(after.inconsistency - before.inconsistency, counted ? Math.max(0, -one.value) : 0)
      assert.equal(after.notCounted - before.notCounted, !counted && one.value !== 0 ? 1 : 0)
    }),
  )
})
