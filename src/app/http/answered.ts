/**
 * Writes that are safe to send again. A request with `Idempotency-Key` is answered once: its answer is stored in the same
 * transaction as what it did, so a sender that lost the answer gets it again and nothing is done twice. One that comes while
 * the first is still at work waits for its answer. Answers are kept sealed: among them are secrets that are shown once.
 */
import { createHash } from 'node:crypto'
import { DomainError } from '../../base/public.ts'
import { deriveKey, seal, siteKey, unseal } from '../../environment/identity/public.ts'
import type { Call, House } from '../../ledger/public.ts'
import { isUniqueViolation, type Schedule, type Task } from '../../store/public.ts'

export type Keyed = { keyHash: Buffer; requestHash: Buffer }
export type Answer = { status: number; body: unknown }

/** How long the same request is waited for, and how often it is looked at; judgement, not validated. */
const WAIT_MS = 10_000
const LOOK_MS = 25

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()

/** The key of a request, or undefined where it has none. @throws DomainError `invalid` for a key of another form. */
export const keyOf = (request: {
  method: string
  url: string
  headers: Record<string, unknown>
  body: unknown
}): Keyed | undefined => {
  const key = request.headers['idempotency-key']
  if (request.method !== 'POST' || key === undefined) return undefined
  if (typeof key !== 'string' || !/^[\x21-\x7e]{8,100}$/.test(key))
    throw new DomainError('invalid', {
      zh: 'Idempotency-Key 须为 8 至 100 个可见字符。',
      en: 'Idempotency-Key must be 8 to 100 visible characters.',
    })
  return { keyHash: sha256(key), requestHash: sha256(`${request.url}\n${JSON.stringify(request.body ?? null)}`) }
}

const boundTo = (call: Call, keyed: Keyed): string => `${call.actor.postId} ${keyed.keyHash.toString('hex')}`
const sealKey = (house: House): Buffer => deriveKey(siteKey(house.dataDir), 'answered')

const beingAnswered = (): DomainError =>
  new DomainError(
    'conflict',
    { zh: '同一请求正在处理，请稍候。', en: 'The same request is being handled; wait a moment.' },
    { retryAfterSeconds: 2 },
  )

/** Holds the key until this call ends. @throws DomainError `conflict` where another call holds it for long. */
const holdKey = async (call: Call, keyed: Keyed): Promise<void> => {
  for (const until = Date.now() + WAIT_MS; ; ) {
    const [row] = await call.tx.query<{ ours: boolean }>(
      'select pg_try_advisory_xact_lock(7163, hashtext($1)) as ours',
      [boundTo(call, keyed)],
    )
    if (row!.ours) return
    if (Date.now() > until) throw beingAnswered()
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
}

/**
 * The answer that was given under this key; undefined: nobody else answers it before this call has ended.
 * @throws DomainError `conflict` where the key was used for another request, or another is at work under it for long.
 */
export const findAnswer = async (call: Call, house: House, keyed: Keyed): Promise<Answer | undefined> => {
  await holdKey(call, keyed)
  const [row] = await call.tx.query<{ request_hash: Buffer; status: number; answer: string | null }>(
    'select request_hash, status, answer from answered where post_id = $1 and key_hash = $2',
    [call.actor.postId, keyed.keyHash],
  )
  if (!row) return undefined
  if (!row.request_hash.equals(keyed.requestHash))
    throw new DomainError('conflict', {
      zh: '这个 Idempotency-Key 已用于另一个请求，请换一个。',
      en: 'This Idempotency-Key was used for another request; choose a new one.',
    })
  if (row.answer === null) return { status: row.status, body: undefined }
  const text = unseal(sealKey(house), Buffer.from(row.answer, 'base64'), boundTo(call, keyed)).toString('utf8')
  return { status: row.status, body: JSON.parse(text) }
}

/** @throws DomainError `conflict` where the same request was answered at this moment; nothing is done then. */
export const keepAnswer = async (call: Call, house: House, keyed: Keyed, answer: Answer): Promise<void> => {
  const text = answer.body === undefined ? null : Buffer.from(JSON.stringify(answer.body))
  try {
    await call.tx.query(
      'insert into answered (post_id, key_hash, request_hash, status, answer) values ($1, $2, $3, $4, $5)',
      [
        call.actor.postId,
        keyed.keyHash,
        keyed.requestHash,
        answer.status,
        text === null ? null : seal(sealKey(house), text, boundTo(call, keyed)).toString('base64'),
      ],
    )
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw beingAnswered()
  }
}

export const forgetAnswered: Task = {
  name: 'forget_answered',
  run: async (_payload, { db }) => {
    await db.job.query('select app.forget_answered()')
  },
}
export const FORGET_SCHEDULE: Schedule = { task: forgetAnswered.name, cron: '23 * * * *' }
