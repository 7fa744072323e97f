import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { useText } from './i18n.ts'
import { text } from './text.ts'

export type RowProps = {
  /** In front: a time, a level. */
  lead?: ReactNode
  /** What: 14 px, one line. */
  title: ReactNode
  /** Who, where, basis: 12 px, one line. */
  meta?: ReactNode
  /** Right of the title: a count, what is left. */
  end?: ReactNode
  /** Right of the meta: a bar, a state. */
  endMeta?: ReactNode
  /** Deviates from the usual: bold. Not more than about ten on a page. */
  strong?: boolean
  /** Opens here. Without it the row only shows. */
  to?: string | undefined
  /** The row that is open beside the list. */
  selected?: boolean
  /** What it opens stands beside the list: the list stays where it is scrolled to. */
  keepScroll?: boolean
}

/** A dense row of two lines. Use it inside `DataList`, which makes it an item. */
export const Row = ({
  lead,
  title,
  meta,
  end,
  endMeta,
  strong = false,
  to,
  selected = false,
  keepScroll = false,
}: RowProps) => {
  const words = strong ? 'ell st' : 'ell'
  return (
    <div className={selected ? 'tg-row selected' : 'tg-row'}>
      {lead !== undefined && <span className="lead">{lead}</span>}
      {to === undefined ? (
        <span className={`what ${words}`} data-row="" tabIndex={-1}>
          {title}
        </span>
      ) : (
        <Link
          to={to}
          className={`what ${words}`}
          data-row=""
          aria-current={selected || undefined}
          preventScrollReset={keepScroll}
        >
          {title}
        </Link>
      )}
      {end !== undefined && <span className={strong ? 'end st' : 'end'}>{end}</span>}
      {meta !== undefined && <span className="meta">{meta}</span>}
      {endMeta !== undefined && <span className="end-meta">{endMeta}</span>}
    </div>
  )
}

type ListProps<T> = {
  /** Names the list for screen readers. */
  label: string
  rows: readonly T[]
  rowKey: (row: T) => string
  children: (row: T) => ReactNode
  /** Shown when there is nothing: an `EmptyState`. */
  empty?: ReactNode
  /** Above the first row: `NewRows`. */
  top?: ReactNode
  /** Paging by the server's opaque cursor; absent at the end of the list. */
  onMore?: (() => void) | undefined
  loadingMore?: boolean
}

/** Rows parted by hairlines, walked with `j` and `k`, continued with a button (never by scrolling alone). */
export const DataList = <T,>({ label, rows, rowKey, children, empty, top, onMore, loadingMore }: ListProps<T>) => {
  const t = useText(text)
  if (rows.length === 0 && empty !== undefined)
    return (
      <>
        {top}
        {empty}
      </>
    )
  return (
    <div data-list="">
      {top}
      <ul className="tg-list" aria-label={label}>
        {rows.map((row) => (
          <li key={rowKey(row)}>{children(row)}</li>
        ))}
      </ul>
      {onMore && (
        <button type="button" className="tg-more" onClick={onMore} disabled={loadingMore ?? false}>
          {loadingMore ? t('loading') : t('loadOlder')}
        </button>
      )}
    </div>
  )
}

/** "12 条新信号": waits above the list until it is pressed; nothing that is being read moves. */
export const NewRows = ({ count, onShow, words }: { count: number; onShow: () => void; words?: string }) => {
  const t = useText(text)
  return (
    <div role="status" className="tg-new-status">
      {count > 0 && (
        <button type="button" className="tg-new" onClick={onShow}>
          {words ?? t('newRows', { count })}
        </button>
      )}
    </div>
  )
}
