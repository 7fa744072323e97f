import { useText } from './i18n.ts'
import { useLocale } from './locale.ts'
import { text } from './text.ts'

type Props = {
  done: number
  of: number
  /** Names of those that have not acknowledged; the squares of the missing are hollow. */
  missing: readonly string[]
  /** Bold when somebody is late. */
  overdue?: boolean
}

/** One small square per agency, hollow = not yet. Above 24 agencies only the count, since nobody counts that many. */
export const Acks = ({ done, of, missing }: Props) => {
  const t = useText(text)
  const joined = useNames(missing)
  const label = `${t('acknowledged', { done, all: of })}${missing.length > 0 ? ` · ${t('notYet', { names: joined })}` : ''}`
  if (of > 24) return null
  return (
    <span className="tg-acks" role="img" aria-label={label} title={label}>
      {Array.from({ length: of }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: squares have no identity but their place
        <i key={i} className={i < done ? undefined : 'n'} />
      ))}
    </span>
  )
}

/** "已确认 8/11", bold when late. */
export const AckCount = ({ done, of, overdue = false }: Pick<Props, 'done' | 'of' | 'overdue'>) => {
  const t = useText(text)
  return <span className={overdue ? 'st nw' : 'i2 nw'}>{t('acknowledged', { done, all: of })}</span>
}

/** "未确认：网信、承运人", or nothing when all have. */
export const MissingAcks = ({ missing }: Pick<Props, 'missing'>) => {
  const t = useText(text)
  const names = useNames(missing)
  return missing.length === 0 ? null : <span className="ell">{t('notYet', { names })}</span>
}

/** Names in a row, with the separator of the language. */
export const useNames = (names: readonly string[]): string => names.join(useLocale() === 'zh' ? '\u3001' : ', ')
