/** Incidents from the database, as the rules see them. Every statement runs under the actor's policy. */
import { getReference } from '../../environment/reference/public.ts'
import type { Call } from '../../ledger/public.ts'
import { reachableAgencies } from '../warn/public.ts'
import { expectedTriggers, OPENING_TRIGGER } from './clocks.ts'
import type { Phase, TaskStatus } from './model.ts'
import type { By, DeadlineKind, EvidenceState, HandoverState, IncidentState, MemberState, TaskState } from './state.ts'

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
  why: ReadonlyMap<string, { zh: string; en: string; row: string | null }>
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
}
type MemberSql = {
  incident_id: string
  agency_id: string
  role: MemberState['role']
  why_zh: string
  why_en: string
  duty_row: string | null
  present_at: Date | null
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
  escalated_at: Date | null
  conditional: boolean
  unowned: boolean
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

const taskOf = (row: TaskSql, handovers: readonly HandoverSql[]): TaskState => ({
  id: row.id,
  ordinal: row.ordinal,
  template: row.template,
  deadline: row.deadline,
  title: { zh: row.title_zh, en: row.title_en },
  proof: { zh: row.proof_zh, en: row.proof_en },
  phase: row.phase,
  agency: row.agency_id,
  assignee: row.post_id === null || row.account_id === null ? null : { post: row.post_id, account: row.account_id },
  status: row.status,
  resumeStatus: row.resume_status,
  note: row.note,
  clock: {
    kind: row.clock_kind,
    due: { amount: row.due_amount, unit: row.due_unit },
    trigger: row.trigger,
    startedAt: row.started_at,
    dueAt: row.due_at,
    calendarMissing: row.calendar_missing,
    remindAt: row.remind_at,
    remindedAt: row.reminded_at,
    escalatedAt: row.escalated_at,
  },
  conditional: row.conditional,
  unowned: row.unowned,
  handovers: handovers.filter((one) => one.task_id === row.id).map(handoverOf),
})

const INCIDENT_COLUMNS = `id, circle_id, group_id, no, title, risk_type, place, jurisdiction, opened_by_agency, opened_by_post,
  opened_by_account, opened_at, closed_at, closed_by_agency, closed_by_post, closed_by_account, summary`

/** With what belongs to them. */
const complete = async (call: Call, incidents: readonly IncidentSql[]): Promise<StoredIncident[]> => {
  if (incidents.length === 0) return []
  const at = [call.realm, incidents.map((row) => row.id)]
  const { tx } = call
  const members = await tx.query<MemberSql>(
    `select incident_id, agency_id, role, why_zh, why_en, duty_row, present_at from incident_member
      where realm = $1 and incident_id = any ($2) order by ordinal`,
    at,
  )
  const tasks = await tx.query<TaskSql>(
    `select id, incident_id, ordinal, template, deadline, title_zh, title_en, proof_zh, proof_en, phase, agency_id, post_id,
            account_id, status, resume_status, note, clock_kind, due_amount, due_unit, trigger, started_at, due_at,
            calendar_missing, remind_at, reminded_at, escalated_at, conditional, unowned
       from task where realm = $1 and incident_id = any ($2) order by ordinal`,
    at,
  )
  const handovers = await tx.query<HandoverSql>(
    `select id, task_id, from_agency, to_agency, note, offered_at, offered_by_agency, offered_by_post, offered_by_account,
            state, answered_at, answered_by_agency, answered_by_post, answered_by_account, reason
       from handover where realm = $1 and incident_id = any ($2) order by ordinal`,
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
    const own = <T extends { incident_id: string }>(rows: readonly T[]): T[] =>
      rows.filter((one) => one.incident_id === row.id)
    const taskStates = own(tasks).map((task) => taskOf(task, handovers))
    const triggers: Record<string, Date> = { [OPENING_TRIGGER]: row.opened_at }
    for (const event of own(events)) triggers[event.trigger] = event.occurred_at
    const incident = { riskType: row.risk_type, jurisdiction: row.jurisdiction }
    const closedBy = by(row.closed_by_agency, row.closed_by_post, row.closed_by_account)
    return {
      circleId: row.circle_id,
      groupId: row.group_id,
      no: row.no,
      title: row.title,
      riskType: row.risk_type,
      place: row.place,
      jurisdiction: row.jurisdiction,
      why: new Map(own(members).map((m) => [m.agency_id, { zh: m.why_zh, en: m.why_en, row: m.duty_row }])),
      state: {
        id: row.id,
        openedBy: by(row.opened_by_agency, row.opened_by_post, row.opened_by_account)!,
        openedAt: row.opened_at,
        members: own(members).map((m) => ({
          agency: m.agency_id,
          role: m.role,
          reachable: reachable.has(m.agency_id),
          presentAt: m.present_at,
        })),
        tasks: taskStates,
        triggers,
        expected: expectedTriggers(getReference(), incident, { tasks: taskStates, triggers }),
        evidence: own(evidence).map(
          (one): EvidenceState => ({ id: one.id, taskId: one.task_id, agency: one.agency_id }),
        ),
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

/** Which incident a task or a hand-over belongs to, if the caller may see it. */
export const findIncidentOf = async (call: Call, kind: 'task' | 'handover', id: string): Promise<string | undefined> =>
  (
    await call.tx.query<{ incident_id: string }>(`select incident_id from ${kind} where realm = $1 and id = $2`, [
      call.realm,
      id,
    ])
  )[0]?.incident_id
