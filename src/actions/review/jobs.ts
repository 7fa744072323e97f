/** Work of this room in the background: a payload carries ids, the realm and the post on whose behalf, never content. */
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { type House, inCall } from '../../ledger/public.ts'
import type { Task } from '../../store/public.ts'
import { ACTION_DAYS } from './action-days.ts'
import { tickAction } from './service.ts'

const ActionDaysSchema = Type.Object({ actionId: Type.String(), onBehalf: Type.String(), realm: Type.Integer() })

/** Each task opens a call as the post it names, which is authorised again at that moment. Safe to run twice. */
export const tasks = (house: House): Task[] => [
  {
    name: ACTION_DAYS,
    run: async (payload) => {
      const { actionId, onBehalf, realm } = Value.Parse(ActionDaysSchema, payload)
      await inCall(house, { onBehalf, purpose: '', realm }, (call) => tickAction(call, house, actionId))
    },
  },
]
