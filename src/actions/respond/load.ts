/** Incidents from the database, as the rules see them. Every statement runs under the actor's policy. */
import { getReference } from '../../environment/reference/public.ts'
import type { Call } from '../../ledger/public.ts'
import { reachableAgencies } from '../warn/public.ts'
import { expectedTriggers, OPENING_TRIGGER } from './clocks.ts'
import type { ResponseLevel } from './level-ids.ts'
import type { Phase, TaskStatus } from './model.ts'
import { coordinatingAgencies } from './open.ts'
import type {
  AssigneeState,
  By,
  DeadlineKind,
  EvidenceState,
  FormerMember,
  HandoverState,
  IncidentState,
  MemberState,
  Slip,
  TaskState,
} from './state.ts'

/** An incident with what the rules do not need. */
export type StoredIncident = {
  state: IncidentState
  circleId: number
  groupId: string
  no: string
  title: string
  riskType: string
  place: 'sea' | 'air' | 'land' | 'rail'
  jurisdiction: 'CN' | 'INT'
  /** Incidents folded into this one; their rows belong to it now. */
  folded: readonly Folded[]
  /** Which incident each task came with: for the strands of a compound incident. */
  originOf: ReadonlyMap<string, string>
}
export type Folded = {
  id: string
  no: string
  title: string
  riskType: string
  jurisdiction: 'CN' | 'INT'
  openedAt: Date
  mergedAt: Date
}

type IncidentSql = {
  id: string
  circle_id: number
  group_id: string
  no: string
  title: string
  risk_type: string
  place: StoredIncident['place']
  jurisdiction: 'CN' | 'INT'
  opened_by_agency: string
  opened_by_post: string
  opened_by_account: string | null
  opened_at: Date
  closed_at: Date | null
  closed_by_agency: string | null
  closed_by_post: string | null
  closed_by_account: string | null
  summary: string | null
  level: ResponseLevel
  level_since: Date | null
  review_opened_at: Date | null
  merged_into: string | null
  merged_at: Date | null
}
type MemberSql = {
  incident_id: string
  agency_id: string
  role: MemberState['role']
  why_zh: string
  why_en: string
  duty_row: string | null
  present_at: Date | null
  left_at: Date | null
  left_reason: string | null
}
type AssigneeSql = {
  task_id: string
  post_id: string
  account_id: string | null
  assigned_at: Date
  assigned_by_post: string
  accepted_at: Date | null
}
type TaskSql = {
  id: string
  incident_id: string
  ordinal: number
  template: string | null
  deadline: string | null
  title_zh: string
  title_en: string
  proof_zh: string
  proof_en: string
  phase: Phase
  agency_id: string
  post_id: string | null
  account_id: string | null
  status: TaskStatus
  resume_status: 'open' | 'accepted' | null
  note: string | null
  clock_kind: DeadlineKind
  due_amount: number
  due_unit: TaskState['clock']['due']['unit']
  trigger: string
  started_at: Date | null
  due_at: Date | null
  calendar_missing: boolean
  remind_at: Date | null
  reminded_at: Date | null
  pressed_at: Date | null
  escalated_at: Date | null
  escalated_further_at: Date | null
  paused_at: Date | null
  pause_reason: string | null
  paused_ms: string
  explained: string | null
  blocked_at: Date | null
  added_reason: string | null
  slip: SlipJson | null
  conditional: boolean
  unowned: boolean
}
/** As JSON: the two instants as text. */
type SlipJson = Omit<Slip, 'at' | 'before'> & {
  at: string
  before: Omit<Slip['before'], 'blockedAt'> & { blockedAt: string | null }
}
type HandoverSql = {
  id: string
  task_id: string
  from_agency: string
  to_agency: string
  note: string
  offered_at: Date
  offered_by_agency: string
  offered_by_post: string
  offered_by_account: string
  state: HandoverState['state']
  answered_at: Date | null
  answered_by_agency: string | null
  answered_by_post: string | null
  answered_by_account: string | null
  reason: string | null
}

const by = (agency: string | null, post: string | null, account: string | null): By | null =>
  agency === null || post === null ? null : { agency, post, account }

const handoverOf = (row: HandoverSql): HandoverState => ({
  id: row.id,
  from: row.from_agency,
  to: row.to_agency,
  note: row.note,
  offeredAt: row.offered_at,
  offeredBy: by(row.offered_by_agency, row.offered_by_post, row.offered_by_account)!,
  state: row.state,
  answeredAt: row.answered_at,
  answeredBy: by(row.answered_by_agency, row.answered_by_post, row.answered_by_account),
  reason: row.reason,
})

const slipOf = (json: SlipJson | null): Slip | null =>
  json && {
    ...json,
    at: new Date(json.at),
    before: { ...json.before, blockedAt: json.before.blockedAt === null ? null : new Date(json.before.blockedAt) },
  }

const assigneeOf = (row: AssigneeSql): AssigneeState => ({
  post: row.post_id,
  account: row.account_id,
  assignedAt: row.assigned_at,
  assignedByPost: row.assigned_by_post,
  acceptedAt: row.accepted_at,
})

const taskOf = (row: TaskSql, handovers: readonly HandoverSql[], assignees: readonly AssigneeSql[]): TaskState => ({
  id: row.id,
  ordinal: row.ordinal,
  template: row.template,
  deadline: row.deadline,
  title: { zh: row.title_zh, en: row.title_en },
  proof: { zh: row.proof_zh, en: row.proof_en },
  phase: row.phase,
  agency: row.agency_id,
  assignee: row.post_id === null || row.account_id === null ? null : { post: row.post_id, account: row.account_id },
  assignees: assignees.filter((one) => one.task_id === row.id).map(assigneeOf),
  status: row.status,
  resumeStatus: row.resume_status,
  note: row.note,
  blockedAt: row.blocked_at,
  clock: {
    kind: row.clock_kind,
    due: { amount: row.due_amount, unit: row.due_unit },
    trigger: row.trigger,
    startedAt: row.started_at,
    dueAt: row.due_at,
    calendarMissing: row.calendar_missing,
    remindAt: row.remind_at,
    remindedAt: row.reminded_at,
    pressedAt: row.pressed_at,
    escalatedAt: row.escalated_at,
    escalatedFurtherAt: row.escalated_further_at,
    pausedAt: row.paused_at,
    pauseReason: row.pause_reason,
    pausedMs: Number(row.paused_ms),
    explained: row.explained,
  },
  conditional: row.conditional,
  unowned: row.unowned,
  added: row.added_reason,
  slip: slipOf(row.slip),
  handovers: handovers.filter((one) => one.task_id === row.id).map(handoverOf),
})

const INCIDENT_COLUMNS = `id, circle_id, group_id, no, title, risk_type, place, jurisdiction, opened_by_agency, opened_by_post,
  opened_by_account, opened_at, closed_at, closed_by_agency, closed_by_post, closed_by_account, summary, level, level_since,
  review_opened_at, merged_into, merged_at`

const memberOf = (row: MemberSql, reachable: ReadonlySet<string>): MemberState => ({
  agency: row.agency_id,
  role: row.role,
  reachable: reachable.has(row.agency_id),
  presentAt: row.present_at,
  why: { zh: row.why_zh, en: row.why_en },
  row: row.duty_row,
})

const formerOf = (row: MemberSql): FormerMember => ({
  agency: row.agency_id,
  role: row.role === 'inform' ? 'inform' : 'support',
  leftAt: row.left_at!,
  reason: row.left_reason!,
})

/** Clocks follow from the risk types of everything that was folded together. */
export const expectedOf = (
  risks: readonly { riskType: string; jurisdiction: 'CN' | 'INT' }[],
  state: Pick<IncidentState, 'tasks' | 'triggers'>,
): string[] => [...new Set(risks.flatMap((risk) => expectedTriggers(getReference(), risk, state)))]

/** With what belongs to them. What was folded into an incident is read as its own. */
const complete = async (call: Call, incidents: readonly IncidentSql[]): Promise<StoredIncident[]> => {
  if (incidents.length === 0) return []
  const { tx } = call
  const folded = await tx.query<IncidentSql>(
    `select ${INCIDENT_COLUMNS} from incident where realm = $1 and merged_into = any ($2) order by merged_at, id`,
    [call.realm, incidents.map((row) => row.id)],
  )
  /** Rows of a folded incident count for its successor, unless it is itself asked for. */
  const rootOf = new Map(folded.map((row) => [row.id, row.merged_into!]))
  const at = [call.realm, [...new Set([...incidents, ...folded].map((row) => row.id))]]
  const members = await tx.query<MemberSql>(
    `select incident_id, agency_id, role, why_zh, why_en, duty_row, present_at, left_at, left_reason from incident_member
      where realm = $1 and incident_id = any ($2) order by ordinal`,
    at,
  )
  const tasks = await tx.query<TaskSql>(
    `select id, incident_id, ordinal, template, deadline, title_zh, title_en, proof_zh, proof_en, phase, agency_id, post_id,
            account_id, status, resume_status, note, clock_kind, due_amount, due_unit, trigger, started_at, due_at,
            calendar_missing, remind_at, reminded_at, pressed_at, escalated_at, escalated_further_at, paused_at, pause_reason,
            paused_ms, explained, blocked_at, added_reason, slip, conditional, unowned
       from task where realm = $1 and incident_id = any ($2) order by ordinal`,
    at,
  )
  const handovers = await tx.query<HandoverSql>(
    `select id, task_id, from_agency, to_agency, note, offered_at, offered_by_agency, offered_by_post, offered_by_account,
            state, answered_at, answered_by_agency, answered_by_post, answered_by_account, reason
       from handover where realm = $1 and incident_id = any ($2) order by ordinal`,
    at,
  )
  const assignees = await tx.query<AssigneeSql>(
    `select task_id, post_id, account_id, assigned_at, assigned_by_post, accepted_at
       from task_assignee where realm = $1 and incident_id = any ($2) and left_at is null order by ordinal`,
    at,
  )
  const events = await tx.query<{ incident_id: string; trigger: string; occurred_at: Date }>(
    `select incident_id, data ->> 'trigger' as trigger, (data ->> 'occurredAt')::timestamptz as occurred_at
       from incident_event where realm = $1 and incident_id = any ($2) and act = 'incident.event_recorded' order by seq`,
    at,
  )
  const evidence = await tx.query<{ incident_id: string; id: string; task_id: string | null; agency_id: string }>(
    'select incident_id, id, task_id, agency_id from evidence where realm = $1 and incident_id = any ($2) order by at, id',
    at,
  )
  const reachable = await reachableAgencies(tx)
  return incidents.map((row): StoredIncident => {
    const family = folded.filter((one) => one.merged_into === row.id)
    const isOf = (incidentId: string): boolean => incidentId === row.id || rootOf.get(incidentId) === row.id
    const own = <T extends { incident_id: string }>(rows: readonly T[]): T[] =>
      rows.filter((one) => isOf(one.incident_id))
    const ownTasks = own(tasks)
    const taskStates = ownTasks.map((task) => taskOf(task, handovers, assignees))
    // Where both had recorded an event, the one that was recorded here counts.
    const recorded = own(events).toSorted((a, b) => Number(a.incident_id === row.id) - Number(b.incident_id === row.id))
    const triggers: Record<string, Date> = {}
    for (const event of recorded) triggers[event.trigger] = event.occurred_at
    triggers[OPENING_TRIGGER] = row.opened_at
    const ownMembers = members.filter((member) => member.incident_id === row.id)
    const risks = [row, ...family].map((one) => ({ riskType: one.risk_type, jurisdiction: one.jurisdiction }))
    const closedBy = by(row.closed_by_agency, row.closed_by_post, row.closed_by_account)
    return {
      circleId: row.circle_id,
      groupId: row.group_id,
      no: row.no,
      title: row.title,
      riskType: row.risk_type,
      place: row.place,
      jurisdiction: row.jurisdiction,
      folded: family.map((one) => ({
        id: one.id,
        no: one.no,
        title: one.title,
        riskType: one.risk_type,
        jurisdiction: one.jurisdiction,
        openedAt: one.opened_at,
        mergedAt: one.merged_at!,
      })),
      originOf: new Map(ownTasks.map((task) => [task.id, task.incident_id])),
      state: {
        id: row.id,
        openedBy: by(row.opened_by_agency, row.opened_by_post, row.opened_by_account)!,
        openedAt: row.opened_at,
        members: ownMembers.filter((m) => m.left_at === null).map((m) => memberOf(m, reachable)),
        former: ownMembers.filter((m) => m.left_at !== null).map(formerOf),
        coordinators: coordinatingAgencies(getReference(), { riskType: row.risk_type, jurisdiction: row.jurisdiction }),
        tasks: taskStates,
        triggers,
        expected: expectedOf(risks, { tasks: taskStates, triggers }),
        evidence: own(evidence).map(
          (one): EvidenceState => ({ id: one.id, taskId: one.task_id, agency: one.agency_id }),
        ),
        level: row.level,
        levelSince: row.level_since,
        reviewOpenedAt: row.review_opened_at,
        merged: row.merged_into === null ? null : { into: row.merged_into, at: row.merged_at! },
        closed: row.closed_at === null ? null : { at: row.closed_at, by: closedBy!, summary: row.summary! },
      },
    }
  })
}

/** `lock`: held until the transaction ends, so that commands on one incident follow one another. */
export const findIncident = async (call: Call, id: string, lock = false): Promise<StoredIncident | undefined> =>
  (
    await complete(
      call,
      await call.tx.query<IncidentSql>(
        `select ${INCIDENT_COLUMNS} from incident where realm = $1 and id = $2 ${lock ? 'for update' : ''}`,
        [call.realm, id],
      ),
    )
  )[0]

/** Newest first. */
export const findIncidents = async (call: Call, ids: readonly string[]): Promise<StoredIncident[]> =>
  ids.length === 0
    ? []
    : complete(
        call,
        await call.tx.query<IncidentSql>(
          `select ${INCIDENT_COLUMNS} from incident where realm = $1 and id = any ($2) order by opened_at desc, id desc`,
          [call.realm, ids],
        ),
      )

/** Which incident a task or a hand-over belongs to now, if the caller may see it: the successor, once it was folded. */
export const findIncidentOf = async (call: Call, kind: 'task' | 'handover', id: string): Promise<string | undefined> =>
  (
    await call.tx.query<{ id: string }>(
      `select coalesce(i.merged_into, i.id) as id from ${kind} r join incident i on i.realm = r.realm and i.id = r.incident_id
        where r.realm = $1 and r.id = $2`,
      [call.realm, id],
    )
  )[0]?.id
