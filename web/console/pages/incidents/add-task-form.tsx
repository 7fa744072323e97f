import { Input, Select } from 'antd'
import { useState } from 'react'
import type { Incident } from '../../../../src/actions/respond/model.ts'
import { Field, faultsByField, useBilingual, useLocale, useText } from '../../../kit/public.ts'
import { post, useReference, useSignedIn } from '../../api/public.ts'
import { ActForm } from '../warnings/act-form.tsx'
import { useAct } from '../warnings/use-act.ts'
import { text } from './task-text.ts'
import { renewIncidents } from './use-incidents.ts'

/** Limits to choose from, in minutes. All are local defaults; judgement. */
const LIMITS = [10, 20, 30, 60, 120, 240, 480, 1440] as const

/** Something that no template has: what, by whom, by when, why. For others only where one leads or coordinates. */
export const AddTaskForm = ({ incident, onDone }: { incident: Incident; onDone: () => void }) => {
  const t = useText(text)
  const b = useBilingual()
  const locale = useLocale()
  const { agency: own } = useSignedIn()
  const phases = useReference().data?.phases ?? []
  const [title, setTitle] = useState('')
  const [agency, setAgency] = useState(own.id)
  const [phase, setPhase] = useState<string>(incident.phase)
  const [minutes, setMinutes] = useState<number>(30)
  const [proof, setProof] = useState('')
  const [missing, setMissing] = useState(false)
  const act = useAct((body: object, idempotencyKey) =>
    post(`/incidents/${incident.id}/tasks`, body, { idempotencyKey }),
  )
  const faults = act.problem ? faultsByField(act.problem, ['title', 'agency', 'proof', 'reason'], locale) : {}
  const may = incident.members.filter(
    (member) => member.reachable && (incident.can.addTaskForOthers === true || member.agency.id === own.id),
  )
  const submit = async (reason: string) => {
    setMissing(title.trim() === '')
    if (title.trim() === '') return
    const done = await act.run({
      title: title.trim(),
      agency,
      phase,
      due: { amount: minutes, unit: 'minute' },
      reason,
      ...(proof.trim() === '' ? {} : { proof: proof.trim() }),
    })
    await renewIncidents()
    if (done) onDone()
  }
  return (
    <div className="tg-add-task">
      <ActForm
        name="reason"
        label={t('addReason')}
        missing={t('addReasonMissing')}
        others={['title', 'agency', 'proof']}
        maxLength={2000}
        submit={t('addSubmit')}
        act={act}
        onSubmit={(reason) => void submit(reason)}
        onCancel={onDone}
      >
        <Field
          label={t('addTitle')}
          hint={t('addTitleHint')}
          required
          error={missing && title.trim() === '' ? t('addTitleMissing') : faults['title']}
        >
          <Input value={title} maxLength={200} onChange={(event) => setTitle(event.target.value)} />
        </Field>
        <div className="tg-three-fields">
          <Field label={t('addAgency')} error={faults['agency']}>
            <Select
              value={agency}
              options={may.map((member) => ({ value: member.agency.id, label: b(member.agency) }))}
              onChange={(id: string) => setAgency(id)}
            />
          </Field>
          <Field label={t('addPhase')}>
            <Select
              value={phase}
              options={phases.map((one) => ({ value: one.id, label: b(one) }))}
              onChange={(id: string) => setPhase(id)}
            />
          </Field>
          <Field label={t('addDue')}>
            <Select
              value={minutes}
              options={LIMITS.map((limit) => ({
                value: limit,
                label: limit < 60 ? t('dueMinutes', { count: limit }) : t('dueHours', { count: limit / 60 }),
              }))}
              onChange={(limit: number) => setMinutes(limit)}
            />
          </Field>
        </div>
        <Field label={t('addProof')} hint={t('addProofHint')} error={faults['proof']}>
          <Input value={proof} maxLength={200} onChange={(event) => setProof(event.target.value)} />
        </Field>
      </ActForm>
    </div>
  )
}
