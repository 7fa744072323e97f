/** Reads entries as they stand and matches them with the ids that the index names, so that what is missing, inserted or moved shows. */
import type pg from 'pg'
import { bytesOf, cellRows, numberOf, textOf } from './cells.ts'
import { LEAF_BYTES } from './commitment.ts'
import type { LedgerState } from './integrate.ts'

/** An index without an entry: its leaf was taken back from published files. */
export const NO_ENTRY = -1n
const PAGE = 16_384

export type Met = { leaf: Buffer; position: number }

/** Integrated entries in their order, matched with the ids that the index names; `position` counts entries as they stand. */
export const entryReader = (client: pg.ClientBase, state: LedgerState) => {
  let key: [number, string, string] = [0, '0', '0']
  let ended = false
  let read = 0
  const carry = new Map<bigint, Met>()
  const readPage = async (count: number): Promise<{ ids: Buffer; met: (i: number) => Met; count: number }> => {
    const [row] = await cellRows(
      client,
      `with page as materialized (
         select epoch, txid, id, leaf from ledger_entry
          where (epoch, txid, id) > ($1::int, $2::xid8, $3::bigint) and (epoch, txid, id) <= ($4::int, $5::xid8, $6::bigint)
          order by epoch, txid, id limit $7)
       select count(*)::float8, string_agg(leaf, ''::bytea order by epoch, txid, id), string_agg(int8send(id), ''::bytea order by epoch, txid, id),
              (select epoch::text || ' ' || txid || ' ' || id from page order by epoch desc, txid desc, id desc limit 1)
         from page`,
      [...key, state.cursorEpoch, state.cursorTxid, state.cursorId, count],
    )
    const got = numberOf(row![0])
    const first = read
    ended = got < count
    read += got
    if (got === 0) return { ids: Buffer.alloc(0), met: () => ({ leaf: Buffer.alloc(0), position: 0 }), count: 0 }
    const [epoch, txid, id] = textOf(row![3]).split(' ')
    key = [Number(epoch), txid!, id!]
    const leaves = bytesOf(row![1])
    const met = (i: number): Met => ({
      leaf: leaves.subarray(i * LEAF_BYTES, (i + 1) * LEAF_BYTES),
      position: first + i,
    })
    return { ids: bytesOf(row![2]), met, count: got }
  }
  const carryPage = async (count: number): Promise<void> => {
    if (ended || count === 0) return
    const page = await readPage(count)
    for (const [i, id] of idsOf(page.ids, page.count).entries()) carry.set(id, page.met(i))
  }
  return {
    /** What the index names, by its place in `ids`; undefined where no such entry was met so far. */
    take: async (ids: Buffer): Promise<(i: number) => Met | undefined> => {
      const count = ids.length / 8
      if (carry.size === 0 && !ended) {
        const page = await readPage(count)
        if (page.ids.equals(ids)) return page.met
        for (const [i, id] of idsOf(page.ids, page.count).entries()) carry.set(id, page.met(i))
      }
      const wanted = idsOf(ids, count)
      const unmet = (): number => wanted.reduce((n, id) => (id === NO_ENTRY || carry.has(id) ? n : n + 1), 0)
      // Once for what was carried over, once more for as many as strangers stood among them.
      await carryPage(unmet())
      await carryPage(unmet())
      return (i) => {
        const met = carry.get(wanted[i]!)
        carry.delete(wanted[i]!)
        return met
      }
    },
    /** What was integrated and no index named. */
    rest: async (): Promise<Map<bigint, Met>> => {
      while (!ended) await carryPage(PAGE)
      return carry
    },
  }
}

/** Sequence numbers whose entries do not stand between their neighbours. */
export const outOfPlace = (positions: Float64Array): number[] => {
  const seqs = [...positions.keys()].filter((seq) => !Number.isNaN(positions[seq]!))
  const moved: number[] = []
  const kept: number[] = []
  for (const [i, seq] of seqs.entries()) {
    const here = positions[seq]!
    const next = seqs[i + 1]
    const before = kept.at(-1)
    if (before !== undefined && here < positions[before]!) moved.push(seq)
    else if (
      next !== undefined &&
      here > positions[next]! &&
      (before === undefined || positions[before]! < positions[next]!)
    )
      moved.push(seq)
    else kept.push(seq)
  }
  return moved
}

const idsOf = (bytes: Buffer, length: number): bigint[] => Array.from({ length }, (_, i) => bytes.readBigInt64BE(i * 8))
