import assert from 'node:assert/strict'
import { test } from 'node:test'
import { backoffMs, objectKind } from './backoff.ts'
import { apiUrl } from './client.ts'

test('grows to half a minute and never beyond', () => {
  assert.deepEqual(
    [0, 1, 2, 5, 50].map((attempt) => backoffMs(attempt, 0)),
    [1_000, 2_000, 4_000, 30_000, 30_000],
  )
  assert.equal(backoffMs(0, 1), 800)
})

test('the kind of an object is what stands before the slash', () => {
  assert.equal(objectKind('signal/6f9'), 'signal')
  assert.equal(objectKind(''), '')
})

test('addresses leave out what is empty and escape what is not', () => {
  assert.equal(apiUrl('/signals'), '/api/signals')
  assert.equal(
    apiUrl('/signals', { q: '再生 塑料&', before: '', limit: 50, needs: undefined }),
    `/api/signals?q=${encodeURIComponent('再生')}+${encodeURIComponent('塑料&')}&limit=50`,
  )
})
