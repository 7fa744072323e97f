/** Keeps the tallies small: many rows of one hour become one. */
import type { Schedule, Task } from '../../store/public.ts'

export const foldTallies: Task = {
  name: 'fold_tallies',
  run: async (_payload, { db }) => {
    await db.job.query('select app.fold_tallies()')
  },
}

export const FOLD_SCHEDULE: Schedule = { task: foldTallies.name, cron: '*/5 * * * *' }
