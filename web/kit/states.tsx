import type { ReactNode } from 'react'
import { useText } from './i18n.ts'
import { useLocale } from './locale.ts'
import { problemWords } from './problem.ts'
import { text } from './text.ts'

/** Nothing here: one line that says what that means, and at most one thing to do. Never an empty box. */
export const EmptyState = ({ children, action }: { children: ReactNode; action?: ReactNode }) => (
  <div className="tg-state">
    <p className="i2">{children}</p>
    {action}
  </div>
)

/** What went wrong and what to do, from a problem document. Ink with the word, no colour. */
export const ErrorState = ({ error, onRetry }: { error: unknown; onRetry?: (() => void) | undefined }) => {
  const t = useText(text)
  const { what, remedy } = problemWords(error, useLocale())
  return (
    <div className="tg-state tg-error" role="alert">
      <p>
        <b>{t('error')}</b> {what}
      </p>
      <p className="i2">{remedy}</p>
      {onRetry && (
        <button type="button" className="tg-button" onClick={onRetry}>
          {t('retry')}
        </button>
      )}
    </div>
  )
}

/** Shown only after a moment (by CSS), so that quick answers do not flicker. */
export const Loading = () => {
  const t = useText(text)
  return (
    <p className="tg-state tg-loading i3" role="status">
      {t('loading')}
    </p>
  )
}

type Query<T> = { data: T | undefined; error: unknown; isPending: boolean; refetch: () => unknown }

/** The three states of a query: loading, refused, there. Keeps old data on screen while it is renewed. */
export const Loaded = <T,>({ query, children }: { query: Query<T>; children: (data: T) => ReactNode }) => {
  if (query.data !== undefined) return children(query.data)
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  return <Loading />
}
