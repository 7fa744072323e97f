/** Administration over HTTP. Every route is for administrators in the purpose of administration; the database checks it again. */
import { type TSchema, Type } from 'typebox'
import { DomainError } from '../../base/public.ts'
import { type AnyRoute, type Call, type House, route } from '../../ledger/public.ts'
import * as accounts from './accounts.ts'
import type { Desk } from './desk.ts'
import { administrationCircle } from './facts.ts'
import { createToken, listTokens, revokeToken } from './machine-tokens.ts'
import { createPost, setMember } from './membership.ts'
import * as model from './model.ts'
import { rightOf, rolesFor } from './rights.ts'
import { siteKey } from './site-key.ts'

const roles = rolesFor('admin.accounts')
const Nothing: TSchema = Type.Null()

const deskOf = (call: Call, house: House): Desk => {
  const right = rightOf('admin.accounts', call.actor.roles, call.actor.purpose)
  if (right !== true) throw new DomainError('forbidden', right)
  return {
    tx: call.tx,
    key: siteKey(house.dataDir),
    demo: house.demo,
    accountId: call.actor.accountId,
    agencyId: call.actor.agencyId,
    record: async ({ act, object, payload, agencyId }) => {
      call.record({ act, object, payload, circleId: await administrationCircle(call.tx, agencyId) })
    },
  }
}

type PostRow = {
  post_id: string
  zh: string
  en: string
  agency_id: string
  agency_zh: string
  agency_en: string
  roles: string[]
  purposes: string[]
  active: boolean
}

const accountRoute = (verb: string, summary: string, act: (desk: Desk, id: string) => Promise<void>): AnyRoute =>
  route({
    method: 'POST',
    url: `/accounts/:id/${verb}`,
    summary,
    roles,
    params: model.IdParamsSchema,
    response: Nothing,
    status: 204,
    handler: async (call, { params }, house) => {
      await act(deskOf(call, house), params.id)
      return null
    },
  })

export const accountRoutes: AnyRoute[] = [
  route({
    method: 'GET',
    url: '/accounts',
    summary: 'Accounts and the posts they hold',
    roles,
    query: model.AccountsQuerySchema,
    response: model.AccountsSchema,
    discloses: (answer) => answer.rows.map((row) => `account/${row.id}`),
    handler: (call, { query }, house) => accounts.listAccounts(deskOf(call, house), query),
  }),
  route({
    method: 'POST',
    url: '/accounts',
    summary: 'A new account; its one-time link is shown once',
    roles,
    body: model.NewAccountSchema,
    response: model.NewAccountAnswerSchema,
    handler: (call, { body }, house) => accounts.createAccount(deskOf(call, house), body),
  }),
  route({
    method: 'POST',
    url: '/accounts/:id/reset',
    summary: 'Ends password, codes and sessions; gives a one-time link for new ones',
    roles,
    params: model.IdParamsSchema,
    response: model.LinkAnswerSchema,
    handler: (call, { params }, house) => accounts.resetAccount(deskOf(call, house), params.id),
  }),
  accountRoute('disable', 'Disables an account and ends its sessions at once', accounts.disableAccount),
  accountRoute('enable', 'Enables a disabled account', accounts.enableAccount),
  accountRoute('unlock', 'Forgets wrong passwords and codes counted for this account', accounts.unlockAccount),
  route({
    method: 'PUT',
    url: '/accounts/:id/posts',
    summary: 'The posts that an account holds',
    roles,
    params: model.IdParamsSchema,
    body: model.AccountPostsSchema,
    response: Nothing,
    status: 204,
    handler: async (call, { params, body }, house) => {
      await accounts.setAccountPosts(deskOf(call, house), params.id, body.postIds)
      return null
    },
  }),
  route({
    method: 'GET',
    url: '/posts',
    summary: 'Posts of this site, without those of clocks',
    roles,
    response: model.PostsSchema,
    handler: async (call) => {
      const rows = await call.tx.query<PostRow>(
        `select p.post_id, p.zh, p.en, p.agency_id, g.zh as agency_zh, g.en as agency_en, p.roles, p.purposes, p.active
           from post p join agency g using (agency_id) where not 'system' = any (p.roles) order by g.agency_id, p.zh`,
      )
      return {
        rows: rows.map((row) => ({
          id: row.post_id,
          zh: row.zh,
          en: row.en,
          agency: { id: row.agency_id, zh: row.agency_zh, en: row.agency_en },
          roles: row.roles,
          purposes: row.purposes,
          active: row.active,
        })),
      }
    },
  }),
  route({
    method: 'POST',
    url: '/posts',
    summary: 'A new post of an agency that takes part',
    roles,
    body: model.NewPostSchema,
    response: model.DoneSchema,
    handler: async (call, { body }, house) => ({ id: await createPost(deskOf(call, house), body) }),
  }),
  route({
    method: 'GET',
    url: '/agencies',
    summary: 'Agencies, and which of them take part at this site',
    roles: [],
    response: model.AgenciesSchema,
    handler: async (call) => ({
      rows: await call.tx.query<{ id: string; zh: string; en: string; type: string; member: boolean }>(
        'select agency_id as id, zh, en, type, member from agency order by member desc, agency_id',
      ),
    }),
  }),
  route({
    method: 'PUT',
    url: '/agencies/:id',
    summary: 'Whether an agency takes part',
    roles,
    params: model.AgencyParamsSchema,
    body: model.MembershipSchema,
    response: Nothing,
    status: 204,
    handler: async (call, { params, body }, house) => {
      await setMember(deskOf(call, house), params.id, body.member)
      return null
    },
  }),
  route({
    method: 'GET',
    url: '/tokens',
    summary: 'API tokens of machines, without their secrets',
    roles,
    response: model.TokensSchema,
    handler: async (call, _input, house) => ({ rows: await listTokens(deskOf(call, house)) }),
  }),
  route({
    method: 'POST',
    url: '/tokens',
    summary: 'A new API token; it is shown once',
    roles,
    body: model.NewTokenSchema,
    response: model.NewTokenAnswerSchema,
    handler: (call, { body }, house) => createToken(deskOf(call, house), body),
  }),
  route({
    method: 'POST',
    url: '/tokens/:id/revoke',
    summary: 'Ends an API token at once',
    roles,
    params: model.IdParamsSchema,
    response: Nothing,
    status: 204,
    handler: async (call, { params }, house) => {
      await revokeToken(deskOf(call, house), params.id)
      return null
    },
  }),
]
