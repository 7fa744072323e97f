import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shortTime } from './short-time.ts'

test('the time today, the day else, in the zone of the port', () => {
  const now = new Date('2026-11-22T19:20:00Z')
  const read = (at: string, locale: 'zh' | 'en') => shortTime(new Date(at), now, 'Asia/Shanghai', locale)
  assert.equal(read('2026-11-22T16:05:00Z', 'zh'), '00:05')
  assert.equal(read('2026-11-22T15:55:00Z', 'zh'), '11-22')
  assert.equal(read('2026-11-02T15:55:00Z', 'en'), '02 Nov')
})
