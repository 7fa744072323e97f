/** From stored incidents to the answers of the API: names for ids, clocks in words of law, and what the caller may do. */

import { MINUTE_MS } from '../../base/public.ts'
import { reviewFlagsOfTask } from '../../environment/duties/public.ts'
import { actorOf, type PostActor } from '../../environment/identity/public.ts'
import { getReference } from '../../environment/reference/public.ts'
import type { Call } from '../../ledger/public.ts'
import { loadNames, type Named, type Names } from '../warn/public.ts'
import { BY_HAND } from './decide-room.ts'
import type { StoredIncident } from './load.ts'
import type { Clock, Handover, Task } from './model.ts'
import { handoverPermissions, taskPermissions } from './permissions.ts'
import { twinOf } from './rules-room.ts'
import { UNDO_MS } from './rules-task.ts'
import {
  type By,
  type HandoverState,
  type IncidentState,
  isOverdue,
  isSettled,
  openHandoverOf,
  type TaskState,
} from './state.ts'
import { undoWords } from './timeline.ts'

/** The one trigger that is not of the reference data: somebody added the task. */
const ADDED: Named = { id: BY_HAND, zh: '手工添加', en: 'added by hand' }

export const triggerNamed = (id: string): Named => {
  if (id === BY_HAND) return ADDED
  const trigger = getReference().vocabularies.triggers.find((one) => one.id === id)
  return { id, zh: trigger?.zh ?? id, en: trigger?.en ?? id }
}

/** Names of everybody who occurs in these incidents. */
export const namesOf = (call: Call, incidents: readonly StoredIncident[], more: readonly By[] = []): Promise<Names> => {
  const people: By[] = [...more]
  const agencies: string[] = []
  for (const { state } of incidents) {
    people.push(state.openedBy, ...(state.closed ? [state.closed.by] : []))
    agencies.push(...state.members.map((member) => member.agency), ...state.former.map((one) => one.agency))
    for (const task of state.tasks) {
      agencies.push(task.agency)
      if (task.assignee) people.push({ agency: task.agency, ...task.assignee })
      for (const one of task.assignees) people.push({ agency: task.agency, post: one.post, account: one.account })
      for (const one of task.handovers) people.push(one.offeredBy, ...(one.answeredBy ? [one.answeredBy] : []))
    }
  }
  return loadNames(call.tx, {
    agencies: [...agencies, ...people.map((one) => one.agency)],
    posts: people.map((one) => one.post),
    accounts: people.map((one) => one.account),
  })
}

export const viewBy = (names: Names, by: By) => ({
  agency: names.agency(by.agency),
  post: names.post(by.post),
  officer: names.officer(by.account),
})

const viewHandover = (
  call: Call,
  state: IncidentState,
  task: TaskState,
  handover: HandoverState,
  names: Names,
): Handover => ({
  id: handover.id,
  from: names.agency(handover.from),
  to: names.agency(handover.to),
  note: handover.note,
  offeredAt: handover.offeredAt.toISOString(),
  offeredBy: { post: names.post(handover.offeredBy.post), officer: names.officer(handover.offeredBy.account) },
  state: handover.state,
  answeredAt: handover.answeredAt?.toISOString() ?? null,
  answeredBy: handover.answeredBy
    ? { post: names.post(handover.answeredBy.post), officer: names.officer(handover.answeredBy.account) }
    : null,
  reason: handover.reason,
  can: handoverPermissions(state, task, handover, actorOf(call)),
})

const viewClock = (task: TaskState, at: Date): Clock => {
  const { clock } = task
  const reference = getReference()
  const deadline = task.deadline === null ? undefined : reference.deadlines.get(task.deadline)
  const instrument = deadline?.instrument ? reference.instruments.get(deadline.instrument) : undefined
  return {
    kind: clock.kind,
    startedAt: clock.startedAt?.toISOString() ?? null,
    dueAt: clock.dueAt?.toISOString() ?? null,
    calendarMissing: clock.calendarMissing,
    due: clock.due,
    trigger: triggerNamed(clock.trigger),
    basis:
      deadline && instrument
        ? {
            instrument: instrument.id,
            zh: instrument.zh,
            en: instrument.en,
            article: deadline.article ?? '',
            verification: deadline.verification,
          }
        : null,
    remindedAt: clock.remindedAt?.toISOString() ?? null,
    pressedAt: clock.pressedAt?.toISOString() ?? null,
    escalatedAt: clock.escalatedAt?.toISOString() ?? null,
    escalatedFurtherAt: clock.escalatedFurtherAt?.toISOString() ?? null,
    pausedAt: clock.pausedAt?.toISOString() ?? null,
    pauseReason: clock.pauseReason,
    pausedMinutes: Math.round(clock.pausedMs / MINUTE_MS),
    explained: clock.explained,
    overdue: isOverdue(task, at),
  }
}

/** The risk type of the incident that a task came with. */
export const strandOf = (incident: StoredIncident, originId: string | undefined): string =>
  incident.folded.find((one) => one.id === originId)?.riskType ?? incident.riskType

/** Taken on by the caller's post or assigned to it; or nobody has taken it and the caller's agency must. */
export const isMine = (task: TaskState, actor: PostActor): boolean =>
  task.assignee?.post === actor.post ||
  task.assignees.some((one) => one.post === actor.post) ||
  openHandoverOf(task)?.to === actor.agency ||
  (task.agency === actor.agency && task.assignee === null && task.assignees.length === 0)

const viewUndo = (task: TaskState, actor: PostActor, at: Date): Task['undo'] => {
  const { slip } = task
  if (slip === null || slip.account !== actor.account) return null
  const until = new Date(slip.at.getTime() + UNDO_MS)
  return until > at ? { until: until.toISOString(), what: undoWords(slip.act) } : null
}

export const viewTask = (call: Call, incident: StoredIncident, task: TaskState, names: Names): Task => {
  const { state } = incident
  const offered = openHandoverOf(task)
  const actor = actorOf(call)
  const twin = twinOf(state, task)
  return {
    id: task.id,
    template: task.template,
    deadline: task.deadline,
    title: task.title,
    evidence: task.proof,
    phase: task.phase,
    agency: names.agency(task.agency),
    assignee: task.assignee
      ? { post: names.post(task.assignee.post), officer: names.officer(task.assignee.account) }
      : null,
    assignees: task.assignees.map((one) => ({
      post: names.post(one.post),
      officer: names.officer(one.account),
      acceptedAt: one.acceptedAt?.toISOString() ?? null,
    })),
    status: task.status,
    blockedAt: task.blockedAt?.toISOString() ?? null,
    added: task.added,
    undo: viewUndo(task, actor, call.at),
    twin: twin ? { id: twin.id, title: twin.title } : null,
    strand: strandOf(incident, incident.originOf.get(task.id)),
    mine: isMine(task, actor),
    note: task.note,
    clock: viewClock(task, call.at),
    handover: offered ? viewHandover(call, state, task, offered, names) : null,
    chain: task.handovers.map((one) => viewHandover(call, state, task, one, names)),
    conditional: task.conditional,
    unowned: task.unowned,
    review: isSettled(task)
      ? []
      : reviewFlagsOfTask(getReference(), {
          deadline: task.deadline,
          riskType: strandOf(incident, incident.originOf.get(task.id)),
          place: incident.place,
          jurisdiction: incident.jurisdiction,
        }),
    can: taskPermissions(state, task, actor, call.at),
  }
}
