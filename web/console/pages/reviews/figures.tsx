import { useState } from 'react'
import type { Figures as AllFigures } from '../../../../src/actions/review/model.ts'
import {
  DeadlineTag,
  duration,
  EmptyState,
  Level,
  PortTime,
  Section,
  useBilingual,
  useLocale,
  useText,
} from '../../../kit/public.ts'
import { articleWords } from '../warnings/articles.ts'
import { text } from './text.ts'

/** What the record says of the response: computed, not written, so that nobody has to agree on it. */
export const Figures = ({ figures }: { figures: AllFigures }) => {
  const t = useText(text)
  return (
    <>
      <Gaps rows={figures.milestones} />
      <Deadlines agencies={figures.deadlines} />
      <Handovers rows={figures.handovers} />
      <Blocked rows={figures.blocked} />
      <Acknowledgements acks={figures.acknowledgements} />
      <Ended rows={figures.warnings} />
      <p className="tg-review-note">{t('figuresNote')}</p>
    </>
  )
}

const Gaps = ({ rows }: { rows: AllFigures['milestones'] }) => {
  const t = useText(text)
  const locale = useLocale()
  const longest = Math.max(1, ...rows.map((one) => Math.abs(one.gapMs ?? 0)))
  const why = {
    signal: t('unknownSignal'),
    warning: t('noWarning'),
    incident: '',
    control: t('notYet'),
    closed: t('notYet'),
  }
  return (
    <Section title={t('gaps')}>
      <ul className="tg-list tg-review-rows gaps" aria-label={t('gaps')}>
        {rows.map(({ kind, at, gapMs }) => (
          <li key={kind}>
            <span className={at === null ? 'i3' : undefined}>{t(`m_${kind}`)}</span>
            <span className="r i3">{at === null ? why[kind] : <PortTime at={at} />}</span>
            {gapMs !== null && (
              <small className="i2 gap">
                <i style={{ width: `${((Math.abs(gapMs) / longest) * 100).toFixed(1)}%` }} />
                {gapMs < 0
                  ? t('before', { duration: duration(-gapMs, locale) })
                  : t('after', { duration: duration(gapMs, locale) })}
              </small>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}

type Agencies = AllFigures['deadlines']
type Deadline = Agencies[number]['rows'][number]

const isMissed = ({ outcome }: Deadline): boolean => outcome === 'missed' || outcome === 'late_open'

const Deadlines = ({ agencies }: { agencies: Agencies }) => {
  const t = useText(text)
  const b = useBilingual()
  const [all, setAll] = useState(false)
  const met = agencies.reduce((sum, one) => sum + one.met, 0)
  const missed = agencies.reduce((sum, one) => sum + one.missed, 0)
  const count = agencies.reduce((sum, one) => sum + one.rows.length, 0)
  return (
    <Section
      title={t('deadlines')}
      finding={t('deadlinesFinding', { met, missed })}
      end={
        count > missed && (
          <button type="button" className="tg-review-verb" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? t('showMissed') : t('showAll', { count })}
          </button>
        )
      }
    >
      {agencies.length === 0 && <EmptyState>{t('deadlinesNone')}</EmptyState>}
      {agencies.map((agency) => (
        <div key={agency.agency.id} className="tg-review-agency">
          <p>
            <span className={agency.missed > 0 ? 'st' : undefined}>{b(agency.agency)}</span>
            <small className="i2 nw">
              {[
                t('met', { count: agency.met }),
                t('missed', { count: agency.missed }),
                ...(agency.other > 0 ? [t('other', { count: agency.other })] : []),
              ].join(t('separator'))}
            </small>
          </p>
          <ul className={all ? 'tg-list tg-review-rows all' : 'tg-list tg-review-rows'} aria-label={b(agency.agency)}>
            {agency.rows.map((row) => (
              <DeadlineLine key={row.taskId} row={row} />
            ))}
          </ul>
        </div>
      ))}
      <p className="tg-review-note">{t('accountable')}</p>
    </Section>
  )
}

const DeadlineLine = ({ row }: { row: Deadline }) => {
  const t = useText(text)
  const b = useBilingual()
  const locale = useLocale()
  const { basis, lateMs } = row
  return (
    <li className={isMissed(row) ? undefined : 'tg-review-more'}>
      <span>{b(row.title)}</span>
      <span className={isMissed(row) ? 'r st' : 'r i3'}>
        {t(`o_${row.outcome}`, { duration: lateMs === null ? '' : duration(lateMs, locale) })}
      </span>
      <small className="i3">
        <DeadlineTag kind={row.kind} amount={row.due} unread={basis !== null && !basis.read} />{' '}
        {basis ? [b(basis), articleWords([basis.article], locale)].filter(Boolean).join(' ') : t('noBasis')}
      </small>
    </li>
  )
}

const Handovers = ({ rows }: { rows: AllFigures['handovers'] }) => {
  const t = useText(text)
  const b = useBilingual()
  const locale = useLocale()
  const [longest] = rows
  return (
    <Section
      title={t('handovers')}
      finding={longest && t('handoversFinding', { count: rows.length, duration: duration(longest.waitedMs, locale) })}
    >
      {!longest && <EmptyState>{t('handoversNone')}</EmptyState>}
      <ul className="tg-list tg-review-rows" aria-label={t('handovers')}>
        {rows.map((row) => (
          <li key={`${row.offeredAt} ${row.title.en}`}>
            <span>{b(row.title)}</span>
            <span className="r i2">{t('waited', { duration: duration(row.waitedMs, locale) })}</span>
            <small className="i3">
              {[t('fromTo', { from: b(row.from), to: b(row.to) }), t(`h_${row.state}`)].join(t('separator'))}
            </small>
          </li>
        ))}
      </ul>
    </Section>
  )
}

const Blocked = ({ rows }: { rows: AllFigures['blocked'] }) => {
  const t = useText(text)
  const b = useBilingual()
  const locale = useLocale()
  const [longest] = rows
  return (
    <Section
      title={t('blocked')}
      finding={longest && t('blockedFinding', { count: rows.length, duration: duration(longest.ms, locale) })}
    >
      {!longest && <EmptyState>{t('blockedNone')}</EmptyState>}
      <ul className="tg-list tg-review-rows" aria-label={t('blocked')}>
        {rows.map((row) => (
          <li key={`${row.from} ${row.title.en}`}>
            <span>{b(row.title)}</span>
            <span className="r i2">{duration(row.ms, locale)}</span>
            <small className="i3">
              {[b(row.agency), row.reason, ...(row.until === null ? [t('blockedStill')] : [])].join(t('separator'))}
            </small>
          </li>
        ))}
      </ul>
    </Section>
  )
}

const Acknowledgements = ({ acks }: { acks: AllFigures['acknowledgements'] }) => {
  const t = useText(text)
  const b = useBilingual()
  const locale = useLocale()
  return (
    <Section title={t('acks')} finding={acks.of > 0 ? t('acksFinding', { done: acks.inTime, of: acks.of }) : undefined}>
      {acks.rows.length === 0 && <EmptyState>{t(acks.of > 0 ? 'acksAll' : 'acksNone')}</EmptyState>}
      <ul className="tg-list tg-review-rows" aria-label={t('acks')}>
        {acks.rows.map((row) => (
          <li key={`${row.warningId} ${row.agency.id}`}>
            <span>{b(row.agency)}</span>
            <span className="r st">
              {t(row.at === null ? 'ackMissing' : 'ackLate', { duration: duration(row.lateMs, locale) })}
            </span>
            <small className="i3">{row.title}</small>
          </li>
        ))}
      </ul>
    </Section>
  )
}

const Ended = ({ rows }: { rows: AllFigures['warnings'] }) => {
  const t = useText(text)
  if (rows.length === 0) return null
  return (
    <Section title={t('ended')}>
      <ul className="tg-list tg-review-rows" aria-label={t('ended')}>
        {rows.map((row) => (
          <li key={row.id}>
            <span>
              <Level level={row.level} /> {row.title}
            </span>
            <span className={row.falseAlarm ? 'r st' : 'r i2'}>
              {t(row.falseAlarm === null ? 'unjudged' : row.falseAlarm ? 'falseAlarm' : 'rightAlarm')}
            </span>
            <small className="i3">{row.reason}</small>
          </li>
        ))}
      </ul>
    </Section>
  )
}
