/**
 * Entries about accounts and sessions. They lie in the administration circle of the agency concerned; payloads hold ids and
 * what changed, never a secret, and never what somebody typed as a login. Sign-in has no call: it seals and appends here, in
 * the same transaction as its rows.
 */
import { type AccountId, type Json, LIVE_REALM, type PostId } from '../../base/public.ts'
import { appendFacts } from '../../ledger/public.ts'
import type { Tx } from '../../store/public.ts'

export type IdentityAct =
  | 'session.opened'
  | 'session.ended'
  | 'session.post_chosen'
  | 'sign_in.held'
  | 'account.created'
  | 'account.link_issued'
  | 'account.password_set'
  | 'account.disabled'
  | 'account.enabled'
  | 'account.unlocked'
  | 'account.posts_set'
  | 'post.created'
  | 'agency.membership_set'
  | 'token.issued'
  | 'token.revoked'
  | 'access.mended'

export type IdentityFact = { act: IdentityAct; object: string; payload: Json; agencyId: string }

/** The circle in which an agency's accounts are accounted for. */
export const administrationCircle = async (tx: Pick<Tx, 'query'>, agencyId: string): Promise<number> => {
  const [row] = await tx.query<{ id: number }>(
    `select app.intern_circle($1, 'administration', null, 'red', '{}', '{}') as id`,
    [agencyId],
  )
  return row!.id
}

/** As envelopes name an actor: the post, and the officer who held it. */
const actorName = (postId: string, accountId: string | null): string =>
  accountId === null ? `post/${postId}` : `post/${postId}/officer/${accountId}`

export type By = { postId: PostId; accountId: AccountId | null }

/** Appends facts in a transaction of the auth role, outside of a call. Objects that nobody knows are `sign_in/unknown`. */
export const appendIdentityFacts = async (tx: Tx, by: By, at: Date, facts: readonly IdentityFact[]): Promise<void> => {
  if (facts.length === 0) return
  const newFacts = []
  for (const { act, object, payload, agencyId } of facts)
    newFacts.push({ act, object, payload, circleId: await administrationCircle(tx, agencyId) })
  const sealer = { actor: actorName(by.postId, by.accountId), realm: LIVE_REALM, at, recordedAt: tx.startedAt }
  await appendFacts(tx, newFacts, sealer)
}
