import type { Acknowledgement, Warning } from '../../../../src/actions/warn/model.ts'
import {
  Acks,
  ClockBar,
  ClockWords,
  DataList,
  DeadlineTag,
  PortTime,
  portTime,
  Section,
  Tag,
  useBilingual,
  useLocale,
  useNow,
  usePortZone,
  useText,
} from '../../../kit/public.ts'
import { useSignedIn } from '../../api/public.ts'
import { Receipts } from './receipts.tsx'
import { text } from './text.ts'

/** Everybody who was warned, in the order of the audience: why, when they acknowledged, how late who has not, and how it reached them. */
export const Acknowledgements = ({ warning }: { warning: Warning }) => {
  const t = useText(text)
  const b = useBilingual()
  const { acks } = warning
  const finding = [
    t('acksFinding', { done: acks.done, all: acks.of }),
    ...(acks.overdue > 0 ? [t('acksOverdue', { count: acks.overdue })] : []),
  ].join(t('comma'))
  return (
    <Section title={t('acks')} finding={finding} end={<Limit warning={warning} />}>
      <p className="tg-acks-line">
        <Acks done={acks.done} of={acks.of} missing={acks.missing.map(b)} />
      </p>
      <div className="tg-ack-list">
        <DataList label={t('acks')} rows={warning.acknowledgements} rowKey={(row) => row.agency.id}>
          {(row) => <AckLine row={row} warning={warning} />}
        </DataList>
      </div>
    </Section>
  )
}

const MINUTE_MS = 60_000

/** Within which time of the present request, which no law sets. */
export const Limit = ({ warning }: { warning: Warning }) => {
  const { clock, acknowledgements } = warning
  const [first] = acknowledgements
  const asked = first && Math.round((Date.parse(first.dueAt) - Date.parse(first.askedAt)) / MINUTE_MS)
  return (
    <DeadlineTag
      kind="local_default"
      amount={
        clock.workingDays !== null && first?.round === 1
          ? { amount: clock.workingDays, unit: 'workingDay' }
          : { amount: asked ?? clock.ackMinutes, unit: 'minute' }
      }
    />
  )
}

const AckLine = ({ row, warning }: { row: Acknowledgement; warning: Warning }) => {
  const t = useText(text)
  const b = useBilingual()
  const { agency: own } = useSignedIn()
  const ended = warning.state === 'ended'
  const missing = row.at === null && !ended
  return (
    <div className="tg-ack">
      <span className={row.overdue ? 'who st' : 'who'}>
        <i className={row.at ? 'dot' : 'dot n'} aria-hidden="true" />
        {b(row.agency)}
        {row.agency.id === own.id && <small className="i3"> {t('own')}</small>}{' '}
        {row.subject === 'cancellation' ? (
          <Tag>{t('ofCancellation')}</Tag>
        ) : (
          row.round > 1 && <Tag>{t('roundTag', { round: row.round })}</Tag>
        )}
      </span>
      <small className="why i3">{b(row.why)}</small>
      <span className="when">
        {row.at ? (
          <span className="i2">
            <PortTime at={row.at} />
          </span>
        ) : ended ? (
          <span className="i3">{t('ackEnded')}</span>
        ) : (
          <ClockWords startedAt={row.askedAt} dueAt={row.dueAt} />
        )}
      </span>
      <span className="how">
        {row.at ? (
          row.post && <small className="i3">{b(row.post)}</small>
        ) : missing ? (
          <ClockBar startedAt={row.askedAt} dueAt={row.dueAt} />
        ) : null}
      </span>
      {row.note && <small className="note i2">{t('ackNote', { note: row.note })}</small>}
      {missing && <Chain row={row} />}
      <Receipts rows={row.receipts} />
    </div>
  )
}

/** What the clock has done, and what it does next. */
const Chain = ({ row }: { row: Acknowledgement }) => {
  const t = useText(text)
  const zone = usePortZone()
  const now = useNow()
  const locale = useLocale()
  const time = (at: string) => portTime(new Date(at), now, zone, locale)
  const done = [
    [row.commandedAt, t('toIssuer')],
    [row.escalatedAt, t('toCommander')],
    [row.remindedAt, t('remindedAt')],
  ] as const
  const last = done.find(([at]) => at !== null)
  const next =
    row.remindedAt === null && row.escalatedAt === null && row.remindAt !== null
      ? t('nextRemind', { time: time(row.remindAt) })
      : row.escalatedAt === null
        ? t('nextCommander', { time: time(row.dueAt) })
        : row.commandedAt === null && row.commandAt !== null
          ? t('nextIssuer', { time: time(row.commandAt) })
          : null
  return (
    <small className="note">
      {last?.[0] && (
        <b className={row.escalatedAt ? 'st' : 'i2'}>
          {last[1]} <PortTime at={last[0]} />
        </b>
      )}
      {last && next && <span className="i3">{t('separator')}</span>}
      {next && <span className="i3">{next}</span>}
    </small>
  )
}
