/**
 * Openings against leaves, in the database: it recomputes both commitments of an entry and the leaf they make, and compares its
 * hash with the one the opening stands under. Texts do not travel. Sees every opening: run as the owner.
 */
import type pg from 'pg'
import { CanonicalJsonError, type Json } from '../base/public.ts'
import { encodeBase64 } from '../methods/merkle/public.ts'
import { bytesOf, cellRows, numberOf, textOf } from './cells.ts'
import type { FaultList } from './faults.ts'
import { parseJsonText } from './json-text.ts'

/** The commitment an opening makes; kept in one place so that no query writes it differently. */
const COMMITMENT = (o: string, field: string): string =>
  `sha256(convert_to(E'tongguan/commitment/v1\\n' || ${o}.entry || E'\\n${field}\\n', 'UTF8') || ${o}.salt || convert_to(${o}.text, 'UTF8'))`
const LEAF_HASH = (envelope: string, payload: string): string =>
  `sha256('\\x00'::bytea || convert_to('{"envelope":"' || encode(${envelope}, 'base64') || '","payload":"' || encode(${payload}, 'base64') || '","v":1}', 'UTF8'))`
/** Characters 14 to 57 and 71 to 114 of a leaf are its commitments. */
const PART = (leaf: string, from: number): string =>
  `decode(convert_from(substring(${leaf} from ${from} for 44), 'UTF8'), 'base64')`

export const verifyOpenings = async (
  client: pg.ClientBase,
  found: FaultList,
): Promise<{ openings: number; erased: number }> => {
  const list = (sql: string): Promise<[hash: string, seq: number | undefined, entry: string][]> =>
    cellRows(client, sql, []).then((rows) =>
      rows.map(([hash, seq, entry]) => [
        encodeBase64(bytesOf(hash)),
        seq === null ? undefined : numberOf(seq),
        entry ? textOf(entry) : '',
      ]),
    )

  // Both openings there: they must make the leaf whose hash they stand under.
  for (const [hash, seq, entry] of await list(`
    select e.leaf_hash, i.seq::float8, e.entry::text
      from ledger_opening e join ledger_opening p on p.leaf_hash = e.leaf_hash and p.field = 2 left join ledger_index i on i.leaf_hash = e.leaf_hash
     where e.field = 1
       and (e.entry <> p.entry or position('"id":"' || e.entry || '"' in e.text) = 0
            or ${LEAF_HASH(COMMITMENT('e', 'envelope'), COMMITMENT('p', 'payload'))} <> e.leaf_hash)`))
    found.add('opening-altered', `entry ${entry}, leaf ${hash}`, seq)

  // Only one there: the leaf itself must hold its commitment. Erased payloads must be named by an erased entry.
  const erased = await erasedEntries(client)
  const lonely = await cellRows(
    client,
    `select o.leaf_hash, i.seq::float8, o.entry::text, o.field::float8,
            coalesce(case o.field when 1 then ${COMMITMENT('o', 'envelope')} = ${PART('n.leaf', 14)} else ${COMMITMENT('o', 'payload')} = ${PART('n.leaf', 71)} end, true)
       from ledger_opening o left join ledger_index i on i.leaf_hash = o.leaf_hash left join ledger_entry n on n.id = i.entry
      where not exists (select from ledger_opening b where b.leaf_hash = o.leaf_hash and b.field <> o.field)`,
    [],
  )
  let gone = 0
  for (const [hash, seqCell, entryCell, field, fits] of lonely) {
    const seq = seqCell === null ? undefined : numberOf(seqCell)
    const entry = textOf(entryCell)
    const where = `entry ${entry}, leaf ${encodeBase64(bytesOf(hash))}`
    if (fits === false) found.add('opening-altered', where, seq)
    if (numberOf(field) === 2) found.add('opening-missing', where, seq)
    else if (erased.has(entry)) gone++
    else found.add('erased-without-entry', where, seq)
  }
  for (const [hash, seq] of await list(`
    select i.leaf_hash, i.seq::float8, null from ledger_index i
     where not exists (select from ledger_opening o where o.leaf_hash = i.leaf_hash)`))
    found.add('opening-missing', `leaf ${hash}`, seq)
  for (const [hash, , entry] of await list(`
    select o.leaf_hash, null, o.entry::text from ledger_opening o
     where not exists (select from ledger_index i where i.leaf_hash = o.leaf_hash)
       and not exists (select from ledger_entry n, ledger_state s
                        where (n.epoch, n.txid, n.id) > (s.cursor_epoch, s.cursor_txid, s.cursor_id) and sha256('\\x00'::bytea || n.leaf) = o.leaf_hash)
     group by o.leaf_hash, o.entry`))
    found.add('opening-without-entry', `entry ${entry}, leaf ${hash}`)
  for (const [hash, seq] of await list(
    'select leaf_hash, max(seq)::float8, null from ledger_index group by leaf_hash having count(*) > 1',
  ))
    found.add('leaf-repeated', `leaf ${hash}`, seq)
  for (const [, , entry] of await list(
    `select ''::bytea, null, entry::text from ledger_opening where field = 1 group by entry having count(*) > 1`,
  ))
    found.add('leaf-repeated', `two leaves open to entry ${entry}`)
  const [row] = await cellRows(client, 'select count(*)::float8 from ledger_opening', [])
  return { openings: numberOf(row![0]), erased: gone }
}

/** Entries whose payload an `erased` entry names. Its act stands first in the canonical text. */
const erasedEntries = async (client: pg.ClientBase): Promise<Set<string>> => {
  const rows = await cellRows(
    client,
    `select p.text from ledger_opening e join ledger_opening p on p.leaf_hash = e.leaf_hash and p.field = 2
      where e.field = 1 and e.text like '{"act":"erased",%'`,
    [],
  )
  const named = new Set<string>()
  for (const [text] of rows) {
    let payload: Json
    try {
      payload = parseJsonText(textOf(text))
    } catch (error) {
      if (error instanceof CanonicalJsonError) continue
      throw error
    }
    const { openings } = (payload ?? {}) as { openings?: Json }
    if (Array.isArray(openings))
      for (const [entry, field] of openings as [string, string][]) if (field === 'payload') named.add(entry)
  }
  return named
}
