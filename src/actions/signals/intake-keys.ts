/**
 * Duplicates and corrections. The first version of a message is decided by one insert that yields to whoever was first; a
 * correction takes the next version under a lock of its source, so that two at once become two versions. Only holders of the
 * lock insert versions above the first, and they wait for nobody: no deadlock.
 */
import { uuid } from '../../base/public.ts'
import type { Tx } from '../../store/public.ts'
import type { Prepared } from './prepare.ts'

export type Settled = {
  status: 'accepted' | 'repeated' | 'corrected'
  id: string
  version: number
  corrects: string | null
}

type Version = { version: number; content: string; id: string }
type Scope = { realm: number; sourceId: string; at: Date }

const INSERT_KEYS = `
  insert into intake_key (realm, source_id, key_hash, version, content_hash, signal_id, received_at)
  select $1, $2, substring($3::bytea from 16 * (i - 1)::int + 1 for 16), version, substring($4::bytea from 16 * (i - 1)::int + 1 for 16), id, $5
    from unnest($6::int[], $7::uuid[]) with ordinality as r (version, id, i)
  on conflict do nothing
  returning encode(key_hash, 'hex') as key`

const SELECT_KEYS = `
  select encode(key_hash, 'hex') as key, version, encode(content_hash, 'hex') as content, signal_id as id
    from intake_key
   where realm = $1 and source_id = $2
     and key_hash in (select substring($3::bytea from 16 * i + 1 for 16) from generate_series(0, $4::int - 1) i)
   order by version`

type KeyRow = { key: string; version: number; content: string; id: string }

/** @param rows sorted by key: parallel batches then wait for one another in one order. @returns keys that were new. */
const insertKeys = async (tx: Tx, { realm, sourceId, at }: Scope, rows: readonly KeyRow[]): Promise<Set<string>> => {
  const inserted = await tx.query<{ key: string }>(
    INSERT_KEYS,
    [
      realm,
      sourceId,
      Buffer.from(rows.map(({ key }) => key).join(''), 'hex'),
      Buffer.from(rows.map(({ content }) => content).join(''), 'hex'),
      at,
      rows.map(({ version }) => version),
      rows.map(({ id }) => id),
    ],
    'intake-keys',
  )
  return new Set(inserted.map(({ key }) => key))
}

const versionsOf = async (
  tx: Tx,
  { realm, sourceId }: Scope,
  keys: readonly string[],
): Promise<Map<string, Version[]>> => {
  const found = new Map<string, Version[]>()
  if (keys.length === 0) return found
  const rows = await tx.query<KeyRow>(
    SELECT_KEYS,
    [realm, sourceId, Buffer.from(keys.join(''), 'hex'), keys.length],
    'intake-find-keys',
  )
  for (const { key, version, content, id } of rows) {
    const list = found.get(key) ?? []
    list.push({ version, content, id })
    found.set(key, list)
  }
  return found
}

/** For each row, in its order: new, a repeat of what is there, or a correction of it. */
export const settleKeys = async (tx: Tx, scope: Scope, rows: readonly Prepared[]): Promise<Settled[]> => {
  const settled: Settled[] = new Array(rows.length)
  const groups = new Map<string, number[]>()
  rows.forEach((row, n) => {
    const group = groups.get(row.keyHash)
    if (group) group.push(n)
    else groups.set(row.keyHash, [n])
  })
  const keys = [...groups.keys()].sort()
  const first = keys.map((key): KeyRow => {
    const n = groups.get(key)![0]!
    return { key, version: 1, content: rows[n]!.contentHash, id: uuid() }
  })
  const inserted = await insertKeys(tx, scope, first)
  const known = await versionsOf(
    tx,
    scope,
    keys.filter((key) => !inserted.has(key)),
  )
  for (const one of first)
    if (inserted.has(one.key)) {
      known.set(one.key, [{ version: 1, content: one.content, id: one.id }])
      settled[groups.get(one.key)![0]!] = { status: 'accepted', id: one.id, version: 1, corrects: null }
    }

  /** Rows of a message that are neither new nor repeats. Decided without the lock first: most messages have none. */
  const compare = (key: string, versions: Version[], decide: (n: number) => void): void => {
    for (const n of groups.get(key)!) {
      if (settled[n]) continue
      const same = versions.find((version) => version.content === rows[n]!.contentHash)
      if (same) settled[n] = { status: 'repeated', id: same.id, version: same.version, corrects: null }
      else decide(n)
    }
  }
  const changed = new Set<string>()
  for (const key of keys) compare(key, known.get(key) ?? [], () => changed.add(key))
  if (changed.size === 0) return settled

  await tx.query('select pg_advisory_xact_lock(7162, hashtext($1))', [`${scope.realm} ${scope.sourceId}`])
  const sorted = [...changed].sort()
  // Under the lock, versions of others are settled. Our own first versions are not in the way of anybody's second one.
  const now = await versionsOf(tx, scope, sorted)
  const corrections: KeyRow[] = []
  for (const key of sorted) {
    const versions = now.get(key) ?? []
    compare(key, versions, (n) => {
      const latest = versions.at(-1)!
      const version: Version = { version: latest.version + 1, content: rows[n]!.contentHash, id: uuid() }
      versions.push(version)
      corrections.push({ key, ...version })
      settled[n] = { status: 'corrected', id: version.id, version: version.version, corrects: latest.id }
    })
  }
  if (corrections.length > 0) await insertKeys(tx, scope, corrections)
  return settled
}
