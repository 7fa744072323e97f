/**
 * Transactions of an actor. The claim says who asks (the hash of a session's token, or the post on whose behalf a job runs),
 * for what purpose and in which realm; the database finds out who that is and what they may see. `begin`, the settings and
 * the answer take one round trip; the settings are local to the transaction, so nothing leaks to the next user of the
 * connection.
 *
 * Crash points: connection lost before the commit: nothing was done (`unavailable`). Lost during the commit: unknown
 * (`unavailable` with reason `commit_unknown`), to be settled by the intake key or by reading again.
 */
import type pg from 'pg'
import { DomainError } from '../base/public.ts'
import type { Database } from './pool.ts'

export type SessionClaim = {
  /** SHA-256 of the session's or machine's token, lower-case hexadecimal. */
  sessionHash: string
  /** Empty: the usual purpose of the post. */
  purpose: string
  realm: number
}
/** For jobs: acts as the post, authorised again now. */
export type BehalfClaim = { onBehalf: string; purpose: string; realm: number }
export type Claim = SessionClaim | BehalfClaim

/** The row of app.whoami(), with the database's clock at the start of the transaction. */
export type Whoami = {
  account_id: string | null
  post_id: string
  agency_id: string
  viewer_id: number
  purpose: string
  roles: string[]
  /** Null: no restriction beyond the post's (a person). */
  scopes: string[] | null
  source_id: string | null
  officer_zh: string | null
  officer_en: string | null
  post_zh: string
  post_en: string
  agency_zh: string
  agency_en: string
  now: Date
}

export type Tx = {
  /** Rows of one statement. A `name` keeps it prepared on the connection: for statements that run often. */
  query<T extends pg.QueryResultRow = pg.QueryResultRow>(
    sql: string,
    params?: readonly unknown[],
    name?: string,
  ): Promise<T[]>
  /** Number of rows that a statement changed. */
  change(sql: string, params?: readonly unknown[], name?: string): Promise<number>
  /** The start of the transaction by the database's clock. */
  readonly startedAt: Date
  readonly client: pg.ClientBase
}

const HASH = /^[0-9a-f]{64}$/
const PURPOSE = /^[a-z][a-z0-9_-]{0,40}$|^$/
const POST = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Values stand in the text of a statement: only what fits these patterns may. */
const safe = (value: string, pattern: RegExp, what: string): string => {
  if (!pattern.test(value))
    throw new DomainError('unauthenticated', { zh: '登录信息无效。', en: `The ${what} of the claim is not valid.` })
  return value
}

const realmText = (realm: number): string => {
  if (!Number.isSafeInteger(realm) || realm < 1 || realm > 2_147_483_647) throw new Error(`realm ${realm} is not valid`)
  return String(realm)
}

export const beginSql = (claim: Claim): string => {
  const session = 'sessionHash' in claim ? safe(claim.sessionHash, HASH, 'session') : ''
  const behalf = 'onBehalf' in claim ? safe(claim.onBehalf, POST, 'post') : ''
  return (
    `begin;select set_config('app.session','${session}',true),set_config('app.on_behalf','${behalf}',true),` +
    `set_config('app.purpose','${safe(claim.purpose, PURPOSE, 'purpose')}',true),set_config('app.realm','${realmText(claim.realm)}',true);` +
    'select now() as now, w.* from (values (1)) one left join app.whoami() w on true'
  )
}

/** 57P01–57P05 the server ends or starts, 08 connection, 53300 no connection left, 53100 disk full, 25P03/25P04 timeouts that end a session. */
const AWAY = /^(57P0[1-5]|08...|53[1-4]00|25P0[34])$/
const BROKEN =
  /Connection terminated|connection error|not queryable|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|timeout exceeded when trying to connect|socket hang up|Client was closed/i

/** Is the database away, rather than the statement wrong? */
export const isConnectionLoss = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false
  const code = (error as { code?: string }).code ?? ''
  if (error instanceof AggregateError) return error.errors.some(isConnectionLoss)
  return AWAY.test(code) || /^E(CONN|PIPE|TIMEDOUT)/.test(code) || BROKEN.test(error.message)
}

export const unavailable = (reason: 'database_away' | 'commit_unknown'): DomainError =>
  reason === 'database_away'
    ? new DomainError(
        'unavailable',
        {
          zh: '数据库暂时不可用，操作没有执行，请稍后重试。',
          en: 'The database is away for a moment; nothing was done. Try again.',
        },
        { reason, retryAfterSeconds: 2 },
      )
    : new DomainError(
        'unavailable',
        {
          zh: '数据库在确认时中断，结果未知，请查看后再重试。',
          en: 'The database went away while it confirmed; look whether it was done before you try again.',
        },
        { reason, retryAfterSeconds: 2 },
      )

const codeOf = (error: unknown): string | undefined => (error as { code?: string } | null)?.code
export const isUniqueViolation = (error: unknown, constraint?: string): boolean =>
  codeOf(error) === '23505' && (constraint === undefined || (error as pg.DatabaseError).constraint === constraint)
/** Serialization failure or deadlock: the caller may run the whole transaction once more. */
export const isRetryable = (error: unknown): boolean => codeOf(error) === '40001' || codeOf(error) === '40P01'
/** Row-level security refused a written row, or a right is missing. */
export const isInsufficientPrivilege = (error: unknown): boolean => codeOf(error) === '42501'

const txOf = (client: pg.ClientBase, startedAt: Date): Tx => {
  const run = (sql: string, params: readonly unknown[], name?: string) =>
    client.query({ text: sql, values: params as unknown[], ...(name ? { name } : {}) })
  return {
    query: async <T extends pg.QueryResultRow>(sql: string, params: readonly unknown[] = [], name?: string) =>
      (await run(sql, params, name)).rows as T[],
    change: async (sql, params = [], name) => (await run(sql, params, name)).rowCount ?? 0,
    startedAt,
    client,
  }
}

/** One transaction on a pool: begins with `begin` (one round trip), commits when `fn` returns, else rolls back. */
const inTransaction = async <T, R extends pg.QueryResultRow>(
  pool: pg.Pool,
  begin: string,
  fn: (tx: Tx, row: R) => Promise<T>,
): Promise<T> => {
  let client: pg.PoolClient
  try {
    client = await pool.connect()
  } catch (error) {
    throw isConnectionLoss(error) ? unavailable('database_away') : error
  }
  let broken = false
  let committing = false
  try {
    const results = (await client.query(begin)) as unknown as pg.QueryResult<R & { now: Date }>[]
    const row = results.at(-1)!.rows[0]!
    const result = await fn(txOf(client, row.now), row)
    committing = true
    // A statement that failed and was caught by `fn` has already undone everything: `commit` then answers ROLLBACK.
    const { command } = await client.query('commit')
    if (command !== 'COMMIT')
      throw new Error('The transaction was undone by an earlier failed statement whose error was swallowed.')
    return result
  } catch (error) {
    if (isConnectionLoss(error)) {
      broken = true
      throw unavailable(committing ? 'commit_unknown' : 'database_away')
    }
    await client.query('rollback').catch(() => {
      broken = true
    })
    throw error
  } finally {
    client.release(broken)
  }
}

/** Runs `fn` as the actor of the claim; `who` is null where the claim names nobody who may act now. @throws DomainError `unavailable` */
export const withActor = async <T>(
  db: Database,
  claim: Claim,
  fn: (tx: Tx, who: Whoami | null) => Promise<T>,
): Promise<T> =>
  inTransaction<T, Whoami>('onBehalf' in claim ? db.job : db.request, beginSql(claim), (tx, row) =>
    fn(tx, row.post_id === null ? null : row),
  )

/** Runs `fn` in the intake role, which writes signals and cannot read them back. */
export const withIntake = async <T>(db: Database, at: { realm: number }, fn: (tx: Tx) => Promise<T>): Promise<T> =>
  inTransaction(
    db.intake,
    `begin;select set_config('app.realm','${realmText(at.realm)}',true);select now() as now`,
    (tx) => fn(tx),
  )

/** A transaction of a role that acts for nobody: sign-in, the integrator, migrations, system jobs. */
export const withRole = async <T>(
  db: Database,
  role: 'auth' | 'job' | 'ledger' | 'owner',
  fn: (tx: Tx) => Promise<T>,
  realm = 1,
): Promise<T> =>
  inTransaction(db[role], `begin;select set_config('app.realm','${realmText(realm)}',true);select now() as now`, (tx) =>
    fn(tx),
  )
