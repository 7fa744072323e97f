import { Link } from 'react-router'
import type { ItemRow } from '../../../../src/drivers/threats/model.ts'
import {
  Clock,
  DataList,
  DeadlineTag,
  EmptyState,
  Loaded,
  PortTime,
  Segments,
  useAddress,
  useBilingual,
  useText,
} from '../../../kit/public.ts'
import { text } from './text.ts'
import { useQueue } from './use-register.ts'

export const INTERIM = { amount: 24, unit: 'hour' } as const

/** Risks that nobody owns: who leads for now, by when, and what was found so far. */
export const Queue = () => {
  const t = useText(text)
  const [state] = useAddress('state', 'open')
  const [law] = useAddress('law')
  const queue = useQueue(state === 'all' ? 'all' : 'open', law)
  return (
    <>
      <div className="tg-duty-bar">
        <Segments
          name="state"
          label={t('state')}
          options={[
            { value: 'open', label: t('openOnly') },
            { value: 'all', label: t('all') },
          ]}
        />
        <Segments
          name="law"
          label={t('law')}
          options={[
            { value: '', label: t('anyLaw') },
            { value: 'CN', label: t('lawCN') },
            { value: 'INT', label: t('lawINT') },
          ]}
        />
      </div>
      <Loaded query={queue}>
        {(list) => (
          <DataList
            label={t('queue')}
            rows={list.rows}
            rowKey={(row) => row.id}
            empty={<EmptyState>{t('queueNone')}</EmptyState>}
          >
            {(row) => <Line row={row} />}
          </DataList>
        )}
      </Loaded>
    </>
  )
}

const Line = ({ row }: { row: ItemRow }) => {
  const t = useText(text)
  const b = useBilingual()
  const said = row.definition ?? (row.reason && b(row.reason)) ?? ''
  return (
    <div className="tg-queue-line">
      <span className="a">
        <Link to={`/register/queue/${row.id}`} className="what" data-row="">
          {b(row.risk)}
        </Link>
        <small className="i3 ell" title={said}>
          {[row.places.map(b).join(t('listed')), t(row.jurisdiction === 'CN' ? 'lawCN' : 'lawINT'), said]
            .filter(Boolean)
            .join(t('separator'))}
        </small>
      </span>
      <span className="b">
        <span className={row.interimOverdue ? 'st' : undefined}>
          {row.interimLead ? t('interimBy', { name: b(row.interimLead) }) : t('interimNone')}
        </span>
        {row.interimLead === null && row.state === 'open' ? (
          <DeadlineTag kind="local_default" amount={INTERIM} />
        ) : (
          <small className="i3">{t(`origin_${row.origin}`)}</small>
        )}
      </span>
      <span className="c">
        {row.state === 'open' && row.interimLead === null && (
          <Clock startedAt={row.openedAt} dueAt={row.interimDueAt} completedAt={row.interimAt} />
        )}
      </span>
      <span className="d">
        <span className={row.state === 'proposed' ? 'st' : 'i2'}>{t(`state_${row.state}`)}</span>
        <small className={row.reviewDue ? 'st' : 'i3'}>
          {row.reviewOn ? (
            t(row.reviewDue ? 'reviewDue' : 'review', { day: row.reviewOn })
          ) : (
            <PortTime at={row.openedAt} />
          )}
        </small>
      </span>
    </div>
  )
}
