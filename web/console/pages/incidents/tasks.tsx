import { useState } from 'react'
import type { Incident, Task } from '../../../../src/actions/respond/model.ts'
import {
  ClockBar,
  ClockWords,
  DeadlineTag,
  EmptyState,
  Section,
  Segments,
  useAddress,
  useBilingual,
  useLocale,
  useText,
} from '../../../kit/public.ts'
import { useSignedIn } from '../../api/public.ts'
import { shortName } from '../warnings/short-name.ts'
import { AddTaskForm } from './add-task-form.tsx'
import { byUrgency, isSettled } from './order.ts'
import { TaskDetail } from './task-detail.tsx'
import { text as taskText } from './task-text.ts'
import { basisWords, clockTimes, isUnread, statusWord, useAnswerable, useReasonLine } from './task-words.ts'
import { UndoLine } from './undo-line.tsx'
import { useSteadyOrder } from './use-order.ts'

/** Every task with its clock, its basis and its state. A row opens in place; the open one is kept in the address. */
export const Tasks = ({ incident }: { incident: Incident }) => {
  const t = useText(taskText)
  const [open, setOpen] = useAddress('task')
  const { agency } = useSignedIn()
  const [scope] = useAddress('of', 'all')
  const [adding, setAdding] = useState(false)
  const ordered = useSteadyOrder(incident.tasks, byUrgency)
  // The task that is open stays, also when it no longer fits.
  const order = {
    ...ordered,
    rows: ordered.rows.filter((task) => task.id === open || inScope(task, scope, agency.id)),
  }
  const count = (wanted: (task: Task) => boolean) => incident.tasks.filter(wanted).length
  const late = count((task) => task.clock.overdue)
  const blocked = count((task) => task.status === 'blocked')
  const waiting = count((task) => task.status === 'waiting')
  const finding = [
    t('tasksFinding', { done: incident.tasks.filter(isSettled).length, of: incident.tasks.length }),
    ...(late > 0 ? [t('findingLate', { count: late })] : []),
    ...(blocked > 0 ? [t('findingBlocked', { count: blocked })] : []),
    ...(waiting > 0 ? [t('findingWaiting', { count: waiting })] : []),
  ].join(t('comma'))
  return (
    <Section
      title={t('tasks')}
      finding={finding}
      end={
        <>
          {order.moved && (
            <button type="button" className="tg-link" onClick={order.settle}>
              {t('reorder')}
            </button>
          )}{' '}
          {incident.can.addTask === true && (
            <button type="button" className="tg-link" aria-expanded={adding} onClick={() => setAdding(!adding)}>
              {t('addTask')}
            </button>
          )}
        </>
      }
    >
      {adding && <AddTaskForm incident={incident} onDone={() => setAdding(false)} />}
      {incident.tasks.map((task) => (
        <UndoLine key={task.id} task={task} />
      ))}
      {incident.tasks.length > 0 && (
        <div className="tg-scope">
          <Segments
            name="of"
            label={t('scope')}
            options={SCOPES.map((one) => ({
              value: one.value,
              label: t(one.label, { count: count((task) => inScope(task, one.value, agency.id)) }),
            }))}
          />
        </div>
      )}
      {order.rows.length === 0 ? (
        <EmptyState>{t(incident.tasks.length === 0 ? 'tasksNone' : 'scopeNone')}</EmptyState>
      ) : (
        <div data-list="" className="tg-task-table">
          <div className="tg-task-line heads" aria-hidden="true">
            <span>{t('headTask')}</span>
            <span>{t('headAgency')}</span>
            <span>{t('headBasis')}</span>
            <span>{t('headClock')}</span>
            <span className="r">{t('headState')}</span>
          </div>
          <ul className="tg-list tg-tasks" aria-label={t('tasks')}>
            {order.rows.map((task) => (
              <li key={task.id} id={`task-${task.id}`}>
                <TaskLine
                  task={task}
                  incident={incident}
                  open={open === task.id}
                  onToggle={() => setOpen(open === task.id ? '' : task.id)}
                />
                {open === task.id && <TaskDetail task={task} incident={incident} />}
              </li>
            ))}
          </ul>
        </div>
      )}
    </Section>
  )
}

/** All first: the room is about the whole. The lists across incidents begin with one's agency. */
const SCOPES = [
  { value: 'all', label: 'scopeAll' },
  { value: 'mine', label: 'scopeMine' },
  { value: 'agency', label: 'scopeAgency' },
  { value: 'overdue', label: 'scopeOverdue' },
  { value: 'blocked', label: 'scopeBlocked' },
] as const

const inScope = (task: Task, scope: string, agency: string): boolean => {
  const ours = task.agency.id === agency || task.handover?.to.id === agency
  switch (scope) {
    case 'mine':
      return ours && task.mine && !isSettled(task)
    case 'agency':
      return ours
    case 'overdue':
      return task.clock.overdue
    case 'blocked':
      return task.status === 'blocked'
    default:
      return true
  }
}

type LineProps = { task: Task; incident: Incident; open: boolean; onToggle: () => void }

const TaskLine = ({ task, incident, open, onToggle }: LineProps) => {
  const t = useText(taskText)
  const b = useBilingual()
  const locale = useLocale()
  const answerable = useAnswerable()
  const reasonOf = useReasonLine()
  const { clock } = task
  const settled = isSettled(task)
  const settledAt = settled
    ? incident.timeline.find((one) => one.taskId === task.id && ENDS.has(one.act))?.at
    : undefined
  const reason = reasonOf(task)
  const why = reason ?? (task.conditional ? t('conditional') : undefined)
  const notes = [task.review.length > 0 ? t('lawReview') : undefined, why].filter((one) => one !== undefined)
  const times = { ...clockTimes(task), completedAt: settledAt }
  const showClock = !settled || task.status === 'done'
  return (
    <div className={`tg-task-line${settled ? ' settled' : ''}${open ? ' open' : ''}`}>
      <span className="cell">
        <button
          type="button"
          className={clock.overdue ? 'what st' : 'what'}
          data-row=""
          aria-expanded={open}
          onClick={onToggle}
        >
          {b(task.title)}
        </button>
        {notes.length > 0 && (
          <small className="reason ell" title={[...task.review.map(b), reason].filter(Boolean).join('\n')}>
            {notes.join(t('separator'))}
          </small>
        )}
      </span>
      <span className="who ell" title={b(task.agency)}>
        {shortName(b(task.agency))}
      </span>
      <span className="basis ell" title={basisWords(clock.basis, locale)}>
        {basisWords(clock.basis, locale)}
      </span>
      <span className="clock">{showClock && !settled && <ClockBar {...times} />}</span>
      <span className="left">{showClock && <ClockWords {...times} />}</span>
      <small className="officer ell">{answerable(task)}</small>
      <small className="limit">
        <DeadlineTag kind={clock.kind} amount={clock.due} unread={isUnread(clock.basis)} />
      </small>
      <small className={task.status === 'blocked' ? 'state st' : 'state'}>{statusWord(task, t)}</small>
    </div>
  )
}

const ENDS: ReadonlySet<string> = new Set(['task.completed', 'task.waived', 'task.not_applicable'])
