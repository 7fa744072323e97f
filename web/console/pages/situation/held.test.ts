import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hold } from './held.ts'

const row = (id: string, words = '') => ({ id, words })

test('nothing that is being read moves: new rows wait, rows that left stay marked', () => {
  const held = hold([row('b'), row('c'), row('d')], [row('a'), row('b', 'new'), row('d')])
  assert.deepEqual(held.rows, [row('b', 'new'), row('c'), row('d')])
  assert.deepEqual(held.waiting, [row('a')])
  assert.deepEqual([...held.gone], ['c'])
})

test('an empty list shows what comes at once', () => {
  assert.deepEqual(hold([], [row('a')]).rows, [row('a')])
})

test('a row that new ones pushed out of a cut-off answer has not left', () => {
  const held = hold([row('b'), row('c')], [row('a'), row('b')], true)
  assert.deepEqual([...held.gone], [])
  assert.deepEqual(held.rows, [row('b'), row('c')])
  assert.deepEqual([...hold([row('b'), row('c'), row('d')], [row('a'), row('d')], true).gone], ['b', 'c'])
})

test('where everything was replaced nothing is called gone for certain', () => {
  const held = hold([row('b')], [row('x'), row('y')], true)
  assert.deepEqual([...held.gone], [])
  assert.equal(held.waiting.length, 2)
})
