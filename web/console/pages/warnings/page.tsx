import { useNavigate } from 'react-router'
import type { ListState } from '../../../../src/actions/warn/model.ts'
import { Action, DataList, EmptyState, Loaded, NewRows, Page, useText } from '../../../kit/public.ts'
import { useRight } from '../../api/public.ts'
import { Figures, Filters, useFilter, useSet } from './filters.tsx'
import { text } from './text.ts'
import { useFigures, useWarnings } from './use-warnings.ts'
import { WarningLine } from './warning-line.tsx'
import './warnings.css'
import './list.css'

const EMPTY = {
  open: 'emptyOpen',
  mine: 'emptyMine',
  overdue: 'emptyOverdue',
  ended: 'emptyEnded',
  cancelled: 'emptyCancelled',
  unjudged: 'emptyUnjudged',
  judged: 'emptyJudged',
  false_alarm: 'emptyFalse',
  all: 'emptyAll',
} as const satisfies Record<ListState, keyof (typeof text)['zh']>

/** Duty officer: who knows, who has not acknowledged? */
const Warnings = () => {
  const t = useText(text)
  const navigate = useNavigate()
  const set = useSet()
  const { state, narrowed, ...filter } = useFilter()
  const warnings = useWarnings(state, filter)
  const figures = useFigures(filter)
  const counted = figures.data
  const finding = counted
    ? [
        t('findingOpen', { count: counted.open }),
        ...(counted.mine > 0 ? [t('findingMine', { count: counted.mine })] : []),
        ...(counted.overdue > 0 ? [t('findingLate', { count: counted.overdue })] : []),
      ].join(t('comma'))
    : undefined
  return (
    <Page
      title={t('title')}
      finding={finding}
      actions={
        <Action allowed={useRight('warnings.issue')} primary onClick={() => void navigate('/warnings/new')}>
          {t('issue')}
        </Action>
      }
      below={
        <div className="tg-warning-filter">
          <Figures state={state} figures={counted} />
          <Filters filter={filter} />
        </div>
      }
    >
      <Loaded query={warnings}>
        {(rows) => (
          <div className="tg-warnings">
            <DataList
              label={t('list')}
              rows={rows}
              rowKey={(row) => row.id}
              top={
                <NewRows
                  count={warnings.waiting}
                  onShow={warnings.show}
                  words={t('newWarnings', { count: warnings.waiting })}
                />
              }
              empty={
                narrowed ? (
                  <EmptyState
                    action={
                      <button
                        type="button"
                        className="tg-button"
                        onClick={() => set({ level: '', domain: '', place: '' })}
                      >
                        {t('clearFilter')}
                      </button>
                    }
                  >
                    {t('emptyFilter')}
                  </EmptyState>
                ) : state === 'all' ? (
                  <EmptyState>{t('emptyAll')}</EmptyState>
                ) : (
                  <EmptyState
                    action={
                      <button type="button" className="tg-button" onClick={() => set({ state: 'all' })}>
                        {t('showAll')}
                      </button>
                    }
                  >
                    {t(EMPTY[state])}
                  </EmptyState>
                )
              }
              onMore={warnings.onMore}
              loadingMore={warnings.loadingMore}
            >
              {(row) => <WarningLine row={row} />}
            </DataList>
          </div>
        )}
      </Loaded>
    </Page>
  )
}

export default Warnings
