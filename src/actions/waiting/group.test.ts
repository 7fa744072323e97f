import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { HOUR_MS } from '../../base/public.ts'
import type { Judgement } from '../assess/public.ts'
import { groupIdOf, type Judged, levelOf, type Rank, rankOf, waitingItems, windowOf } from './group.ts'
import { triageRules } from './rules.ts'

const rules = triageRules()
const AT = new Date('2026-03-01T05:30:00Z')
const context = { realm: 1, at: AT, port: 'CNLMN', source: { id: 's', place: 'sea', circleId: 7, wholeCircleId: 9 } }
const judgement = (level: Judgement['level'], change: Partial<Judgement> = {}): Judgement => ({
  level,
  needsPerson: level === null || level >= 2,
  riskType: 'ecology.solid_waste',
  score: 40,
  reasons: [
    { rule: 'light', points: 10, value: '' },
    { rule: 'heavy', points: 40, value: '' },
  ],
  unknowns: [],
  ...change,
})
const signal = (shared: Judgement, full: Judgement | null = null, change: Partial<Judged> = {}): Judged => ({
  id: 'x',
  kind: 'declaration',
  mentions: [
    ['hs6', '391510'],
    ['hs4', '3915'],
  ],
  judgements: { shared, full },
  corrects: null,
  ...change,
})

test('one item by subject, weightiest rule and window, in the circle where it needs a person', () => {
  const [item, ...rest] = waitingItems(rules, [signal(judgement(2))], context)
  assert.equal(rest.length, 0)
  assert.deepEqual(
    [item?.rule, item?.subjectKind, item?.subjectKey, item?.circleId, item?.rank, item?.n],
    ['heavy', 'hs4', '3915', 7, 3, 1],
  )
  assert.equal(item?.windowAt.toISOString(), '2026-03-01T00:00:00.000Z')
  assert.deepEqual(waitingItems(rules, [signal(judgement(0))], context), [])
})

test('what only those who see the whole must look at is in their circle; what they see as worse raises without counting', () => {
  const inWhole = waitingItems(rules, [signal(judgement(0), judgement(3))], context)
  assert.deepEqual(
    inWhole.map((one) => [one.circleId, one.n]),
    [[9, 1]],
  )
  const raised = waitingItems(rules, [signal(judgement(2), judgement(3, { reasons: [] }))], context)
  assert.deepEqual(
    raised.map((one) => [one.circleId, one.n, one.rank, one.rule]),
    [
      [7, 1, 3, 'heavy'],
      [9, 0, 4, 'heavy'],
    ],
  )
  assert.equal(new Set(raised.map((one) => one.groupId)).size, 1)
})

test('unknown is grouped by what is missing and ranks above low', () => {
  const [item] = waitingItems(rules, [signal(judgement(null, { reasons: [], unknowns: ['origin'] }))], context)
  assert.deepEqual([item?.rule, item?.rank], ['?origin', 2])
  assert.ok(rankOf(null) > rankOf(1) && rankOf(null) < rankOf(2))
  for (const level of [0, 1, 2, 3, null] as const) assert.equal(levelOf(rankOf(level)), level)
})

test('a kind that nobody declared is still grouped, by its rule alone', () => {
  const [item] = waitingItems(rules, [signal(judgement(2), null, { kind: 'new_kind' })], context)
  assert.deepEqual([item?.subjectKind, item?.subjectKey], ['', ''])
})

test('law: a window holds its instant, and two instants share a group exactly when they share a window', () => {
  const kinds = fc.constantFrom(...Object.keys(rules.kinds), 'new_kind')
  const instant = fc.date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true })
  fc.assert(
    fc.property(kinds, instant, instant, (kind, one, other) => {
      const hours = (rules.kinds[kind] ?? rules.otherKinds).windowHours
      const from = windowOf(rules, kind, one)
      assert.ok(from <= one && one.getTime() < from.getTime() + hours * HOUR_MS)
      const id = (at: Date) =>
        groupIdOf({ realm: 1, kind, rule: 'r', subjectKind: 'a', subjectKey: 'b', windowAt: windowOf(rules, kind, at) })
      assert.equal(id(one) === id(other), windowOf(rules, kind, other).getTime() === from.getTime())
    }),
  )
})

test('ranks are those of the table', () => {
  assert.deepEqual(([0, 1, 2, 3, 4] as Rank[]).map(levelOf), [0, 1, null, 2, 3])
})
