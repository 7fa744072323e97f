import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { Incident, IncidentRow } from '../../../../src/actions/respond/model.ts'
import { Field, faultsByField, type Problem, useLocale, useText } from '../../../kit/public.ts'
import { get, post } from '../../api/public.ts'
import { ActForm } from '../warnings/act-form.tsx'
import { useAct } from '../warnings/use-act.ts'
import { text } from './room-text.ts'
import { renewIncidents } from './use-incidents.ts'

/** Into which incident, and why they belong together. Afterwards one is where the work goes on. */
export const MergeForm = ({ incident, onDone }: { incident: Incident; onDone: () => void }) => {
  const t = useText(text)
  const locale = useLocale()
  const navigate = useNavigate()
  const [into, setInto] = useState<string | null>(null)
  const [missing, setMissing] = useState(false)
  const open = useQuery<{ rows: IncidentRow[] }, Problem>({
    queryKey: ['incidents', 'mergeable'],
    queryFn: ({ signal }) => get('/incidents', { state: 'open', limit: 100 }, signal),
  })
  const act = useAct((body: object, idempotencyKey) =>
    post(`/incidents/${incident.id}/merge`, body, { idempotencyKey }),
  )
  const faults = act.problem ? faultsByField(act.problem, ['into'], locale) : {}
  const submit = async (reason: string) => {
    setMissing(into === null)
    if (into === null) return
    const done = await act.run({ into, reason })
    await renewIncidents()
    if (done) {
      onDone()
      await navigate(`/incidents/${into}`)
    }
  }
  const others = (open.data?.rows ?? []).filter((row) => row.id !== incident.id)
  return (
    <div className="tg-head-form">
      <ActForm
        name="reason"
        label={t('mergeReason')}
        hint={t('mergeHint')}
        missing={t('mergeReasonMissing')}
        others={['into']}
        maxLength={2000}
        submit={t('mergeSubmit')}
        act={act}
        onSubmit={(reason) => void submit(reason)}
        onCancel={onDone}
      >
        <Field
          label={t('mergeInto')}
          required
          error={missing && into === null ? t('mergeIntoMissing') : faults['into']}
        >
          <Select
            value={into}
            loading={!open.data}
            notFoundContent={open.data ? t('mergeNone') : undefined}
            options={others.map((row) => ({ value: row.id, label: `${row.title}${t('separator')}${row.no}` }))}
            onChange={(id: string | null) => setInto(id)}
          />
        </Field>
      </ActForm>
    </div>
  )
}
