import { useState } from 'react'
import type { Task } from '../../../../src/actions/respond/model.ts'
import type { Bilingual } from '../../../../src/base/public.ts'
import { FormFault, problemWords, useLocale, useText } from '../../../kit/public.ts'
import { post } from '../../api/public.ts'
import { ActForm } from '../warnings/act-form.tsx'
import { useAct } from '../warnings/use-act.ts'
import { type Verb, Verbs } from '../warnings/verbs.tsx'
import { CompleteForm } from './complete-form.tsx'
import { HandOverForm } from './hand-over-form.tsx'
import { isSettled } from './order.ts'
import { AssignForm } from './task-people.tsx'
import { text as taskText } from './task-text.ts'
import { renewIncidents } from './use-incidents.ts'

type Form =
  | 'complete'
  | 'handOver'
  | 'block'
  | 'waive'
  | 'notApplicable'
  | 'refuse'
  | 'withdraw'
  | 'pause'
  | 'explain'
  | 'takeOver'
  | 'assign'
type Sent = { path: string; body: object }

type Props = {
  task: Task
  incidentId: string
  /** Three targets of 56 px on a phone. */
  touch?: boolean
  /** With what only few may do: waive, not applicable. */
  all?: boolean
}

/** What can be done with a task now. What the server allows decides; what it refuses says why below the buttons. */
export const TaskVerbs = ({ task, incidentId, touch = false, all = false }: Props) => {
  const t = useText(taskText)
  const locale = useLocale()
  const [form, setForm] = useState<Form | null>(null)
  const act = useAct(({ path, body }: Sent, idempotencyKey) => post(path, body, { idempotencyKey }))
  const send = async (path: string, body: object = {}) => {
    const done = await act.run({ path, body })
    if (done) setForm(null)
    // Refused as well: what is on screen was then no longer so.
    await renewIncidents()
  }
  const open = (next: Form) => {
    act.forget()
    setForm(form === next ? null : next)
  }
  if (isSettled(task)) return null
  const base = `/tasks/${task.id}`
  const opens = (id: Form, label: string, allowed: true | Bilingual, primary = false): Verb => ({
    id,
    label,
    allowed,
    primary,
    open: form === id,
    onPress: () => open(id),
  })
  const once = (id: string, label: string, allowed: true | Bilingual, path: string): Verb => ({
    id,
    label,
    allowed,
    primary: true,
    busy: act.busy && form === null,
    onPress: () => void send(path),
  })
  const handover = task.handover
  const { can } = task
  const first: Verb =
    can.accept === true || task.status === 'open' || task.status === 'waiting'
      ? once('accept', t('accept'), can.accept, `${base}/accept`)
      : can.unblock === true || task.status === 'blocked'
        ? once('unblock', t('unblock'), can.unblock, `${base}/unblock`)
        : opens('complete', t('complete'), can.complete, true)
  const verbs: Verb[] =
    handover && handover.can.accept === true
      ? [
          once('receive', t('receive'), handover.can.accept, `/handovers/${handover.id}/accept`),
          opens('refuse', t('refuse'), handover.can.refuse),
        ]
      : handover && handover.can.withdraw === true
        ? [opens('withdraw', t('withdraw'), handover.can.withdraw)]
        : [
            first,
            opens('handOver', t('handOver'), can.handOver),
            ...(task.status === 'blocked' ? [] : [opens('block', t('block'), can.block)]),
          ]
  const rare: Verb[] = [
    opens('notApplicable', t('notApplicable'), can.notApplicable),
    opens('waive', t('waive'), can.waive),
  ]
  const clock: Verb[] = [
    task.clock.pausedAt
      ? { ...once('resume', t('resume'), can.resume, `${base}/resume`), primary: false }
      : opens('pause', t('pause'), can.pause),
    opens('explain', t('explain'), can.explain),
  ]
  const people: Verb[] = [
    ...(can.join === true ? [{ ...once('join', t('join'), can.join, `${base}/join`), primary: false }] : []),
    ...(can.assign === true ? [opens('assign', t('assign'), can.assign)] : []),
    ...(can.takeOver === true ? [opens('takeOver', t('takeOver'), can.takeOver)] : []),
  ]
  const said = form === null && act.problem && problemWords(act.problem, locale)
  return (
    <div className="tg-task-verbs">
      <Verbs verbs={verbs} touch={touch} />
      {said && <FormFault what={said.what} remedy={said.remedy} />}
      {form === 'complete' && (
        <CompleteForm
          task={task}
          incidentId={incidentId}
          act={act}
          touch={touch}
          onCancel={() => setForm(null)}
          onSubmit={(body) => void send(`${base}/complete`, body)}
        />
      )}
      {form === 'handOver' && (
        <HandOverForm
          task={task}
          incidentId={incidentId}
          act={act}
          onCancel={() => setForm(null)}
          onSubmit={(body) => void send(`${base}/handover`, body)}
        />
      )}
      {form && form in REASONS && (
        <ActForm
          key={form}
          name="reason"
          label={t(`${form as ReasonForm}Reason`)}
          {...(form in HINTS ? { hint: t(HINTS[form as keyof typeof HINTS]) } : {})}
          missing={t(`${form as ReasonForm}Missing`)}
          submit={t(`${form as ReasonForm}Submit`)}
          maxLength={2000}
          act={act}
          onCancel={() => setForm(null)}
          onSubmit={(reason) => void send(REASONS[form as ReasonForm](task), { reason })}
        />
      )}
      {form === 'assign' && <AssignForm task={task} onDone={() => setForm(null)} />}
      {all && people.length > 0 && <Verbs small verbs={people} />}
      {all && task.clock.startedAt && (
        <details className="tg-rare" open={form === 'pause' || form === 'explain' || undefined}>
          <summary>{t('clockVerbs')}</summary>
          <Verbs small verbs={clock} />
        </details>
      )}
      {all && (
        <details className="tg-rare" open={form === 'waive' || form === 'notApplicable' || undefined}>
          <summary>{t('notNeeded')}</summary>
          <Verbs verbs={rare} />
        </details>
      )}
    </div>
  )
}

type ReasonForm = keyof typeof REASONS
const REASONS = {
  block: (task: Task) => `/tasks/${task.id}/block`,
  waive: (task: Task) => `/tasks/${task.id}/waive`,
  notApplicable: (task: Task) => `/tasks/${task.id}/not-applicable`,
  refuse: (task: Task) => `/handovers/${task.handover?.id}/refuse`,
  withdraw: (task: Task) => `/handovers/${task.handover?.id}/withdraw`,
  pause: (task: Task) => `/tasks/${task.id}/pause`,
  explain: (task: Task) => `/tasks/${task.id}/explain`,
  takeOver: (task: Task) => `/tasks/${task.id}/take-over`,
}
const HINTS = { block: 'blockHint', pause: 'pauseHint', explain: 'explainHint' } as const
