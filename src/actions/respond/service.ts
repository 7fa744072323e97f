/** Incidents: each function is one act inside the caller's transaction: load under policy, decide, save, record, enqueue. */

import { type IncidentId, invalid, notFound, uuid } from '../../base/public.ts'
import { circleFor, createGroup } from '../../engine/sharing/public.ts'
import { dueAt } from '../../environment/duties/public.ts'
import { actorOf } from '../../environment/identity/public.ts'
import { getReference } from '../../environment/reference/public.ts'
import type { Call, House } from '../../ledger/public.ts'
import {
  checkFreeText,
  findSignals,
  findWarning,
  type LinkedSignal,
  linkRows,
  listLinks,
  reachableAgencies,
  type StoredWarning,
  sealRows,
} from '../warn/public.ts'
import { setClocks, setTaskClock } from './clock-jobs.ts'
import { deadlinesCarriedBy, plannedClocks } from './clocks.ts'
import { type Decision, decide, type IncidentCommand } from './decide.ts'
import { incidentImage, taskImage } from './image.ts'
import { findIncident, findIncidentOf, type StoredIncident } from './load.ts'
import type { OpenIncident } from './model.ts'
import { tellOfClocks } from './notices.ts'
import { openIncident } from './open.ts'
import { appendTimeline, insertTask, saveDecision } from './save.ts'
import { type DueOf, type IncidentState, steeringAgencyOf } from './state.ts'

/** Due times in the port's zone, with the working days of the loaded calendar. */
export const dueOfPort =
  ({ portZone }: Pick<House, 'portZone'>): DueOf =>
  (due, from) =>
    dueAt(from, due, { zone: portZone, calendar: getReference().calendar })

/** The year in which an incident is numbered is the port's, not Greenwich's. */
const yearAt = (at: Date, zone: string): number =>
  Number(new Intl.DateTimeFormat('en', { timeZone: zone, year: 'numeric' }).format(at))

export type Origin = { warning: StoredWarning | undefined; signals: LinkedSignal[] }

/** What an incident rests on, each loaded under the actor's policy. @throws `not_found` where one is hidden or absent */
export const loadOrigin = async (
  call: Call,
  input: { warningId?: string | null | undefined; signalIds: readonly string[] },
): Promise<Origin> => {
  const warning = input.warningId ? await findWarning(call, input.warningId, true) : undefined
  if (input.warningId && !warning) throw notFound()
  const ids = [...new Set(input.signalIds)]
  const signals = await findSignals(call, ids)
  if (signals.length !== ids.length) throw notFound()
  return { warning, signals }
}

export const openFrom = async (call: Call, input: OpenIncident, house: House): Promise<{ id: IncidentId }> => {
  const { actor, at, tx } = call
  checkFreeText({ title: input.title })
  const { warning, signals } = await loadOrigin(call, input)
  if (warning && (await listLinks(call, [warning.state.id])).some((link) => link.incidentId !== null))
    throw invalid('warningId', '这条预警已有对应的处置事件。', 'This warning already has its incident.')
  if (!warning && signals.length === 0)
    throw invalid(
      'signalIds',
      '请说明依据：选择一条预警或至少一个信号。',
      'Say what it rests on: a warning or at least one signal.',
    )

  const id = uuid() as IncidentId
  const incident = {
    id,
    title: input.title.trim(),
    riskType: input.riskType,
    place: input.place,
    jurisdiction: input.jurisdiction,
  }
  const { state, plan } = openIncident(getReference(), incident, {
    actor: actorOf(call),
    at,
    dueOf: dueOfPort(house),
    reachable: await reachableAgencies(tx),
    newId: uuid,
  })

  const groupId = uuid()
  const members = state.members.map((member) => member.agency)
  await createGroup(tx, { id: groupId, kind: 'incident', owner: actor.agencyId, members, since: call.recordedAt })
  const circleId = await circleFor(tx, {
    owner: actor.agencyId,
    dataClass: 'incident',
    purposeLock: null,
    tlp: 'amber_strict',
    agencies: [],
    groups: [groupId],
  })
  await insertIncident(call, { ...incident, groupId, circleId }, state, plan.members, yearAt(at, house.portZone))
  for (const task of state.tasks) await insertTask(call, { incidentId: id, circleId }, task)
  await appendTimeline(call, { incidentId: id, circleId }, [
    { at, by: state.openedBy, what: { act: 'incident.opened' } },
  ])
  await sealRows(call, incidentImage, [{ id, act: 'incident.opened', circleId }])
  await sealRows(
    call,
    taskImage,
    state.tasks.map((task) => ({ id: task.id, act: 'task.created', basis: task.deadline, circleId })),
  )
  const end = { kind: 'incident', id, circleId } as const
  if (warning) await linkRows(call, end, { kind: 'warning', id: warning.state.id, circleId: warning.circleId })
  for (const signal of signals) await linkRows(call, end, { kind: 'signal', id: signal.id, circleId: signal.circleId })
  await setClocks(call, null, state)
  return { id }
}

const insertIncident = async (
  call: Call,
  incident: {
    id: string
    title: string
    riskType: string
    place: string
    jurisdiction: string
    groupId: string
    circleId: number
  },
  state: IncidentState,
  members: readonly { agency: string; role: string; why: { zh: string; en: string }; row: string | null }[],
  year: number,
): Promise<void> => {
  const { openedBy } = state
  await call.tx.query(
    `insert into incident (realm, id, circle_id, group_id, no, title, risk_type, place, jurisdiction, lead_agency,
                           opened_by_agency, opened_by_post, opened_by_account, opened_at)
     values ($1, $2, $3, $4, app.new_incident_no($5), $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      call.realm,
      incident.id,
      incident.circleId,
      incident.groupId,
      year,
      incident.title,
      incident.riskType,
      incident.place,
      incident.jurisdiction,
      state.members.find((member) => member.role === 'lead')!.agency,
      openedBy.agency,
      openedBy.post,
      openedBy.account,
      state.openedAt,
    ],
  )
  await call.tx.query(
    `insert into incident_member (realm, incident_id, circle_id, agency_id, ordinal, role, why_zh, why_en, duty_row, present_at)
     select $1, $2, $3, * from unnest($4::text[], $5::int[], $6::text[], $7::text[], $8::text[], $9::text[], $10::timestamptz[])`,
    [
      call.realm,
      incident.id,
      incident.circleId,
      members.map((member) => member.agency),
      members.map((_, i) => i),
      members.map((member) => member.role),
      members.map((member) => member.why.zh),
      members.map((member) => member.why.en),
      members.map((member) => member.row),
      state.members.map((member) => member.presentAt),
    ],
  )
}

/** Runs one command on an incident, held until the transaction ends. */
export const run = async (
  call: Call,
  house: Pick<House, 'portZone'>,
  incidentId: string | undefined,
  command: (incident: StoredIncident) => IncidentCommand,
): Promise<Decision & { incident: StoredIncident }> => {
  const incident = incidentId === undefined ? undefined : await findIncident(call, incidentId, true)
  if (!incident) throw notFound()
  const before = incident.state
  const decision = decide(before, command(incident), { actor: actorOf(call), at: call.at, dueOf: dueOfPort(house) })
  await saveDecision(call, incident, before, decision)
  await tellOfClocks(call, incident, decision.facts)
  await setClocks(call, before, decision.next)
  return { ...decision, incident }
}

export const runOnTask = async (
  call: Call,
  house: House,
  taskId: string,
  command: IncidentCommand,
): Promise<Decision> => {
  checkFreeText(textsOf(command))
  return run(call, house, await findIncidentOf(call, 'task', taskId), () => command)
}

export const runOnHandover = async (
  call: Call,
  house: House,
  handoverId: string,
  command: IncidentCommand,
): Promise<Decision> => {
  checkFreeText(textsOf(command))
  return run(call, house, await findIncidentOf(call, 'handover', handoverId), () => command)
}

/** Every word that somebody typed in a command. */
export const textsOf = (command: IncidentCommand): Record<string, string | null> => ({
  ...('note' in command ? { note: command.note } : {}),
  ...('reason' in command ? { reason: command.reason } : {}),
  ...('summary' in command ? { summary: command.summary } : {}),
  ...('text' in command ? { text: command.text } : {}),
  ...('title' in command ? { title: command.title } : {}),
  ...('proof' in command ? { proof: command.proof } : {}),
})

export const recordEvent = async (
  call: Call,
  house: House,
  incidentId: string,
  input: { trigger: string; occurredAt?: string | undefined; note?: string | undefined },
): Promise<void> => {
  checkFreeText({ note: input.note })
  await run(call, house, incidentId, ({ state, riskType, jurisdiction, folded }) => {
    const carried = deadlinesCarriedBy(state.tasks)
    const members = new Set(state.members.map((member) => member.agency))
    // Of the own risk and of what was folded in; a deadline that both have starts once.
    const planned = [{ riskType, jurisdiction }, ...folded].flatMap((risk) => {
      const clocks = plannedClocks(getReference(), risk, carried, input.trigger, members, steeringAgencyOf(state))
      for (const clock of clocks) if (clock.deadline !== null) carried.add(clock.deadline)
      return clocks
    })
    return {
      kind: 'record',
      trigger: input.trigger,
      occurredAt: input.occurredAt === undefined ? call.at : new Date(input.occurredAt),
      note: input.note ?? null,
      clocks: planned.map((one) => ({ ...one, id: uuid() })),
    }
  })
}

export const confirmPresence = async (call: Call, house: House, incidentId: string): Promise<void> => {
  await run(call, house, incidentId, () => ({ kind: 'confirmPresence' }))
}

export const closeIncident = async (call: Call, house: House, incidentId: string, summary: string): Promise<void> => {
  checkFreeText({ summary })
  await run(call, house, incidentId, () => ({ kind: 'close', summary }))
}

/** By the clock of one task. */
export const tickTask = async (call: Call, house: House, taskId: string): Promise<void> => {
  const incidentId = await findIncidentOf(call, 'task', taskId)
  // The task's audience no longer includes this post: nothing to do for it.
  if (incidentId === undefined) return
  const { next, facts } = await run(call, house, incidentId, () => ({ kind: 'tick', taskId }))
  if (facts.length > 0) return
  const task = next.tasks.find((one) => one.id === taskId)
  if (task && !next.closed && !next.merged) await setTaskClock(call, next, task, new Date(call.at.getTime() + 1000))
}
