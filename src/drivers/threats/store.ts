/** The definition queue and what is going on at the port, in the database. Every statement runs under the actor's policy. */
import { uuid } from '../../base/public.ts'
import { getReference } from '../../environment/reference/public.ts'
import type { Call } from '../../ledger/public.ts'
import type { ItemFact, ItemState } from './decide.ts'
import type { ItemStatus, Origin, Proposal } from './model.ts'
import { concernedBy } from './uncovered.ts'

type ItemSql = {
  id: string
  circle_id: number
  risk_type: string
  places: string[]
  jurisdiction: 'CN' | 'INT'
  origin: Origin
  opened_at: Date
  interim_due_at: Date
  interim_lead: string | null
  interim_at: Date | null
  interim_escalated_at: Date | null
  definition: string | null
  measures: string | null
  legal_gap: string | null
  review_on: string | null
  state: ItemStatus
  proposal: Proposal | null
  proposed_by_post: string | null
  ended_at: Date | null
  end_reason: string | null
  duty_row: string | null
}

export type StoredItem = { state: ItemState; circleId: number }

const COLUMNS = `id, circle_id, risk_type, places, jurisdiction, origin, opened_at, interim_due_at, interim_lead, interim_at,
  interim_escalated_at, definition, measures, legal_gap, review_on::text, state, proposal, proposed_by_post, ended_at, end_reason, duty_row`

const itemOf = (row: ItemSql): StoredItem => ({
  circleId: row.circle_id,
  state: {
    id: row.id,
    riskType: row.risk_type,
    places: row.places,
    jurisdiction: row.jurisdiction,
    origin: row.origin,
    openedAt: row.opened_at,
    interimDueAt: row.interim_due_at,
    interim: row.interim_lead === null ? null : { agency: row.interim_lead, at: row.interim_at! },
    escalatedAt: row.interim_escalated_at,
    definition: row.definition,
    measures: row.measures,
    legalGap: row.legal_gap,
    reviewOn: row.review_on,
    status: row.state,
    proposal: row.proposal,
    proposedBy: row.proposed_by_post,
    ended: row.ended_at === null ? null : { at: row.ended_at, reason: row.end_reason ?? '' },
    dutyRow: row.duty_row,
    concerned: concernedBy(getReference(), row.risk_type),
  },
})

export const findItem = async (call: Call, id: string, lock = false): Promise<StoredItem | undefined> => {
  const [row] = await call.tx.query<ItemSql>(
    `select ${COLUMNS} from definition_item where realm = $1 and id = $2 ${lock ? 'for update' : ''}`,
    [call.realm, id],
  )
  return row && itemOf(row)
}

/** Without an interim lead first, then the oldest. */
export const listItems = async (call: Call, only: 'open' | 'all'): Promise<StoredItem[]> =>
  (
    await call.tx.query<ItemSql>(
      `select ${COLUMNS} from definition_item where realm = $1 and ($2 = 'all' or state in ('open', 'proposed'))
        order by state in ('settled', 'rejected'), interim_at is not null, opened_at, risk_type, jurisdiction limit 500`,
      [call.realm, only],
    )
  ).map(itemOf)

/** @returns false where the same item is there already */
export const insertItem = async (call: Call, state: ItemState, circleId: number): Promise<boolean> =>
  (await call.tx.change(
    `insert into definition_item (realm, id, circle_id, risk_type, places, jurisdiction, origin, opened_at, interim_due_at,
                                  interim_lead, interim_at, definition, review_on, state)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'open')
     on conflict (realm, risk_type, jurisdiction, places, circle_id) where state in ('open', 'proposed') do nothing`,
    [
      call.realm,
      state.id,
      circleId,
      state.riskType,
      state.places,
      state.jurisdiction,
      state.origin,
      state.openedAt,
      state.interimDueAt,
      state.interim?.agency ?? null,
      state.interim?.at ?? null,
      state.definition,
      state.reviewOn,
    ],
  )) > 0

export const updateItem = async (call: Call, next: ItemState): Promise<void> => {
  await call.tx.query(
    `update definition_item set interim_lead = $3, interim_at = $4, interim_escalated_at = $5, definition = $6, measures = $7,
            legal_gap = $8, review_on = $9, state = $10, proposal = $11, proposed_by_post = $12, ended_at = $13, end_reason = $14,
            duty_row = $15
      where realm = $1 and id = $2`,
    [
      call.realm,
      next.id,
      next.interim?.agency ?? null,
      next.interim?.at ?? null,
      next.escalatedAt,
      next.definition,
      next.measures,
      next.legalGap,
      next.reviewOn,
      next.status,
      next.proposal === null ? null : JSON.stringify(next.proposal),
      next.proposedBy,
      next.ended?.at ?? null,
      next.ended?.reason ?? null,
      next.dutyRow,
    ],
  )
}

export const insertEntry = async (
  call: Call,
  item: StoredItem,
  act: string,
  data: Omit<ItemFact, 'act'> | Record<string, unknown>,
): Promise<void> => {
  await call.tx.query(
    `insert into definition_entry (realm, id, item_id, circle_id, at, act, agency_id, post_id, account_id, data)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      call.realm,
      uuid(),
      item.state.id,
      item.circleId,
      call.at,
      act,
      call.actor.agencyId,
      call.actor.postId,
      call.actor.accountId,
      JSON.stringify(data),
    ],
  )
}

export type EntryRow = { at: Date; act: string; agencyId: string; postId: string; data: Record<string, unknown> }

export const listEntries = (call: Call, itemId: string): Promise<EntryRow[]> =>
  call.tx.query<EntryRow>(
    `select at, act, agency_id as "agencyId", post_id as "postId", data from definition_entry
      where realm = $1 and item_id = $2 order by seq`,
    [call.realm, itemId],
  )

/** Agencies that take part and have a post that a person can hold. */
export const presentAgencies = async (call: Call): Promise<Set<string>> =>
  new Set(
    (
      await call.tx.query<{ id: string }>(
        `select g.agency_id as id from agency g
          where g.member and exists (select from post p where p.agency_id = g.agency_id and p.active and not 'system' = any (p.roles))`,
      )
    ).map((row) => row.id),
  )

/** Agencies with which the reader's has an agreement in force, in either direction. */
export const agreedAgencies = async (call: Call): Promise<Set<string>> =>
  new Set(
    (
      await call.tx.query<{ other: string }>(
        `select case when giver = $1 then receiver else giver end as other from agreement
          where giver_signed_at <= now() and receiver_signed_at <= now() and valid_from <= now() and now() < valid_to
            and (ended_at is null or ended_at > now())`,
        [call.actor.agencyId],
      )
    ).map((row) => row.other),
  )

export type Going = { riskType: string; place: string; count: number }

/** Signals of the last day that ask for a person, by risk and place. */
export const signalsNow = (call: Call): Promise<Going[]> =>
  call.tx.query<Going>(
    `select a.risk_type as "riskType", s.place, count(distinct s.id)::int as count
       from assessment a join signal s on s.realm = a.realm and s.id = a.signal_id and s.received_at = a.received_at
      where a.realm = $1 and (a.needs_person or a.level is null) and a.needs_person and a.risk_type is not null
        and a.received_at > $2::timestamptz - interval '1 day'
      group by 1, 2`,
    [call.realm, call.at],
  )

export const warningsNow = (call: Call): Promise<Going[]> =>
  call.tx.query<Going>(
    `select risk_type as "riskType", place, count(*)::int as count from warning where realm = $1 and ended_at is null group by 1, 2`,
    [call.realm],
  )

export const incidentsNow = (call: Call): Promise<Going[]> =>
  call.tx.query<Going>(
    `select risk_type as "riskType", place, count(*)::int as count from incident where realm = $1 and closed_at is null and merged_into is null group by 1, 2`,
    [call.realm],
  )

/** What the numbers of one risk at one place stand for, newest first. */
export const goingOn = async (call: Call, riskType: string, place: string) => ({
  signals: await call.tx.query<{ id: string; at: Date }>(
    `select distinct s.id, s.received_at as at
       from assessment a join signal s on s.realm = a.realm and s.id = a.signal_id and s.received_at = a.received_at
      where a.realm = $1 and (a.needs_person or a.level is null) and a.needs_person and a.risk_type = $2 and s.place = $3
        and a.received_at > $4::timestamptz - interval '1 day'
      order by at desc, s.id limit 200`,
    [call.realm, riskType, place, call.at],
  ),
  warnings: await call.tx.query<{ id: string; title: string; level: 'blue' | 'yellow' | 'orange' | 'red'; at: Date }>(
    `select id, title, level, issued_at as at from warning
      where realm = $1 and ended_at is null and risk_type = $2 and place = $3 order by issued_at desc, id limit 200`,
    [call.realm, riskType, place],
  ),
  incidents: await call.tx.query<{ id: string; no: string; title: string; at: Date }>(
    `select id, no, title, opened_at as at from incident
      where realm = $1 and closed_at is null and risk_type = $2 and place = $3 order by opened_at desc, id limit 200`,
    [call.realm, riskType, place],
  ),
})

export type Ownerless = { riskType: string; place: string; jurisdiction: 'CN' | 'INT'; circleId: number }

/** Signals and incidents that the caller sees and whose risk has no owner; `owned` lists `risk place jurisdiction` of those that have. */
export const ownerlessSignals = (
  call: Call,
  owned: readonly string[],
  jurisdiction: 'CN' | 'INT',
  minutes: number,
): Promise<Ownerless[]> =>
  call.tx.query<Ownerless>(
    `select distinct a.risk_type as "riskType", s.place, $3 as jurisdiction, a.circle_id as "circleId"
       from assessment a join signal s on s.realm = a.realm and s.id = a.signal_id and s.received_at = a.received_at
      where a.realm = $1 and (a.needs_person or a.level is null) and a.risk_type is not null
        and a.received_at > $2::timestamptz - make_interval(mins => $4)
        and not a.risk_type || ' ' || s.place || ' ' || $3 = any ($5::text[])`,
    [call.realm, call.at, jurisdiction, minutes, owned],
  )

export const ownerlessIncidents = (call: Call, owned: readonly string[]): Promise<Ownerless[]> =>
  call.tx.query<Ownerless>(
    `select distinct risk_type as "riskType", place, jurisdiction, circle_id as "circleId" from incident
      where realm = $1 and closed_at is null and not risk_type || ' ' || place || ' ' || jurisdiction = any ($2::text[])`,
    [call.realm, owned],
  )
