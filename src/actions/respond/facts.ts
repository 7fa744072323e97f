/**
 * What can have happened in an incident, and what each of it does to the state. Facts are the timeline: they are stored as
 * they are, in order, and the state is what applying them gives.
 */
import {
  type By,
  type DueOf,
  type EvidenceState,
  type HandoverState,
  type IncidentState,
  startClock,
  type TaskClock,
  type TaskState,
} from './state.ts'

export type Happened =
  | { act: 'incident.opened' }
  | { act: 'incident.event_recorded'; trigger: string; occurredAt: Date; note: string | null }
  | { act: 'incident.presence_confirmed' }
  | { act: 'incident.closed'; summary: string }
  /** Said by a room that works in the incident, in both languages: a decision, a plan, a report. */
  | { act: 'incident.noted'; zh: string; en: string }
  | {
      act: 'task.created'
      task: TaskState /** Agencies that the clock binds, where none of them is a member. */
      binds: readonly string[]
    }
  | { act: 'task.clock_started'; taskId: string; clock: TaskClock }
  | { act: 'task.accepted'; taskId: string }
  | { act: 'task.completed'; taskId: string; note: string | null; evidenceIds: readonly string[]; late: boolean }
  | { act: 'task.blocked'; taskId: string; reason: string }
  | { act: 'task.unblocked'; taskId: string }
  | { act: 'task.waived'; taskId: string; reason: string; late: boolean }
  | { act: 'task.not_applicable'; taskId: string; reason: string; late: boolean }
  | { act: 'task.handover_offered'; taskId: string; handoverId: string; to: string; note: string }
  | { act: 'task.handover_accepted'; taskId: string; handoverId: string }
  | { act: 'task.handover_refused'; taskId: string; handoverId: string; reason: string }
  | { act: 'task.handover_withdrawn'; taskId: string; handoverId: string; reason: string }
  | { act: 'task.due_soon'; taskId: string; to: string }
  | { act: 'task.overdue'; taskId: string; to: string }
  | { act: 'evidence.added'; evidence: EvidenceState; name: string; sha256: string }

export type Fact = { at: Date; by: By; what: Happened }

const withTask = (state: IncidentState, taskId: string, change: (task: TaskState) => TaskState): IncidentState => ({
  ...state,
  tasks: state.tasks.map((task) => (task.id === taskId ? change(task) : task)),
})

const withHandover = (task: TaskState, id: string, change: Partial<HandoverState>): TaskState => ({
  ...task,
  handovers: task.handovers.map((handover) => (handover.id === id ? { ...handover, ...change } : handover)),
})

const applyToTask = (state: IncidentState, { at, by, what }: Fact): IncidentState => {
  switch (what.act) {
    case 'task.created':
      return { ...state, tasks: [...state.tasks, what.task] }
    case 'task.clock_started':
      return withTask(state, what.taskId, (task) => ({
        ...task,
        clock: what.clock,
        status: task.status === 'waiting' ? 'open' : task.status,
      }))
    case 'task.accepted':
      return withTask(state, what.taskId, (task) => ({
        ...task,
        status: 'accepted',
        assignee: by.account === null ? null : { post: by.post, account: by.account },
      }))
    case 'task.completed':
      return withTask(state, what.taskId, (task) => ({ ...task, status: 'done', note: what.note }))
    case 'task.blocked':
      return withTask(state, what.taskId, (task) => ({
        ...task,
        status: 'blocked',
        resumeStatus: task.status === 'accepted' ? 'accepted' : 'open',
        note: what.reason,
      }))
    case 'task.unblocked':
      return withTask(state, what.taskId, (task) => ({
        ...task,
        status: task.resumeStatus ?? 'open',
        resumeStatus: null,
        note: null,
      }))
    case 'task.waived':
      return withTask(state, what.taskId, (task) => ({ ...task, status: 'waived', note: what.reason }))
    case 'task.not_applicable':
      return withTask(state, what.taskId, (task) => ({ ...task, status: 'not_applicable', note: what.reason }))
    case 'task.handover_offered':
      return withTask(state, what.taskId, (task) => ({
        ...task,
        handovers: [
          ...task.handovers,
          {
            id: what.handoverId,
            from: task.agency,
            to: what.to,
            note: what.note,
            offeredAt: at,
            offeredBy: by,
            state: 'offered',
            answeredAt: null,
            answeredBy: null,
            reason: null,
          },
        ],
      }))
    case 'task.handover_accepted':
      return withTask(state, what.taskId, (task) => ({
        ...withHandover(task, what.handoverId, { state: 'accepted', answeredAt: at, answeredBy: by }),
        agency: by.agency,
        assignee: by.account === null ? null : { post: by.post, account: by.account },
        status: 'accepted',
        resumeStatus: null,
        note: null,
      }))
    case 'task.handover_refused':
    case 'task.handover_withdrawn':
      return withTask(state, what.taskId, (task) =>
        withHandover(task, what.handoverId, {
          state: what.act === 'task.handover_refused' ? 'refused' : 'withdrawn',
          answeredAt: at,
          answeredBy: by,
          reason: what.reason,
        }),
      )
    case 'task.due_soon':
      return withTask(state, what.taskId, (task) => ({ ...task, clock: { ...task.clock, remindedAt: at } }))
    case 'task.overdue':
      return withTask(state, what.taskId, (task) => ({ ...task, clock: { ...task.clock, escalatedAt: at } }))
    default:
      return state
  }
}

const applyToIncident = (state: IncidentState, { at, by, what }: Fact): IncidentState => {
  switch (what.act) {
    case 'incident.event_recorded':
      return {
        ...state,
        triggers: { ...state.triggers, [what.trigger]: what.occurredAt },
        expected: state.expected.filter((trigger) => trigger !== what.trigger),
      }
    case 'incident.presence_confirmed':
      return {
        ...state,
        members: state.members.map((member) =>
          member.agency === by.agency && member.presentAt === null ? { ...member, presentAt: at } : member,
        ),
      }
    case 'incident.closed':
      return { ...state, closed: { at, by, summary: what.summary } }
    case 'evidence.added':
      return { ...state, evidence: [...state.evidence, what.evidence] }
    default:
      return state
  }
}

export const apply = (state: IncidentState, fact: Fact): IncidentState =>
  applyToIncident(applyToTask(state, fact), fact)

export const applyAll = (state: IncidentState, facts: readonly Fact[]): IncidentState => facts.reduce(apply, state)

/** The task that a fact is about, or null where it is about the incident or its evidence. */
export const taskIdOf = (what: Happened): string | null =>
  what.act === 'task.created' ? what.task.id : 'taskId' in what ? what.taskId : null

export const startedClock = (task: TaskState, at: Date, dueOf: DueOf): Happened => ({
  act: 'task.clock_started',
  taskId: task.id,
  clock: startClock(task.clock, at, dueOf),
})
