/** A moment in one narrow column: the time today, the day else. Pure; the whole of it stands in the title. */
import type { Locale } from '../../../kit/locale.ts'
import { portTime, timeOfDay } from '../../../kit/port-time.ts'

export const shortTime = (at: Date, now: Date, zone: string, locale: Locale): string => {
  const time = timeOfDay(at, zone)
  if (portTime(at, now, zone, locale) === time) return time
  const format = { timeZone: zone, month: locale === 'zh' ? '2-digit' : 'short', day: '2-digit' } as const
  return new Intl.DateTimeFormat(locale === 'zh' ? 'zh-CN' : 'en-GB', format).format(at).replace('/', '-')
}
