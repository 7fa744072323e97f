/** What the catalogs say about every object: forced policies, owners, grants. A new table without them fails here. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import pg from 'pg'
import { type TestDatabase, testDatabase } from '../support/database.ts'

const OURS = `('public', 'app', 'graphile_worker')`
const ROLES = [
  'tongguan_owner',
  'tongguan_request',
  'tongguan_intake',
  'tongguan_job',
  'tongguan_ledger',
  'tongguan_auth',
  'tongguan_search',
]
/** Owned by the search role, which passes by the policy for the columns it was granted: listed one by one. */
const SEARCH_FUNCTIONS = ['app.search_signals']

describe('catalogue', () => {
  let database: TestDatabase
  let admin: pg.Client
  const names = async (sql: string, params: unknown[] = []): Promise<string[]> =>
    (await admin.query<{ name: string }>(sql, params)).rows.map((row) => row.name)

  before(async () => {
    database = await testDatabase()
    admin = new pg.Client({ connectionString: database.adminUrl })
    await admin.connect()
  })
  after(async () => {
    await admin.end()
    await database.drop()
  })

  const WITHOUT_POLICY = `
    select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ${OURS} and c.relkind in ('r', 'p')
       and not (c.relrowsecurity and c.relforcerowsecurity)
       and coalesce(obj_description(c.oid, 'pg_class'), '') !~ '^no-rls: .{10,}'`

  test('every table has a forced policy or a listed reason', async () => {
    assert.deepEqual(await names(WITHOUT_POLICY), [])
  })

  test('this test can fail: tables without, and with half of it, are found', async () => {
    await admin.query(`begin; create table bare (a int); create table unforced (a int); alter table unforced enable row level security;
      create table empty_reason (a int); comment on table empty_reason is 'no-rls: '`)
    assert.deepEqual((await names(WITHOUT_POLICY)).sort(), ['bare', 'empty_reason', 'unforced'])
    await admin.query('rollback')
  })

  test('a partition has forced row security and no grants', async () => {
    assert.ok((await names(`select relname as name from pg_class where relispartition and relkind = 'r'`)).length > 0)
    assert.deepEqual(
      await names(`
        select distinct c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
          left join pg_attribute a on a.attrelid = c.oid and a.attacl is not null
          left join lateral aclexplode(c.relacl) g on g.grantee <> c.relowner
         where n.nspname in ${OURS} and c.relispartition and c.relkind in ('r', 'p')
           and (g.grantee is not null or a.attacl is not null or not c.relforcerowsecurity or not c.relrowsecurity)`),
      [],
    )
  })

  test('nothing but the owner owns anything', async () => {
    const owned = await names(
      `select distinct r.rolname || ' ' || d.classid::regclass || ' ' ||
              case d.classid when 'pg_proc'::regclass then d.objid::regproc::text when 'pg_class'::regclass then d.objid::regclass::text else d.objid::text end as name
         from pg_shdepend d join pg_roles r on r.oid = d.refobjid
        where d.refclassid = 'pg_authid'::regclass and d.deptype = 'o' and r.rolname = any ($1)
          and d.dbid in (0, (select oid from pg_database where datname = current_database()))`,
      [ROLES.filter((role) => role !== 'tongguan_owner')],
    )
    assert.deepEqual(owned.sort(), SEARCH_FUNCTIONS.map((name) => `tongguan_search pg_proc ${name}`).sort())
  })

  test('everything is owned by the owner', async () => {
    assert.deepEqual(
      await names(`
        select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where n.nspname in ${OURS} and c.relkind in ('r', 'p', 'v', 'm', 'S') and c.relowner <> 'tongguan_owner'::regrole
           and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')`),
      [],
    )
  })

  test('only the search role passes by policies, and it cannot connect', async () => {
    assert.deepEqual(
      await names(
        `select rolname as name from pg_roles where rolname = any ($1) and (rolbypassrls or rolsuper or not rolcanlogin)`,
        [ROLES],
      ),
      ['tongguan_search'],
    )
    assert.deepEqual(
      await names(
        `select rolname as name from pg_roles where rolname = any ($1) and (rolcreaterole or rolcreatedb or rolreplication or rolinherit)`,
        [ROLES],
      ),
      [],
    )
    // Only the owner may step into another role, to hand functions over to search; nobody inherits anything.
    assert.deepEqual(
      await names(
        `select member::regrole || ' in ' || roleid::regrole || case when inherit_option then ' inherits' else '' end as name
                     from pg_auth_members where member::regrole::text = any ($1) or (roleid::regrole::text = any ($1) and inherit_option and member::regrole::text like 'tongguan%')`,
        [ROLES],
      ),
      ['tongguan_owner in tongguan_search'],
    )
  })

  test('the search role reads named columns and no whole table', async () => {
    assert.deepEqual(
      await names(
        `select c.oid::regclass::text as name from pg_class c, aclexplode(c.relacl) g where g.grantee = 'tongguan_search'::regrole and c.relkind in ('r', 'p', 'v')`,
      ),
      [],
    )
  })

  test('every security definer function pins its search path, pg_temp last', async () => {
    assert.deepEqual(
      await names(`
        select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
         where n.nspname in ${OURS} and p.prosecdef
           and not exists (select from unnest(p.proconfig) s where s ~ '^search_path=.*pg_temp$')`),
      [],
    )
  })

  test('the public may run no function and touch no table', async () => {
    assert.deepEqual(
      await names(`
        select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace,
               aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g
         where n.nspname in ${OURS} and g.grantee = 0
           and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')`),
      [],
    )
    assert.deepEqual(
      await names(`
        select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace, aclexplode(c.relacl) g
         where n.nspname in ${OURS} and g.grantee = 0`),
      [],
    )
    assert.deepEqual(
      await names(
        `select nspname as name from pg_namespace, aclexplode(nspacl) g where nspname in ${OURS} and g.grantee = 0`,
      ),
      [],
    )
    assert.deepEqual(
      await names(
        `select datname as name from pg_database, aclexplode(coalesce(datacl, acldefault('d', datdba))) g where datname = current_database() and g.grantee = 0`,
      ),
      [],
    )
  })

  test('no role but the owner may create in any schema, or truncate, or add triggers and references', async () => {
    assert.deepEqual(
      await names(
        `select nspname || ' ' || r as name from pg_namespace, unnest($1::text[]) r where nspname in ${OURS} and has_schema_privilege(r, oid, 'create')`,
        [ROLES.filter((role) => role !== 'tongguan_owner')],
      ),
      [],
    )
    assert.deepEqual(
      await names(`
        select c.oid::regclass || ' ' || g.privilege_type as name from pg_class c join pg_namespace n on n.oid = c.relnamespace, aclexplode(c.relacl) g
         where n.nspname in ${OURS} and c.relkind in ('r', 'p') and g.grantee <> c.relowner and g.privilege_type in ('TRUNCATE', 'TRIGGER', 'REFERENCES', 'MAINTAIN')`),
      [],
    )
  })

  test('views run with the rights of who asks, or nobody but the owner may read them', async () => {
    assert.deepEqual(
      await names(`
        select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace, aclexplode(c.relacl) g
         where n.nspname in ('public', 'app') and c.relkind = 'v' and g.grantee <> c.relowner
           and not coalesce('security_invoker=true' = any (c.reloptions) or 'security_invoker=on' = any (c.reloptions), false)`),
      [],
    )
  })
})
