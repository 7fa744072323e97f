/**
 * Who asks to be told of warnings: an agency, or one post of it, by domain or risk type, place and lowest level. A
 * subscription opens nothing. The issuer sees it as a proposal; where an agreement already gives the agency the issuer's
 * warnings it is chosen beforehand. A post's wish decides which posts of an agency in the audience are also told.
 */
import type { Static } from 'typebox'
import { type CircleId, DomainError, invalid, notFound, uuid } from '../../base/public.ts'
import { circleFor } from '../../engine/sharing/public.ts'
import { rightOf } from '../../environment/identity/public.ts'
import { getReference } from '../../environment/reference/public.ts'
import { type Call, sealRows } from '../../ledger/public.ts'
import { isHigher } from './decide.ts'
import { subscriptionImage } from './image.ts'
import type { NewSubscription, Permission, Subscription, SubscriptionsSchema, WarningLevel } from './model.ts'
import { loadNames } from './names.ts'
import { riskNamed } from './view.ts'

export type Subscriber = { agency: string; post: string | null; minLevel: WarningLevel; entitled: boolean }

/** Everybody who subscribed to such a warning, whatever the level. */
export const findSubscribers = async (call: Call, riskType: string, place: string): Promise<Subscriber[]> => {
  const domain = getReference().risks.get(riskType)?.domain ?? null
  const rows = await call.tx.query<{
    agency_id: string
    post_id: string | null
    min_level: WarningLevel
    entitled: boolean
  }>('select * from app.warning_subscribers($1, $2, $3)', [domain, riskType, place])
  return rows.map((row) => ({
    agency: row.agency_id,
    post: row.post_id,
    minLevel: row.min_level,
    entitled: row.entitled,
  }))
}

export const wants = (subscriber: Pick<Subscriber, 'minLevel'>, level: WarningLevel): boolean =>
  !isHigher(subscriber.minLevel, level)

type Row = {
  id: string
  circle_id: number
  agency_id: string
  post_id: string | null
  domain: string | null
  risk_type: string | null
  place: string | null
  min_level: WarningLevel
  made_at: Date
  made_by_post: string
}

/** For the whole agency: who may speak for it. For the own post: anybody who reads warnings. */
const may = (call: Call, forAgency: boolean): Permission =>
  rightOf(forAgency ? 'warnings.issue' : 'signals.read', call.actor.roles, call.actor.purpose)

const mayEnd = (call: Call, row: Pick<Row, 'post_id'>): Permission => {
  if (row.post_id === null) return may(call, true)
  return row.post_id === call.actor.postId
    ? may(call, false)
    : { zh: '这是其他岗位的订阅，由该岗位取消。', en: 'This is another post’s subscription; that post ends it.' }
}

export const listSubscriptions = async (call: Call): Promise<Static<typeof SubscriptionsSchema>> => {
  const rows = await call.tx.query<Row>(
    `select id, circle_id, agency_id, post_id, domain, risk_type, place, min_level, made_at, made_by_post from warning_subscription
      where realm = $1 and agency_id = $2 and ended_at is null order by post_id nulls first, made_at, id`,
    [call.realm, call.actor.agencyId],
  )
  const names = await loadNames(call.tx, {
    agencies: [],
    posts: rows.flatMap((row) => [row.made_by_post, ...(row.post_id ? [row.post_id] : [])]),
    accounts: [],
  })
  const { domains } = getReference()
  return {
    rows: rows.map((row): Subscription => {
      const domain = row.domain === null ? undefined : domains.get(row.domain)
      return {
        id: row.id,
        post: row.post_id === null ? null : names.post(row.post_id),
        domain: domain ? { id: domain.id, zh: domain.zh, en: domain.en } : null,
        riskType: row.risk_type === null ? null : riskNamed(row.risk_type),
        place: row.place,
        minLevel: row.min_level,
        madeAt: row.made_at.toISOString(),
        madeBy: names.post(row.made_by_post),
        can: { end: mayEnd(call, row) },
      }
    }),
    can: { forAgency: may(call, true), forPost: may(call, false) },
  }
}

const refuse = (permission: Permission): void => {
  if (permission !== true) throw new DomainError('forbidden', permission)
}

/** @throws DomainError `forbidden`, `invalid` for what does not exist, `conflict` where the same wish stands already */
export const subscribe = async (call: Call, input: NewSubscription): Promise<{ id: string }> => {
  refuse(may(call, input.for === 'agency'))
  const domain = input.domain ?? null
  const riskType = input.riskType ?? null
  const place = input.place ?? null
  const reference = getReference()
  if (domain !== null && !reference.domains.has(domain))
    throw invalid('domain', '没有这个领域。请从列表中选择。', 'There is no such domain. Choose one from the list.')
  if (riskType !== null && !reference.risks.has(riskType))
    throw invalid(
      'riskType',
      '没有这个风险类型。请从列表中选择。',
      'There is no such risk type. Choose one from the list.',
    )
  if (domain !== null && riskType !== null)
    throw invalid('riskType', '领域和风险类型只选一项。', 'Choose a domain or a risk type, not both.')
  const postId = input.for === 'post' ? call.actor.postId : null
  const [same] = await call.tx.query(
    `select 1 from warning_subscription where realm = $1 and agency_id = $2 and ended_at is null and post_id is not distinct from $3
        and domain is not distinct from $4 and risk_type is not distinct from $5 and place is not distinct from $6 and min_level = $7`,
    [call.realm, call.actor.agencyId, postId, domain, riskType, place, input.minLevel],
  )
  if (same) throw new DomainError('conflict', { zh: '已有相同的订阅。', en: 'The same subscription stands already.' })
  const id = uuid()
  const circleId: CircleId = await circleFor(call.tx, {
    owner: call.actor.agencyId,
    dataClass: 'warning',
    purposeLock: null,
    tlp: 'amber_strict',
    agencies: [],
    groups: [],
  })
  await call.tx.query(
    `insert into warning_subscription (realm, id, circle_id, agency_id, post_id, domain, risk_type, place, min_level, made_at, made_by_post, made_by_account)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      call.realm,
      id,
      circleId,
      call.actor.agencyId,
      postId,
      domain,
      riskType,
      place,
      input.minLevel,
      call.at,
      call.actor.postId,
      call.actor.accountId,
    ],
  )
  await sealRows(call, subscriptionImage, [{ id, act: 'warning.subscribed', circleId }])
  return { id }
}

export const unsubscribe = async (call: Call, id: string): Promise<void> => {
  const [row] = await call.tx.query<Row>(
    'select id, circle_id, post_id from warning_subscription where realm = $1 and id = $2 and ended_at is null for update',
    [call.realm, id],
  )
  if (!row) throw notFound()
  refuse(mayEnd(call, row))
  await call.tx.query(
    'update warning_subscription set ended_at = $3, ended_by_post = $4, ended_by_account = $5 where realm = $1 and id = $2',
    [call.realm, id, call.at, call.actor.postId, call.actor.accountId],
  )
  await sealRows(call, subscriptionImage, [{ id, act: 'warning.unsubscribed', circleId: row.circle_id }])
}
