/**
 * Decisions about groups: each function is one act on up to a hundred of them, all or none, inside the caller's transaction:
 * load under policy, decide, save, record, enqueue.
 */

import { type CircleId, notFound, uuid } from '../../base/public.ts'
import { circleFor, meetOf } from '../../engine/sharing/public.ts'
import { actorOf, systemPostOf } from '../../environment/identity/public.ts'
import type { Call } from '../../ledger/public.ts'
import { triageRules } from '../waiting/public.ts'
import { checkFreeText, linkRows, type RowFact, sealRows } from '../warn/public.ts'
import { type Act, decide, type TriageCommand, untouched } from './decide.ts'
import { findColleagues, findOpenIncidents, findToAttach, isVisibleIncident } from './details.ts'
import { triageImage } from './image.ts'
import type { Done, GroupRef } from './model.ts'
import { findCircles, findGroups, findState, findStates, lockGroups, putState } from './store.ts'

const ACT_OF: Readonly<Record<Act, string>> = {
  assigned: 'triage.assigned',
  released: 'triage.released',
  snoozed: 'triage.snoozed',
  woken: 'triage.woken',
  dismissed: 'triage.dismissed',
  attached: 'triage.attached',
  undone: 'triage.undone',
}

/** The job that wakes a group whose time has come. */
export const WAKE = 'triage.wake'

const ownCircle = (call: Call): Promise<CircleId> =>
  circleFor(call.tx, {
    owner: call.actor.agencyId,
    dataClass: 'assessment',
    purposeLock: null,
    tlp: 'red',
    agencies: [],
    groups: [],
  })

/** Runs one command on each group. @throws DomainError `not_found` where one of them is hidden or absent */
const run = async (call: Call, refs: readonly GroupRef[], command: TriageCommand): Promise<Done> => {
  const groups = new Map(refs.map((ref) => [ref.id, ref]))
  const ids = [...groups.keys()]
  await lockGroups(call, ids)
  const visible = new Set((await findGroups(call, ids)).map((row) => row.group_id))
  if (visible.size !== ids.length) throw notFound()
  const circles = await findCircles(call, ids)
  const states = await findStates(call, ids)
  const own = await ownCircle(call)
  const facts: RowFact[] = []
  for (const [id, { count, rank }] of groups) {
    const stored = states.get(id)
    const { next, entry } = decide(stored?.state ?? untouched(id), command, { count, rank }, actorOf(call), call.at)
    if (entry === null) continue
    const circleId = await meetOf(call.tx, [own, ...(circles.get(id) as CircleId[])])
    const stateId = await putState(call, uuid(), circleId, next)
    facts.push({ id: stateId, act: ACT_OF[entry.act], circleId })
    if (next.quiet?.kind === 'snoozed' && next.quiet.until !== null) await setWake(call, stateId, next.quiet.until)
  }
  await sealRows(call, triageImage, facts)
  return { done: facts.length, decisions: facts.map((fact) => fact.id) }
}

/** The agency's clock acts for the purpose of whoever asked: it must see the same group when it wakes it. */
const setWake = (call: Call, stateId: string, runAt: Date): Promise<void> =>
  call.enqueue(
    WAKE,
    { stateId, onBehalf: systemPostOf(call.actor.agencyId), purpose: call.actor.purpose, realm: call.realm },
    { runAt, key: `${WAKE}/${stateId}` },
  )

export const assignGroups = async (
  call: Call,
  refs: readonly GroupRef[],
  to: { post: string; account: string | null } | null,
): Promise<Done> => {
  const colleagues = to === null ? [] : await findColleagues(call)
  const known = colleagues.some(
    (one) => one.post_id === to?.post && (to.account === null || one.account_id === to.account),
  )
  return run(call, refs, { kind: 'assign', to, known })
}

export const snoozeGroups = (call: Call, refs: readonly GroupRef[], until: Date, reason: string): Promise<Done> => {
  checkFreeText({ reason })
  return run(call, refs, { kind: 'snooze', until, reason })
}

export const dismissGroups = (
  call: Call,
  refs: readonly GroupRef[],
  reason: string,
  note: string | undefined,
): Promise<Done> => {
  checkFreeText({ note })
  const { dismissReasons, returnAfter } = triageRules()
  return run(call, refs, {
    kind: 'dismiss',
    reason,
    note: note ?? '',
    reasons: dismissReasons.map((one) => one.id),
    returnAfter: returnAfter.count,
  })
}

export const undoGroups = (call: Call, refs: readonly GroupRef[]): Promise<Done> => run(call, refs, { kind: 'undo' })

/** Signals of one act that are linked to an incident at most: the newest. Judgement, not validated. */
const MOST_LINKED = 200

/**
 * Attaches what the caller sees of the groups to an open incident of their agency. Each link has the meet of both audiences:
 * other members see only those whose signal they may see.
 */
export const attachGroups = async (call: Call, refs: readonly GroupRef[], incidentId: string): Promise<Done> => {
  if (!(await isVisibleIncident(call, incidentId))) throw notFound()
  const [incident] = await findOpenIncidents(call, incidentId)
  const result = await run(call, refs, {
    kind: 'attach',
    incidentId,
    open: incident !== undefined,
    returnAfter: triageRules().returnAfter.count,
  })
  const from = { kind: 'incident', id: incident!.id, circleId: incident!.circle_id } as const
  const signals = await findToAttach(
    call,
    refs.map((ref) => ref.id),
    incidentId,
    MOST_LINKED,
  )
  for (const { id, circle_id } of signals) await linkRows(call, from, { kind: 'signal', id, circleId: circle_id })
  return result
}

/** By the clock: a snoozed group whose time has come is back. Safe to run twice, and early. */
export const wakeGroup = async (call: Call, stateId: string): Promise<void> => {
  const first = await findState(call, stateId)
  // Hidden now: an agreement ended meanwhile, and nobody of the agency sees the group any more.
  if (!first) return
  await lockGroups(call, [first.state.groupId])
  const stored = (await findState(call, stateId))!
  const { quiet } = stored.state
  if (quiet === null || quiet.kind !== 'snoozed' || quiet.until === null) return
  const { next, entry } = decide(stored.state, { kind: 'wake' }, quiet.seen, actorOf(call), call.at)
  if (entry === null) {
    // The two clocks differ by a moment, or this is a drill whose clock stands: look again when it is due.
    await setWake(call, stateId, new Date(Math.max(quiet.until.getTime(), call.at.getTime() + 1000)))
    return
  }
  await putState(call, stateId, stored.circleId, next)
  await sealRows(call, triageImage, [{ id: stateId, act: 'triage.woken', circleId: stored.circleId }])
}
