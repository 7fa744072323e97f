import assert from 'node:assert/strict'
import { test } from 'node:test'
import { duration, fullTime, portTime, relativeTime, timeOfDay } from './port-time.ts'

const zone = 'Asia/Shanghai'
const now = new Date('2026-11-18T03:08:00+08:00')
const at = (text: string) => new Date(text)

test('the last hour is relative, either way', () => {
  assert.equal(relativeTime(at('2026-11-18T03:07:40+08:00'), now, zone, 'zh'), '刚刚')
  assert.equal(relativeTime(at('2026-11-18T02:56:00+08:00'), now, zone, 'zh'), '12 分钟前')
  assert.equal(relativeTime(at('2026-11-18T03:20:00+08:00'), now, zone, 'en'), 'in 12 min')
  assert.equal(relativeTime(at('2026-11-18T02:08:00.001+08:00'), now, zone, 'en'), '59 min ago')
  assert.equal(relativeTime(at('2026-11-18T02:08:00+08:00'), now, zone, 'zh'), '02:08')
})

test('then the port’s local time: today, yesterday, this year, before', () => {
  assert.equal(portTime(at('2026-11-17T16:00:00Z'), now, zone, 'zh'), '00:00')
  assert.equal(portTime(at('2026-11-17T15:59:00Z'), now, zone, 'zh'), '昨 23:59')
  assert.equal(portTime(at('2026-11-17T15:59:00Z'), now, zone, 'en'), 'yesterday 23:59')
  assert.equal(portTime(at('2026-11-16T10:42:00+08:00'), now, zone, 'zh'), '11-16 10:42')
  assert.equal(portTime(at('2026-11-16T10:42:00+08:00'), now, zone, 'en'), '16 Nov 10:42')
  assert.equal(portTime(at('2025-11-16T10:42:00+08:00'), now, zone, 'zh'), '2025-11-16 10:42')
  assert.equal(portTime(at('2025-11-16T10:42:00+08:00'), now, zone, 'en'), '16 Nov 2025 10:42')
})

test('the same instant reads differently in another port', () => {
  assert.equal(timeOfDay(now, zone), '03:08')
  assert.equal(timeOfDay(now, 'Europe/Rotterdam'.replace('Rotterdam', 'Amsterdam')), '20:08')
  assert.match(fullTime(now, zone, 'zh'), /^2026-11-18 03:08:00 中国标准时间 UTC\+8$/)
  assert.match(fullTime(now, zone, 'en'), /^18 Nov 2026 03:08:00 China Standard Time UTC\+8$/)
})

test('durations have at most two units', () => {
  const minute = 60_000
  assert.equal(duration(20_000, 'zh'), '不到 1 分')
  assert.equal(duration(18 * minute, 'zh'), '18 分')
  assert.equal(duration(82 * minute, 'en'), '82 min')
  assert.equal(duration(274 * minute, 'zh'), '4 时 34 分')
  assert.equal(duration(240 * minute, 'zh'), '4 时')
  assert.equal(duration((3 * 24 + 4) * 60 * minute, 'en'), '3 d 4 h')
  assert.equal(duration(24 * 3 * 60 * minute, 'en'), '3 days')
})
