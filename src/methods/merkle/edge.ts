/**
 * The right edge of a growing tree: the partial tile of each level. Appending costs two hashes per entry; the root at any
 * moment costs at most 255 per level. The integrator keeps one and rebuilds it from the database after a failure.
 */
import { assertHash, MerkleError } from './hash.ts'
import { TILE_WIDTH, tileRoot, tileSet } from './tiles.ts'
import { rootOf } from './tree.ts'

export type FullTile = { level: number; index: number; hashes: Buffer; root: Buffer }

export type Edge = {
  readonly size: number
  /** Hashes of the partial tile of each level, 0 to 255 of them. */
  readonly levels: readonly (readonly Uint8Array[])[]
}

export const EMPTY_EDGE: Edge = { size: 0, levels: [] }

/** From stored partial tiles; refuses where their widths are not those of the size. */
export const edgeOf = (size: number, levels: readonly (readonly Uint8Array[])[]): Edge => {
  for (const { level, partialWidth } of tileSet(size)) {
    if ((levels[level]?.length ?? 0) !== partialWidth)
      throw new MerkleError(`level ${level} of size ${size} needs ${partialWidth} hashes`)
  }
  return { size, levels }
}

/** The edge after these leaf hashes, and the tiles that became full on the way. The old edge stays as it was. */
export const appendLeaves = (edge: Edge, leaves: readonly Uint8Array[]): { edge: Edge; full: FullTile[] } => {
  const levels = edge.levels.map((hashes) => [...hashes])
  const full: FullTile[] = []
  const counts = levels.map((_, level) => Math.floor(edge.size / TILE_WIDTH ** (level + 1)))
  const push = (level: number, hash: Uint8Array): void => {
    if (levels.length === level) {
      levels.push([])
      counts.push(0)
    }
    const row = levels[level]!
    row.push(hash)
    if (row.length < TILE_WIDTH) return
    const hashes = Buffer.concat(row)
    const root = tileRoot(hashes)
    full.push({ level, index: counts[level]!, hashes, root })
    counts[level]!++
    levels[level] = []
    push(level + 1, root)
  }
  for (const leaf of leaves) {
    assertHash(leaf, 'a leaf hash')
    push(0, leaf)
  }
  return { edge: { size: edge.size + leaves.length, levels }, full }
}

/** Root of the whole tree: each level's partial tile with what lies to the right of it as one more, smaller, member. */
export const edgeRoot = (edge: Edge): Buffer => {
  let right: Buffer | undefined
  for (const hashes of edge.levels) {
    if (hashes.length > 0) right = rootOf(right ? [...hashes, right] : hashes)
  }
  return right ?? rootOf([])
}
