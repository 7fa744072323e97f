/** API tokens: a machine acts as one post, within scopes, optionally for one source. The secret is shown once. */
import { HOUR_MS, invalid, notFound, uuid } from '../../base/public.ts'
import { type Desk, getPosts, nameOfPost, POST, type PostRecord } from './desk.ts'
import type { NewToken } from './model.ts'
import { hashOfToken, newToken } from './tokens.ts'

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
