import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Due, layAxis, type Mark, textWidth } from './axis-geometry.ts'

const MINUTE = 60_000
const now = Date.parse('2026-11-18T19:08:00Z')
const mark = (minutes: number, label = '02:20 批量加密'): Mark => ({
  id: `${minutes}`,
  at: now + minutes * MINUTE,
  label,
})
const due = (minutes: number): Due => ({ ...mark(minutes, '03:20 转运隔离'), law: false, late: minutes < 0 })

test('what is due far ahead is counted, not drawn', () => {
  const axis = layAxis({
    width: 1200,
    openedMs: now - 118 * MINUTE,
    nowMs: now,
    happened: [mark(-48)],
    due: [due(12), due(3 * 1440)],
    offsetMinutes: 480,
  })
  assert.equal(axis.due.length, 1)
  assert.equal(axis.beyond, 1)
  assert.ok(axis.toMs < now + 1440 * MINUTE)
})

test('ticks fall on full steps of the port’s wall clock', () => {
  const axis = layAxis({
    width: 800,
    openedMs: now - 600 * MINUTE,
    nowMs: now,
    happened: [],
    due: [],
    offsetMinutes: 330,
  })
  assert.ok(axis.ticks.length > 1)
  const step = axis.ticks[1]!.at - axis.ticks[0]!.at
  for (const tick of axis.ticks) assert.equal((tick.at + 330 * MINUTE) % step, 0)
})

test('labels never touch, nothing leaves the drawing', () => {
  const minutes = fc.array(fc.integer({ min: -300, max: 0 }), { maxLength: 30 })
  fc.assert(
    fc.property(minutes, fc.array(fc.integer({ min: -100, max: 4000 }), { maxLength: 20 }), (past, ahead) => {
      const axis = layAxis({
        width: 1240,
        openedMs: now - 300 * MINUTE,
        nowMs: now,
        happened: past.map((at) => mark(at)),
        due: ahead.map(due),
        offsetMinutes: 480,
      })
      assert.equal(axis.due.length + axis.beyond, ahead.length)
      for (const set of [axis.happened, axis.due]) {
        const boxes = set.flatMap(({ text, label }) =>
          text
            ? [
                {
                  lane: text.lane,
                  from: text.anchor === 'start' ? text.x : text.x - textWidth(label) - 4,
                  to: text.anchor === 'start' ? text.x + textWidth(label) : text.x,
                },
              ]
            : [],
        )
        for (const [i, a] of boxes.entries())
          for (const b of boxes.slice(i + 1)) assert.ok(a.lane !== b.lane || a.to <= b.from || b.to <= a.from)
        for (const { x } of set) assert.ok(x >= 0 && x <= 1240)
      }
    }),
  )
})

test('each risk has a line of its own; what belongs to none stands with the first, and nothing stands left of the names', () => {
  const axis = layAxis({
    width: 1200,
    indent: 96,
    strands: ['bio', 'cyber'],
    openedMs: now - 118 * MINUTE,
    nowMs: now,
    happened: [
      { ...mark(-100), strand: 'bio' },
      { ...mark(-48), strand: 'cyber' },
      { ...mark(-20), strand: 'unknown' },
    ],
    due: [
      { ...due(12), strand: 'cyber' },
      { ...due(30), strand: 'bio' },
    ],
    offsetMinutes: 480,
  })
  assert.deepEqual(
    axis.strands.map((strand) => [strand.id, strand.happened.length, strand.due.length]),
    [
      ['bio', 2, 1],
      ['cyber', 1, 1],
    ],
  )
  for (const { happened } of axis.strands)
    for (const one of happened) {
      assert.ok(one.x >= 96)
      if (one.text?.anchor === 'start') assert.ok(one.text.x >= 92)
    }
})
