import { Link } from 'react-router'
import type { SignalRow } from '../../../../src/actions/signals/model.ts'
import { Assessed, PortTime, SourceGrade, useBilingual, useText } from '../../../kit/public.ts'
import { text } from './text.ts'
import { flagWords, useProvenance } from './words.ts'

type Props = {
  row: SignalRow
  /** Says that it waits for a person; not in a list of only such. */
  sayNeeds: boolean
  /** Bold where the level is high; not in a list of one level, where it would tell nothing. */
  weigh: boolean
}

/** A signal in two lines: when and what, from whom; how it was judged and why; what is odd about it. */
export const SignalLine = ({ row, sayNeeds, weigh }: Props) => {
  const t = useText(text)
  const b = useBilingual()
  const provenance = useProvenance()
  const { assessment } = row
  const needs = assessment?.needsPerson === true
  const flags = flagWords(row.flags, row.version, t)
  const weight = sayNeeds && !needs ? 'i2' : weigh && assessment?.level === 3 ? 'st' : ''
  const reason = assessment ? b(assessment.reason) : t('notAssessed')
  return (
    <div className="tg-row tg-signal">
      <span className="lead">
        <PortTime at={row.receivedAt} />
      </span>
      <Link to={`/signals/${row.id}`} className={`what ell ${weight}`} data-row="" title={b(row.title)}>
        {b(row.title)}
      </Link>
      <span className="meta">
        <span className="ell">{provenance(row)}</span>
        <SourceGrade reliability={row.reliability} credibility={row.credibility} />
        <span className="detail">{row.externalNo}</span>
        {/* Partly as its source wrote it. */}
        <span className="ell detail" lang="">
          {b(row.detail)}
        </span>
      </span>
      <span className="judged">
        <Assessed level={assessment?.level} />
        {assessment?.riskType && <span className="ell i2">{b(assessment.riskType)}</span>}
      </span>
      <span className="reason ell" title={reason}>
        {reason}
      </span>
      <span className="end">{sayNeeds && needs && <small className="need">{t('needsPerson')}</small>}</span>
      <span className="end-meta">{flags.join(t('separator'))}</span>
    </div>
  )
}
