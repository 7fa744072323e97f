import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nextRow } from './list-keys.ts'

test('j and k walk within the list and stop at its ends', () => {
  assert.equal(nextRow(-1, 3, 'j'), 0)
  assert.equal(nextRow(-1, 3, 'k'), 2)
  assert.equal(nextRow(0, 3, 'j'), 1)
  assert.equal(nextRow(2, 3, 'j'), null)
  assert.equal(nextRow(0, 3, 'k'), null)
  assert.equal(nextRow(-1, 0, 'j'), null)
})
