import { useNavigate } from 'react-router'
import type { IncidentRow } from '../../../../src/actions/respond/model.ts'
import {
  Action,
  DataList,
  EmptyState,
  Level,
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
import { shortName } from '../warnings/short-name.ts'
import { useWord } from '../warnings/use-reference.ts'
import { text } from './text.ts'
import { type StateFilter, useIncidents } from './use-incidents.ts'
import { Views } from './views.tsx'
import './incidents.css'

/** Commander: which incidents are going on, who leads them, what is overdue in each? */
const Incidents = () => {
  const t = useText(text)
  const navigate = useNavigate()
  const [asked, ask] = useAddress('state', 'open')
  const state: StateFilter = asked === 'closed' || asked === 'all' ? asked : 'open'
  const incidents = useIncidents(state)
  const finding = useFinding(incidents.data, state, incidents.onMore !== undefined)
  return (
    <Page
      title={t('title')}
      finding={finding}
      actions={
        <Action allowed={useRight('incidents.open')} onClick={() => void navigate('/incidents/new')}>
          {t('open')}
        </Action>
      }
      below={
        <div className="tg-incident-filter">
          <Views />
          <Segments
            name="state"
            label={t('state')}
            options={[
              { value: 'open', label: t('stateOpen') },
              { value: 'closed', label: t('stateClosed') },
              { value: 'all', label: t('stateAll') },
            ]}
          />
        </div>
      }
    >
      <Loaded query={incidents}>
        {(rows) => (
          <div className="tg-incidents">
            <DataList
              label={t('list')}
              rows={rows}
              rowKey={(row) => row.id}
              top={
                <NewRows
                  count={incidents.waiting}
                  onShow={incidents.show}
                  words={t('newIncidents', { count: incidents.waiting })}
                />
              }
              empty={
                <EmptyState
                  action={
                    state === 'open' && (
                      <button type="button" className="tg-button" onClick={() => ask('all')}>
                        {t('showAll')}
                      </button>
                    )
                  }
                >
                  {t(state === 'open' ? 'emptyOpen' : state === 'closed' ? 'emptyClosed' : 'emptyAll')}
                </EmptyState>
              }
              onMore={incidents.onMore}
              loadingMore={incidents.loadingMore}
            >
              {(row) => <IncidentLine row={row} />}
            </DataList>
          </div>
        )}
      </Loaded>
    </Page>
  )
}

export default Incidents

const IncidentLine = ({ row }: { row: IncidentRow & { gone: boolean } }) => {
  const t = useText(text)
  const b = useBilingual()
  const place = useWord('places')
  const phase = useWord('phases')
  const closed = row.closedAt !== null || row.gone
  const { done, of, overdue } = row.tasks
  const late = !closed && overdue > 0
  return (
    <Row
      to={`/incidents/${row.id}`}
      strong={late}
      lead={row.level ? <Level level={row.level} /> : ''}
      title={row.title}
      meta={
        <>
          {closed && <span className="st">{t('closed')}</span>}
          <span>{row.no}</span>
          <span>
            <RelativeTime at={row.openedAt} />
          </span>
          <span>{t('leadIs', { agency: shortName(b(row.lead)) })}</span>
          <span className="ell">{[b(row.riskType), place(row.place)].join(t('separator'))}</span>
        </>
      }
      end={of === 0 ? t('noTasks') : t('tasksDone', { done, of })}
      endMeta={late ? <b>{t('tasksOverdue', { count: overdue })}</b> : closed ? '' : phase(row.phase)}
    />
  )
}

const useFinding = (
  rows: readonly (IncidentRow & { gone: boolean })[] | undefined,
  state: StateFilter,
  more: boolean,
) => {
  const t = useText(text)
  if (!rows || rows.length === 0) return undefined
  const going = rows.filter((row) => row.closedAt === null && !row.gone)
  const overdue = going.reduce((sum, row) => sum + row.tasks.overdue, 0)
  const count =
    state !== 'open' || more ? t('findingShown', { count: rows.length }) : t('findingOpen', { count: going.length })
  return [count, ...(overdue > 0 ? [t('findingOverdue', { count: overdue })] : [])].join(t('comma'))
}
