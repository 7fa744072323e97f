/** A revision may hold from a later day on: the reference is read again when a day may have begun. */
import { dayIn, renewReference } from '../../environment/reference/public.ts'
import type { House } from '../../ledger/public.ts'
import { type Schedule, type Task, withRole } from '../../store/public.ts'

const RENEW_TASK = 'law.renew_reference'

export const tasks = (house: House): Task[] => [
  {
    name: RENEW_TASK,
    run: async (_payload, { db }) => {
      await withRole(db, 'job', (tx) => renewReference(tx, dayIn(house.clock.now(), house.portZone)))
    },
  },
]

/** Zones differ by quarters of an hour at the finest. */
export const schedule: readonly Schedule[] = [{ task: RENEW_TASK, cron: '*/15 * * * *' }]
