/** Who acts, as the rules of the scan see them. */
import type { Call } from '../../ledger/public.ts'
import type { ScanActor } from './decide.ts'

export const actorOf = ({ actor }: Call): ScanActor => ({
  agency: actor.agencyId,
  post: actor.postId,
  account: actor.accountId,
  roles: actor.roles,
  purpose: actor.purpose,
})
