/** What commands on the room itself do: level, members, lead, notes, tasks by hand, folding. Pure; called by `decide`. */
import { type Bilingual, invalid, refuse } from '../../base/public.ts'
import type { Amount } from '../../environment/reference/public.ts'
import type { Context } from './decide.ts'
import type { Fact, Happened } from './facts.ts'
import { applyAll } from './facts.ts'
import type { ResponseLevel } from './level-ids.ts'
import { criteriaOf, getLevel } from './levels.ts'
import type { Phase } from './model.ts'
import { newTask } from './new-task.ts'
import { isMember } from './rules.ts'
import {
  refuseAddMember,
  refuseAddTask,
  refuseChangeLead,
  refuseDismiss,
  refuseLevel,
  refuseMerge,
  refuseNote,
} from './rules-room.ts'
import { type IncidentState, leadOf } from './state.ts'
import { reasonOf, required } from './words.ts'

export type RoomCommand =
  | {
      kind: 'setLevel'
      to: ResponseLevel
      criteria: readonly string[]
      reason: string
      name: (agency: string) => Bilingual
    }
  | { kind: 'noteReviewOpened' }
  | { kind: 'addMember'; agency: string; role: 'support' | 'inform'; reason: string; reachable: boolean }
  | { kind: 'dismissMember'; agency: string; reason: string }
  | { kind: 'changeLead'; to: string; reason: string }
  | {
      kind: 'note'
      noteId: string
      text: string
      writtenAt: Date
      taskId: string | null
      /** A note that was sent before under the same id. */
      known: boolean
    }
  | {
      kind: 'addTask'
      taskId: string
      title: string
      proof: string
      agency: string
      phase: Phase
      due: Amount
      reason: string
    }

const levelSet = (state: IncidentState, command: RoomCommand & { kind: 'setLevel' }, { actor }: Context): Happened => {
  const { to } = command
  refuse(refuseLevel(state, to, actor, command.name))
  const wanted = criteriaOf(state.level, to)
  const chosen = wanted.of.filter((one) => command.criteria.includes(one.id)).map((one) => one.id)
  if (command.criteria.some((id) => !wanted.of.some((one) => one.id === id)))
    throw invalid('criteria', '所选条件不属于这一级别。', 'A chosen criterion does not belong to this level.')
  if (wanted.of.length > 0 && wanted.need === 'any' && chosen.length === 0)
    throw invalid(
      'criteria',
      `请选择至少一条进入${getLevel(to).zh}的条件。`,
      `Choose at least one criterion for ${getLevel(to).en}.`,
    )
  if (wanted.need === 'all' && chosen.length < wanted.of.length)
    throw invalid(
      'criteria',
      `下调前须逐条确认${getLevel(state.level).zh}的退出条件。`,
      `Confirm every exit criterion of ${getLevel(state.level).en} first.`,
    )
  return { act: 'incident.level_changed', from: state.level, to, criteria: chosen, reason: reasonOf(command.reason) }
}

const memberAdded = (
  state: IncidentState,
  command: RoomCommand & { kind: 'addMember' },
  { actor }: Context,
): Happened => {
  refuse(refuseAddMember(state, actor))
  const { agency, role } = command
  if (isMember(state, agency)) throw invalid('agency', '该单位已是成员。', 'That agency is a member already.')
  if (!command.reachable)
    throw invalid('agency', '该单位在本口岸没有岗位，无法加入。', 'That agency has no post at this port.')
  const reason = reasonOf(command.reason)
  const why = { zh: `增列：${reason}`, en: `added: ${reason}` }
  return {
    act: 'incident.member_added',
    member: { agency, role, reachable: true, presentAt: null, why, row: null },
    reason,
  }
}

const leadChanged = (
  state: IncidentState,
  command: RoomCommand & { kind: 'changeLead' },
  { actor }: Context,
): Happened => {
  refuse(refuseChangeLead(state, actor))
  const to = state.members.find((member) => member.agency === command.to)
  if (!to) throw invalid('to', '牵头单位须是成员。', 'The lead must be a member.')
  if (to.role === 'lead') throw invalid('to', '该单位现在就是牵头单位。', 'That agency leads already.')
  if (!to.reachable) throw invalid('to', '该单位在本口岸没有岗位。', 'That agency has no post at this port.')
  const reason = reasonOf(command.reason)
  return { act: 'incident.lead_changed', from: leadOf(state).agency, to: to.agency, reason }
}

/** A note may be sent long after it was written, from a phone that was out of reach. Oldest: judgement, not validated. */
const OLDEST_NOTE_DAYS = 7
/** Clocks of phones differ a little from ours. */
const AHEAD_MS = 5 * 60_000

const noted = (state: IncidentState, command: RoomCommand & { kind: 'note' }, { actor, at }: Context): Happened[] => {
  refuse(refuseNote(state, actor))
  if (command.known) return []
  const ahead = command.writtenAt.getTime() - at.getTime()
  if (ahead > AHEAD_MS)
    throw invalid(
      'writtenAt',
      '书写时间不能晚于现在；请核对手机时间。',
      'It cannot be written in the future; check the clock of the device.',
    )
  if (ahead < -OLDEST_NOTE_DAYS * 86_400_000)
    throw invalid(
      'writtenAt',
      `书写时间不能早于 ${OLDEST_NOTE_DAYS} 天前。`,
      `It was written more than ${OLDEST_NOTE_DAYS} days ago.`,
    )
  const text = required(command.text, 'text', '请写下情况。', 'Write the note.')
  const writtenAt = ahead > 0 ? at : command.writtenAt
  return [{ act: 'incident.noted', noteId: command.noteId, text, writtenAt, noteOf: command.taskId }]
}

/** What starts the clock of a task that somebody adds: the adding itself. */
export const BY_HAND = 'hand.added'

const taskAdded = (state: IncidentState, command: RoomCommand & { kind: 'addTask' }, context: Context): Happened => {
  const { agency } = command
  refuse(refuseAddTask(state, agency, context.actor))
  const member = state.members.find((one) => one.agency === agency)
  if (!member) throw invalid('agency', '责任单位须是成员。', 'The accountable agency must be a member.')
  if (!member.reachable)
    throw invalid('agency', '该单位在本口岸没有岗位，无法接受。', 'That agency has no post at this port.')
  const title = required(command.title, 'title', '请写明要做什么。', 'Say what is to be done.')
  const proof = command.proof.trim()
  const reason = reasonOf(command.reason)
  const planned = {
    template: null,
    deadline: null,
    title: { zh: title, en: title },
    proof: proof === '' ? { zh: '办理情况说明', en: 'note of what was done' } : { zh: proof, en: proof },
    phase: command.phase,
    agency,
    due: command.due,
    kind: 'local_default',
    trigger: BY_HAND,
    conditional: false,
    unowned: false,
    binds: [],
  } as const
  const task = { ...newTask(planned, command.taskId, state.tasks.length, context.at, context.dueOf), added: reason }
  return { act: 'task.created', task, binds: [] }
}

const refuseUnlessOpen = (state: IncidentState): void => {
  if (state.merged) throw invalid('incident', '事件已并入另一事件。', 'The incident was folded into another one.')
}

export const happenedInRoom = (state: IncidentState, command: RoomCommand, context: Context): Happened[] => {
  switch (command.kind) {
    case 'setLevel':
      return [levelSet(state, command, context)]
    case 'noteReviewOpened':
      refuseUnlessOpen(state)
      // A review may also be opened after the incident was closed; a second one changes nothing.
      return state.reviewOpenedAt === null ? [{ act: 'incident.review_opened' }] : []
    case 'addMember':
      return [memberAdded(state, command, context)]
    case 'dismissMember':
      refuse(refuseDismiss(state, command.agency, context.actor))
      return [{ act: 'incident.member_dismissed', agency: command.agency, reason: reasonOf(command.reason) }]
    case 'changeLead':
      return [leadChanged(state, command, context)]
    case 'note':
      return noted(state, command, context)
    case 'addTask':
      return [taskAdded(state, command, context)]
  }
}

export type Merge = {
  from: { next: IncidentState; facts: Fact[] }
  into: { next: IncidentState; facts: Fact[] }
}

/**
 * Folds one incident into another: its members, tasks, files and events come along, in this order of tasks; itself it can
 * only be read from then on and names its successor. Nothing of it is lost or deleted. The higher response level stays.
 */
export const decideMerge = (
  from: IncidentState,
  into: IncidentState,
  command: { reason: string; fromNo: string; intoNo: string; expected: readonly string[] },
  { actor, at }: Context,
): Merge => {
  refuse(refuseMerge(from, into, actor))
  const reason = reasonOf(command.reason)
  const by = { agency: actor.agency, post: actor.post, account: actor.account }
  const fact = (what: Happened): Fact => ({ at, by, what })
  const known = new Set(into.members.map((member) => member.agency))
  const members = from.members
    .filter((member) => !known.has(member.agency))
    // Exactly one leads: the successor's own lead.
    .map((member) => ({ ...member, role: member.role === 'inform' ? ('inform' as const) : ('support' as const) }))
  const ownLevel = getLevel(from.level).rank > getLevel(into.level).rank
  const intoFacts = [
    fact({
      act: 'incident.merged_from',
      from: from.id,
      no: command.fromNo,
      reason,
      members,
      evidence: from.evidence,
      triggers: from.triggers,
      expected: command.expected,
    }),
    ...(ownLevel
      ? [fact({ act: 'incident.level_changed', from: into.level, to: from.level, criteria: [], reason })]
      : []),
    ...from.tasks.map((task, i) =>
      fact({ act: 'task.came_along', task: { ...task, ordinal: into.tasks.length + i, slip: null } }),
    ),
  ]
  const fromFacts = [fact({ act: 'incident.merged_into', into: into.id, no: command.intoNo, reason })]
  return {
    from: { next: applyAll(from, fromFacts), facts: fromFacts },
    into: { next: applyAll(into, intoFacts), facts: intoFacts },
  }
}
