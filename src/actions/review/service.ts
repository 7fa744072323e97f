/** Reviews: each function is one act inside the caller's transaction: load under policy, decide, save, record. */

import type { Static } from 'typebox'
import { DAY_MS, DomainError, notFound, refuse, uuid } from '../../base/public.ts'
import { localDay } from '../../environment/duties/public.ts'
import { actorOf } from '../../environment/identity/public.ts'
import type { Call, House } from '../../ledger/public.ts'
import { findIncidentRecord, type IncidentRecord, noteReviewOpened } from '../respond/public.ts'
import { checkFreeText, readCursor, sealRows, writeCursor } from '../warn/public.ts'
import { setActionDays } from './action-days.ts'
import { decide, type ReviewCommand } from './decide.ts'
import { reviewImage } from './image.ts'
import type { Review, ReviewListSchema, ReviewQuerySchema, ReviewSummary } from './model.ts'
import { prepare } from './prepare.ts'
import { REPEAT_DAYS, repeatRate } from './repeats.ts'
import { refuseWork } from './rules.ts'
import { appendEvent, insertReview, saveReview } from './save.ts'
import { readSources } from './sources.ts'
import type { ReviewState } from './state.ts'
import {
  countOpen,
  findDue,
  findEvents,
  findIncidentNames,
  findIncidentsWithoutReview,
  findPutFindings,
  findReview,
  findReviewOf,
  pageReviews,
  type StoredReview,
} from './store.ts'
import { viewReview, viewRows, viewSummary } from './view.ts'

const todayOf = (call: Call, { portZone }: Pick<House, 'portZone'>): string => localDay(call.at, portZone)

/** What is kept of a review, with what its incident says. */
const withIncident = (stored: StoredReview['state'], incident: IncidentRecord): ReviewState => ({
  ...stored,
  members: incident.members.filter((one) => one.reachable).map((one) => one.agency),
  steering: incident.steering,
  incidentClosed: incident.closedAt !== null,
})

const load = async (call: Call, id: string, lock = false) => {
  const stored = await findReview(call, id, lock)
  const incident = stored && (await findIncidentRecord(call, stored.state.incidentId))
  if (!stored || !incident) throw notFound()
  return { stored, incident, state: withIncident(stored.state, incident) }
}

/**
 * Opens the review of an incident, also of one that still goes on. There is one per incident, and who sees the incident sees it.
 * @throws DomainError `not_found` where the caller may not see the incident, `conflict` where it has a review, `forbidden`
 */
export const openReview = async (call: Call, incidentId: string): Promise<{ id: string }> => {
  const incident = await findIncidentRecord(call, incidentId)
  if (!incident) throw notFound()
  if (await findReviewOf(call, 'incident', incidentId))
    throw new DomainError('conflict', { zh: '这起事件已有复盘。', en: 'This incident already has its review.' })
  const id = uuid()
  const { agency, post, account } = actorOf(call)
  const stored = {
    id,
    incidentId,
    riskType: incident.riskType,
    openedAt: call.at,
    openedBy: { agency, post, account },
    findings: [],
    closed: null,
  }
  refuse(refuseWork(withIncident(stored, incident), actorOf(call)))
  const { circleId } = incident
  await insertReview(call, { circleId, state: stored })
  await appendEvent(call, id, circleId, { act: 'review.opened' })
  await sealRows(call, reviewImage, [{ id, act: 'review.opened', circleId }])
  // Stand-down asks for an opened review; the rule is the incident room's.
  await noteReviewOpened(call, incidentId)
  return { id }
}

/** Runs one command on a review, held until the transaction ends. */
const run = async (call: Call, house: House, id: string, command: ReviewCommand): Promise<void> => {
  const { stored, state } = await load(call, id, true)
  const { next, fact } = decide(state, command, actorOf(call), call.at, todayOf(call, house))
  if (fact) {
    await saveReview(call, stored.circleId, state, next)
    await appendEvent(call, id, stored.circleId, fact)
    await sealRows(call, reviewImage, [{ id, act: fact.act, circleId: stored.circleId }])
  }
  await setActionDays(call, house, state, next)
}

const runOn = async (
  call: Call,
  house: House,
  what: 'finding' | 'action',
  id: string,
  command: ReviewCommand,
): Promise<void> => {
  const reviewId = await findReviewOf(call, what, id)
  if (!reviewId) throw notFound()
  await run(call, house, reviewId, command)
}

export const putFinding = async (
  call: Call,
  house: House,
  reviewId: string,
  finding: Extract<ReviewCommand, { kind: 'put' }>['finding'],
): Promise<{ id: string }> => {
  checkFreeText({ what: finding.what, why: finding.why })
  const id = uuid()
  await run(call, house, reviewId, { kind: 'put', id, finding })
  return { id }
}

export const closeReview = async (call: Call, house: House, id: string, words: string): Promise<void> => {
  checkFreeText({ words })
  await run(call, house, id, { kind: 'close', words })
}

export const proposeAction = async (
  call: Call,
  house: House,
  findingId: string,
  action: Extract<ReviewCommand, { kind: 'propose' }>['action'],
): Promise<{ id: string }> => {
  checkFreeText({ words: action.words })
  const id = uuid()
  await runOn(call, house, 'finding', findingId, { kind: 'propose', findingId, id, action })
  return { id }
}

type OnFinding = Extract<ReviewCommand, { kind: 'stance' | 'closeFinding' | 'waiveFinding' }>
type OnAction = Extract<ReviewCommand, { kind: 'accept' | 'decline' | 'done' | 'check' | 'waive' }>

export const runOnFinding = async (call: Call, house: House, command: OnFinding): Promise<void> => {
  checkFreeText({ words: command.words })
  await runOn(call, house, 'finding', command.findingId, command)
}

export const runOnAction = async (call: Call, house: House, command: OnAction): Promise<void> => {
  checkFreeText({ words: command.words })
  await runOn(call, house, 'action', command.actionId, command)
}

/** By a day that has come. Safe to run twice, and early: then it looks again when the day has come. */
export const tickAction = async (call: Call, house: House, actionId: string): Promise<void> => {
  const reviewId = await findReviewOf(call, 'action', actionId)
  if (!reviewId) throw notFound()
  await run(call, house, reviewId, { kind: 'tick', actionId })
  const { state } = await load(call, reviewId)
  await setActionDays(call, house, null, onlyAction(state, actionId), new Date(call.at.getTime() + 1000))
}

const onlyAction = (state: ReviewState, actionId: string): ReviewState => ({
  ...state,
  findings: state.findings.map((one) => ({ ...one, actions: one.actions.filter(({ id }) => id === actionId) })),
})

export const listReviews = async (
  call: Call,
  house: House,
  query: Static<typeof ReviewQuerySchema>,
): Promise<Static<typeof ReviewListSchema>> => {
  const limit = query.limit ?? 50
  const found = await pageReviews(call, query.state ?? 'open', limit + 1, readCursor(query.before))
  const page = found.slice(0, limit)
  const last = found.length > limit ? page.at(-1) : undefined
  return {
    rows: await viewRows(call, page, todayOf(call, house)),
    next: last ? writeCursor({ at: last.state.openedAt, id: last.state.id }) : null,
  }
}

export const getReview = async (call: Call, house: House, id: string): Promise<Review> => {
  const { stored, incident, state } = await load(call, id)
  return viewReview(call, {
    stored,
    state,
    incident,
    prepared: prepare(await readSources(call, incident), call.at),
    put: await findPutFindings(call),
    events: await findEvents(call, id),
    today: todayOf(call, house),
  })
}

/** The review of an incident, where it has one. */
export const findReviewOfIncident = async (call: Call, incidentId: string): Promise<{ id: string | null }> => {
  const [incident] = await findIncidentNames(call, [incidentId])
  if (!incident) throw notFound()
  return { id: (await findReviewOf(call, 'incident', incidentId)) ?? null }
}

export const getSummary = async (call: Call, house: House): Promise<ReviewSummary> => {
  const today = todayOf(call, house)
  return viewSummary(call, {
    open: await countOpen(call),
    overdue: await findDue(call, 'overdue', today),
    checksDue: await findDue(call, 'check', today),
    repeats: repeatRate(await findPutFindings(call), new Date(call.at.getTime() - REPEAT_DAYS * DAY_MS)),
    without: await findIncidentsWithoutReview(call),
  })
}
