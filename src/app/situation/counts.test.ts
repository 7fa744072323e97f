import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HOUR_MS } from '../../base/public.ts'
import { domainCounts, kindCounts, type Tally, worthShowing } from './counts.ts'

const at = new Date('2026-11-22T03:20:00Z')
const kinds = [{ id: 'declaration', zh: '报关单', en: 'declaration' }]
const domains = [{ id: 'ecology', zh: '生态', en: 'ecology' }]

const history = (perHour: number, days: number): Tally[] =>
  Array.from({ length: days * 24 }, (_, i) => ({
    hour: new Date(Math.floor(at.getTime() / HOUR_MS) * HOUR_MS - (i + 1) * HOUR_MS),
    kind: 'declaration',
    domain: 'ecology',
    received: perHour,
    needsPerson: 1,
  }))

test('the last whole hour is compared with the same hour of earlier days', () => {
  const tallies = history(20, 10)
  tallies[0] = { ...tallies[0]!, received: 0, needsPerson: 0 }
  const [received] = kindCounts(tallies, kinds, at)
  assert.equal(received!.hour, 0)
  assert.equal(received!.usual?.median, 20)
  assert.equal(received!.differs, true)
  assert.equal(received!.series.length, 24)
  assert.equal(received!.series[0], 20)
  assert.equal(received!.usualSeries.length, 24)
  assert.equal(received!.usualSeries[0]?.median, 20)
})

test('of many kinds those that differ stand on the first page, then those of which most came, in their order', () => {
  const [quiet, busy, odd] = [1, 20, 2].map((received, n) => ({
    ...kindCounts(history(received, 10), kinds, at)[0]!,
    kind: { id: String(n), zh: '类', en: 'kind' },
  }))
  const counts = [quiet!, busy!, { ...odd!, differs: true }]
  const shown = (most: number) => worthShowing(counts, most).map((one) => one.kind.id)
  assert.deepEqual(shown(2), ['1', '2'])
  assert.deepEqual(shown(1), ['2'])
  assert.deepEqual(shown(0), ['2'])
  assert.deepEqual(shown(9), ['0', '1', '2'])
})

test('an empty site has no usual and nothing differs', () => {
  const [received] = kindCounts([], kinds, at)
  assert.equal(received!.usual, null)
  assert.equal(received!.hour, 0)
  assert.equal(received!.differs, false)
})

test("a domain's day begins at midnight of the port, in its own zone", () => {
  // 11:20 in Shanghai: eleven whole hours since midnight.
  const [ecology] = domainCounts(history(20, 10), domains, at, 'Asia/Shanghai')
  assert.equal(ecology!.today, 11)
  assert.equal(ecology!.usual?.median, 11)
  // 03:20 in UTC: three.
  assert.equal(domainCounts(history(20, 10), domains, at, 'UTC')[0]!.today, 3)
})

test('a day before the first signal is not an observed zero', () => {
  const [received] = kindCounts(history(20, 5), kinds, at)
  assert.equal(received!.usual, null)
})
