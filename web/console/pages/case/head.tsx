import type { ReactNode } from 'react'
import { Link, useNavigate } from 'react-router'
import type { Signal } from '../../../../src/actions/signals/model.ts'
import {
  Action,
  Assessed,
  Page,
  PortTime,
  SourceGrade,
  Tag,
  useBilingual,
  useLocale,
  useText,
} from '../../../kit/public.ts'
import { useRight } from '../../api/public.ts'
import { text as signalText } from '../signals/text.ts'
import { flagWords, useProvenance } from '../signals/words.ts'
import { conclusionOf } from './conclusion.ts'
import { text } from './text.ts'

/** Name, judgement and what can be done; then the one sentence; then on what and how old. */
export const CaseHead = ({ signal, children }: { signal: Signal; children: ReactNode }) => {
  const t = useText(text)
  const s = useText(signalText)
  const b = useBilingual()
  const provenance = useProvenance()
  const conclusion = conclusionOf(signal.assessment, useLocale())
  const { assessment } = signal
  return (
    <Page
      title={b(signal.title)}
      finding={
        <span className="judged">
          <Assessed level={assessment?.level} />
          {assessment?.riskType && <span className="i2">{b(assessment.riskType)}</span>}
          {assessment?.needsPerson && <span className="need">{s('needsPerson')}</span>}
        </span>
      }
      actions={<Actions signal={signal} />}
      below={
        <>
          <Superseded signal={signal} />
          <p className="conclusion">{conclusion}</p>
          <p className="facts">
            <span className="st">{b(signal.kindName)}</span>
            <span>{provenance(signal)}</span>
            <SourceGrade reliability={signal.reliability} credibility={signal.credibility} words />
            <span>
              {t('observedAt')} <PortTime at={signal.observedAt} />
            </span>
            <span>
              {t('receivedAt')} <PortTime at={signal.receivedAt} />
            </span>
            {flagWords(signal.flags, signal.version, s).map((flag) => (
              <Tag key={flag}>{flag}</Tag>
            ))}
          </p>
          {assessment && (
            <p className="facts">
              <span>{b(assessment.dataAge)}</span>
              <span>
                {t('engine', {
                  engine: b(assessment.engineName),
                  version: String(assessment.engineVersion),
                })}
              </span>
              <span>
                {t('assessedAt')} <PortTime at={assessment.assessedAt} />
              </span>
              <span>{t('notProbability')}</span>
              {assessment.usesParts && <span>{t('forYou')}</span>}
            </p>
          )}
        </>
      }
    >
      {children}
    </Page>
  )
}

const Actions = ({ signal }: { signal: Signal }) => {
  const t = useText(text)
  const navigate = useNavigate()
  const open = (path: string) => void navigate(`${path}?${new URLSearchParams({ signalId: signal.id })}`)
  return (
    <>
      <Action allowed={useRight('incidents.open')} reasonAt="below" onClick={() => open('/incidents/new')}>
        {t('openIncident')}
      </Action>
      <Action
        allowed={useRight('warnings.issue')}
        primary={signal.assessment?.needsPerson === true && signal.links.warnings.length === 0}
        reasonAt="below"
        onClick={() => open('/warnings/new')}
      >
        {t('issueWarning')}
      </Action>
    </>
  )
}

/** An older version must not be acted on by mistake. */
const Superseded = ({ signal }: { signal: Signal }) => {
  const t = useText(text)
  const latest = signal.versions.reduce((a, b) => (b.version > a.version ? b : a), {
    id: signal.id,
    version: signal.version,
  })
  if (latest.version === signal.version) return null
  return (
    <p className="superseded" role="note">
      {t('superseded', { version: signal.version, latest: latest.version })}{' '}
      <Link to={`/signals/${latest.id}`}>{t('openLatest', { latest: latest.version })}</Link>
    </p>
  )
}
