import type { Task } from '../../../../src/actions/respond/model.ts'
import { FormFault, problemWords, useBilingual, useLocale, useNow, useText } from '../../../kit/public.ts'
import { post } from '../../api/public.ts'
import { useAct } from '../warnings/use-act.ts'
import { Verbs } from '../warnings/verbs.tsx'
import { text } from './task-text.ts'
import { renewIncidents } from './use-incidents.ts'

/** For a minute after one's own act on a task: take it back. Afterwards it is gone, and correcting is an ordinary step. */
export const UndoLine = ({ task }: { task: Pick<Task, 'id' | 'title' | 'undo' | 'can'> }) => {
  const t = useText(text)
  const b = useBilingual()
  const locale = useLocale()
  const now = useNow()
  const act = useAct((_: null, idempotencyKey) => post(`/tasks/${task.id}/undo`, {}, { idempotencyKey }))
  if (!task.undo || Date.parse(task.undo.until) <= now.getTime()) return null
  const said = act.problem && problemWords(act.problem, locale)
  const undo = async () => {
    await act.run(null)
    await renewIncidents()
  }
  return (
    <div className="tg-undo" role="status">
      <span>{t('undoWhat', { task: b(task.title), what: b(task.undo.what) })}</span>
      <small className="i3">{t('undoLeft')}</small>
      <Verbs
        small
        verbs={[
          {
            id: 'undo',
            label: t('undo'),
            allowed: task.can.undo,
            busy: act.busy,
            onPress: () => void undo(),
          },
        ]}
      />
      {said && <FormFault what={said.what} remedy={said.remedy} />}
    </div>
  )
}
