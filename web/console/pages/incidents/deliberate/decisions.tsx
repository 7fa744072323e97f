import { useState } from 'react'
import type { Decision, Deliberation } from '../../../../../src/actions/deliberate/model.ts'
import { EmptyState, PortTime, Section, useBilingual, useText } from '../../../../kit/public.ts'
import { shortName } from '../../warnings/short-name.ts'
import { AskForm } from './ask-form.tsx'
import { DecisionCard, Positions } from './decision-card.tsx'
import { Refused, SectionAction } from './section-action.tsx'
import { text } from './text.ts'

type Props = { incidentId: string; room: Deliberation }

/** Open ones first, mine before all; then what was decided, with who agreed and who objected. */
export const Decisions = ({ incidentId, room }: Props) => {
  const t = useText(text)
  const [asking, setAsking] = useState(false)
  const open = room.decisions.filter((one) => !one.decided)
  const done = room.decisions.filter((one) => one.decided)
  return (
    <>
      <Section
        title={t('decisions')}
        finding={
          room.decisions.length > 0 ? t('decisionsFinding', { open: open.length, done: done.length }) : undefined
        }
        end={<SectionAction allowed={room.can.work} label={t('askDecision')} onPress={() => setAsking(!asking)} />}
      >
        <Refused allowed={room.can.work} label={t('askDecision')} />
        {asking && <AskForm incidentId={incidentId} room={room} onEnd={() => setAsking(false)} />}
        {open.length === 0 && !asking && <EmptyState>{t('decisionsNone')}</EmptyState>}
        <ul className="tg-list">
          {open.map((one) => (
            <li key={one.id} className="tg-dl-item">
              <DecisionCard decision={one} />
            </li>
          ))}
        </ul>
      </Section>
      {done.length > 0 && (
        <Section title={t('decided')}>
          <ul className="tg-list">
            {done.map((one) => (
              <li key={one.id} className="tg-dl-item">
                <Decided decision={one} />
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  )
}

const Decided = ({ decision }: { decision: Decision }) => {
  const t = useText(text)
  const b = useBilingual()
  const { decided, tally } = decision
  if (!decided) return null
  const option = decided.chosen !== null && decision.options.length > 1 ? decision.options[decided.chosen] : undefined
  return (
    <details className="tg-dl-decided">
      <summary>
        <PortTime at={decided.at} /> <b>{t(`outcome_${decided.outcome}`)}</b>
        {t('colon')}
        {decision.question}
        {option && `${t('comma')}${option}`}
        <small className="i3">
          {t('signedBy', {
            agency: shortName(b(decided.by.agency)),
            officer: decided.by.officer ? b(decided.by.officer) : b(decided.by.post),
          })}
          {t('semicolon')}
          {t('tally', {
            agree: tally.agree.length,
            object: tally.object.length,
            abstain: tally.abstain.length,
            silent: tally.silent.length,
          })}
        </small>
      </summary>
      {decided.conditions && <p>{t('conditionsAre', { words: decided.conditions })}</p>}
      {decided.reason && <p>{t('reasonIs', { words: decided.reason })}</p>}
      <Positions decision={decision} />
      {decision.tasks
        .filter((task) => task.taskId !== null)
        .map((task) => (
          <p key={task.taskId} className="i2 sm">
            {t('became', { task: task.title, agency: b(task.agency) })}
          </p>
        ))}
    </details>
  )
}
