import { useState } from 'react'
import type { Task } from '../../../../src/actions/respond/model.ts'
import { Loading, useBilingual, useText } from '../../../kit/public.ts'
import { ActForm } from '../warnings/act-form.tsx'
import type { Act } from '../warnings/use-act.ts'
import { EvidenceDrop } from './evidence-drop.tsx'
import { text as taskText } from './task-text.ts'
import { useIncident } from './use-incidents.ts'

type Props = {
  task: Task
  incidentId: string
  touch: boolean
  act: Pick<Act<never, unknown>, 'busy' | 'problem'>
  onSubmit: (body: { note?: string; evidenceIds: string[] }) => void
  onCancel: () => void
}

/** Done, with what proves it: files of this task count by themselves, others of the incident can be chosen, and a note. */
export const CompleteForm = ({ task, incidentId, touch, act, onSubmit, onCancel }: Props) => {
  const t = useText(taskText)
  const b = useBilingual()
  const incident = useIncident(incidentId, false).data
  const [chosen, setChosen] = useState<readonly string[]>([])
  const files = incident?.evidence.filter((file) => file.taskId === null || file.taskId === task.id) ?? []
  const own = files.filter((file) => file.taskId === task.id).map((file) => file.id)
  const isIn = (id: string) => own.includes(id) || chosen.includes(id)
  const submit = (note: string) =>
    onSubmit({
      ...(note === '' ? {} : { note }),
      evidenceIds: files.filter((file) => isIn(file.id)).map((file) => file.id),
    })
  return (
    <ActForm
      name="note"
      label={t('completeNote')}
      hint={task.clock.overdue ? t('completeNoteLate') : t('completeNoteHint')}
      maxLength={2000}
      submit={t('completeSubmit')}
      act={act}
      onSubmit={submit}
      onCancel={onCancel}
    >
      <fieldset className="tg-check-list">
        <legend>
          {t('useEvidence')} <small className="i3">{t('proof', { proof: b(task.evidence) })}</small>
        </legend>
        {!incident && <Loading />}
        {files.map((file) => (
          <label key={file.id}>
            <input
              type="checkbox"
              checked={isIn(file.id)}
              disabled={own.includes(file.id)}
              onChange={() =>
                setChosen((before) =>
                  before.includes(file.id) ? before.filter((id) => id !== file.id) : [...before, file.id],
                )
              }
            />
            <span className="ell">{file.name}</span>
          </label>
        ))}
        {incident && (
          <EvidenceDrop
            incidentId={incidentId}
            taskId={task.id}
            allowed={incident.can.addEvidence}
            touch={touch}
            onAdded={(id) => setChosen((before) => [...before, id])}
          />
        )}
      </fieldset>
    </ActForm>
  )
}
