/**
 * Posts one notice as JSON. Signed: `Tongguan-Signature: t=<seconds>,v1=<hex>` with HMAC-SHA256 over `<seconds>.<body>` by the
 * channel's key, so that the receiver knows the sender and can refuse what is old. `Tongguan-Delivery` is the same at every
 * try. Redirects are not followed, and names are guarded when they are resolved (targets.ts).
 */
import { createHmac } from 'node:crypto'
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { Outcome, Reason } from './model.ts'
import type { Send } from './smtp.ts'
import { guardedLookup, isLocalHost } from './targets.ts'

const TIMEOUT_MS = 15_000

export const signatureOf = (secret: Buffer, seconds: number, body: string): string =>
  `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`

const outcomeOf = (status: number): Outcome => {
  if (status >= 200 && status < 300) return { taken: true, reply: status }
  if (status >= 300 && status < 400) return { taken: false, reason: 'redirect', reply: status, again: false }
  // 408 and 429 ask for patience; other 4xx will not change by themselves.
  const again = status >= 500 || status === 408 || status === 429
  return { taken: false, reason: again ? 'busy' : 'refused', reply: status, again }
}

const failureOf = (error: { code?: string }): Outcome => {
  const failed = (reason: Reason, again: boolean): Outcome => ({ taken: false, reason, reply: null, again })
  const code = error.code ?? ''
  if (code === 'LOCAL_TARGET') return failed('target', false)
  if (code === 'ETIMEDOUT') return failed('timeout', true)
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|EPROTO/.test(code)) return failed('tls', true)
  return failed('connect', true)
}

export const postWebhook: Send = ({ id, address, letter, secret, at }, settings) =>
  new Promise((resolve) => {
    const url = new URL(address)
    const { localTargets } = settings
    if (!localTargets && (url.protocol !== 'https:' || isLocalHost(url.hostname)))
      return resolve({ taken: false, reason: 'target', reply: null, again: false })
    const body = JSON.stringify({ delivery: id, ...letter.json })
    const seconds = Math.floor(at.getTime() / 1000)
    const send = url.protocol === 'https:' ? requestHttps : requestHttp
    const sending = send(
      url,
      {
        method: 'POST',
        timeout: TIMEOUT_MS,
        agent: false,
        ...(localTargets ? {} : { lookup: guardedLookup as never }),
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'content-length': Buffer.byteLength(body),
          'user-agent': 'tongguan',
          'tongguan-delivery': id,
          'tongguan-timestamp': String(seconds),
          'tongguan-signature': signatureOf(secret ?? Buffer.alloc(0), seconds, body),
        },
      },
      (response) => {
        response.resume()
        resolve(outcomeOf(response.statusCode ?? 0))
        // Whatever else it has to say is not read.
        response.once('close', () => sending.destroy())
        setTimeout(() => sending.destroy(), 1_000).unref()
      },
    )
    sending.once('timeout', () => sending.destroy(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })))
    sending.once('error', (error) => resolve(failureOf(error as { code?: string })))
    sending.end(body)
  })
