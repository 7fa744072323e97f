import { Link } from 'react-router'
import { DataList, EmptyState, Loaded, NewRows, Page, useBilingual, useText } from '../../../kit/public.ts'
import { useRight } from '../../api/public.ts'
import { Filters } from './filters.tsx'
import { SignalLine } from './signal-line.tsx'
import { text } from './text.ts'
import { type Filter, PAGE_ROWS, useFilter, useSignalCount, useSignals } from './use-signals.ts'
import './signals.css'

/** Duty officer, analyst: which of these needs a person now, and why? */
const Signals = () => {
  const t = useText(text)
  const b = useBilingual()
  const right = useRight('signals.read')
  if (right === true) return <SignalsPage />
  return (
    <Page title={t('title')}>
      <EmptyState>{b(right)}</EmptyState>
    </Page>
  )
}

export default Signals

const SignalsPage = () => {
  const t = useText(text)
  const filter = useFilter()
  const signals = useSignals(filter)
  const count = useSignalCount(filter)
  const finding = count && [
    count.needsPerson > 0 ? t('finding', { count: count.needsPerson }) : t('findingNone'),
    t(count.atLeast ? 'findingAtLeast' : 'findingAll', { count: count.count }),
  ]
  return (
    <Page
      title={t('title')}
      finding={finding?.join(t('separator'))}
      actions={<Actions />}
      below={<Filters filter={filter} count={count} />}
    >
      <Loaded query={signals}>
        {(rows) => (
          <DataList
            label={t('list')}
            rows={rows}
            rowKey={(row) => row.id}
            top={<Waiting count={signals.waiting} onShow={signals.show} />}
            empty={<Empty filter={filter} total={count?.count} />}
            onMore={signals.onMore}
            loadingMore={signals.loadingMore}
          >
            {(row) => <SignalLine row={row} sayNeeds={filter.needs === 'all'} weigh={filter.level === ''} />}
          </DataList>
        )}
      </Loaded>
    </Page>
  )
}

const Actions = () => {
  const t = useText(text)
  const mayImport = useRight('signals.import') === true
  const mayReport = useRight('signals.report') === true
  return (
    <>
      <Link to="/triage" className="tg-button">
        {t('grouped')}
      </Link>
      {mayImport && (
        <Link to="/import" className="tg-button">
          {t('import')}
        </Link>
      )}
      {mayReport && (
        <Link to="/signals/new" className="tg-button">
          {t('new')}
        </Link>
      )}
    </>
  )
}

/** The heads of the columns; what is new waits in their place, so that no row moves. Stays in view while the list scrolls. */
const Waiting = ({ count, onShow }: { count: number; onShow: () => void }) => {
  const t = useText(text)
  // A whole page of new rows: how many more there are is not known.
  const words = count >= PAGE_ROWS ? t('newRowsMany', { count: PAGE_ROWS - 1 }) : t('newRows', { count })
  return (
    <div className="tg-strip">
      <div className="heads" aria-hidden="true">
        <span className="order">{t('newestFirst')}</span>
        <span>{t('headReceived')}</span>
        <span>{t('headSignal')}</span>
        <span>{t('headJudged')}</span>
        <span className="r">{t('headFlags')}</span>
      </div>
      <NewRows count={count} words={words} onShow={onShow} />
    </div>
  )
}

/** Says why there is nothing: all judged, nothing fits, or nothing has come yet. */
const Empty = ({ filter, total }: { filter: Filter; total: number | undefined }) => {
  const t = useText(text)
  const mayImport = useRight('signals.import') === true
  const narrowed = [
    filter.level,
    filter.source,
    filter.kind,
    filter.flag,
    filter.subject,
    filter.domain,
    filter.q,
  ].some((value) => value !== '')
  if (narrowed)
    return <EmptyState action={<Link to="/signals">{t('clearFilters')}</Link>}>{t('emptyFiltered')}</EmptyState>
  if (total === 0)
    return <EmptyState action={mayImport && <Link to="/import">{t('toImport')}</Link>}>{t('emptySite')}</EmptyState>
  return <EmptyState action={<Link to="/signals?needs=all">{t('showAll')}</Link>}>{t('emptyPerson')}</EmptyState>
}
