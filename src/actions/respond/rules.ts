/**
 * Who may do what in an incident, and why not. One function per command answers both what a page offers and what the
 * command itself runs, so the two cannot differ. A refusal that anybody in the incident may read is `conflict` or
 * `forbidden`; whoever is not in the incident never gets here, because the row is not there for them.
 */

import { conflict, forbidden, type Refusal } from '../../base/public.ts'
import { type PostActor, refuseRight } from '../../environment/identity/public.ts'
import { getLevel, isResponding } from './levels.ts'
import type { TaskStatus } from './model.ts'
import {
  type HandoverState,
  type IncidentState,
  isSettled,
  openHandoverOf,
  steeringAgencyOf,
  type TaskState,
} from './state.ts'

const CLOSED = conflict('事件已结案，只能查看。', 'The incident is closed and can only be read.')
const MERGED = conflict(
  '事件已并入另一事件，请到那里办理。',
  'This incident was folded into another one; the work goes on there.',
)
const NOT_MEMBER = forbidden('本单位不是该事件的成员。', 'Your agency is not a member of this incident.')
const NOT_A_PERSON = forbidden(
  '需由在岗人员本人办理，系统账号不能接受任务。',
  'A named officer must do this; a machine cannot.',
)
export const NOT_YOURS = forbidden('任务由其他单位负责。', 'Another agency is accountable for this task.')
const NOT_LEAD = forbidden('只有牵头单位可以办理。', 'Only the lead agency may do this.')
const PENDING = conflict(
  '移交待对方签收，签收或退回后才能继续。',
  'A hand-over waits for its receipt; it must be accepted or sent back first.',
)

const STATUS_WORDS: Readonly<Record<TaskStatus, Refusal>> = {
  waiting: conflict('起算事件尚未发生，任务未启动。', 'The event that starts this task has not been recorded yet.'),
  open: conflict('任务尚未接受；请先接受。', 'The task has not been accepted; accept it first.'),
  accepted: conflict('任务已被接受。', 'The task has already been accepted.'),
  blocked: conflict('任务受阻；请先解除受阻。', 'The task is blocked; lift the block first.'),
  done: conflict('任务已完成。', 'The task is already done.'),
  waived: conflict('任务已免除。', 'The task has been waived.'),
  not_applicable: conflict('任务已标为不适用。', 'The task is marked as not applicable.'),
}

export const isMember = (state: IncidentState, agency: string): boolean =>
  state.members.some((member) => member.agency === agency)
export const reachable = (state: IncidentState, agency: string): boolean =>
  state.members.some((member) => member.agency === agency && member.reachable)

/** What every act in an incident needs: it is open, the agency is a member, the post may work, a person acts. */
export const refuseWork = (state: IncidentState, actor: PostActor): Refusal | null => {
  if (state.closed) return CLOSED
  if (state.merged) return MERGED
  if (!isMember(state, actor.agency)) return NOT_MEMBER
  return refuseRight('incidents.work', actor) ?? (actor.account === null ? NOT_A_PERSON : null)
}

export const refuseSteering = (state: IncidentState, actor: PostActor): Refusal | null =>
  refuseWork(state, actor) ??
  (actor.agency === steeringAgencyOf(state) ? null : NOT_LEAD) ??
  refuseRight('incidents.open', actor)

export const refuseOwnTask = (
  state: IncidentState,
  task: TaskState,
  actor: PostActor,
  allowed: readonly TaskStatus[],
): Refusal | null =>
  refuseWork(state, actor) ??
  (isSettled(task) ? STATUS_WORDS[task.status] : null) ??
  (actor.agency === task.agency ? null : NOT_YOURS) ??
  (openHandoverOf(task) ? PENDING : null) ??
  (allowed.includes(task.status) ? null : STATUS_WORDS[task.status])

export const refuseAccept = (state: IncidentState, task: TaskState, actor: PostActor): Refusal | null =>
  refuseOwnTask(state, task, actor, ['open'])

export const refuseComplete = (state: IncidentState, task: TaskState, actor: PostActor): Refusal | null =>
  refuseOwnTask(state, task, actor, ['accepted'])

export const refuseBlock = (state: IncidentState, task: TaskState, actor: PostActor): Refusal | null =>
  refuseOwnTask(state, task, actor, ['open', 'accepted'])

export const refuseUnblock = (state: IncidentState, task: TaskState, actor: PostActor): Refusal | null => {
  const refusal = refuseOwnTask(state, task, actor, ['blocked'])
  if (refusal) return refusal === STATUS_WORDS.open || refusal === STATUS_WORDS.accepted ? NOT_BLOCKED : refusal
  return null
}
const NOT_BLOCKED = conflict('任务没有受阻。', 'The task is not blocked.')

/** The accountable agency hands over; for an agency without a post here, the steering agency does. */
export const refuseHandOver = (state: IncidentState, task: TaskState, actor: PostActor): Refusal | null => {
  if (task.agency !== actor.agency && !reachable(state, task.agency)) {
    const refusal = refuseSteering(state, actor)
    if (refusal) return refusal
    if (isSettled(task)) return STATUS_WORDS[task.status]
    if (openHandoverOf(task)) return PENDING
    return task.status === 'waiting' ? STATUS_WORDS.waiting : null
  }
  return refuseOwnTask(state, task, actor, ['open', 'accepted', 'blocked'])
}

export const refuseSettling = (task: TaskState): Refusal | null =>
  isSettled(task) ? STATUS_WORDS[task.status] : openHandoverOf(task) ? PENDING : null

export const refuseWaive = (state: IncidentState, task: TaskState, actor: PostActor): Refusal | null =>
  refuseSteering(state, actor) ?? refuseSettling(task)

/** Its condition fails: said by the accountable agency or by the one that steers. */
export const refuseNotApplicable = (state: IncidentState, task: TaskState, actor: PostActor): Refusal | null =>
  refuseWork(state, actor) ??
  (actor.agency === task.agency || actor.agency === steeringAgencyOf(state) ? null : NOT_YOURS) ??
  refuseSettling(task) ??
  (task.conditional ? null : UNCONDITIONAL)
const UNCONDITIONAL = conflict(
  '该任务没有适用条件；确不需要时由牵头单位免除。',
  'This task has no condition; if it is not needed, the lead waives it.',
)

const refuseAnswer = (
  state: IncidentState,
  task: TaskState,
  handover: HandoverState,
  actor: PostActor,
): Refusal | null => {
  const refusal = refuseWork(state, actor)
  if (refusal) return refusal
  if (handover.state !== 'offered') return ANSWERED
  if (isSettled(task)) return STATUS_WORDS[task.status]
  return null
}
const ANSWERED = conflict('这次移交已经办结。', 'This hand-over has already been answered.')
const NOT_RECEIVER = forbidden('只有接收单位可以签收或退回。', 'Only the receiving agency may accept or send back.')
const NOT_GIVER = forbidden('只有移交单位可以撤回。', 'Only the agency that offered it may withdraw it.')

/** For accepting and for sending back. */
export const refuseReceipt = (
  state: IncidentState,
  task: TaskState,
  handover: HandoverState,
  actor: PostActor,
): Refusal | null => refuseAnswer(state, task, handover, actor) ?? (actor.agency === handover.to ? null : NOT_RECEIVER)

export const refuseWithdraw = (
  state: IncidentState,
  task: TaskState,
  handover: HandoverState,
  actor: PostActor,
): Refusal | null =>
  refuseAnswer(state, task, handover, actor) ?? (actor.agency === handover.offeredBy.agency ? null : NOT_GIVER)

const roleOf = (state: IncidentState, agency: string) => state.members.find((member) => member.agency === agency)?.role
const INFORMED_ONLY = forbidden(
  '本单位仅为知会单位，不能登记事件。',
  'Your agency is only informed here and does not record events.',
)

/** May the actor record events that start clocks? `trigger` narrows it to one. */
export const refuseRecord = (state: IncidentState, actor: PostActor, trigger?: string): Refusal | null =>
  refuseWork(state, actor) ??
  (roleOf(state, actor.agency) === 'inform' && !state.tasks.some((task) => task.agency === actor.agency)
    ? INFORMED_ONLY
    : null) ??
  (trigger !== undefined && state.triggers[trigger] ? ALREADY_RECORDED : null)
const ALREADY_RECORDED = conflict(
  '该事件已登记，时限已起算。再次发生的，请另立事件。',
  'This event has been recorded and its clocks run. If it happened again, open another incident.',
)

export const refuseEvidence = (state: IncidentState, actor: PostActor): Refusal | null => refuseWork(state, actor)

export const refusePresence = (state: IncidentState, actor: PostActor): Refusal | null =>
  refuseWork(state, actor) ??
  (state.members.find((member) => member.agency === actor.agency)?.presentAt ? ALREADY_PRESENT : null)
const ALREADY_PRESENT = conflict('本单位已确认到位。', 'Your agency has already confirmed that it is present.')

/** Everything that stands against closing, each in words; empty when it may close. */
export const reasonsAgainstClosing = (state: IncidentState, actor: PostActor): Refusal[] => {
  const reasons: Refusal[] = []
  const right = refuseSteering(state, actor)
  if (right) reasons.push(right)
  if (state.closed || state.merged) return reasons
  const unsettled = state.tasks.filter((task) => !isSettled(task))
  const count = (status: TaskStatus): number => unsettled.filter((task) => task.status === status).length
  const active = unsettled.length - count('waiting') - count('blocked')
  if (active > 0) reasons.push(conflict(`还有 ${active} 项任务未办结。`, `${active} task(s) are not settled.`))
  if (count('blocked') > 0)
    reasons.push(conflict(`还有 ${count('blocked')} 项任务受阻。`, `${count('blocked')} task(s) are blocked.`))
  if (count('waiting') > 0)
    reasons.push(
      conflict(
        `还有 ${count('waiting')} 项任务等待起算事件；不需要的请免除或标为不适用。`,
        `${count('waiting')} task(s) wait for the event that starts them; waive them or mark them as not applicable.`,
      ),
    )
  const offered = state.tasks.filter((task) => openHandoverOf(task)).length
  if (offered > 0)
    reasons.push(conflict(`还有 ${offered} 项移交待签收。`, `${offered} hand-over(s) wait for a receipt.`))
  if (isResponding(state.level)) {
    const { zh, en } = getLevel(state.level)
    reasons.push(conflict(`响应尚未解除，现为${zh}。`, `The response is still at ${en}; stand it down first.`))
  }
  return reasons
}
