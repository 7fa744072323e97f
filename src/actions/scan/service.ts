/** The environment scan: each function is one act inside the caller's transaction: load under policy, decide, save, record. */

import type { Static } from 'typebox'
import { type CircleId, DomainError, invalid, notFound, uuid } from '../../base/public.ts'
import { circleFor } from '../../engine/sharing/public.ts'
import { localDay } from '../../environment/duties/public.ts'
import { actorOf, rightOf } from '../../environment/identity/public.ts'
import { getReference } from '../../environment/reference/public.ts'
import type { Call, House } from '../../ledger/public.ts'
import { checkFreeText, reachableAgencies, readCursor, sealRows, writeCursor } from '../warn/public.ts'
import { checkWords, decide, type NoticeCommand, type NoticeWords } from './decide.ts'
import { noticeImage, sourceImage } from './image.ts'
import type {
  NewNotice,
  NewProposal,
  NewSource,
  Notice,
  NoticeListSchema,
  NoticeQuerySchema,
  ScanSource,
  UpdateNotice,
} from './model.ts'
import {
  appendEvent,
  findEvents,
  findNotice,
  findScanSource,
  findSources,
  insertNotice,
  pageNotices,
  type StoredNotice,
  updateNotice,
} from './store.ts'
import { viewNotice, viewRows, viewSources } from './view.ts'

export const todayOf = (call: Call, { portZone }: Pick<House, 'portZone'>): string => localDay(call.at, portZone)

/** Everybody who takes part at this site sees what happens outside of it. */
const scanCircle = (call: Call): Promise<CircleId> =>
  circleFor(call.tx, {
    owner: call.actor.agencyId,
    dataClass: 'notice',
    purposeLock: null,
    tlp: 'green',
    agencies: [],
    groups: [],
  })

const checkKnown = async (call: Call, words: Pick<NoticeWords, 'riskTypes' | 'ownerAgency'>): Promise<void> => {
  const unknown = words.riskTypes.filter((risk) => !getReference().risks.has(risk))
  if (unknown.length > 0)
    throw invalid('riskTypes', '所选风险类型不存在，请重新选择。', 'A chosen risk type does not exist; choose again.')
  await checkAgency(call, words.ownerAgency, 'ownerAgency')
}

const checkAgency = async (call: Call, agency: string, field: string): Promise<void> => {
  if (!(await reachableAgencies(call.tx)).has(agency))
    throw invalid(
      field,
      '该单位在本口岸没有岗位，请选择其他单位。',
      'That agency has no post at this port; choose another.',
    )
}

export const recordNotice = async (call: Call, house: House, input: NewNotice): Promise<{ id: string }> => {
  const { sourceId = null, ...given } = input
  const words = checkWords(given, todayOf(call, house))
  checkFreeText({ title: words.title, summary: words.summary, soWhat: words.soWhat })
  await checkKnown(call, words)
  if (sourceId !== null && !(await findSources(call)).some(({ id }) => id === sourceId)) throw notFound()
  const id = uuid()
  const circleId = await scanCircle(call)
  const { agency, post, account } = actorOf(call)
  await insertNotice(call, {
    circleId,
    sourceId,
    state: {
      ...words,
      id,
      recordedAt: call.at,
      recordedBy: { agency, post, account },
      version: 1,
      proposals: [],
      closed: null,
    },
  })
  await appendEvent(call, id, circleId, { act: 'scan_notice.recorded' })
  await sealRows(call, noticeImage, [{ id, act: 'scan_notice.recorded', circleId }])
  return { id }
}

/** Runs one command on a notice, held until the transaction ends. */
const run = async (call: Call, house: House, id: string, command: NoticeCommand): Promise<StoredNotice> => {
  const notice = await findNotice(call, id, true)
  if (!notice) throw notFound()
  const { next, fact } = decide(notice.state, command, actorOf(call), call.at, todayOf(call, house))
  await updateNotice(call, notice.circleId, notice.state, next)
  await appendEvent(call, id, notice.circleId, fact)
  await sealRows(call, noticeImage, [{ id, act: fact.act, circleId: notice.circleId }])
  return { ...notice, state: next }
}

export const changeNotice = async (call: Call, house: House, id: string, input: UpdateNotice): Promise<void> => {
  const { reason, ...words } = input
  checkFreeText({ title: words.title, summary: words.summary, soWhat: words.soWhat, reason })
  await checkKnown(call, words)
  await run(call, house, id, { kind: 'update', words, reason })
}

export const proposeChange = async (
  call: Call,
  house: House,
  id: string,
  input: NewProposal,
): Promise<{ id: string }> => {
  checkFreeText({ words: input.words })
  await checkAgency(call, input.agency, 'agency')
  const proposalId = uuid()
  await run(call, house, id, { kind: 'propose', id: proposalId, proposal: input })
  return { id: proposalId }
}

export const answerProposal = async (
  call: Call,
  house: House,
  proposalId: string,
  input: { state: 'accepted' | 'declined' | 'done'; answer: string },
): Promise<void> => {
  checkFreeText({ answer: input.answer })
  const [found] = await call.tx.query<{ notice_id: string }>(
    'select notice_id from scan_proposal where realm = $1 and id = $2',
    [call.realm, proposalId],
  )
  if (!found) throw notFound()
  await run(call, house, found.notice_id, { kind: 'answer', proposalId, ...input })
}

export const closeNotice = async (call: Call, house: House, id: string, reason: string): Promise<void> => {
  checkFreeText({ reason })
  await run(call, house, id, { kind: 'close', reason })
}

export const listNotices = async (
  call: Call,
  house: House,
  query: Static<typeof NoticeQuerySchema>,
): Promise<Static<typeof NoticeListSchema>> => {
  const limit = query.limit ?? 50
  const filter = {
    state: query.state ?? 'open',
    kind: query.kind ?? null,
    risk: query.risk ?? null,
    agency: query.mine ? call.actor.agencyId : null,
  }
  const found = await pageNotices(call, filter, limit + 1, readCursor(query.before))
  const page = found.slice(0, limit)
  const last = found.length > limit ? page.at(-1) : undefined
  return {
    rows: await viewRows(call, page, todayOf(call, house)),
    next: last ? writeCursor({ at: last.state.recordedAt, id: last.state.id }) : null,
  }
}

export const getNotice = async (call: Call, house: House, id: string): Promise<Notice> => {
  const notice = await findNotice(call, id)
  if (!notice) throw notFound()
  return viewNotice(call, notice, await findEvents(call, id), todayOf(call, house))
}

export const listSources = async (call: Call): Promise<{ rows: ScanSource[] }> => ({
  rows: await viewSources(call, await findSources(call)),
})

const refuseWithoutRight = (call: Call): void => {
  const held = rightOf('scan.write', call.actor.roles, call.actor.purpose)
  if (held !== true) throw new DomainError('forbidden', held)
}

export const addSource = async (call: Call, input: NewSource): Promise<{ id: string }> => {
  refuseWithoutRight(call)
  if (input.url !== '' && !(URL.canParse(input.url) && new URL(input.url).protocol === 'https:'))
    throw invalid('url', '网址应以 https:// 开头；没有网址可以留空。', 'Give an https address, or leave it empty.')
  checkFreeText({ name: input.name })
  const id = uuid()
  const circleId = await scanCircle(call)
  await call.tx.query(
    `insert into scan_source (realm, id, circle_id, kind, name, url, agency_id, every_days, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [call.realm, id, circleId, input.kind, input.name.trim(), input.url, call.actor.agencyId, input.everyDays, call.at],
  )
  await sealRows(call, sourceImage, [{ id, act: 'scan_source.added', circleId }])
  return { id }
}

/** That somebody looked: also when there was nothing new. */
export const checkSource = async (call: Call, id: string): Promise<void> => {
  refuseWithoutRight(call)
  const source = await findScanSource(call, id)
  if (!source) throw notFound()
  await call.tx.query(
    'update scan_source set checked_at = $3, checked_by_post = $4, checked_by_account = $5 where realm = $1 and id = $2',
    [call.realm, id, call.at, call.actor.postId, call.actor.accountId],
  )
  await sealRows(call, sourceImage, [{ id, act: 'scan_source.checked', circleId: source.circle_id }])
}

export const retireSource = async (call: Call, id: string): Promise<void> => {
  refuseWithoutRight(call)
  const source = await findScanSource(call, id)
  if (!source) throw notFound()
  if (source.agency_id !== call.actor.agencyId)
    throw new DomainError('forbidden', {
      zh: '只有登记来源的单位可以停用它。',
      en: 'Only the agency that entered the source may retire it.',
    })
  await call.tx.query('update scan_source set retired_at = $3 where realm = $1 and id = $2', [call.realm, id, call.at])
  await sealRows(call, sourceImage, [{ id, act: 'scan_source.retired', circleId: source.circle_id }])
}
