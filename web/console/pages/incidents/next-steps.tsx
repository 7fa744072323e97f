import type { Incident, Task } from '../../../../src/actions/respond/model.ts'
import {
  ClockWords,
  DeadlineTag,
  EmptyState,
  FormFault,
  problemWords,
  Section,
  useBilingual,
  useLocale,
  useText,
} from '../../../kit/public.ts'
import { post, useSignedIn } from '../../api/public.ts'
import { useAct } from '../warnings/use-act.ts'
import { Verbs } from '../warnings/verbs.tsx'
import { byUrgency, isSettled } from './order.ts'
import { text as taskText } from './task-text.ts'
import { TaskVerbs } from './task-verbs.tsx'
import { basisWords, clockTimes, isUnread, statusWord, useReasonLine } from './task-words.ts'
import { text } from './text.ts'
import { renewIncidents } from './use-incidents.ts'
import { useSteadyOrder } from './use-order.ts'

/** What my agency must do now: hand-overs to receive, tasks to accept or finish. What cannot begin yet is only counted. */
export const NextSteps = ({ incident, onClose }: { incident: Incident; onClose: () => void }) => {
  const t = useText(text)
  const { agency } = useSignedIn()
  const mine = incident.tasks.filter((task) => task.agency.id === agency.id && !isSettled(task))
  const offered = incident.tasks.filter((task) => task.handover?.can.accept === true)
  // Of agencies that cannot act here: the server lets whoever steers hand them over.
  const forOthers = incident.tasks.filter(
    (task) => task.agency.id !== agency.id && !isSettled(task) && task.can.handOver === true,
  )
  const now = [...offered, ...mine.filter((task) => task.status !== 'waiting'), ...forOthers].filter(
    (task, i, all) => all.indexOf(task) === i,
  )
  const later = mine.filter((task) => task.status === 'waiting').length
  const presence = incident.can.confirmPresence === true
  const closing = incident.close.allowed
  const order = useSteadyOrder(now, byUrgency)
  // Whoever leads presses those who are late; what it must do itself comes first.
  const late =
    incident.lead.id === agency.id && !incident.closedAt
      ? incident.tasks.filter((task) => task.clock.overdue && task.agency.id !== agency.id && !now.includes(task))
      : []
  const count = now.length + late.length + (presence ? 1 : 0) + (closing ? 1 : 0)
  return (
    <Section title={t('next')} finding={count > 0 ? t('nextFinding', { count }) : undefined}>
      {count === 0 && <EmptyState>{t('nextNone')}</EmptyState>}
      <ol className="tg-next">
        {presence && (
          <li>
            <Presence incident={incident} />
          </li>
        )}
        {closing && (
          <li>
            <div className="head">
              <b>{t('nextClose')}</b>
            </div>
            <p className="why">{t('closeReady')}</p>
            <Verbs touch verbs={[{ id: 'close', label: t('close'), allowed: true, primary: true, onPress: onClose }]} />
          </li>
        )}
        {order.rows.map((task) => (
          <li key={task.id}>
            <Step task={task} incidentId={incident.id} />
          </li>
        ))}
        {late.map((task) => (
          <li key={task.id}>
            <Press task={task} />
          </li>
        ))}
      </ol>
      {later > 0 && <p className="tg-next-later i3 sm">{t('nextLater', { count: later })}</p>}
    </Section>
  )
}

const Step = ({ task, incidentId }: { task: Task; incidentId: string }) => {
  const t = useText(taskText)
  const b = useBilingual()
  const locale = useLocale()
  const w = useText(text)
  const { agency } = useSignedIn()
  const reason = useReasonLine()(task)
  const { clock, handover } = task
  return (
    <>
      <div className="head">
        <b>{b(task.title)}</b>
        <ClockWords {...clockTimes(task)} />
      </div>
      <p className="why">
        {statusWord(task, t)}
        {clock.basis && `${t('separator')}${basisWords(clock.basis, locale)}`}{' '}
        <DeadlineTag kind={clock.kind} amount={clock.due} unread={isUnread(clock.basis)} />
      </p>
      {handover?.can.accept === true ? (
        <p className="why st">{t('offeredFrom', { from: b(handover.from), note: handover.note })}</p>
      ) : (
        reason && <p className="why">{reason}</p>
      )}
      {task.agency.id !== agency.id && handover === null && (
        <p className="why">{w('nextFor', { agency: b(task.agency) })}</p>
      )}
      <TaskVerbs task={task} incidentId={incidentId} touch />
    </>
  )
}

/** Somebody else's task that is late: whom to press, and where the task stands. */
const Press = ({ task }: { task: Task }) => {
  const t = useText(text)
  const b = useBilingual()
  return (
    <>
      <div className="head">
        <a href={`#task-${task.id}`}>{t('remind', { task: b(task.title) })}</a>
        <ClockWords {...clockTimes(task)} />
      </div>
      <p className="why">{t('remindWhy', { agency: b(task.agency) })}</p>
    </>
  )
}

const Presence = ({ incident }: { incident: Incident }) => {
  const t = useText(text)
  const b = useBilingual()
  const { agency } = useSignedIn()
  const { confirm, fault } = usePresence(incident.id)
  return (
    <>
      <div className="head">
        <b>{t('nextPresence')}</b>
      </div>
      <p className="why">{t('nextPresenceWhy', { agency: b(agency) })}</p>
      <Verbs
        touch
        verbs={[
          {
            id: 'presence',
            label: t('confirmPresence'),
            allowed: true,
            primary: true,
            busy: confirm.busy,
            onPress: () => void confirm.go(),
          },
        ]}
      />
      {fault}
    </>
  )
}

const usePresence = (incidentId: string) => {
  const locale = useLocale()
  const act = useAct((_: null, idempotencyKey) => post(`/incidents/${incidentId}/presence`, {}, { idempotencyKey }))
  const said = act.problem && problemWords(act.problem, locale)
  return {
    confirm: {
      busy: act.busy,
      go: async () => {
        await act.run(null)
        await renewIncidents()
      },
    },
    fault: said && <FormFault what={said.what} remedy={said.remedy} />,
  }
}
