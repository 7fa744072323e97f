import { Link, useSearchParams } from 'react-router'
import type { GroupRow } from '../../../../src/actions/triage/model.ts'
import { Assessed, PortTime, RelativeTime, Tag, useBilingual, useText } from '../../../kit/public.ts'
import { text } from './text.ts'

type Props = {
  row: GroupRow
  selected: boolean
  open: boolean
  /** What was just decided about it here; it stays in place until the list is read anew. */
  settled: string | undefined
  onSelect: () => void
}

/** A group in two lines: how urgent, why and about what, how many, where it is. */
export const GroupLine = ({ row, selected, open, settled, onSelect }: Props) => {
  const t = useText(text)
  const b = useBilingual()
  const [params] = useSearchParams()
  const to = new URLSearchParams(params)
  to.set('group', row.id)
  const classes = ['tg-row', 'tg-group', open && 'selected', settled !== undefined && 'settled']
    .filter(Boolean)
    .join(' ')
  const isCompound = row.compoundId !== null
  const subject = row.subject && !isCompound ? `${b(row.subject.label)} ${b(row.subject.display)}`.trim() : ''
  const title = isCompound && row.riskType ? b(row.riskType) : b(row.rule)
  return (
    <div className={classes} data-group={row.id}>
      <label className="pick" title={t('select')}>
        <input
          type="checkbox"
          checked={selected}
          onChange={onSelect}
          aria-label={`${t('select')}${t('separator')}${title}`}
        />
      </label>
      <span className="judged">
        <Assessed level={row.level} />
      </span>
      <Link
        to={`?${to}`}
        className={(isCompound || row.returned !== null) && settled === undefined ? 'what ell st' : 'what ell'}
        data-row=""
        aria-current={open || undefined}
        preventScrollReset
        title={title}
      >
        {title}
        {subject !== '' && <span className="subject">{subject}</span>}
      </Link>
      <span className="meta">
        {isCompound ? (
          <>
            <Tag>{t('compound')}</Tag>
            <span className="ell" title={b(row.rule)}>
              {b(row.rule)}
            </span>
          </>
        ) : (
          <>
            {row.riskType && <span className="ell">{b(row.riskType)}</span>}
            <span className="ell mix">
              {row.sources
                .map((one) => (row.sources.length > 1 ? `${b(one.name)} ${one.count}` : b(one.name)))
                .join(t('comma'))}
            </span>
          </>
        )}
      </span>
      <span className="end r">{isCompound ? '' : t('count', { count: row.count })}</span>
      <span className="end-meta r">
        <RelativeTime at={row.lastAt} />
      </span>
      <span className="state ell">
        <State row={row} settled={settled} />
      </span>
      <span className="state-meta ell">
        <Linked row={row} />
      </span>
    </div>
  )
}

const State = ({ row, settled }: { row: GroupRow; settled: string | undefined }) => {
  const t = useText(text)
  const b = useBilingual()
  if (settled !== undefined) return <span className="i3">{settled}</span>
  const { returned, quiet, assigned } = row
  if (quiet?.kind === 'snoozed')
    return (
      <span className="i2">
        {t('until')} <PortTime at={quiet.until} />
      </span>
    )
  if (quiet) return <span className="i3">{t(quiet.kind === 'attached' ? 'wasAttached' : 'wasDismissed')}</span>
  const words = assigned && (row.isMine ? t('toMe') : t('toOther', { name: b(assigned.officer ?? assigned.post) }))
  if (returned) {
    const why =
      returned.why === 'time'
        ? t('returnedTime')
        : returned.why === 'higher'
          ? t('returnedHigher')
          : t('returnedMore', { count: returned.more })
    return (
      <span className="st">
        {why}
        {words && <span className="i2">{`${t('separator')}${words}`}</span>}
      </span>
    )
  }
  return words ? <span className={row.isMine ? 'need' : 'i2'}>{words}</span> : null
}

const Linked = ({ row: { links } }: { row: GroupRow }) => {
  const t = useText(text)
  const words = [
    ...(links.warnings > 0 ? [t('linkedWarnings', { count: links.warnings })] : []),
    ...(links.incidents > 0 ? [t('linkedIncidents', { count: links.incidents })] : []),
  ]
  return <>{words.join(t('separator'))}</>
}
