import { EmptyState, Section, useBilingual, useLocale, useText } from '../../../kit/public.ts'
import { articleWords, isRead } from './articles.ts'
import { text } from './text.ts'
import { useWord } from './use-reference.ts'

type Row = {
  instrument: string
  zh: string
  en: string
  articles: readonly string[]
  verification: string
  review: boolean
}

/** Instruments and articles, and for each whether its text has been read: 条文待核 where it has not. */
export const BasisSection = ({ title, rows }: { title: string; rows: readonly Row[] }) => {
  const t = useText(text)
  return (
    <Section title={title} finding={rows.length > 0 ? t('basisFinding', { count: rows.length }) : undefined}>
      {rows.length === 0 ? <EmptyState>{t('basisNone')}</EmptyState> : <BasisList rows={rows} />}
    </Section>
  )
}

const BasisList = ({ rows }: { rows: readonly Row[] }) => {
  const t = useText(text)
  const b = useBilingual()
  const locale = useLocale()
  const verification = useWord('verifications')
  return (
    <ul className="tg-basis">
      {rows.map((row) => (
        <li key={`${row.instrument} ${row.articles.join(' ')}`}>
          <span>
            {b(row)} {articleWords(row.articles, locale)}
          </span>
          <span className="state">
            {isRead(row.verification) ? (
              <span className="i3">{verification(row.verification)}</span>
            ) : (
              <b>{t('articleUnread', { how: verification(row.verification) })}</b>
            )}
            {row.review && <b>{t('basisReview')}</b>}
          </span>
        </li>
      ))}
    </ul>
  )
}
