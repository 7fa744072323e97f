/**
 * Recomputes the tree from the entries and compares every copy the database holds of it: entries, bundles, index, tiles, roots,
 * checkpoints. Where copies of one leaf differ, the one that stands alone is named; where all agree and a signed root does
 * not, the history was rewritten, and the sizes between which it happened are named. One pass, streaming, two hashes an entry.
 */
import type pg from 'pg'
import { encodeBase64, leafHash, nodeHash, sameBytes, TILE_WIDTH, tileSet } from '../methods/merkle/public.ts'
import { bytesOf, cellRows, numberOf } from './cells.ts'
import { LEAF_BYTES } from './commitment.ts'
import type { FaultList } from './faults.ts'
import type { LedgerState } from './integrate.ts'
import { entryReader, NO_ENTRY, outOfPlace } from './verify-entries.ts'
import { fold, rootChecker, type TreeChecks, type TreeResult } from './verify-roots.ts'

/** Tiles per reading. */
const CHUNK_TILES = 64
const CHUNK = CHUNK_TILES * TILE_WIDTH
const BUNDLED = LEAF_BYTES + 2
const BUNDLE_BYTES = TILE_WIDTH * BUNDLED

/** Inside one repeatable-read transaction on `client`. */
export const verifyTree = async (
  client: pg.ClientBase,
  state: LedgerState,
  checks: TreeChecks,
  found: FaultList,
): Promise<TreeResult> => {
  const entries = entryReader(client, state)
  const roots = await rootChecker(client, state, checks, found)
  const moved: { seq: number; hash: Buffer }[] = []
  const missing: { seq: number; id: bigint }[] = []
  const compared: { seq: number; hash: Buffer }[] = []
  const positions = new Float64Array(state.size)
  const upper: Buffer[][] = []
  // Perfect subtrees of what was read so far, left to right: every inner node is hashed once.
  const stack: { height: number; hash: Buffer }[] = []
  let count = 0

  const push = async (leaf: Buffer, tileRootStored: Buffer | undefined): Promise<void> => {
    let hash = leaf
    let height = 0
    while (stack.at(-1)?.height === height) {
      hash = nodeHash(stack.pop()!.hash, hash)
      height++
      if (height % 8 === 0) await checkTile(height / 8 - 1, hash, tileRootStored)
    }
    stack.push({ height, hash })
    count++
  }
  const checkTile = async (level: number, root: Buffer, stored: Buffer | undefined): Promise<void> => {
    upper[level] ??= []
    upper[level].push(root)
    const index = (count + 1) / TILE_WIDTH ** (level + 1) - 1
    if (level === 0) {
      if (stored && !sameBytes(stored, root)) found.add('tile-altered', `root of tile/0/${index}`)
      return
    }
    const below = Buffer.concat(upper[level - 1]!.splice(0, TILE_WIDTH))
    const [row] = await cellRows(client, 'select hashes, root from ledger_tile where level = $1 and n = $2', [
      level,
      index,
    ])
    if (!row || !sameBytes(bytesOf(row[0]), below) || !sameBytes(bytesOf(row[1]), root))
      found.add('tile-altered', `tile/${level}/${index}`)
  }

  await roots.at(0, stack)
  const tailBytes = (state.size % TILE_WIDTH) * BUNDLED
  if (state.tail.length !== tailBytes)
    found.add('bundle-altered', `the last one has ${state.tail.length} bytes, not ${tailBytes}`)
  for (let first = 0; first < state.size; first += CHUNK) {
    const end = Math.min(first + CHUNK, state.size)
    const chunk = await readChunk(client, state, first, end)
    const met = await entries.take(chunk.ids)
    for (let i = 0; i < end - first; i++) {
      const seq = first + i
      const bundled = chunk.bundles.subarray(i * BUNDLED, (i + 1) * BUNDLED)
      const indexed = chunk.hashes.subarray(i * 32, i * 32 + 32)
      const tiled = chunk.tiles.subarray(i * 32, i * 32 + 32)
      const entry = met(i)
      const leaf = entry?.leaf
      positions[seq] = entry?.position ?? Number.NaN
      if (!entry && chunk.ids.readBigInt64BE(i * 8) !== NO_ENTRY)
        missing.push({ seq, id: chunk.ids.readBigInt64BE(i * 8) })
      const hasBundle = bundled.length === BUNDLED && bundled.readUInt16BE(0) === LEAF_BYTES
      const bundleHash = hasBundle ? leafHash(bundled.subarray(2)) : undefined
      const same = leaf !== undefined && hasBundle && leaf.equals(bundled.subarray(2))
      const entryHash = same ? bundleHash : leaf && leafHash(leaf)
      let truth = bundleHash
      if (
        !bundleHash ||
        !sameBytes(bundleHash, indexed) ||
        (tiled.length > 0 && !sameBytes(tiled, bundleHash)) ||
        (leaf && !same)
      ) {
        truth = majority([tiled, entryHash, bundleHash, indexed])
        if (tiled.length === 32 && !sameBytes(tiled, truth))
          found.add('tile-altered', `hash ${seq % TILE_WIDTH} of tile/0/${Math.floor(seq / TILE_WIDTH)}`, seq)
        if (!bundleHash || !sameBytes(bundleHash, truth))
          found.add('bundle-altered', `entry ${seq % TILE_WIDTH} of bundle ${Math.floor(seq / TILE_WIDTH)}`, seq)
        if (!sameBytes(indexed, truth)) found.add('index-altered', 'leaf hash', seq)
        if (entryHash && !sameBytes(entryHash, truth)) moved.push({ seq, hash: entryHash })
      }
      await push(
        truth ?? Buffer.alloc(32),
        i % TILE_WIDTH === TILE_WIDTH - 1 ? chunk.tileRoots.get(Math.floor(seq / TILE_WIDTH)) : undefined,
      )
      if (roots.next() === count) await roots.at(count, stack)
    }
  }
  const left = await entries.rest()
  for (const { seq, id } of missing) {
    const late = left.get(id)
    left.delete(id)
    if (!late) found.add('entry-removed', `entry ${id}`, seq)
    else {
      positions[seq] = late.position
      compared.push({ seq, hash: leafHash(late.leaf) })
    }
  }
  for (const seq of outOfPlace(positions)) found.add('entry-moved', 'it does not stand between its neighbours', seq)
  for (const { seq, hash } of compared) {
    const [row] = await cellRows(client, 'select leaf_hash from ledger_index where seq = $1', [seq])
    if (!sameBytes(bytesOf(row?.[0]), hash)) moved.push({ seq, hash })
  }
  for (const id of left.keys()) found.add('entry-inserted', `entry ${id}`)
  for (const { seq, hash } of moved) {
    const [row] = await cellRows(client, 'select seq::float8 from ledger_index where leaf_hash = $1', [hash])
    if (row) found.add('entry-moved', `what belongs at #${numberOf(row[0])} stands here`, seq)
    else found.add('entry-altered', `leaf ${encodeBase64(hash)}`, seq)
  }
  await checkCounts(client, state, found)
  return roots.finish(fold(stack))
}

/** The value most copies have; of equals the first, which is the tile's. */
const majority = (copies: (Buffer | undefined)[]): Buffer => {
  const present = copies.filter((copy) => copy?.length === 32) as Buffer[]
  const votes = present.map((copy) => present.filter((other) => sameBytes(copy, other)).length)
  return present[votes.indexOf(Math.max(...votes))] ?? Buffer.alloc(32)
}

type Chunk = { bundles: Buffer; hashes: Buffer; ids: Buffer; tiles: Buffer; tileRoots: Map<number, Buffer> }

/** Everything the database says of [first, end), laid out by position; what is missing is zeros or empty. */
const readChunk = async (client: pg.ClientBase, state: LedgerState, first: number, end: number): Promise<Chunk> => {
  const from = first / TILE_WIDTH
  const to = Math.floor(end / TILE_WIDTH)
  const length = end - first
  const bundles = Buffer.alloc(length * BUNDLED)
  for (const [n, entries] of await cellRows(
    client,
    'select n::float8, entries from ledger_bundle where n >= $1 and n < $2',
    [from, to],
  ))
    if (bytesOf(entries).length === BUNDLE_BYTES) bytesOf(entries).copy(bundles, (numberOf(n) - from) * BUNDLE_BYTES)
  if (end % TILE_WIDTH > 0) state.tail.copy(bundles, (to - from) * BUNDLE_BYTES)
  const tiles = Buffer.alloc((to - from) * TILE_WIDTH * 32)
  const tileRoots = new Map<number, Buffer>()
  for (const [n, hashes, root] of await cellRows(
    client,
    'select n::float8, hashes, root from ledger_tile where level = 0 and n >= $1 and n < $2',
    [from, to],
  )) {
    bytesOf(hashes).copy(tiles, (numberOf(n) - from) * TILE_WIDTH * 32)
    tileRoots.set(numberOf(n), bytesOf(root))
  }
  const [row] = await cellRows(
    client,
    `select count(*)::float8, string_agg(leaf_hash, ''::bytea order by seq), string_agg(int8send(coalesce(entry, -1)), ''::bytea order by seq)
       from ledger_index where seq >= $1 and seq < $2`,
    [first, end],
  )
  if (numberOf(row![0]) === length)
    return { bundles, tiles, tileRoots, hashes: bytesOf(row![1]), ids: bytesOf(row![2]) }
  const hashes = Buffer.alloc(length * 32)
  const ids = Buffer.alloc(length * 8, 0xff)
  for (const [seq, hash, entry] of await cellRows(
    client,
    'select seq::float8, leaf_hash, int8send(coalesce(entry, -1)) from ledger_index where seq >= $1 and seq < $2',
    [first, end],
  )) {
    bytesOf(hash).copy(hashes, (numberOf(seq) - first) * 32)
    bytesOf(entry).copy(ids, (numberOf(seq) - first) * 8)
  }
  return { bundles, tiles, tileRoots, hashes, ids }
}

/** What stands beyond the size, and tiles, bundles or roots that the size implies and nobody read. */
const checkCounts = async (client: pg.ClientBase, state: LedgerState, found: FaultList): Promise<void> => {
  const { size } = state
  const [row] = await cellRows(
    client,
    `select (select count(*) from ledger_index where seq >= $1)::float8, (select count(*) from ledger_index)::float8,
            (select count(*) from ledger_bundle)::float8, (select count(*) from ledger_tree where size = $1)::float8`,
    [size],
  )
  const [beyond, indexed, bundles, rooted] = row!.map(numberOf)
  if (beyond! > 0) found.add('checkpoint-rolled-back', `${beyond} entries are indexed beyond size ${size}`)
  else if (indexed !== size) found.add('index-altered', `${indexed} entries are indexed, the size is ${size}`)
  if (bundles !== Math.floor(size / TILE_WIDTH))
    found.add('bundle-altered', `${bundles} full bundles, size ${size} has ${Math.floor(size / TILE_WIDTH)}`)
  if (rooted !== 1) found.add('root-altered', `size ${size} has no stored root`)
  const tiles = await cellRows(
    client,
    'select level::float8, count(*)::float8 from ledger_tile group by level order by level',
    [],
  )
  const stored = new Map(tiles.map(([level, n]) => [numberOf(level), numberOf(n)]))
  for (const { level, fullTiles } of tileSet(size)) {
    if ((stored.get(level) ?? 0) !== fullTiles)
      found.add('tile-altered', `${stored.get(level) ?? 0} tiles of level ${level}, size ${size} has ${fullTiles}`)
    stored.delete(level)
  }
  for (const [level, n] of stored) found.add('tile-altered', `${n} tiles of level ${level}, size ${size} has none`)
}
