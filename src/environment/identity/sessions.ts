/** What a signed-in officer does with the session: end it, act at another post or for another purpose, change the password. */
import { type AccountId, DomainError, invalid, notFound, type PostId } from '../../base/public.ts'
import type { SessionClaim, Tx } from '../../store/public.ts'
import { loginHash } from './caller.ts'
import { appendIdentityFacts } from './facts.ts'
import { CODE_RULE } from './lock-out.ts'
import { findStep } from './one-time-codes.ts'
import { refuseWeakPassword } from './passwords.ts'
import { actAs } from './session-view.ts'
import { type Guard, totpKey, wrong } from './sign-in.ts'
import { unseal } from './site-key.ts'
import * as store from './store.ts'
import { hashOfToken, newToken } from './tokens.ts'

const signedOut = (): DomainError =>
  new DomainError('unauthenticated', { zh: '请先登录。', en: 'Please sign in first.' })

const hashOf = (claim: SessionClaim): Buffer => Buffer.from(claim.sessionHash, 'hex')

const whoIs = async (tx: Tx, claim: SessionClaim) => {
  const who = await actAs(tx, claim)
  if (!who || who.account_id === null) throw signedOut()
  return { ...who, accountId: who.account_id as AccountId, postId: who.post_id as PostId }
}

/** Ending a session that has ended is no fault: the answer is the same. */
export const endSession = (guard: Guard, claim: SessionClaim): Promise<void> =>
  guard.auth(async (tx) => {
    const who = await actAs(tx, claim)
    const ended = await store.endSessionRow(tx, hashOf(claim))
    if (!ended || !who || who.account_id === null) return
    await appendIdentityFacts(
      tx,
      { postId: who.post_id as PostId, accountId: who.account_id as AccountId },
      guard.now(),
      [{ act: 'session.ended', object: `account/${who.account_id}`, payload: null, agencyId: who.agency_id }],
    )
  })

/** A new secret for the new entitlement; the absolute limit runs on. @throws `not_found` where the post is not held. */
export const choosePost = (
  guard: Guard,
  claim: SessionClaim,
  choice: { postId: string; purpose?: string | undefined },
  userAgent: string | undefined,
): Promise<string> =>
  guard.auth(async (tx) => {
    const who = await whoIs(tx, claim)
    const [post] = await tx.query<{ agency_id: string; purposes: string[]; created_at: Date }>(
      `select n.agency_id, n.purposes, s.created_at from app.account_post_now n join session s on s.token_hash = $3
        where n.account_id = $1 and n.post_id = $2`,
      [who.accountId, choice.postId, hashOf(claim)],
    )
    if (!post) throw notFound()
    if (choice.purpose !== undefined && !post.purposes.includes(choice.purpose))
      throw invalid('purpose', '该岗位不能用于这个用途。', 'This post may not act for that purpose.')
    const token = newToken('session')
    await store.endSessionRow(tx, hashOf(claim))
    await store.insertSession(tx, {
      tokenHash: hashOfToken(token),
      accountId: who.accountId,
      postId: choice.postId,
      purpose: choice.purpose ?? null,
      userAgent: userAgent?.slice(0, 200) ?? null,
      since: post.created_at,
    })
    await appendIdentityFacts(tx, { postId: choice.postId as PostId, accountId: who.accountId }, guard.now(), [
      {
        act: 'session.post_chosen',
        object: `account/${who.accountId}`,
        payload: { from: who.postId, to: choice.postId, purpose: choice.purpose ?? post.purposes[0]! },
        agencyId: post.agency_id,
      },
    ])
    return token
  })

const codesHeld = (seconds: number): DomainError =>
  new DomainError(
    'too_many',
    { zh: `尝试次数过多，请 ${seconds} 秒后再试。`, en: `Too many attempts; try again in ${seconds} seconds.` },
    { retryAfterSeconds: seconds },
  )

/** Every other session of the account ends. @throws `unauthenticated` reason `wrong` for the old password or the code. */
export const changePassword = async (
  guard: Guard,
  claim: SessionClaim,
  change: { current: string; code: string; password: string },
): Promise<void> => {
  const account = await guard.auth(async (tx) => {
    const who = await whoIs(tx, claim)
    return store.findAccount(tx, who.accountId)
  })
  if (!account || account.demo) throw notFound()
  refuseWeakPassword(change.password, account.login)
  // A session left open must not be a place to guess the password: counted for this session, as a caller of its own.
  const hash = loginHash(guard.key, account.login)
  const caller = hashOf(claim)
  const attempt = await guard.auth((tx) => store.takeAttempt(tx, hash, caller, guard.now(), CODE_RULE))
  if (!attempt.allowed) throw codesHeld(attempt.retryAfterSeconds)
  if (!(await guard.passwords.verify(account.passwordHash ?? undefined, change.current))) throw wrong()
  const passwordHash = await guard.passwords.hash(change.password)
  const done = await guard.auth(async (tx) => {
    const who = await whoIs(tx, claim)
    const now = await store.lockAccount(tx, account.accountId)
    if (!now || now.passwordHash !== account.passwordHash || now.totpSecret === null) return false
    const step = findStep(
      unseal(totpKey(guard.key), now.totpSecret, now.accountId),
      change.code,
      guard.now(),
      now.totpLastStep,
    )
    if (step === undefined) return false
    await store.setCodeUsed(tx, now.accountId, step)
    await store.setPasswordHash(tx, now.accountId, passwordHash)
    await store.forgetAttempts(tx, hash, [caller])
    const ended = await store.endOtherSessions(tx, now.accountId, hashOf(claim))
    await appendIdentityFacts(tx, { postId: who.postId, accountId: who.accountId }, guard.now(), [
      {
        act: 'account.password_set',
        object: `account/${now.accountId}`,
        payload: { how: 'changed', endedSessions: ended },
        agencyId: who.agency_id,
      },
    ])
    return true
  })
  if (!done) throw wrong()
}
