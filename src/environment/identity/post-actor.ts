/** Who acts, as rules see it: a post of an agency, the officer at it, and for which purpose. */
import { forbidden, type Refusal } from '../../base/public.ts'
import type { Call } from '../../ledger/public.ts'
import type { Right } from './model.ts'
import { rightOf } from './rights.ts'

export type PostActor = {
  agency: string
  post: string
  /** Null for a program. */
  account: string | null
  roles: readonly string[]
  purpose: string
}

export const actorOf = ({ actor }: Pick<Call, 'actor'>): PostActor => ({
  agency: actor.agencyId,
  post: actor.postId,
  account: actor.accountId,
  roles: actor.roles,
  purpose: actor.purpose,
})

/** Null where the post has the right for its purpose. */
export const refuseRight = (right: Right, actor: Pick<PostActor, 'roles' | 'purpose'>): Refusal | null => {
  const held = rightOf(right, actor.roles, actor.purpose)
  return held === true ? null : forbidden(held.zh, held.en)
}
