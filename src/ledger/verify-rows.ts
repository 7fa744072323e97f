/**
 * Business rows against their facts: each current row of a registered table must be what the payload of its last fact recorded,
 * and each row that a fact recorded must still be there. Sees every row: run as the owner.
 */
import type pg from 'pg'
import { CanonicalJsonError, canonicalJson, type Json } from '../base/public.ts'
import { commitText } from './commitment.ts'
import type { FaultKind, FaultList } from './faults.ts'
import { type RowImage, rowImages } from './row-image.ts'

const PAGE = 2000
/**
 * Two facts of one row whose transactions began this close may stand in the tree in the other order than they were committed
 * in, so the earlier one may rightly be the row's last. Longer than any transaction may run; judgement, see store's timeouts.
 */
const TRANSACTION_SECONDS = 600

type Row = Record<string, unknown> & { id: string; fact: Buffer | null; commitment: Buffer | null }
type Joined = Row & {
  o_entry: string | null
  o_salt: Buffer | null
  o_text: string | null
  o_object: string | null
  o_erased: boolean
}

export const verifyRows = async (client: pg.ClientBase, found: FaultList): Promise<Record<string, number>> => {
  const counts: Record<string, number> = {}
  for (const image of rowImages()) {
    counts[image.table] = await compareRows(client, image, found)
    await findRemoved(client, image, found)
    await findRolledBack(client, image, found)
  }
  return counts
}

const compareRows = async (client: pg.ClientBase, image: RowImage, found: FaultList): Promise<number> => {
  let count = 0
  await client.query(
    `declare business_rows no scroll cursor for
     select r.*, p.entry::text as o_entry, p.salt as o_salt, p.text as o_text,
            substring(e.text from '"object":"((?:[^"\\\\]|\\\\.)*)"') as o_object, e.leaf_hash is not null and p.leaf_hash is null as o_erased
       from (${image.select}) r
       left join ledger_opening e on e.leaf_hash = r.fact and e.field = 1
       left join ledger_opening p on p.leaf_hash = r.fact and p.field = 2`,
  )
  try {
    for (;;) {
      const { rows } = await client.query<Joined>(`fetch ${PAGE} from business_rows`)
      for (const row of rows) {
        const wrong = wrongWith(image, row)
        if (wrong) found.add(...wrong)
      }
      count += rows.length
      if (rows.length < PAGE) return count
    }
  } finally {
    await client.query('close business_rows').catch(() => {})
  }
}

/** What is wrong with a row, or undefined. An erased payload proves nothing about its row. */
const wrongWith = (image: RowImage, row: Joined): [FaultKind, string] | undefined => {
  const where = `${image.table} ${image.objectKind}/${row.id}`
  if (row.o_erased) return undefined
  if (row.o_text === null || row.o_entry === null || row.o_salt === null) return ['row-unproven', where]
  if (row.o_object !== `${image.objectKind}/${row.id}`)
    return ['row-changed', `${where}: its fact is about ${row.o_object}`]
  if (!row.commitment?.equals(commitText(row.o_entry, 'payload', row.o_salt, row.o_text)))
    return ['row-changed', `${where}: commitment`]
  try {
    const recorded = (JSON.parse(row.o_text) as { row?: Json } | null)?.row
    if (recorded === undefined) return ['row-unproven', `${where}: its fact holds no row`]
    const now = canonicalJson(image.image(row))
    return now === canonicalJson(recorded) ? undefined : ['row-changed', `${where}: ${differing(now, recorded)}`]
  } catch (error) {
    if (error instanceof CanonicalJsonError || error instanceof SyntaxError)
      return ['row-changed', `${where}: ${error.message}`]
    throw error
  }
}

/** Names of columns that differ, not their values. */
const differing = (now: string, recorded: unknown): string => {
  const a = JSON.parse(now) as Record<string, unknown>
  const b = recorded as Record<string, unknown>
  const names = [...new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})])]
  return names.filter((name) => JSON.stringify(a[name]) !== JSON.stringify(b[name])).join(', ')
}

// A text that was altered may not be JSON; it is named elsewhere and must not end the query.
const HAS_ROW = (text: string): string => `case when ${text} is json then ${text}::jsonb ? 'row' else false end`

/** Facts of this kind that hold a row, with their object. Envelopes are canonical text, so each member stands in one way. */
const FACTS_WITH_ROW = `
  select e.leaf_hash, substring(e.text from '"object":"((?:[^"\\\\]|\\\\.)*)"') as object,
         substring(e.text from '"recordedAt":"([^"]*)"') as recorded_at, p.text
    from ledger_opening e join ledger_opening p on p.leaf_hash = e.leaf_hash and p.field = 2
   where e.field = 1 and position('"object":"' || $1::text || '/' in e.text) > 0 and position('"row":' in p.text) > 0`

const findRemoved = async (client: pg.ClientBase, image: RowImage, found: FaultList): Promise<void> => {
  const { rows } = await client.query<{ object: string; seq: number | null }>(
    `select f.object, min(i.seq)::float8 as seq
       from (${FACTS_WITH_ROW}) f left join ledger_index i on i.leaf_hash = f.leaf_hash
       left join (select $1::text || '/' || r.id::text as object from (${image.select}) r) r on r.object = f.object
      where r.object is null and f.object like $1::text || '/%' and ${HAS_ROW('f.text')}
      group by f.object`,
    [image.objectKind],
  )
  for (const { object, seq } of rows) found.add('row-removed', `${image.table} ${object}`, seq ?? undefined)
}

type Later = { object: string; seq: number; mineAt: string; laterAt: string; together: boolean }

const findRolledBack = async (client: pg.ClientBase, image: RowImage, found: FaultList): Promise<void> => {
  const { rows } = await client.query<Later>(
    `with facts as materialized (
       select object, leaf_hash, recorded_at from (${FACTS_WITH_ROW}) f where ${HAS_ROW('f.text')}
     ), several as (
       select object from facts group by object having count(*) > 1
     ), placed as materialized (
       select f.object, f.leaf_hash, f.recorded_at, i.seq, n.txid from facts f join several using (object)
         join ledger_index i on i.leaf_hash = f.leaf_hash left join ledger_entry n on n.id = i.entry
     )
     select r.object, later.seq::float8 as seq, mine.recorded_at as "mineAt", later.recorded_at as "laterAt",
            coalesce(later.txid = mine.txid, false) as together
       from (select $1::text || '/' || r.id::text as object, r.fact from (${image.select}) r) r
       join placed mine on mine.object = r.object and mine.leaf_hash = r.fact
       join placed later on later.object = r.object and later.seq > mine.seq
      order by later.seq desc`,
    [image.objectKind],
  )
  const named = new Set<string>()
  for (const { object, seq, mineAt, laterAt, together } of rows) {
    const apart = (Date.parse(laterAt) - Date.parse(mineAt)) / 1000
    if (named.has(object) || !(together || apart > TRANSACTION_SECONDS)) continue
    named.add(object)
    found.add('row-rolled-back', `${image.table} ${object}, a later fact is`, seq)
  }
}
