/**
 * Rooms queue notices in the transaction of what they tell of: both or neither. One row and one job per recipient and channel;
 * no text is kept. Who is reached at an agency the database answers with ids alone.
 */
import { type PostId, uuid } from '../../base/public.ts'
import { systemPostOf } from '../../environment/identity/public.ts'
import { type Call, sealRows } from '../../ledger/public.ts'
import { outboxImage } from './image.ts'
import type { ChannelKind, NoticeLevel, NoticeState, Reason, Receipt } from './model.ts'
import { REASONS } from './model.ts'

/** The job that sends one notice. */
export const DELIVER = 'outbox.deliver'

export type About = { kind: string; id: string }
export type NewNotices = {
  about: About
  /** Of the row that it is about: who sees that sees how the notice went. */
  circleId: number
  event: string
  /** Addresses that asked for higher levels only are left out; null: always told. */
  level: NoticeLevel | null
  /** Officers at a post with one of these roles, or at one of these posts, and the agency's own addresses. */
  to: readonly { agency: string; roles: readonly string[]; posts?: readonly string[] }[]
}

type Target = { channel_id: string; kind: ChannelKind; account_id: string | null; post_id: string }

export const enqueueDelivery = (
  call: Call,
  outboxId: string,
  onBehalf: PostId,
  runAt?: Date,
  retry = false,
): Promise<void> =>
  call.enqueue(
    DELIVER,
    { outboxId, onBehalf, realm: call.realm, ...(retry ? { retry } : {}) },
    { ...(runAt ? { runAt } : {}), key: `${DELIVER}/${outboxId}` },
  )

/** Queues to named targets. @returns ids of the deliveries */
export const queueTo = async (
  call: Call,
  notice: Omit<NewNotices, 'to' | 'level'>,
  targets: readonly (Target & { agency: string })[],
): Promise<string[]> => {
  if (targets.length === 0) return []
  const rows = targets.map((target) => ({ ...target, id: uuid() }))
  await call.tx.query(
    `insert into outbox (realm, id, circle_id, about_kind, about_id, event, agency_id, post_id, account_id, channel_id, channel_kind,
                         by_agency, state, queued_at, next_at)
     select $1, x.id, $2, $3, $4, $5, x.agency, x.post, x.account, x.channel, x.kind, $6, 'queued', $7, $7
       from unnest($8::uuid[], $9::text[], $10::uuid[], $11::uuid[], $12::uuid[], $13::text[]) x (id, agency, post, account, channel, kind)`,
    [
      call.realm,
      notice.circleId,
      notice.about.kind,
      notice.about.id,
      notice.event,
      call.actor.agencyId,
      call.at,
      rows.map((row) => row.id),
      rows.map((row) => row.agency),
      rows.map((row) => row.post_id),
      rows.map((row) => row.account_id),
      rows.map((row) => row.channel_id),
      rows.map((row) => row.kind),
    ],
  )
  await sealRows(
    call,
    outboxImage,
    rows.map(({ id }) => ({ id, act: 'notice.queued', circleId: notice.circleId })),
  )
  for (const { id } of rows) await enqueueDelivery(call, id, systemPostOf(call.actor.agencyId))
  return rows.map((row) => row.id)
}

export const queueNotices = async (call: Call, notices: NewNotices): Promise<void> => {
  const targets: (Target & { agency: string })[] = []
  for (const { agency, roles, posts } of notices.to)
    for (const found of await call.tx.query<Target>('select * from app.reach_targets($1, $2, $3, $4)', [
      agency,
      roles,
      posts ?? [],
      notices.level,
    ]))
      targets.push({ ...found, agency })
  await queueTo(call, notices, targets)
}

/** The agency has answered in the console: what was sent to it counts as read. */
export const markAcknowledged = async (call: Call, about: About, agency: string): Promise<void> => {
  const rows = await call.tx.query<{ id: string; circle_id: number }>(
    `update outbox set acknowledged_at = $5
      where realm = $1 and about_kind = $2 and about_id = $3 and agency_id = $4 and acknowledged_at is null and state in ('sent', 'delivered')
      returning id, circle_id`,
    [call.realm, about.kind, about.id, agency, call.at],
  )
  await sealRows(
    call,
    outboxImage,
    rows.map((row) => ({ id: row.id, act: 'notice.acknowledged', circleId: row.circle_id })),
  )
}

type ReceiptSql = {
  agency_id: string
  account_id: string | null
  channel_kind: ChannelKind
  event: string
  state: NoticeState
  reason: Reason | null
  attempts: number
  queued_at: Date
  next_at: Date | null
  sent_at: Date | null
  settled_at: Date | null
  acknowledged_at: Date | null
  post_id: string
  zh: string
  en: string
}

export const RECEIPT_COLUMNS = `o.agency_id, o.account_id, o.channel_kind, o.event, o.state, o.reason, o.attempts, o.queued_at, o.next_at,
  o.sent_at, o.settled_at, o.acknowledged_at, o.post_id, p.zh, p.en`

export const receiptOf = (row: ReceiptSql): Receipt => ({
  channel: row.channel_kind,
  post: row.account_id === null ? null : { id: row.post_id, zh: row.zh, en: row.en },
  event: row.event,
  state: row.state,
  reason: row.reason === null ? null : REASONS[row.reason],
  attempts: row.attempts,
  queuedAt: row.queued_at.toISOString(),
  nextAt: row.next_at?.toISOString() ?? null,
  sentAt: row.sent_at?.toISOString() ?? null,
  settledAt: row.settled_at?.toISOString() ?? null,
  acknowledgedAt: row.acknowledged_at?.toISOString() ?? null,
})

/** By agency, newest first. No address and no officer's name: the post, or the agency's own address. */
export const listReceipts = async (call: Call, about: About): Promise<Map<string, Receipt[]>> => {
  const rows = await call.tx.query<ReceiptSql>(
    `select ${RECEIPT_COLUMNS} from outbox o join post p using (post_id)
      where o.realm = $1 and o.about_kind = $2 and o.about_id = $3 order by o.queued_at desc, o.id`,
    [call.realm, about.kind, about.id],
  )
  const byAgency = new Map<string, Receipt[]>()
  for (const row of rows) byAgency.set(row.agency_id, [...(byAgency.get(row.agency_id) ?? []), receiptOf(row)])
  return byAgency
}
