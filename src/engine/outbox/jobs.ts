/** Work of this room in the background: a payload carries ids, the realm and the post on whose behalf, never content. */
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { type House, inCall } from '../../ledger/public.ts'
import type { Task } from '../../store/public.ts'
import { deliver, type Transports } from './deliver.ts'
import { DELIVER } from './queue.ts'
import { sendMail } from './smtp.ts'
import { queueTest, TEST } from './test-notice.ts'
import { postWebhook } from './webhook.ts'

const DeliverSchema = Type.Object({
  outboxId: Type.String(),
  onBehalf: Type.String(),
  realm: Type.Integer(),
  retry: Type.Optional(Type.Boolean()),
})
const TestSchema = Type.Object({
  channelId: Type.String(),
  postId: Type.String(),
  onBehalf: Type.String(),
  realm: Type.Integer(),
})

const TRANSPORTS: Transports = { email: sendMail, webhook: postWebhook }

export const tasks = (house: House, transports: Transports = TRANSPORTS): Task[] => [
  { name: DELIVER, run: (payload) => deliver(house, transports, Value.Parse(DeliverSchema, payload)) },
  {
    name: TEST,
    run: async (payload) => {
      const job = Value.Parse(TestSchema, payload)
      await inCall(house, { onBehalf: job.onBehalf, purpose: '', realm: job.realm }, (call) => queueTest(call, job))
    },
  },
]
