/**
 * Time-based one-time codes: RFC 6238 with SHA-1, six digits, 30 s, which is what every authenticator takes. One step of
 * clock skew either way (RFC 6238, 5.2). A code works once: its step must lie after the last one used.
 */
import { Secret, TOTP } from 'otpauth'
import { toString as qrText } from 'qrcode'
import { deriveKey } from './site-key.ts'

const STEP_SECONDS = 30
const SKEW_STEPS = 1

const generator = (secret: Buffer, digits: number): TOTP =>
  new TOTP({
    secret: new Secret({ buffer: new Uint8Array(secret).buffer }),
    algorithm: 'SHA1',
    digits,
    period: STEP_SECONDS,
  })

export const stepAt = (at: Date): number => Math.floor(at.getTime() / 1000 / STEP_SECONDS)

/** The code of an instant. */
export const codeAt = (secret: Buffer, at: Date, digits = 6): string =>
  generator(secret, digits).generate({ timestamp: at.getTime() })

/**
 * The time step whose code this is, or undefined: wrong, too old or too new, or not after `lastStep`.
 * Spaces, which authenticators show, are taken out.
 */
export const findStep = (secret: Buffer, code: string, at: Date, lastStep: number | null): number | undefined => {
  const digits = code.replace(/\s/g, '')
  if (!/^\d{6}$/.test(digits)) return undefined
  const delta = generator(secret, 6).validate({ token: digits, timestamp: at.getTime(), window: SKEW_STEPS })
  if (delta === null) return undefined
  const step = stepAt(at) + delta
  return lastStep !== null && step <= lastStep ? undefined : step
}

/**
 * The secret that a one-time link offers. Derived from the link's own token and the site's key: looking at the page twice
 * shows the same one, nothing is stored before it is confirmed, and the database alone does not give it.
 */
export const secretOfLink = (site: Buffer, token: string): Buffer =>
  deriveKey(site, 'one-time code enrolment', Buffer.from(token, 'utf8'), 20)

export type Enrolment = { otpauthUrl: string; secret: string; qrSvg: string }

/** What an authenticator is given: the address, the secret to type, and the picture (SVG, black on white). */
export const enrolmentOf = async (secret: Buffer, login: string, issuer: string): Promise<Enrolment> => {
  const held = new Secret({ buffer: new Uint8Array(secret).buffer })
  const otpauthUrl = new TOTP({ issuer, label: login, secret: held, digits: 6, period: STEP_SECONDS }).toString()
  return {
    otpauthUrl,
    secret: held.base32,
    qrSvg: await qrText(otpauthUrl, { type: 'svg', margin: 2, errorCorrectionLevel: 'M' }),
  }
}
