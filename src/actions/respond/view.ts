/** From stored incidents to the answers of the API: names for ids, clocks in words of law, and what the caller may do. */

import { reviewFlagsOfTask } from '../../environment/duties/public.ts'
import { getReference } from '../../environment/reference/public.ts'
import type { Call } from '../../ledger/public.ts'
import { loadNames, type Named, type Names } from '../warn/public.ts'
import type { StoredIncident } from './load.ts'
import type { Clock, Handover, Task } from './model.ts'
import { handoverPermissions, taskPermissions } from './permissions.ts'
import { actorOf } from './service.ts'
import {
  type By,
  type HandoverState,
  type IncidentState,
  isOverdue,
  isSettled,
  openHandoverOf,
  type TaskState,
} from './state.ts'

export const triggerNamed = (id: string): Named => {
  const trigger = getReference().vocabularies.triggers.find((one) => one.id === id)
  return { id, zh: trigger?.zh ?? id, en: trigger?.en ?? id }
}

/** Names of everybody who occurs in these incidents. */
export const namesOf = (call: Call, incidents: readonly StoredIncident[], more: readonly By[] = []): Promise<Names> => {
  const people: By[] = [...more]
  const agencies: string[] = []
  for (const { state } of incidents) {
    people.push(state.openedBy, ...(state.closed ? [state.closed.by] : []))
    agencies.push(...state.members.map((member) => member.agency))
    for (const task of state.tasks) {
      agencies.push(task.agency)
      if (task.assignee) people.push({ agency: task.agency, ...task.assignee })
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
    escalatedAt: clock.escalatedAt?.toISOString() ?? null,
    overdue: isOverdue(task, at),
  }
}

export const viewTask = (call: Call, incident: StoredIncident, task: TaskState, names: Names): Task => {
  const { state } = incident
  const offered = openHandoverOf(task)
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
    status: task.status,
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
          riskType: incident.riskType,
          place: incident.place,
          jurisdiction: incident.jurisdiction,
        }),
    can: taskPermissions(state, task, actorOf(call)),
  }
}
