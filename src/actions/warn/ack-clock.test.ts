import assert from 'node:assert/strict'
import { test } from 'node:test'
import { referenceFromFiles } from '../../environment/reference/public.ts'
import { planByMinutes, planByWorkingDays } from './ack-clock.ts'

const { calendar } = referenceFromFiles()
const at = (text: string): Date => new Date(text)
const iso = (date: Date | null): string | undefined => date?.toISOString()

test('minutes: a reminder at four fifths, the commander after half as much again', () => {
  const plan = planByMinutes(at('2026-03-08T16:00:00.000Z'), 30)
  assert.deepEqual(
    [iso(plan.remindAt), iso(plan.dueAt), iso(plan.commandAt)],
    ['2026-03-08T16:24:00.000Z', '2026-03-08T16:30:00.000Z', '2026-03-08T16:45:00.000Z'],
  )
  const short = planByMinutes(at('2026-03-08T16:00:00.000Z'), 1)
  assert.equal(iso(short.commandAt), '2026-03-08T16:02:00.000Z')
})

test('working days over the Spring Festival end with the last of them, by the port’s clock', () => {
  // Thursday, 12 February 2026, 10:00. Working days: Fri 13, Sat 14 (make-up), Tue 24; 15 to 23 are holidays.
  const plan = planByWorkingDays(at('2026-02-12T02:00:00.000Z'), 2, { zone: 'Asia/Shanghai', calendar })
  assert.equal(iso(plan.dueAt), '2026-02-14T16:00:00.000Z')
  assert.equal(iso(plan.remindAt), '2026-02-14T01:00:00.000Z')
  // The commander of the issuer is told on the next working morning, after the holidays.
  assert.equal(iso(plan.commandAt), '2026-02-24T01:00:00.000Z')
})

test('in a zone with summer time the morning is the morning of that zone', () => {
  // Friday before the clocks go forward in Berlin (29 March 2026); the next working day is Monday.
  const plan = planByWorkingDays(at('2026-03-27T09:00:00.000Z'), 1, { zone: 'Europe/Berlin', calendar })
  assert.equal(iso(plan.remindAt), '2026-03-30T07:00:00.000Z')
  assert.equal(iso(plan.dueAt), '2026-03-30T22:00:00.000Z')
})

test('where the notice of a year is not loaded no date is guessed', () => {
  assert.throws(
    () => planByWorkingDays(at('2026-12-30T02:00:00.000Z'), 5, { zone: 'Asia/Shanghai', calendar }),
    /Calendar not loaded/,
  )
})
