/** A small port for the tests of warnings and incidents: agencies with posts, a clock that stands where it is set, a signal. */
import { createHash, randomBytes } from 'node:crypto'
import { tasks as respondTasks } from '../../src/actions/respond/public.ts'
import { tasks as warnTasks } from '../../src/actions/warn/public.ts'
import { type AccountId, fixedClock, LIVE_REALM, uuid } from '../../src/base/public.ts'
import { tasks as outboxTasks } from '../../src/engine/outbox/public.ts'
import { circleFor } from '../../src/engine/sharing/public.ts'
import { SYSTEM_POST } from '../../src/environment/identity/posts.ts'
import { systemPostOf } from '../../src/environment/identity/public.ts'
import {
  installAgencies,
  installReference,
  loadReference,
  readReferenceFiles,
  useReference,
} from '../../src/environment/reference/public.ts'
import { type Call, type House, inCall } from '../../src/ledger/public.ts'
import { type Claim, withRole } from '../../src/store/public.ts'
import { testDatabase } from '../support/database.ts'

export const MEMBERS = ['customs', 'nia', 'msa', 'port_office', 'health_cdc', 'port_operator', 'local_gov', 'heritage']

export type Officer = { claim: Claim; agency: string; post: string; account: string }
/** A job of the queue that has not run. */
export type Waiting = {
  id: string
  task: string
  payload: { onBehalf: string; realm: number } & Record<string, unknown>
  runAt: Date
}

export const respondSite = async (t: { after(fn: () => Promise<void>): void }, zone = 'Asia/Shanghai') => {
  const { db, adminUrl } = await testDatabase(t)
  await withRole(db, 'owner', async (tx) => {
    await installReference(tx, readReferenceFiles())
    const reference = await loadReference(tx)
    useReference(reference)
    await installAgencies(tx, reference, new Set(MEMBERS))
  })
  await db.job.query('select app.ensure_partitions(2)')
  const putPost = (id: string, agency: string, roles: readonly string[], purposes: readonly string[]) =>
    withRole(db, 'auth', (tx) =>
      tx.query('select app.put_post($1, $2, $3, $4, $5, $6, true)', [
        id,
        agency,
        `${agency}岗`,
        `${agency} post`,
        roles,
        purposes,
      ]),
    )
  for (const agency of MEMBERS) await putPost(systemPostOf(agency), agency, SYSTEM_POST.roles, SYSTEM_POST.purposes)

  const clock = fixedClock(new Date())
  const house: House = {
    clock,
    db,
    dataDir: '',
    demo: false,
    ledgerOrigin: 'ledger.test/live',
    portZone: zone,
    portCode: 'CNLMN',
  }
  const officer = async (
    agency: string,
    roles: readonly string[] = ['duty_officer'],
    purposes: readonly string[] = ['port_security'],
  ): Promise<Officer> => {
    const post = uuid()
    const account = uuid() as AccountId
    const hash = createHash('sha256').update(randomBytes(32)).digest()
    await putPost(post, agency, roles, purposes)
    await withRole(db, 'auth', async (tx) => {
      await tx.query('insert into account (account_id, login) values ($1, $2)', [account, `u${account.slice(0, 8)}`])
      await tx.query('insert into officer (account_id, zh, en) values ($1, $2, $3)', [account, '甲', 'A'])
      await tx.query('insert into account_post (account_id, post_id) values ($1, $2)', [account, post])
      await tx.query(
        "insert into session (token_hash, account_id, post_id, expires_at) values ($1, $2, $3, now() + interval '1 day')",
        [hash, account, post],
      )
    })
    return { claim: { sessionHash: hash.toString('hex'), purpose: '', realm: LIVE_REALM }, agency, post, account }
  }

  const as = <T>(who: Officer, fn: (call: Call) => Promise<T>): Promise<T> => inCall(house, who.claim, fn)

  /** A declaration that only its agency sees, assessed as risky. */
  const putSignal = (agency: string, riskType: string, place = 'sea'): Promise<string> =>
    withRole(db, 'owner', async (tx) => {
      const id = uuid()
      const circle = await circleFor(tx, {
        owner: agency,
        dataClass: 'declaration_basic',
        purposeLock: null,
        tlp: 'amber_strict',
        agencies: [],
        groups: [],
      })
      const source = uuid()
      await tx.query(
        `insert into source (source_id, code, agency_id, kind, zh, en, circle_id, whole_circle_id, port, place)
         values ($1, $2, $3, 'declaration', '源', 'source', $4, $4, 'CNLMN', $5)`,
        [source, `s-${source.slice(0, 8)}`, agency, circle, place],
      )
      await tx.query(
        `insert into signal (realm, id, received_at, circle_id, source_id, kind, port, place, observed_at, external_no,
                             reliability, credibility, body, search, fact, commitment)
         values (1, $1, now(), $2, $3, 'declaration', 'CNLMN', $4, now(), 'D-1', 'B', '6', '{}', '', '', '')`,
        [id, circle, source, place],
      )
      await tx.query(
        `insert into assessment (realm, id, signal_id, received_at, circle_id, engine, engine_version, risk_type, level,
                                 needs_person, score, reasons, unknowns, assessed_at, fact, commitment)
         values (1, $1, $2, now(), $3, 'test', 1, $4, 3, true, 9, '[]', '[]', now(), '', '')`,
        [uuid(), id, circle, riskType],
      )
      return id
    })

  const jobs = [...outboxTasks(house), ...warnTasks(house), ...respondTasks(house)]
  const waiting = async (): Promise<Waiting[]> =>
    (
      await db.owner.query<{ id: string; task: string; payload: Waiting['payload']; run_at: Date }>(
        `select j.id::text, t.identifier as task, j.payload, j.run_at from graphile_worker._private_jobs j
           join graphile_worker._private_tasks t on t.id = j.task_id order by j.run_at, j.id`,
      )
    ).rows.map((row) => ({ id: row.id, task: row.task, payload: row.payload, runAt: row.run_at }))

  const runJob = async (job: Waiting): Promise<void> => {
    const task = jobs.find((one) => one.name === job.task)!
    await task.run(job.payload, { db, attempt: 1, isLastAttempt: false, log: () => {} })
  }

  /** Sets the clock to the instant and runs what is due until then, each job at its own time. Returns when each ran. */
  const passTo = async (until: Date): Promise<Date[]> => {
    const ran: Date[] = []
    for (;;) {
      const next = (await waiting()).find((job) => job.runAt.getTime() <= until.getTime())
      if (!next) break
      if (next.runAt.getTime() > clock.now().getTime()) clock.set(next.runAt)
      await db.owner.query('select graphile_worker.complete_jobs(array[$1::bigint])', [next.id])
      await runJob(next)
      ran.push(clock.now())
    }
    clock.set(until)
    return ran
  }

  return { db, adminUrl, house, clock, officer, as, putSignal, waiting, runJob, passTo }
}

export type RespondSite = Awaited<ReturnType<typeof respondSite>>
