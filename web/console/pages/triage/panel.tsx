import { useNavigate } from 'react-router'
import type { Group, LogLine } from '../../../../src/actions/triage/model.ts'
import {
  Action,
  Assessed,
  EmptyState,
  Loaded,
  PortTime,
  RelativeTime,
  Row,
  Section,
  useBilingual,
  useText,
} from '../../../kit/public.ts'
import { useRight } from '../../api/public.ts'
import { CompoundView } from './compound-view.tsx'
import { text } from './text.ts'
import { useGroup } from './use-triage.ts'

/** One group beside the list: what it is, its signals, who did what, and what can begin from it. */
export const GroupPanel = ({ id, onClose }: { id: string; onClose: () => void }) => {
  const t = useText(text)
  const group = useGroup(id)
  return (
    <aside className="tg-triage-panel" aria-label={t('panel')}>
      <div className="close">
        <button type="button" className="plain" onClick={onClose}>
          <span className="wide">{t('closePanel')}</span>
          <span className="narrow">{t('back')}</span>
        </button>
      </div>
      <Loaded query={group}>{(data) => <Opened group={data} />}</Loaded>
    </aside>
  )
}

const Opened = ({ group }: { group: Group }) => {
  const t = useText(text)
  const b = useBilingual()
  const isCompound = group.compounds.length > 0
  const subject = group.subject && !isCompound ? `${b(group.subject.label)} ${b(group.subject.display)}`.trim() : ''
  return (
    <>
      <div className="about">
        <h2>{isCompound && group.riskType ? b(group.riskType) : b(group.rule)}</h2>
        {!isCompound && (
          <p className="line">
            <Assessed level={group.level} />
            <span>{subject}</span>
            <span className="i2">{t('count', { count: group.count })}</span>
          </p>
        )}
        {!isCompound && (
          <p className="i3 sm">
            {group.riskType && `${b(group.riskType)}${t('separator')}`}
            {b(group.kind)}
            {t('separator')}
            <RelativeTime at={group.firstAt} />
            {group.count > 1 && (
              <>
                {' – '}
                <RelativeTime at={group.lastAt} />
              </>
            )}
          </p>
        )}
        <Begin group={group} />
      </div>
      {group.compounds.map((compound) => (
        <Section key={compound.id} title={t('compound')}>
          <CompoundView compound={compound} />
        </Section>
      ))}
      {group.members.length > 0 && <Members group={group} />}
      {group.sources.length > 0 && (
        <Section title={t('seen')}>
          <ul className="tg-list">
            {group.sources.map((source) => (
              <li key={`${source.agency.en} ${source.name.en}`}>
                <Row title={b(source.name)} meta={b(source.agency)} end={t('count', { count: source.count })} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Links group={group} />
      <History log={group.log} />
    </>
  )
}

/** A warning or an incident that begins with the newest signal of the group. */
const Begin = ({ group }: { group: Group }) => {
  const t = useText(text)
  const navigate = useNavigate()
  const mayWarn = useRight('warnings.issue')
  const mayOpen = useRight('incidents.open')
  if (group.signalId === null) return null
  return (
    <p className="begin">
      <Action small allowed={mayWarn} onClick={() => void navigate(`/warnings/new?signalId=${group.signalId}`)}>
        {t('warn')}
      </Action>
      <Action small allowed={mayOpen} onClick={() => void navigate(`/incidents/new?signalId=${group.signalId}`)}>
        {t('openIncident')}
      </Action>
    </p>
  )
}

const Members = ({ group }: { group: Group }) => {
  const t = useText(text)
  const b = useBilingual()
  const shown = group.members.length
  return (
    <Section
      title={t('members')}
      finding={shown < group.count ? t('membersOf', { shown, count: group.count }) : t('membersFinding', { shown })}
    >
      <ul className="tg-list">
        {group.members.map((member) => (
          <li key={member.id}>
            <Row
              title={b(member.title)}
              meta={<PortTime at={member.receivedAt} />}
              end={<Assessed level={member.level} />}
              to={`/signals/${member.id}`}
            />
          </li>
        ))}
      </ul>
    </Section>
  )
}

const Links = ({ group }: { group: Group }) => {
  const t = useText(text)
  if (group.warnings.length + group.incidents.length === 0) return null
  return (
    <Section title={t('links')}>
      <ul className="tg-list">
        {group.warnings.map((one) => (
          <li key={one.id}>
            <Row title={one.title} to={`/warnings/${one.id}`} />
          </li>
        ))}
        {group.incidents.map((one) => (
          <li key={one.id}>
            <Row title={one.title} to={`/incidents/${one.id}`} />
          </li>
        ))}
      </ul>
    </Section>
  )
}

const ACTS = {
  assigned: 'actAssigned',
  released: 'actReleased',
  snoozed: 'actSnoozed',
  woken: 'actWoken',
  dismissed: 'actDismissed',
  attached: 'actAttached',
  undone: 'actUndone',
} as const

const History = ({ log }: { log: readonly LogLine[] }) => {
  const t = useText(text)
  const b = useBilingual()
  const said = (line: LogLine): string => {
    const key = ACTS[line.act as keyof typeof ACTS]
    return key ? t(key, { to: line.to ? b(line.to.officer ?? line.to.post) : '' }) : line.act
  }
  return (
    <Section title={t('history')}>
      {log.length === 0 ? (
        <EmptyState>{t('historyNone')}</EmptyState>
      ) : (
        <ol className="tg-triage-log">
          {log.map((line) => (
            <li key={`${line.at} ${line.act}`}>
              <PortTime at={line.at} />
              <span>
                {line.act === 'woken' ? t('clockDid') : b(line.by.officer ?? line.by.post)} {said(line)}
                {line.until && (
                  <>
                    {' '}
                    {t('until')} <PortTime at={line.until} />
                  </>
                )}
                {(line.reason || line.note) && (
                  <small className="i3">
                    {[line.reason ? b(line.reason) : '', line.note ?? ''].filter(Boolean).join(t('separator'))}
                  </small>
                )}
              </span>
            </li>
          ))}
        </ol>
      )}
    </Section>
  )
}
