import { Link } from 'react-router'
import type { MyTask } from '../../../../src/actions/respond/model.ts'
import { ClockBar, ClockWords, DeadlineTag, PortTime, useBilingual, useLocale, useText } from '../../../kit/public.ts'
import { NoteForm } from './note-form.tsx'
import { text as taskText } from './task-text.ts'
import { TaskVerbs } from './task-verbs.tsx'
import { basisWords, clockTimes, isUnread, statusWord, useReasonLine } from './task-words.ts'
import { text } from './text.ts'

/** A task as an officer on the quay reads it: what, by when, why, and three targets for gloves. */
export const TaskCard = ({ task }: { task: MyTask }) => {
  const t = useText(taskText)
  const w = useText(text)
  const b = useBilingual()
  const locale = useLocale()
  const reason = useReasonLine()(task)
  const { clock, handover, incident } = task
  const times = clockTimes(task)
  return (
    <article className="tg-task-card">
      <p className="m">
        {statusWord(task, t)}
        {t('separator')}
        <Link to={`/incidents/${incident.id}`}>{incident.title}</Link>
      </p>
      <h2>{b(task.title)}</h2>
      <div className="line">
        <span className="m">
          {clock.dueAt && (
            <span className="nw">
              <PortTime at={clock.dueAt} /> {t('dueAt')}
            </span>
          )}
          <DeadlineTag kind={clock.kind} amount={clock.due} unread={isUnread(clock.basis)} />
        </span>
        <ClockWords {...times} />
      </div>
      <ClockBar {...times} />
      {clock.calendarMissing && <p className="m st">{t('calendarMissing')}</p>}
      {handover?.can.accept === true ? (
        <p className="m st">{t('offeredFrom', { from: b(handover.from), note: handover.note })}</p>
      ) : (
        reason && <p className="m">{reason}</p>
      )}
      {task.review.length > 0 && (
        <p className="m st" title={task.review.map(b).join('\n')}>
          {t('lawReview')}
        </p>
      )}
      {clock.basis && <p className="m">{basisWords(clock.basis, locale)}</p>}
      <p className="m">{t('proof', { proof: b(task.evidence) })}</p>
      <TaskVerbs task={task} incidentId={incident.id} touch />
      <details className="tg-rare">
        <summary>{w('note')}</summary>
        <NoteForm incidentId={incident.id} taskId={task.id} allowed={true} touch />
      </details>
    </article>
  )
}
