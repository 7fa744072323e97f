/** Compound assessments in the database, under the policy of the post on whose behalf it is read or written. */
import { uuid } from '../../base/public.ts'
import type { Call } from '../../ledger/public.ts'
import type { Level } from '../../methods/risk/public.ts'
import { groupIdOf, levelOf, type Rank, rankOf, triageRules, windowOf } from '../waiting/public.ts'
import type { CompoundResult, Draft, EvidenceItem, Open } from './decide.ts'

type ItemSql = {
  object_id: string
  circle_id: number
  kind: string
  risk_type: string
  port: string
  place: string
  rank: Rank
  n: number
  observed_at: Date
}

/**
 * Of assessments that agree in circle, kind, risk, place and rank only the newest can be the strongest, so one of each is read
 * however many wait. A late report is as old as what it tells of.
 */
const EVIDENCE = `
  with newest as (
    select i.circle_id, i.kind, i.risk_type, i.port, i.place, i.rank, count(*)::int as n, max(i.received_at) as received_at
      from triage_item i
     where i.realm = $1 and i.risk_type = any ($2) and i.received_at >= $3 and i.object_kind = 'signal'
       and not exists (select from triage_superseded s where s.realm = i.realm and s.signal_id = i.object_id)
     group by 1, 2, 3, 4, 5, 6)
  select n.*, i.object_id, least(s.observed_at, s.received_at) as observed_at
    from newest n
    cross join lateral (
      select i.object_id from triage_item i
       where i.realm = $1 and i.risk_type = n.risk_type and i.received_at = n.received_at and i.circle_id = n.circle_id
         and i.kind = n.kind and i.rank = n.rank and i.port = n.port and i.place = n.place
         and not exists (select from triage_superseded s where s.realm = i.realm and s.signal_id = i.object_id)
       order by i.object_id limit 1) i
    join signal s on s.realm = $1 and s.id = i.object_id and s.received_at = n.received_at`

export const findEvidence = async (call: Call, riskTypes: readonly string[], since: Date): Promise<EvidenceItem[]> =>
  (await call.tx.query<ItemSql>(EVIDENCE, [call.realm, riskTypes, since], 'compound-evidence')).map((row) => ({
    signalId: row.object_id,
    circleId: row.circle_id,
    kind: row.kind,
    riskType: row.risk_type,
    level: levelOf(row.rank),
    at: new Date(row.observed_at),
    port: row.port,
    place: row.place,
    n: row.n,
  }))

/** Which kinds of signal arrived in which circle since when, from the hourly tallies. */
export const findArrivals = (call: Call, kinds: readonly string[], since: Date) =>
  call.tx.query<{ circle_id: number; kind: string; hour: Date }>(
    `select circle_id, kind, max(hour) as hour from signal_tally where realm = $1 and kind = any ($2) and hour >= $3 group by 1, 2`,
    [call.realm, kinds, since],
  )

export type CompoundSql = {
  id: string
  circle_id: number
  interaction: string
  version: number
  port: string
  place: string
  a_circle: number
  b_circle: number
  level: Level
  likelihood: number
  low: number
  high: number
  result: CompoundResult
  raised_at: Date
  assessed_at: Date
  ended_at: Date | null
}

const COLUMNS = `id, circle_id, interaction, version, port, place, a_circle, b_circle, level, likelihood, low, high, result, raised_at, assessed_at, ended_at`

export const openOf = (row: CompoundSql): Open => ({
  id: row.id,
  interaction: row.interaction,
  version: row.version,
  port: row.port,
  place: row.place,
  aCircle: row.a_circle,
  bCircle: row.b_circle,
  level: row.level,
  likelihood: [row.low, row.likelihood, row.high],
  result: row.result,
})

export const findOpen = (call: Call): Promise<CompoundSql[]> =>
  call.tx.query<CompoundSql>(`select ${COLUMNS} from compound where realm = $1 and ended_at is null for update`, [
    call.realm,
  ])

export const findCompounds = (call: Call, ids: readonly string[]): Promise<CompoundSql[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : call.tx.query<CompoundSql>(`select ${COLUMNS} from compound where realm = $1 and id = any ($2)`, [
        call.realm,
        ids,
      ])

/** Those that rest on a signal now; the most likely first. */
export const findCompoundsOf = (call: Call, signalId: string): Promise<CompoundSql[]> =>
  call.tx.query<CompoundSql>(
    `select ${COLUMNS} from compound where realm = $1 and ended_at is null
        and (a_signal = $2 or b_signal = $2)
      order by likelihood desc, id limit 20`,
    [call.realm, signalId],
  )

export const pageCompounds = (call: Call, open: boolean, limit: number): Promise<CompoundSql[]> =>
  call.tx.query<CompoundSql>(
    `select ${COLUMNS} from compound where realm = $1 and (not $2 or ended_at is null) order by raised_at desc, id desc limit $3`,
    [call.realm, open, limit],
  )

/** Those of the ids that still wait and were not corrected away. */
export const findStillWaiting = async (call: Call, ids: readonly string[]): Promise<Set<string>> =>
  new Set(
    (
      await call.tx.query<{ id: string }>(
        `select object_id as id from triage_item i where realm = $1 and object_id = any ($2)
            and not exists (select from triage_superseded s where s.realm = i.realm and s.signal_id = i.object_id)`,
        [call.realm, ids],
      )
    ).map((row) => row.id),
  )

export const insertCompound = async (call: Call, circleId: number, draft: Draft): Promise<string> => {
  const id = uuid()
  const [low, likelihood, high] = draft.likelihood
  await call.tx.query(
    `insert into compound (realm, id, circle_id, interaction, version, port, place, a_circle, b_circle, level, likelihood, low, high,
                           result, raised_at, assessed_at, a_signal, b_signal)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15, $16, $17)`,
    [
      call.realm,
      id,
      circleId,
      draft.interaction,
      draft.version,
      draft.port,
      draft.place,
      draft.aCircle,
      draft.bCircle,
      draft.level,
      likelihood,
      low,
      high,
      JSON.stringify(draft.result),
      call.at,
      draft.result.a.signalId,
      draft.result.b.signalId,
    ],
  )
  return id
}

export const updateCompound = async (call: Call, id: string, draft: Draft): Promise<void> => {
  const [low, likelihood, high] = draft.likelihood
  await call.tx.change(
    `update compound set version = $3, level = $4, likelihood = $5, low = $6, high = $7, result = $8, assessed_at = $9,
            a_signal = $10, b_signal = $11
      where realm = $1 and id = $2`,
    [
      call.realm,
      id,
      draft.version,
      draft.level,
      likelihood,
      low,
      high,
      JSON.stringify(draft.result),
      call.at,
      draft.result.a.signalId,
      draft.result.b.signalId,
    ],
  )
}

export const endCompound = (call: Call, id: string): Promise<number> =>
  call.tx.change('update compound set ended_at = $3, assessed_at = $3 where realm = $1 and id = $2', [
    call.realm,
    id,
    call.at,
  ])

/** Puts a compound assessment among what waits for a person, or takes it out (`level` undefined). */
export const putWaiting = async (
  call: Call,
  row: {
    id: string
    circleId: number
    interaction: string
    port: string
    place: string
    riskType: string
    raisedAt: Date
  },
  level: Level | undefined,
): Promise<void> => {
  const key = {
    realm: call.realm,
    kind: 'compound',
    rule: row.interaction,
    subjectKind: 'interaction',
    subjectKey: row.port,
    windowAt: windowOf(triageRules(), 'compound', row.raisedAt),
  }
  const groupId = groupIdOf(key)
  // Evidence renews the item: a group whose compound assessment rose shows when.
  const changed = await call.tx.change(
    `update triage_item set rank = $3, n = $4, received_at = case when $3 > rank then $5 else received_at end
      where realm = $1 and object_kind = 'compound' and object_id = $2`,
    [call.realm, row.id, level === undefined ? 0 : rankOf(level), level === undefined ? 0 : 1, call.at],
  )
  if (changed === 0 && level !== undefined)
    await call.tx.query(
      `insert into triage_item (realm, circle_id, group_id, object_kind, object_id, received_at, kind, rule, risk_type, port, place, rank, n)
       values ($1, $2, $3, 'compound', $4, $5, 'compound', $6, $7, $8, $9, $10, 1)`,
      [
        call.realm,
        row.circleId,
        groupId,
        row.id,
        row.raisedAt,
        row.interaction,
        row.riskType,
        row.port,
        row.place,
        rankOf(level),
      ],
    )
  const tallied = await call.tx.change(
    `update triage_tally t set n = i.n, first_at = i.first_at, last_at = i.last_at, rank = i.rank
       from (select sum(n)::int as n, min(received_at) as first_at, max(received_at) as last_at, max(rank) as rank
               from triage_item where realm = $1 and group_id = $2 and circle_id = $3) i
      where t.realm = $1 and t.group_id = $2 and t.circle_id = $3`,
    [call.realm, groupId, row.circleId],
  )
  if (tallied > 0 || level === undefined) return
  await call.tx.query(
    `insert into triage_tally (realm, circle_id, group_id, window_at, kind, rule, domain, subject_kind, subject_key, n, first_at, last_at, rank)
     values ($1, $3, $2, $4, 'compound', $5, $6, 'interaction', $7, 1, $8, $8, $9)`,
    [
      call.realm,
      groupId,
      row.circleId,
      key.windowAt,
      row.interaction,
      row.riskType.split('.')[0],
      row.port,
      row.raisedAt,
      rankOf(level),
    ],
  )
}
