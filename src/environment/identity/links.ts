/**
 * One-time links: the first password and the one-time codes of an account, or new ones after a reset. A link holds 24 hours
 * and is used once; it is found by the hash of its secret. Absent, used, late and of a disabled account look the same.
 */
import { type AccountId, DomainError, invalid, notFound, type PostId } from '../../base/public.ts'
import { loginHash, rememberDevice } from './caller.ts'
import { appendIdentityFacts } from './facts.ts'
import { CODE_RULE } from './lock-out.ts'
import type { LinkView } from './model.ts'
import { enrolmentOf, findStep, secretOfLink } from './one-time-codes.ts'
import { refuseWeakPassword } from './passwords.ts'
import { type From, type Guard, noPost, type Opened, openSession, totpKey } from './sign-in.ts'
import { seal } from './site-key.ts'
import * as store from './store.ts'
import { hashOfToken, isToken } from './tokens.ts'

export const LINK_HOURS = 24

/** Path of the console that takes a link. */
export const linkPath = (token: string): string => `/link/${token}`

/** Looking changes nothing. @throws `not_found`. */
export const viewLink = async (guard: Guard, token: string, issuer: string): Promise<LinkView> => {
  if (!isToken('link', token)) throw notFound()
  const link = await guard.auth((tx) => store.findLink(tx, hashOfToken(token), false))
  if (!link) throw notFound()
  return {
    login: link.login,
    officer: { zh: link.zh, en: link.en },
    expiresAt: link.expiresAt.toISOString(),
    totp: await enrolmentOf(secretOfLink(guard.key, token), link.login, issuer),
  }
}

/** Sets password and codes, ends what was open before, signs in. @throws `not_found`; `invalid` on `password` or `code`. */
export const redeemLink = async (
  guard: Guard,
  token: string,
  command: { password: string; code: string },
  from: From,
): Promise<Opened> => {
  if (!isToken('link', token)) throw notFound()
  const hash = hashOfToken(token)
  const seen = await guard.auth((tx) => store.findLink(tx, hash, false))
  if (!seen) throw notFound()
  refuseWeakPassword(command.password, seen.login)
  const secret = secretOfLink(guard.key, token)
  const login = loginHash(guard.key, seen.login)
  const attempt = await guard.auth((tx) => store.takeAttempt(tx, login, hash, guard.now(), CODE_RULE))
  if (!attempt.allowed)
    throw new DomainError(
      'too_many',
      { zh: '验证码错误次数过多，请稍后再试。', en: 'Too many wrong codes; try again later.' },
      { retryAfterSeconds: attempt.retryAfterSeconds },
    )
  const step = findStep(secret, command.code, guard.now(), null)
  if (step === undefined)
    throw invalid(
      'code',
      '验证码不正确；请检查设备时间，并输入当前的六位数字。',
      'The code is wrong; check the clock of your device and enter the six digits it shows now.',
    )
  const passwordHash = await guard.passwords.hash(command.password)
  return guard.auth(async (tx) => {
    const link = await store.findLink(tx, hash, true)
    if (!link) throw notFound()
    const account = await store.findAccount(tx, link.accountId)
    if (!account || account.postId === null || account.agencyId === null) throw noPost()
    await store.setPasswordHash(tx, link.accountId, passwordHash)
    await store.setTotp(tx, link.accountId, seal(totpKey(guard.key), secret, link.accountId), step)
    await store.spendLinks(tx, link.accountId)
    await store.endOtherSessions(tx, link.accountId, null)
    await store.forgetAttempts(tx, login, [hash])
    await appendIdentityFacts(
      tx,
      { postId: account.postId as PostId, accountId: link.accountId as AccountId },
      guard.now(),
      [
        {
          act: 'account.password_set',
          object: `account/${link.accountId}`,
          payload: { how: 'link' },
          agencyId: account.agencyId,
        },
      ],
    )
    const session = await openSession(tx, guard.now(), {
      accountId: link.accountId,
      postId: account.postId,
      agencyId: account.agencyId,
      purpose: null,
      userAgent: from.userAgent,
      how: 'link',
    })
    return { token: session, device: rememberDevice(guard.key, login, from.deviceCookie) }
  })
}
