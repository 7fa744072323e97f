import { useNavigate } from 'react-router'
import type { WarningRow } from '../../../../src/actions/warn/model.ts'
import {
  Action,
  DataList,
  EmptyState,
  Loaded,
  NewRows,
  Page,
  Segments,
  useAddress,
  useText,
} from '../../../kit/public.ts'
import { useRight } from '../../api/public.ts'
import { text } from './text.ts'
import { useWarnings } from './use-warnings.ts'
import { WarningLine } from './warning-line.tsx'
import './warnings.css'

/** Duty officer: who knows, who has not acknowledged? */
const Warnings = () => {
  const t = useText(text)
  const navigate = useNavigate()
  const [asked, ask] = useAddress('state', 'open')
  const state = asked === 'all' ? 'all' : 'open'
  const warnings = useWarnings(state)
  const finding = useFinding(warnings.data, state, warnings.onMore !== undefined)
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
          <Segments
            name="state"
            label={t('state')}
            options={[
              { value: 'open', label: t('open') },
              { value: 'all', label: t('all') },
            ]}
          />
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
                state === 'open' ? (
                  <EmptyState
                    action={
                      <button type="button" className="tg-button" onClick={() => ask('all')}>
                        {t('showAll')}
                      </button>
                    }
                  >
                    {t('emptyOpen')}
                  </EmptyState>
                ) : (
                  <EmptyState>{t('emptyAll')}</EmptyState>
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

/** What the list answers: how many are in force, what waits for us, who is late. Only of the rows that are shown. */
const useFinding = (rows: readonly WarningRow[] | undefined, state: 'open' | 'all', more: boolean) => {
  const t = useText(text)
  if (!rows || rows.length === 0) return undefined
  const inForce = rows.filter((row) => row.state === 'open')
  const mine = inForce.filter((row) => row.mine.needed).length
  const late = inForce.reduce((all, row) => all + row.acks.overdue, 0)
  const count =
    more || state === 'all' ? t('findingShown', { count: rows.length }) : t('findingOpen', { count: inForce.length })
  return [
    count,
    ...(mine > 0 ? [t('findingMine', { count: mine })] : []),
    ...(late > 0 ? [t('findingOverdue', { count: late })] : []),
  ].join(t('comma'))
}
