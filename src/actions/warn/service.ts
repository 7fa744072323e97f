/** Warnings: each function is one act inside the caller's transaction: load under policy, decide, save, record, enqueue. */
import type { Static } from 'typebox'
import { type CircleId, invalid, notFound, type PostId, uuid } from '../../base/public.ts'
import { circleFor, createGroup, describeCircle } from '../../engine/sharing/public.ts'
import { audienceByDuty, resolveDuty } from '../../environment/duties/public.ts'
import { systemPostOf } from '../../environment/identity/public.ts'
import { getReference } from '../../environment/reference/public.ts'
import type { Call } from '../../ledger/public.ts'
import { readCursor, writeCursor } from './cursor.ts'
import { decide, issue, type WarningCommand } from './decide.ts'
import { checkFreeText } from './free-text.ts'
import { warningImage } from './image.ts'
import { linkRows, listLinks } from './links.ts'
import type { IssueWarning, Warning, WarningListSchema, WarningQuerySchema, WarningRow } from './model.ts'
import { loadNames, reachableAgencies } from './names.ts'
import { sealRows } from './sealed-rows.ts'
import { findSignals } from './signals.ts'
import { findWarning, insertWarning, pageWarnings, type StoredWarning, updateWarning } from './store.ts'
import { actorOf, namesOf, viewAcknowledgements, viewRow } from './view.ts'

/** The job that looks at overdue acknowledgements. */
export const ACK_CLOCK = 'warn.ack_clock'

const viewRows = async (call: Call, warnings: readonly StoredWarning[]): Promise<WarningRow[]> => {
  const names = await namesOf(call, warnings)
  const links = await listLinks(
    call,
    warnings.map((one) => one.state.id),
  )
  return warnings.map((one) => viewRow(call, one, names, links))
}

export const listWarnings = async (
  call: Call,
  query: Static<typeof WarningQuerySchema>,
): Promise<Static<typeof WarningListSchema>> => {
  const limit = query.limit ?? 50
  const found = await pageWarnings(call, {
    open: query.state !== 'all',
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

export const getWarning = async (call: Call, id: string): Promise<Warning> => {
  const warning = await findWarning(call, id)
  if (!warning) throw notFound()
  const { state } = warning
  const names = await namesOf(call, [warning])
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
    acknowledgements: viewAcknowledgements(call, warning, names),
    clock: {
      kind: 'local_default',
      ackMinutes: state.ackMinutes,
      dueAt: new Date(state.issuedAt.getTime() + state.ackMinutes * 60_000).toISOString(),
    },
    ended: state.ended
      ? { at: state.ended.at.toISOString(), reason: state.ended.reason, post: names.post(state.ended.post) }
      : null,
    audience: state.acks.map((ack) => names.agency(ack.agency)),
    basis: duty.basis,
    marking: (await describeCircle(call.tx, warning.circleId, call.actor.agencyId)) ?? null,
    links: { signals: signals.map(({ id, title }) => ({ id, title })), incidents },
  }
}

/**
 * Issues a warning to the agencies chosen. Its group and circle are made with it; a signal it rests on is linked with the
 * meet of both audiences, so that only those who see both learn of the link.
 * @throws DomainError `not_found` for a signal the caller may not see, `invalid`, `forbidden`
 */
export const issueWarning = async (call: Call, input: IssueWarning): Promise<{ id: string }> => {
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
  const state = issue(
    { id, level: input.level, audience: input.audience, ackMinutes: input.ackMinutes },
    reachable,
    actorOf(call),
    at,
    names.agency,
  )
  const byDuty = new Map(
    audienceByDuty(getReference(), input.riskType, input.place, input.jurisdiction).map((one) => [one.agency, one.why]),
  )
  const why = new Map(
    state.acks.map(({ agency }) => [
      agency,
      byDuty.get(agency) ?? { zh: '由发布人员增列', en: 'added by the issuing officer' },
    ]),
  )

  const groupId = uuid()
  const members = [actor.agencyId, ...state.acks.map((ack) => ack.agency)]
  await createGroup(tx, { id: groupId, kind: 'warning', owner: actor.agencyId, members, since: call.recordedAt })
  const circleId: CircleId = await circleFor(tx, {
    owner: actor.agencyId,
    dataClass: 'warning',
    purposeLock: null,
    tlp: 'amber_strict',
    agencies: [],
    groups: [groupId],
  })
  await insertWarning(call, groupId, {
    state,
    circleId,
    title,
    body,
    riskType: input.riskType,
    place: input.place,
    jurisdiction: input.jurisdiction,
    why,
  })
  await sealRows(call, warningImage, [{ id, act: 'warning.issued', circleId }])
  if (signal)
    await linkRows(
      call,
      { kind: 'warning', id, circleId },
      { kind: 'signal', id: signal.id, circleId: signal.circleId },
    )
  await setAckClock(call, id, state.acks[0]!.dueAt, systemPostOf(actor.agencyId))
  return { id }
}

const setAckClock = (call: Call, warningId: string, runAt: Date, onBehalf: PostId): Promise<void> =>
  call.enqueue(ACK_CLOCK, { warningId, onBehalf, realm: call.realm }, { runAt, key: `${ACK_CLOCK}/${warningId}` })

/** Runs one command on a warning, held until the transaction ends. */
const run = async (call: Call, id: string, command: WarningCommand): Promise<StoredWarning> => {
  const warning = await findWarning(call, id, true)
  if (!warning) throw notFound()
  const { next, facts } = decide(warning.state, command, actorOf(call), call.at)
  await updateWarning(call, warning.state, next)
  await sealRows(
    call,
    warningImage,
    facts.map(({ act, ...detail }) => ({ id, act, circleId: warning.circleId, detail: { event: detail } })),
  )
  return { ...warning, state: next }
}

export const acknowledgeWarning = async (call: Call, id: string, note: string | undefined): Promise<void> => {
  checkFreeText({ note })
  await run(call, id, { kind: 'acknowledge', note: note?.trim() || null })
}

export const endWarning = async (call: Call, id: string, reason: string): Promise<void> => {
  checkFreeText({ reason })
  await run(call, id, { kind: 'end', reason })
}

/** By the clock: names each agency that has not acknowledged in time, once. Safe to run twice, and early. */
export const escalateAcknowledgements = async (call: Call, id: string): Promise<void> => {
  const { state } = await run(call, id, { kind: 'escalate' })
  // The two clocks differ by a moment, or this is a drill whose clock stands: look again when it is due.
  const waiting = state.ended ? [] : state.acks.filter((ack) => !ack.acknowledged && !ack.escalatedAt)
  if (waiting.length > 0)
    await setAckClock(
      call,
      id,
      new Date(Math.max(waiting[0]!.dueAt.getTime(), call.at.getTime() + 1000)),
      systemPostOf(call.actor.agencyId),
    )
}
