/** Administration of posts, and of which agencies take part. */
import { invalid, notFound, uuid } from '../../base/public.ts'
import type { Desk } from './desk.ts'
import type { NewPost } from './model.ts'
import { ensureSystemPosts, SYSTEM_POST, systemPostOf } from './posts.ts'
import { refusePost } from './rules.ts'

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
