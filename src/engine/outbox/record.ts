import type { Call } from '../../ledger/public.ts'
import { circleFor } from '../sharing/public.ts'

/** What was done to an address, in the record of the agency whose address it is. Addresses and keys are not in it. */
export const recordOf = async (
  call: Call,
  act: string,
  object: string,
  agency: string,
  payload: Record<string, string | boolean>,
) => {
  const circleId = await circleFor(call.tx, {
    owner: agency,
    dataClass: 'administration',
    purposeLock: null,
    tlp: 'amber_strict',
    agencies: [],
    groups: [],
  })
  call.record({ act, object, payload, circleId })
}
