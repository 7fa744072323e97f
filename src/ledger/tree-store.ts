/**
 * The tree as it lies in the database. Full tiles and bundles are rows that never change; partial ones are derived: level 0
 * from ledger_index, above from the roots of the level below, the partial bundle from ledger_state.tail.
 */
import {
  type Edge,
  edgeOf,
  MerkleError,
  nodesFromTiles,
  perfectNodes,
  type Range,
  rangeRoot,
  splitHashes,
  TILE_WIDTH,
  tileOfNode,
  tileSet,
} from '../methods/merkle/public.ts'
import type { Tree } from './checkpoint.ts'
import type { Sql } from './sql.ts'

const BUNDLED_ENTRY_BYTES = 124

type Hashes = { hashes: Buffer | null }

/** Bytes of the first `width` hashes of a tile. Throws where the database does not have them all. */
export const readTile = async (sql: Sql, level: number, index: number, width: number): Promise<Buffer> => {
  const first = index * TILE_WIDTH
  const [row] =
    width === TILE_WIDTH
      ? await sql<Hashes>('select hashes from ledger_tile where level = $1 and n = $2', [level, index])
      : level === 0
        ? await sql<Hashes>(
            `select string_agg(leaf_hash, ''::bytea order by seq) as hashes from ledger_index where seq >= $1 and seq < $2`,
            [first, first + width],
          )
        : await sql<Hashes>(
            `select string_agg(root, ''::bytea order by n) as hashes from ledger_tile where level = $1 and n >= $2 and n < $3`,
            [level - 1, first, first + width],
          )
  if (row?.hashes?.length !== width * 32) throw new MerkleError(`the database lacks hashes of tile ${level}/${index}`)
  return row.hashes
}

/** Bytes of a bundle of `width` entries: a prefix of what is stored, full bundle or tail. */
export const readBundle = async (sql: Sql, index: number, width: number): Promise<Buffer> => {
  const [row] = await sql<{ entries: Buffer }>(
    'select entries from ledger_bundle where n = $1 union all select tail from ledger_state where size / 256 = $1 limit 1',
    [index],
  )
  const bytes = row?.entries.subarray(0, width * BUNDLED_ENTRY_BYTES)
  if (bytes?.length !== width * BUNDLED_ENTRY_BYTES)
    throw new MerkleError(`the database lacks entries of bundle ${index}`)
  return bytes
}

/** The right edge at a size the database has, checked to be as wide as the size implies. */
export const readEdge = async (sql: Sql, size: number): Promise<Edge> => {
  const levels: Buffer[][] = []
  for (const { level, fullTiles, partialWidth } of tileSet(size))
    levels.push(partialWidth === 0 ? [] : splitHashes(await readTile(sql, level, fullTiles, partialWidth)))
  return edgeOf(size, levels)
}

/** Roots of ranges of the tree of `size`, reading only the tiles they need. */
export const readRangeRoots = async (sql: Sql, size: number, ranges: readonly Range[]): Promise<Buffer[]> => {
  const levels = tileSet(size)
  const tiles = new Map<string, Buffer>()
  for (const [start, end] of ranges)
    for (const node of perfectNodes(start, end)) {
      const { level, index } = tileOfNode(node)
      const set = levels[level]
      if (!set) throw new MerkleError(`size ${size} has no level ${level}`)
      const name = `${level}/${index}`
      if (!tiles.has(name))
        tiles.set(name, await readTile(sql, level, index, index < set.fullTiles ? TILE_WIDTH : set.partialWidth))
    }
  const source = nodesFromTiles((level, index) => tiles.get(`${level}/${index}`))
  return ranges.map(([start, end]) => rangeRoot(start, end, source))
}

export const readRoot = async (sql: Sql, size: number): Promise<Buffer> =>
  (await readRangeRoots(sql, size, [[0, size]]))[0]!

export const findTree = async (sql: Sql, size: number): Promise<Tree | undefined> => {
  const [row] = await sql<{ root: Buffer }>('select root from ledger_tree where size = $1', [size])
  return row && { size, root: row.root }
}

export type StoredCheckpoint = { size: number; note: string; signedAt: Date }

export const findLatestCheckpoint = async (sql: Sql): Promise<StoredCheckpoint | undefined> => {
  const [row] = await sql<StoredCheckpoint>(
    'select size::float8 as size, note, signed_at as "signedAt" from ledger_checkpoint order by ledger_checkpoint.size desc limit 1',
  )
  return row
}
