/**
 * When an agency is asked, reminded, late, and when the issuing agency's commander is told. Pure. Minutes run through nights
 * and holidays; working days are the port's, and end with the last of them. Every share here is a judgement, not validated,
 * and none of it is law.
 */
import { HOUR_MS, invalid, MINUTE_MS } from '../../base/public.ts'
import {
  addDays,
  dueAt,
  isWorkingDay,
  localDay,
  startOfDay,
  type WorkingCalendar,
} from '../../environment/duties/public.ts'

export type AckPlan = { dueAt: Date; remindAt: Date | null; commandAt: Date }

/** The reminder comes when so much of the time has gone. */
const REMIND_SHARE = 0.8
/** The commander is told when the time was exceeded by so much of itself, at least a minute. */
const COMMAND_SHARE = 0.5
/** On working days people are reached from this hour on, by the port's clock. */
const MORNING_MS = 9 * HOUR_MS

export const planByMinutes = (at: Date, minutes: number): AckPlan => {
  const span = minutes * MINUTE_MS
  return {
    dueAt: new Date(at.getTime() + span),
    remindAt: new Date(at.getTime() + Math.floor(span * REMIND_SHARE)),
    commandAt: new Date(at.getTime() + span + Math.max(MINUTE_MS, Math.floor(span * COMMAND_SHARE))),
  }
}

/** @throws DomainError `invalid` where the holiday notice of a year is not loaded: a date must not be a guess. */
export const planByWorkingDays = (
  at: Date,
  days: number,
  where: { zone: string; calendar: WorkingCalendar },
): AckPlan => {
  const due = dueAt(at, { amount: days, unit: 'workingDay' }, where)
  if (due.at === null) throw invalid('ackWorkingDays', due.zh, due.en)
  const lastDay = addDays(localDay(due.at, where.zone), -1)
  const morning = morningOf(lastDay, where.zone)
  let next = localDay(due.at, where.zone)
  // Where the next year's notice is not loaded, the next morning: nobody is told later than that for want of a calendar.
  while (isWorkingDay(next, where.calendar) === false) next = addDays(next, 1)
  return { dueAt: due.at, remindAt: morning > at ? morning : null, commandAt: morningOf(next, where.zone) }
}

const morningOf = (day: string, zone: string): Date => new Date(startOfDay(day, zone).getTime() + MORNING_MS)
