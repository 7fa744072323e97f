/**
 * Sends one delivery. Three short transactions with the network between the last two:
 *  1. as the sending agency's clock: may this address still be used, and are there quiet hours?
 *  2. as the recipient's post: what may it read now? The words are made here and kept nowhere.
 *  3. as the clock again: note `sent` with what is about to be disclosed, and commit; send; note how it went.
 * Killed before 3 commits, nothing was sent. Killed after it, the row stands as `sent` and the job, which is freed at the next
 * start, sends again under the same id: at least once, and the receiver can tell. Safe to run twice.
 */
import { createHash } from 'node:crypto'
import { DomainError, LIVE_REALM, type PostId } from '../../base/public.ts'
import { deriveKey, siteKey, systemPostOf, unseal } from '../../environment/identity/public.ts'
import { type Call, type House, inCall, type ReachSettings, sealRows } from '../../ledger/public.ts'
import { composeNotice, letterOf, type Notice } from './compose.ts'
import { afterAttempt, MOST_ATTEMPTS, type QuietHours, quietUntil, type Standing, settle } from './decide.ts'
import { outboxImage } from './image.ts'
import type { ChannelKind, NoticeState, Outcome, Reason } from './model.ts'
import { enqueueDelivery } from './queue.ts'
import type { Send } from './smtp.ts'

export type Transports = Readonly<Record<ChannelKind, Send>>
export type DeliverJob = { outboxId: string; onBehalf: string; realm: number; retry?: boolean }

export const NOTHING_SET_UP: ReachSettings = {
  smtpUrl: null,
  mailFrom: 'tongguan@localhost',
  publicUrl: '',
  localTargets: false,
}

type Row = {
  id: string
  circle_id: number
  about_kind: string
  about_id: string
  event: string
  agency_id: string
  post_id: string
  account_id: string | null
  channel_id: string
  channel_kind: ChannelKind
  by_agency: string
  state: NoticeState
  attempts: number
  address: string
  secret: Buffer | null
  locale: 'zh' | 'en'
  standing: 'ok' | Reason
  quiet_zone: string | null
  quiet_from: number | null
  quiet_to: number | null
}

const load = async (call: Call, id: string): Promise<Row | undefined> =>
  (
    await call.tx.query<Row>(
      `select o.id, o.circle_id, o.about_kind, o.about_id, o.event, o.agency_id, o.post_id, o.account_id, o.channel_id, o.channel_kind,
              o.by_agency, o.state, o.attempts, c.address, c.secret, c.locale, app.reach_standing(o.channel_id, o.account_id, o.post_id) as standing,
              p.quiet_zone, p.quiet_from, p.quiet_to
         from outbox o join reach_channel c on c.id = o.channel_id left join reach_preference p on p.account_id = o.account_id
        where o.realm = $1 and o.id = $2 for update of o`,
      [call.realm, id],
    )
  )[0]

const isSettled = (state: NoticeState): boolean => state !== 'queued' && state !== 'sent'

const quietOf = (row: Row): QuietHours | null =>
  row.quiet_zone === null || row.quiet_from === null || row.quiet_to === null
    ? null
    : { zone: row.quiet_zone, from: row.quiet_from, to: row.quiet_to }

/** What is recorded when a delivery comes to stand so; a delivery that is queued again was postponed. */
const ACT_OF: Readonly<Record<NoticeState, string>> = {
  queued: 'notice.postponed',
  sent: 'notice.sent',
  delivered: 'notice.delivered',
  failed: 'notice.failed',
  withheld: 'notice.withheld',
  over: 'notice.over',
}

const note = async (call: Call, row: Row, standing: Standing): Promise<void> => {
  await call.tx.query(
    `update outbox set state = $3, reason = $4, reply = $5, next_at = $6, settled_at = $7 where realm = $1 and id = $2`,
    [call.realm, row.id, standing.state, standing.reason, standing.reply, standing.nextAt, standing.settledAt],
  )
  await sealRows(call, outboxImage, [{ id: row.id, act: ACT_OF[standing.state], circleId: row.circle_id }])
  if (standing.nextAt) await enqueueDelivery(call, row.id, systemPostOf(row.by_agency), standing.nextAt)
}

/** Chance that is the same whenever the same try is looked at: from the delivery's id and the number of the try. */
const chanceOf = (id: string, attempt: number): number =>
  createHash('sha256').update(`${id}/${attempt}`).digest().readUInt32BE(0) / 2 ** 32

/** What the recipient may read now; null where the post or its right to the row is gone. */
const wordsFor = async (house: House, row: Row, realm: number): Promise<Notice | null> => {
  try {
    return await inCall(house, { onBehalf: row.post_id, purpose: '', realm }, (call) =>
      composeNotice(call, { kind: row.about_kind, id: row.about_id }, row.event),
    )
  } catch (error) {
    if (error instanceof DomainError && ['unauthenticated', 'not_found', 'forbidden'].includes(error.code)) return null
    throw error
  }
}

/** Label under which keys of webhooks are sealed. */
export const WEBHOOK_KEY = 'outbox/webhook'
const secretOf = (house: House, row: Row): Buffer | null =>
  row.secret === null ? null : unseal(deriveKey(siteKey(house.dataDir), WEBHOOK_KEY), row.secret, row.channel_id)

export const deliver = async (house: House, transports: Transports, job: DeliverJob): Promise<void> => {
  const { realm } = job
  const settings = house.reach ?? NOTHING_SET_UP
  const asClock = <T>(fn: (call: Call) => Promise<T>): Promise<T> =>
    inCall(house, { onBehalf: job.onBehalf as PostId, purpose: '', realm }, fn)

  const row = await asClock(async (call) => {
    const found = await load(call, job.outboxId)
    if (!found) return undefined
    if (isSettled(found.state) && !(job.retry && found.state === 'failed')) return undefined
    if (found.standing === 'ok') return found
    await note(call, found, settle('withheld', found.standing, call.at))
    return undefined
  })
  if (!row) return

  const notice = await wordsFor(house, row, realm)
  const letter = await asClock(async (call) => {
    if (notice === null) return void (await note(call, row, settle('withheld', 'lost_right', call.at)))
    if (notice.over) return void (await note(call, row, settle('over', 'over', call.at)))
    // Whoever tries it out is awake.
    const quiet = row.about_kind === 'test' ? null : quietUntil(call.at, quietOf(row), notice.level)
    if (quiet)
      return void (await note(call, row, {
        state: 'queued',
        reason: 'quiet',
        reply: null,
        nextAt: quiet,
        settledAt: null,
      }))
    const made = letterOf(notice, row.locale, {
      publicUrl: settings.publicUrl,
      exercise: realm !== LIVE_REALM,
      event: row.event,
    })
    // A person started it again after it was given up: the tries begin anew.
    const attempts = job.retry && row.attempts >= MOST_ATTEMPTS ? 1 : row.attempts + 1
    await call.tx.query(
      `update outbox set state = 'sent', reason = null, reply = null, attempts = $3, sent_at = $4, next_at = null, settled_at = null
        where realm = $1 and id = $2`,
      [call.realm, row.id, attempts, call.at],
    )
    await sealRows(call, outboxImage, [
      {
        id: row.id,
        act: 'notice.sent',
        circleId: row.circle_id,
        detail: { disclosed: createHash('sha256').update(made.text).digest('hex') },
      },
    ])
    return { made, attempts, at: call.at }
  })
  if (!letter) return

  const outcome: Outcome = await transports[row.channel_kind](
    { id: row.id, address: row.address, letter: letter.made, secret: secretOf(house, row), at: letter.at },
    settings,
  )
  await asClock((call) =>
    note(call, row, afterAttempt(letter.attempts, outcome, call.at, chanceOf(row.id, letter.attempts))),
  )
}
