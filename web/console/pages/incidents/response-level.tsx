import { useState } from 'react'
import type { Incident } from '../../../../src/actions/respond/model.ts'
import { faultsByField, PortTime, useBilingual, useLocale, useText } from '../../../kit/public.ts'
import { post } from '../../api/public.ts'
import { ActForm } from '../warnings/act-form.tsx'
import { Radios } from '../warnings/radios.tsx'
import { useAct } from '../warnings/use-act.ts'
import { text } from './room-text.ts'
import { renewIncidents } from './use-incidents.ts'

type Props = { incident: Incident; open: boolean; onOpen: (open: boolean) => void }

/** At which level the response stands, since when; and the way to another one. */
export const ResponseLine = ({ incident, open, onOpen }: Props) => {
  const t = useText(text)
  const b = useBilingual()
  const { level, since, steps, reviewOpenedAt } = incident.responding
  return (
    <span className="tg-response">
      {t('responseLevel')} <b>{b(level)}</b>{' '}
      {since && (
        <small className="i3">
          {t('sinceBefore')} <PortTime at={since} />
          {t('sinceAfter')}
        </small>
      )}
      {reviewOpenedAt && <small className="i3"> {t('reviewOpened')}</small>}
      {steps.length > 0 && !incident.closedAt && !incident.mergedInto && (
        <button type="button" className="tg-link" aria-expanded={open} onClick={() => onOpen(!open)}>
          {t('changeLevel')}
        </button>
      )}
    </span>
  )
}

/** Every step that may follow with what must hold and who authorises it; what is not mine says whose it is. */
export const LevelForm = ({ incident, onDone }: { incident: Incident; onDone: () => void }) => {
  const t = useText(text)
  const b = useBilingual()
  const locale = useLocale()
  const { steps } = incident.responding
  const [to, setTo] = useState(steps.find((step) => step.can === true)?.level.id)
  const [criteria, setCriteria] = useState<readonly string[]>([])
  const act = useAct((body: object, idempotencyKey) =>
    post(`/incidents/${incident.id}/level`, body, { idempotencyKey }),
  )
  const faults = act.problem ? faultsByField(act.problem, ['reason', 'criteria'], locale) : {}
  const step = steps.find((one) => one.level.id === to)
  const submit = async (reason: string) => {
    if (!step) return
    const done = await act.run({ to: step.level.id, criteria, reason })
    await renewIncidents()
    if (done) onDone()
  }
  const words = step && t(step.raise ? 'raiseTo' : 'lowerTo', { level: b(step.level) })
  return (
    <div className="tg-head-form">
      <ActForm
        name="reason"
        label={t('levelReason')}
        hint={t('levelReasonHint')}
        missing={t('levelReasonMissing')}
        others={['criteria']}
        maxLength={2000}
        submit={step ? `${words}${t('comma')}${t('authorisedBy', { who: b(step.authorisers) })}` : t('changeLevel')}
        act={act}
        onSubmit={(reason) => void submit(reason)}
        onCancel={onDone}
      >
        <Radios
          legend={t('levelTo')}
          value={to}
          onChange={(next) => {
            setTo(next)
            setCriteria([])
          }}
          choices={steps.map((one) => ({
            value: one.level.id,
            label: b(one.level),
            impossible: one.can === true ? undefined : b(one.can),
          }))}
        />
        {incident.responding.history.length > 0 && (
          <ol className="tg-level-reasons" aria-label={t('levelHistory')}>
            {incident.responding.history.map((one) => (
              <li key={one.from}>
                <small className="i2">
                  <PortTime at={one.from} /> {b(one.level)}
                  {t('colon')}
                  {[...one.criteria.map(b), one.reason].join(t('comma'))} {b(one.by)}
                </small>
              </li>
            ))}
          </ol>
        )}
        <ul className="tg-level-reasons">
          {steps.map(
            (one) =>
              one.can !== true && (
                <li key={one.level.id}>
                  <small className="i3">
                    {b(one.level)}
                    {t('colon')}
                    {b(one.can)}
                  </small>
                </li>
              ),
          )}
        </ul>
        {step && step.criteria.length > 0 && (
          <fieldset className="tg-check-list">
            <legend>
              {t(step.need === 'any' ? 'criteriaAny' : 'criteriaAll')} <small className="i3">{t('criteriaNote')}</small>
            </legend>
            {step.criteria.map((one) => (
              <label key={one.id}>
                <input
                  type="checkbox"
                  checked={criteria.includes(one.id)}
                  onChange={() =>
                    setCriteria((before) =>
                      before.includes(one.id) ? before.filter((id) => id !== one.id) : [...before, one.id],
                    )
                  }
                />
                <span>{b(one)}</span>
              </label>
            ))}
            {faults['criteria'] && (
              <p role="alert" className="sm">
                <b>{t('error')}</b> {faults['criteria']}
              </p>
            )}
          </fieldset>
        )}
      </ActForm>
    </div>
  )
}
