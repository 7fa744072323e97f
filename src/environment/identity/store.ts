/**
 * Reading and writing secrets, as the role tongguan_auth: the only role besides the owner that can. Sessions live by the
 * database's clock: 30 minutes from the last sign of life, 12 hours in all.
 */
import type { Tx } from '../../store/public.ts'
import type { AttemptDecision, AttemptState, DelayRule } from './lock-out.ts'
import { decideAttempt } from './lock-out.ts'

type Queries = Pick<Tx, 'query'>

/** Judgement after OWASP's Session Management Cheat Sheet: short when idle, one long shift in all. */
export const SESSION_IDLE = '30 minutes'
export const SESSION_ABSOLUTE = '12 hours'

export type StoredAccount = {
  accountId: string
  login: string
  passwordHash: string | null
  totpSecret: Buffer | null
  totpConfirmed: boolean
  totpLastStep: number | null
  demo: boolean
  disabled: boolean
  /** The post a session begins at: the earliest held now. */
  postId: string | null
  agencyId: string | null
}

type AccountRow = {
  account_id: string
  login: string
  password_hash: string | null
  totp_secret: Buffer | null
  totp_confirmed: boolean
  totp_last_step: string | null
  demo: boolean
  disabled: boolean
  post_id: string | null
  agency_id: string | null
}

const ACCOUNT = `
  select a.account_id, a.login, a.password_hash, a.totp_secret, a.totp_confirmed_at is not null as totp_confirmed,
         a.totp_last_step::text, a.demo, a.disabled_at is not null as disabled, n.post_id, n.agency_id
    from account a
    left join lateral (select post_id, agency_id from app.account_post_now p where p.account_id = a.account_id
                        order by p.valid_from, p.post_id limit 1) n on true`

const accountOf = (row: AccountRow): StoredAccount => ({
  accountId: row.account_id,
  login: row.login,
  passwordHash: row.password_hash,
  totpSecret: row.totp_secret,
  totpConfirmed: row.totp_confirmed,
  totpLastStep: row.totp_last_step === null ? null : Number(row.totp_last_step),
  demo: row.demo,
  disabled: row.disabled,
  postId: row.post_id,
  agencyId: row.agency_id,
})

export const findAccountByLogin = async (tx: Queries, login: string): Promise<StoredAccount | undefined> => {
  const [row] = await tx.query<AccountRow>(`${ACCOUNT} where a.login = $1`, [login])
  return row && accountOf(row)
}

/** Holds the account until the transaction ends, so that one code cannot be used by two sign-ins at once. */
export const lockAccount = async (tx: Queries, accountId: string): Promise<StoredAccount | undefined> => {
  const [row] = await tx.query<AccountRow>(`${ACCOUNT} where a.account_id = $1 for update of a`, [accountId])
  return row && accountOf(row)
}

export const findAccount = async (tx: Queries, accountId: string): Promise<StoredAccount | undefined> => {
  const [row] = await tx.query<AccountRow>(`${ACCOUNT} where a.account_id = $1`, [accountId])
  return row && accountOf(row)
}

export const setCodeUsed = async (tx: Queries, accountId: string, step: number): Promise<void> => {
  await tx.query('update account set totp_last_step = $2 where account_id = $1', [accountId, step])
}

export const setPasswordHash = async (tx: Queries, accountId: string, passwordHash: string): Promise<void> => {
  await tx.query('update account set password_hash = $2, password_changed_at = now() where account_id = $1', [
    accountId,
    passwordHash,
  ])
}

export const setTotp = async (tx: Queries, accountId: string, sealed: Buffer, step: number): Promise<void> => {
  await tx.query(
    'update account set totp_secret = $2, totp_confirmed_at = now(), totp_last_step = $3 where account_id = $1',
    [accountId, sealed, step],
  )
}

// ---------------------------------------------------------------- attempts

type AttemptRow = { failures: number; first_at: Date; locked_until: Date | null }

const stateOf = (row: AttemptRow | undefined): AttemptState | undefined =>
  row && { failures: row.failures, firstAt: row.first_at, lockedUntil: row.locked_until }

export const findAttempt = async (tx: Queries, login: Buffer, caller: Buffer): Promise<AttemptState | undefined> => {
  const [row] = await tx.query<AttemptRow>(
    'select failures, first_at, locked_until from sign_in_attempt where login_hash = $1 and caller_hash = $2',
    [login, caller],
  )
  return stateOf(row)
}

/**
 * Counts an attempt before its password is looked at, so that a hundred at the same moment are a hundred. A crash after
 * this leaves one failure too many, never one too few.
 */
export const takeAttempt = async (
  tx: Queries,
  login: Buffer,
  caller: Buffer,
  at: Date,
  rule: DelayRule,
): Promise<AttemptDecision> => {
  await tx.query(
    'insert into sign_in_attempt (login_hash, caller_hash, first_at) values ($1, $2, $3) on conflict do nothing',
    [login, caller, at],
  )
  const [row] = await tx.query<AttemptRow>(
    'select failures, first_at, locked_until from sign_in_attempt where login_hash = $1 and caller_hash = $2 for update',
    [login, caller],
  )
  const decision = decideAttempt(stateOf(row), at, rule)
  if (decision.allowed)
    await tx.query(
      'update sign_in_attempt set failures = $3, first_at = $4, locked_until = $5 where login_hash = $1 and caller_hash = $2',
      [login, caller, decision.next.failures, decision.next.firstAt, decision.next.lockedUntil],
    )
  return decision
}

/**
 * The password was right and only the code is still asked for: that was no failure. A hold that this attempt began is
 * lifted only while nothing was counted since; otherwise a right password would free the way for guessed codes.
 */
export const giveBackAttempt = async (
  tx: Queries,
  login: Buffer,
  caller: Buffer,
  taken: AttemptState,
): Promise<void> => {
  await tx.query(
    `update sign_in_attempt
        set failures = greatest(failures - 1, 0), locked_until = case when failures = $3 then null else locked_until end
      where login_hash = $1 and caller_hash = $2`,
    [login, caller, taken.failures],
  )
}

export const forgetAttempts = async (tx: Queries, login: Buffer, callers: readonly Buffer[]): Promise<void> => {
  await tx.query('delete from sign_in_attempt where login_hash = $1 and caller_hash = any ($2)', [login, [...callers]])
}

export const removeOldAttempts = async (tx: Queries, before: Date): Promise<void> => {
  await tx.query('delete from sign_in_attempt where first_at < $1 and (locked_until is null or locked_until < $1)', [
    before,
  ])
}

// ---------------------------------------------------------------- sessions

export type NewSession = {
  tokenHash: Buffer
  accountId: string
  postId: string
  purpose: string | null
  userAgent: string | null
  /** Continues another session: the absolute limit goes on from its start. */
  since: Date | null
}

export const insertSession = async (tx: Queries, session: NewSession): Promise<void> => {
  await tx.query(
    `insert into session (token_hash, account_id, post_id, purpose, user_agent, created_at, expires_at)
       select $1, $2, $3, $4, $5, began, least(now() + interval '${SESSION_IDLE}', began + interval '${SESSION_ABSOLUTE}')
         from (select coalesce($6::timestamptz, now()) as began) b`,
    [session.tokenHash, session.accountId, session.postId, session.purpose, session.userAgent, session.since],
  )
}

/** False when it had ended already. */
export const endSessionRow = async (tx: Queries, tokenHash: Buffer): Promise<boolean> => {
  const rows = await tx.query(
    'update session set ended_at = now() where token_hash = $1 and ended_at is null and expires_at > now() returning 1',
    [tokenHash],
  )
  return rows.length > 0
}

export const endOtherSessions = async (tx: Queries, accountId: string, keep: Buffer | null): Promise<number> => {
  const rows = await tx.query(
    `update session set ended_at = now() where account_id = $1 and ended_at is null and token_hash is distinct from $2 returning 1`,
    [accountId, keep],
  )
  return rows.length
}

export const slideSession = async (tx: Queries, tokenHash: Buffer): Promise<void> => {
  await tx.query(
    `update session set last_seen_at = now(), expires_at = least(now() + interval '${SESSION_IDLE}', created_at + interval '${SESSION_ABSOLUTE}')
      where token_hash = $1 and ended_at is null and expires_at > now()`,
    [tokenHash],
  )
}

/** Sessions of demonstration accounts, on a site that is no demonstration (any more). */
export const endDemoSessions = async (tx: Queries): Promise<number> => {
  const rows = await tx.query(
    'update session set ended_at = now() where ended_at is null and account_id in (select account_id from account where demo) returning 1',
  )
  return rows.length
}

// ---------------------------------------------------------------- links

export type StoredLink = { accountId: string; login: string; zh: string; en: string; expiresAt: Date }

/** An open link: unused, in time, of an account that is not disabled. Held until the transaction ends when `lock`. */
export const findLink = async (tx: Queries, tokenHash: Buffer, lock: boolean): Promise<StoredLink | undefined> => {
  const [row] = await tx.query<{ account_id: string; login: string; zh: string; en: string; expires_at: Date }>(
    `select l.account_id, a.login, o.zh, o.en, l.expires_at
       from one_time_link l join account a using (account_id) join officer o using (account_id)
      where l.token_hash = $1 and l.used_at is null and l.expires_at > now() and a.disabled_at is null
      ${lock ? 'for update of l, a' : ''}`,
    [tokenHash],
  )
  return row && { accountId: row.account_id, login: row.login, zh: row.zh, en: row.en, expiresAt: row.expires_at }
}

export const spendLinks = async (tx: Queries, accountId: string): Promise<void> => {
  await tx.query('update one_time_link set used_at = now() where account_id = $1 and used_at is null', [accountId])
}

/** The agency that accounts for what cannot be laid to another: that of the first administrator's post. */
export const findSiteAgency = async (tx: Queries): Promise<string | undefined> => {
  const [row] = await tx.query<{ agency_id: string }>(
    `select agency_id from post where active and 'administrator' = any (roles) order by agency_id limit 1`,
  )
  return row?.agency_id
}
