/** A ledger under test: one business table with facts, an integrator that runs when told, tampering as the owner. */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import {
  appendSealed,
  formatVkey,
  integrateAll,
  openLedgerKey,
  parseVkey,
  registerRowImage,
  type Sealed,
  type SignerKey,
  sealFacts,
  type VerifyReport,
  verifyLedger,
} from '../../src/ledger/public.ts'
import { withIntake } from '../../src/store/public.ts'
import { asAdmin, testDatabase } from './database.ts'

export const ORIGIN = 'ledger.test.example/live'

registerRowImage<{ id: string; state: string; amount: number }>({
  table: 'ledger_test_row',
  objectKind: 'thing',
  select: 'select id, fact, commitment, state, amount from ledger_test_row',
  image: ({ id, state, amount }) => ({ id, state, amount }),
})

export type Thing = { id: string; state: string; amount: number }

export type LedgerUnderTest = {
  folder: string
  keyFile: string
  keptFile: string
  key: SignerKey
  url(role: 'ledger' | 'owner' | 'intake'): string
  connect(role?: 'ledger' | 'owner' | 'intake'): Promise<pg.Client>
  /** Writes rows with their facts, all in one transaction. */
  change(things: readonly Thing[], at?: Date): Promise<Sealed[]>
  append(count: number): Promise<Sealed[]>
  /** Takes all there is and signs. Waits until no entry is above the horizon: other tests of the same server hold it back. */
  integrate(logDir?: string): Promise<boolean>
  /** Waits until every transaction that wrote an entry, or could stand before one, has ended. */
  settled(): Promise<void>
  verify(outside?: { where: string; note: string }[]): Promise<VerifyReport>
  /** As somebody with the owner's password does it: no service, no fact. */
  tamper(sql: string, values?: unknown[]): Promise<void>
  /** Ends a connection, or that of the leading integrator, as an administrator. */
  kill(pid: number): Promise<void>
  killLeader(): Promise<void>
}

export const thing = (state: string, amount = 1): Thing => ({ id: randomUUID(), state, amount })

export const ledgerUnderTest = async (t: { after(fn: () => Promise<void> | void): void }): Promise<LedgerUnderTest> => {
  const { db, adminUrl } = await testDatabase(t)
  const folder = mkdtempSync(join(tmpdir(), 'tongguan-ledger-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const keyFile = join(folder, 'ledger.key')
  const keptFile = join(folder, 'ledger.checkpoint')
  const key = openLedgerKey(keyFile, ORIGIN)
  await db.owner.query(
    'create table ledger_test_row (id uuid primary key, state text not null, amount int not null, fact bytea not null, commitment bytea not null)',
  )
  await db.owner.query("comment on table ledger_test_row is 'no-rls: of a test'")
  await db.owner.query('grant select, insert, update on ledger_test_row to tongguan_intake')
  const connect = async (role: 'ledger' | 'owner' | 'intake' = 'ledger'): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: db.url(role) })
    client.on('error', () => {})
    await client.connect()
    return client
  }
  const using = async <T>(role: 'ledger' | 'owner', work: (client: pg.Client) => Promise<T>): Promise<T> => {
    const client = await connect(role)
    try {
      return await work(client)
    } finally {
      await client.end()
    }
  }
  const settled = (): Promise<void> =>
    using('owner', async (client) => {
      for (const until = Date.now() + 30_000; Date.now() < until; ) {
        const { rows } = await client.query<{ above: boolean }>(
          'select exists (select from ledger_entry e, ledger_state s where (e.epoch, e.txid) >= (s.epoch, pg_snapshot_xmin(pg_current_snapshot()))) as above',
        )
        if (!rows[0]!.above) return
        await new Promise((done) => setTimeout(done, 20))
      }
    })
  const sealerAt = (at: Date) => ({ actor: 'test', realm: 1, at, recordedAt: at })
  return {
    folder,
    keyFile,
    keptFile,
    key,
    url: (role) => db.url(role),
    connect,
    change: (things, at = new Date()) =>
      withIntake(db, { realm: 1 }, async (tx) => {
        const facts = things.map((row) => ({
          act: 'thing.changed',
          object: `thing/${row.id}`,
          payload: { row },
          circleId: 1,
        }))
        const sealed = sealFacts(facts, sealerAt(at))
        for (const [i, { id, state, amount }] of things.entries())
          await tx.query(
            `insert into ledger_test_row values ($1, $2, $3, $4, $5)
             on conflict (id) do update set state = excluded.state, amount = excluded.amount, fact = excluded.fact, commitment = excluded.commitment`,
            [id, state, amount, sealed[i]!.leafHash, sealed[i]!.payloadCommitment],
          )
        await appendSealed(tx, sealed)
        return sealed
      }),
    append: (count) =>
      withIntake(db, { realm: 1 }, async (tx) => {
        const fact = { act: 'test.noted', object: 'nothing/0', payload: null, circleId: 1 }
        const sealed = sealFacts(
          Array.from({ length: count }, () => fact),
          sealerAt(new Date()),
        )
        await appendSealed(tx, sealed)
        return sealed
      }),
    settled,
    integrate: async (logDir) => {
      await settled()
      return using('ledger', (client) => integrateAll(client, { keys: [key], keptFile, ...(logDir ? { logDir } : {}) }))
    },
    verify: (outside = []) =>
      using('owner', (client) =>
        verifyLedger(client, { origin: ORIGIN, trusted: [parseVkey(formatVkey(key))], outside }),
      ),
    tamper: (text, values = []) =>
      using(
        'owner',
        async (client) => void (await (values.length > 0 ? client.query(text, values) : client.query(text))),
      ),
    kill: (pid) =>
      asAdmin(adminUrl, async (client) => void (await client.query('select pg_terminate_backend($1)', [pid]))),
    killLeader: () =>
      asAdmin(adminUrl, async (client) => {
        await client.query(
          `select pg_terminate_backend(pid) from pg_locks
            where locktype = 'advisory' and classid = 7161 and objid = 2 and granted and database = (select oid from pg_database where datname = current_database())`,
        )
      }),
  }
}
