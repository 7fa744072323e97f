/** Work of this room in the background. Payloads carry ids, the realm and the post on whose behalf; the app opens the call. */
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Call, House } from '../../ledger/public.ts'
import { ACK_CLOCK, escalateAcknowledgements } from './service.ts'

/**
 * A job of a room. The app registers it as a task that opens a call for `payload.onBehalf` in `payload.realm` (authorised
 * again at that moment) and runs it inside. Safe to run twice.
 */
export type RoomJob = { name: string; run(call: Call, payload: unknown, house: House): Promise<void> }

const AckClockSchema = Type.Object({
  warningId: Type.String(),
  onBehalf: Type.String(),
  realm: Type.Integer(),
})
export type AckClock = Static<typeof AckClockSchema>

export const tasks: readonly RoomJob[] = [
  {
    name: ACK_CLOCK,
    run: (call, payload) => escalateAcknowledgements(call, Value.Parse(AckClockSchema, payload).warningId),
  },
]
