import { useNavigate } from 'react-router'
import type { NoticeRow } from '../../../../src/actions/scan/model.ts'
import {
  Action,
  Column,
  Columns,
  DataList,
  EmptyState,
  Loaded,
  NewRows,
  Page,
  RelativeTime,
  Row,
  Segments,
  useAddress,
  useBilingual,
  useText,
} from '../../../kit/public.ts'
import { useRight } from '../../api/public.ts'
import { Sources } from './sources.tsx'
import { text } from './text.ts'
import { useKinds, useNotices, useSources } from './use-scan.ts'
import './scan.css'

/** Analyst, legal officer: what changes outside the port, what does it mean here, who acts on it? */
const ScanPage = () => {
  const t = useText(text)
  const navigate = useNavigate()
  const [state] = useAddress('state', 'open')
  const [scope] = useAddress('scope', 'everybody')
  const [kind, setKind] = useAddress('kind', '')
  const notices = useNotices({ state, kind, mine: scope === 'mine' })
  const kinds = useKinds()
  return (
    <Page
      title={t('title')}
      finding={useFinding(notices.data, state)}
      actions={
        <Action allowed={useRight('scan.write')} primary onClick={() => void navigate('/scan/new')}>
          {t('record')}
        </Action>
      }
      below={
        <div className="tg-scan-filter">
          <Segments
            name="state"
            label={t('state')}
            options={(['open', 'closed', 'all'] as const).map((value) => ({ value, label: t(value) }))}
          />
          <Segments
            name="scope"
            label={t('scope')}
            options={(['everybody', 'mine'] as const).map((value) => ({ value, label: t(value) }))}
          />
          <select aria-label={t('kind')} value={kind} onChange={(event) => setKind(event.target.value)}>
            <option value="">{t('anyKind')}</option>
            {kinds.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </div>
      }
    >
      <Columns template="minmax(0, 5fr) minmax(320px, 2fr)">
        <Column>
          <Loaded query={notices}>
            {(rows) => (
              <DataList
                label={t('list')}
                rows={rows}
                rowKey={(row) => row.id}
                top={<NewRows count={notices.waiting} onShow={notices.show} />}
                empty={
                  <EmptyState>
                    {t(scope === 'mine' ? 'emptyMine' : state === 'open' ? 'emptyOpen' : 'emptyAll')}
                  </EmptyState>
                }
                onMore={notices.onMore}
                loadingMore={notices.loadingMore}
              >
                {(row) => <NoticeLine row={row} />}
              </DataList>
            )}
          </Loaded>
        </Column>
        <Column>
          <Sources />
        </Column>
      </Columns>
    </Page>
  )
}

export default ScanPage

const useFinding = (rows: readonly NoticeRow[] | undefined, state: string): string | undefined => {
  const t = useText(text)
  const stale = useSources().data?.rows.filter((one) => one.stale).length ?? 0
  if (!rows) return undefined
  const due = rows.filter((row) => row.due).length
  const late = rows.reduce((sum, row) => sum + row.proposals.overdue, 0)
  return [
    ...(state === 'open' ? [t('finding', { count: rows.length })] : []),
    ...(due > 0 ? [t('findingDue', { count: due })] : []),
    ...(late > 0 ? [t('overdue', { count: late })] : []),
    ...(stale > 0 ? [t('findingStale', { count: stale })] : []),
  ].join(t('comma'))
}

const NoticeLine = ({ row }: { row: NoticeRow }) => {
  const t = useText(text)
  const b = useBilingual()
  const { open, of, overdue } = row.proposals
  return (
    <Row
      to={`/scan/${row.id}`}
      strong={row.due || overdue > 0}
      lead={<RelativeTime at={row.recordedAt} />}
      title={
        <>
          {row.title} <span className="i2">{t('means', { words: row.soWhat })}</span>
        </>
      }
      end={row.closedAt ? t('closed') : row.due ? t('due') : t('reviewOn', { day: row.reviewOn.slice(5) })}
      meta={
        <span className="ell">
          {[t(`kind_${row.kind}`), t('owner', { agency: b(row.owner) }), ...row.risks.map(b)].join(t('separator'))}
        </span>
      }
      endMeta={of > 0 ? (overdue > 0 ? t('overdue', { count: overdue }) : t('proposals', { open, of })) : undefined}
    />
  )
}
