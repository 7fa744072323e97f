import type { ReactNode } from 'react'
import { Link, useParams } from 'react-router'
import type { Entry } from '../../../../src/actions/law/model.ts'
import type {
  DeadlineView,
  DutyRowView,
  Flag,
  InstrumentView,
} from '../../../../src/environment/duties/browse-model.ts'
import {
  Column,
  Columns,
  CopyableId,
  EmptyState,
  Loaded,
  Page,
  PortTime,
  Section,
  useAddress,
  useBilingual,
  useText,
} from '../../../kit/public.ts'
import { BasisSection } from '../warnings/basis.tsx'
import { useWord } from '../warnings/use-reference.ts'
import { EndLaw } from './end-law.tsx'
import { text } from './entry-text.ts'
import { DeadlineLine, DutyLine } from './lists.tsx'
import { Due, EntryLink, useNames } from './parts.tsx'
import { Reviews } from './reviews.tsx'
import { text as listText } from './text.ts'
import { useEntry, useRenewDuties } from './use-duties.ts'
import './duties.css'

/** One row of the matrix, one deadline or one instrument, at its permanent address. */
const EntryPage = () => {
  const { id = '' } = useParams()
  const [asOf] = useAddress('asOf')
  const entry = useEntry(id, asOf)
  useRenewDuties()
  const title = useText(text)('back')
  if (entry.data) return <Shown entry={entry.data} />
  return (
    <Page title={title}>
      <Loaded query={entry}>{() => null}</Loaded>
    </Page>
  )
}

export default EntryPage

const Shown = ({ entry }: { entry: Entry }) => {
  const t = useText(text)
  const b = useBilingual()
  const [, setAsOf] = useAddress('asOf')
  const { duty, deadline, instrument } = entry
  const title = duty ? b(duty.name) : deadline ? b(deadline.event) : instrument ? b(instrument) : entry.id
  const flags = duty?.flags ?? deadline?.flags ?? []
  return (
    <div className="tg-duties tg-entry">
      <Page
        title={title}
        finding={<CopyableId id={entry.id} name={entry.id} />}
        actions={<Link to="/duties">{t('back')}</Link>}
        below={
          <>
            {entry.day !== entry.today && (
              <p className="tg-as-of-note">
                <b>{t('asOfShown', { day: entry.day })}</b>{' '}
                <button type="button" className="tg-link" onClick={() => setAsOf('')}>
                  {t('toToday')}
                </button>
              </p>
            )}
            {entry.ended && <p className="tg-as-of-note st">{t('endedRow')}</p>}
          </>
        }
      >
        <Columns template="minmax(0, 1fr) 420px">
          <Column>
            {duty && <DutyFacts duty={duty} />}
            {deadline && <DeadlineFacts deadline={deadline} />}
            {instrument && <LawFacts law={instrument} />}
            {(entry.duties.length > 0 || instrument || deadline) && (
              <Section title={t('dutiesHere')} finding={t('flagsFinding', { count: entry.duties.length })}>
                {entry.duties.length === 0 && <EmptyState>{t('none')}</EmptyState>}
                <ul className="tg-list">
                  {entry.duties.map((row) => (
                    <li key={row.id}>
                      <DutyLine row={row} />
                    </li>
                  ))}
                </ul>
              </Section>
            )}
            {(entry.deadlines.length > 0 || instrument) && (
              <Section title={t('deadlinesHere')} finding={t('flagsFinding', { count: entry.deadlines.length })}>
                {entry.deadlines.length === 0 && <EmptyState>{t('none')}</EmptyState>}
                <ul className="tg-list">
                  {entry.deadlines.map((row) => (
                    <li key={row.id}>
                      <DeadlineLine row={row} />
                    </li>
                  ))}
                </ul>
              </Section>
            )}
          </Column>
          <Column>
            {(duty || deadline) && <FlagSentences flags={flags} />}
            {(entry.kind !== 'instrument' || entry.reviews.length > 0) && <Reviews entry={entry} />}
            {instrument && entry.day === entry.today && !instrument.validTo && (
              <EndLaw law={instrument} allowed={entry.can.edit} />
            )}
            <History entry={entry} />
          </Column>
        </Columns>
      </Page>
    </div>
  )
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)

const DutyFacts = ({ duty }: { duty: DutyRowView }) => {
  const t = useText(text)
  const b = useBilingual()
  const names = useNames()
  return (
    <>
      <Section title={t('facts')}>
        <dl className="tg-facts">
          <Fact name={t('lead')}>
            <b>{names(duty.lead) || t('nobody')}</b>
          </Fact>
          <Fact name={t('support')}>{names(duty.support) || t('nobody')}</Fact>
          <Fact name={t('inform')}>{names(duty.inform) || t('nobody')}</Fact>
          <Fact name={t('phase')}>{b(duty.phase)}</Fact>
          <Fact name={t('places')}>{names(duty.places)}</Fact>
          <Fact name={t('risks')}>{duty.crossCutting ? t('allRisks') : names(duty.riskTypes)}</Fact>
          <Fact name={t('decides')}>{names(duty.decides) || t('nobody')}</Fact>
          {duty.handovers.map((one) => (
            <Fact key={one.trigger.zh} name={t('handover')}>
              {t('handoverLine', { from: b(one.from), to: b(one.to), trigger: b(one.trigger) })}
            </Fact>
          ))}
          <Fact name={t('confidence')}>{b(duty.confidence)}</Fact>
          {b(duty.note) !== '' && <Fact name={t('note')}>{b(duty.note)}</Fact>}
        </dl>
      </Section>
      <BasisSection title={useText(listText)('basis')} rows={duty.basis} />
    </>
  )
}

const DeadlineFacts = ({ deadline }: { deadline: DeadlineView }) => {
  const t = useText(text)
  const b = useBilingual()
  const names = useNames()
  const kind = useWord('deadlineKinds')
  const trigger = b(deadline.trigger)
  return (
    <>
      <Section title={t('facts')}>
        <dl className="tg-facts">
          <Fact name={t('due')}>
            <Due deadline={deadline} /> <small className="i3">{kind(deadline.kind)}</small>
          </Fact>
          <Fact name={t('trigger')}>{deadline.direction === 'before' ? t('before', { trigger }) : trigger}</Fact>
          {b(deadline.condition) !== '' && <Fact name={t('condition')}>{b(deadline.condition)}</Fact>}
          <Fact name={t('from')}>{names(deadline.from) || t('nobody')}</Fact>
          <Fact name={t('to')}>{names(deadline.to) || t('nobody')}</Fact>
          <Fact name={t('risks')}>{names(deadline.riskTypes) || t('allRisks')}</Fact>
          <Fact name={t('confidence')}>{b(deadline.confidence)}</Fact>
          {b(deadline.note) !== '' && <Fact name={t('note')}>{b(deadline.note)}</Fact>}
        </dl>
      </Section>
      <BasisSection title={useText(listText)('basis')} rows={deadline.basis ? [deadline.basis] : []} />
    </>
  )
}

const LawFacts = ({ law }: { law: InstrumentView }) => {
  const t = useText(text)
  const l = useText(listText)
  const b = useBilingual()
  return (
    <Section title={t('facts')} finding={l(`state_${law.state}`)}>
      <dl className="tg-facts">
        <Fact name={t('version')}>{b(law.version)}</Fact>
        <Fact name={t('firstInForce')}>{law.firstInForce ?? t('unknownDay')}</Fact>
        {law.validTo && (
          <Fact name={t('validTo')}>
            <b>{law.validTo}</b>
          </Fact>
        )}
        {law.replacedBy && (
          <Fact name={t('replacedBy')}>
            <EntryLink id={law.replacedBy.id}>{b(law.replacedBy)}</EntryLink>
          </Fact>
        )}
        <Fact name={t('verification')}>{b(law.verification)}</Fact>
        <Fact name={t('status')}>{b(law.status)}</Fact>
        {b(law.note) !== '' && <Fact name={t('note')}>{b(law.note)}</Fact>}
      </dl>
    </Section>
  )
}

/** What must be looked at before the row is relied on, each with what it means. */
const FlagSentences = ({ flags }: { flags: readonly Flag[] }) => {
  const t = useText(text)
  const b = useBilingual()
  return (
    <Section title={t('flags')} finding={flags.length > 0 ? t('flagsFinding', { count: flags.length }) : undefined}>
      {flags.length === 0 ? (
        <EmptyState>{t('flagsNone')}</EmptyState>
      ) : (
        <ul className="tg-list">
          {flags.map((flag) => (
            <li key={`${flag.kind} ${flag.zh}`} className="tg-duty-task">
              <span className={flag.kind === 'review' ? 'st' : 'i2'}>{b(flag)}</span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

const History = ({ entry }: { entry: Entry }) => {
  const t = useText(text)
  const b = useBilingual()
  return (
    <Section title={t('history')} finding={t('historyFinding', { count: entry.versions.length })}>
      <ol className="tg-list">
        {entry.versions.map((version) => (
          <li key={`${version.recordedAt} ${version.note}`} className="tg-duty-version">
            <span>
              {version.effectiveOn === null
                ? t('shipped', { version: version.note })
                : [t('effective', { day: version.effectiveOn }), ...(version.ended ? [t('endedVersion')] : [])].join(
                    t('separator'),
                  )}
            </span>
            <small className="i3">
              {version.effectiveOn !== null && `${version.note} `}
              {version.by && `${b(version.by.agency)} ${b(version.by.post)} `}
              <PortTime at={version.recordedAt} />
            </small>
          </li>
        ))}
      </ol>
    </Section>
  )
}
