import type { MyTask } from '../../../../src/actions/respond/model.ts'
import { EmptyState, Loaded, Page, Segments, useAddress, useText } from '../../../kit/public.ts'
import { MyResolutions } from '../cell/resolutions.tsx'
import { byUrgency } from './order.ts'
import { TaskCard } from './task-card.tsx'
import { text as taskText } from './task-text.ts'
import { text } from './text.ts'
import { isNow, useMyTasks } from './use-incidents.ts'
import { useSteadyOrder } from './use-order.ts'
import { Views } from './views.tsx'
import './incidents.css'
import './tasks.css'

/** Officer on the quay: what must I do now, by when, on what basis? */
const MyTasks = () => {
  const t = useText(text)
  const tasks = useMyTasks()
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
    <Page title={t('myTasks')} finding={finding} below={<Views />}>
      <Loaded query={tasks}>{(answer) => <Cards rows={answer.rows} />}</Loaded>
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
