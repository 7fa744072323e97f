/** Work of this room in the background: waking what was put off, and keeping the tallies small. */
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { type House, inCall } from '../../ledger/public.ts'
import type { Schedule, Task } from '../../store/public.ts'
import { FOLD_TASK } from '../waiting/public.ts'
import { WAKE, wakeGroup } from './service.ts'

const WakeSchema = Type.Object({
  stateId: Type.String(),
  onBehalf: Type.String(),
  purpose: Type.String(),
  realm: Type.Integer(),
})

/** Each task opens a call as the post it names, which is authorised again at that moment. Safe to run twice. */
export const tasks = (house: House): Task[] => [
  {
    name: WAKE,
    run: async (payload) => {
      const { stateId, onBehalf, purpose, realm } = Value.Parse(WakeSchema, payload)
      await inCall(house, { onBehalf, purpose, realm }, (call) => wakeGroup(call, stateId))
    },
  },
  {
    name: FOLD_TASK,
    run: async (_payload, { db }) => {
      await db.job.query('select app.fold_triage()')
    },
  },
]

export const schedule: readonly Schedule[] = [{ task: FOLD_TASK, cron: '*/5 * * * *' }]
