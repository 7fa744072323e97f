/** Days of a roster in words, and minutes as a clock shows them. Pure. */
import type { Locale } from '../../../kit/public.ts'

/** `2026-11-25` so many days on. */
export const dayPlus = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

/** `周三 11-25` or `Wed 25 Nov`. */
export const dayWords = (day: string, locale: Locale): string => {
  const at = new Date(`${day}T00:00:00Z`)
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale === 'zh' ? 'zh-CN' : 'en-GB', { ...options, timeZone: 'UTC' }).format(at)
  const weekday = format({ weekday: 'short' })
  return locale === 'zh' ? `${weekday} ${day.slice(5)}` : `${weekday} ${format({ day: 'numeric', month: 'short' })}`
}

/** `20:00` for 1200. */
export const clockOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

/** 1200 for `20:00`, `8:00` and the full-width colon too; undefined for what is not a time. */
export const minutesOf = (words: string): number | undefined => {
  const [, hour, minute] = /^(\d{1,2})[:：](\d{2})$/.exec(words.trim()) ?? []
  if (hour === undefined || Number(hour) > 23 || Number(minute) > 59) return undefined
  return Number(hour) * 60 + Number(minute)
}
