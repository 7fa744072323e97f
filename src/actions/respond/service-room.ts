/** Acts on the room itself, each one transaction: level, members, lead, notes, tasks by hand, what belongs to it, folding. */

import type { Static } from 'typebox'
import { invalid, notFound, refuse, uuid } from '../../base/public.ts'
import { actorOf, rolesFor } from '../../environment/identity/public.ts'
import type { Call, House } from '../../ledger/public.ts'
import { checkFreeText, findSignals, findWarning, linkRows, listLinks, reachableAgencies } from '../warn/public.ts'
import { agencyName } from './agency-name.ts'
import { setClocks } from './clock-jobs.ts'
import type { IncidentCommand } from './decide.ts'
import { decideMerge } from './decide-room.ts'
import { expectedOf, findIncident, findIncidentOf, type StoredIncident } from './load.ts'
import type { AddTask, AttachSchema, LevelChange } from './model-acts.ts'
import { refuseWork } from './rules.ts'
import { saveMerge } from './save-merge.ts'
import { dueOfPort, run, textsOf } from './service.ts'

const onRoom = async (call: Call, house: Pick<House, 'portZone'>, id: string, command: IncidentCommand) => {
  checkFreeText(textsOf(command))
  return run(call, house, id, () => command)
}

export const setLevel = (call: Call, house: House, id: string, input: LevelChange) =>
  onRoom(call, house, id, { kind: 'setLevel', ...input, name: agencyName })

/**
 * Called by the room of reviews when one was opened on this incident: stand-down asks for it. Safe to repeat; on an incident
 * that was folded it counts for the successor. @throws `not_found` where the caller may not see the incident
 */
export const noteReviewOpened = async (call: Call, incidentId: string): Promise<void> => {
  const incident = await findIncident(call, incidentId)
  if (!incident) throw notFound()
  // No clock starts by it, so no zone is needed.
  await run(call, { portZone: 'UTC' }, incident.state.merged?.into ?? incidentId, () => ({ kind: 'noteReviewOpened' }))
}

export const addMember = async (
  call: Call,
  house: House,
  id: string,
  input: { agency: string; role: 'support' | 'inform'; reason: string },
) => {
  const reachable = (await reachableAgencies(call.tx)).has(input.agency)
  return onRoom(call, house, id, { kind: 'addMember', ...input, reachable })
}

export const dismissMember = (call: Call, house: House, id: string, input: { agency: string; reason: string }) =>
  onRoom(call, house, id, { kind: 'dismissMember', ...input })

export const changeLead = (call: Call, house: House, id: string, input: { to: string; reason: string }) =>
  onRoom(call, house, id, { kind: 'changeLead', ...input })

/** Written perhaps long before it is sent; sent again under the same id it is not written twice, however late. */
export const addNote = async (
  call: Call,
  house: House,
  id: string,
  input: { noteId: string; text: string; writtenAt: string; taskId?: string | null | undefined },
): Promise<void> => {
  const root = (await findIncident(call, id))?.state.merged?.into ?? id
  const taskId = input.taskId ?? null
  if (taskId !== null && (await findIncidentOf(call, 'task', taskId)) !== root) throw notFound()
  checkFreeText({ text: input.text })
  // Held first: two that come at once follow one another, and the second finds the first.
  if (!(await findIncident(call, root, true))) throw notFound()
  const [sent] = await call.tx.query(
    `select 1 from incident_event where realm = $1 and incident_id = $2 and act = 'incident.noted' and data ->> 'noteId' = $3`,
    [call.realm, root, input.noteId],
  )
  await run(call, house, root, () => ({
    kind: 'note',
    noteId: input.noteId,
    text: input.text,
    writtenAt: new Date(input.writtenAt),
    taskId,
    known: sent !== undefined,
  }))
}

/** For a person at the page, and for a decision that becomes a task. */
export const addTask = async (call: Call, house: House, id: string, input: AddTask): Promise<{ id: string }> => {
  const taskId = uuid()
  await onRoom(call, house, id, { kind: 'addTask', taskId, ...input, proof: input.proof ?? '' })
  return { id: taskId }
}

export type WorkingPost = { id: string; zh: string; en: string }

/** Posts of an agency that may work on tasks, by name: for choosing who else works on one. */
export const workingPosts = (call: Call, agency: string): Promise<WorkingPost[]> =>
  call.tx.query<WorkingPost>(
    `select post_id as id, zh, en from post
      where agency_id = $1 and active and roles && $2::text[]
        and exists (select from unnest(purposes) p where p not in ('audit', 'administration')) order by zh, post_id`,
    [agency, [...rolesFor('incidents.work')]],
  )

export const assignTask = async (call: Call, house: House, taskId: string, posts: readonly string[]) => {
  const known = (await workingPosts(call, call.actor.agencyId)).map((post) => post.id)
  return run(call, house, await findIncidentOf(call, 'task', taskId), () => ({ kind: 'assign', taskId, posts, known }))
}

/** What of these is linked to the incident already. */
const linkedIds = async (call: Call, id: string): Promise<Set<string>> =>
  new Set(
    (await listLinks(call, [id])).flatMap((link) => [link.signalId, link.warningId].filter((one) => one !== null)),
  )

/**
 * Links signals and warnings to an incident that is going on. Each link is seen only by those who see both ends, so there is
 * no line in the common timeline, which would tell the others that there is something.
 */
export const attach = async (call: Call, id: string, input: Static<typeof AttachSchema>): Promise<void> => {
  const incident = await findIncident(call, id, true)
  if (!incident) throw notFound()
  refuse(refuseWork(incident.state, actorOf(call)))
  const linked = await linkedIds(call, id)
  const signalIds = [...new Set(input.signalIds)]
  const warningIds = [...new Set(input.warningIds)]
  const signals = await findSignals(call, signalIds)
  if (signals.length !== signalIds.length) throw notFound()
  if ([...signalIds, ...warningIds].length === 0)
    throw invalid('signalIds', '请选择信号或预警。', 'Choose a signal or a warning.')
  if ([...signalIds, ...warningIds].some((one) => linked.has(one)))
    throw invalid('signalIds', '所选内容已关联。', 'It is attached already.')
  const end = { kind: 'incident', id, circleId: incident.circleId } as const
  for (const warningId of warningIds) {
    const warning = await findWarning(call, warningId, true)
    if (!warning) throw notFound()
    if ((await listLinks(call, [warningId])).some((link) => link.incidentId !== null))
      throw invalid('warningIds', '这条预警已有对应的处置事件。', 'This warning already has its incident.')
    await linkRows(call, end, { kind: 'warning', id: warningId, circleId: warning.circleId })
  }
  for (const signal of signals) await linkRows(call, end, { kind: 'signal', id: signal.id, circleId: signal.circleId })
}

/** Locks both in one order, so that two that fold towards each other do not wait for each other for ever. */
const lockBoth = async (call: Call, one: string, other: string): Promise<[StoredIncident, StoredIncident]> => {
  const found = new Map<string, StoredIncident>()
  for (const id of [one, other].toSorted()) {
    const incident = await findIncident(call, id, true)
    if (!incident) throw notFound()
    found.set(id, incident)
  }
  return [found.get(one)!, found.get(other)!]
}

/** Folds `fromId` into `intoId`. */
export const mergeIncidents = async (
  call: Call,
  house: House,
  fromId: string,
  input: { into: string; reason: string },
): Promise<void> => {
  checkFreeText({ reason: input.reason })
  const [from, into] = await lockBoth(call, fromId, input.into)
  const risks = [into, ...into.folded, from, ...from.folded]
  const expected = expectedOf(risks, {
    tasks: [...into.state.tasks, ...from.state.tasks],
    triggers: { ...from.state.triggers, ...into.state.triggers },
  })
  const merge = decideMerge(
    from.state,
    into.state,
    { reason: input.reason, fromNo: from.no, intoNo: into.no, expected },
    { actor: actorOf(call), at: call.at, dueOf: dueOfPort(house) },
  )
  await saveMerge(call, from, into, merge)
  await setClocks(call, into.state, merge.into.next)
}
