import assert from 'node:assert/strict'
import { test } from 'node:test'
import { byUrgency, inOrder, isMoved, type Ordered, orderOf } from './order.ts'

const task = (id: string, status: Ordered['status'], dueAt: string | null = null): Ordered => ({
  id,
  status,
  clock: { dueAt },
})

test('late first, then what has not begun, settled last', () => {
  const tasks = [
    task('done', 'done', '2026-01-01T00:00:00.000Z'),
    task('waits', 'waiting'),
    task('later', 'open', '2026-01-03T00:00:00.000Z'),
    task('timeless', 'accepted'),
    task('first', 'blocked', '2026-01-02T00:00:00.000Z'),
  ]
  assert.deepEqual(orderOf(tasks, byUrgency), ['first', 'later', 'timeless', 'waits', 'done'])
})

test('rows keep their places; new ones follow', () => {
  const rows = [{ id: 'c' }, { id: 'a' }, { id: 'b' }]
  assert.deepEqual(
    inOrder(rows, ['b', 'gone', 'a'], ['c', 'a', 'b']).map((row) => row.id),
    ['b', 'a', 'c'],
  )
})

test('moved only where the shown order differs from the wanted one', () => {
  assert.equal(isMoved(['a', 'b'], ['a', 'b']), false)
  assert.equal(isMoved(['a', 'b'], ['a', 'b', 'c']), false)
  assert.equal(isMoved(['a', 'b'], ['b', 'a']), true)
  assert.equal(isMoved(['a', 'gone', 'b'], ['a', 'b']), false)
  assert.equal(isMoved(['a', 'b'], ['c', 'a', 'b']), true)
})
