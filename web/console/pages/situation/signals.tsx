import { Link } from 'react-router'
import type { SignalRow } from '../../../../src/actions/signals/model.ts'
import {
  Assessed,
  DataList,
  EmptyState,
  fullTime,
  Row,
  Section,
  SourceGrade,
  useBilingual,
  useLocale,
  useNow,
  usePortZone,
  useText,
} from '../../../kit/public.ts'
import { useConnection } from '../../api/public.ts'
import { useProvenance } from '../signals/words.ts'
import { useHeld } from './held.ts'
import { shortTime } from './short-time.ts'
import { text } from './text.ts'

const LIMIT = 14

/** Signals that wait for a person, newest first. The strip above says whether the list is live; new ones wait in it. */
export const Signals = ({
  rows: fresh,
  needPerson,
}: {
  rows: readonly SignalRow[]
  needPerson: number | undefined
}) => {
  const t = useText(text)
  const { rows, waiting, gone, show } = useHeld(fresh, LIMIT)
  return (
    <Section
      title={t('signals')}
      finding={needPerson !== undefined && needPerson > 0 ? t('signalsFinding', { count: needPerson }) : undefined}
      end={<Link to="/signals?needs=all">{t('signalsAll')}</Link>}
    >
      <Strip waiting={waiting.length} gone={gone.size} onShow={show} />
      <DataList
        label={t('signals')}
        rows={rows}
        rowKey={(row) => row.id}
        empty={<EmptyState>{t('signalsNone')}</EmptyState>}
      >
        {(row) => <SignalLine row={row} gone={gone.has(row.id)} />}
      </DataList>
    </Section>
  )
}

const Strip = ({ waiting, gone, onShow }: { waiting: number; gone: number; onShow: () => void }) => {
  const t = useText(text)
  const connection = useConnection()
  const words =
    waiting >= LIMIT
      ? t('newSignalsMany', { count: waiting })
      : waiting > 0
        ? t('newSignals', { count: waiting })
        : gone > 0
          ? t('signalsGone', { count: gone })
          : ''
  return (
    <div className="tg-signal-strip" role="status">
      {words === '' ? (
        <small className="i3">
          {t(connection === 'live' ? 'upToDate' : connection === 'lost' ? 'notLive' : 'connecting')}
        </small>
      ) : (
        <button type="button" className="tg-new" onClick={onShow}>
          {words}
        </button>
      )}
    </div>
  )
}

const SignalLine = ({ row, gone }: { row: SignalRow; gone: boolean }) => {
  const t = useText(text)
  const b = useBilingual()
  const provenance = useProvenance()
  const reason = row.assessment ? b(row.assessment.reason) : ''
  return (
    <div className={gone ? 'tg-gone' : undefined}>
      <Row
        to={`/signals/${row.id}`}
        lead={<ShortTime at={row.receivedAt} />}
        title={<span title={reason || undefined}>{b(row.title)}</span>}
        meta={
          <>
            <span className="ell">{provenance(row)}</span>
            <SourceGrade reliability={row.reliability} credibility={row.credibility} />
          </>
        }
        endMeta={gone ? t('changed') : <Assessed level={row.assessment?.level} />}
      />
    </div>
  )
}

const ShortTime = ({ at }: { at: string }) => {
  const locale = useLocale()
  const zone = usePortZone()
  const now = useNow()
  const date = new Date(at)
  return (
    <time dateTime={date.toISOString()} title={fullTime(date, zone, locale)}>
      {shortTime(date, now, zone, locale)}
    </time>
  )
}
