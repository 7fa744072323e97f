/**
 * Working days and due times in the port's time zone. Working day = Monday to Friday, less the holidays, plus the make-up
 * working days of the State Council's notice for that year (data/holiday-calendar.json). A year that is not completely
 * loaded has no working days: nothing here guesses from plain weekends, because a statutory date must not be a guess.
 */
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../base/public.ts'
import type { Amount, CalendarYear } from '../reference/public.ts'

export type WorkingCalendar = { years: ReadonlyMap<number, CalendarYear> }

/** A day as counted in a zone: `2026-02-14`. */
export type LocalDay = string

const formats = new Map<string, Intl.DateTimeFormat>()
const partsFormat = (zone: string): Intl.DateTimeFormat => {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA-u-hc-h23', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
    formats.set(zone, format)
  }
  return format
}

/** Wall-clock time of an instant in a zone, as if it were UTC milliseconds. */
const wallClock = (at: Date, zone: string): number => {
  const part: Record<string, number> = {}
  for (const { type, value } of partsFormat(zone).formatToParts(at)) part[type] = Number(value)
  const utc = Date.UTC(part.year!, part.month! - 1, part.day!, part.hour!, part.minute!, part.second!)
  return utc + (((at.getTime() % 1000) + 1000) % 1000)
}

/** The instant at which a zone's clock shows this wall time. In a gap of summer time: as much later as the gap is wide. */
const instantOfWall = (wall: number, zone: string): Date => {
  const guess = wall - (wallClock(new Date(wall), zone) - wall)
  const corrected = guess - (wallClock(new Date(guess), zone) - wall)
  return new Date(wallClock(new Date(corrected), zone) === wall ? corrected : Math.max(guess, corrected))
}

export const localDay = (at: Date, zone: string): LocalDay => new Date(wallClock(at, zone)).toISOString().slice(0, 10)

/** First instant of a local day. */
export const startOfDay = (day: LocalDay, zone: string): Date => instantOfWall(Date.parse(`${day}T00:00:00Z`), zone)

/** The instant at which the zone's clock shows this time of a day, in seconds after midnight. */
export const instantOfLocal = (day: LocalDay, seconds: number, zone: string): Date =>
  instantOfWall(Date.parse(`${day}T00:00:00Z`) + seconds * 1000, zone)

/** When the zone's clock shows so many minutes after midnight of a local day; more than a day's minutes run into the next. */
export const instantOn = (day: LocalDay, minutes: number, zone: string): Date => instantOfLocal(day, minutes * 60, zone)

/** Minutes after midnight by the zone's clock. */
export const wallMinutes = (at: Date, zone: string): number =>
  Math.floor((((wallClock(at, zone) % DAY_MS) + DAY_MS) % DAY_MS) / MINUTE_MS)

/** The instant at which the zone's clock shows so many minutes after midnight, on the local day of `at`. */
export const atWallTime = (at: Date, zone: string, minutes: number): Date =>
  instantOfWall(Date.parse(`${localDay(at, zone)}T00:00:00Z`) + minutes * MINUTE_MS, zone)

export const addDays = (day: LocalDay, days: number): LocalDay =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)

/** True or false; undefined where the year's notice is not loaded. */
export const isWorkingDay = (day: LocalDay, calendar: WorkingCalendar): boolean | undefined => {
  const year = calendar.years.get(Number(day.slice(0, 4)))
  if (!year || year.status === 'incomplete') return undefined
  if (year.makeUpWorkingDays.includes(day)) return true
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return weekday !== 0 && weekday !== 6 && !year.holidays.some((holiday) => holiday.days.includes(day))
}

export const CALENDAR_NOT_LOADED = {
  zh: '日历未载入：请先载入国务院办公厅的节假日通知。',
  en: "Calendar not loaded: load the State Council's holiday notice for that year first.",
} as const

/** A due time, or why there is none. */
export type Due = { at: Date } | { at: null; zh: string; en: string }

/**
 * When something is due.
 * Minutes and hours run through nights and holidays. Days: the same time of day so many days on. Working days: day 1 is
 * the first working day after the event, and the period ends with the end of working day N (holiday-calendar.json,
 * `countingEn`). Before an event everything counts back, and N working days before end with the start of that day.
 */
export const dueAt = (
  from: Date,
  amount: Amount,
  where: { zone: string; calendar: WorkingCalendar; direction?: 'after' | 'before' },
): Due => {
  const sign = where.direction === 'before' ? -1 : 1
  switch (amount.unit) {
    case 'minute':
      return { at: new Date(from.getTime() + sign * amount.amount * MINUTE_MS) }
    case 'hour':
      return { at: new Date(from.getTime() + sign * amount.amount * HOUR_MS) }
    case 'day':
      return { at: instantOfWall(wallClock(from, where.zone) + sign * amount.amount * DAY_MS, where.zone) }
    case 'workingDay': {
      let day = localDay(from, where.zone)
      // The day of the event itself must lie in a loaded year too, or an unknown holiday could hide behind it.
      if (isWorkingDay(day, where.calendar) === undefined) return { at: null, ...CALENDAR_NOT_LOADED }
      for (let counted = 0; counted < amount.amount; ) {
        day = addDays(day, sign)
        const working = isWorkingDay(day, where.calendar)
        if (working === undefined) return { at: null, ...CALENDAR_NOT_LOADED }
        if (working) counted++
      }
      return { at: startOfDay(sign === 1 ? addDays(day, 1) : day, where.zone) }
    }
  }
}
