/** What a page of groups shows beside its tallies: members, sources, links, colleagues. Each for the groups of one page. */
import type { Call } from '../../ledger/public.ts'
import type { AssessmentRow } from '../assess/public.ts'

/** A compound assessment that has ended stays as an item that counts nothing. */
const LIVING = `(object_kind = 'signal' or n > 0)`

export type NewestSql = {
  group_id: string
  object_kind: 'signal' | 'compound'
  object_id: string
  risk_type: string | null
}

/** The newest object of each group; of a group of any size one index entry is read. */
export const findNewest = (call: Call, ids: readonly string[]): Promise<NewestSql[]> =>
  call.tx.query<NewestSql>(
    `select g.group_id, i.object_kind, i.object_id, i.risk_type from unnest($2::uuid[]) g (group_id)
      cross join lateral (select object_kind, object_id, risk_type from triage_item i
                           where i.realm = $1 and i.group_id = g.group_id and ${LIVING} order by received_at desc limit 1) i`,
    [call.realm, ids],
    'triage-newest',
  )

export type MemberSql = { object_kind: 'signal' | 'compound'; object_id: string; received_at: Date; rank: number }

/** The newest members of one group, once each with the highest rank that is seen. */
export const findMembers = (call: Call, groupId: string, limit: number): Promise<MemberSql[]> =>
  call.tx.query<MemberSql>(
    `select object_kind, object_id, max(received_at) as received_at, max(rank) as rank from (
       select object_kind, object_id, received_at, rank from triage_item where realm = $1 and group_id = $2 and ${LIVING}
        order by received_at desc limit 2 * $3::int) i
      group by 1, 2 order by 3 desc, 2 limit $3`,
    [call.realm, groupId, limit],
  )

/** For the words of the leading rule: any assessment of the signal that it led. */
export const findAssessments = (call: Call, signalIds: readonly string[]) =>
  call.tx.query<AssessmentRow & { signal_id: string }>(
    `select signal_id, id, level, risk_type, needs_person, score, reasons, unknowns, engine, engine_version, assessed_at, uses_parts
       from assessment where realm = $1 and signal_id = any ($2) and needs_person`,
    [call.realm, signalIds],
    'triage-assessments',
  )

export type MixSql = {
  group_id: string
  n: number
  zh: string | null
  en: string | null
  agency_zh: string | null
  agency_en: string | null
}

/** A source that the caller may not see is not named, although its signals are shared with them. */
export const findMix = (call: Call, ids: readonly string[]): Promise<MixSql[]> =>
  call.tx.query<MixSql>(
    `select t.group_id, t.n, s.zh, s.en, a.zh as agency_zh, a.en as agency_en
       from (select group_id, source_id, sum(n)::int as n from triage_tally
              where realm = $1 and group_id = any ($2) and source_id is not null group by 1, 2 having sum(n) > 0) t
       left join source s on s.source_id = t.source_id left join agency a on a.agency_id = s.agency_id
      order by t.n desc, s.zh`,
    [call.realm, ids],
    'triage-mix',
  )

export type LinkedSql = { group_id: string; kind: 'warning' | 'incident'; id: string; title: string }

/** Warnings and incidents that members of the groups were linked to, as far as the caller sees them. */
export const findLinked = (call: Call, ids: readonly string[]): Promise<LinkedSql[]> =>
  call.tx.query<LinkedSql>(
    `select distinct i.group_id, 'warning' as kind, w.id, w.title
       from case_link l join triage_item i on i.realm = l.realm and i.object_id = l.signal_id
       join warning w on w.realm = l.realm and w.id = l.warning_id where l.realm = $1 and i.group_id = any ($2)
     union
     select distinct i.group_id, 'incident', n.id, n.title
       from case_link l join triage_item i on i.realm = l.realm and i.object_id = l.signal_id
       join incident n on n.realm = l.realm and n.id = l.incident_id where l.realm = $1 and i.group_id = any ($2)`,
    [call.realm, ids],
    'triage-linked',
  )

export type ColleagueSql = {
  post_id: string
  post_zh: string
  post_en: string
  account_id: string | null
  officer_zh: string | null
  officer_en: string | null
}

export const findColleagues = (call: Call): Promise<ColleagueSql[]> =>
  call.tx.query<ColleagueSql>('select * from app.colleagues()')

export type IncidentSql = { id: string; no: string; title: string; circle_id: number }

/** Open incidents that the caller's agency belongs to. */
export const findOpenIncidents = (call: Call, id: string | null = null): Promise<IncidentSql[]> =>
  call.tx.query<IncidentSql>(
    `select i.id, i.no, i.title, i.circle_id from incident i
      where i.realm = $1 and i.closed_at is null and i.merged_into is null and ($3::uuid is null or i.id = $3)
        and exists (select from incident_member m where m.realm = i.realm and m.incident_id = i.id and m.agency_id = $2)
      order by i.opened_at desc limit 100`,
    [call.realm, call.actor.agencyId, id],
  )

export const isVisibleIncident = async (call: Call, id: string): Promise<boolean> =>
  (await call.tx.query('select from incident where realm = $1 and id = $2', [call.realm, id])).length > 0

/** Signals of a group with the circles that links to them rest on; those that are linked already are left out. */
export const findToAttach = (call: Call, groupIds: readonly string[], incidentId: string, limit: number) =>
  call.tx.query<{ id: string; circle_id: number }>(
    `select distinct s.id, s.circle_id, s.received_at from (
        select i.object_id as signal_id from triage_item i where i.realm = $1 and i.object_kind = 'signal' and i.group_id = any ($2)
        union
        select unnest(array[c.a_signal, c.b_signal]) from triage_item i join compound c on c.realm = i.realm and c.id = i.object_id
         where i.realm = $1 and i.object_kind = 'compound' and i.group_id = any ($2)) x
       join signal s on s.realm = $1 and s.id = x.signal_id
      where not exists (select from case_link l where l.realm = $1 and l.signal_id = s.id and l.incident_id = $3)
      order by s.received_at desc limit $4`,
    [call.realm, groupIds, incidentId, limit],
  )
