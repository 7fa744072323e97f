import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newsOf } from './news.ts'

const row = (id: string, round = 1, reminded = false, subject: 'warning' | 'cancellation' = 'warning') => ({
  id,
  level: 'orange' as const,
  place: 'sea',
  title: '题',
  mine: { needed: true, acknowledgedAt: null, dueAt: null, askedAt: null, subject, round, reminded },
})

test('what waits when the page opens is no news; each request and each reminder is news once', () => {
  const first = newsOf(undefined, [row('a')])
  assert.deepEqual(first.news, [])
  const second = newsOf(first.known, [row('a'), row('b')])
  assert.deepEqual(
    second.news.map((one) => [one.id, one.kind]),
    [['b', 'body']],
  )
  const third = newsOf(second.known, [row('a', 1, true), row('b')])
  assert.deepEqual(
    third.news.map((one) => [one.id, one.kind]),
    [['a', 'reminder']],
  )
  const fourth = newsOf(third.known, [row('a', 2), row('b', 2, false, 'cancellation')])
  assert.deepEqual(
    fourth.news.map((one) => one.kind),
    ['raised', 'cancelled'],
  )
  assert.deepEqual(newsOf(fourth.known, [row('a', 2), row('b', 2, false, 'cancellation')]).news, [])
})
