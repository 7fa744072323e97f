import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clockOf, dayPlus, dayWords, minutesOf } from './week-days.ts'

test('days are counted by the calendar, over the end of a month and a year', () => {
  assert.equal(dayPlus('2026-12-31', 1), '2027-01-01')
  assert.equal(dayPlus('2026-03-01', -1), '2026-02-28')
  assert.equal(dayWords('2026-11-25', 'zh'), '周三 11-25')
  assert.equal(dayWords('2026-11-25', 'en'), 'Wed 25 Nov')
})

test('minutes and clock times are the same thing', () => {
  for (const minutes of [0, 5, 480, 1200, 1439]) assert.equal(minutesOf(clockOf(minutes)), minutes)
  assert.equal(minutesOf('8:05'), 485)
  for (const wrong of ['', '24:00', '12:60', '8', '08:00 AM']) assert.equal(minutesOf(wrong), undefined)
})
