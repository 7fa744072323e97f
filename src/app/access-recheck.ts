/** Every ten minutes all access is derived again. What differs is mended, and that it differed is on record. */
import { appendIdentityFacts, systemPostOf } from '../environment/identity/public.ts'
import type { House } from '../ledger/public.ts'
import { type Schedule, type Task, withRole } from '../store/public.ts'

const NAME = 'recheck_access'

export const recheckAccess = (house: House): Task => ({
  name: NAME,
  run: async (_payload, { db, log }) => {
    await withRole(db, 'auth', async (tx) => {
      const [found] = await tx.query<{ widened: number; narrowed: number }>('select * from app.recheck_access()')
      const { widened, narrowed } = found!
      if (widened + narrowed === 0) return
      log(`access was not what agreements say: ${widened} too wide, ${narrowed} missing; mended`)
      const [member] = await tx.query<{ agency_id: string }>(
        'select agency_id from agency where member order by 1 limit 1',
      )
      if (!member) return
      await appendIdentityFacts(tx, { postId: systemPostOf(member.agency_id), accountId: null }, house.clock.now(), [
        {
          act: 'access.mended',
          object: 'access/all',
          payload: { widened, narrowed },
          agencyId: member.agency_id,
        },
      ])
    })
  },
})

export const RECHECK_SCHEDULE: Schedule = { task: NAME, cron: '*/10 * * * *' }
