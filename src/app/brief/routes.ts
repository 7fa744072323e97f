/** Drafts of the daily brief: by a person now, or by the clock at the time that the agency has set. */
import { Type } from 'typebox'
import { DraftBriefSchema, draftBrief, draftOwedBrief, getSettings } from '../../actions/cell/public.ts'
import { LIVE_REALM } from '../../base/public.ts'
import { systemPostOf } from '../../environment/identity/public.ts'
import { type AnyRoute, type House, inCall, route } from '../../ledger/public.ts'
import { type Schedule, type Task, withRole } from '../../store/public.ts'
import { differsLines } from './differs.ts'

export const briefRoutes: AnyRoute[] = [
  route({
    method: 'POST',
    url: '/briefs',
    summary: 'Draft a daily brief of what is so now; an older draft is replaced',
    body: DraftBriefSchema,
    response: Type.Object({ id: Type.String() }),
    status: 201,
    handler: (call, { body }, house) => draftBrief(call, house, differsLines(house.portZone), body.remarks),
  }),
]

const DRAFT_BRIEFS = 'cell.draft_briefs'

/** Every five minutes: each agency whose set time has come gets its draft, once a day. Safe to run twice. */
export const briefTasks = (house: House): Task[] => [
  {
    name: DRAFT_BRIEFS,
    run: async () => {
      const agencies = await withRole(house.db, 'job', (tx) =>
        tx.query<{ id: string }>('select agency_id as id from agency where member order by agency_id'),
      )
      for (const { id } of agencies)
        await inCall(house, { onBehalf: systemPostOf(id), purpose: '', realm: LIVE_REALM }, async (call) => {
          const { briefMinute } = await getSettings(call)
          await draftOwedBrief(call, house, differsLines(house.portZone), briefMinute)
        })
    },
  },
]
export const BRIEF_SCHEDULE: Schedule = { task: DRAFT_BRIEFS, cron: '*/5 * * * *' }
