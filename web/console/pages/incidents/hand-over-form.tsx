import { Select } from 'antd'
import { useState } from 'react'
import type { Task } from '../../../../src/actions/respond/model.ts'
import { Field, faultsByField, useBilingual, useLocale, useText } from '../../../kit/public.ts'
import { ActForm } from '../warnings/act-form.tsx'
import type { Act } from '../warnings/use-act.ts'
import { text as taskText } from './task-text.ts'
import { text } from './text.ts'
import { useIncident } from './use-incidents.ts'

type Props = {
  task: Task
  incidentId: string
  act: Pick<Act<never, unknown>, 'busy' | 'problem'>
  onSubmit: (body: { toAgency: string; note: string }) => void
  onCancel: () => void
}

/** To which member, and why. Members that could not accept it are listed with the reason. */
export const HandOverForm = ({ task, incidentId, act, onSubmit, onCancel }: Props) => {
  const t = useText(taskText)
  const w = useText(text)
  const b = useBilingual()
  const locale = useLocale()
  const incident = useIncident(incidentId, false).data
  const [to, setTo] = useState<string | null>(null)
  const [missing, setMissing] = useState(false)
  const faults = act.problem ? faultsByField(act.problem, ['toAgency'], locale) : {}
  const options = (incident?.members ?? [])
    .filter((member) => member.agency.id !== task.agency.id)
    .map((member) => ({
      value: member.agency.id,
      label: member.reachable ? b(member.agency) : `${b(member.agency)}${w('separator')}${w('unreachable')}`,
      disabled: !member.reachable,
      words: `${member.agency.zh} ${member.agency.en}`.toLowerCase(),
    }))
  return (
    <ActForm
      name="note"
      label={t('handOverNote')}
      missing={t('handOverNoteMissing')}
      others={['toAgency']}
      maxLength={2000}
      submit={t('handOverSubmit')}
      act={act}
      onCancel={onCancel}
      onSubmit={(note) => {
        setMissing(to === null)
        if (to !== null) onSubmit({ toAgency: to, note })
      }}
    >
      <Field
        label={t('handOverTo')}
        hint={t('handOverToHint')}
        required
        error={missing && to === null ? t('handOverToMissing') : faults['toAgency']}
      >
        <Select
          showSearch={{
            filterOption: (input, option) =>
              String((option as { words?: string } | undefined)?.words ?? '').includes(input.trim().toLowerCase()),
          }}
          loading={!incident}
          notFoundContent={incident ? undefined : t('membersLoading')}
          placeholder={w('chooseMember')}
          value={to}
          options={options}
          onChange={(agency: string | null) => setTo(agency)}
        />
      </Field>
    </ActForm>
  )
}
