import { Link } from 'react-router'
import type { MyTask } from '../../../../src/actions/respond/model.ts'
import type { Situation } from '../../../../src/app/situation/model.ts'
import {
  ClockBar,
  ClockWords,
  DataList,
  DeadlineTag,
  EmptyState,
  Row,
  Section,
  Tag,
  useBilingual,
  useClock,
  useText,
} from '../../../kit/public.ts'
import { isRead } from '../warnings/articles.ts'
import { useHeld } from './held.ts'
import { HeldBar } from './held-bar.tsx'
import { text } from './text.ts'

/** As many as the answer holds at most. */
const LIMIT = 12

/** What is overdue, longest first, then what is due soon. */
export const Tasks = ({ tasks }: { tasks: Situation['tasks'] }) => {
  const t = useText(text)
  const { rows, waiting, gone, show } = useHeld(tasks.rows, LIMIT)
  const { overdue, dueSoon } = tasks
  const finding =
    overdue > 0 && dueSoon > 0
      ? t('tasksFinding', { overdue, soon: dueSoon })
      : overdue > 0
        ? t('tasksOverdue', { count: overdue })
        : dueSoon > 0
          ? t('tasksSoon', { count: dueSoon })
          : undefined
  const words =
    waiting.length > 0
      ? t('tasksNew', { count: waiting.length })
      : gone.size > 0
        ? t('tasksGone', { count: gone.size })
        : ''
  return (
    <Section
      title={t('tasks')}
      finding={words === '' ? finding : <HeldBar words={words} onShow={show} />}
      end={tasks.of > 0 ? <Link to="/incidents">{t('tasksAll', { count: tasks.of })}</Link> : undefined}
    >
      <DataList
        label={t('tasks')}
        rows={rows}
        rowKey={(task) => task.id}
        empty={<EmptyState>{t('tasksNone')}</EmptyState>}
      >
        {(task) => <TaskRow task={task} gone={gone.has(task.id)} />}
      </DataList>
    </Section>
  )
}

const TaskRow = ({ task, gone }: { task: MyTask; gone: boolean }) => {
  const t = useText(text)
  const b = useBilingual()
  const { clock, assignee } = task
  const times = { startedAt: clock.startedAt, dueAt: clock.dueAt }
  const { state } = useClock(times)
  const title =
    task.status !== 'blocked'
      ? b(task.title)
      : task.note
        ? t('blocked', { title: b(task.title), note: task.note })
        : t('blockedBare', { title: b(task.title) })
  const who = assignee ? b(assignee.officer ?? assignee.post) : t('nobody')
  return (
    <div className={gone ? 'tg-gone' : undefined}>
      <Row
        to={`/incidents/${task.incident.id}`}
        strong={!gone && state === 'late'}
        title={title}
        end={gone ? t('changed') : <ClockWords {...times} />}
        meta={
          <>
            <span className="ell who">{[b(task.agency), who].join(t('separator'))}</span>
            {task.unowned && <Tag>{t('unowned')}</Tag>}
            <DeadlineTag
              kind={clock.kind}
              amount={clock.due}
              // A local default claims nothing of the article; whether it was read stands in the incident.
              unread={clock.kind === 'statutory_numeric' && clock.basis !== null && !isRead(clock.basis.verification)}
            />
          </>
        }
        endMeta={<ClockBar {...times} />}
      />
    </div>
  )
}
