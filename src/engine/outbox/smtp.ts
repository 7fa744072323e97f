/**
 * Sends one letter by SMTP. The Message-ID is the delivery's id and the same at every try, so that a mail server or reader who
 * gets it twice (a crash between the answer and our note of it) can tell. What the server says is reduced to a number and one of our reasons.
 */
import nodemailer from 'nodemailer'
import type { ReachSettings } from '../../ledger/public.ts'
import type { Letter } from './compose.ts'
import type { Outcome } from './model.ts'
import { isLocalHost } from './targets.ts'

const TIMEOUT_MS = 15_000

export type Parcel = { id: string; address: string; letter: Letter; secret: Buffer | null; at: Date }
export type Send = (parcel: Parcel, settings: ReachSettings) => Promise<Outcome>

type MailError = { code?: string; responseCode?: number }

const failureOf = (error: MailError): Outcome => {
  const reply = error.responseCode ?? null
  const failed = (reason: 'connect' | 'timeout' | 'tls' | 'sign_in' | 'busy' | 'refused', again: boolean): Outcome => ({
    taken: false,
    reason,
    reply,
    again,
  })
  if (error.code === 'EAUTH') return failed('sign_in', true)
  if (error.code === 'ETLS') return failed('tls', true)
  // 4xx: not now. 5xx: not at all (RFC 5321, 4.2.1).
  if (reply !== null) return reply >= 500 ? failed('refused', false) : failed('busy', true)
  if (error.code === 'ETIMEDOUT') return failed('timeout', true)
  return failed('connect', true)
}

export const sendMail: Send = async ({ id, address, letter, at }, settings) => {
  if (settings.smtpUrl === null) return { taken: false, reason: 'not_set_up', reply: null, again: false }
  const url = new URL(settings.smtpUrl)
  const from = settings.mailFrom
  const domain = /@([^>\s]+)/.exec(from)?.[1] ?? 'tongguan.local'
  const transport = nodemailer.createTransport({
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (url.protocol === 'smtps:' ? 465 : 587),
    secure: url.protocol === 'smtps:',
    // A password or a title must not cross a network in the clear; on this machine there is none to cross.
    requireTLS: url.protocol !== 'smtps:' && !isLocalHost(url.hostname) && url.searchParams.get('plain') !== '1',
    ...(url.username === ''
      ? {}
      : { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }),
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  try {
    const info = await transport.sendMail({
      messageId: `<${id}@${domain}>`,
      date: at,
      from,
      to: { name: '', address },
      subject: letter.subject,
      text: letter.text,
      headers: { 'X-Tongguan-Delivery': id, 'Auto-Submitted': 'auto-generated' },
    })
    return { taken: true, reply: Number(/^\d{3}/.exec(info.response)?.[0] ?? 250) }
  } catch (error) {
    return failureOf(error as MailError)
  } finally {
    transport.close()
  }
}
