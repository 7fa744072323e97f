/** What stands on a signal's case besides the signal: parts, versions, subjects, links, its place in the record. */
import type { Call } from '../../ledger/public.ts'
import { searchQuery } from './search-words.ts'
import type { SignalSql } from './store.ts'

export type PartSql = { name: string; body: string }

export const findParts = (call: Call, id: string): Promise<PartSql[]> =>
  call.tx.query<PartSql>(
    `select name, body from part where realm = $1 and object_kind = 'signal' and object_id = $2 order by name`,
    [call.realm, id],
  )

/** Every version of the same message that the caller may see, oldest first: found by its number, which is a search word. */
export const findVersions = async (
  call: Call,
  row: Pick<SignalSql, 'id' | 'received_at' | 'version' | 'external_no' | 'source_id'>,
): Promise<{ id: string; received_at: Date; version: number }[]> => {
  const own = [{ id: row.id, received_at: row.received_at, version: row.version }]
  const words = searchQuery(row.external_no)
  if (words === null) return own
  const versions = await call.tx.query<{ id: string; received_at: Date; version: number }>(
    `select s.id, s.received_at, s.version from app.search_signals($2::tsquery, '9999-01-01', 'ffffffff-ffff-ffff-ffff-ffffffffffff', 200) hit
       join signal s on s.realm = $1 and s.id = hit.id and s.received_at = hit.received_at
      where s.source_id = $3 and s.external_no = $4 order by s.version`,
    [call.realm, words, row.source_id, row.external_no],
  )
  return versions.length > 0 ? versions : own
}

/** Other signals with the same subject are counted up to this. Newest first, or the whole posting of a frequent subject is read. */
export const OTHERS_LIMIT = 1000

export type SubjectSql = { kind: string; key: string; others: number }

/**
 * The subjects of a signal, by the keys that its body gives: mentions need no index by signal, which would be written six
 * times for every signal and read when one is opened.
 */
export const findSubjects = (
  call: Call,
  id: string,
  mentions: readonly (readonly [kind: string, key: string])[],
): Promise<SubjectSql[]> =>
  call.tx.query<SubjectSql>(
    `select k.kind, k.key,
            (select count(*)::int from (select 1 from mention o where o.realm = $1 and o.key_id = k.key_id and o.signal_id <> $2
                order by o.received_at desc limit ${OTHERS_LIMIT}) o) as others
       from unnest($3::text[], $4::text[]) m (kind, key) join subject_key k on k.kind = m.kind and k.key = m.key
      order by k.kind, k.key`,
    [call.realm, id, mentions.map(([kind]) => kind), mentions.map(([, key]) => key)],
    'signal-subjects',
  )

export type LinkSql = { kind: 'warning' | 'incident'; id: string; title: string; level: string | null }

/** Warnings and incidents that the caller sees, linked to a signal by links that the caller sees. */
export const findLinks = (call: Call, id: string): Promise<LinkSql[]> =>
  call.tx.query<LinkSql>(
    `select 'warning' as kind, w.id, w.title, w.level from case_link l join warning w on w.realm = l.realm and w.id = l.warning_id
      where l.realm = $1 and l.signal_id = $2
     union
     select 'incident', i.id, i.title, null from case_link l join incident i on i.realm = l.realm and i.id = l.incident_id
      where l.realm = $1 and l.signal_id = $2`,
    [call.realm, id],
  )

/** Place in the tree; null until the integrator has taken the entry. */
export const findSeq = async (call: Call, leafHash: Buffer): Promise<number | null> => {
  const [row] = await call.tx.query<{ seq: string }>(
    'select min(seq)::text as seq from ledger_index where leaf_hash = $1',
    [leafHash],
  )
  return row?.seq == null ? null : Number(row.seq)
}
