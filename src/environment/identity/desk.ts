/**
 * Where administration happens: the transaction, who acts, and how facts are recorded. The same functions serve the page (in
 * a call of an administrator) and the command line (as the auth role). Who may is checked by the route and in the database.
 */
import { invalid } from '../../base/public.ts'
import type { Tx } from '../../store/public.ts'
import type { IdentityFact } from './facts.ts'
import type { PostName } from './model.ts'

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

export const POST = `select p.post_id, p.agency_id, p.zh, p.en, p.roles, p.active, g.zh as agency_zh, g.en as agency_en
                from post p join agency g using (agency_id)`

export const nameOfPost = (post: PostRecord): PostName => ({
  id: post.post_id,
  zh: post.zh,
  en: post.en,
  agency: { id: post.agency_id, zh: post.agency_zh, en: post.agency_en },
})

/** Posts that a person or a machine may be given: active, and not an agency's clock. */
export const getPosts = async (desk: Desk, ids: readonly string[], field: string): Promise<PostRecord[]> => {
  const posts = await desk.tx.query<PostRecord>(`${POST} where p.post_id = any ($1)`, [[...ids]])
  const usable = posts.filter((post) => post.active && !post.roles.includes('system'))
  if (usable.length !== new Set(ids).size)
    throw invalid(field, '有岗位不存在或已停用，请重新选择。', 'A post does not exist or is closed; choose again.')
  return usable
}
