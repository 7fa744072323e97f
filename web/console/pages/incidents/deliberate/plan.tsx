import { useState } from 'react'
import type { Deliberation, Plan } from '../../../../../src/actions/deliberate/model.ts'
import {
  EmptyState,
  FormFault,
  Gap,
  PortTime,
  problemWords,
  Section,
  useBilingual,
  useLocale,
  useText,
} from '../../../../kit/public.ts'
import { shortName } from '../../warnings/short-name.ts'
import { Verbs } from '../../warnings/verbs.tsx'
import { PlanForm } from './plan-form.tsx'
import { Refused, SectionAction } from './section-action.tsx'
import { text } from './text.ts'
import { useDeed } from './use-deliberation.ts'

type Props = { incidentId: string; room: Deliberation }

/** What is needed and what there is; then the steps, first those that nobody answers for. */
export const PlanSection = ({ incidentId, room }: Props) => {
  const t = useText(text)
  const [editing, setEditing] = useState(false)
  const [newest] = room.plans
  const active = room.plans.find((plan) => plan.state === 'active')
  const shown = newest?.state === 'draft' ? newest : (active ?? newest)
  return (
    <Section
      title={t('plan')}
      finding={
        shown
          ? `${t('planVersion', { version: shown.version })}${t('comma')}${t(`planState_${shown.state}`)}`
          : undefined
      }
      end={<SectionAction allowed={room.can.plan} label={t('newVersion')} onPress={() => setEditing(!editing)} />}
    >
      <Refused allowed={room.can.plan} label={t('newVersion')} />
      {editing && <PlanForm incidentId={incidentId} room={room} onEnd={() => setEditing(false)} />}
      {!shown && !editing && <EmptyState>{t('planNone', { count: room.planDraft.tasks })}</EmptyState>}
      {shown && <Shown plan={shown} />}
      {room.plans.length > 1 && <Versions plans={room.plans} />}
    </Section>
  )
}

const FIRST = 6

const Shown = ({ plan }: { plan: Plan }) => {
  const t = useText(text)
  const b = useBilingual()
  const locale = useLocale()
  const deed = useDeed()
  const said = deed.problem && problemWords(deed.problem, locale)
  const order = plan.steps.toSorted(
    (x, y) => Number(x.unassigned === null) - Number(y.unassigned === null) || Number(x.settled) - Number(y.settled),
  )
  const mandatory = plan.steps.filter((step) => step.mandatory).length
  return (
    <div className="tg-dl-plan">
      <p className="aim">{plan.aim}</p>
      {plan.resources.length > 0 && (
        <div className="gaps">
          {plan.resources.map((one) => (
            <Gap
              key={one.name}
              name={one.unit === '' ? one.name : `${one.name} (${one.unit})`}
              have={one.have}
              need={one.need}
            />
          ))}
        </div>
      )}
      <p className="i3 sm pad">
        {t('steps')} {t('stepsFinding', { count: plan.steps.length, mandatory })}
        {t('semicolon')}
        {t('draftedBy', { agency: shortName(b(plan.by.agency)) })} <PortTime at={plan.at} />
        {plan.activated && (
          <>
            {t('semicolon')}
            {t('activatedBy', { agency: shortName(b(plan.activated.by.agency)) })} <PortTime at={plan.activated.at} />
          </>
        )}
      </p>
      <Steps steps={order.slice(0, FIRST)} />
      {order.length > FIRST && (
        <details className="more">
          <summary>{t('moreSteps', { count: order.length - FIRST })}</summary>
          <Steps steps={order.slice(FIRST)} />
        </details>
      )}
      {plan.changes.length > 0 && (
        <details className="more">
          <summary>
            {t('changes')} {t('changesFinding', { count: plan.changes.length })}
          </summary>
          <ul className="changes">
            {plan.changes.map((change) => (
              <li key={`${change.what} ${change.how} ${change.name.zh}`}>
                {b(change.name)} {change.before && <s className="i3">{b(change.before)}</s>}{' '}
                <span className="i3">{t(`change_${change.how}`)}</span> {change.after && b(change.after)}
              </li>
            ))}
          </ul>
        </details>
      )}
      {plan.state === 'draft' && (
        <div className="pad">
          <Verbs
            verbs={[
              {
                id: 'activate',
                label: t('activate'),
                allowed: plan.can.activate,
                primary: true,
                busy: deed.busy,
                onPress: () => void deed.send(`/plans/${plan.id}/activate`),
              },
            ]}
          />
          {said && <FormFault what={said.what} remedy={said.remedy} />}
        </div>
      )}
    </div>
  )
}

const Steps = ({ steps }: { steps: Plan['steps'] }) => {
  const t = useText(text)
  const b = useBilingual()
  return (
    <ul className="steps">
      {steps.map((step) => (
        <li key={`${step.taskId} ${step.title.zh}`} className={step.settled ? 'settled' : undefined}>
          <span className="what">{b(step.title)}</span>
          <span className={step.unassigned ? 'who st' : 'who i2'}>
            {step.unassigned
              ? t('unassignedIs', { why: b(step.unassigned) })
              : step.agency
                ? shortName(b(step.agency))
                : t('noAgency')}
            {!step.mandatory && <small className="i3"> {t('optional')}</small>}
          </span>
        </li>
      ))}
    </ul>
  )
}

const Versions = ({ plans }: { plans: readonly Plan[] }) => {
  const t = useText(text)
  const b = useBilingual()
  return (
    <details className="tg-dl-versions">
      <summary>
        {t('versions')} {plans.length}
      </summary>
      <ul>
        {plans.map((plan) => (
          <li key={plan.id}>
            {t('planVersion', { version: plan.version })} <span className="i3">{t(`planState_${plan.state}`)}</span>{' '}
            <small className="i3">
              {t('draftedBy', { agency: shortName(b(plan.by.agency)) })} <PortTime at={plan.at} />
            </small>
          </li>
        ))}
      </ul>
    </details>
  )
}
