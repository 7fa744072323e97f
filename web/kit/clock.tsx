import { type ClockReading, readClock } from './clock-geometry.ts'
import { formatNumber, translate, useText } from './i18n.ts'
import { type Locale, useLocale } from './locale.ts'
import { useNow } from './port.tsx'
import { duration } from './port-time.ts'
import { Tag } from './tag.tsx'
import { text } from './text.ts'

export type DeadlineKind = 'statutory_numeric' | 'statutory_immediate' | 'statutory_prompt' | 'local_default'
/** `unit` is minute, hour, day or workingDay. */
export type Amount = { amount: number; unit: string }

/** Instants as the server sends them. */
export type ClockInput = {
  startedAt: string | null
  dueAt: string | null
  completedAt?: string | null | undefined
  pausedAt?: string | null | undefined
}

const date = (instant: string | null | undefined) => (instant ? new Date(instant) : undefined)

export const useClock = ({ startedAt, dueAt, completedAt, pausedAt }: ClockInput): ClockReading => {
  const now = useNow()
  return readClock(
    { startedAt: date(startedAt), dueAt: date(dueAt), completedAt: date(completedAt), pausedAt: date(pausedAt) },
    now,
  )
}

/** The allowed time as a bar that fills, a tick at the deadline, the overrun hatched. Dashed: not begun. */
export const ClockBar = (props: ClockInput) => {
  const reading = useClock(props)
  const locale = useLocale()
  if (reading.state === 'not_started')
    return <div className="tg-clock na" role="img" aria-label={translate(text, locale, 'notStarted')} />
  const label = translate(text, locale, 'clockReading', {
    elapsed: duration(reading.elapsedMs, locale),
    allowed: duration(reading.allowedMs, locale),
  })
  const late = reading.state === 'late' || reading.state === 'done_late'
  return (
    <div className={`tg-clock ${reading.state}`} role="img" aria-label={label}>
      <i style={{ width: percent(reading.used) }} />
      <u style={{ left: late ? percent(reading.tick) : 'calc(100% - 1px)' }} />
      {late && <s style={{ left: percent(reading.tick) }} />}
    </div>
  )
}

const percent = (share: number) => `${(share * 100).toFixed(2)}%`

/** "剩 12 分", "超时 18 分", "21 分完成", "未起算"; bold when it needs somebody. */
export const ClockWords = (props: ClockInput) => {
  const reading = useClock(props)
  const locale = useLocale()
  return <span className={weight(reading)}>{clockWords(reading, locale)}</span>
}

const weight = ({ state }: ClockReading) =>
  state === 'late' || state === 'soon' ? 'st nw' : state === 'running' ? 'i2 nw' : 'i3 nw'

export const clockWords = (reading: ClockReading, locale: Locale): string => {
  switch (reading.state) {
    case 'not_started':
      return translate(text, locale, 'notStarted')
    case 'late':
      return translate(text, locale, 'over', { duration: duration(reading.leftMs, locale) })
    case 'paused':
      return translate(text, locale, 'pausedLeft', { duration: duration(reading.leftMs, locale) })
    case 'done':
      return translate(text, locale, 'doneIn', { duration: duration(reading.elapsedMs, locale) })
    case 'done_late':
      return translate(text, locale, 'doneLate', { duration: duration(reading.leftMs, locale) })
    default:
      return translate(text, locale, 'left', { duration: duration(reading.leftMs, locale) })
  }
}

/**
 * Whose deadline it is. Solid 法定 only for `statutory_numeric`; 立即 and 及时 are quoted beside the local default, because
 * the article states no number.
 */
export const DeadlineTag = ({ kind, amount, unread = false }: DeadlineTagProps) => {
  const t = useText(text)
  const locale = useLocale()
  const words = amount && amountWords(amount, locale)
  if (kind === 'statutory_numeric')
    return (
      <span className="tg-deadline">
        <Tag kind="law">{words ? t('statutory', { amount: words }) : t('statutoryBare')}</Tag>
        {unread && <small>{t('articleUnread')}</small>}
      </span>
    )
  return (
    <span className="tg-deadline">
      <Tag kind="local">{words ? t('localDefault', { amount: words }) : t('localDefaultBare')}</Tag>
      {kind === 'statutory_immediate' && <small>{t('quoteImmediate')}</small>}
      {kind === 'statutory_prompt' && <small>{t('quotePrompt')}</small>}
      {unread && <small>{t('articleUnread')}</small>}
    </span>
  )
}

type DeadlineTagProps = {
  kind: DeadlineKind
  amount?: Amount | null | undefined
  /** True where the article's text has not been verified: 条文待核. */
  unread?: boolean
}

const UNITS = { minute: 'amountMinute', hour: 'amountHour', day: 'amountDay', workingDay: 'amountWorkingDay' } as const

export const amountWords = ({ amount, unit }: Amount, locale: Locale): string =>
  unit in UNITS
    ? translate(text, locale, UNITS[unit as keyof typeof UNITS], { count: amount })
    : `${formatNumber(amount, locale)} ${unit}`

/** The whole of it under a row: words on the right above, the bar below. `width` is the column's. */
export const Clock = (props: ClockInput) => (
  <span className="tg-clock-cell">
    <ClockWords {...props} />
    <ClockBar {...props} />
  </span>
)
