import type { WarningRow } from '../../../../src/actions/warn/model.ts'
import { AckCount, Acks, Level, MissingAcks, RelativeTime, Row, useBilingual, useText } from '../../../kit/public.ts'
import { shortName } from './short-name.ts'
import { text } from './text.ts'
import { useWord } from './use-reference.ts'

/** A warning in two lines: level and title, who has acknowledged; who issued it when and where, and who has not yet. */
export const WarningLine = ({ row }: { row: WarningRow }) => {
  const t = useText(text)
  const b = useBilingual()
  const place = useWord('places')
  const { acks, mine, state } = row
  const late = acks.overdue > 0
  return (
    <Row
      to={`/warnings/${row.id}`}
      strong={late || mine.needed}
      lead={<Level level={row.level} />}
      title={row.title}
      meta={
        <>
          {mine.needed && (
            <span className="need">{t(mine.subject === 'cancellation' ? 'cancelWaits' : 'needsMine')}</span>
          )}
          {state !== 'open' && <span className="st">{t(state)}</span>}
          {row.verdict && <span className="verdict">{t(`verdict_${row.verdict}`)}</span>}
          {row.version > 1 && <span>{t('versionTag', { version: row.version })}</span>}
          <span>
            {shortName(b(row.issuedBy.agency))} <RelativeTime at={row.issuedAt} />
          </span>
          <span className="ell where">{[b(row.riskType), place(row.place)].join(t('separator'))}</span>
          {state !== 'ended' && <MissingAcks missing={acks.missing.map((agency) => shortName(b(agency)))} />}
          {late && <span className="overdue">{t('overdueCount', { count: acks.overdue })}</span>}
        </>
      }
      end={<AckCount done={acks.done} of={acks.of} overdue={late} />}
      endMeta={<Acks done={acks.done} of={acks.of} missing={acks.missing.map(b)} />}
    />
  )
}
