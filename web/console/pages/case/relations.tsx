import { Link } from 'react-router'
import type { Signal } from '../../../../src/actions/signals/model.ts'
import {
  CopyableId,
  EmptyState,
  LEVELS,
  Level,
  PortTime,
  Row,
  Section,
  useBilingual,
  useText,
  type WarningLevel,
} from '../../../kit/public.ts'
import { useRight } from '../../api/public.ts'
import { text } from './text.ts'

type Props = { signal: Signal }

const warningLevel = (level: string): WarningLevel | undefined => LEVELS.find((known) => known === level)

/** What was made of this signal. */
export const Links = ({ signal: { links } }: Props) => {
  const t = useText(text)
  const b = useBilingual()
  const count = links.warnings.length + links.incidents.length
  return (
    <Section title={t('links')} finding={count > 0 ? t('linksFinding', { count }) : undefined}>
      {count === 0 ? (
        <EmptyState>{t('linksNone')}</EmptyState>
      ) : (
        <ul className="tg-list">
          {links.warnings.map((warning) => {
            const level = warningLevel(warning.level)
            return (
              <li key={warning.id}>
                <Row lead={level && <Level level={level} />} title={b(warning.title)} to={`/warnings/${warning.id}`} />
              </li>
            )
          })}
          {links.incidents.map((incident) => (
            <li key={incident.id}>
              <Row lead={t('incident')} title={b(incident.title)} to={`/incidents/${incident.id}`} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

/** What it mentions, and how many other signals that I may see mention it too: each number opens its rows. */
export const Subjects = ({ signal: { subjects } }: Props) => {
  const t = useText(text)
  const b = useBilingual()
  return (
    <Section title={t('subjects')} finding={subjects.length > 0 ? t('subjectsFinding') : undefined}>
      {subjects.length === 0 ? (
        <EmptyState>{t('subjectsNone')}</EmptyState>
      ) : (
        <ul className="tg-list">
          {subjects.map((subject) => (
            <li key={`${subject.kind} ${subject.key}`}>
              <Row
                title={b(subject.display)}
                meta={b(subject.label)}
                end={
                  subject.others > 0 ? (
                    <Link to={`/signals?${new URLSearchParams({ subject: `${subject.kind}:${subject.key}` })}`}>
                      {t(subject.atLeast ? 'othersAtLeast' : 'others', { count: subject.others })}
                    </Link>
                  ) : (
                    <small className="i3">{t('othersNone')}</small>
                  )
                }
              />
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

/** Corrections are new versions; none is ever overwritten. */
export const Versions = ({ signal }: Props) => {
  const t = useText(text)
  const versions = [...signal.versions].sort((a, b) => b.version - a.version)
  const corrections = versions.length - 1
  return (
    <Section
      title={t('versions')}
      finding={corrections > 0 ? t('versionsFinding', { count: corrections }) : t('versionsOne')}
    >
      <ul className="tg-list">
        {versions.map((version) => (
          <li key={version.id}>
            <Row
              title={t('version', { version: version.version })}
              to={version.id === signal.id ? undefined : `/signals/${version.id}`}
              selected={version.id === signal.id && corrections > 0}
              end={<PortTime at={version.receivedAt} />}
              meta={version.id === signal.id && corrections > 0 ? t('thisVersion') : undefined}
            />
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** Numbers under which other systems keep the case: given by whoever sent the signal, found by search. */
const CaseNos = ({ caseNos }: { caseNos: readonly string[] }) => {
  const t = useText(text)
  return caseNos.map((no) => (
    <p key={no}>
      {t('caseNo')} <CopyableId id={no} name={t('caseNo')} full />
    </p>
  ))
}

export const Record = ({ signal: { fact, externalNo, caseNos } }: Props) => {
  const t = useText(text)
  const mayRead = useRight('ledger.read') === true
  const entry = fact.seq === null ? t('entryWaiting') : t('entry', { seq: fact.seq })
  return (
    <Section title={t('record')}>
      <div className="tg-note">
        <p>{t('recorded')}</p>
        <p>{mayRead ? <Link to="/ledger">{entry}</Link> : entry}</p>
        <p>
          {t('externalNo')} <CopyableId id={externalNo} name={t('externalNo')} full />
        </p>
        <CaseNos caseNos={caseNos} />
        <p>
          {t('leafHash')} <CopyableId id={fact.leafHash} name={t('leafHash')} />
        </p>
      </div>
    </Section>
  )
}
