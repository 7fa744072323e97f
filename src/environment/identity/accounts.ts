/** Administration of accounts: invite, reset, disable, enable, unlock, give posts. */
import { DomainError, HOUR_MS, notFound, uuid } from '../../base/public.ts'
import { loginHash } from './caller.ts'
import { type Desk, getPosts } from './desk.ts'
import type { IdentityFact } from './facts.ts'
import { LINK_HOURS, linkPath } from './links.ts'
import type { AccountRow, NewAccount, PostName } from './model.ts'
import { refuseLastAdministrator } from './rules.ts'
import { hashOfToken, newToken } from './tokens.ts'

type Standing = {
  account_id: string
  login: string
  disabled: boolean
  demo: boolean
  agencies: string[]
  is_administrator: boolean
}

const getAccount = async (desk: Desk, id: string): Promise<Standing> => {
  const [row] = await desk.tx.query<Standing>('select * from app.admin_account($1)', [id])
  if (!row) throw notFound()
  return row
}

/** Recorded with each agency where the account holds a post, so that each can account for its own officers. */
const recordOf = async (desk: Desk, account: Standing, act: IdentityFact['act'], payload: IdentityFact['payload']) => {
  for (const agencyId of account.agencies.length > 0 ? account.agencies : [desk.agencyId])
    await desk.record({ act, object: `account/${account.account_id}`, payload, agencyId })
}

const othersOf = async (desk: Desk, id: string): Promise<number> => {
  const [row] = await desk.tx.query<{ n: number }>('select app.admin_other_administrators($1, $2) as n', [
    id,
    desk.demo,
  ])
  return row!.n
}

export type NewLink = { link: string; expiresAt: string }

const putLink = async (desk: Desk, id: string): Promise<NewLink> => {
  const token = newToken('link')
  const expiresAt = new Date(desk.tx.startedAt.getTime() + LINK_HOURS * HOUR_MS)
  await desk.tx.query('select app.admin_put_link($1, $2, $3)', [id, hashOfToken(token), expiresAt])
  return { link: linkPath(token), expiresAt: expiresAt.toISOString() }
}

/** @throws `conflict` where the login is taken; `invalid` on `postIds` */
export const createAccount = async (desk: Desk, command: NewAccount): Promise<NewLink & { id: string }> => {
  const posts = await getPosts(desk, command.postIds, 'postIds')
  const id = uuid()
  const { login, officer } = command
  const [row] = await desk.tx.query<{ made: boolean }>('select app.admin_create_account($1, $2, $3, $4, $5) as made', [
    id,
    login,
    officer.zh,
    officer.en,
    [...new Set(command.postIds)],
  ])
  if (!row!.made)
    throw new DomainError(
      'conflict',
      { zh: '这个登录名已被使用。', en: 'This login is taken.' },
      { fields: [{ field: 'login', zh: '已被使用，请换一个。', en: 'Taken; choose another.' }] },
    )
  const link = await putLink(desk, id)
  for (const agencyId of new Set(posts.map((post) => post.agency_id)))
    await desk.record({
      act: 'account.created',
      object: `account/${id}`,
      payload: { posts: command.postIds, linkExpiresAt: link.expiresAt },
      agencyId,
    })
  return { id, ...link }
}

/** Password, codes and sessions end at once; the link sets new ones. */
export const resetAccount = async (desk: Desk, id: string): Promise<NewLink> => {
  const account = await getAccount(desk, id)
  if (account.demo || account.disabled)
    throw new DomainError('conflict', {
      zh: account.demo ? '演示账号没有密码。' : '账号已停用；请先启用。',
      en: account.demo ? 'A demonstration account has no password.' : 'The account is disabled; enable it first.',
    })
  await desk.tx.query('select app.admin_clear_secrets($1)', [id])
  await desk.tx.query('select app.admin_unlock($1)', [loginHash(desk.key, account.login)])
  const link = await putLink(desk, id)
  await recordOf(desk, account, 'account.link_issued', { why: 'reset', expiresAt: link.expiresAt })
  return link
}

/** @throws `conflict` for the last administrator */
export const disableAccount = async (desk: Desk, id: string): Promise<void> => {
  const account = await getAccount(desk, id)
  if (account.disabled) return
  refuseLastAdministrator(account.is_administrator, await othersOf(desk, id))
  await desk.tx.query('select app.admin_set_disabled($1, true)', [id])
  await recordOf(desk, account, 'account.disabled', null)
}

export const enableAccount = async (desk: Desk, id: string): Promise<void> => {
  const account = await getAccount(desk, id)
  if (!account.disabled) return
  await desk.tx.query('select app.admin_set_disabled($1, false)', [id])
  await recordOf(desk, account, 'account.enabled', null)
}

/** Forgets every count of wrong passwords and codes for this login. */
export const unlockAccount = async (desk: Desk, id: string): Promise<void> => {
  const account = await getAccount(desk, id)
  await desk.tx.query('select app.admin_unlock($1)', [loginHash(desk.key, account.login)])
  await recordOf(desk, account, 'account.unlocked', null)
}

export const setAccountPosts = async (desk: Desk, id: string, postIds: readonly string[]): Promise<void> => {
  const account = await getAccount(desk, id)
  const posts = await getPosts(desk, postIds, 'postIds')
  if (account.is_administrator && !posts.some((post) => post.roles.includes('administrator')))
    refuseLastAdministrator(true, await othersOf(desk, id))
  await desk.tx.query('select app.admin_set_posts($1, $2)', [id, [...new Set(postIds)]])
  const agencies = [...new Set([...account.agencies, ...posts.map((post) => post.agency_id)])]
  await recordOf(desk, { ...account, agencies }, 'account.posts_set', { posts: [...postIds] })
}

type ListedAccount = {
  account_id: string
  login: string
  zh: string
  en: string
  disabled: boolean
  totp: boolean
  link_open: boolean
  demo: boolean
  created_at: Date
  posts: PostName[]
}

const cursorOf = (login: string): string => Buffer.from(login, 'utf8').toString('base64url')

/** By login. `before` is the `next` of the page before. */
export const listAccounts = async (
  desk: Desk,
  query: { q?: string | undefined; limit?: number | undefined; before?: string | undefined },
): Promise<{ rows: AccountRow[]; next: string | null }> => {
  const limit = query.limit ?? 50
  const after = query.before === undefined ? null : Buffer.from(query.before, 'base64url').toString('utf8')
  const found = await desk.tx.query<ListedAccount>('select * from app.admin_accounts($1, $2, $3)', [
    query.q?.trim() || null,
    after?.replaceAll('\u0000', '') ?? null,
    limit + 1,
  ])
  const page = found.slice(0, limit)
  const hashes = page.map((row) => loginHash(desk.key, row.login))
  const held = await desk.tx.query<{ hash: Buffer }>('select app.admin_held($1::bytea[]) as hash', [hashes])
  const heldHashes = new Set(held.map((row) => row.hash.toString('hex')))
  const rows = page.map((row, at) => ({
    id: row.account_id,
    login: row.login,
    officer: { zh: row.zh, en: row.en },
    posts: row.posts,
    disabled: row.disabled,
    locked: heldHashes.has(hashes[at]!.toString('hex')),
    totp: row.totp,
    linkOpen: row.link_open,
    demo: row.demo,
    createdAt: row.created_at.toISOString(),
  }))
  return { rows, next: found.length > limit ? cursorOf(page.at(-1)!.login) : null }
}
