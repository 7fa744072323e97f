import { Select } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Incident } from '../../../../src/actions/respond/model.ts'
import { Field, faultsByField, useBilingual, useLocale, useText } from '../../../kit/public.ts'
import { post } from '../../api/public.ts'
import { ActForm } from '../warnings/act-form.tsx'
import { Radios } from '../warnings/radios.tsx'
import { useAct } from '../warnings/use-act.ts'
import { text } from './room-text.ts'
import { renewIncidents } from './use-incidents.ts'

type Props = { incident: Incident; onDone: () => void }
type Named = { id: string; zh: string; en: string }

type FormProps = {
  path: string
  field: 'agency' | 'to'
  choices: readonly Named[]
  words: { label: string; which: string; hint: string; missing: string; submit: string }
  more?: object
  children?: ReactNode
  onDone: () => void
}

/** One agency and a reason: what joins, leaves or leads. */
const AgencyForm = ({ path, field, choices, words, more = {}, children, onDone }: FormProps) => {
  const t = useText(text)
  const b = useBilingual()
  const locale = useLocale()
  const [agency, setAgency] = useState<string | null>(null)
  const [missing, setMissing] = useState(false)
  const act = useAct((body: object, idempotencyKey) => post(path, body, { idempotencyKey }))
  const faults = act.problem ? faultsByField(act.problem, [field], locale) : {}
  const submit = async (reason: string) => {
    setMissing(agency === null)
    if (agency === null) return
    const done = await act.run({ [field]: agency, reason, ...more })
    await renewIncidents()
    if (done) onDone()
  }
  return (
    <ActForm
      name="reason"
      label={words.label}
      hint={words.hint}
      missing={words.missing}
      others={[field]}
      maxLength={2000}
      submit={words.submit}
      act={act}
      onSubmit={(reason) => void submit(reason)}
      onCancel={onDone}
    >
      <Field label={words.which} required error={missing && agency === null ? t('whichAgencyMissing') : faults[field]}>
        <Select
          value={agency}
          options={choices.map((one) => ({ value: one.id, label: b(one) }))}
          onChange={(id: string | null) => setAgency(id)}
        />
      </Field>
      {children}
    </ActForm>
  )
}

export const AddMemberForm = ({ incident, onDone }: Props) => {
  const t = useText(text)
  const [role, setRole] = useState<'support' | 'inform'>('support')
  return (
    <AgencyForm
      path={`/incidents/${incident.id}/members`}
      field="agency"
      choices={incident.candidates}
      more={{ role }}
      words={{
        label: t('addReason'),
        which: t('whichAgency'),
        hint: t('addMemberHint'),
        missing: t('addReasonMissing'),
        submit: t('addSubmit'),
      }}
      onDone={onDone}
    >
      <Radios
        legend={t('asRole')}
        value={role}
        onChange={setRole}
        choices={[
          { value: 'support', label: t('support') },
          { value: 'inform', label: t('inform') },
        ]}
      />
    </AgencyForm>
  )
}

export const DismissForm = ({ incident, onDone }: Props) => {
  const t = useText(text)
  return (
    <AgencyForm
      path={`/incidents/${incident.id}/members/dismiss`}
      field="agency"
      choices={incident.members.filter((member) => member.can.dismiss === true).map((member) => member.agency)}
      words={{
        label: t('dismissReason'),
        which: t('whichAgency'),
        hint: t('dismissHint'),
        missing: t('dismissMissing'),
        submit: t('dismissSubmit'),
      }}
      onDone={onDone}
    />
  )
}

export const ChangeLeadForm = ({ incident, onDone }: Props) => {
  const t = useText(text)
  return (
    <AgencyForm
      path={`/incidents/${incident.id}/lead`}
      field="to"
      choices={incident.members
        .filter((member) => member.role !== 'lead' && member.reachable)
        .map((member) => member.agency)}
      words={{
        label: t('leadReason'),
        which: t('leadTo'),
        hint: t('leadHint'),
        missing: t('leadMissing'),
        submit: t('leadSubmit'),
      }}
      onDone={onDone}
    />
  )
}
