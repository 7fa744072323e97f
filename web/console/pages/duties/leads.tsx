import type { LeadTable } from '../../../../src/environment/duties/browse-model.ts'
import {
  Column,
  Columns,
  DeadlineTag,
  EmptyState,
  Loaded,
  Section,
  useBilingual,
  useText,
} from '../../../kit/public.ts'
import { useReference } from '../../api/public.ts'
import { BasisSection } from '../warnings/basis.tsx'
import { shortName } from '../warnings/short-name.ts'
import { EntryLink, isUnreadBasis, useNames } from './parts.tsx'
import { text } from './text.ts'
import { type Filter, useLeads, useResolved, useSetAddress } from './use-duties.ts'

const PLACES = ['sea', 'air', 'land', 'rail'] as const

/** Who leads for each risk at each place; one cell opens what it resolves to. */
export const Leads = ({ filter }: { filter: Filter }) => {
  const leads = useLeads(filter.jurisdiction, filter.asOf)
  return (
    <Loaded query={leads}>
      {(table) => (
        <Columns template="minmax(0, 1fr) 400px">
          <Column>
            <Table table={table} filter={filter} />
          </Column>
          <Column>
            <Resolved filter={filter} jurisdiction={table.jurisdiction} />
          </Column>
        </Columns>
      )}
    </Loaded>
  )
}

type Row = LeadTable['rows'][number]

const Table = ({ table, filter }: { table: LeadTable; filter: Filter }) => {
  const t = useText(text)
  const b = useBilingual()
  const places = useReference().data?.places ?? []
  const wanted = filter.q.toLowerCase()
  const fits = (row: Row) =>
    wanted === '' ||
    [row.risk, row.domain, ...row.cells.flatMap((cell) => (cell.lead ? [cell.lead] : []))].some((one) =>
      `${one.zh} ${one.en}`.toLowerCase().includes(wanted),
    )
  const rows = table.rows.filter(fits)
  if (rows.length === 0) return <EmptyState>{t('none')}</EmptyState>
  const placeName = (id: string) => {
    const found = places.find((one) => one.id === id)
    return found ? b(found) : ''
  }
  return (
    <table className="tg-leads">
      <thead>
        <tr>
          <th scope="col">{t('headRisk')}</th>
          {PLACES.map((place) => (
            <th key={place} scope="col">
              {placeName(place)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.risk.id}>
            <th scope="row">
              {b(row.risk)}
              <small className="i3">{b(row.domain)}</small>
            </th>
            {PLACES.map((place) => (
              <td key={place}>
                <Cell row={row} place={place} placeName={placeName(place)} filter={filter} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

type CellProps = { row: Row; place: (typeof PLACES)[number]; placeName: string; filter: Filter }

const Cell = ({ row, place, placeName, filter }: CellProps) => {
  const t = useText(text)
  const b = useBilingual()
  const set = useSetAddress()
  const cell = row.cells.find((one) => one.place === place)
  if (!cell)
    return (
      <span className="i3" title={t('notHere')}>
        <span aria-hidden="true">–</span>
        <span className="for-readers">{t('notHere')}</span>
      </span>
    )
  const chosen = filter.risk === row.risk.id && filter.place === place
  const [conflict] = cell.conflicts
  return (
    <button
      type="button"
      className={chosen ? 'cell on' : 'cell'}
      aria-pressed={chosen}
      onClick={() => set({ risk: row.risk.id, place })}
    >
      <span className="for-readers">
        {b(row.risk)} {placeName}{' '}
      </span>
      <span className={conflict ? 'st' : cell.unowned ? 'i2 dashed' : undefined}>
        {cell.lead ? shortName(b(cell.lead)) : t('noLead')}
      </span>
      <small className="i3">
        {conflict
          ? t(conflict.kind === 'two_leads' ? 'twoLeads' : conflict.kind === 'no_lead' ? 'noLead' : 'conflicts')
          : cell.unowned
            ? t('unowned')
            : ''}
      </small>
    </button>
  )
}

const Resolved = ({ filter, jurisdiction }: { filter: Filter; jurisdiction: string }) => {
  const t = useText(text)
  if (filter.risk === '' || filter.place === '') return <EmptyState>{t('chooseCell')}</EmptyState>
  return <ResolvedDuty risk={filter.risk} place={filter.place} jurisdiction={jurisdiction} />
}

const ResolvedDuty = ({ risk, place, jurisdiction }: { risk: string; place: string; jurisdiction: string }) => {
  const t = useText(text)
  const b = useBilingual()
  const names = useNames()
  const resolved = useResolved(risk, place, jurisdiction)
  return (
    <Loaded query={resolved}>
      {(duty) => (
        <div className="tg-resolved">
          <Section
            title={b(duty.riskType)}
            finding={duty.unowned ? t('interim') : undefined}
            end={duty.row && <EntryLink id={duty.row}>{t('openRow')}</EntryLink>}
          >
            <dl className="tg-facts">
              <dt>{t('headLead')}</dt>
              <dd className="st">{duty.lead ? b(duty.lead) : t('noLead')}</dd>
              <dt>{t('supports')}</dt>
              <dd>{names(duty.support) || t('nobody')}</dd>
              <dt>{t('informs')}</dt>
              <dd>{names(duty.inform) || t('nobody')}</dd>
            </dl>
            {[...duty.conflicts, ...(duty.unowned ? [duty.unowned.reason] : [])].map((one) => (
              <p key={one.zh} className="tg-duty-note">
                <b>{b(one)}</b>
              </p>
            ))}
          </Section>
          <BasisSection title={t('basis')} rows={duty.basis} />
          <Section title={t('tasks')} finding={t('tasksFinding', { count: duty.tasks.length })}>
            {duty.tasks.length === 0 ? (
              <EmptyState>{t('noTasks')}</EmptyState>
            ) : (
              <ul className="tg-list">
                {duty.tasks.map((task) => (
                  <li key={task.template} className="tg-duty-task">
                    <span>{b(task.title)}</span>
                    <small className="i2">{b(task.agency)}</small>
                    <DeadlineTag
                      kind={task.kind as Parameters<typeof DeadlineTag>[0]['kind']}
                      amount={task.due}
                      unread={isUnreadBasis(task.basis)}
                    />
                  </li>
                ))}
              </ul>
            )}
          </Section>
        </div>
      )}
    </Loaded>
  )
}
