/**
 * The roles of the database (design: access.md). Their passwords are derived from the administrator's, so that every process
 * that may connect as administrator knows them and none has to be stored. Made again only where something differs, and safe
 * when twenty processes do it at once.
 *
 * The administrator of an external server needs: create role, bypassrls (to give it to tongguan_search), and ownership of
 * the database; a superuser has all of it.
 */
import { createHash, createHmac, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'

/** Roles that connect. `owner` runs migrations and owns everything; none of them passes by row-level security. */
export const LOGIN_ROLES = ['owner', 'request', 'intake', 'job', 'ledger', 'auth'] as const
export type Role = (typeof LOGIN_ROLES)[number]
export const roleName = (role: Role | 'search'): string => `tongguan_${role}`

/** What passwords are derived from: the password in the administrator's URL, else a file made once in `secretDir`. */
const sourceOf = (adminUrl: string, secretDir: string | undefined): string => {
  const password = decodeURIComponent(new URL(adminUrl).password)
  if (password !== '') return password
  if (!secretDir)
    throw new Error(
      'The database URL has no password: say in which folder (secretDir) the secret for the roles is kept.',
    )
  const file = join(secretDir, 'database-roles.secret')
  mkdirSync(secretDir, { recursive: true })
  try {
    writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx', flush: true })
  } catch (error) {
    if (!existsSync(file)) throw error
  }
  return readFileSync(file, 'utf8')
}

export const rolePassword = (adminUrl: string, role: Role, secretDir?: string): string =>
  createHmac('sha256', sourceOf(adminUrl, secretDir)).update(roleName(role)).digest('base64url')

export const roleUrl = (adminUrl: string, role: Role, secretDir?: string): string => {
  const url = new URL(adminUrl)
  url.username = roleName(role)
  url.password = rolePassword(adminUrl, role, secretDir)
  return url.href
}

/** Kept as the role's comment; readable by everyone, and of no use to anyone: the password has 256 random bits. */
const passwordMark = (password: string): string =>
  `tongguan ${createHash('sha256').update(`mark ${password}`).digest('hex').slice(0, 16)}`

/** Somebody else did the same at the same moment: object exists, unique violation, tuple concurrently updated. */
const MEANWHILE = new Set(['42710', '23505', 'XX000', '40001', '40P01'])

const settled = async (client: pg.ClientBase, marks: ReadonlyMap<string, string>): Promise<boolean> => {
  const { rows } = await client.query<{
    name: string
    mark: string | null
    bypass: boolean
    member: boolean
    ready: boolean
  }>(
    `select rolname as name, shobj_description(oid, 'pg_authid') as mark, rolbypassrls as bypass,
            pg_has_role('tongguan_owner', 'tongguan_search', 'set') as member,
            has_database_privilege('tongguan_owner', current_database(), 'create') as ready
       from pg_roles where rolname = any ($1) and exists (select from pg_roles where rolname = 'tongguan_owner')
        and exists (select from pg_roles where rolname = 'tongguan_search')`,
    [[...marks.keys(), 'tongguan_search']],
  )
  return (
    rows.length === marks.size + 1 &&
    rows.every(
      (row) =>
        row.ready && row.member && (row.name === 'tongguan_search' ? row.bypass : row.mark === marks.get(row.name)),
    )
  )
}

const makeRoles = async (client: pg.ClientBase, passwords: ReadonlyMap<string, string>): Promise<void> => {
  // Stretching a random password of 256 bits adds nothing but time to every connection.
  await client.query('set scram_iterations = 1')
  const { rows } = await client.query<{ rolname: string }>(
    "select rolname from pg_roles where rolname like 'tongguan\\_%'",
  )
  const present = new Set(rows.map((row) => row.rolname))
  for (const [name, password] of passwords) {
    const verb = present.has(name) ? 'alter' : 'create'
    await client.query(`${verb} role ${name} login noinherit password ${pg.escapeLiteral(password)}`)
    await client.query(`comment on role ${name} is ${pg.escapeLiteral(passwordMark(password))}`)
  }
  if (!present.has('tongguan_search')) await client.query('create role tongguan_search nologin noinherit bypassrls')
  // Migrations hand the search functions to tongguan_search; nobody inherits what it may.
  await client.query('grant tongguan_search to tongguan_owner with inherit false, set true')
}

const openToRoles = async (client: pg.ClientBase): Promise<void> => {
  const { rows } = await client.query<{ name: string }>('select quote_ident(current_database()) as name')
  const database = rows[0]!.name
  const others = LOGIN_ROLES.map(roleName).join(', ')
  await client.query(`
    begin;
    revoke all on database ${database} from public;
    grant connect on database ${database} to ${others};
    grant create, temporary on database ${database} to tongguan_owner;
    revoke all on schema public from public;
    grant usage on schema public to ${others}, tongguan_search;
    grant create on schema public to tongguan_owner;
    commit`)
}

export const ensureRoles = async (adminUrl: string, secretDir?: string): Promise<void> => {
  const passwords = new Map(LOGIN_ROLES.map((role) => [roleName(role), rolePassword(adminUrl, role, secretDir)]))
  const marks = new Map([...passwords].map(([name, password]) => [name, passwordMark(password)]))
  const client = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  await client.connect()
  try {
    for (let attempt = 1; ; attempt++) {
      try {
        if (await settled(client, marks)) return
        await makeRoles(client, passwords)
        await openToRoles(client)
      } catch (error) {
        await client.query('rollback')
        if (attempt >= 40 || !MEANWHILE.has((error as pg.DatabaseError).code ?? '')) throw error
        await new Promise((resolve) => setTimeout(resolve, 10 + Math.random() * 40))
      }
    }
  } finally {
    await client.end()
  }
}
