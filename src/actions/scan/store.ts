/** Notices and their sources in the database. Every statement runs under the actor's policy. Days travel as text. */
import { uuid } from '../../base/public.ts'
import type { Call } from '../../ledger/public.ts'
import type { Position } from '../warn/public.ts'
import type { NoticeFact, NoticeState, ProposalOfNotice } from './decide.ts'
import type { NoticeKind, ProposalKind, ProposalState } from './model.ts'

export type StoredNotice = { state: NoticeState; circleId: number; sourceId: string | null }

type NoticeSql = {
  id: string
  circle_id: number
  source_id: string | null
  kind: NoticeKind
  title: string
  summary: string
  url: string
  published_on: string
  valid_until: string | null
  so_what: string
  owner_agency: string
  risk_types: string[]
  places: string[]
  review_on: string
  recorded_at: Date
  recorded_by_agency: string
  recorded_by_post: string
  recorded_by_account: string | null
  version: number
  closed_at: Date | null
  closed_by_post: string | null
  closed_by_account: string | null
  close_reason: string | null
}

type ProposalSql = {
  id: string
  notice_id: string
  kind: ProposalKind
  words: string
  agency_id: string
  due_on: string
  proposed_at: Date
  state: ProposalState
  answered_at: Date | null
  answered_by_post: string | null
  answered_by_account: string | null
  answer: string | null
}

const COLUMNS = `id, circle_id, source_id, kind, title, summary, url, published_on::text, valid_until::text, so_what, owner_agency,
  risk_types, places, review_on::text, recorded_at, recorded_by_agency, recorded_by_post, recorded_by_account, version,
  closed_at, closed_by_post, closed_by_account, close_reason`

const proposalOf = (row: ProposalSql): ProposalOfNotice => ({
  id: row.id,
  kind: row.kind,
  words: row.words,
  agency: row.agency_id,
  dueOn: row.due_on,
  state: row.state,
  proposedAt: row.proposed_at,
  answered:
    row.answered_at === null
      ? null
      : {
          at: row.answered_at,
          post: row.answered_by_post!,
          account: row.answered_by_account,
          answer: row.answer ?? '',
        },
})

const withProposals = async (call: Call, rows: readonly NoticeSql[]): Promise<StoredNotice[]> => {
  if (rows.length === 0) return []
  const proposals = await call.tx.query<ProposalSql>(
    `select id, notice_id, kind, words, agency_id, due_on::text, proposed_at, state, answered_at, answered_by_post,
            answered_by_account, answer
       from scan_proposal where realm = $1 and notice_id = any ($2) order by ordinal`,
    [call.realm, rows.map((row) => row.id)],
  )
  return rows.map((row) => ({
    circleId: row.circle_id,
    sourceId: row.source_id,
    state: {
      id: row.id,
      kind: row.kind,
      title: row.title,
      summary: row.summary,
      url: row.url,
      publishedOn: row.published_on,
      validUntil: row.valid_until,
      soWhat: row.so_what,
      ownerAgency: row.owner_agency,
      riskTypes: row.risk_types,
      places: row.places,
      reviewOn: row.review_on,
      recordedAt: row.recorded_at,
      recordedBy: { agency: row.recorded_by_agency, post: row.recorded_by_post, account: row.recorded_by_account },
      version: row.version,
      proposals: proposals.filter((one) => one.notice_id === row.id).map(proposalOf),
      closed:
        row.closed_at === null
          ? null
          : {
              at: row.closed_at,
              post: row.closed_by_post!,
              account: row.closed_by_account,
              reason: row.close_reason!,
            },
    },
  }))
}

/** `lock`: held until the transaction ends, so that acts on one notice follow one another. */
export const findNotice = async (call: Call, id: string, lock = false): Promise<StoredNotice | undefined> =>
  (
    await withProposals(
      call,
      await call.tx.query<NoticeSql>(
        `select ${COLUMNS} from scan_notice where realm = $1 and id = $2 ${lock ? 'for update' : ''}`,
        [call.realm, id],
      ),
    )
  )[0]

export type NoticeFilter = {
  state: 'open' | 'closed' | 'all'
  kind: string | null
  risk: string | null
  /** The agency whose notices and proposals are asked for. */
  agency: string | null
}

export const pageNotices = async (
  call: Call,
  { state, kind, risk, agency }: NoticeFilter,
  limit: number,
  before: Position | undefined,
): Promise<StoredNotice[]> =>
  withProposals(
    call,
    await call.tx.query<NoticeSql>(
      `select ${COLUMNS} from scan_notice n
        where realm = $1 and ($2 = 'all' or ($2 = 'closed') = (closed_at is not null))
          and ($3::text is null or kind = $3) and ($4::text is null or $4 = any (risk_types))
          and ($5::text is null or owner_agency = $5 or exists (
                select from scan_proposal p where p.realm = n.realm and p.notice_id = n.id and p.agency_id = $5
                   and p.state in ('proposed', 'accepted')))
          and ($6::timestamptz is null or (recorded_at, id) < ($6, $7::uuid))
        order by recorded_at desc, id desc limit $8`,
      [call.realm, state, kind, risk, agency, before?.at ?? null, before?.id ?? null, limit],
    ),
  )

export const insertNotice = (call: Call, { state, circleId, sourceId }: StoredNotice): Promise<unknown> =>
  call.tx.query(
    `insert into scan_notice (realm, id, circle_id, source_id, kind, title, summary, url, published_on, valid_until, so_what,
                              owner_agency, risk_types, places, review_on, recorded_at, recorded_by_agency, recorded_by_post,
                              recorded_by_account, version)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`,
    [
      call.realm,
      state.id,
      circleId,
      sourceId,
      state.kind,
      state.title,
      state.summary,
      state.url,
      state.publishedOn,
      state.validUntil,
      state.soWhat,
      state.ownerAgency,
      state.riskTypes,
      state.places,
      state.reviewOn,
      state.recordedAt,
      state.recordedBy.agency,
      state.recordedBy.post,
      state.recordedBy.account,
      state.version,
    ],
  )

/** Writes what changed between two states. */
export const updateNotice = async (
  call: Call,
  circleId: number,
  before: NoticeState,
  next: NoticeState,
): Promise<void> => {
  if (next.version !== before.version || next.closed !== before.closed)
    await call.tx.query(
      `update scan_notice set kind = $3, title = $4, summary = $5, url = $6, published_on = $7, valid_until = $8, so_what = $9,
              owner_agency = $10, risk_types = $11, places = $12, review_on = $13, version = $14, closed_at = $15,
              closed_by_post = $16, closed_by_account = $17, close_reason = $18
        where realm = $1 and id = $2`,
      [
        call.realm,
        next.id,
        next.kind,
        next.title,
        next.summary,
        next.url,
        next.publishedOn,
        next.validUntil,
        next.soWhat,
        next.ownerAgency,
        next.riskTypes,
        next.places,
        next.reviewOn,
        next.version,
        next.closed?.at ?? null,
        next.closed?.post ?? null,
        next.closed?.account ?? null,
        next.closed?.reason ?? null,
      ],
    )
  for (const [ordinal, one] of next.proposals.entries()) {
    if (before.proposals.includes(one)) continue
    if (before.proposals.some(({ id }) => id === one.id))
      await call.tx.query(
        `update scan_proposal set state = $3, answered_at = $4, answered_by_post = $5, answered_by_account = $6, answer = $7
          where realm = $1 and id = $2`,
        [
          call.realm,
          one.id,
          one.state,
          one.answered?.at ?? null,
          one.answered?.post ?? null,
          one.answered?.account ?? null,
          one.answered?.answer ?? null,
        ],
      )
    else
      await call.tx.query(
        `insert into scan_proposal (realm, id, notice_id, circle_id, ordinal, kind, words, agency_id, due_on, proposed_at,
                                    proposed_by_post, proposed_by_account, state)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
        [
          call.realm,
          one.id,
          next.id,
          circleId,
          ordinal,
          one.kind,
          one.words,
          one.agency,
          one.dueOn,
          one.proposedAt,
          call.actor.postId,
          call.actor.accountId,
          one.state,
        ],
      )
  }
}

export type EventSql = {
  at: Date
  act: string
  agency_id: string
  post_id: string
  account_id: string | null
  data: Record<string, unknown>
}

export const appendEvent = (
  call: Call,
  noticeId: string,
  circleId: number,
  fact: NoticeFact | { act: 'scan_notice.recorded' },
): Promise<unknown> => {
  const { act, ...data } = fact
  return call.tx.query(
    `insert into scan_event (realm, id, notice_id, circle_id, at, act, agency_id, post_id, account_id, data)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      call.realm,
      uuid(),
      noticeId,
      circleId,
      call.at,
      act,
      call.actor.agencyId,
      call.actor.postId,
      call.actor.accountId,
      JSON.stringify(data),
    ],
  )
}

export const findEvents = (call: Call, noticeId: string): Promise<EventSql[]> =>
  call.tx.query<EventSql>(
    'select at, act, agency_id, post_id, account_id, data from scan_event where realm = $1 and notice_id = $2 order by seq desc',
    [call.realm, noticeId],
  )

export type SourceSql = {
  id: string
  circle_id: number
  kind: NoticeKind
  name: string
  url: string
  agency_id: string
  every_days: number
  created_at: Date
  checked_at: Date | null
  checked_by_post: string | null
}

const SOURCES =
  'select id, circle_id, kind, name, url, agency_id, every_days, created_at, checked_at, checked_by_post from scan_source'

export const findSources = (call: Call): Promise<SourceSql[]> =>
  call.tx.query<SourceSql>(`${SOURCES} where realm = $1 and retired_at is null order by kind, name`, [call.realm])

export const findScanSource = async (call: Call, id: string): Promise<SourceSql | undefined> =>
  (
    await call.tx.query<SourceSql>(`${SOURCES} where realm = $1 and id = $2 and retired_at is null for update`, [
      call.realm,
      id,
    ])
  )[0]
