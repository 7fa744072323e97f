/**
 * The two cookies, and who a request says it is. Both are HttpOnly and SameSite=Strict, so that no page of another site and
 * no script of ours can use them; over https they are Secure.
 */
import { LIVE_REALM } from '../../base/public.ts'
import type { SessionClaim } from '../../store/public.ts'
import { hashOfToken, isToken } from './tokens.ts'

export const SESSION_COOKIE = 'tg_session'
export const DEVICE_COOKIE = 'tg_device'
const DEVICE_SECONDS = 365 * 24 * 3600

type Jar = { readonly [name: string]: string | undefined }
type Headers = { readonly [name: string]: string | readonly string[] | undefined }
export type Carried = { cookies: Jar; headers: Headers }

const one = (value: string | readonly string[] | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined

/**
 * Who the request says it is, not yet whether that is so: the database decides on the hash. An `Authorization` header counts
 * alone, without falling back to the cookie: a program with a bad token must not act as the person whose browser it uses.
 */
export const claimOf = ({ cookies, headers }: Carried): SessionClaim | null => {
  const asked = one(headers['x-purpose'])
  // Empty: the session's own purpose, or the usual one of a token's post.
  const purpose = asked !== undefined && /^[a-z_]{1,40}$/.test(asked) ? asked : ''
  const claim = (token: string): SessionClaim => ({
    sessionHash: hashOfToken(token).toString('hex'),
    purpose,
    realm: LIVE_REALM,
  })
  const bearer = one(headers['authorization'])
  if (bearer !== undefined) {
    const token = /^bearer +(\S+)$/i.exec(bearer)?.[1] ?? ''
    return isToken('api', token) ? claim(token) : null
  }
  const session = cookies[SESSION_COOKIE]
  if (session === undefined || !isToken('session', session)) return null
  return claim(session)
}

const cookie = (name: string, value: string, seconds: number | null, secure: boolean): string =>
  [
    `${name}=${value}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Strict',
    ...(secure ? ['Secure'] : []),
    ...(seconds === null ? [] : [`Max-Age=${seconds}`]),
  ].join('; ')

/** Ends with the browser; the server's own limits come first. */
export const sessionCookie = (token: string, secure: boolean): string => cookie(SESSION_COOKIE, token, null, secure)
export const clearSessionCookie = (secure: boolean): string => cookie(SESSION_COOKIE, '', 0, secure)
export const deviceCookie = (value: string, secure: boolean): string =>
  cookie(DEVICE_COOKIE, value, DEVICE_SECONDS, secure)
