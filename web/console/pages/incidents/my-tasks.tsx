import type { MyTask } from '../../../../src/actions/respond/model.ts'
import type { TaskScope } from '../../../../src/actions/respond/model-acts.ts'
import { EmptyState, Loaded, Page, Segments, useAddress, useText } from '../../../kit/public.ts'
import { MyResolutions } from '../cell/resolutions.tsx'
import { byUrgency } from './order.ts'
import { TaskCard } from './task-card.tsx'
import { text as taskText } from './task-text.ts'
import { text } from './text.ts'
import { UndoLine } from './undo-line.tsx'
import { isNow, useMyTasks } from './use-incidents.ts'
import { useSteadyOrder } from './use-order.ts'
import { Views } from './views.tsx'
import './incidents.css'
import './tasks.css'

/** One's agency first: what nobody has taken yet is there too. */
const SCOPES = [
  { value: 'agency', label: 'scopeAgency' },
  { value: 'mine', label: 'scopeMine' },
  { value: 'all', label: 'scopeAll' },
  { value: 'overdue', label: 'scopeOverdue' },
  { value: 'blocked', label: 'scopeBlocked' },
] as const

/** Officer on the quay: what must I do now, by when, on what basis? */
const MyTasks = () => {
  const t = useText(text)
  const w = useText(taskText)
  const [asked] = useAddress('of', 'agency')
  const scope = SCOPES.some((one) => one.value === asked) ? (asked as TaskScope) : 'agency'
  const tasks = useMyTasks(scope)
  const counts = tasks.data?.counts
  const rows = tasks.data?.rows
  const now = rows?.filter(isNow)
  const late = now?.filter((task) => task.clock.overdue).length ?? 0
  const finding =
    now && now.length > 0
      ? late > 0
        ? t('tasksFinding', { count: now.length, late })
        : t('tasksFindingCalm', { count: now.length })
      : undefined
  return (
    <Page
      title={t('myTasks')}
      finding={finding}
      below={
        <>
          <Views />
          <Segments
            name="of"
            label={w('scope')}
            options={SCOPES.map((one) => ({
              value: one.value,
              label: w(one.label, { count: counts?.[one.value] ?? 0 }),
            }))}
          />
        </>
      }
    >
      {tasks.data?.undoable.map((task) => (
        <UndoLine key={task.id} task={task} />
      ))}
      <Loaded query={tasks}>{(answer) => <Cards key={scope} rows={answer.rows} />}</Loaded>
      <MyResolutions />
    </Page>
  )
}

export default MyTasks

const Cards = ({ rows }: { rows: readonly MyTask[] }) => {
  const t = useText(text)
  const w = useText(taskText)
  const [asked] = useAddress('when', 'now')
  const when = asked === 'later' ? 'later' : 'now'
  const order = useSteadyOrder(rows, byUrgency)
  const now = order.rows.filter(isNow)
  const later = order.rows.filter((task) => !isNow(task))
  const shown = when === 'now' ? now : later
  return (
    <>
      <div className="tg-when">
        <Segments
          name="when"
          label={t('myTasks')}
          options={[
            { value: 'now', label: t('nowCount', { count: now.length }) },
            { value: 'later', label: t('laterCount', { count: later.length }) },
          ]}
        />
        {order.moved && (
          <button type="button" className="tg-link" onClick={order.settle}>
            {w('reorder')}
          </button>
        )}
      </div>
      {shown.length === 0 ? (
        <EmptyState>{t(when === 'now' ? 'tasksNoneNow' : 'tasksNoneLater')}</EmptyState>
      ) : (
        <ul className="tg-task-cards">
          {shown.map((task) => (
            <li key={task.id}>
              <TaskCard task={task} />
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
