import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readSignal } from '../../actions/signals/public.ts'
import { DAY_MS } from '../../base/public.ts'
import { groundTruth, isCompound, type PortDays, portMessages, SCRIPTS } from './public.ts'

const QUIET: PortDays = { seed: 7, zoneOffsetHours: 8, declarationsPerDay: 220, scriptsOf: () => [] }
const BAD: PortDays = { ...QUIET, scriptsOf: () => SCRIPTS.map(({ id }) => id) }
const from = new Date('2026-11-24T16:00:00Z')
const to = new Date(from.getTime() + DAY_MS)

test('every message is one that its kind takes, with sound numbers', () => {
  for (const { kind, cells } of portMessages(BAD, from, to)) {
    const { content, faults } = readSignal(kind, cells, 'Asia/Shanghai')
    assert.ok(content, `${kind} ${JSON.stringify(cells)}: ${faults?.[0]?.en}`)
    assert.deepEqual(content.flags, [], `${kind} ${JSON.stringify(cells)}`)
  }
})

test('the same seed and hours give the same messages, however they are asked for; no number occurs twice', () => {
  const whole = portMessages(BAD, from, to)
  const middle = new Date(from.getTime() + 9.5 * 3_600_000)
  assert.deepEqual([...portMessages(BAD, from, middle), ...portMessages(BAD, middle, to)], whole)
  const numbers = whole.map(({ source, cells }) => `${source} ${cells['externalNo']}`)
  assert.equal(new Set(numbers).size, numbers.length)
  assert.notDeepEqual(portMessages({ ...BAD, seed: 8 }, from, to), whole)
})

test('a quiet day has rhythm and no thread; every kind is heard within it', () => {
  const day = portMessages(QUIET, from, to)
  assert.ok(day.every(({ truth }) => truth === undefined))
  assert.equal(new Set(day.map(({ kind }) => kind)).size, 10)
  const inspections = day.filter(({ kind }) => kind === 'inspection')
  const atNight = inspections.filter(({ at }) => (at.getUTCHours() + 8) % 24 < 6)
  assert.ok(atNight.length < inspections.length / 4, `${atNight.length} of ${inspections.length} at night`)
})

test('a bad day has threads with a ground truth, at least three of them compound, and false leads', () => {
  const truth = groundTruth(BAD, from, to)
  assert.ok(truth.filter(isCompound).length >= 3)
  const told = portMessages(BAD, from, new Date(to.getTime() + DAY_MS)).filter(({ truth: one }) => one !== undefined)
  for (const { id } of truth) assert.ok(told.filter(({ truth: one }) => one!.thread === id).length >= 4, id)
  assert.ok(told.some(({ truth: one }) => one!.role === 'false_lead'))
  // What is true of a message stands beside it and never in it.
  for (const { cells } of told)
    assert.doesNotMatch(
      JSON.stringify(cells),
      new RegExp(['false_lead', 'evidence', ...SCRIPTS.map(({ id }) => id)].join('|')),
    )
})

test('a script may begin at a moment of its own', () => {
  const start = new Date('2026-11-25T03:12:00Z')
  const told = portMessages({ ...QUIET, at: [{ script: 'cruise-outage', start }] }, from, to).filter((one) => one.truth)
  assert.equal(told[0]!.at.getTime(), start.getTime())
  assert.equal(told[0]!.kind, 'health_declaration')
})
