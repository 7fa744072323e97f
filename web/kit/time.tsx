import { translate } from './i18n.ts'
import { useLocale } from './locale.ts'
import { useNow, usePortZone } from './port.tsx'
import { duration, fullTime, portTime, relativeTime } from './port-time.ts'
import { text } from './text.ts'

type Props = { at: string | Date | null | undefined; className?: string }

/** A moment: relative in the last hour, then port local time; date, seconds and zone on hover. */
export const RelativeTime = ({ at, className }: Props) => <Moment at={at} className={className} read={relativeTime} />

/** A moment always as port local time: for logs and for lists ordered by time. */
export const PortTime = ({ at, className }: Props) => <Moment at={at} className={className} read={portTime} />

const Moment = ({ at, className, read }: Props & { read: typeof relativeTime }) => {
  const locale = useLocale()
  const zone = usePortZone()
  const now = useNow()
  if (at === null || at === undefined)
    return <span className={className}>{translate(text, locale, 'unknownTime')}</span>
  const date = new Date(at)
  return (
    <time dateTime={date.toISOString()} title={fullTime(date, zone, locale)} className={className ?? 'nw'}>
      {read(date, now, zone, locale)}
    </time>
  )
}

/** A length of time in words. */
export const Duration = ({ ms }: { ms: number }) => duration(ms, useLocale())
