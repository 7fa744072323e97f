import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Task } from '../../../../src/actions/respond/model.ts'
import {
  FormFault,
  faultsByField,
  type Problem,
  problemWords,
  useBilingual,
  useLocale,
  useText,
} from '../../../kit/public.ts'
import { get, post } from '../../api/public.ts'
import { useAct } from '../warnings/use-act.ts'
import { Verbs } from '../warnings/verbs.tsx'
import { text } from './task-text.ts'
import { renewIncidents } from './use-incidents.ts'

type Named = { id: string; zh: string; en: string }

/** Who is accountable, who else works on it, and who has not accepted yet. */
export const TaskPeople = ({ task }: { task: Task }) => {
  const t = useText(text)
  const b = useBilingual()
  if (!task.assignee && task.assignees.length === 0) return null
  return (
    <li>
      {task.assignee && (
        <>
          {t('accountable')} {task.assignee.officer && b(task.assignee.officer)} {b(task.assignee.post)}
        </>
      )}
      {task.assignees.map((one) => (
        <span key={one.post.id}>
          {t('comma')}
          {t('alsoOn')} {one.officer && b(one.officer)} {b(one.post)}
          {!one.acceptedAt && <b> {t('notAcceptedYet')}</b>}
        </span>
      ))}
    </li>
  )
}

/** Posts of one's own agency that are not on it yet. */
export const AssignForm = ({ task, onDone }: { task: Task; onDone: () => void }) => {
  const t = useText(text)
  const b = useBilingual()
  const locale = useLocale()
  const posts = useQuery<{ rows: Named[] }, Problem>({
    queryKey: ['incidents', 'posts'],
    queryFn: ({ signal }) => get('/tasks/posts', {}, signal),
  })
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [empty, setEmpty] = useState(false)
  const act = useAct((body: object, idempotencyKey) => post(`/tasks/${task.id}/assign`, body, { idempotencyKey }))
  const there = new Set([task.assignee?.post.id, ...task.assignees.map((one) => one.post.id)])
  const free = (posts.data?.rows ?? []).filter((one) => !there.has(one.id))
  const submit = async () => {
    setEmpty(chosen.length === 0)
    if (chosen.length === 0) return
    const done = await act.run({ posts: chosen })
    await renewIncidents()
    if (done) onDone()
  }
  const said = act.problem && problemWords(act.problem, locale)
  const fault = act.problem && faultsByField(act.problem, ['posts'], locale)['posts']
  if (posts.data && free.length === 0) return <p className="i3 sm">{t('assignNone')}</p>
  return (
    <div className="tg-act-form">
      <fieldset className="tg-check-list">
        <legend>{t('assignPosts')}</legend>
        {free.map((one) => (
          <label key={one.id}>
            <input
              type="checkbox"
              checked={chosen.includes(one.id)}
              onChange={() =>
                setChosen((before) =>
                  before.includes(one.id) ? before.filter((id) => id !== one.id) : [...before, one.id],
                )
              }
            />
            <span>{b(one)}</span>
          </label>
        ))}
      </fieldset>
      {empty && chosen.length === 0 && <p role="alert">{t('assignMissing')}</p>}
      {said && <FormFault what={fault ?? said.what} remedy={said.remedy} />}
      <Verbs
        verbs={[
          {
            id: 'assign',
            label: t('assignSubmit'),
            allowed: true,
            primary: true,
            busy: act.busy,
            onPress: () => void submit(),
          },
        ]}
      />
    </div>
  )
}
