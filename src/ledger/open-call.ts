/**
 * Opens calls: one transaction of one actor, with the facts it records. Facts are sealed when they are known and appended
 * in one round trip before the commit. A crash before the commit leaves nothing; after it, rows and entries are both there.
 */
import type { AccountId, AgencyId, Json, PostId, RealmId } from '../base/public.ts'
import { DomainError } from '../base/public.ts'
import { type Claim, type Tx, type Whoami, withActor } from '../store/public.ts'
import { appendSealed } from './append.ts'
import type { Actor, Call, House, NewFact } from './call.ts'
import { type Sealed, sealFact } from './seal.ts'

const actorOf = (who: Whoami): Actor => ({
  accountId: who.account_id as AccountId | null,
  postId: who.post_id as PostId,
  agencyId: who.agency_id as AgencyId,
  purpose: who.purpose,
  roles: who.roles,
  scopes: who.scopes,
  sourceId: who.source_id,
})

/** How an actor is named in an envelope: the post, and the officer who held it. */
export const actorName = (actor: Pick<Actor, 'postId' | 'accountId'>): string =>
  actor.accountId === null ? `post/${actor.postId}` : `post/${actor.postId}/officer/${actor.accountId}`

const openCall = (house: House, tx: Tx, who: Whoami, realm: RealmId): { call: Call; flush(): Promise<void> } => {
  const actor = actorOf(who)
  const sealed: Sealed[] = []
  const at = house.clock.now()
  const recordedAt = new Date(who.now)
  const call: Call = {
    tx,
    actor,
    realm,
    at,
    recordedAt,
    record: (fact: NewFact) => {
      const one = sealFact(fact, { actor: actorName(actor), realm, at, recordedAt })
      sealed.push(one)
      return one
    },
    enqueue: async (task, payload: Json, options = {}) => {
      await tx.query('select app.add_job($1, $2, $3, $4)', [
        task,
        JSON.stringify(payload),
        options.runAt ?? null,
        options.key ?? null,
      ])
    },
  }
  return { call, flush: () => appendSealed(tx, sealed) }
}

/** Runs `fn` as the actor of the claim. @throws DomainError `unauthenticated` where the claim names nobody who may act. */
export const inCall = async <T>(house: House, claim: Claim, fn: (call: Call) => Promise<T>): Promise<T> =>
  withActor(house.db, claim, async (tx, who) => {
    if (who === null) throw new DomainError('unauthenticated', { zh: '请先登录。', en: 'Please sign in first.' })
    const { call, flush } = openCall(house, tx, who, claim.realm as RealmId)
    const result = await fn(call)
    await flush()
    return result
  })
