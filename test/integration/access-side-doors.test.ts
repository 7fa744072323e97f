/** One test for each side door of the access design, as the roles of the running product would try it. */
import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { circleFor } from '../../src/engine/sharing/public.ts'
import { appendFacts } from '../../src/ledger/public.ts'
import { type Database, type Tx, withActor, withIntake, withRole } from '../../src/store/public.ts'
import { testDatabase } from '../support/database.ts'

let db: Database
let adminUrl: string
let drop: () => Promise<void>
const viewer = { sessionHash: randomBytes(32).toString('hex'), purpose: 'port_security', realm: 1 }
let hidden: number
let open: number
let sourceId: string

before(async () => {
  const made = await testDatabase()
  db = made.db
  adminUrl = made.adminUrl
  drop = made.drop
  const postId = randomUUID()
  await withRole(db, 'owner', async (tx) => {
    for (const id of ['mine', 'theirs'])
      await tx.query("select app.put_agency($1, '单位', 'Agency', 'test', true)", [id])
    const marking = { dataClass: 'cyber', purposeLock: null, agencies: [], groups: [] }
    hidden = await circleFor(tx, { ...marking, owner: 'theirs', tlp: 'red' })
    open = await circleFor(tx, { ...marking, owner: 'mine', tlp: 'red' })
    sourceId = randomUUID()
    await tx.query(
      `insert into source (source_id, code, agency_id, kind, zh, en, circle_id, whole_circle_id, port, place) values ($1, 'one', 'theirs', 'declaration', '源', 'source', $2, $2, 'CNLMN', 'sea')`,
      [sourceId, hidden],
    )
  })
  await withRole(db, 'auth', async (tx) => {
    await tx.query("select app.put_post($1, 'mine', '岗', 'Post', '{analyst}', '{port_security}', true)", [postId])
    const account = randomUUID()
    await tx.query("insert into account (account_id, login) values ($1, 'me')", [account])
    await tx.query(
      "insert into account_post (account_id, post_id, valid_from) values ($1, $2, now() - interval '1 hour')",
      [account, postId],
    )
    await tx.query(
      "insert into session (token_hash, account_id, post_id, expires_at) values (decode($1, 'hex'), $2, $3, now() + interval '1 hour')",
      [viewer.sessionHash, account, postId],
    )
  })
})
after(() => drop())

const codeOf = async (work: Promise<unknown>): Promise<string | undefined> =>
  work.then(
    () => undefined,
    (error: { code?: string }) => error.code,
  )

const DENIED = '42501'

const putSignal = async (circle: number, realm = 1): Promise<string> => {
  const id = randomUUID()
  await withIntake(db, { realm }, async (tx) => {
    const [sealed] = await appendFacts(
      tx,
      [{ act: 'signal.received', object: `signal/${id}`, payload: null, circleId: circle }],
      {
        actor: 'test',
        realm,
        at: tx.startedAt,
        recordedAt: tx.startedAt,
      },
    )
    await tx.query(
      `insert into signal (realm, id, received_at, circle_id, source_id, kind, port, place, observed_at, external_no, reliability, credibility, body, search, fact, commitment)
       values ($1, $2::uuid, now(), $3, $4, 'declaration', 'CNLMN', 'sea', now(), $2::text, 'A', '2', '{}', '', $5, $6)`,
      [realm, id, circle, sourceId, sealed!.leafHash, randomBytes(32)],
    )
  })
  return id
}

const asMe = <T>(fn: (tx: Tx) => Promise<T>): Promise<T> => withActor(db, viewer, fn)

test('a partition cannot be read directly: its parent carries the policy', async () => {
  const partitions = await db.owner.query<{ name: string }>(
    "select inhrelid::regclass::text as name from pg_inherits where inhparent = 'signal'::regclass",
  )
  assert.ok(partitions.rows.length > 0)
  for (const { name } of partitions.rows)
    assert.equal(await codeOf(asMe((tx) => tx.query(`select 1 from ${name}`))), DENIED)
})

test('an injected statement cannot name another viewer', async () => {
  const id = await putSignal(hidden)
  const seen = await asMe(async (tx) => {
    // Everything that a request could set by itself, tried.
    await tx.query(
      "select set_config('app.viewer', '1', true), set_config('app.on_behalf', (select post_id::text from post limit 1), true)",
    )
    return tx.query('select id from signal where id = $1', [id])
  })
  assert.deepEqual(seen, [])
  for (const sql of [
    'select * from session',
    'select * from account',
    'select * from viewer',
    'select * from circle',
    'set role tongguan_owner',
    'set role tongguan_job',
    'set session authorization tongguan_owner',
    'set local row_security = off; select * from signal',
    'select app.derive_access(null, null)',
    "select app.put_post(gen_random_uuid(), 'theirs', 'x', 'x', '{}', '{port_security}', true)",
    "select app.put_agreement(gen_random_uuid(), 'theirs', 'mine', 'cyber', 'port_security', 'x', 'x', now(), 'infinity', now(), now())",
    "insert into circle_viewer select 1, 1, '-infinity', 'infinity'",
    'create temp table t (a int)',
  ])
    assert.equal(await codeOf(asMe((tx) => tx.client.query(sql))), DENIED, sql)
  const mine = await asMe((tx) =>
    tx.query<{ n: number }>('select count(distinct viewer_id)::int as n from circle_viewer'),
  )
  assert.ok(mine[0]!.n <= 1, 'only the own viewer is readable')
})

test('a group that is not mine cannot be joined from inside', async () => {
  const group = randomUUID()
  await withRole(db, 'owner', (tx) =>
    tx.query("select app.put_group($1, 'standing', 'theirs', '{theirs}', now())", [group]),
  )
  assert.equal(
    await codeOf(asMe((tx) => tx.query("select app.put_group_member($1, 'mine', now(), 'infinity')", [group]))),
    DENIED,
  )
  assert.deepEqual(await asMe((tx) => tx.query('select * from group_member where group_id = $1', [group])), [])
})

test('rows of two realms cannot meet, not even by a foreign key', async () => {
  const run = randomUUID()
  await withRole(db, 'owner', (tx) =>
    tx.query(
      `insert into import_run (realm, id, circle_id, source_id, started_by, on_behalf, file_name, file_sha256, file_bytes, encoding, status, started_at, fact, commitment)
       select 1, $1, $2, $3, gen_random_uuid(), post_id, 'f', '', 0, 'utf-8', 'waiting', now(), '', '' from post limit 1`,
      [run, open, sourceId],
    ),
  )
  const reject = (realm: number) =>
    withRole(db, 'owner', (tx) =>
      tx.query(
        "insert into import_reject (realm, run_id, row_number, circle_id, field, zh, en, line) values ($1, $2, 1, $3, 'f', 'z', 'e', 'l')",
        [realm, run, open],
      ),
    )
  assert.equal(await codeOf(reject(2)), '23503')
  assert.equal(await codeOf(reject(1)), undefined)
  const other = await putSignal(open, 2)
  assert.deepEqual(await asMe((tx) => tx.query('select id from signal where id = $1', [other])), [])
  assert.equal(
    (await withActor(db, { ...viewer, realm: 2 }, (tx) => tx.query('select id from signal where id = $1', [other])))
      .length,
    1,
  )
})

test('intake writes and cannot read back, not by select, returning, or on conflict do update', async () => {
  await putSignal(open)
  for (const sql of [
    'select 1 from signal',
    'select 1 from assessment',
    'select 1 from part',
    'select 1 from ledger_opening',
    'update signal set kind = kind',
    'delete from signal',
  ])
    assert.equal(await codeOf(withIntake(db, { realm: 1 }, (tx) => tx.query(sql))), DENIED, sql)
  assert.equal(
    await codeOf(
      withIntake(db, { realm: 1 }, (tx) =>
        tx.query(
          'insert into mention (realm, key_id, circle_id, signal_id, received_at) values (1, 1, $1, gen_random_uuid(), now()) returning signal_id',
          [hidden],
        ),
      ),
    ),
    DENIED,
  )
})

test('nothing that is protected can be deleted by those who contribute', async () => {
  const tables = await db.owner.query<{ name: string }>(
    "select distinct table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'circle_id'",
  )
  for (const { name } of tables.rows)
    for (const role of ['tongguan_request', 'tongguan_intake', 'tongguan_job']) {
      const allowed = await db.owner.query<{ may: boolean }>("select has_table_privilege($1, $2, 'delete') as may", [
        role,
        name,
      ])
      assert.equal(allowed.rows[0]!.may, false, `${role} may delete from ${name}`)
    }
})

test('a unique key never lets one agency feel the rows of another', async () => {
  // Keys of tables under the circle policy: either (realm, random id …), or they belong to one agency through its source.
  const keys = await db.owner.query<{ relation: string; columns: string }>(
    `select c.conrelid::regclass::text as relation, string_agg(a.attname, ',' order by k.n) as columns
       from pg_constraint c
       join pg_policy p on p.polrelid = c.conrelid and p.polname = 'by_circle'
       cross join unnest(c.conkey) with ordinality k (attnum, n)
       join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.attnum
      where c.contype in ('p', 'u') and not exists (select from pg_inherits where inhrelid = c.conrelid)
      group by c.conrelid, c.conname`,
  )
  // Parts of one document (a roster, a meeting, a brief), which whoever writes a part has loaded under the policy.
  // An incident's number is drawn at random by a function that knows which are taken: nobody feels another's.
  // Versions of a decision table count in the circle of all who take part.
  const belongs =
    /^(realm,no$|realm,kind,version$|realm,(id|object_id|run_id|source_id|agency_id|incident_id|task_id|warning_id|evidence_id|signal_id|roster_id|meeting_id|brief_id|decision_id|plan_id|report_id|hypothesis_id|piece_id|review_id|finding_id|action_id)\b|leaf_hash|source_id$|code$)/
  for (const { relation, columns } of keys.rows) assert.match(columns, belongs, `${relation} (${columns})`)
})

test('a notice carries the size of the record and nothing else', async () => {
  const listener = new pg.Client({ connectionString: adminUrl })
  await listener.connect()
  const heard: string[] = []
  listener.on('notification', ({ payload }) => heard.push(payload ?? ''))
  const channels = await db.owner.query<{ source: string }>(
    "select prosrc as source from pg_proc join pg_namespace n on n.oid = pronamespace where nspname = 'app' and prosrc ~* 'notify'",
  )
  // Functions of ours say at most that access or rules changed, to everyone alike and without a word; the integrator says a number
  // (see the ledger's tests).
  for (const { source } of channels.rows)
    for (const [, said] of source.matchAll(/notify\s*\(([^)]*)\)/gi)) assert.match(said!, /^'(?:access|rules)', ''$/)
  await listener.query('listen ledger')
  await putSignal(hidden)
  await listener.end()
  assert.deepEqual(heard, [])
})

test('a grant that was slipped in behind the service is named, and closed by the recheck; a lost one is opened again', async () => {
  const differences = () =>
    withRole(db, 'owner', (tx) =>
      tx.query<{ difference: string; viewer_en: string; owner_en: string }>(
        'select difference, viewer_en, owner_en from app.describe_access_differences()',
      ),
    )
  const recheck = () =>
    withRole(db, 'auth', async (tx) => (await tx.query('select widened, narrowed from app.recheck_access()'))[0])
  const tamper = (sql: string) => withRole(db, 'owner', (tx) => tx.query(sql, [hidden]))
  assert.deepEqual(await differences(), [])
  assert.deepEqual(await recheck(), { widened: 0, narrowed: 0 })

  await tamper(
    `insert into circle_viewer select viewer_id, $1, '-infinity', 'infinity' from viewer join post using (post_id) where agency_id = 'mine'`,
  )
  assert.deepEqual(await differences(), [{ difference: 'widened', viewer_en: 'Agency, Post', owner_en: 'Agency' }])
  assert.deepEqual(await recheck(), { widened: 1, narrowed: 0 })
  assert.deepEqual(await differences(), [])

  await withRole(db, 'owner', (tx) => tx.query('delete from circle_viewer where circle_id = $1', [open]))
  assert.deepEqual(await recheck(), { widened: 0, narrowed: 1 })
  assert.deepEqual(await differences(), [])

  // Nobody but the service's own job may call it, and nobody may ask what is hidden by it.
  for (const role of ['request', 'job'] as const)
    for (const call of ['recheck_access', 'access_differences', 'describe_access_differences'])
      assert.equal(await codeOf(db[role].query(`select * from app.${call}()`)), DENIED, `${role} ${call}`)
})
