import type { Handover, Incident, Task } from '../../../../src/actions/respond/model.ts'
import { PortTime, Tag, useBilingual, useLocale, useText } from '../../../kit/public.ts'
import { useWord } from '../warnings/use-reference.ts'
import { FileName } from './evidence.tsx'
import { TaskPeople } from './task-people.tsx'
import { text as taskText } from './task-text.ts'
import { TaskVerbs } from './task-verbs.tsx'
import { basisWords, useReasonLine } from './task-words.ts'

/** A task opened in place: why it is due, what proves it, who held it, and what can be done. */
export const TaskDetail = ({ task, incident }: { task: Task; incident: Incident }) => {
  const t = useText(taskText)
  const b = useBilingual()
  const locale = useLocale()
  const phase = useWord('phases')
  const kind = useWord('deadlineKinds')
  const verification = useWord('verifications')
  const reason = useReasonLine()(task)
  const { clock } = task
  const files = incident.evidence.filter((file) => file.taskId === task.id)
  return (
    <div className="tg-task-detail">
      {reason && <p className="reason">{reason}</p>}
      <ul className="facts">
        <li>{t('proof', { proof: b(task.evidence) })}</li>
        <li>
          {[
            basisWords(clock.basis, locale),
            kind(clock.kind),
            ...(clock.basis ? [verification(clock.basis.verification)] : []),
          ].join(t('separator'))}
        </li>
        <li>
          {t('startedBy', { trigger: b(clock.trigger) })}
          {clock.startedAt && (
            <>
              {' '}
              <PortTime at={clock.startedAt} />
            </>
          )}
          {clock.dueAt && (
            <>
              {t('comma')}
              {t('due')} <PortTime at={clock.dueAt} />
            </>
          )}
          {clock.pressedAt && (
            <>
              {t('comma')}
              {t('pressed')} <PortTime at={clock.pressedAt} />
            </>
          )}
          {clock.escalatedAt && (
            <b>
              {t('comma')}
              {t('overdueState')} <PortTime at={clock.escalatedAt} />
            </b>
          )}
          {clock.escalatedFurtherAt && (
            <b>
              {t('comma')}
              {t('escalatedFurther')} <PortTime at={clock.escalatedFurtherAt} />
            </b>
          )}
        </li>
        {task.review.map((flag) => (
          <li key={flag.zh}>
            <b>{b(flag)}</b>
          </li>
        ))}
        {clock.calendarMissing && (
          <li>
            <b>{t('calendarMissing')}</b>
          </li>
        )}
        <li>
          {phase(task.phase)}
          {task.added && (
            <>
              {t('separator')}
              {t('added', { reason: task.added })}
            </>
          )}
        </li>
        <TaskPeople task={task} />
        {clock.pausedMinutes > 0 && <li>{t('pausedBefore', { count: clock.pausedMinutes })}</li>}
        {clock.explained && <li>{t('explainedWhy', { reason: clock.explained })}</li>}
        {task.blockedAt && (
          <li>
            {t('blockedSince')} <PortTime at={task.blockedAt} />
          </li>
        )}
        {(task.conditional || task.unowned) && (
          <li className="tags">
            {task.conditional && <Tag>{t('conditional')}</Tag>}
            {task.unowned && <Tag>{t('unowned')}</Tag>}
          </li>
        )}
      </ul>
      {files.length > 0 && (
        <ul className="files">
          {files.map((file) => (
            <li key={file.id}>
              <FileName file={file} />
            </li>
          ))}
        </ul>
      )}
      {task.chain.length > 0 && (
        <ol className="chain" aria-label={t('chain')}>
          {task.chain.map((handover) => (
            <li key={handover.id}>
              <ChainLine handover={handover} />
            </li>
          ))}
        </ol>
      )}
      <TaskVerbs task={task} incidentId={incident.id} all />
    </div>
  )
}

const STATES = {
  offered: 'chainOffered',
  accepted: 'chainAccepted',
  refused: 'chainRefused',
  withdrawn: 'chainWithdrawn',
} as const

/** One hand-over: from whom to whom, why, and the receipt. */
const ChainLine = ({ handover }: { handover: Handover }) => {
  const t = useText(taskText)
  const b = useBilingual()
  const { from, to, note, state, offeredAt, offeredBy, answeredAt, answeredBy, reason } = handover
  return (
    <>
      <span>
        {t('chain')} {t('chainLine', { from: b(from), to: b(to) })}
        {' · '}
        <b className={state === 'accepted' ? 'i2' : undefined}>{t(STATES[state])}</b>
      </span>
      <small className="i3">
        <PortTime at={offeredAt} /> {b(offeredBy.officer ?? offeredBy.post)} {note}
      </small>
      {answeredAt && (
        <small className="i3">
          {t('receipt')} <PortTime at={answeredAt} /> {answeredBy && b(answeredBy.officer ?? answeredBy.post)}{' '}
          {reason && t('chainReason', { reason })}
        </small>
      )}
    </>
  )
}
