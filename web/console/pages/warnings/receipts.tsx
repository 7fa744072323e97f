import type { Receipt } from '../../../../src/engine/outbox/model.ts'
import { PortTime, useBilingual, useText } from '../../../kit/public.ts'
import { text } from './text.ts'

const SHOWN = 3

/** How a notice reached an agency outside the console: by post and kind of address, never the address. */
export const Receipts = ({ rows }: { rows: readonly Receipt[] }) => {
  const t = useText(text)
  if (rows.length === 0) return <small className="note i3">{t('receiptsNone')}</small>
  const [shown, more] = [rows.slice(0, SHOWN), rows.slice(SHOWN)]
  return (
    <div className="tg-receipts">
      <List rows={shown} />
      {more.length > 0 && (
        <details>
          <summary>{t('showAllEvents', { count: rows.length })}</summary>
          <List rows={more} />
        </details>
      )}
    </div>
  )
}

const List = ({ rows }: { rows: readonly Receipt[] }) => {
  const t = useText(text)
  const b = useBilingual()
  return (
    <ul aria-label={t('receipts')}>
      {rows.map((row) => (
        <li key={`${row.queuedAt} ${row.event} ${row.channel} ${row.post?.id}`}>
          <span className="ell i3">
            {t(row.channel)} {row.post ? b(row.post) : t('ownAddress')}
          </span>
          <ReceiptWords row={row} />
        </li>
      ))}
    </ul>
  )
}

/** The state in words, with the reason where it is not simply so. */
export const ReceiptWords = ({ row }: { row: Receipt }) => {
  const t = useText(text)
  const b = useBilingual()
  const bad = row.state === 'failed' || row.state === 'withheld'
  const facts = [
    ...(row.reason ? [b(row.reason)] : []),
    ...(row.attempts > 1 ? [t('attempts', { count: row.attempts })] : []),
  ]
  return (
    <span className={bad ? 'st' : 'i2'}>
      {row.acknowledgedAt ? t('acknowledgedMark') : t(`state_${row.state}`)}
      {facts.length > 0 && t('because', { why: facts.join(t('comma')) })}{' '}
      <PortTime at={row.settledAt ?? row.sentAt ?? row.queuedAt} />
    </span>
  )
}
