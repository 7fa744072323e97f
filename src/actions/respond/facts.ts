/**
 * What can have happened in an incident, and what each of it does to the state. Facts are the timeline: they are stored as
 * they are, in order, and the state is what applying them gives.
 */
import { pauseClock, resumeClock, startClock } from './clock.ts'
import type { ResponseLevel } from './level-ids.ts'
import type {
  AssigneeState,
  By,
  DueOf,
  EvidenceState,
  HandoverState,
  IncidentState,
  MemberState,
  TaskBefore,
  TaskClock,
  TaskState,
} from './state.ts'

export type Happened =
  | { act: 'incident.opened' }
  | { act: 'incident.event_recorded'; trigger: string; occurredAt: Date; note: string | null }
  | { act: 'incident.presence_confirmed' }
  | { act: 'incident.closed'; summary: string }
  /** Said by a room that works in the incident, in both languages: a decision, a plan, a report. */
  | { act: 'incident.said'; zh: string; en: string }
  | {
      act: 'incident.level_changed'
      from: ResponseLevel
      to: ResponseLevel
      criteria: readonly string[]
      reason: string
    }
  | { act: 'incident.review_opened' }
  | { act: 'incident.member_added'; member: MemberState; reason: string }
  | { act: 'incident.member_dismissed'; agency: string; reason: string }
  | { act: 'incident.lead_changed'; from: string; to: string; reason: string }
  | { act: 'incident.noted'; noteId: string; text: string; writtenAt: Date; noteOf: string | null }
  | { act: 'incident.merged_into'; into: string; no: string; reason: string }
  /** What comes along without a fact of its own: members, files, events. */
  | {
      act: 'incident.merged_from'
      from: string
      no: string
      reason: string
      members: readonly MemberState[]
      evidence: readonly EvidenceState[]
      triggers: Readonly<Record<string, Date>>
      expected: readonly string[]
    }
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
  | { act: 'task.due_soon'; taskId: string; to: string; role: string }
  | { act: 'task.pressed'; taskId: string; to: string; role: string }
  | { act: 'task.overdue'; taskId: string; to: string; role: string }
  | { act: 'task.escalated_further'; taskId: string; to: string; role: string }
  | { act: 'task.clock_paused'; taskId: string; reason: string }
  | { act: 'task.clock_resumed'; taskId: string; stoodMinutes: number }
  | { act: 'task.explained'; taskId: string; reason: string }
  | { act: 'task.assigned'; taskId: string; assignees: readonly AssigneeState[] }
  | { act: 'task.joined'; taskId: string }
  | { act: 'task.taken_over'; taskId: string; reason: string }
  | { act: 'task.undone'; taskId: string; undone: string; restored: TaskBefore }
  | { act: 'task.came_along'; task: TaskState }
  | { act: 'task.folded'; taskId: string; into: string; reason: string; late: boolean }
  | { act: 'evidence.added'; evidence: EvidenceState; name: string; sha256: string }

export type Fact = { at: Date; by: By; what: Happened }

/** Acts that a person may take back within a minute. */
export const UNDOABLE: ReadonlySet<string> = new Set([
  'task.accepted',
  'task.completed',
  'task.blocked',
  'task.unblocked',
  'task.waived',
  'task.not_applicable',
])

const beforeOf = ({ status, resumeStatus, note, assignee, blockedAt }: TaskState): TaskBefore => ({
  status,
  resumeStatus,
  note,
  assignee,
  blockedAt,
})

/** Every act on a task is remembered as what could be a slip, until the next one. */
const withTask = (
  state: IncidentState,
  taskId: string,
  { at, by, what }: Fact,
  change: (task: TaskState) => TaskState,
): IncidentState => ({
  ...state,
  tasks: state.tasks.map((task) =>
    task.id === taskId
      ? {
          ...change(task),
          slip:
            UNDOABLE.has(what.act) && by.account !== null
              ? { act: what.act, at, account: by.account, before: beforeOf(task) }
              : null,
        }
      : task,
  ),
})

const withHandover = (task: TaskState, id: string, change: Partial<HandoverState>): TaskState => ({
  ...task,
  handovers: task.handovers.map((handover) => (handover.id === id ? { ...handover, ...change } : handover)),
})

const accountable = (by: By): TaskState['assignee'] =>
  by.account === null ? null : { post: by.post, account: by.account }

/** Without this post: whoever becomes accountable is no longer one of the others. */
const without = (assignees: readonly AssigneeState[], post: string): readonly AssigneeState[] =>
  assignees.some((one) => one.post === post) ? assignees.filter((one) => one.post !== post) : assignees

const joined = (task: TaskState, at: Date, by: By): readonly AssigneeState[] => {
  const known = task.assignees.find((one) => one.post === by.post)
  const now = known
    ? { ...known, account: by.account, acceptedAt: at }
    : { post: by.post, account: by.account, assignedAt: at, assignedByPost: by.post, acceptedAt: at }
  return known ? task.assignees.map((one) => (one === known ? now : one)) : [...task.assignees, now]
}

const takenOver = (task: TaskState, at: Date, by: By): TaskState => {
  const was = task.assignee
  const others = without(task.assignees, by.post)
  const stays =
    was && was.post !== by.post
      ? [{ ...was, assignedAt: at, assignedByPost: by.post, acceptedAt: at } satisfies AssigneeState]
      : []
  return { ...task, assignee: accountable(by), assignees: [...others, ...stays] }
}

const settled = (task: TaskState, status: TaskState['status'], note: string | null): TaskState => ({
  ...task,
  status,
  note,
  blockedAt: null,
})

const changeOf = ({ at, by, what }: Fact): ((task: TaskState) => TaskState) | null => {
  switch (what.act) {
    case 'task.clock_started':
      return (task) => ({ ...task, clock: what.clock, status: task.status === 'waiting' ? 'open' : task.status })
    case 'task.accepted':
      return (task) => ({
        ...task,
        status: 'accepted',
        assignee: accountable(by),
        assignees: without(task.assignees, by.post),
      })
    case 'task.assigned':
      return (task) => ({ ...task, assignees: [...task.assignees, ...what.assignees] })
    case 'task.joined':
      return (task) => ({ ...task, assignees: joined(task, at, by) })
    case 'task.taken_over':
      return (task) => takenOver(task, at, by)
    case 'task.completed':
      return (task) => settled(task, 'done', what.note)
    case 'task.blocked':
      return (task) => ({
        ...task,
        status: 'blocked',
        resumeStatus: task.status === 'accepted' ? 'accepted' : 'open',
        note: what.reason,
        blockedAt: at,
      })
    case 'task.unblocked':
      return (task) => ({
        ...task,
        status: task.resumeStatus ?? 'open',
        resumeStatus: null,
        note: null,
        blockedAt: null,
      })
    case 'task.waived':
    case 'task.folded':
      return (task) => settled(task, 'waived', what.reason)
    case 'task.not_applicable':
      return (task) => settled(task, 'not_applicable', what.reason)
    case 'task.undone':
      return (task) => ({ ...task, ...what.restored })
    case 'task.handover_offered':
      return (task) => ({
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
      })
    case 'task.handover_accepted':
      return (task) => ({
        ...withHandover(task, what.handoverId, { state: 'accepted', answeredAt: at, answeredBy: by }),
        agency: by.agency,
        assignee: accountable(by),
        // The others belong to the agency that gave it away.
        assignees: [],
        status: 'accepted',
        resumeStatus: null,
        note: null,
        blockedAt: null,
      })
    case 'task.handover_refused':
    case 'task.handover_withdrawn':
      return (task) =>
        withHandover(task, what.handoverId, {
          state: what.act === 'task.handover_refused' ? 'refused' : 'withdrawn',
          answeredAt: at,
          answeredBy: by,
          reason: what.reason,
        })
    case 'task.clock_paused':
      return (task) => ({ ...task, clock: pauseClock(task.clock, at, what.reason) })
    case 'task.clock_resumed':
      return (task) => ({ ...task, clock: resumeClock(task.clock, at) })
    case 'task.explained':
      return (task) => ({ ...task, clock: { ...task.clock, explained: what.reason } })
    case 'task.due_soon':
      return (task) => ({ ...task, clock: { ...task.clock, remindedAt: at } })
    case 'task.pressed':
      return (task) => ({ ...task, clock: { ...task.clock, pressedAt: at } })
    case 'task.overdue':
      return (task) => ({ ...task, clock: { ...task.clock, escalatedAt: at } })
    case 'task.escalated_further':
      return (task) => ({ ...task, clock: { ...task.clock, escalatedFurtherAt: at } })
    default:
      return null
  }
}

const applyToTask = (state: IncidentState, fact: Fact): IncidentState => {
  const { what } = fact
  if (what.act === 'task.created' || what.act === 'task.came_along')
    return { ...state, tasks: [...state.tasks, what.task] }
  const change = changeOf(fact)
  const taskId = taskIdOf(what)
  return change && taskId !== null ? withTask(state, taskId, fact, change) : state
}

const withMember = (state: IncidentState, agency: string, change: Partial<MemberState>): IncidentState => ({
  ...state,
  members: state.members.map((member) => (member.agency === agency ? { ...member, ...change } : member)),
})

const dismissed = (state: IncidentState, agency: string, at: Date, reason: string): IncidentState => {
  const gone = state.members.find((member) => member.agency === agency)
  if (!gone || gone.role === 'lead') return state
  return {
    ...state,
    members: state.members.filter((member) => member !== gone),
    former: [...state.former, { agency, role: gone.role, leftAt: at, reason }],
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
    case 'incident.level_changed':
      return { ...state, level: what.to, levelSince: at }
    case 'incident.review_opened':
      return { ...state, reviewOpenedAt: at }
    case 'incident.member_added':
      return {
        ...state,
        members: [...state.members, what.member],
        former: state.former.filter((one) => one.agency !== what.member.agency),
      }
    case 'incident.member_dismissed':
      return dismissed(state, what.agency, at, what.reason)
    case 'incident.lead_changed':
      return withMember(withMember(state, what.from, { role: 'support' }), what.to, {
        role: 'lead',
        why: { zh: `指定牵头：${what.reason}`, en: `named as lead: ${what.reason}` },
      })
    case 'incident.merged_into':
      return { ...state, merged: { into: what.into, at } }
    case 'incident.merged_from':
      return {
        ...state,
        members: [...state.members, ...what.members],
        former: state.former.filter((one) => !what.members.some((member) => member.agency === one.agency)),
        evidence: [...state.evidence, ...what.evidence],
        triggers: { ...what.triggers, ...state.triggers },
        expected: what.expected,
      }
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
  what.act === 'task.created' || what.act === 'task.came_along' ? what.task.id : 'taskId' in what ? what.taskId : null

export const startedClock = (task: TaskState, at: Date, dueOf: DueOf): Happened => ({
  act: 'task.clock_started',
  taskId: task.id,
  clock: startClock(task.clock, at, dueOf),
})
