import { Input } from 'antd'
import { useState } from 'react'
import type { Decision, Outcome } from '../../../../../src/actions/deliberate/model.ts'
import { Field, useText } from '../../../../kit/public.ts'
import { RoomForm, useFaults } from './form.tsx'
import { text } from './text.ts'
import type { Deed } from './use-deliberation.ts'

const FIELDS = ['chosen', 'reason', 'conditions'] as const
const SUBMIT = {
  approved: 'confirmApprove',
  approved_with_conditions: 'confirmConditions',
  returned: 'confirmReturn',
} as const

type Props = { decision: Decision; outcome: Outcome; deed: Deed; onEnd: () => void }

/** Signing: which option, on what conditions, and what is answered to an objection. */
export const DecideForm = ({ decision, outcome, deed, onEnd }: Props) => {
  const t = useText(text)
  const fault = useFaults(deed, FIELDS)
  const [chosen, setChosen] = useState<number | null>(decision.options.length === 1 ? 0 : null)
  const [reason, setReason] = useState('')
  const [conditions, setConditions] = useState('')
  const [tried, setTried] = useState(false)
  const returned = outcome === 'returned'
  const objected = decision.tally.object.length > 0
  const needs = {
    chosen: !returned && chosen === null,
    reason: (returned || objected) && reason.trim() === '',
    conditions: outcome === 'approved_with_conditions' && conditions.trim() === '',
  }
  const submit = async () => {
    setTried(true)
    if (needs.chosen || needs.reason || needs.conditions) return
    const body = {
      outcome,
      chosen: returned ? null : chosen,
      reason: reason.trim() || null,
      conditions: conditions.trim() || null,
    }
    if (await deed.send(`/decisions/${decision.id}/decide`, body)) onEnd()
  }
  return (
    <RoomForm
      deed={deed}
      fields={FIELDS}
      submit={t(SUBMIT[outcome])}
      {...(returned ? {} : { consequence: t('signNow') })}
      onSubmit={() => void submit()}
      onCancel={onEnd}
    >
      {!returned && decision.options.length > 1 && (
        <fieldset className="tg-check-list">
          <legend>{t('chooseOption')}</legend>
          {decision.options.map((option, i) => (
            <label key={option}>
              <input type="radio" name={`chosen-${decision.id}`} checked={chosen === i} onChange={() => setChosen(i)} />
              <span>{option}</span>
            </label>
          ))}
          {tried && needs.chosen && (
            <p className="fault" role="alert">
              <b>{t('error')}</b> {t('chooseOptionMissing')}
            </p>
          )}
        </fieldset>
      )}
      {outcome === 'approved_with_conditions' && (
        <Field
          label={t('conditions')}
          required
          error={tried && needs.conditions ? t('conditionsMissing') : fault('conditions')}
        >
          <Input.TextArea
            rows={2}
            maxLength={2000}
            value={conditions}
            onChange={(event) => setConditions(event.target.value)}
          />
        </Field>
      )}
      <Field
        label={!returned && objected ? t('answerObjection') : returned ? t('reason') : t('reasonOptional')}
        {...(!returned && objected ? { hint: t('answerObjectionHint') } : {})}
        required={returned || objected}
        error={tried && needs.reason ? t('reasonMissing') : fault('reason')}
      >
        <Input.TextArea rows={2} maxLength={2000} value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
    </RoomForm>
  )
}
