/** Looks at compound assessments again: soon after a batch that may matter, and every minute, since evidence ages by itself. */
import { LIVE_REALM } from '../../base/public.ts'
import type { House } from '../../ledger/public.ts'
import type { Schedule, Task } from '../../store/public.ts'
import { COMPOUND_TASK } from '../waiting/public.ts'
import { evaluateForAll } from './service.ts'

export const tasks = (house: House): Task[] => [
  {
    name: COMPOUND_TASK,
    run: async () => {
      await evaluateForAll(house, LIVE_REALM)
    },
  },
]

export const schedule: readonly Schedule[] = [{ task: COMPOUND_TASK, cron: '* * * * *' }]
