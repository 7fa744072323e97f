import { useNavigate } from 'react-router'
import type { ShiftRow } from '../../../../src/actions/cell/shift/model.ts'
import {
  Action,
  DataList,
  EmptyState,
  Loaded,
  Page,
  PortTime,
  Row,
  useBilingual,
  useText,
} from '../../../kit/public.ts'
import { text } from './handover-text.ts'
import { useOfficer } from './lines.tsx'
import { text as cellText } from './text.ts'
import { useShifts } from './use-cell.ts'
import { CellViews } from './views.tsx'

/** Officer who comes or goes: which hand-over waits for whom? */
const Handovers = () => {
  const t = useText(text)
  const w = useText(cellText)
  const navigate = useNavigate()
  const shifts = useShifts()
  const waiting = shifts.data?.rows.filter((row) => row.in === null).length ?? 0
  return (
    <Page
      title={w('handover')}
      finding={waiting > 0 ? t('finding', { count: waiting }) : undefined}
      actions={
        shifts.data && (
          <Action allowed={shifts.data.can.signOut} primary onClick={() => void navigate('/cell/handover/new')}>
            {t('handOver')}
          </Action>
        )
      }
      below={<CellViews />}
    >
      <Loaded query={shifts}>
        {({ rows }) => (
          <div className="tg-cell-list">
            <DataList
              label={t('list')}
              rows={rows}
              rowKey={(row) => row.id}
              empty={<EmptyState>{t('empty')}</EmptyState>}
            >
              {(row) => <HandoverLine row={row} />}
            </DataList>
          </div>
        )}
      </Loaded>
    </Page>
  )
}

export default Handovers

const HandoverLine = ({ row }: { row: ShiftRow }) => {
  const t = useText(text)
  const b = useBilingual()
  const officer = useOfficer()
  const state = row.in
    ? t('complete')
    : row.waitsForMe
      ? t('waitsForMe')
      : row.named
        ? t('waitsNamed', { officer: b(row.named.name) })
        : t('waits')
  return (
    <Row
      to={`/cell/handover/${row.id}`}
      strong={row.waitsForMe}
      title={<Period from={row.from} to={row.to} />}
      end={state}
      meta={
        <>
          <span>{t('outBy', { officer: officer(row.out) })}</span>
          {row.in && <span>{t('inBy', { officer: officer(row.in) })}</span>}
          {row.reservations > 0 && <span className="st">{t('reservations', { count: row.reservations })}</span>}
          {row.corrections > 0 && <span>{t('corrections', { count: row.corrections })}</span>}
        </>
      }
      endMeta={<PortTime at={row.in?.at ?? row.out.at} />}
    />
  )
}

/** Two times with a word between, each with its own element. */
export const Period = ({ from, to }: { from: string; to: string }) => {
  const w = useText(cellText)
  const [before, middle, after] = w('fromTo', { from: '|', to: '|' }).split('|')
  return (
    <span className="nw">
      {before}
      <PortTime at={from} />
      {middle}
      <PortTime at={to} />
      {after}
    </span>
  )
}
