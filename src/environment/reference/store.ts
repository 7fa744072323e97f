/** Reference data in the database: installed by the owner at start-up, read by everyone. */
import type { Bilingual } from '../../base/public.ts'
import type { Tx } from '../../store/public.ts'
import { assemble, type ReferenceData, type ReferenceRow } from './decompose.ts'
import type { ReferenceSet } from './read-files.ts'
import { type OpenReview, type Revision, revise, revisionsInForce, rowKey } from './revise.ts'

type Queries = Pick<Tx, 'query'>

export type InForce = { set: string; version: string; sha256: string; loadedAt: Date }

const versionsInForce = async (tx: Queries): Promise<InForce[]> => {
  const rows = await tx.query<{ set_name: string; version: string; sha256: Buffer; loaded_at: Date }>(
    `select distinct on (set_name) set_name, version, sha256, loaded_at
       from reference_set order by set_name, load_no desc`,
  )
  return rows.map((row) => ({
    set: row.set_name,
    version: row.version,
    sha256: row.sha256.toString('hex'),
    loadedAt: new Date(row.loaded_at),
  }))
}

/**
 * Brings the sets into the database. Idempotent: a set whose content is already in force is left alone. A file that
 * changed without a new version number gets one that names its content, so that no version is ever overwritten.
 * Runs as the owner, in one transaction: a crash leaves the versions that were in force.
 * @returns the names of the sets that were loaded.
 */
export const installReference = async (tx: Queries, sets: readonly ReferenceSet[]): Promise<string[]> => {
  // Two servers starting at once: the second waits and then finds the work done.
  await tx.query('select pg_advisory_xact_lock(7161, 12)')
  const known = await tx.query<{ set_name: string; version: string }>('select set_name, version from reference_set')
  const inForce = new Map((await versionsInForce(tx)).map((one) => [one.set, one]))
  const loaded: string[] = []
  for (const set of sets) {
    const sha256 = set.sha256.toString('hex')
    if (inForce.get(set.set)?.sha256 === sha256) continue
    const taken = (version: string) => known.some((one) => one.set_name === set.set && one.version === version)
    let version = set.version
    if (taken(version)) version = `${set.version}+${sha256.slice(0, 8)}`
    // The same content again after another was in force: a new load of its own name.
    for (let again = 2; taken(version); again++) version = `${set.version}+${sha256.slice(0, 8)}.${again}`
    await tx.query('insert into reference_set (set_name, version, sha256) values ($1, $2, $3)', [
      set.set,
      version,
      set.sha256,
    ])
    await tx.query(
      `insert into reference_row (set_name, version, kind, id, position, body, source, confidence)
       select $1, $2, * from unnest($3::text[], $4::text[], $5::int[], $6::jsonb[], $7::text[], $8::text[])`,
      [
        set.set,
        version,
        set.rows.map((row) => row.kind),
        set.rows.map((row) => row.id),
        set.rows.map((row) => row.position),
        set.rows.map((row) => JSON.stringify(row.body)),
        set.rows.map((row) => row.source),
        set.rows.map((row) => row.confidence),
      ],
    )
    loaded.push(set.set)
  }
  return loaded
}

/**
 * Agencies of the duty matrix into `agency`. An agency that is already there keeps its member flag: administration may have
 * set it. New ones take part where `members` names them.
 */
export const installAgencies = async (
  tx: Queries,
  reference: ReferenceData,
  members: ReadonlySet<string>,
): Promise<number> => {
  type AgencyRow = { agency_id: string; zh: string; en: string; type: string; member: boolean }
  const there = new Map(
    (await tx.query<AgencyRow>('select agency_id, zh, en, type, member from agency')).map((row) => [
      row.agency_id,
      row,
    ]),
  )
  let changed = 0
  for (const agency of reference.agencies.values()) {
    const was = there.get(agency.id)
    const member = was?.member ?? members.has(agency.id)
    if (was && was.zh === agency.zh && was.en === agency.en && was.type === agency.type) continue
    await tx.query('select app.put_agency($1, $2, $3, $4, $5)', [agency.id, agency.zh, agency.en, agency.type, member])
    changed++
  }
  return changed
}

export type LoadedReference = ReferenceData & {
  versions: readonly InForce[]
  /** Rows that rest on law that changed and that nobody has looked at since, by `kind/id`. */
  reviews: ReadonlyMap<string, readonly OpenReview[]>
  /** Rows that this site changed, by `kind/id`. */
  revised: ReadonlySet<string>
  /** Changes with every revision and every review. */
  stamp: string
}

/** A row's place among the versions: the sets that were loaded by the end of that day, or the first ones there ever were. */
const versionsAt = async (tx: Queries, day: string): Promise<InForce[]> => {
  const rows = await tx.query<{ set_name: string; version: string; sha256: Buffer; loaded_at: Date }>(
    `select distinct on (set_name) set_name, version, sha256, loaded_at from reference_set
      order by set_name, (loaded_at < $1::date + 1) desc, case when loaded_at < $1::date + 1 then -load_no else load_no end`,
    [day],
  )
  return rows.map((row) => ({
    set: row.set_name,
    version: row.version,
    sha256: row.sha256.toString('hex'),
    loadedAt: new Date(row.loaded_at),
  }))
}

export const referenceStamp = async (tx: Queries): Promise<string> => {
  const [row] = await tx.query<{ stamp: string }>(
    `select (select coalesce(max(seq), 0) from reference_revision) || '.' || (select coalesce(max(seq), 0) from reference_review)
            || '.' || (select count(*) from reference_review where outcome is null) as stamp`,
  )
  return row!.stamp
}

type ReviewSql = {
  id: string
  kind: 'duty' | 'deadline'
  row_id: string
  instrument: string
  replaced_by: string | null
  opened_at: Date
  note: string
}

/**
 * The reference of a day of the port: rows of the files, with this site's revisions above them. Without a day it is that of
 * now. @throws when none is installed.
 */
export const loadReference = async (
  tx: Queries,
  day: { today: string; asOf?: string } = { today: new Date().toISOString().slice(0, 10) },
): Promise<LoadedReference> => {
  const stamp = await referenceStamp(tx)
  const versions = day.asOf === undefined ? await versionsInForce(tx) : await versionsAt(tx, day.asOf)
  if (versions.length === 0) throw new Error('no reference data are installed')
  const rows = await tx.query<Omit<ReferenceRow, 'set'> & { set_name: string }>(
    `select set_name, kind, id, position, body, source, confidence from reference_row
      where (set_name, version) in (select * from unnest($1::text[], $2::text[]))`,
    [versions.map((one) => one.set), versions.map((one) => one.version)],
  )
  const revisions = await tx.query<Revision>(
    `select id, kind, row_id as "rowId", body, effective_on::text as "effectiveOn" from reference_revision order by seq`,
  )
  const reviews = await tx.query<ReviewSql>(
    `select r.id, r.kind, r.row_id, r.instrument, r.replaced_by, r.opened_at, v.note
       from reference_review r join reference_revision v on v.realm = r.realm and v.id = r.revision_id
      where r.outcome is null order by r.seq`,
  )
  const open = new Map<string, OpenReview[]>()
  for (const { id, kind, row_id, instrument, replaced_by, opened_at, note } of reviews) {
    const key = rowKey(kind, row_id)
    open.set(key, [
      ...(open.get(key) ?? []),
      { id, kind, rowId: row_id, instrument, replacedBy: replaced_by, openedAt: new Date(opened_at), note },
    ])
  }
  const inForce = revisionsInForce(revisions, day.asOf ?? day.today)
  return {
    ...revise(assemble(rows.map(({ set_name, ...row }) => ({ set: set_name, ...row }))), inForce),
    versions,
    reviews: open,
    revised: new Set(inForce.map((one) => rowKey(one.kind, one.rowId))),
    stamp,
  }
}

/** Agencies with the member flag as it stands now: administration changes it while the server runs. */
export const listAgencies = async (tx: Queries): Promise<(Bilingual & { id: string; member: boolean })[]> =>
  tx.query('select agency_id as id, zh, en, member from agency order by member desc, agency_id')
