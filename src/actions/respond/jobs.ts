/** Work of this room in the background: a payload carries ids, the realm and the post on whose behalf, never content. */
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { type House, inCall } from '../../ledger/public.ts'
import type { Task } from '../../store/public.ts'
import { TASK_CLOCK } from './clock-jobs.ts'
import { tickTask } from './service.ts'

const TaskClockSchema = Type.Object({ taskId: Type.String(), onBehalf: Type.String(), realm: Type.Integer() })

/** Each task opens a call as the post it names, which is authorised again at that moment. Safe to run twice. */
export const tasks = (house: House): Task[] => [
  {
    name: TASK_CLOCK,
    run: async (payload) => {
      const { taskId, onBehalf, realm } = Value.Parse(TaskClockSchema, payload)
      await inCall(house, { onBehalf, purpose: '', realm }, (call) => tickTask(call, house, taskId))
    },
  },
]
