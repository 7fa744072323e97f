/** What an administrator sees and does: addresses of agencies, tests, the outbox without content, another try. */
import { randomBytes } from 'node:crypto'
import type { Static } from 'typebox'
import { DomainError, invalid, isUuid, notFound, type PostId, uuid } from '../../base/public.ts'
import { deriveKey, seal, siteKey, systemPostOf } from '../../environment/identity/public.ts'
import type { Call, House } from '../../ledger/public.ts'
import { NOTHING_SET_UP, WEBHOOK_KEY } from './deliver.ts'
import {
  type Channel,
  type ChannelKind,
  type ChannelsSchema,
  type NewChannelSchema,
  type NoticeLevel,
  type NoticeState,
  type OutboxQuerySchema,
  type OutboxRow,
  type OutboxSchema,
  type PutChannel,
  REASONS,
  type Reason,
} from './model.ts'
import { enqueueDelivery } from './queue.ts'
import { recordOf } from './record.ts'
import { checkMail, checkWebhook } from './targets.ts'
import { TEST } from './test-notice.ts'

type ChannelSql = {
  id: string
  kind: ChannelKind
  agency_id: string
  account_id: string | null
  post_id: string | null
  name: string
  address: string
  min_level: NoticeLevel
  locale: 'zh' | 'en'
  active: boolean
  officer_zh: string | null
  officer_en: string | null
  delivered: string
  failed: string
  last_at: Date | null
}
type Named = { id: string; zh: string; en: string }

const namesFor = async (call: Call, agencies: readonly string[], posts: readonly (string | null)[]) => {
  const rows = await call.tx.query<Named>(
    `select agency_id as id, zh, en from agency where agency_id = any ($1)
     union all select post_id::text, zh, en from post where post_id = any ($2)`,
    [[...new Set(agencies)], posts.filter((id) => id !== null)],
  )
  const table = new Map(rows.map((row) => [row.id, row]))
  return (id: string): Named => table.get(id) ?? { id, zh: id, en: id }
}

/** `z…@example.cn`: enough to recognise, not enough to use. */
const inPart = (address: string): string => address.replace(/^(.).*@/, '$1…@')

const readChannels = (call: Call): Promise<ChannelSql[]> => call.tx.query('select * from app.admin_channels()')

export const listChannels = async (call: Call, house: House): Promise<Static<typeof ChannelsSchema>> => {
  const rows = await readChannels(call)
  const name = await namesFor(
    call,
    rows.map((row) => row.agency_id),
    rows.map((row) => row.post_id),
  )
  const settings = house.reach ?? NOTHING_SET_UP
  const setUp = settings.smtpUrl !== null
  return {
    rows: rows.map(
      (row): Channel => ({
        id: row.id,
        kind: row.kind,
        agency: name(row.agency_id),
        officer: row.officer_zh === null ? null : { zh: row.officer_zh, en: row.officer_en! },
        post: row.post_id === null ? null : name(row.post_id),
        name: row.name,
        address: row.account_id === null ? row.address : inPart(row.address),
        minLevel: row.min_level,
        locale: row.locale,
        active: row.active,
        delivered: Number(row.delivered),
        failed: Number(row.failed),
        lastAt: row.last_at?.toISOString() ?? null,
      }),
    ),
    mail: { setUp, from: setUp ? settings.mailFrom : null },
    localTargets: settings.localTargets,
  }
}

/** @throws DomainError `invalid` for an address or a post that cannot be, `not_found` for a channel that is not the agency's */
export const putChannel = async (
  call: Call,
  house: House,
  input: PutChannel,
  id?: string,
): Promise<Static<typeof NewChannelSchema>> => {
  const settings = house.reach ?? NOTHING_SET_UP
  const address =
    input.kind === 'email'
      ? checkMail(input.address, 'address')
      : checkWebhook(input.address, settings.localTargets).href
  const [post] = await call.tx.query<{ agency_id: string }>(
    `select agency_id from post where post_id = $1 and active and not 'system' = any (roles)`,
    [input.postId],
  )
  if (!post)
    throw invalid('postId', '没有这个岗位，或已停用。请另选。', 'There is no such post, or it is off. Choose another.')
  const before = id === undefined ? undefined : (await readChannels(call)).find((one) => one.id === id)
  if (id !== undefined && (!before || before.account_id !== null)) throw notFound()
  if (before && (before.kind !== input.kind || before.agency_id !== post.agency_id))
    throw invalid(
      'kind',
      '种类和单位不能改。请停用后另建。',
      'Kind and agency cannot change. Switch it off and make another.',
    )
  const channelId = id ?? uuid()
  const secret = input.kind === 'webhook' && id === undefined ? randomBytes(32) : null
  await call.tx.query('select app.admin_put_channel($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)', [
    channelId,
    input.kind,
    post.agency_id,
    input.postId,
    input.name.trim(),
    address,
    secret === null ? null : seal(deriveKey(siteKey(house.dataDir), WEBHOOK_KEY), secret, channelId),
    input.minLevel,
    input.locale,
    input.active,
  ])
  await recordOf(
    call,
    id === undefined ? 'channel.created' : 'channel.changed',
    `channel/${channelId}`,
    post.agency_id,
    {
      kind: input.kind,
      active: input.active,
      minLevel: input.minLevel,
    },
  )
  return { id: channelId, secret: secret?.toString('hex') ?? null }
}

export const testChannel = async (call: Call, id: string): Promise<void> => {
  const channel = (await readChannels(call)).find((one) => one.id === id)
  if (!channel || channel.account_id !== null) throw notFound()
  if (!channel.active)
    throw new DomainError('conflict', { zh: '通道已停用，先启用。', en: 'The channel is off; switch it on first.' })
  await call.enqueue(TEST, {
    channelId: id,
    postId: channel.post_id,
    onBehalf: systemPostOf(channel.agency_id),
    realm: call.realm,
  })
  await recordOf(call, 'channel.tested', `channel/${id}`, channel.agency_id, { kind: channel.kind })
}

type OutboxSql = {
  id: string
  about_kind: string
  event: string
  agency_id: string
  post_id: string
  account_id: string | null
  channel_kind: ChannelKind
  channel_name: string
  by_agency: string
  state: NoticeState
  reason: Reason | null
  reply: number | null
  attempts: number
  queued_at: Date
  next_at: Date | null
  sent_at: Date | null
  settled_at: Date | null
}

const readCursor = (text: string | undefined): { at: Date; id: string } | null => {
  if (text === undefined) return null
  const [ms, id] = Buffer.from(text, 'base64url').toString('utf8').split(' ')
  const at = new Date(Number(ms))
  if (id === undefined || !isUuid(id) || Number.isNaN(at.getTime()))
    throw invalid(
      'before',
      '翻页位置无效，请从第一页重新开始。',
      'The position is not valid; start again at the first page.',
    )
  return { at, id }
}

const readOutbox = (call: Call, state: string | null, before: { at: Date; id: string } | null, limit: number) =>
  call.tx.query<OutboxSql>('select * from app.admin_outbox($1, $2, $3, $4)', [
    state,
    before?.at ?? null,
    before?.id ?? null,
    limit,
  ])

const retryOf = (state: NoticeState): OutboxRow['can']['retry'] =>
  state === 'failed' ? true : { zh: '只有失败的可以再发。', en: 'Only what failed can be sent again.' }

export const listOutbox = async (
  call: Call,
  query: Static<typeof OutboxQuerySchema>,
): Promise<Static<typeof OutboxSchema>> => {
  const limit = query.limit ?? 50
  const state = query.state === undefined || query.state === 'all' ? null : query.state
  const found = await readOutbox(call, state, readCursor(query.before), limit + 1)
  const page = found.slice(0, limit)
  const last = found.length > limit ? page.at(-1) : undefined
  const name = await namesFor(
    call,
    page.flatMap((row) => [row.agency_id, row.by_agency]),
    page.map((row) => row.post_id),
  )
  return {
    rows: page.map((row) => ({
      id: row.id,
      aboutKind: row.about_kind,
      event: row.event,
      agency: name(row.agency_id),
      post: name(row.post_id),
      personal: row.account_id !== null,
      channelKind: row.channel_kind,
      channelName: row.channel_name,
      by: name(row.by_agency),
      state: row.state,
      reason: row.reason === null ? null : REASONS[row.reason],
      reply: row.reply,
      attempts: row.attempts,
      queuedAt: row.queued_at.toISOString(),
      nextAt: row.next_at?.toISOString() ?? null,
      sentAt: row.sent_at?.toISOString() ?? null,
      settledAt: row.settled_at?.toISOString() ?? null,
      can: { retry: retryOf(row.state) },
    })),
    next: last ? Buffer.from(`${last.queued_at.getTime()} ${last.id}`).toString('base64url') : null,
  }
}

/** Another try of what was given up. The job decides again whether it may go out at all. */
export const retryNotice = async (call: Call, id: string): Promise<void> => {
  const row = (await readOutbox(call, null, null, 1_000)).find((one) => one.id === id)
  if (!row) throw notFound()
  const allowed = retryOf(row.state)
  if (allowed !== true) throw new DomainError('conflict', allowed)
  await enqueueDelivery(call, id, systemPostOf(row.by_agency) as PostId, undefined, true)
  await recordOf(call, 'notice.retry_asked', `notice/${id}`, row.agency_id, {})
}
