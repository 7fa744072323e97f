/**
 * Signing in with password and one-time code. Whoever asks learns only "wrong", whether the login exists or not, and in the
 * same time: the attempt is counted, one password is hashed, one answer given. Attempts are counted before the password is
 * looked at and outside of its transaction, so that no lock is held while it is hashed.
 */
import { type AccountId, DomainError, type PostId } from '../../base/public.ts'
import type { Tx } from '../../store/public.ts'
import { type Caller, callerOf, loginHash, rememberDevice } from './caller.ts'
import { appendIdentityFacts } from './facts.ts'
import { ATTEMPT_KEPT_MS, type AttemptState, CODE_RULE, isHeld, SIGN_IN_RULE } from './lock-out.ts'
import type { SignIn } from './model.ts'
import { findStep } from './one-time-codes.ts'
import type { Passwords } from './passwords.ts'
import { systemPostOf } from './posts.ts'
import { deriveKey, keyedHash, unseal } from './site-key.ts'
import * as store from './store.ts'
import { hashOfToken, newToken } from './tokens.ts'

export type AuthDb = <T>(fn: (tx: Tx) => Promise<T>) => Promise<T>

export type Guard = {
  auth: AuthDb
  key: Buffer
  now(): Date
  /** Only then may demonstration accounts sign in. */
  demo: boolean
  passwords: Passwords
  /** True now and then: this sign-in removes counts that no longer matter. */
  sweepDue(): boolean
}

export type From = { address: string; deviceCookie: string | undefined; userAgent: string | undefined }

/** A session that has begun: its secret for the cookie, and the device's cookie that knows this login now. */
export type Opened = { token: string; device: string }

export const wrong = (): DomainError =>
  new DomainError(
    'unauthenticated',
    { zh: '登录名、密码或验证码不正确。', en: 'The login, the password or the code is wrong.' },
    { reason: 'wrong' },
  )

const codeRequired = (): DomainError =>
  new DomainError(
    'unauthenticated',
    { zh: '请输入验证器上的六位验证码。', en: 'Enter the six digits that your authenticator shows.' },
    { reason: 'code_required' },
  )

const held = (retryAfterSeconds: number): DomainError =>
  new DomainError(
    'too_many',
    {
      zh: `尝试次数过多，请 ${retryAfterSeconds} 秒后再试；其他人和已登录过的设备不受影响。`,
      en: `Too many attempts; try again in ${retryAfterSeconds} seconds. Others, and devices that signed in before, are not affected.`,
    },
    { retryAfterSeconds },
  )

export const noPost = (): DomainError =>
  new DomainError('forbidden', {
    zh: '你的账号目前没有岗位；请联系管理员。',
    en: 'Your account holds no post at present; ask your administrator.',
  })

export const totpKey = (site: Buffer): Buffer => deriveKey(site, 'one-time code secrets')

/** Wrong codes of an account from all unknown callers together are counted under this name. */
const codeCaller = (guard: Guard, accountId: string): Buffer => keyedHash(guard.key, 'caller', 'codes', accountId)

/** One entry when a caller is held up, not one per attempt: a crowd of guesses must not fill the record. */
const recordHold = async (
  guard: Guard,
  account: store.StoredAccount | undefined,
  caller: Caller,
  state: AttemptState,
  what: string,
) => {
  if (state.lockedUntil === null) return
  const until = state.lockedUntil.toISOString()
  await guard.auth(async (tx) => {
    const agencyId = account?.agencyId ?? (await store.findSiteAgency(tx))
    if (agencyId === undefined) return
    await appendIdentityFacts(tx, { postId: systemPostOf(agencyId), accountId: null }, guard.now(), [
      {
        act: 'sign_in.held',
        object: account ? `account/${account.accountId}` : 'sign_in/unknown',
        payload: { what, failures: state.failures, until, caller: caller.knownDevice ? 'known_device' : 'address' },
        agencyId,
      },
    ])
  })
}

/** Counts, without looking at the password; loads the account in the same transaction. */
const begin = (guard: Guard, login: string, hash: Buffer, caller: Caller) =>
  guard.auth(async (tx) => {
    const at = guard.now()
    if (guard.sweepDue()) await store.removeOldAttempts(tx, new Date(at.getTime() - ATTEMPT_KEPT_MS))
    const decision = await store.takeAttempt(tx, hash, caller.hash, at, SIGN_IN_RULE)
    return { decision, account: await store.findAccountByLogin(tx, login) }
  })

export type SessionStart = {
  accountId: string
  postId: string
  agencyId: string
  purpose: string | null
  userAgent: string | undefined
  how: 'password' | 'persona' | 'link'
}

/** Begins a session in the caller's transaction and returns its secret. */
export const openSession = async (tx: Tx, at: Date, start: SessionStart): Promise<string> => {
  const token = newToken('session')
  await store.insertSession(tx, {
    tokenHash: hashOfToken(token),
    accountId: start.accountId,
    postId: start.postId,
    purpose: start.purpose,
    userAgent: start.userAgent?.slice(0, 200) ?? null,
    since: null,
  })
  await appendIdentityFacts(tx, { postId: start.postId as PostId, accountId: start.accountId as AccountId }, at, [
    {
      act: 'session.opened',
      object: `account/${start.accountId}`,
      payload: { how: start.how, post: start.postId },
      agencyId: start.agencyId,
    },
  ])
  return token
}

const codeIsHeld = async (guard: Guard, hash: Buffer, accountId: string): Promise<number> => {
  const state = await guard.auth((tx) => store.findAttempt(tx, hash, codeCaller(guard, accountId)))
  const at = guard.now()
  return state && isHeld(state, at) ? Math.ceil((state.lockedUntil!.getTime() - at.getTime()) / 1000) : 0
}

/** Uses the code up and begins the session, or undefined where the code is wrong, was used, or the account changed meanwhile. */
const finish = (guard: Guard, account: store.StoredAccount, hash: Buffer, caller: Caller, code: string, from: From) =>
  guard.auth(async (tx) => {
    const now = await store.lockAccount(tx, account.accountId)
    if (!now || now.disabled || now.passwordHash !== account.passwordHash || now.totpSecret === null) return undefined
    const secret = unseal(totpKey(guard.key), now.totpSecret, now.accountId)
    const step = findStep(secret, code, guard.now(), now.totpLastStep)
    if (step === undefined) return undefined
    if (now.postId === null || now.agencyId === null) throw noPost()
    await store.setCodeUsed(tx, now.accountId, step)
    await store.forgetAttempts(tx, hash, [caller.hash, codeCaller(guard, now.accountId)])
    return openSession(tx, guard.now(), {
      accountId: now.accountId,
      postId: now.postId,
      agencyId: now.agencyId,
      purpose: null,
      userAgent: from.userAgent,
      how: 'password',
    })
  })

/** @throws DomainError `unauthenticated` with reason `wrong` or `code_required`; `too_many` with `retryAfterSeconds`. */
export const signIn = async (guard: Guard, command: SignIn, from: From): Promise<Opened> => {
  const login = command.login.trim().toLowerCase()
  const hash = loginHash(guard.key, login)
  const caller = callerOf(guard.key, hash, from.address, from.deviceCookie)
  const { decision, account } = await begin(guard, login, hash, caller)
  if (!decision.allowed) throw held(decision.retryAfterSeconds)

  const usable = account !== undefined && !account.disabled && (!account.demo || guard.demo) && account.totpConfirmed
  const fits = await guard.passwords.verify(usable ? (account.passwordHash ?? undefined) : undefined, command.password)
  if (!usable || !fits) {
    await recordHold(guard, account, caller, decision.next, 'password')
    throw wrong()
  }
  if (command.code === undefined || command.code.trim() === '') {
    await guard.auth((tx) => store.giveBackAttempt(tx, hash, caller.hash, decision.next))
    throw codeRequired()
  }
  if (!caller.knownDevice) {
    const seconds = await codeIsHeld(guard, hash, account.accountId)
    if (seconds > 0) throw held(seconds)
  }
  const token = await finish(guard, account, hash, caller, command.code, from)
  if (token === undefined) {
    await recordHold(guard, account, caller, decision.next, 'code')
    if (!caller.knownDevice) {
      const codes = await guard.auth((tx) =>
        store.takeAttempt(tx, hash, codeCaller(guard, account.accountId), guard.now(), CODE_RULE),
      )
      if (codes.allowed) await recordHold(guard, account, caller, codes.next, 'codes of all callers')
    }
    throw wrong()
  }
  return { token, device: rememberDevice(guard.key, hash, from.deviceCookie) }
}

/** One press instead of a password, on a demonstration only. Undefined where there is no such persona. */
export const signInAsPersona = (guard: Guard, login: string, from: From): Promise<Opened | undefined> =>
  guard.auth(async (tx) => {
    if (!guard.demo) return undefined
    const account = await store.findAccountByLogin(tx, login)
    if (!account?.demo || account.disabled || account.postId === null || account.agencyId === null) return undefined
    const token = await openSession(tx, guard.now(), {
      accountId: account.accountId,
      postId: account.postId,
      agencyId: account.agencyId,
      purpose: null,
      userAgent: from.userAgent,
      how: 'persona',
    })
    return { token, device: rememberDevice(guard.key, loginHash(guard.key, login), from.deviceCookie) }
  })
