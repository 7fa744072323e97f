/** Rosters in the database. Every statement runs under the actor's policy; what is not visible is not there. */
import type { Bilingual } from '../../../base/public.ts'
import type { LocalDay } from '../../../environment/duties/public.ts'
import type { Call } from '../../../ledger/public.ts'
import type { DutyPerson, DutyState, RosterState, SwapState } from './decide.ts'
import type { Line, Reach, Shift } from './model.ts'

export type StoredRoster = RosterState & { circleId: number; agencyName: Bilingual }
/** A duty with the names that pages show. */
export type StoredDuty = DutyState & {
  circleId: number
  rosterId: string
  names: { agency: Bilingual; officer: Bilingual; post: Bilingual | null } | null
}

type RosterSql = {
  id: string
  circle_id: number
  agency_id: string
  joint: boolean
  title: string
  zone: string
  shifts: Shift[]
  lines: Line[]
  zh: string
  en: string
}
const rosterOf = (row: RosterSql): StoredRoster => ({
  id: row.id,
  circleId: row.circle_id,
  agency: row.agency_id,
  joint: row.joint,
  title: row.title,
  zone: row.zone,
  shifts: row.shifts,
  lines: row.lines,
  agencyName: { zh: row.zh, en: row.en },
})
const ROSTERS = `select r.id, r.circle_id, r.agency_id, r.joint, r.title, r.zone, r.shifts, r.lines, g.zh, g.en
                   from roster r join agency g using (agency_id) where r.realm = $1`

/** The joint cell first, then by agency. */
export const findRosters = async (call: Call): Promise<StoredRoster[]> =>
  (await call.tx.query<RosterSql>(`${ROSTERS} order by not r.joint, g.zh, r.title, r.id`, [call.realm])).map(rosterOf)

/** `lock`: held until the transaction ends, so that two keepers do not fill one slot at the same moment. */
export const findRoster = async (call: Call, id: string, lock = false): Promise<StoredRoster | undefined> =>
  (await call.tx.query<RosterSql>(`${ROSTERS} and r.id = $2 ${lock ? 'for update of r' : ''}`, [call.realm, id])).map(
    rosterOf,
  )[0]

type DutySql = {
  id: string
  circle_id: number
  roster_id: string
  line: string
  shift: string
  day: string
  starts_at: Date
  ends_at: Date
  agency_id: string | null
  account_id: string | null
  post_id: string | null
  name: string | null
  contact: string | null
  reach: Reach | null
  agency_zh: string | null
  agency_en: string | null
  officer_zh: string | null
  officer_en: string | null
  post_zh: string | null
  post_en: string | null
}
const DUTIES = `select d.id, d.circle_id, d.roster_id, d.line, d.shift, d.day::text, d.starts_at, d.ends_at, d.agency_id, d.account_id,
         d.post_id, d.name, d.contact, d.reach, g.zh as agency_zh, g.en as agency_en, o.zh as officer_zh, o.en as officer_en,
         p.zh as post_zh, p.en as post_en
    from duty d left join agency g on g.agency_id = d.agency_id left join officer o on o.account_id = d.account_id
         left join post p on p.post_id = d.post_id
   where d.realm = $1`

const dutyOf = (row: DutySql): StoredDuty => {
  const own: Bilingual = { zh: row.officer_zh ?? row.name ?? '', en: row.officer_en ?? row.name ?? '' }
  return {
    id: row.id,
    circleId: row.circle_id,
    rosterId: row.roster_id,
    line: row.line,
    shift: row.shift,
    day: row.day,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    person:
      row.agency_id === null
        ? null
        : {
            agency: row.agency_id,
            account: row.account_id,
            post: row.post_id,
            name: row.name,
            contact: row.contact!,
            reach: row.reach!,
          },
    names:
      row.agency_id === null
        ? null
        : {
            agency: { zh: row.agency_zh!, en: row.agency_en! },
            officer: own,
            post: row.post_zh === null ? null : { zh: row.post_zh, en: row.post_en! },
          },
  }
}

/** Of these rosters, whatever touches the time between the two instants. */
export const findDuties = async (call: Call, rosters: readonly string[], from: Date, to: Date): Promise<StoredDuty[]> =>
  (
    await call.tx.query<DutySql>(
      `${DUTIES} and d.roster_id = any ($2) and d.ends_at > $3 and d.starts_at < $4 order by d.starts_at, d.line, d.id`,
      [call.realm, rosters, from, to],
    )
  ).map(dutyOf)

export const findDutiesById = async (call: Call, ids: readonly string[], lock = false): Promise<StoredDuty[]> =>
  (
    await call.tx.query<DutySql>(`${DUTIES} and d.id = any ($2) order by d.id ${lock ? 'for update of d' : ''}`, [
      call.realm,
      ids,
    ])
  ).map(dutyOf)

/** Everybody who stands a duty at this instant, of one agency or of all. */
export const findStanding = async (call: Call, at: Date, agency: string | null): Promise<StoredDuty[]> =>
  (
    await call.tx.query<DutySql>(
      `${DUTIES} and d.agency_id is not null and d.starts_at <= $2 and d.ends_at > $2
         and ($3::text is null or d.agency_id = $3) order by d.ends_at, d.line, d.id`,
      [call.realm, at, agency],
    )
  ).map(dutyOf)

export const insertRoster = async (call: Call, roster: RosterState, circleId: number): Promise<void> => {
  await call.tx.query(
    `insert into roster (realm, id, circle_id, agency_id, joint, title, zone, shifts, lines, changed_at, changed_by_post, changed_by_account)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      call.realm,
      roster.id,
      circleId,
      roster.agency,
      roster.joint,
      roster.title,
      roster.zone,
      JSON.stringify(roster.shifts),
      JSON.stringify(roster.lines),
      call.at,
      call.actor.postId,
      call.actor.accountId,
    ],
  )
}

export const updateRoster = async (call: Call, roster: RosterState): Promise<void> => {
  await call.tx.query(
    `update roster set title = $3, shifts = $4, lines = $5, changed_at = $6, changed_by_post = $7, changed_by_account = $8
      where realm = $1 and id = $2`,
    [
      call.realm,
      roster.id,
      roster.title,
      JSON.stringify(roster.shifts),
      JSON.stringify(roster.lines),
      call.at,
      call.actor.postId,
      call.actor.accountId,
    ],
  )
}

type Slot = { line: string; shift: string; day: LocalDay; startsAt: Date; endsAt: Date }

/** Puts a person into each slot, or takes one out; makes the slot where there is none yet. @returns ids in the given order */
export const putDuties = async (
  call: Call,
  roster: StoredRoster,
  duties: readonly (Slot & { id: string; person: DutyPerson | null })[],
): Promise<string[]> => {
  const rows = await call.tx.query<{ id: string; line: string; shift: string; day: string }>(
    `insert into duty (realm, id, circle_id, roster_id, line, shift, day, starts_at, ends_at, agency_id, account_id, post_id, name,
                       contact, reach, changed_at, changed_by_post, changed_by_account)
     select $1, v.id, $2, $3, v.line, v.shift, v.day, v.starts_at, v.ends_at, v.agency_id, v.account_id, v.post_id, v.name, v.contact,
            v.reach, $4, $5, $6
       from unnest($7::uuid[], $8::text[], $9::text[], $10::date[], $11::timestamptz[], $12::timestamptz[], $13::text[], $14::uuid[],
                   $15::uuid[], $16::text[], $17::text[], $18::text[])
            v (id, line, shift, day, starts_at, ends_at, agency_id, account_id, post_id, name, contact, reach)
     on conflict (realm, roster_id, line, shift, day) do update
        set starts_at = excluded.starts_at, ends_at = excluded.ends_at, agency_id = excluded.agency_id, account_id = excluded.account_id,
            post_id = excluded.post_id, name = excluded.name, contact = excluded.contact, reach = excluded.reach,
            changed_at = excluded.changed_at, changed_by_post = excluded.changed_by_post, changed_by_account = excluded.changed_by_account
     returning id, line, shift, day::text`,
    [
      call.realm,
      roster.circleId,
      roster.id,
      call.at,
      call.actor.postId,
      call.actor.accountId,
      duties.map((one) => one.id),
      duties.map((one) => one.line),
      duties.map((one) => one.shift),
      duties.map((one) => one.day),
      duties.map((one) => one.startsAt),
      duties.map((one) => one.endsAt),
      duties.map((one) => one.person?.agency ?? null),
      duties.map((one) => one.person?.account ?? null),
      duties.map((one) => one.person?.post ?? null),
      duties.map((one) => (one.person?.account ? null : (one.person?.name ?? null))),
      duties.map((one) => one.person?.contact ?? null),
      duties.map((one) => one.person?.reach ?? null),
    ],
  )
  const idOf = new Map(rows.map((row) => [`${row.day} ${row.line} ${row.shift}`, row.id]))
  return duties.map((one) => idOf.get(`${one.day} ${one.line} ${one.shift}`)!)
}

type SwapSql = {
  id: string
  circle_id: number
  roster_id: string
  first_duty: string
  second_duty: string
  first_account: string
  second_account: string
  first_consent_at: Date | null
  second_consent_at: Date | null
  state: SwapState['state']
  reason: string | null
  proposed_at: Date
  proposed_by_account: string
}
export type StoredSwap = SwapState & { circleId: number; rosterId: string; reason: string | null; proposedAt: Date }

const swapOf = (row: SwapSql): StoredSwap => ({
  id: row.id,
  circleId: row.circle_id,
  rosterId: row.roster_id,
  first: { duty: row.first_duty, account: row.first_account, consentAt: row.first_consent_at },
  second: { duty: row.second_duty, account: row.second_account, consentAt: row.second_consent_at },
  state: row.state,
  reason: row.reason,
  proposedAt: row.proposed_at,
  proposedBy: row.proposed_by_account,
})
const SWAPS = `select id, circle_id, roster_id, first_duty, second_duty, first_account, second_account, first_consent_at, second_consent_at,
                      state, reason, proposed_at, proposed_by_account from duty_swap where realm = $1`

/** Open ones, and those of the last week. */
export const findSwaps = async (call: Call, roster: string, since: Date): Promise<StoredSwap[]> =>
  (
    await call.tx.query<SwapSql>(
      `${SWAPS} and roster_id = $2 and (state = 'open' or settled_at > $3) order by proposed_at desc, id limit 50`,
      [call.realm, roster, since],
    )
  ).map(swapOf)

export const findSwap = async (call: Call, id: string): Promise<StoredSwap | undefined> =>
  (await call.tx.query<SwapSql>(`${SWAPS} and id = $2 for update`, [call.realm, id])).map(swapOf)[0]

export const insertSwap = async (call: Call, swap: SwapState, roster: StoredRoster): Promise<void> => {
  await call.tx.query(
    `insert into duty_swap (realm, id, circle_id, roster_id, first_duty, second_duty, first_account, second_account, first_consent_at,
                            second_consent_at, state, proposed_at, proposed_by_post, proposed_by_account)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      call.realm,
      swap.id,
      roster.circleId,
      roster.id,
      swap.first.duty,
      swap.second.duty,
      swap.first.account,
      swap.second.account,
      swap.first.consentAt,
      swap.second.consentAt,
      swap.state,
      call.at,
      call.actor.postId,
      call.actor.accountId,
    ],
  )
}

export const updateSwap = async (call: Call, swap: SwapState, reason: string | null): Promise<void> => {
  const settled = swap.state !== 'open'
  await call.tx.query(
    `update duty_swap set first_consent_at = $3, second_consent_at = $4, state = $5, reason = $6, settled_at = $7, settled_by_account = $8
      where realm = $1 and id = $2`,
    [
      call.realm,
      swap.id,
      swap.first.consentAt,
      swap.second.consentAt,
      swap.state,
      reason,
      settled ? call.at : null,
      settled ? call.actor.accountId : null,
    ],
  )
}

export type Colleague = {
  account: string
  name: Bilingual
  post: { id: string; zh: string; en: string }
}

/** Officers of the actor's own agency who may stand a duty. */
export const findColleagues = async (call: Call): Promise<Colleague[]> =>
  (
    await call.tx.query<{
      account_id: string
      zh: string
      en: string
      post_id: string
      post_zh: string
      post_en: string
    }>(`select account_id, officer_zh as zh, officer_en as en, post_id, post_zh, post_en
         from app.colleagues() where officer_zh is not null order by post_zh, officer_zh`)
  ).map((row) => ({
    account: row.account_id,
    name: { zh: row.zh, en: row.en },
    post: { id: row.post_id, zh: row.post_zh, en: row.post_en },
  }))

export type OwnDuty = { startsAt: Date; endsAt: Date; account: string | null }

/** The actor's duty that runs now or last ran, and whoever of the same agency stands the same post after it. */
export const findOwnDuties = async (call: Call): Promise<{ mine: OwnDuty | null; next: OwnDuty | null }> => {
  type Found = { roster_id: string; line: string; starts_at: Date; ends_at: Date; account_id: string | null }
  const own = (row: Found | undefined): OwnDuty | null =>
    row ? { startsAt: row.starts_at, endsAt: row.ends_at, account: row.account_id } : null
  const [mine] = await call.tx.query<Found>(
    `select roster_id, line, starts_at, ends_at, account_id from duty
      where realm = $1 and account_id = $2 and starts_at <= $3 order by starts_at desc limit 1`,
    [call.realm, call.actor.accountId, call.at],
  )
  if (!mine) return { mine: null, next: null }
  const [next] = await call.tx.query<Found>(
    `select roster_id, line, starts_at, ends_at, account_id from duty
      where realm = $1 and roster_id = $2 and line = $3 and starts_at >= $4 and agency_id = $5 order by starts_at limit 1`,
    [call.realm, mine.roster_id, mine.line, mine.ends_at, call.actor.agencyId],
  )
  return { mine: own(mine), next: own(next) }
}
