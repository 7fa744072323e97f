/**
 * Decides what a command does to an incident: `decide(state, command, context)` → next state and facts, or a refusal with
 * the reason that `permissions.ts` shows beforehand. Pure: ids, times and the calendar are passed in.
 */

import { DomainError, invalid, refuse } from '../../base/public.ts'
import type { PostActor } from '../../environment/identity/public.ts'
import type { PlannedTask } from './clocks.ts'
import { happenedInRoom, type RoomCommand } from './decide-room.ts'
import { happenedToTask, type TaskCommand } from './decide-task.ts'
import { applyAll, type Fact, type Happened, startedClock } from './facts.ts'
import { newTask } from './new-task.ts'
import {
  reasonsAgainstClosing,
  refuseAccept,
  refuseBlock,
  refuseComplete,
  refuseEvidence,
  refuseHandOver,
  refuseNotApplicable,
  refusePresence,
  refuseReceipt,
  refuseRecord,
  refuseUnblock,
  refuseWaive,
  refuseWithdraw,
} from './rules.ts'
import { type DueOf, type HandoverState, type IncidentState, isOverdue, isSettled, type TaskState } from './state.ts'
import { reasonOf, required } from './words.ts'

export type IncidentCommand =
  | RoomCommand
  | TaskCommand
  | { kind: 'accept'; taskId: string }
  | { kind: 'complete'; taskId: string; note: string | null; evidenceIds: readonly string[] }
  | { kind: 'block'; taskId: string; reason: string }
  | { kind: 'unblock'; taskId: string }
  | { kind: 'waive'; taskId: string; reason: string }
  | { kind: 'notApplicable'; taskId: string; reason: string }
  | { kind: 'handOver'; taskId: string; handoverId: string; to: string; note: string }
  | { kind: 'acceptHandover'; handoverId: string }
  | { kind: 'refuseHandover'; handoverId: string; reason: string }
  | { kind: 'withdrawHandover'; handoverId: string; reason: string }
  /** `clocks`: what the deadlines without a task add; see `plannedClocks`. */
  | {
      kind: 'record'
      trigger: string
      occurredAt: Date
      note: string | null
      clocks: readonly (PlannedTask & { id: string })[]
    }
  | { kind: 'addEvidence'; evidenceId: string; taskId: string | null; name: string; sha256: string }
  | { kind: 'confirmPresence' }
  | { kind: 'close'; summary: string }

export type Context = { actor: PostActor; at: Date; dueOf: DueOf }
export type Decision = { next: IncidentState; facts: Fact[] }

const absent = (): DomainError =>
  new DomainError('not_found', { zh: '没有找到，或无权查看。', en: 'Not found, or not yours to see.' })

export const getTask = (state: IncidentState, taskId: string): TaskState => {
  const task = state.tasks.find((one) => one.id === taskId)
  if (!task) throw absent()
  return task
}

export const getHandover = (state: IncidentState, id: string): { task: TaskState; handover: HandoverState } => {
  for (const task of state.tasks)
    for (const handover of task.handovers) if (handover.id === id) return { task, handover }
  throw absent()
}

const completed = (
  state: IncidentState,
  command: IncidentCommand & { kind: 'complete' },
  context: Context,
): Happened => {
  const task = getTask(state, command.taskId)
  refuse(refuseComplete(state, task, context.actor))
  const note = command.note?.trim() || null
  const late = isOverdue(task, context.at)
  const ids = [...new Set(command.evidenceIds)]
  const usable = new Set(
    state.evidence.filter((one) => one.taskId === null || one.taskId === task.id).map((one) => one.id),
  )
  if (ids.some((id) => !usable.has(id)))
    throw invalid(
      'evidenceIds',
      '所选证据不属于该任务或事件。',
      'The evidence does not belong to this task or incident.',
    )
  const own = state.evidence.some((one) => one.taskId === task.id)
  if (late && note === null)
    throw invalid('note', '任务已超时，完成时须说明原因。', 'The task is overdue: say why when you complete it.')
  if (note === null && ids.length === 0 && !own)
    throw invalid('evidenceIds', '请上传证据或写明办理情况。', 'Add evidence, or note what was done.')
  return { act: 'task.completed', taskId: task.id, note, evidenceIds: ids, late }
}

const handedOver = (
  state: IncidentState,
  command: IncidentCommand & { kind: 'handOver' },
  { actor }: Context,
): Happened => {
  const task = getTask(state, command.taskId)
  refuse(refuseHandOver(state, task, actor))
  const to = state.members.find((member) => member.agency === command.to)
  if (!to)
    throw invalid('toAgency', '只能移交给该事件的成员单位。', 'A task can only be handed to a member of this incident.')
  if (to.agency === task.agency)
    throw invalid('toAgency', '任务已由该单位负责。', 'That agency is already accountable for the task.')
  if (!to.reachable)
    throw invalid(
      'toAgency',
      '该单位在本口岸没有岗位，无法签收。',
      'That agency has no post at this port and could not accept it.',
    )
  const note = required(command.note, 'note', '请写明移交事由。', 'Say why it is handed over.')
  return { act: 'task.handover_offered', taskId: task.id, handoverId: command.handoverId, to: to.agency, note }
}

/** A late record may be entered; a record of what has not happened yet may not. Oldest: judgement, not validated. */
const OLDEST_DAYS = 30

const recorded = (
  state: IncidentState,
  command: IncidentCommand & { kind: 'record' },
  { actor, at, dueOf }: Context,
): Happened[] => {
  refuse(refuseRecord(state, actor, command.trigger))
  if (!state.expected.includes(command.trigger))
    throw invalid('trigger', '该事件不启动本事件的任何时限。', 'This event starts no clock of this incident.')
  const { occurredAt } = command
  if (occurredAt.getTime() > at.getTime())
    throw invalid('occurredAt', '发生时间不能晚于现在。', 'It cannot have happened in the future.')
  if (occurredAt.getTime() < at.getTime() - OLDEST_DAYS * 86_400_000)
    throw invalid('occurredAt', '发生时间不能早于 30 天前。', 'It cannot have happened more than 30 days ago.')
  const ordinal = state.tasks.length
  return [
    { act: 'incident.event_recorded', trigger: command.trigger, occurredAt, note: command.note?.trim() || null },
    ...state.tasks
      .filter((task) => task.clock.trigger === command.trigger && task.clock.startedAt === null && !isSettled(task))
      .map((task) => startedClock(task, occurredAt, dueOf)),
    ...command.clocks.map(
      (planned, i): Happened => ({
        act: 'task.created',
        task: newTask(planned, planned.id, ordinal + i, occurredAt, dueOf),
        binds: planned.binds,
      }),
    ),
  ]
}

const happened = (state: IncidentState, command: IncidentCommand, context: Context): Happened[] => {
  const { actor, at } = context
  switch (command.kind) {
    case 'accept':
      refuse(refuseAccept(state, getTask(state, command.taskId), actor))
      return [{ act: 'task.accepted', taskId: command.taskId }]
    case 'complete':
      return [completed(state, command, context)]
    case 'block':
      refuse(refuseBlock(state, getTask(state, command.taskId), actor))
      return [{ act: 'task.blocked', taskId: command.taskId, reason: reasonOf(command.reason) }]
    case 'unblock':
      refuse(refuseUnblock(state, getTask(state, command.taskId), actor))
      return [{ act: 'task.unblocked', taskId: command.taskId }]
    case 'waive':
    case 'notApplicable': {
      const task = getTask(state, command.taskId)
      refuse(command.kind === 'waive' ? refuseWaive(state, task, actor) : refuseNotApplicable(state, task, actor))
      const reason = reasonOf(command.reason)
      const act = command.kind === 'waive' ? 'task.waived' : 'task.not_applicable'
      return [{ act, taskId: task.id, reason, late: isOverdue(task, at) }]
    }
    case 'handOver':
      return [handedOver(state, command, context)]
    case 'acceptHandover': {
      const { task, handover } = getHandover(state, command.handoverId)
      refuse(refuseReceipt(state, task, handover, actor))
      return [{ act: 'task.handover_accepted', taskId: task.id, handoverId: handover.id }]
    }
    case 'refuseHandover': {
      const { task, handover } = getHandover(state, command.handoverId)
      refuse(refuseReceipt(state, task, handover, actor))
      return [
        { act: 'task.handover_refused', taskId: task.id, handoverId: handover.id, reason: reasonOf(command.reason) },
      ]
    }
    case 'withdrawHandover': {
      const { task, handover } = getHandover(state, command.handoverId)
      refuse(refuseWithdraw(state, task, handover, actor))
      return [
        { act: 'task.handover_withdrawn', taskId: task.id, handoverId: handover.id, reason: reasonOf(command.reason) },
      ]
    }
    case 'record':
      return recorded(state, command, context)
    case 'addEvidence': {
      refuse(refuseEvidence(state, actor))
      if (command.taskId !== null) getTask(state, command.taskId)
      const evidence = { id: command.evidenceId, taskId: command.taskId, agency: actor.agency }
      return [{ act: 'evidence.added', evidence, name: command.name, sha256: command.sha256 }]
    }
    case 'confirmPresence':
      refuse(refusePresence(state, actor))
      return [{ act: 'incident.presence_confirmed' }]
    case 'close': {
      const [first, ...more] = reasonsAgainstClosing(state, actor)
      if (first) {
        const all = [first, ...more]
        throw new DomainError(first.code, {
          zh: all.map((one) => one.zh).join(''),
          en: all.map((one) => one.en).join(' '),
        })
      }
      return [
        {
          act: 'incident.closed',
          summary: required(command.summary, 'summary', '请写结案小结。', 'Write the closing summary.'),
        },
      ]
    }
    case 'setLevel':
    case 'noteReviewOpened':
    case 'addMember':
    case 'dismissMember':
    case 'changeLead':
    case 'note':
    case 'addTask':
      return happenedInRoom(state, command, context)
    default:
      return happenedToTask(state, getTask(state, command.taskId), command, context)
  }
}

/** Not an act in the incident's work: it shows nobody's presence. */
const ABSENT_ACTS: ReadonlySet<IncidentCommand['kind']> = new Set(['confirmPresence', 'noteReviewOpened'])

/** @throws DomainError with the reason that a page shows, or `invalid` with the field for what the command carries. */
export const decide = (state: IncidentState, command: IncidentCommand, context: Context): Decision => {
  const { actor, at } = context
  const by = { agency: actor.agency, post: actor.post, account: command.kind === 'tick' ? null : actor.account }
  const whats = happened(state, command, context)
  // An agency's first act in an incident shows that it is present.
  const member = state.members.find((one) => one.agency === by.agency)
  if (by.account !== null && member?.presentAt === null && whats.length > 0 && !ABSENT_ACTS.has(command.kind))
    whats.unshift({ act: 'incident.presence_confirmed' })
  const facts = whats.map((what) => ({ at, by, what }))
  return { next: applyAll(state, facts), facts }
}
