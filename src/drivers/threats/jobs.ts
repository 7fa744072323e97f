/** Work of this room in the background: what has no owner comes into the queue, and an interim lead is looked for in time. */
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { LIVE_REALM } from '../../base/public.ts'
import { PURPOSES, PURPOSES_WITHOUT_CONTENT } from '../../engine/sharing/public.ts'
import { jurisdictionOfSite } from '../../environment/duties/public.ts'
import { systemPostOf } from '../../environment/identity/public.ts'
import { type House, inCall } from '../../ledger/public.ts'
import type { Schedule, Task } from '../../store/public.ts'
import { COORDINATOR } from './decide.ts'
import { escalateInterim, INTERIM_CLOCK, queueOwnerless, queueUncovered } from './service.ts'

const QUEUE_TASK = 'threats.queue'
const ClockSchema = Type.Object({
  itemId: Type.String(),
  onBehalf: Type.String(),
  realm: Type.Integer(),
  purpose: Type.String(),
})
const QueueSchema = Type.Object({ minutes: Type.Integer({ minimum: 1 }) })

/** The coordinating agency first; every agency for what only it sees, under each purpose that opens content. */
export const fillQueue = async (house: House, minutes: number): Promise<void> => {
  const { rows } = await house.db.job.query<{ id: string }>(
    'select agency_id as id from agency where member order by agency_id',
  )
  const members = rows.map((row) => row.id)
  const coordinator = members.includes(COORDINATOR) ? COORDINATOR : members[0]
  if (coordinator === undefined) return
  const onBehalf = (agency: string, purpose: string) => ({
    onBehalf: systemPostOf(agency),
    purpose,
    realm: LIVE_REALM,
  })
  await inCall(house, onBehalf(coordinator, ''), (call) => queueUncovered(call))
  const purposes = Object.keys(PURPOSES).filter((purpose) => !PURPOSES_WITHOUT_CONTENT.has(purpose))
  for (const agency of members)
    for (const purpose of purposes)
      await inCall(house, onBehalf(agency, purpose), (call) => queueOwnerless(call, jurisdictionOfSite(house), minutes))
}

export const tasks = (house: House): Task[] => [
  {
    name: QUEUE_TASK,
    run: async (payload) => {
      const { minutes } = Value.Parse(QueueSchema, payload)
      await fillQueue(house, minutes)
    },
  },
  {
    name: INTERIM_CLOCK,
    run: async (payload) => {
      const { itemId, ...claim } = Value.Parse(ClockSchema, payload)
      await inCall(house, claim, (call) => escalateInterim(call, itemId))
    },
  },
]

/** Every minute over what came in the last ten; once a day over two days, for what came while the site stood still. */
export const schedule: readonly Schedule[] = [
  { task: QUEUE_TASK, cron: '* * * * *', payload: { minutes: 10 } },
  { task: QUEUE_TASK, cron: '17 3 * * *', payload: { minutes: 2880 } },
]
