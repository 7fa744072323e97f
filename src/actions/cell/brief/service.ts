/**
 * Daily briefs: drawn from the record under the policy of whoever makes them, so that two agencies get two briefs. A person
 * adds remarks and issues it; the first who opens it at an agency gives that agency's receipt.
 */

import { type CircleId, DAY_MS, invalid, notFound, permission, refuse, uuid } from '../../../base/public.ts'
import { circleFor, meetOf } from '../../../engine/sharing/public.ts'
import { localDay } from '../../../environment/duties/public.ts'
import { actorOf } from '../../../environment/identity/public.ts'
import { type Call, type House, sealRows } from '../../../ledger/public.ts'
import { checkFreeText, loadNames, type Names, reachableAgencies } from '../../warn/public.ts'
import { briefImage, briefLineImage } from '../image.ts'
import { keepLines } from '../keep-lines.ts'
import {
  blockedTaskLines,
  incidentLines,
  overdueTaskLines,
  type RecordLine,
  recordLine,
  resolutionLines,
  warningLines,
} from '../record.ts'
import { ownCircle } from '../settings.ts'
import { draftOwed, numberOf, refuseDraft, refuseIssue } from './decide.ts'
import type { Brief, BriefRow, IssueBrief } from './model.ts'
import {
  type BriefSql,
  countIssuedOn,
  findBrief,
  findBriefs,
  findLines,
  findReceipts,
  insertBrief,
  insertReceipts,
  isDraftedFor,
  lastIssuedUntil,
  lockDrafts,
  markIssued,
  markOpened,
  markReplaced,
  moveLines,
  type ReceiptSql,
} from './store.ts'

/** The first brief looks back one day. */
const FIRST_MS = DAY_MS
const SHOWN = 60

const byOf = (names: Names, agency: string, post: string, account: string | null, at: Date) => ({
  agency: names.agency(agency),
  post: names.post(post),
  officer: names.officer(account),
  at: at.toISOString(),
})

const namesOf = (call: Call, briefs: readonly BriefSql[], receipts: readonly ReceiptSql[]): Promise<Names> =>
  loadNames(call.tx, {
    agencies: [...briefs.map((one) => one.agency_id), ...receipts.map((one) => one.agency_id)],
    posts: [
      ...briefs.flatMap((one) => [one.drafted_by_post, one.issued_by_post]),
      ...receipts.map((one) => one.opened_by_post),
    ].filter((id) => id !== null),
    accounts: [
      ...briefs.flatMap((one) => [one.drafted_by_account, one.issued_by_account]),
      ...receipts.map((one) => one.opened_by_account),
    ],
  })

const viewRow = (call: Call, brief: BriefSql, receipts: readonly ReceiptSql[], names: Names): BriefRow => {
  // Whom else it went to is the sender's to know.
  const isOwn = brief.agency_id === call.actor.agencyId
  const own = receipts.filter((one) => one.brief_id === brief.id && (isOwn || one.agency_id === call.actor.agencyId))
  const mine = own.find((one) => one.agency_id === call.actor.agencyId)
  return {
    id: brief.id,
    agency: names.agency(brief.agency_id),
    no: brief.no,
    state: brief.state === 'issued' ? 'issued' : 'draft',
    since: brief.since.toISOString(),
    until: brief.until.toISOString(),
    byClock: brief.drafted_by_account === null,
    issued: brief.issued_at
      ? byOf(names, brief.agency_id, brief.issued_by_post!, brief.issued_by_account, brief.issued_at)
      : null,
    receipts: { done: own.filter((one) => one.opened_at !== null).length, of: own.length },
    unread: mine !== undefined && mine.opened_at === null,
  }
}

export const listBriefs = async (call: Call) => {
  const briefs = await findBriefs(call, SHOWN)
  const receipts = await findReceipts(
    call,
    briefs.map((one) => one.id),
  )
  const names = await namesOf(call, briefs, receipts)
  return {
    rows: briefs.map((one) => viewRow(call, one, receipts, names)),
    can: { draft: permission(refuseDraft(actorOf(call))) },
  }
}

export const getBrief = async (call: Call, id: string): Promise<Brief> => {
  const brief = await findBrief(call, id)
  if (!brief) throw notFound()
  const receipts = await findReceipts(call, [id])
  const names = await namesOf(call, [brief], receipts)
  const isOwn = brief.agency_id === call.actor.agencyId
  const issuing = refuseIssue({ agency: brief.agency_id, state: brief.state }, actorOf(call))
  const others = isOwn && brief.state !== 'issued' ? [...(await reachableAgencies(call.tx))] : []
  const otherNames = await loadNames(call.tx, { agencies: others, posts: [], accounts: [] })
  return {
    ...viewRow(call, brief, receipts, names),
    drafted: byOf(names, brief.agency_id, brief.drafted_by_post, brief.drafted_by_account, brief.drafted_at),
    remarks: brief.remarks,
    lines: (await findLines(call, id)).map(({ id: lineId, section, zh, en, path, strong }) => ({
      id: lineId,
      section,
      text: { zh, en },
      path,
      strong,
    })),
    recipients: receipts
      .filter((one) => isOwn || one.agency_id === call.actor.agencyId)
      .map((one) => ({
        agency: names.agency(one.agency_id),
        opened: one.opened_at
          ? byOf(names, one.agency_id, one.opened_by_post!, one.opened_by_account, one.opened_at)
          : null,
      })),
    reachable: others.filter((one) => one !== brief.agency_id).map(otherNames.agency),
    can: { issue: permission(issuing), refresh: permission(issuing) },
  }
}

/** What differs from a usual day is counted by the app, which passes it in: aggregates of what this agency sees. */
export type Differs = (call: Call, circleId: number) => Promise<RecordLine[]>

const draw = async (call: Call, house: House, since: Date, own: number, differs: Differs): Promise<RecordLine[]> => [
  ...(await differs(call, own)),
  ...(await warningLines(call, since)),
  ...(await incidentLines(call, since)),
  ...(await overdueTaskLines(call, house.portZone)),
  ...(await blockedTaskLines(call)),
  ...(await resolutionLines(call, new Date(call.at.getTime() + DAY_MS), house.portZone)),
  await recordLine(call, house.portZone, own),
]

const makeDraft = async (
  call: Call,
  house: House,
  differs: Differs,
  { madeFor, remarks }: { madeFor: string | null; remarks: string | undefined },
): Promise<{ id: string }> => {
  const before = await lockDrafts(call)
  const since = (await lastIssuedUntil(call)) ?? new Date(call.at.getTime() - FIRST_MS)
  const circleId = await ownCircle(call)
  for (const old of before) await markReplaced(call, old.id)
  await sealRows(
    call,
    briefImage,
    before.map((old) => ({ id: old.id, act: 'brief.replaced', circleId: old.circle_id })),
  )
  const id = uuid()
  await insertBrief(call, { id, circleId, since, madeFor, remarks: (remarks ?? before[0]?.remarks ?? '').trim() })
  await sealRows(call, briefImage, [{ id, act: 'brief.drafted', circleId }])
  await keepLines(call, 'brief_line', { id, circleId }, await draw(call, house, since, circleId, differs))
  return { id }
}

/** A new draft of what is so now; remarks that were written stay. */
export const draftBrief = (
  call: Call,
  house: House,
  differs: Differs,
  remarks: string | undefined,
): Promise<{ id: string }> => {
  refuse(refuseDraft(actorOf(call)))
  checkFreeText({ remarks })
  return makeDraft(call, house, differs, { madeFor: null, remarks })
}

/** By the clock, as the agency's own system post. Safe to run twice: there is one for each day. */
export const draftOwedBrief = async (
  call: Call,
  house: House,
  differs: Differs,
  briefMinute: number,
): Promise<void> => {
  const today = localDay(call.at, house.portZone)
  const [hour, minute] = new Intl.DateTimeFormat('en-GB', {
    timeZone: house.portZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
    .format(call.at)
    .split(':')
    .map(Number)
  const made = (await isDraftedFor(call, today)) ? today : null
  const owed = draftOwed(today, hour! * 60 + minute!, briefMinute, made)
  if (owed) await makeDraft(call, house, differs, { madeFor: owed, remarks: undefined })
}

/**
 * Issues a draft with the officer's remarks. The remarks are the officer's extract for all recipients; each line still reaches
 * only those who may see what it is drawn from. @throws DomainError
 */
export const issueBrief = async (call: Call, house: House, id: string, input: IssueBrief): Promise<void> => {
  checkFreeText({ remarks: input.remarks })
  const brief = await findBrief(call, id, true)
  if (!brief) throw notFound()
  refuse(refuseIssue({ agency: brief.agency_id, state: brief.state }, actorOf(call)))
  const reachable = await reachableAgencies(call.tx)
  const recipients = input.recipients.filter((one) => one !== brief.agency_id)
  const unknown = recipients.find((one) => !reachable.has(one))
  if (unknown !== undefined)
    throw invalid('recipients', '有单位在本口岸没有岗位，请移出。', 'An agency has no post at this port; take it out.')
  const circleId = await circleFor(call.tx, {
    owner: brief.agency_id,
    dataClass: 'coordination',
    purposeLock: null,
    tlp: 'amber_strict',
    agencies: recipients,
    groups: [],
  })
  const day = localDay(call.at, house.portZone)
  const no = numberOf(day, await countIssuedOn(call, day))
  await markIssued(call, id, { no, remarks: input.remarks.trim(), circleId })
  await insertReceipts(call, id, circleId, [brief.agency_id, ...recipients])
  await markOpened(call, id)
  await sealRows(call, briefImage, [{ id, act: 'brief.issued', circleId, detail: { recipients } }])
  if (recipients.length === 0) return
  const lines = await findLines(call, id)
  const moved = []
  for (const line of lines)
    moved.push({ id: line.id, circleId: await meetOf(call.tx, [circleId, line.source_circle_id as CircleId]) })
  await moveLines(call, moved)
  await sealRows(
    call,
    briefLineImage,
    moved.map((one) => ({ ...one, act: 'brief_line.sent' })),
  )
}

/** The receipt of the caller's agency; again is nothing. */
export const openBrief = async (call: Call, id: string): Promise<void> => {
  const brief = await findBrief(call, id)
  if (brief?.state !== 'issued') throw notFound()
  if ((await markOpened(call, id)) > 0)
    await sealRows(call, briefImage, [{ id, act: 'brief.opened', circleId: brief.circle_id }])
}
