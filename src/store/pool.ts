/**
 * Connections: one pool for each role, opened when first used. Whoever acts for somebody uses withActor (actor.ts), not a
 * pool; pools themselves are for the store, the ledger's integrator and sign-in.
 */
import pg from 'pg'
import { ensureRoles, LOGIN_ROLES, type Role, roleUrl } from './roles.ts'

export type Database = { readonly [role in Role]: pg.Pool } & {
  readonly adminUrl: string
  url(role: Role): string
  close(): Promise<void>
}

export type DatabaseOptions = {
  adminUrl: string
  /** Where the secret for role passwords is kept if the URL has no password. */
  secretDir?: string
  /** Connections at most, per role. */
  sizes?: Partial<Record<Role, number>>
  /** Shown in pg_stat_activity. */
  applicationName?: string
}

const SIZES: Record<Role, number> = { owner: 2, request: 12, intake: 4, job: 8, ledger: 3, auth: 4 }

/** Milliseconds that a statement may run, per role; judgement, not validated. Migrations and the integrator take what they need. */
const STATEMENT_MS: Record<Role, number> = {
  owner: 0,
  request: 30_000,
  intake: 60_000,
  job: 300_000,
  ledger: 0,
  auth: 10_000,
}
/** An actor's transaction that stands still holds up the ledger's cursor. */
const IDLE_MS: Record<Role, number> = {
  owner: 0,
  request: 15_000,
  intake: 15_000,
  job: 60_000,
  ledger: 60_000,
  auth: 15_000,
}

const poolOf = (options: DatabaseOptions, role: Role): pg.Pool => {
  const pool = new pg.Pool({
    connectionString: roleUrl(options.adminUrl, role, options.secretDir),
    max: options.sizes?.[role] ?? SIZES[role],
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    application_name: options.applicationName ?? `tongguan ${role}`,
    options: `-c statement_timeout=${STATEMENT_MS[role]} -c idle_in_transaction_session_timeout=${IDLE_MS[role]} -c search_path=public`,
  })
  // A server that goes away breaks idle and busy connections; the pool drops them and queries in flight are refused. Without
  // these listeners Node would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => {
    client.on('error', () => {})
  })
  return pool
}

/** Makes the roles where they are missing and opens the pools. @throws where the server cannot be reached or the administrator's rights do not suffice. */
export const openDatabase = async (options: DatabaseOptions): Promise<Database> => {
  await ensureRoles(options.adminUrl, options.secretDir)
  const pools = Object.fromEntries(LOGIN_ROLES.map((role) => [role, poolOf(options, role)])) as Record<Role, pg.Pool>
  return {
    ...pools,
    adminUrl: options.adminUrl,
    url: (role) => roleUrl(options.adminUrl, role, options.secretDir),
    close: async () => {
      await Promise.all(Object.values(pools).map((pool) => pool.end()))
    },
  }
}
