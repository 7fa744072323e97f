/** Connections, actor transactions and the roles' limits, on a real PostgreSQL. */
import assert from 'node:assert/strict'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { DomainError } from '../../src/base/public.ts'
import { isInsufficientPrivilege, isUniqueViolation, withActor, withIntake, withRole } from '../../src/store/public.ts'
import { asAdmin, type TestDatabase, testDatabase } from '../support/database.ts'

const sha256 = (secret: Buffer): string => createHash('sha256').update(secret).digest('hex')

const unavailable = (reason: string) => (error: unknown) =>
  error instanceof DomainError && error.code === 'unavailable' && error.detail.reason === reason

describe('actor transactions', () => {
  let database: TestDatabase
  const postId = randomUUID()
  const sessionHash = sha256(randomBytes(32))
  const claim = { sessionHash, purpose: 'administration', realm: 1 }

  before(async () => {
    database = await testDatabase()
    await withRole(database.db, 'owner', async (tx) => {
      const accountId = randomUUID()
      await tx.query(
        "insert into agency (agency_id, zh, en, type, member) values ('customs_t', '海关', 'Customs', 'government', true)",
      )
      await tx.query("select app.put_post($1, 'customs_t', '值班', 'Duty', '{duty}', '{administration,audit}', true)", [
        postId,
      ])
      await tx.query("insert into officer values ($1, '王', 'Wang')", [accountId])
      await tx.query("insert into account (account_id, login) values ($1, 'wang')", [accountId])
      await tx.query('insert into account_post (account_id, post_id) values ($1, $2)', [accountId, postId])
      await tx.query(
        "insert into session (token_hash, account_id, post_id, expires_at) values ($1, $2, $3, now() + interval '1 hour')",
        [Buffer.from(sessionHash, 'hex'), accountId, postId],
      )
    })
  })
  after(() => database.drop())

  test('the claim is answered by who it is, with the clock of the transaction', async () => {
    await withActor(database.db, claim, async (tx, who) => {
      assert.equal(who?.post_id, postId)
      assert.equal(who?.agency_id, 'customs_t')
      assert.equal(who?.officer_zh, '王')
      assert.deepEqual(who?.roles, ['duty'])
      assert.ok(who?.now instanceof Date)
      const [row] = await tx.query<{ same: boolean; realm: number }>(
        'select now() = $1 as same, app.realm() as realm',
        [tx.startedAt],
      )
      assert.equal(row?.realm, 1)
      assert.ok(Math.abs(Date.now() - tx.startedAt.getTime()) < 60_000)
    })
    await withActor(database.db, { ...claim, purpose: '' }, async (_tx, who) =>
      assert.equal(who?.purpose, 'administration'),
    )
    await withActor(database.db, { ...claim, purpose: 'audit' }, async (_tx, who) =>
      assert.equal(who?.purpose, 'audit'),
    )
  })

  test('nobody: an unknown session, another purpose, an ended session', async () => {
    for (const wrong of [
      { ...claim, sessionHash: sha256(randomBytes(32)) },
      { ...claim, purpose: 'health_quarantine' },
    ])
      await withActor(database.db, wrong, async (_tx, who) => assert.equal(who, null))
  })

  test('a job acts for a post; a session claim on the job role and a post named by the request role are nobody', async () => {
    await withActor(database.db, { onBehalf: postId, purpose: '', realm: 1 }, async (_tx, who) => {
      assert.equal(who?.post_id, postId)
      assert.equal(who?.account_id, null)
    })
    const { rows } = await database.db.request
      .query<{ post_id: string }>(
        `begin; select set_config('app.on_behalf', '${postId}', true); select * from app.whoami()`,
      )
      .then((results) => (results as unknown as { rows: { post_id: string }[] }[])[2]!)
    assert.deepEqual(rows, [])
    await database.db.request.query('rollback')
  })

  test('settings end with the transaction: the next user of the connection is nobody', async () => {
    const seen = new Set<number>()
    for (let i = 0; i < 3; i++) {
      await withActor(database.db, claim, async (tx) => {
        seen.add((await tx.query<{ pid: number }>('select pg_backend_pid() as pid'))[0]!.pid)
      })
      const client = await database.db.request.connect()
      const { rows } = await client.query<{ pid: number; session: string; realm: string }>(
        "select pg_backend_pid() as pid, current_setting('app.session', true) as session, current_setting('app.realm', true) as realm",
      )
      client.release()
      assert.ok(seen.has(rows[0]!.pid))
      assert.deepEqual([rows[0]!.session, rows[0]!.realm], ['', ''])
    }
  })

  test('hostile claims never reach the database', async () => {
    for (const hostile of ["'", `${'a'.repeat(63)}'`, 'A'.repeat(64), `${'a'.repeat(64)}\n`, ''])
      await assert.rejects(
        withActor(database.db, { ...claim, sessionHash: hostile }, async () => {}),
        DomainError,
      )
    await assert.rejects(
      withActor(database.db, { ...claim, purpose: "x',true);--" }, async () => {}),
      DomainError,
    )
    await assert.rejects(
      withActor(database.db, { onBehalf: `${postId}'`, purpose: '', realm: 1 }, async () => {}),
      DomainError,
    )
    for (const realm of [0, -1, 1.5, Number.NaN, 2 ** 31, '1' as unknown as number])
      await assert.rejects(withActor(database.db, { ...claim, realm }, async () => {}))
  })

  const jobs = async (): Promise<number> =>
    (
      await database.db.job.query<{ n: number }>(
        "select count(*)::int as n from graphile_worker.jobs where task_identifier = 'probe'",
      )
    ).rows[0]!.n
  const addJob = "select app.add_job('probe', '{}')"

  test('a throw undoes everything; a return commits', async () => {
    await assert.rejects(
      withActor(database.db, claim, async (tx) => {
        await tx.query(addJob)
        throw new Error('no')
      }),
      /^Error: no$/,
    )
    assert.equal(await jobs(), 0)
    assert.equal(await withActor(database.db, claim, async (tx) => (await tx.query(addJob)).length), 1)
    assert.equal(await jobs(), 1)
  })

  test('a failed statement whose error was swallowed cannot pass as a commit', async () => {
    await assert.rejects(
      withActor(database.db, claim, async (tx) => {
        await tx.query(addJob)
        await tx.query('select 1 / 0').catch(() => {})
      }),
      /undone/,
    )
    assert.equal(await jobs(), 1)
  })

  test('errors of statements keep their kind', async () => {
    await assert.rejects(
      withRole(database.db, 'owner', (tx) =>
        tx.query("insert into agency (agency_id, zh, en, type) values ('customs_t', '', '', '')"),
      ),
      (error) =>
        isUniqueViolation(error) && isUniqueViolation(error, 'agency_pkey') && !isUniqueViolation(error, 'other'),
    )
    await assert.rejects(
      withActor(database.db, claim, (tx) => tx.query('select * from account')),
      isInsufficientPrivilege,
    )
  })

  test('a lost connection is `unavailable`, in the middle and at the commit, and the pool recovers', async () => {
    const kill = (pid: number) =>
      asAdmin(database.adminUrl, (admin) => admin.query('select pg_terminate_backend($1)', [pid]))
    const pidOf = async (tx: { query<T extends object>(sql: string): Promise<T[]> }) =>
      (await tx.query<{ pid: number }>('select pg_backend_pid() as pid'))[0]!.pid
    await assert.rejects(
      withActor(database.db, claim, async (tx) => {
        await kill(await pidOf(tx))
        await tx.query('select 1')
      }),
      unavailable('database_away'),
    )
    await assert.rejects(
      withActor(database.db, claim, async (tx) => {
        await kill(await pidOf(tx))
      }),
      unavailable('commit_unknown'),
    )
    await withActor(database.db, claim, async (_tx, who) => assert.ok(who))
  })

  test('intake writes and cannot read back', async () => {
    await withIntake(database.db, { realm: 1 }, async (tx) => {
      assert.equal((await tx.query<{ realm: number }>('select app.realm() as realm'))[0]?.realm, 1)
    })
    for (const table of ['signal', 'part', 'mention', 'assessment', 'session', 'ledger_opening'])
      await assert.rejects(
        withIntake(database.db, { realm: 1 }, (tx) => tx.query(`select * from ${table}`)),
        isInsufficientPrivilege,
        table,
      )
  })

  test('a partition cannot be read directly, by any role', async () => {
    const partition = `signal_${new Date().toISOString().slice(0, 7).replace('-', '_')}`
    for (const role of ['request', 'intake', 'job', 'ledger', 'auth'] as const)
      await assert.rejects(database.db[role].query(`select * from ${partition}`), isInsufficientPrivilege, role)
  })

  test('partitions are made ahead, once, also across a year, by several at once', async () => {
    const made = await Promise.all(
      Array.from({ length: 4 }, () => database.db.job.query<{ n: number }>('select app.ensure_partitions(14) as n')),
    )
    assert.equal(made.map(({ rows }) => rows[0]!.n).filter((n) => n > 0).length, 1)
    const { rows } = await asAdmin(database.adminUrl, (admin) =>
      admin.query<{ name: string; bound: string; indexes: number }>(
        `select relname as name, pg_get_expr(relpartbound, c.oid) as bound, (select count(*)::int from pg_index where indrelid = c.oid) as indexes
           from pg_class c join pg_inherits on inhrelid = c.oid where inhparent = 'signal'::regclass order by 1`,
      ),
    )
    const parent = await asAdmin(database.adminUrl, (admin) =>
      admin.query<{ n: number }>("select count(*)::int as n from pg_index where indrelid = 'signal'::regclass"),
    )
    const indexesOfParent = parent.rows[0]!.n
    assert.ok(rows.length >= 16)
    for (const row of rows) assert.equal(row.indexes, indexesOfParent, row.name)
    // No month is missing: each begins where the one before ends.
    const bounds = rows.map((row) => /FROM \('(.*)'\) TO \('(.*)'\)/.exec(row.bound)!)
    for (let i = 1; i < bounds.length; i++) assert.equal(bounds[i]![1], bounds[i - 1]![2])
  })
})
