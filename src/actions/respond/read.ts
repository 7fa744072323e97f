/** Incidents as pages read them: lists, one room, my tasks, what is overdue. */
import type { Static } from 'typebox'
import { type Bilingual, MINUTE_MS, notFound } from '../../base/public.ts'
import { describeCircle } from '../../engine/sharing/public.ts'
import { resolveDuty } from '../../environment/duties/public.ts'
import { getReference } from '../../environment/reference/public.ts'
import type { Call } from '../../ledger/public.ts'
import {
  findSignals,
  findWarnings,
  type Link,
  listLinks,
  type Names,
  readCursor,
  riskNamed,
  type WarningLevel,
  writeCursor,
} from '../warn/public.ts'
import { clocksWithoutTask, deadlinesCarriedBy, OPENING_TRIGGER } from './clocks.ts'
import { findIncident, findIncidents, type StoredIncident } from './load.ts'
import type {
  Evidence,
  Incident,
  IncidentListSchema,
  IncidentQuerySchema,
  IncidentRow,
  MyTask,
  TimelineEntry,
} from './model.ts'
import { closePermission, incidentPermissions, recordPermission } from './permissions.ts'
import { actorOf } from './service.ts'
import { type By, countTasks, isSettled, openHandoverOf, phaseOf } from './state.ts'
import { sentenceOf } from './timeline.ts'
import { namesOf, triggerNamed, viewBy, viewTask } from './view.ts'

const viewRow = (call: Call, incident: StoredIncident, names: Names, level: WarningLevel | null): IncidentRow => {
  const { state } = incident
  return {
    id: state.id,
    no: incident.no,
    title: incident.title,
    riskType: riskNamed(incident.riskType),
    place: incident.place,
    phase: phaseOf(state.tasks),
    level,
    lead: names.agency(state.members.find((member) => member.role === 'lead')!.agency),
    openedAt: state.openedAt.toISOString(),
    closedAt: state.closed?.at.toISOString() ?? null,
    tasks: countTasks(state.tasks, call.at),
  }
}

export const listIncidents = async (
  call: Call,
  query: Static<typeof IncidentQuerySchema>,
): Promise<Static<typeof IncidentListSchema>> => {
  const limit = query.limit ?? 50
  const before = readCursor(query.before)
  const found = await call.tx.query<{ id: string; opened_at: Date }>(
    `select id, opened_at from incident
      where realm = $1 and ($2 = 'all' or ($2 = 'closed') = (closed_at is not null))
        and ($3::timestamptz is null or (opened_at, id) < ($3, $4::uuid))
      order by opened_at desc, id desc limit $5`,
    [call.realm, query.state ?? 'open', before?.at ?? null, before?.id ?? null, limit + 1],
  )
  const page = found.slice(0, limit)
  const last = found.length > limit ? page.at(-1) : undefined
  const incidents = await findIncidents(
    call,
    page.map((row) => row.id),
  )
  const names = await namesOf(call, incidents)
  const links = await listLinks(
    call,
    page.map((row) => row.id),
  )
  const warnings = await findWarnings(
    call,
    links.flatMap((link) => (link.warningId === null ? [] : [link.warningId])),
  )
  const levelOf = (id: string): WarningLevel | null => {
    const link = links.find((one) => one.incidentId === id && one.warningId !== null)
    return warnings.find((warning) => warning.state.id === link?.warningId)?.state.level ?? null
  }
  return {
    rows: incidents.map((incident) => viewRow(call, incident, names, levelOf(incident.state.id))),
    next: last ? writeCursor({ at: last.opened_at, id: last.id }) : null,
  }
}

type EventSql = {
  at: Date
  act: string
  task_id: string | null
  agency_id: string
  post_id: string
  account_id: string | null
  data: Record<string, unknown>
}
type EvidenceSql = {
  id: string
  name: string
  media_type: string
  byte_count: number
  sha256: Buffer
  task_id: string | null
  agency_id: string
  post_id: string
  account_id: string
  at: Date
}

const byOf = (row: { agency_id: string; post_id: string; account_id: string | null }): By => ({
  agency: row.agency_id,
  post: row.post_id,
  account: row.account_id,
})

/** Newest first: the order in which the acts were committed, one after another, on this incident. */
const viewTimeline = (incident: StoredIncident, events: readonly EventSql[], names: Names): TimelineEntry[] => {
  const titles = new Map(incident.state.tasks.map((task) => [task.id, task.title]))
  return events
    .map((row): TimelineEntry => {
      const taskId = row.task_id ?? (typeof row.data.taskId === 'string' ? row.data.taskId : null)
      const words = { agency: names.agency, trigger: triggerNamed, task: (taskId && titles.get(taskId)) || null }
      return {
        at: row.at.toISOString(),
        act: row.act,
        taskId,
        text: sentenceOf(row.act, row.data, words),
        actor: viewBy(names, byOf(row)),
      }
    })
    .reverse()
}

const viewEvidence = (row: EvidenceSql, names: Names): Evidence => ({
  id: row.id,
  name: row.name,
  mediaType: row.media_type,
  bytes: row.byte_count,
  sha256: row.sha256.toString('hex'),
  taskId: row.task_id,
  agency: names.agency(row.agency_id),
  officer: names.officer(row.account_id),
  at: row.at.toISOString(),
})

/** Events that start clocks here, recorded or not. */
const viewTriggers = (call: Call, { state, riskType, jurisdiction }: StoredIncident): Incident['triggers'] => {
  const loose = clocksWithoutTask(getReference(), { riskType, jurisdiction }, deadlinesCarriedBy(state.tasks))
  const recorded = Object.keys(state.triggers).filter((trigger) => trigger !== OPENING_TRIGGER)
  return [...recorded, ...state.expected].map((trigger) => ({
    ...triggerNamed(trigger),
    recordedAt: state.triggers[trigger]?.toISOString() ?? null,
    clocks:
      state.tasks.filter((task) => task.clock.trigger === trigger).length +
      loose.filter((deadline) => deadline.trigger === trigger).length,
    can: recordPermission(state, actorOf(call), trigger),
  }))
}

const linkedWarning = async (call: Call, links: readonly Link[]): Promise<Incident['warning']> => {
  const ids = links.flatMap((link) => (link.warningId === null ? [] : [link.warningId]))
  const [warning] = await findWarnings(call, ids)
  return warning ? { id: warning.state.id, title: warning.title, level: warning.state.level } : null
}

export const getIncident = async (call: Call, id: string): Promise<Incident> => {
  const incident = await findIncident(call, id)
  if (!incident) throw notFound()
  const { state } = incident
  const { tx, realm } = call
  const events = await tx.query<EventSql>(
    'select at, act, task_id, agency_id, post_id, account_id, data from incident_event where realm = $1 and incident_id = $2 order by seq',
    [realm, id],
  )
  const files = await tx.query<EvidenceSql>(
    `select id, name, media_type, byte_count, sha256, task_id, agency_id, post_id, account_id, at
       from evidence where realm = $1 and incident_id = $2 order by at, id`,
    [realm, id],
  )
  const names = await namesOf(call, [incident], [...events.map(byOf), ...files.map(byOf)])
  const links = await listLinks(call, [id])
  const signals = await findSignals(
    call,
    links.flatMap((link) => (link.signalId === null ? [] : [link.signalId])),
  )
  const warning = await linkedWarning(call, links)
  const duty = resolveDuty(getReference(), incident.riskType, incident.place, incident.jurisdiction)
  const actor = actorOf(call)
  const conflicts: Bilingual[] = [
    ...duty.conflicts.map(({ zh, en }) => ({ zh, en })),
    ...(duty.unowned && duty.lead
      ? [
          {
            zh: `职责未定，由${duty.lead.zh}临时牵头：${duty.unowned.reason.zh}`,
            en: `Nobody owns this risk here; ${duty.lead.en} leads for now: ${duty.unowned.reason.en}`,
          },
        ]
      : []),
  ]
  return {
    ...viewRow(call, incident, names, warning?.level ?? null),
    jurisdiction: incident.jurisdiction,
    openedBy: viewBy(names, state.openedBy),
    members: state.members.map((member) => {
      const why = incident.why.get(member.agency)
      return {
        agency: names.agency(member.agency),
        role: member.role,
        why: { zh: why?.zh ?? '', en: why?.en ?? '' },
        row: why?.row ?? null,
        present: member.presentAt !== null,
        presentAt: member.presentAt?.toISOString() ?? null,
        reachable: member.reachable,
      }
    }),
    conflicts,
    tasks: state.tasks.map((task) => viewTask(call, incident, task, names)),
    timeline: viewTimeline(incident, events, names),
    evidence: files.map((row) => viewEvidence(row, names)),
    signals: signals.map(({ id: signalId, title }) => ({ id: signalId, title })),
    warning,
    triggers: viewTriggers(call, incident),
    close: closePermission(state, actor),
    summary: state.closed?.summary ?? null,
    can: incidentPermissions(state, actor),
    legal: duty.basis,
    marking: (await describeCircle(tx, incident.circleId, call.actor.agencyId)) ?? null,
  }
}

const viewTasksOf = async (
  call: Call,
  ids: readonly string[],
  wanted: (incident: StoredIncident, taskId: string) => boolean,
): Promise<MyTask[]> => {
  const incidents = await findIncidents(call, ids)
  const names = await namesOf(call, incidents)
  const rows = incidents.flatMap((incident) =>
    incident.state.tasks
      .filter((task) => wanted(incident, task.id))
      .map((task) => ({
        ...viewTask(call, incident, task, names),
        incident: { id: incident.state.id, no: incident.no, title: incident.title },
      })),
  )
  // What is due first stands first; what has no due time stands last.
  return rows.sort((a, b) => (a.clock.dueAt ?? '9').localeCompare(b.clock.dueAt ?? '9'))
}

/** Unsettled tasks of the caller's agency in open incidents, and offers that wait for its receipt. */
export const listMyTasks = async (call: Call): Promise<{ rows: MyTask[] }> => {
  const agency = call.actor.agencyId
  const ids = await call.tx.query<{ id: string }>(
    `select i.id from incident i
      where i.realm = $1 and i.closed_at is null
        and (exists (select from task t where t.realm = i.realm and t.incident_id = i.id and t.agency_id = $2
                       and t.status in ('open', 'accepted', 'blocked', 'waiting'))
             or exists (select from handover h where h.realm = i.realm and h.incident_id = i.id and h.to_agency = $2 and h.state = 'offered'))
      order by i.opened_at desc limit 200`,
    [call.realm, agency],
  )
  const rows = await viewTasksOf(
    call,
    ids.map((row) => row.id),
    ({ state }, taskId) => {
      const task = state.tasks.find((one) => one.id === taskId)!
      return !isSettled(task) && (task.agency === agency || openHandoverOf(task)?.to === agency)
    },
  )
  return { rows }
}

/** A task is due soon in its last half hour. Judgement, not validated. */
export const DUE_SOON_MINUTES = 30

export type TasksDue = { rows: MyTask[]; overdue: number; dueSoon: number; of: number }

/** What is overdue or due soon in open incidents that the caller may see, longest overdue first, and the counts of all. */
export const listTasksDue = async (call: Call, limit = 50): Promise<TasksDue> => {
  const soon = new Date(call.at.getTime() + DUE_SOON_MINUTES * MINUTE_MS)
  const open = `from task t join incident i on i.realm = t.realm and i.id = t.incident_id
                where t.realm = $1 and i.closed_at is null and t.status in ('open', 'accepted', 'blocked')`
  const [counts] = await call.tx.query<{ overdue: number; due_soon: number; of: number }>(
    `select count(*) filter (where t.due_at <= $2)::int as overdue,
            count(*) filter (where t.due_at > $2 and t.due_at <= $3)::int as due_soon, count(*)::int as of ${open}`,
    [call.realm, call.at, soon],
  )
  const due = await call.tx.query<{ id: string; incident_id: string }>(
    `select t.id, t.incident_id ${open} and t.due_at <= $2 order by t.due_at, t.id limit $3`,
    [call.realm, soon, limit],
  )
  const wanted = new Set(due.map((row) => row.id))
  const rows = await viewTasksOf(call, [...new Set(due.map((row) => row.incident_id))], (_, taskId) =>
    wanted.has(taskId),
  )
  return { rows, overdue: counts!.overdue, dueSoon: counts!.due_soon, of: counts!.of }
}
