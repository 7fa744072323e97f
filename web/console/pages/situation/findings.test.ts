import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DomainCount, KindCount, Situation } from '../../../../src/app/situation/model.ts'
import { bandOf, byInterest, byOddness, comparisonOf, isClean, lastHourOf, shortDomain, timesOf } from './findings.ts'

const usual = { low: 2, median: 4, high: 9, days: 14 }
const kind = (over: Partial<KindCount> = {}): KindCount => ({
  kind: { id: 'declaration', zh: '报关单', en: 'declaration' },
  measure: 'received',
  hour: 0,
  usual: null,
  series: [0, 0],
  usualSeries: [null, null],
  differs: false,
  ...over,
})
const domain = (id: string, today: number, over: Partial<DomainCount> = {}): DomainCount => ({
  domain: { id, zh: id, en: id },
  today,
  usual,
  differs: true,
  ...over,
})
const nothing: Situation = {
  at: '2026-11-22T03:20:00.000Z',
  kinds: [kind()],
  domains: [domain('bio', 0, { usual: null, differs: false })],
  tasks: { rows: [], overdue: 0, dueSoon: 0, of: 0 },
  warnings: [],
  symbols: [],
  signals: { rows: [] },
}

test('unknown is counted apart: it is never as usual', () => {
  const found = comparisonOf({ kinds: [kind(), kind({ usual })], domains: [domain('bio', 40)] })
  assert.deepEqual(found, { differ: 1, usual: 1, unknown: 1 })
})

test('a site is clean only when nothing has ever come', () => {
  assert.equal(isClean(nothing), true)
  assert.equal(isClean({ ...nothing, kinds: [kind({ series: [0, 1] })] }), false)
  assert.equal(isClean({ ...nothing, tasks: { ...nothing.tasks, of: 1 } }), false)
  assert.equal(isClean({ ...nothing, kinds: [kind({ usual })] }), false)
})

test('times usual stay finite where usual is nothing', () => {
  assert.deepEqual(timesOf(3, { low: 0, median: 0, high: 1, days: 9 }), { times: 3, low: 0, high: 1 })
  assert.equal(timesOf(3, null), null)
})

test('a band with a gap is not drawn', () => {
  assert.equal(bandOf({ usualSeries: [null, usual] }), null)
  assert.deepEqual(bandOf({ usualSeries: [usual, usual] }), { low: [2, 2], high: [9, 9] })
})

test('the oddest first, silence as odd as a flood', () => {
  const found = byOddness([domain('a', 9), domain('b', 0), domain('c', 400), domain('d', 4, { differs: false })])
  assert.deepEqual(
    found.map((one) => one.domain.id),
    ['c', 'b', 'a'],
  )
})

test('short names and the last whole hour', () => {
  assert.deepEqual(['核安全', 'Cyber security', 'Biosecurity'].map(shortDomain), ['核', 'Cyber', 'Biosecurity'])
  assert.equal(lastHourOf('2026-11-22T03:20:00.000Z').from.toISOString(), '2026-11-22T02:00:00.000Z')
})

test('of the kinds, what differs stands first, then what waits for a person, then the busiest; silence has no place', () => {
  const of = (id: string, over: Partial<KindCount>) => kind({ kind: { id, zh: id, en: id }, ...over })
  const shown = byInterest([
    of('silent', {}),
    of('quiet', { series: [0, 1] }),
    of('busy', { series: [9, 9] }),
    of('waits', { measure: 'needs_person', hour: 1, series: [0, 1] }),
    of('stopped', { differs: true }),
  ])
  assert.deepEqual(
    shown.map(({ kind: { id } }) => id),
    ['stopped', 'waits', 'busy', 'quiet'],
  )
})
