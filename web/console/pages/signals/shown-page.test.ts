import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { SignalList, SignalRow } from '../../../../src/actions/signals/model.ts'
import { firstPage, renewPage } from './shown-page.ts'

const row = (n: number, version = 1) =>
  ({ id: `s${n}`, receivedAt: new Date(1_700_000_000_000 + n * 1000).toISOString(), version }) as SignalRow
/** Newest first, as the server answers: `limit` of the signals of these numbers. */
const answer = (numbers: readonly number[], limit: number): SignalList => {
  const rows = [...numbers].sort((a, b) => b - a).map((n) => row(n))
  return { rows: rows.slice(0, limit), next: rows.length > limit ? 'more' : null }
}
const ids = (list: SignalList) => list.rows.map((each) => each.id)

test('new signals wait, and what is shown keeps its place', () => {
  const shown = firstPage(answer([3, 2, 1], 3))
  const after = renewPage(shown, answer([5, 4, 3, 2, 1], 3))
  assert.deepEqual(ids(after), ['s3', 's2', 's1'])
  assert.equal(after.ahead?.come, 2)
  assert.deepEqual(after.gone, [])
})

test('a row that changed is renewed where it stands', () => {
  const after = renewPage(firstPage(answer([2, 1], 5)), { rows: [row(2, 2), row(1)], next: null })
  assert.equal(after.rows[0]?.version, 2)
  assert.equal(after.ahead, null)
})

test('a row that was decided meanwhile is named, not removed', () => {
  const after = renewPage(firstPage(answer([3, 2, 1], 3)), answer([3, 1], 3))
  assert.deepEqual(ids(after), ['s3', 's2', 's1'])
  assert.deepEqual(after.gone, ['s2'])
  assert.equal(after.ahead?.come, 0)
})

test('when more than a page came, all of it is new', () => {
  const after = renewPage(firstPage(answer([2, 1], 2)), answer([6, 5, 4, 3, 2, 1], 2))
  assert.equal(after.ahead?.come, 2)
  assert.deepEqual(after.gone, [])
})

test('an empty page is replaced at once', () => {
  assert.deepEqual(ids(renewPage(firstPage({ rows: [], next: null }), answer([1], 5))), ['s1'])
})

test('law: whatever comes, the rows shown stay the same in the same order', () => {
  const numbers = fc.uniqueArray(fc.nat(60), { minLength: 1, maxLength: 40 })
  fc.assert(
    fc.property(numbers, numbers, fc.integer({ min: 1, max: 20 }), (before, after, limit) => {
      const shown = firstPage(answer(before, limit))
      const renewed = renewPage(shown, answer(after, limit))
      assert.deepEqual(ids(renewed), ids(shown))
      assert.ok((renewed.ahead?.come ?? 0) <= limit)
      // Gone are only rows that are truly absent.
      for (const id of renewed.gone) assert.ok(!after.includes(Number(id.slice(1))))
    }),
  )
})
