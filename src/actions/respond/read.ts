/** Incidents as pages read them: lists, one room, my tasks, what is overdue. */

import type { Static } from 'typebox'
import { type Bilingual, notFound } from '../../base/public.ts'
import { describeCircle } from '../../engine/sharing/public.ts'
import { resolveDuty } from '../../environment/duties/public.ts'
import { actorOf } from '../../environment/identity/public.ts'
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
import { RESPONSE_LEVELS } from './level-ids.ts'
import { highest } from './levels.ts'
import { findIncident, findIncidents, type StoredIncident } from './load.ts'
import type {
  Evidence,
  Incident,
  IncidentListSchema,
  IncidentQuerySchema,
  IncidentRow,
  TimelineEntry,
} from './model.ts'
import type { SiteLevel } from './model-acts.ts'
import { closePermission, incidentPermissions, recordPermission } from './permissions.ts'
import { type By, countTasks, phaseOf } from './state.ts'
import { sentenceOf } from './timeline.ts'
import { namesOf, strandOf, triggerNamed, viewBy, viewTask } from './view.ts'
import { closingEffects, levelNamed, viewMember, viewResponse } from './view-room.ts'

const viewRow = (
  call: Call,
  incident: StoredIncident,
  names: Names,
  level: WarningLevel | null,
  mergedInto: IncidentRow['mergedInto'],
): IncidentRow => {
  const { state } = incident
  return {
    id: state.id,
    no: incident.no,
    title: incident.title,
    riskType: riskNamed(incident.riskType),
    place: incident.place,
    phase: phaseOf(state.tasks),
    level,
    response: levelNamed(state.level),
    mergedInto,
    lead: names.agency(state.members.find((member) => member.role === 'lead')!.agency),
    openedAt: state.openedAt.toISOString(),
    closedAt: state.closed?.at.toISOString() ?? null,
    tasks: countTasks(state.tasks, call.at),
  }
}

/** Where folded incidents went, by the successor's id. Whoever may see the one may see the other. */
const successorsOf = async (
  call: Call,
  incidents: readonly StoredIncident[],
): Promise<(incident: StoredIncident) => IncidentRow['mergedInto']> => {
  const ids = incidents.flatMap(({ state }) => (state.merged ? [state.merged.into] : []))
  const rows =
    ids.length === 0
      ? []
      : await call.tx.query<{ id: string; no: string; title: string }>(
          'select id, no, title from incident where realm = $1 and id = any ($2)',
          [call.realm, ids],
        )
  return ({ state }) => rows.find((row) => row.id === state.merged?.into) ?? null
}

/** The highest response level of open incidents that the caller may see, and since when it holds. */
export const siteLevel = async (call: Call): Promise<SiteLevel> => {
  if (['audit', 'administration'].includes(call.actor.purpose)) return { level: null, since: null, incidentId: null }
  const rows = await call.tx.query<{ id: string; level: string; level_since: Date | null }>(
    `select id, level, level_since from incident
      where realm = $1 and closed_at is null and merged_into is null and level not in ('normal', 'stand_down')
      order by level_since`,
    [call.realm],
  )
  const top = highest(rows.map((row) => RESPONSE_LEVELS.find((one) => one === row.level) ?? 'normal'))
  const first = rows.find((row) => row.level === top)
  return {
    level: levelNamed(top),
    since: first?.level_since?.toISOString() ?? null,
    incidentId: first?.id ?? null,
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
      where realm = $1
        and ($2 = 'all' or ($2 = 'closed' and (closed_at is not null or merged_into is not null))
             or ($2 = 'open' and closed_at is null and merged_into is null))
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
  const successor = await successorsOf(call, incidents)
  const levelOf = (id: string): WarningLevel | null => {
    const link = links.find((one) => one.incidentId === id && one.warningId !== null)
    return warnings.find((warning) => warning.state.id === link?.warningId)?.state.level ?? null
  }
  return {
    rows: incidents.map((incident) => viewRow(call, incident, names, levelOf(incident.state.id), successor(incident))),
    next: last ? writeCursor({ at: last.opened_at, id: last.id }) : null,
  }
}

type EventSql = {
  incident_id: string
  at: Date
  act: string
  task_id: string | null
  agency_id: string
  post_id: string
  account_id: string | null
  data: Record<string, unknown>
}
type EvidenceSql = {
  incident_id: string
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

/** That incidents were folded is one line; that each of its tasks came along is in the record. */
const SAID_ELSEWHERE: ReadonlySet<string> = new Set(['task.came_along'])

/** Newest first: the order in which the acts were committed, one after another, on this incident and what was folded into it. */
const viewTimeline = (incident: StoredIncident, events: readonly EventSql[], names: Names): TimelineEntry[] => {
  const titles = new Map(incident.state.tasks.map((task) => [task.id, task.title]))
  return (
    events
      .filter((row) => !SAID_ELSEWHERE.has(row.act))
      // The successor says it once, from its own side.
      .filter((row) => row.act !== 'incident.merged_into' || row.incident_id === incident.state.id)
      .map((row): TimelineEntry => {
        const named = row.data.taskId ?? row.data.noteOf
        const taskId = row.task_id ?? (typeof named === 'string' ? named : null)
        // What was written offline stands where it was written.
        const at = typeof row.data.writtenAt === 'string' ? row.data.writtenAt : row.at.toISOString()
        const origin = (taskId && incident.originOf.get(taskId)) || row.incident_id
        const words = { agency: names.agency, trigger: triggerNamed, task: (taskId && titles.get(taskId)) || null }
        return {
          at,
          act: row.act,
          taskId,
          strand: strandOf(incident, origin),
          text: sentenceOf(row.act, row.data, words),
          actor: viewBy(names, byOf(row)),
        }
      })
      .reverse()
  )
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
const viewTriggers = (call: Call, incident: StoredIncident): Incident['triggers'] => {
  const { state } = incident
  const carried = deadlinesCarriedBy(state.tasks)
  const loose = [incident, ...incident.folded].flatMap((risk) => clocksWithoutTask(getReference(), risk, carried))
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

/** Warnings that belong to it, as far as the caller sees them; the first is the one it was opened from. */
const linkedWarnings = async (call: Call, links: readonly Link[]): Promise<Incident['warnings']> => {
  const ids = links.flatMap((link) => (link.warningId === null ? [] : [link.warningId]))
  const found = await findWarnings(call, ids)
  return ids.flatMap((id) => {
    const warning = found.find((one) => one.state.id === id)
    if (!warning) return []
    const { level, issuedAt } = warning.state
    return [{ id, title: warning.title, level, at: issuedAt.toISOString(), strand: warning.riskType }]
  })
}

const linkedSignals = async (call: Call, links: readonly Link[]): Promise<Incident['signals']> => {
  const ids = links.flatMap((link) => (link.signalId === null ? [] : [link.signalId]))
  const signals = await findSignals(call, ids)
  if (signals.length === 0) return []
  const times = await call.tx.query<{ id: string; at: Date }>(
    'select id, observed_at as at from signal where realm = $1 and id = any ($2)',
    [call.realm, ids],
  )
  return signals.flatMap(({ id, title, riskType }) => {
    const at = times.find((one) => one.id === id)?.at
    return at ? [{ id, title, at: at.toISOString(), strand: riskType }] : []
  })
}

/** Agencies at this site that could still be asked to take part. */
const candidatesOf = async (call: Call, { state }: StoredIncident): Promise<Incident['candidates']> =>
  call.tx.query<Incident['candidates'][number]>(
    'select agency_id as id, zh, en from agency where member and agency_id <> all ($1) order by zh',
    [state.members.map((member) => member.agency)],
  )

/** What people must settle: of the duties as they are now. */
const conflictsNow = (incident: StoredIncident): Bilingual[] => {
  const duty = resolveDuty(getReference(), incident.riskType, incident.place, incident.jurisdiction)
  return [
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
}

/** The incident's own risk first, then what was folded in, then what warnings brought. */
const strandsOf = (incident: StoredIncident, warnings: Incident['warnings']): Incident['strands'] => [
  ...new Map(
    [incident.riskType, ...incident.folded.map((one) => one.riskType), ...warnings.map((one) => one.strand)].map(
      (id) => [id, riskNamed(id)],
    ),
  ).values(),
]

export const getIncident = async (call: Call, id: string): Promise<Incident> => {
  const incident = await findIncident(call, id)
  if (!incident) throw notFound()
  const { state } = incident
  const { tx, realm } = call
  const family = [id, ...incident.folded.map((one) => one.id)]
  const events = await tx.query<EventSql>(
    `select incident_id, at, act, task_id, agency_id, post_id, account_id, data
       from incident_event where realm = $1 and incident_id = any ($2) order by seq`,
    [realm, family],
  )
  const files = await tx.query<EvidenceSql>(
    `select incident_id, id, name, media_type, byte_count, sha256, task_id, agency_id, post_id, account_id, at
       from evidence where realm = $1 and incident_id = any ($2) order by at, id`,
    [realm, family],
  )
  const names = await namesOf(call, [incident], [...events.map(byOf), ...files.map(byOf)])
  const links = await listLinks(call, [id])
  const warnings = await linkedWarnings(call, links)
  const [warning = null] = warnings
  const actor = actorOf(call)
  const levels = events
    .filter((event) => event.act === 'incident.level_changed' && event.incident_id === id)
    .map((event) => ({ at: event.at, data: event.data, by: names.agency(event.agency_id) }))
  return {
    ...viewRow(call, incident, names, warning?.level ?? null, (await successorsOf(call, [incident]))(incident)),
    jurisdiction: incident.jurisdiction,
    openedBy: viewBy(names, state.openedBy),
    members: state.members.map((member) => viewMember(state, member, names, actor, call.at)),
    former: state.former.map((one) => ({
      agency: names.agency(one.agency),
      leftAt: one.leftAt.toISOString(),
      reason: one.reason,
    })),
    candidates: await candidatesOf(call, incident),
    responding: viewResponse(incident, actor, levels),
    strands: strandsOf(incident, warnings),
    folded: incident.folded.map((one) => ({
      id: one.id,
      no: one.no,
      title: one.title,
      mergedAt: one.mergedAt.toISOString(),
    })),
    conflicts: conflictsNow(incident),
    tasks: state.tasks.map((task) => viewTask(call, incident, task, names)),
    timeline: viewTimeline(incident, events, names),
    evidence: files.map((row) => viewEvidence(row, names)),
    signals: await linkedSignals(call, links),
    warnings,
    warning: warning && { id: warning.id, title: warning.title, level: warning.level },
    triggers: viewTriggers(call, incident),
    close: { ...closePermission(state, actor), effects: closingEffects(state) },
    summary: state.closed?.summary ?? null,
    can: incidentPermissions(state, actor),
    legal: resolveDuty(getReference(), incident.riskType, incident.place, incident.jurisdiction).basis,
    marking: (await describeCircle(tx, incident.circleId, call.actor.agencyId)) ?? null,
  }
}
