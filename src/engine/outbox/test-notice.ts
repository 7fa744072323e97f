/** A test message: goes the way of every notice, to one address, and says nothing but that it arrived. */

import type { Call } from '../../ledger/public.ts'
import { circleFor } from '../sharing/public.ts'
import { registerNotice } from './compose.ts'
import type { ChannelKind } from './model.ts'
import { queueTo } from './queue.ts'

/** The job that queues a test: whoever asks for it may not see the circle of the row that it makes. */
export const TEST = 'outbox.test'
export type TestJob = { channelId: string; postId: string; onBehalf: string; realm: number }

registerNotice('test', async () => ({
  level: null,
  title: { zh: '同关测试消息', en: 'Tongguan test message' },
  place: null,
  what: { zh: '能看到这一条，说明通道可用', en: 'if you can read this, the channel works' },
  path: '/notifications',
  over: false,
}))

export const queueTest = async (call: Call, job: TestJob): Promise<void> => {
  const [channel] = await call.tx.query<{ agency_id: string; account_id: string | null; kind: ChannelKind }>(
    'select agency_id, account_id, kind from reach_channel where id = $1 and active',
    [job.channelId],
  )
  if (!channel) return
  const circleId = await circleFor(call.tx, {
    owner: channel.agency_id,
    dataClass: 'administration',
    purposeLock: null,
    tlp: 'amber_strict',
    agencies: [],
    groups: [],
  })
  await queueTo(call, { about: { kind: 'test', id: job.channelId }, circleId, event: 'test' }, [
    {
      channel_id: job.channelId,
      kind: channel.kind,
      account_id: channel.account_id,
      post_id: job.postId,
      agency: channel.agency_id,
    },
  ])
}
