/**
 * Time as officers read it: relative for the last hour, then the port's local time, with the zone on hover.
 * Pure: the zone and the present moment are passed in. Used by `RelativeTime`, `PortTime` and `Clock`.
 */
import { translate } from './i18n.ts'
import type { Locale } from './locale.ts'
import { text } from './text.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

type Parts = { year: string; month: string; day: string; hour: string; minute: string; second: string }

const formats = new Map<string, Intl.DateTimeFormat>()
const cached = (locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  const key = `${locale} ${JSON.stringify(options)}`
  let format = formats.get(key)
  if (!format) {
    format = new Intl.DateTimeFormat(locale, options)
    formats.set(key, format)
  }
  return format
}

const partsIn = (zone: string, at: Date): Parts => {
  const format = cached('en', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  return Object.fromEntries(format.formatToParts(at).map((part) => [part.type, part.value])) as Parts
}

const dayKey = (parts: Parts) => `${parts.year}-${parts.month}-${parts.day}`
const englishDay = (zone: string, at: Date): string => {
  const format = cached('en-GB', { timeZone: zone, day: 'numeric', month: 'short' })
  return format.format(at)
}

/** The zone in words and as an offset: 中国标准时间 UTC+8. */
export const zoneName = (zone: string, at: Date, locale: Locale): string => {
  const named = (style: 'long' | 'shortOffset') =>
    cached(locale === 'zh' ? 'zh-CN' : 'en', { timeZone: zone, timeZoneName: style })
      .formatToParts(at)
      .find((part) => part.type === 'timeZoneName')?.value ?? ''
  return `${named('long')} ${named('shortOffset').replace('GMT', 'UTC')}`
}

/** 03:08 in the port's zone. */
export const timeOfDay = (at: Date, zone: string): string => {
  const parts = partsIn(zone, at)
  return `${parts.hour}:${parts.minute}`
}

/** Today `03:08`, yesterday `昨 22:10`, this year `11-18 22:10`, else with the year. English days read `18 Nov`. */
export const portTime = (at: Date, now: Date, zone: string, locale: Locale): string => {
  const parts = partsIn(zone, at)
  const today = partsIn(zone, now)
  const time = `${parts.hour}:${parts.minute}`
  if (dayKey(parts) === dayKey(today)) return time
  if (dayKey(parts) === dayKey(partsIn(zone, new Date(now.getTime() - DAY_MS))))
    return translate(text, locale, 'yesterdayAt', { time })
  const sameYear = parts.year === today.year
  if (locale === 'zh') return `${sameYear ? '' : `${parts.year}-`}${parts.month}-${parts.day} ${time}`
  return `${englishDay(zone, at)}${sameYear ? '' : ` ${parts.year}`} ${time}`
}

/** Everything, for the title on hover: date, seconds and zone. */
export const fullTime = (at: Date, zone: string, locale: Locale): string => {
  const p = partsIn(zone, at)
  const day = locale === 'zh' ? dayKey(p) : `${englishDay(zone, at)} ${p.year}`
  return `${day} ${p.hour}:${p.minute}:${p.second} ${zoneName(zone, at, locale)}`
}

/** Within an hour either way relative, else `portTime`. */
export const relativeTime = (at: Date, now: Date, zone: string, locale: Locale): string => {
  const ms = now.getTime() - at.getTime()
  if (Math.abs(ms) >= HOUR_MS) return portTime(at, now, zone, locale)
  const minutes = Math.floor(Math.abs(ms) / MINUTE_MS)
  if (minutes === 0) return translate(text, locale, 'justNow')
  return translate(text, locale, ms > 0 ? 'minutesAgo' : 'inMinutes', { count: minutes })
}

/**
 * A length of time in at most two units. Under 100 minutes in minutes, since that is how short deadlines are set;
 * under 3 days in hours and minutes; then days and hours.
 */
export const duration = (ms: number, locale: Locale): string => {
  const all = Math.floor(Math.abs(ms) / MINUTE_MS)
  if (all < 1) return translate(text, locale, 'underMinute')
  if (all < 100) return translate(text, locale, 'minutes', { count: all })
  const minutes = all % 60
  const hours = Math.floor(all / 60)
  if (hours < 72)
    return minutes === 0
      ? translate(text, locale, 'hours', { count: hours })
      : translate(text, locale, 'hoursMinutes', { hours, minutes })
  const days = Math.floor(hours / 24)
  return hours % 24 === 0
    ? translate(text, locale, 'days', { count: days })
    : translate(text, locale, 'daysHours', { days, hours: hours % 24 })
}
