/**
 * Reading signals under the caller's policy. Lists go newest first by (received_at, id). A list is driven by the index that
 * narrows most (words, waiting for a person, or nothing); what else is asked for is filtered from its candidates.
 */
import type { Call } from '../../ledger/public.ts'
import type { AssessmentRow } from '../assess/public.ts'
import type { Place } from './cursor.ts'
import type { Body } from './kinds/kind.ts'
import type { SignalFilter } from './model.ts'
import { searchQuery } from './search-words.ts'

export type SignalSql = {
  id: string
  received_at: Date
  observed_at: Date
  circle_id: number
  source_id: string
  kind: string
  port: string
  place: string
  external_no: string
  version: number
  corrects: string | null
  reliability: string
  credibility: string
  flags: string[]
  case_nos: string[]
  body: Body
  source_code: string | null
  source_zh: string | null
  source_en: string | null
  agency_id: string | null
  agency_zh: string | null
  agency_en: string | null
  fact: Buffer
  assessment: AssessmentRow | null
}

/** After the newest that there can be. */
export const FROM_THE_NEWEST: Place = {
  at: new Date('9999-01-01T00:00:00Z'),
  id: 'ffffffff-ffff-ffff-ffff-ffffffffffff',
}

/**
 * Of the assessments that the caller may see, the one that saw most. As JSON, so that one column holds all or nothing.
 */
const ASSESSMENT = `left join lateral (
    select json_build_object('id', a.id, 'level', a.level, 'risk_type', a.risk_type, 'needs_person', a.needs_person, 'score', a.score,
             'reasons', a.reasons, 'unknowns', a.unknowns, 'engine', a.engine, 'engine_version', a.engine_version,
             'assessed_at', a.assessed_at, 'uses_parts', a.uses_parts) as assessment
      from assessment a where a.realm = s.realm and a.signal_id = s.id
     order by a.assessed_at desc, a.uses_parts desc limit 1) a on true`

/** So many that it has no index by kind. */
const FREQUENT_KIND = 'declaration'

const COLUMNS = `s.id, s.received_at, s.observed_at, s.circle_id, s.source_id, s.kind, s.port, s.place, s.external_no, s.version, s.corrects,
  s.reliability, s.credibility, s.flags, s.case_nos, s.body, s.fact`
const NAMES = `c.code as source_code, c.zh as source_zh, c.en as source_en, g.agency_id, g.zh as agency_zh, g.en as agency_en, a.assessment`
const JOINS = `left join source c on c.source_id = s.source_id left join agency g on g.agency_id = c.agency_id ${ASSESSMENT}`

/** The page is cut before anything is joined to it: the policy is then asked for 50 rows, not for every candidate. */
const NEWEST = `select ${COLUMNS}, ${NAMES} from (
    select * from signal s where s.realm = $1 and (s.received_at, s.id) < ($2::timestamptz, $3::uuid)
       and ($5::text is null or s.kind = $5) and ($6::uuid is null or s.source_id = $6)
     order by s.received_at desc, s.id desc limit $4) s
  ${JOINS} order by s.received_at desc, s.id desc`

/** Kinds other than the frequent one, newest first, from an index of their own. */
const OF_KIND = `select ${COLUMNS}, ${NAMES} from (
    select * from signal s where s.realm = $1 and (s.received_at, s.id) < ($2::timestamptz, $3::uuid)
       and s.kind = $5 and s.kind <> '${FREQUENT_KIND}' and ($6::uuid is null or s.source_id = $6)
     order by s.received_at desc, s.id desc limit $4) s
  ${JOINS} order by s.received_at desc, s.id desc`

/** With something odd about them: any flag, or this one. */
const FLAGGED = `select id, received_at from signal where realm = $1 and flags <> '{}' and ($5::text is null or $5 = any (flags))
    and (received_at, id) < ($2::timestamptz, $3::uuid)
  order by received_at desc, id desc limit $4`

/** That mention a subject; a signal mentions each once. Read in the order of the subject's own index. */
const MENTIONING = `select m.signal_id as id, m.received_at
    from mention m join subject_key k on k.key_id = m.key_id and k.kind = $5 and k.key = $6
   where m.realm = $1 and (m.received_at, m.signal_id) < ($2::timestamptz, $3::uuid)
   order by m.received_at desc, m.signal_id desc limit $4`

const BY_PLACE = `select ${COLUMNS}, ${NAMES} from (
    select s.* from unnest($2::uuid[], $3::timestamptz[]) as hit (id, received_at)
      join signal s on s.realm = $1 and s.id = hit.id and s.received_at = hit.received_at
     where $4::tsquery is null or s.search @@ $4) s
  ${JOINS} order by s.received_at desc, s.id desc`

const SEARCH = `select id, received_at from app.search_signals($1::tsquery, $2, $3, $4)`

/** Unknown levels stand in the same index as those that wait for a person. */
const TO_JUDGE = `select distinct signal_id as id, received_at from assessment
  where realm = $1 and (needs_person or level is null) and ($5::boolean is not true or needs_person)
    and ($6::text is null or coalesce(level::text, 'unknown') = $6)
    and (received_at, signal_id) < ($2::timestamptz, $3::uuid)
  order by received_at desc, signal_id desc limit $4`

type Hit = { id: string; received_at: Date }

const findByPlace = (call: Call, hits: readonly Hit[], words: string | null = null): Promise<SignalSql[]> =>
  hits.length === 0
    ? Promise.resolve([])
    : call.tx.query<SignalSql>(
        BY_PLACE,
        [call.realm, hits.map(({ id }) => id), hits.map(({ received_at }) => received_at), words],
        'signals-by-place',
      )

const fits = (row: SignalSql, filter: SignalFilter, sourceId: string | null): boolean => {
  if (filter.kind !== undefined && row.kind !== filter.kind) return false
  if (sourceId !== null && row.source_id !== sourceId) return false
  if (filter.flag && !(filter.flag === 'any' ? row.flags.length > 0 : row.flags.includes(filter.flag))) return false
  if (filter.needs === 'person' && !row.assessment?.needs_person) return false
  if (filter.domain && !row.assessment?.risk_type?.startsWith(`${filter.domain}.`)) return false
  if (filter.level !== undefined) {
    if (!row.assessment) return false
    if (String(row.assessment.level ?? 'unknown') !== filter.level) return false
  }
  return true
}

const placeOf = (hit: Hit): Place => ({ at: new Date(hit.received_at), id: hit.id })

/** Candidates looked through for one page at most: a rare filter then gives a short page that goes on. Judgement. */
const MOST_CANDIDATES = 20_000

/** Levels and needs that stand in the index of what waits for a person. */
const isRare = ({ needs, level }: SignalFilter): boolean =>
  needs === 'person' || level === 'unknown' || level === '2' || level === '3'

/** More signals with these words than are quickly looked through one by one; judgement. */
const FREQUENT = 300
const isFrequent = async (call: Call, words: string): Promise<boolean> => {
  const { at, id } = FROM_THE_NEWEST
  const hits = await call.tx.query<Hit>(SEARCH, [words, at, id, FREQUENT])
  return hits.length === FREQUENT
}

export type Page = { rows: SignalSql[]; next: Place | null }

/** `sourceId`: already found under the caller's policy. */
export const findSignalPage = async (
  call: Call,
  filter: SignalFilter,
  sourceId: string | null,
  limit: number,
  before: Place | undefined,
): Promise<Page> => {
  const words = filter.q === undefined ? undefined : searchQuery(filter.q)
  // Something was asked for in which there is no word to look up: nothing can match.
  if (words === null && filter.q!.trim() !== '') return { rows: [], next: null }
  const drive = await driveOf(call, filter, words ?? undefined)
  const found: SignalSql[] = []
  let from = before ?? FROM_THE_NEWEST
  let want = limit + 1
  for (let seen = 0; ; ) {
    const { rows: candidates, got, last } = await CANDIDATES[drive](call, filter, { from, want, words, sourceId })
    for (const row of candidates) if (fits(row, filter, sourceId)) found.push(row)
    seen += got
    if (found.length > limit) {
      const rows = found.slice(0, limit)
      return { rows, next: placeOf(rows.at(-1)!) }
    }
    if (got < want || !last) return { rows: found, next: null }
    from = placeOf(last)
    if (seen >= MOST_CANDIDATES) return { rows: found, next: from }
    want = Math.min(2000, want * 4)
  }
}

type Drive = 'subject' | 'words' | 'rare' | 'flag' | 'newest'

/** Which index gives the candidates: the one that narrows most. What else is asked for filters them. */
const driveOf = async (call: Call, filter: SignalFilter, words: string | undefined): Promise<Drive> => {
  if (filter.subject) return 'subject'
  // A frequent word beside a rare level: fewer signals wait for a person than hold the word, so the words filter them.
  if (words !== undefined) return isRare(filter) && (await isFrequent(call, words)) ? 'rare' : 'words'
  if (isRare(filter)) return 'rare'
  return filter.flag ? 'flag' : 'newest'
}

type Wanted = { from: Place; want: number; words: string | null | undefined; sourceId: string | null }
type Candidates = { rows: SignalSql[]; got: number; last: Hit | undefined }

const hitsToRows = async (call: Call, hits: readonly Hit[], words: string | null): Promise<Candidates> => ({
  rows: await findByPlace(call, hits, words),
  got: hits.length,
  last: hits.at(-1),
})

/** `container:CSQU3054383` */
const subjectOf = (filter: SignalFilter): [kind: string, key: string] => {
  const text = filter.subject ?? ''
  const cut = text.indexOf(':')
  return [text.slice(0, cut), text.slice(cut + 1)]
}

const CANDIDATES: {
  readonly [drive in Drive]: (call: Call, filter: SignalFilter, wanted: Wanted) => Promise<Candidates>
} = {
  subject: async (call, filter, { from, want, words }) =>
    hitsToRows(
      call,
      await call.tx.query<Hit>(
        MENTIONING,
        [call.realm, from.at, from.id, want, ...subjectOf(filter)],
        'signals-mentioning',
      ),
      words ?? null,
    ),
  words: async (call, _filter, { from, want, words }) =>
    hitsToRows(call, await call.tx.query<Hit>(SEARCH, [words, from.at, from.id, want]), null),
  rare: async (call, filter, { from, want, words }) =>
    hitsToRows(
      call,
      await call.tx.query<Hit>(
        TO_JUDGE,
        [call.realm, from.at, from.id, want, filter.needs === 'person', filter.level ?? null],
        'signals-to-judge',
      ),
      words ?? null,
    ),
  flag: async (call, filter, { from, want }) =>
    hitsToRows(
      call,
      await call.tx.query<Hit>(
        FLAGGED,
        [call.realm, from.at, from.id, want, filter.flag === 'any' ? null : filter.flag],
        'signals-flagged',
      ),
      null,
    ),
  newest: async (call, filter, { from, want, sourceId }) => {
    const values = [call.realm, from.at, from.id, want, filter.kind ?? null, sourceId]
    const byKind = filter.kind !== undefined && filter.kind !== FREQUENT_KIND
    const rows = await call.tx.query<SignalSql>(
      byKind ? OF_KIND : NEWEST,
      values,
      byKind ? 'signals-of-kind' : 'signals-newest',
    )
    return { rows, got: rows.length, last: rows.at(-1) }
  },
}

const ONE = `select ${COLUMNS}, ${NAMES} from signal s ${JOINS} where s.realm = $1 and s.id = $2`

export const findSignal = async (call: Call, id: string): Promise<SignalSql | undefined> => {
  const [row] = await call.tx.query<SignalSql>(ONE, [call.realm, id], 'signal-one')
  return row
}

/** Above this a filtered count says "at least". */
export const COUNT_LIMIT = 5000

export type Count = { count: number; needsPerson: number; atLeast: boolean }

export const countSignals = async (call: Call, filter: SignalFilter, sourceId: string | null): Promise<Count> => {
  const words = filter.q === undefined ? undefined : searchQuery(filter.q)
  if (words === null && filter.q!.trim() !== '') return { count: 0, needsPerson: 0, atLeast: false }
  const narrowed = Boolean(filter.subject || filter.flag)
  if (!words && !narrowed && sourceId === null && (filter.level === undefined || isRare(filter))) {
    const kind = filter.kind ?? null
    const [tallied] = await call.tx.query<{ count: number; needs: number }>(
      `select coalesce(sum(received), 0)::int as count, coalesce(sum(needs_person), 0)::int as needs
         from signal_tally where realm = $1 and ($2::text is null or kind = $2) and ($3::text is null or domain = $3)`,
      [call.realm, kind, filter.domain || null],
      'signals-count',
    )
    if (filter.level === undefined) {
      const needsPerson = tallied!.needs
      return { count: filter.needs === 'person' ? needsPerson : tallied!.count, needsPerson, atLeast: false }
    }
    if (kind === null) return countRareLevel(call, filter)
  }
  const drive = filter.subject
    ? `select s.* from (select m.signal_id, m.received_at from mention m join subject_key k on k.key_id = m.key_id and k.kind = $9 and k.key = $10
          where m.realm = $1 limit ${COUNT_LIMIT + 1}) hit
         join signal s on s.realm = $1 and s.id = hit.signal_id and s.received_at = hit.received_at and ($2::tsquery is null or s.search @@ $2)`
    : words
      ? `select s.* from app.search_signals($2::tsquery, '9999-01-01', 'ffffffff-ffff-ffff-ffff-ffffffffffff', ${COUNT_LIMIT + 1}) hit
         join signal s on s.realm = $1 and s.id = hit.id and s.received_at = hit.received_at`
      : `select s.* from signal s where s.realm = $1 and $2::text is null${filter.flag ? " and s.flags <> '{}'" : ''}`
  const [row] = await call.tx.query<{ count: number; needs: number }>(
    `select count(*)::int as count, count(*) filter (where needs_person)::int as needs from (
       select a.needs_person from (${drive}) s
         left join lateral (select level, needs_person, risk_type from assessment a where a.realm = s.realm and a.signal_id = s.id
                             order by a.assessed_at desc, a.uses_parts desc limit 1) a on true
        where ($3::text is null or s.kind = $3) and ($4::uuid is null or s.source_id = $4)
          and ($5::text is null or (a.needs_person is not null and coalesce(a.level::text, 'unknown') = $5))
          and ($6::boolean is not true or a.needs_person)
          and ($7::text is null or split_part(a.risk_type, '.', 1) = $7)
          and ($8::text is null or ($8 = 'any' and s.flags <> '{}') or $8 = any (s.flags))
          and ($9::text is null or $10::text is not null)
        limit ${COUNT_LIMIT + 1}) counted`,
    [
      call.realm,
      words ?? null,
      filter.kind ?? null,
      sourceId,
      filter.level ?? null,
      filter.needs === 'person',
      filter.domain || null,
      filter.flag || null,
      ...(filter.subject ? subjectOf(filter) : [null, null]),
    ],
  )
  return {
    count: Math.min(row!.count, COUNT_LIMIT),
    needsPerson: Math.min(row!.needs, COUNT_LIMIT),
    atLeast: row!.count > COUNT_LIMIT,
  }
}

/**
 * Whoever sees an assessment of the whole sees at least as much reason to look as in the narrower one beside it, so what counts
 * for a signal is always among the rows of this index.
 */
const countRareLevel = async (call: Call, { level, needs, domain }: SignalFilter): Promise<Count> => {
  const [row] = await call.tx.query<{ count: number; needs: number }>(
    `select count(*)::int as count, count(*) filter (where needs_person)::int as needs from (
       select distinct on (signal_id) level, needs_person, risk_type from assessment
        where realm = $1 and (needs_person or level is null) order by signal_id, assessed_at desc, uses_parts desc) a
      where coalesce(level::text, 'unknown') = $2 and ($3::boolean is not true or needs_person)
        and ($4::text is null or split_part(risk_type, '.', 1) = $4)`,
    [call.realm, level, needs === 'person', domain || null],
  )
  return { count: row!.count, needsPerson: row!.needs, atLeast: false }
}
