/** What an actor may do in an incident, and why not: the rules of the commands, asked beforehand. */

import { permission } from '../../base/public.ts'
import type { PostActor } from '../../environment/identity/public.ts'
import type { Permission } from '../warn/public.ts'
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
  refuseWork,
} from './rules.ts'
import {
  refuseAddMember,
  refuseAddTask,
  refuseChangeLead,
  refuseDismiss,
  refuseFoldTask,
  refuseMergeAny,
  refuseNote,
} from './rules-room.ts'
import {
  refuseAssign,
  refuseExplain,
  refuseJoin,
  refusePause,
  refuseResume,
  refuseTakeOver,
  refuseUndo,
} from './rules-task.ts'
import type { HandoverState, IncidentState, TaskState } from './state.ts'

export const taskPermissions = (state: IncidentState, task: TaskState, actor: PostActor, at: Date) => ({
  accept: permission(refuseAccept(state, task, actor)),
  complete: permission(refuseComplete(state, task, actor)),
  handOver: permission(refuseHandOver(state, task, actor)),
  block: permission(refuseBlock(state, task, actor)),
  unblock: permission(refuseUnblock(state, task, actor)),
  waive: permission(refuseWaive(state, task, actor)),
  notApplicable: permission(refuseNotApplicable(state, task, actor)),
  pause: permission(refusePause(state, task, actor, at)),
  resume: permission(refuseResume(state, task, actor)),
  explain: permission(refuseExplain(state, task, actor)),
  assign: permission(refuseAssign(state, task, actor)),
  join: permission(refuseJoin(state, task, actor)),
  takeOver: permission(refuseTakeOver(state, task, actor)),
  undo: permission(refuseUndo(state, task, actor, at)),
  fold: permission(refuseFoldTask(state, task, actor)),
})

export const handoverPermissions = (
  state: IncidentState,
  task: TaskState,
  handover: HandoverState,
  actor: PostActor,
) => ({
  accept: permission(refuseReceipt(state, task, handover, actor)),
  refuse: permission(refuseReceipt(state, task, handover, actor)),
  withdraw: permission(refuseWithdraw(state, task, handover, actor)),
})

export const incidentPermissions = (state: IncidentState, actor: PostActor) => ({
  record: permission(refuseRecord(state, actor)),
  addEvidence: permission(refuseEvidence(state, actor)),
  confirmPresence: permission(refusePresence(state, actor)),
  note: permission(refuseNote(state, actor)),
  addMember: permission(refuseAddMember(state, actor)),
  changeLead: permission(refuseChangeLead(state, actor)),
  addTask: permission(refuseAddTask(state, actor.agency, actor)),
  addTaskForOthers: permission(refuseAddTask(state, '', actor)),
  attach: permission(refuseWork(state, actor)),
  merge: permission(refuseMergeAny(state, actor)),
})

export const dismissPermission = (state: IncidentState, agency: string, actor: PostActor): Permission =>
  permission(refuseDismiss(state, agency, actor))

export const recordPermission = (state: IncidentState, actor: PostActor, trigger: string): Permission =>
  permission(refuseRecord(state, actor, trigger))

export const closePermission = (
  state: IncidentState,
  actor: PostActor,
): { allowed: boolean; reasons: { zh: string; en: string }[] } => {
  const reasons = reasonsAgainstClosing(state, actor).map(({ zh, en }) => ({ zh, en }))
  return { allowed: reasons.length === 0, reasons }
}
