/**
 * A response is stood down only when its review has been opened. The room of incidents keeps that rule; it is told here, in the
 * same transaction, through the function that the composition passes in (`src/app/rooms.ts`).
 */
import type { Call } from '../../ledger/public.ts'
import { openReview } from './service.ts'

export type NoteReviewOpened = (call: Call, incidentId: string) => Promise<void>

export const openForStandDown = async (
  call: Call,
  incidentId: string,
  noteReviewOpened?: NoteReviewOpened,
): Promise<{ id: string }> => {
  const opened = await openReview(call, incidentId)
  await noteReviewOpened?.(call, incidentId)
  return opened
}
