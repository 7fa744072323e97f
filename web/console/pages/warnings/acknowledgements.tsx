import type { Acknowledgement, Warning } from '../../../../src/actions/warn/model.ts'
import {
  Acks,
  ClockBar,
  ClockWords,
  DataList,
  DeadlineTag,
  PortTime,
  Section,
  useBilingual,
  useText,
} from '../../../kit/public.ts'
import { useSignedIn } from '../../api/public.ts'
import { text } from './text.ts'

/** Everybody who was warned, in the order of the audience: why, when they acknowledged, and how late who has not. */
export const Acknowledgements = ({ warning }: { warning: Warning }) => {
  const t = useText(text)
  const b = useBilingual()
  const { acks, clock } = warning
  const finding = [
    t('acksFinding', { done: acks.done, all: acks.of }),
    ...(acks.overdue > 0 ? [t('acksOverdue', { count: acks.overdue })] : []),
  ].join(t('comma'))
  return (
    <Section
      title={t('acks')}
      finding={finding}
      end={<DeadlineTag kind="local_default" amount={{ amount: clock.ackMinutes, unit: 'minute' }} />}
    >
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
        {row.agency.id === own.id && <small className="i3"> {t('own')}</small>}
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
          <ClockWords startedAt={warning.issuedAt} dueAt={row.dueAt} />
        )}
      </span>
      <span className="how">
        {row.at ? (
          row.post && <small className="i3">{b(row.post)}</small>
        ) : missing ? (
          <ClockBar startedAt={warning.issuedAt} dueAt={row.dueAt} />
        ) : null}
      </span>
      {row.note && <small className="note i2">{t('ackNote', { note: row.note })}</small>}
      {missing && row.escalatedAt && (
        <small className="note st">
          {t('escalatedWord')} <PortTime at={row.escalatedAt} />
        </small>
      )}
    </div>
  )
}
