import type { Incident, Task } from '../../../../src/actions/respond/model.ts'
import { FormFault, problemWords, Section, useBilingual, useLocale, useText } from '../../../kit/public.ts'
import { post } from '../../api/public.ts'
import { useAct } from '../warnings/use-act.ts'
import { Verbs } from '../warnings/verbs.tsx'
import { text } from './room-text.ts'
import { renewIncidents } from './use-incidents.ts'

/** After incidents were folded together: the same work of the same agency, offered to go on as one task. */
export const Twins = ({ incident }: { incident: Incident }) => {
  const t = useText(text)
  const doubled = incident.tasks.filter((task) => task.twin !== null)
  if (doubled.length === 0) return null
  return (
    <Section title={t('twins')} finding={t('twinsFinding', { count: doubled.length })}>
      <ul className="tg-list">
        {doubled.map((task) => (
          <li key={task.id}>
            <TwinLine task={task} />
          </li>
        ))}
      </ul>
    </Section>
  )
}

const TwinLine = ({ task }: { task: Task }) => {
  const t = useText(text)
  const b = useBilingual()
  const locale = useLocale()
  const act = useAct((_: null, idempotencyKey) => post(`/tasks/${task.id}/fold`, {}, { idempotencyKey }))
  const said = act.problem && problemWords(act.problem, locale)
  const fold = async () => {
    await act.run(null)
    await renewIncidents()
  }
  return (
    <div className="tg-event">
      <span className="what">
        {b(task.title)}{' '}
        <small className="i3">
          {b(task.agency)}
          {t('separator')}
          {task.twin && t('twinOf', { task: b(task.twin.title) })}
        </small>
      </span>
      <Verbs
        small
        verbs={[{ id: 'fold', label: t('fold'), allowed: task.can.fold, busy: act.busy, onPress: () => void fold() }]}
      />
      {said && <FormFault what={said.what} remedy={said.remedy} />}
    </div>
  )
}
