/** Who acts in the cell, and how a rule refuses. Pure. */
import { forbidden, type Refusal } from '../../base/public.ts'
import { type Right, rightOf } from '../../environment/identity/public.ts'
import type { Call } from '../../ledger/public.ts'

export type CellActor = {
  agency: string
  post: string
  account: string | null
  roles: readonly string[]
  purpose: string
}

export const actorOf = ({ actor }: Pick<Call, 'actor'>): CellActor => ({
  agency: actor.agencyId,
  post: actor.postId,
  account: actor.accountId,
  roles: actor.roles,
  purpose: actor.purpose,
})

/** The right of the post for its purpose, in the words of the table of rights. */
export const refuseRight = (right: Right, actor: CellActor): Refusal | null => {
  const held = rightOf(right, actor.roles, actor.purpose)
  return held === true ? null : forbidden(held.zh, held.en)
}

export const NOT_A_PERSON = forbidden(
  '须由在岗人员本人办理，接口程序不能签署。',
  'A named officer must do this; a machine cannot sign.',
)
