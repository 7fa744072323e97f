/**
 * Administration of accounts, posts, members and tokens. The same functions serve the page (in a call of an administrator)
 * and the command line (as the auth role): a desk is the transaction, who acts, and how facts are recorded. Who may is
 * checked by the route and once more in the database.
 */
import { DomainError, HOUR_MS, invalid, notFound, uuid } from '../../base/public.ts'
import type { Tx } from '../../store/public.ts'
import { loginHash } from './caller.ts'
import type { IdentityFact } from './facts.ts'
import { LINK_HOURS, linkPath } from './links.ts'
import type { AccountRow, NewAccount, NewPost, NewToken, PostName } from './model.ts'
import { ensureSystemPosts, SYSTEM_POST, systemPostOf } from './posts.ts'
import { refuseLastAdministrator, refusePost } from './rules.ts'
import { hashOfToken, newToken } from './tokens.ts'

export type Desk = {
  tx: Tx
  /** The site's key. */
  key: Buffer
  demo: boolean
  /** Of the administrator; null on the command line. */
  accountId: string | null
  /** Accounts for what concerns no other agency. */
  agencyId: string
  record(fact: IdentityFact): Promise<void>
}

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

export type PostRecord = {
  post_id: string
  agency_id: string
  zh: string
  en: string
  roles: string[]
  active: boolean
  agency_zh: string
  agency_en: string
}

const POST = `select p.post_id, p.agency_id, p.zh, p.en, p.roles, p.active, g.zh as agency_zh, g.en as agency_en
                from post p join agency g using (agency_id)`

const nameOfPost = (post: PostRecord): PostName => ({
  id: post.post_id,
  zh: post.zh,
  en: post.en,
  agency: { id: post.agency_id, zh: post.agency_zh, en: post.agency_en },
})

/** Posts that a person or a machine may be given: active, and not an agency's clock. */
const getPosts = async (desk: Desk, ids: readonly string[], field: string): Promise<PostRecord[]> => {
  const posts = await desk.tx.query<PostRecord>(`${POST} where p.post_id = any ($1)`, [[...ids]])
  const usable = posts.filter((post) => post.active && !post.roles.includes('system'))
  if (usable.length !== new Set(ids).size)
    throw invalid(field, '有岗位不存在或已停用，请重新选择。', 'A post does not exist or is closed; choose again.')
  return usable
}

// ---------------------------------------------------------------- accounts

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

// ---------------------------------------------------------------- posts and members

export const createPost = async (desk: Desk, command: NewPost): Promise<string> => {
  const [agency] = await desk.tx.query<{ member: boolean }>('select member from agency where agency_id = $1', [
    command.agencyId,
  ])
  if (!agency?.member)
    throw invalid(
      'agencyId',
      '该单位未加入本口岸；请先设为参加单位。',
      'This agency does not take part at the port; make it a member first.',
    )
  refusePost(command.roles, command.purposes)
  const id = uuid()
  const { agencyId, zh, en, roles, purposes } = command
  await desk.tx.query('select app.admin_put_post($1, $2, $3, $4, $5, $6, true)', [
    id,
    agencyId,
    zh,
    en,
    roles,
    purposes,
  ])
  await desk.record({ act: 'post.created', object: `post/${id}`, payload: { zh, en, roles, purposes }, agencyId })
  return id
}

/** A member gets its system post, so that its clocks can run; leaving closes that post. */
export const setMember = async (desk: Desk, agencyId: string, member: boolean): Promise<void> => {
  const [agency] = await desk.tx.query<{ member: boolean }>('select member from agency where agency_id = $1', [
    agencyId,
  ])
  if (!agency) throw notFound()
  if (agency.member === member) return
  await desk.tx.query('select app.admin_set_member($1, $2)', [agencyId, member])
  await desk.tx.query('select app.admin_put_post($1, $2, $3, $4, $5, $6, $7)', [
    systemPostOf(agencyId),
    agencyId,
    SYSTEM_POST.zh,
    SYSTEM_POST.en,
    [...SYSTEM_POST.roles],
    [...SYSTEM_POST.purposes],
    member,
  ])
  await desk.record({ act: 'agency.membership_set', object: `agency/${agencyId}`, payload: { member }, agencyId })
}

// ---------------------------------------------------------------- tokens of machines

export const createToken = async (
  desk: Desk,
  command: NewToken,
): Promise<{ id: string; token: string; expiresAt: string }> => {
  const [post] = await getPosts(desk, [command.postId], 'postId')
  if (command.sourceId !== undefined) {
    const [row] = await desk.tx.query<{ fits: boolean }>('select app.admin_source_is_of($1, $2) as fits', [
      command.sourceId,
      post!.agency_id,
    ])
    if (!row!.fits)
      throw invalid('sourceId', '该来源不属于岗位所在单位。', 'This source does not belong to the agency of the post.')
  }
  const id = uuid()
  const token = newToken('api')
  const expiresAt = new Date(desk.tx.startedAt.getTime() + command.days * 24 * HOUR_MS)
  await desk.tx.query('select app.admin_create_token($1, $2, $3, $4, $5, $6, $7, $8)', [
    id,
    hashOfToken(token),
    command.name,
    command.postId,
    command.scopes,
    command.sourceId ?? null,
    desk.accountId ?? command.postId,
    expiresAt,
  ])
  const { name, postId, scopes } = command
  await desk.record({
    act: 'token.issued',
    object: `token/${id}`,
    payload: { name, postId, scopes, sourceId: command.sourceId ?? null, expiresAt: expiresAt.toISOString() },
    agencyId: post!.agency_id,
  })
  return { id, token, expiresAt: expiresAt.toISOString() }
}

type ListedToken = {
  token_id: string
  name: string
  post_id: string
  scopes: string[]
  source_id: string | null
  created_at: Date
  expires_at: Date
  revoked_at: Date | null
}

export const listTokens = async (desk: Desk) => {
  const tokens = await desk.tx.query<ListedToken>('select * from app.admin_tokens()')
  const posts = await desk.tx.query<PostRecord>(`${POST} where p.post_id = any ($1)`, [
    tokens.map((token) => token.post_id),
  ])
  const names = new Map(posts.map((post) => [post.post_id, nameOfPost(post)]))
  return tokens.map((token) => ({
    id: token.token_id,
    name: token.name,
    post: names.get(token.post_id)!,
    scopes: token.scopes,
    sourceId: token.source_id,
    createdAt: token.created_at.toISOString(),
    expiresAt: token.expires_at.toISOString(),
    revokedAt: token.revoked_at?.toISOString() ?? null,
  }))
}

export const revokeToken = async (desk: Desk, id: string): Promise<void> => {
  const token = (await listTokens(desk)).find((one) => one.id === id)
  if (!token) throw notFound()
  const [row] = await desk.tx.query<{ done: boolean }>('select app.admin_revoke_token($1) as done', [id])
  if (row!.done)
    await desk.record({ act: 'token.revoked', object: `token/${id}`, payload: null, agencyId: token.post.agency.id })
}

// ---------------------------------------------------------------- the first administrator

/** The post of administration of an agency, made with its membership where it is missing. For the command line. */
export const ensureAdministratorPost = async (desk: Desk, agencyId: string, postId: string): Promise<void> => {
  const [agency] = await desk.tx.query<{ member: boolean }>('select member from agency where agency_id = $1', [
    agencyId,
  ])
  if (!agency) throw invalid('agency', `没有单位“${agencyId}”；请先加载参考数据。`, `There is no agency "${agencyId}".`)
  if (!agency.member) await setMember(desk, agencyId, true)
  await ensureSystemPosts(desk.tx)
  const [post] = await desk.tx.query('select 1 from post where post_id = $1 and active', [postId])
  if (post) return
  const named = { zh: '系统管理员', en: 'System administrator', roles: ['administrator'], purposes: ['administration'] }
  await desk.tx.query('select app.admin_put_post($1, $2, $3, $4, $5, $6, true)', [
    postId,
    agencyId,
    named.zh,
    named.en,
    named.roles,
    named.purposes,
  ])
  await desk.record({ act: 'post.created', object: `post/${postId}`, payload: named, agencyId })
}
