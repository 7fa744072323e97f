/** Warnings: each function is one act inside the caller's transaction: load under policy, decide, save, record, enqueue. */

import type { Static } from 'typebox'
import { type CircleId, DomainError, invalid, notFound, type PostId, uuid } from '../../base/public.ts'
import { listReceipts } from '../../engine/outbox/public.ts'
import { circleFor, createGroup, describeCircle } from '../../engine/sharing/public.ts'
import { audienceByDuty, resolveDuty } from '../../environment/duties/public.ts'
import { actorOf, systemPostOf } from '../../environment/identity/public.ts'
import { getReference } from '../../environment/reference/public.ts'
import { type Call, sealRows } from '../../ledger/public.ts'
import { planByMinutes, planByWorkingDays } from './ack-clock.ts'
import { readCursor, writeCursor } from './cursor.ts'
import { decide, issue, nextTickOf, type WarningCommand, type WarningFact, type WarningState } from './decide.ts'
import { checkFreeText } from './free-text.ts'
import { warningImage } from './image.ts'
import { linkRows, listLinks } from './links.ts'
import { countWarnings, pageWarnings } from './lists.ts'
import {
  ACK_MINUTES,
  type IssueWarning,
  type LessonInput,
  type UpdateWarning,
  type Warning,
  type WarningFigures,
  type WarningListSchema,
  type WarningQuerySchema,
  type WarningRow,
} from './model.ts'
import { loadNames, reachableAgencies } from './names.ts'
import { tellOf } from './notices.ts'
import { findSignals } from './signals.ts'
import { findWarning, insertEvents, insertWarning, loadCourse, type StoredWarning, updateWarning } from './store.ts'
import { findSubscribers } from './subscriptions.ts'
import { namesOf, viewAcknowledgements, viewLessons, viewRow, viewTimeline, viewVersions } from './view.ts'

/** The job that looks at acknowledgements that are due. */
export const ACK_CLOCK = 'warn.ack_clock'

const viewRows = async (call: Call, warnings: readonly StoredWarning[]): Promise<WarningRow[]> => {
  const names = await namesOf(call, warnings)
  const links = await listLinks(
    call,
    warnings.map((one) => one.state.id),
  )
  return warnings.map((one) => viewRow(call, one, names, links))
}

type Query = Static<typeof WarningQuerySchema>

export const listWarnings = async (call: Call, query: Query): Promise<Static<typeof WarningListSchema>> => {
  const limit = query.limit ?? 50
  const found = await pageWarnings(call, {
    ...query,
    state: query.state ?? 'open',
    limit: limit + 1,
    before: readCursor(query.before),
  })
  const page = found.slice(0, limit)
  const last = found.length > limit ? page.at(-1) : undefined
  return {
    rows: await viewRows(call, page),
    next: last ? writeCursor({ at: last.state.issuedAt, id: last.state.id }) : null,
  }
}

export const getFigures = (call: Call, query: Query): Promise<WarningFigures> => countWarnings(call, query)

export const getWarning = async (call: Call, id: string): Promise<Warning> => {
  const warning = await findWarning(call, id)
  if (!warning) throw notFound()
  const { state } = warning
  const course = await loadCourse(call, id)
  const names = await namesOf(call, [warning], {
    agencies: course.events.map((row) => row.agency_id),
    posts: [...course.versions, ...course.events, ...course.lessons].map((row) => row.post_id),
  })
  const links = await listLinks(call, [id])
  const signals = await findSignals(
    call,
    links.flatMap((link) => (link.signalId === null ? [] : [link.signalId])),
  )
  const incidents = await call.tx.query<{ id: string; no: string; title: string }>(
    'select id, no, title from incident where realm = $1 and id = any ($2) order by opened_at',
    [call.realm, links.flatMap((link) => (link.incidentId === null ? [] : [link.incidentId]))],
  )
  const duty = resolveDuty(getReference(), warning.riskType, warning.place as 'sea', warning.jurisdiction)
  return {
    ...viewRow(call, warning, names, links),
    acknowledgements: viewAcknowledgements(call, warning, names, await listReceipts(call, { kind: 'warning', id })),
    clock: {
      kind: 'local_default',
      ackMinutes: state.ackMinutes,
      workingDays: warning.ackWorkingDays,
      dueAt: (state.acks[0]?.dueAt ?? planByMinutes(state.issuedAt, state.ackMinutes).dueAt).toISOString(),
    },
    ended: state.ended
      ? {
          at: state.ended.at.toISOString(),
          reason: state.ended.reason,
          post: names.post(state.ended.post),
          as: state.ended.as,
        }
      : null,
    versions: viewVersions(course.versions, names),
    timeline: viewTimeline(course.events, names),
    lessons: viewLessons(course.lessons, state.issuedBy.agency, names),
    ackMinutesByLevel: ACK_MINUTES,
    audience: state.acks.map((ack) => names.agency(ack.agency)),
    basis: duty.basis,
    marking: (await describeCircle(call.tx, warning.circleId, call.actor.agencyId)) ?? null,
    links: { signals: signals.map(({ id, title }) => ({ id, title })), incidents },
  }
}

/** Why each agency is told: by a duty, because it subscribed, or because the officer added it. */
const reasonsOf = async (
  call: Call,
  input: IssueWarning,
  agencies: readonly string[],
): Promise<StoredWarning['why']> => {
  const byDuty = new Map(
    audienceByDuty(getReference(), input.riskType, input.place, input.jurisdiction).map((one) => [one.agency, one.why]),
  )
  const found = await findSubscribers(call, input.riskType, input.place)
  const subscribed = new Set(found.filter((one) => one.post === null).map((one) => one.agency))
  return new Map(
    agencies.map((agency) => [
      agency,
      byDuty.get(agency) ??
        (subscribed.has(agency)
          ? { zh: '按该单位的订阅', en: 'by its subscription' }
          : { zh: '由发布人员增列', en: 'added by the issuing officer' }),
    ]),
  )
}

/**
 * Issues a warning to the agencies chosen. Its group and circle are made with it; a signal it rests on is linked with the
 * meet of both audiences, so that only those who see both learn of the link.
 * @param zone of the port: for working days only
 * @throws DomainError `not_found` for a signal the caller may not see, `invalid`, `forbidden`
 */
export const issueWarning = async (call: Call, input: IssueWarning, zone?: string): Promise<{ id: string }> => {
  const { actor, at, tx } = call
  const title = input.title.trim()
  const body = input.body.trim()
  if (title === '') throw invalid('title', '请填写预警标题。', 'Give the warning a title.')
  if (body === '') throw invalid('body', '请写明预警内容。', 'Say what the warning is about.')
  checkFreeText({ title, body })
  // Refuses a risk type or a place that does not exist.
  resolveDuty(getReference(), input.riskType, input.place, input.jurisdiction)
  const [signal] = input.signalId ? await findSignals(call, [input.signalId]) : []
  if (input.signalId && !signal) throw notFound()

  const id = uuid()
  const reachable = await reachableAgencies(tx)
  const names = await loadNames(tx, { agencies: input.audience, posts: [], accounts: [] })
  const workingDays = input.ackWorkingDays ?? null
  if (workingDays !== null && zone === undefined) throw new Error('working days need the zone of the port')
  const state = issue(
    {
      id,
      level: input.level,
      title,
      body,
      audience: input.audience,
      ackMinutes: input.ackMinutes,
      ...(workingDays === null
        ? {}
        : { plan: planByWorkingDays(at, workingDays, { zone: zone!, calendar: getReference().calendar }) }),
    },
    reachable,
    actorOf(call),
    at,
    names.agency,
  )
  const agencies = state.acks.map((ack) => ack.agency)
  const groupId = uuid()
  const members = [actor.agencyId, ...agencies]
  await createGroup(tx, { id: groupId, kind: 'warning', owner: actor.agencyId, members, since: call.recordedAt })
  const circleId: CircleId = await circleFor(tx, {
    owner: actor.agencyId,
    dataClass: 'warning',
    purposeLock: null,
    tlp: 'amber_strict',
    agencies: [],
    groups: [groupId],
  })
  const warning: StoredWarning = {
    state,
    circleId,
    title,
    body,
    riskType: input.riskType,
    place: input.place,
    jurisdiction: input.jurisdiction,
    ackWorkingDays: workingDays,
    why: await reasonsOf(call, input, agencies),
    verdict: null,
  }
  await insertWarning(call, groupId, warning)
  await insertEvents(call, { id, circleId }, [{ act: 'warning.issued', data: {} }])
  await sealRows(call, warningImage, [{ id, act: 'warning.issued', circleId }])
  if (signal)
    await linkRows(
      call,
      { kind: 'warning', id, circleId },
      { kind: 'signal', id: signal.id, circleId: signal.circleId },
    )
  await tellOf(call, warning, state, [{ act: 'warning.issued' }])
  await setAckClock(call, state)
  return { id }
}

/** One job per warning, at its next instant, on behalf of the agency that issued it. `soonest`: it must not spin. */
const setAckClock = async (call: Call, state: WarningState, soonest?: Date): Promise<void> => {
  const next = nextTickOf(state)
  if (!next) return
  const onBehalf: PostId = systemPostOf(state.issuedBy.agency)
  await call.enqueue(
    ACK_CLOCK,
    { warningId: state.id, onBehalf, realm: call.realm },
    { runAt: soonest && soonest > next ? soonest : next, key: `${ACK_CLOCK}/${state.id}` },
  )
}

/** What the timeline keeps of a fact: not the act, and no plan, which the acknowledgement holds. */
const dataOf = ({ act: _act, ...data }: WarningFact): object => {
  const { plan: _plan, ...kept } = data as { plan?: unknown }
  return kept
}

type Prepared = (warning: StoredWarning) => WarningCommand

/** Runs one command on a warning, held until the transaction ends. */
const run = async (call: Call, id: string, prepare: Prepared): Promise<StoredWarning> => {
  const warning = await findWarning(call, id, true)
  if (!warning) throw notFound()
  const { next, facts } = decide(warning.state, prepare(warning), actorOf(call), call.at)
  if (facts.length === 0) return warning
  await updateWarning(call, warning, next, facts)
  await insertEvents(
    call,
    { id, circleId: warning.circleId },
    facts.map((fact) => ({ act: fact.act, data: dataOf(fact) })),
  )
  await sealRows(
    call,
    warningImage,
    facts.map((fact) => ({ id, act: fact.act, circleId: warning.circleId, detail: { event: { ...dataOf(fact) } } })),
  )
  await tellOf(call, warning, next, facts)
  return { ...warning, title: next.title, body: next.body, state: next }
}

export const acknowledgeWarning = async (call: Call, id: string, note: string | undefined): Promise<void> => {
  checkFreeText({ note })
  await run(call, id, () => ({ kind: 'acknowledge', note: note?.trim() || null }))
}

export const endWarning = async (call: Call, id: string, reason: string): Promise<void> => {
  checkFreeText({ reason })
  await run(call, id, () => ({ kind: 'end', reason }))
}

/** It was wrong: everybody who got it is told, and is asked to acknowledge that, in the time of its level. */
export const cancelWarning = async (call: Call, id: string, reason: string): Promise<void> => {
  checkFreeText({ reason })
  const { state } = await run(call, id, ({ state }) => ({
    kind: 'cancel',
    reason,
    plan: planByMinutes(call.at, ACK_MINUTES[state.level]),
  }))
  await setAckClock(call, state)
}

/** @throws DomainError `conflict` where it was updated meanwhile */
export const reviseWarning = async (call: Call, id: string, input: UpdateWarning): Promise<void> => {
  const { title, body, reason, level } = input
  checkFreeText({ title, body, reason })
  const { state } = await run(call, id, ({ state }) => {
    if (state.version !== input.version)
      throw new DomainError('conflict', {
        zh: '预警在你填写期间已被更新，请按最新版本再改。',
        en: 'The warning was updated while you wrote; look at the newest version and change that.',
      })
    const plan = planByMinutes(call.at, input.ackMinutes ?? ACK_MINUTES[level])
    return { kind: 'update', level, title, body, reason, plan }
  })
  await setAckClock(call, state)
}

export const recordLesson = async (call: Call, id: string, input: LessonInput): Promise<void> => {
  checkFreeText({ change: input.change })
  await run(call, id, () => ({ kind: 'lesson', ...input }))
}

/** By the clock: reminds, and tells the next in the chain, each once. Safe to run twice, and early. */
export const escalateAcknowledgements = async (call: Call, id: string): Promise<void> => {
  const { state } = await run(call, id, () => ({ kind: 'escalate' }))
  // The two clocks differ by a moment, or this is a drill whose clock stands: look again when it is due.
  await setAckClock(call, state, new Date(call.at.getTime() + 1000))
}
