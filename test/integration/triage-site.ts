/** A small port for the tests of triage and compound assessments: signals of any kind through intake, and a clock that stands. */
import { tasks as compoundTasks } from '../../src/actions/compound/public.ts'
import type { IntakeResult } from '../../src/actions/signals/public.ts'
import { tasks as triageTasks } from '../../src/actions/triage/public.ts'
import { fixedClock } from '../../src/base/public.ts'
import { ensureSystemPosts } from '../../src/environment/identity/public.ts'
import { type Call, type House, inCall } from '../../src/ledger/public.ts'
import { type Claim, withRole } from '../../src/store/public.ts'
import { bringCrafted, type Crafted } from '../support/crafted-signals.ts'
import { signalsSite } from './signals-site.ts'

export const triageSite = async (t: { after(fn: () => Promise<void>): void }) => {
  const site = await signalsSite(t)
  await withRole(site.db, 'owner', (tx) => ensureSystemPosts(tx))
  // In the middle of a window, so that minutes do not cross into the next.
  const clock = fixedClock(new Date(Math.floor(Date.now() / 86_400_000) * 86_400_000 + 6 * 3_600_000))
  const house: House = { ...site.house, clock }
  const as = <T>(claim: Claim, fn: (call: Call) => Promise<T>): Promise<T> => inCall(house, claim, fn)
  const bring = (crafted: readonly Crafted[], source = site.source): Promise<IntakeResult[]> =>
    bringCrafted(site.db, site.intake, source, clock.now(), crafted)
  const tasks = [...triageTasks(house), ...compoundTasks(house)]
  const runTask = async (name: string, payload: unknown = {}): Promise<void> => {
    await tasks
      .find((one) => one.name === name)!
      .run(payload, { db: site.db, attempt: 1, isLastAttempt: false, log: () => {} })
  }
  const waiting = async (name: string) =>
    (
      await site.db.owner.query<{ payload: object; run_at: Date }>(
        `select j.payload, j.run_at from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
          where t.identifier = $1 order by j.run_at`,
        [name],
      )
    ).rows
  return { ...site, house, clock, as, bring, runTask, waiting }
}

export type TriageSite = Awaited<ReturnType<typeof triageSite>>
