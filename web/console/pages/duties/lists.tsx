import { Link } from 'react-router'
import type { ReviewView } from '../../../../src/actions/law/model.ts'
import type { DeadlineView, DutyRowView, InstrumentView } from '../../../../src/environment/duties/browse-model.ts'
import {
  DataList,
  EmptyState,
  Loaded,
  PortTime,
  Segments,
  useAddress,
  useBilingual,
  useText,
} from '../../../kit/public.ts'
import { BasisWords, Due, EntryLink, Flags, SiteTag, useNames } from './parts.tsx'
import { text } from './text.ts'
import { type Filter, useDeadlines, useLaws, useReviews, useRows } from './use-duties.ts'

const Heads = ({ kind, words }: { kind: string; words: readonly string[] }) => (
  <div className={`tg-duty-line heads ${kind}`} aria-hidden="true">
    {words.map((word) => (
      <span key={word}>{word}</span>
    ))}
  </div>
)

export const Rows = ({ filter }: { filter: Filter }) => {
  const t = useText(text)
  const rows = useRows(filter)
  return (
    <Loaded query={rows}>
      {(list) => (
        <DataList
          label={t('rows')}
          rows={list.rows}
          rowKey={(row) => row.id}
          top={
            <Heads
              kind="duty"
              words={[t('headDuty'), t('headPlace'), t('headLead'), t('headOthers'), t('headBasis'), t('headFlags')]}
            />
          }
          empty={<EmptyState>{t('none')}</EmptyState>}
        >
          {(row) => <DutyLine row={row} />}
        </DataList>
      )}
    </Loaded>
  )
}

/** Who leads, by which article, how sure: one row of the matrix in two lines. */
export const DutyLine = ({ row }: { row: DutyRowView }) => {
  const t = useText(text)
  const b = useBilingual()
  const names = useNames()
  const risks = row.crossCutting ? t('allRisks') : names(row.riskTypes)
  const others = [
    ...(row.support.length > 0 ? [`${t('supports')} ${names(row.support)}`] : []),
    ...(row.inform.length > 0 ? [`${t('informs')} ${names(row.inform)}`] : []),
  ]
  return (
    <div className="tg-duty-line duty">
      <span className="a">
        <EntryLink id={row.id} className="what">
          {b(row.name)}
        </EntryLink>
        <small className="i3 ell" title={risks}>
          {row.id} {risks}
        </small>
      </span>
      <span className="b">
        <span>{names(row.places)}</span>
        <small className="i3">{b(row.phase)}</small>
      </span>
      <span className="c">{names(row.lead)}</span>
      <span className="d">
        {others.length === 0 && <small className="i3">{t('nobody')}</small>}
        {others.map((words) => (
          <small key={words} className="i2 ell" title={words}>
            {words}
          </small>
        ))}
      </span>
      <span className="e">
        <small className="i2 two">
          <BasisWords basis={row.basis} />
        </small>
      </span>
      <span className="f">
        <Flags flags={row.flags} />
        <SiteTag shown={row.revised} />
      </span>
    </div>
  )
}

export const Deadlines = ({ filter }: { filter: Filter }) => {
  const t = useText(text)
  const rows = useDeadlines(filter)
  return (
    <Loaded query={rows}>
      {(list) => (
        <DataList
          label={t('deadlines')}
          rows={list.rows}
          rowKey={(row) => row.id}
          top={
            <Heads
              kind="deadline"
              words={[t('headEvent'), t('headDue'), t('headFrom'), t('headTo'), t('headBasis'), t('headFlags')]}
            />
          }
          empty={<EmptyState>{t('none')}</EmptyState>}
        >
          {(row) => <DeadlineLine row={row} />}
        </DataList>
      )}
    </Loaded>
  )
}

export const DeadlineLine = ({ row }: { row: DeadlineView }) => {
  const t = useText(text)
  const b = useBilingual()
  const names = useNames()
  return (
    <div className="tg-duty-line deadline">
      <span className="a">
        <EntryLink id={row.id} className="what">
          {b(row.event)}
        </EntryLink>
        <small className="i3 ell">
          {row.id} {b(row.trigger)}
        </small>
      </span>
      <span className="b">
        <Due deadline={row} />
      </span>
      <span className="c">{names(row.from) || t('nobody')}</span>
      <span className="d">
        <small className="i2">{names(row.to) || t('nobody')}</small>
      </span>
      <span className="e">
        <small className="i2 two">
          <BasisWords basis={row.basis ? [row.basis] : []} />
        </small>
      </span>
      <span className="f">
        <Flags flags={row.flags} />
        <SiteTag shown={row.revised} />
      </span>
    </div>
  )
}

export const Laws = ({ filter }: { filter: Filter }) => {
  const t = useText(text)
  const rows = useLaws(filter)
  return (
    <Loaded query={rows}>
      {(list) => (
        <DataList
          label={t('laws')}
          rows={list.rows}
          rowKey={(row) => row.id}
          top={<Heads kind="law" words={[t('headLaw'), t('headState'), t('headFlags'), t('headRests')]} />}
          empty={<EmptyState>{t('none')}</EmptyState>}
        >
          {(row) => <LawLine row={row} />}
        </DataList>
      )}
    </Loaded>
  )
}

const LawLine = ({ row }: { row: InstrumentView }) => {
  const t = useText(text)
  const b = useBilingual()
  return (
    <div className="tg-duty-line law">
      <span className="a">
        <EntryLink id={row.id} className="what">
          {b(row)}
        </EntryLink>
        <small className="i3 ell">
          {row.id} {b(row.version)}
        </small>
      </span>
      <span className="b">
        <span className={row.state === 'ended' ? 'st' : undefined}>{t(`state_${row.state}`)}</span>
        <small className="i3">
          {[
            ...(row.firstInForce ? [t('since', { day: row.firstInForce })] : []),
            ...(row.validTo ? [t('until', { day: row.validTo })] : []),
            ...(row.replacedBy ? [t('replacedBy', { name: b(row.replacedBy) })] : []),
          ].join(t('comma'))}
        </small>
      </span>
      <span className="c">
        <small className="i2">{b(row.verification)}</small>
        <small className="i3">{b(row.status)}</small>
      </span>
      <span className="f">
        <span className="i2">{t('restsCount', { duties: row.duties, deadlines: row.deadlines })}</span>
        {row.openReviews > 0 && <b>{t('openReviews', { count: row.openReviews })}</b>}
        <SiteTag shown={row.revised} />
      </span>
    </div>
  )
}

export const Reviews = () => {
  const t = useText(text)
  const [asked] = useAddress('state', 'open')
  const reviews = useReviews(asked === 'all' ? 'all' : 'open')
  return (
    <>
      <div className="tg-duty-bar">
        <Segments
          name="state"
          label={t('stateFilter')}
          options={[
            { value: 'open', label: t('openOnly') },
            { value: 'all', label: t('all') },
          ]}
        />
      </div>
      <Loaded query={reviews}>
        {(list) => (
          <DataList
            label={t('reviews')}
            rows={list.rows}
            rowKey={(row) => row.id}
            empty={<EmptyState>{t('reviewNone')}</EmptyState>}
          >
            {(row) => <ReviewLine row={row} />}
          </DataList>
        )}
      </Loaded>
    </>
  )
}

const ReviewLine = ({ row }: { row: ReviewView }) => {
  const t = useText(text)
  const b = useBilingual()
  const law = t('reviewOf', { name: b(row.instrument) })
  return (
    <div className="tg-duty-line review">
      <span className="a">
        <Link to={`/duties/${row.row}`} className="what" data-row="">
          {b(row.name)}
        </Link>
        <small className="i3 ell" title={row.reason}>
          {row.row} {law}
          {row.replacedBy && ` ${t('replacedBy', { name: b(row.replacedBy) })}`}
          {t('separator')}
          {row.reason}
        </small>
      </span>
      <span className="f">
        {row.outcome ? <span className="i2">{t(`outcome_${row.outcome}`)}</span> : <b>{t('flag_review')}</b>}
        <small className="i3">
          <PortTime at={row.decidedAt ?? row.openedAt} />
          {row.openTasks > 0 && `${t('separator')}${t('openTasks', { count: row.openTasks })}`}
        </small>
      </span>
    </div>
  )
}
