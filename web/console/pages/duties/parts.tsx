import { Fragment, type ReactNode } from 'react'
import { Link, useSearchParams } from 'react-router'
import type { Flag } from '../../../../src/environment/duties/browse-model.ts'
import { DeadlineTag, Tag, useBilingual, useLocale, useText } from '../../../kit/public.ts'
import { articleWords, isForeign, isRead } from '../warnings/articles.ts'
import { text } from './text.ts'

type Basis = {
  instrument: string
  zh: string
  en: string
  articles: readonly string[]
  verification: string
}
type Named = { id: string; zh: string; en: string }

/** "国境卫生检疫法（2024修订） 第 12、14 条"; says so where there is only a plan or an agreement. */
export const BasisWords = ({ basis }: { basis: readonly Basis[] }) => {
  const t = useText(text)
  const locale = useLocale()
  if (basis.length === 0) return t('plan')
  return basis.map((one, i) => (
    <Fragment key={`${one.instrument} ${one.articles.join(' ')}`}>
      {i > 0 && (locale === 'zh' ? '；' : '; ')}
      {one[locale]} <Articles of={one.articles} />
    </Fragment>
  ))
}

export const Articles = ({ of }: { of: readonly string[] }) => {
  const locale = useLocale()
  return <span lang={isForeign(of, locale) ? 'en' : undefined}>{articleWords(of, locale)}</span>
}

export const isUnreadBasis = (basis: Basis | null): boolean => basis !== null && !isRead(basis.verification)

/** Names in one line. */
export const useNames = (): ((list: readonly Named[]) => string) => {
  const t = useText(text)
  const b = useBilingual()
  return (list) => list.map(b).join(t('listed'))
}

/** Why it must be looked at, each a word with its sentence behind; what a person must confirm stands out. */
export const Flags = ({ flags }: { flags: readonly Flag[] }) => {
  const t = useText(text)
  const b = useBilingual()
  const kinds = [...new Set(flags.map((flag) => flag.kind))]
  return (
    <span className="tg-flags">
      {kinds.map((kind) => (
        <span
          key={kind}
          className={kind === 'review' ? 'st' : 'i3'}
          title={flags
            .filter((flag) => flag.kind === kind)
            .map(b)
            .join('\n')}
        >
          {t(`flag_${kind}`)}
        </span>
      ))}
    </span>
  )
}

/** A row's permanent address; the day that is looked at goes with it. */
export const EntryLink = ({ id, children, className }: { id: string; children: ReactNode; className?: string }) => {
  const [params] = useSearchParams()
  const asOf = params.get('asOf')
  return (
    <Link to={`/duties/${id}${asOf ? `?asOf=${asOf}` : ''}`} className={className} data-row="">
      {children}
    </Link>
  )
}

export const Due = ({
  deadline,
}: {
  deadline: { kind: string; due: { amount: number; unit: string } | null; basis?: Basis | null }
}) => (
  <DeadlineTag
    kind={deadline.kind as Parameters<typeof DeadlineTag>[0]['kind']}
    amount={deadline.due}
    unread={isUnreadBasis(deadline.basis ?? null)}
  />
)

export const SiteTag = ({ shown }: { shown: boolean }) => {
  const t = useText(text)
  return shown ? <Tag>{t('thisSite')}</Tag> : null
}
