import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stepsOf } from './moved-geometry.ts'

const at = (minutes: number) => new Date(Date.UTC(2026, 0, 1, 0, minutes))
const moment = (minutes: number, low: number, high: number) => ({ at: at(minutes).toISOString(), low, high })

test('each belief holds until the next one, the last until now', () => {
  assert.deepEqual(stepsOf([moment(0, 45, 55), moment(30, 55, 80)], at(60)), [
    { from: 0, to: 0.5, low: 0.45, high: 0.55 },
    { from: 0.5, to: 1, low: 0.55, high: 0.8 },
  ])
})

test('nothing believed is nothing drawn, and what was just said has a width', () => {
  assert.deepEqual(stepsOf([], at(0)), [])
  assert.deepEqual(stepsOf([moment(0, 5, 20)], at(0)), [{ from: 0, to: 1, low: 0.05, high: 0.2 }])
})
