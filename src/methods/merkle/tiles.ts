/**
 * Tiles of height 8 and entry bundles, as C2SP tlog-tiles lays them out. A full tile is 256 hashes wide; tile (L, N) holds
 * the roots of 256^L entries each. Bundles lie as level 0 does. One spelling of every path, groups of zeros in front refused.
 */
import { assertSize, MerkleError, nodeHash } from './hash.ts'
import { type NodeSource, type PerfectNode, rootOf, splitHashes } from './tree.ts'

export const TILE_WIDTH = 256
export const TILE_HEIGHT = 8
/** Lengths of entries in a bundle are uint16. */
export const LONGEST_ENTRY = 65_535

export type Level = number | 'entries'
/** Width 256 is a full tile. */
export type TileName = { level: Level; index: number; width: number }

export const tilePath = ({ level, index, width }: TileName): string => {
  assertSize(index, 'tile index')
  const digits = String(index)
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/.{3}/g)!
  const path = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/')
  return `tile/${level}/${path}${width === TILE_WIDTH ? '' : `.p/${width}`}`
}

const PATH = /^tile\/(entries|0|[1-9][0-9]?)\/((?:x[0-9]{3}\/)*)([0-9]{3})(?:\.p\/([1-9][0-9]{0,2}))?$/

/** Undefined where the text is not the one spelling of a tile's path. */
export const parseTilePath = (path: string): TileName | undefined => {
  const match = PATH.exec(path)
  if (!match) return undefined
  const [, levelText, groups, last, widthText] = match
  const level: Level = levelText === 'entries' ? 'entries' : Number(levelText)
  const index = Number(groups!.replace(/[x/]/g, '') + last)
  const width = widthText === undefined ? TILE_WIDTH : Number(widthText)
  if (typeof level === 'number' && level > 63) return undefined
  if (!Number.isSafeInteger(index) || (widthText !== undefined && width >= TILE_WIDTH)) return undefined
  const name = { level, index, width }
  return tilePath(name) === path ? name : undefined
}

export type LevelSet = { level: number; fullTiles: number; partialWidth: number }

/** The tiles that a log of this size consists of. Levels stop where no hash is left; an empty tile does not exist. */
export const tileSet = (size: number): LevelSet[] => {
  assertSize(size)
  const levels: LevelSet[] = []
  for (let level = 0, hashes = size; hashes > 0; level++, hashes = Math.floor(hashes / TILE_WIDTH)) {
    levels.push({ level, fullTiles: Math.floor(hashes / TILE_WIDTH), partialWidth: hashes % TILE_WIDTH })
  }
  return levels
}

/** Which tile holds the hashes under a perfect node, and which of them: [first, first + count). */
export const tileOfNode = (node: PerfectNode): { level: number; index: number; first: number; count: number } => {
  const level = Math.floor(node.height / TILE_HEIGHT)
  const count = 2 ** (node.height - level * TILE_HEIGHT)
  const start = node.index * count
  return { level, index: Math.floor(start / TILE_WIDTH), first: start % TILE_WIDTH, count }
}

/** Nodes read from tiles. `tile` gives the bytes of a tile that is at least as wide as asked, or undefined. */
export const nodesFromTiles =
  (tile: (level: number, index: number) => Uint8Array | undefined): NodeSource =>
  (node) => {
    const { level, index, first, count } = tileOfNode(node)
    const bytes = tile(level, index)
    if (!bytes || bytes.length < (first + count) * 32)
      throw new MerkleError(`tile ${level}/${index} lacks hash ${first + count - 1}`)
    return rootOf(splitHashes(bytes.subarray(first * 32, (first + count) * 32)))
  }

/** Entries as `uint16 big-endian length, bytes`, nothing before, between or after. Refuses an entry of over 65,535 bytes. */
export const makeBundle = (entries: readonly Uint8Array[]): Buffer => {
  const bundle = Buffer.allocUnsafe(entries.reduce((sum, entry) => sum + 2 + entry.length, 0))
  let at = 0
  for (const entry of entries) {
    if (entry.length > LONGEST_ENTRY) throw new MerkleError(`an entry of ${entry.length} bytes, over ${LONGEST_ENTRY}`)
    bundle.writeUInt16BE(entry.length, at)
    bundle.set(entry, at + 2)
    at += 2 + entry.length
  }
  return bundle
}

/** Cuts a bundle into exactly `width` entries; anything cut off or left over is refused. */
export const splitBundle = (bundle: Uint8Array, width: number): Buffer[] => {
  const bytes = Buffer.from(bundle.buffer, bundle.byteOffset, bundle.byteLength)
  const entries: Buffer[] = []
  let at = 0
  for (let i = 0; i < width; i++) {
    if (at + 2 > bytes.length) throw new MerkleError(`bundle ends before entry ${i} of ${width}`)
    const length = bytes.readUInt16BE(at)
    if (at + 2 + length > bytes.length) throw new MerkleError(`entry ${i} of ${width} is cut off`)
    entries.push(bytes.subarray(at + 2, at + 2 + length))
    at += 2 + length
  }
  if (at !== bytes.length) throw new MerkleError(`${bytes.length - at} bytes after entry ${width - 1}`)
  return entries
}

/** Root of a full tile, 8,192 bytes, without cutting it into hashes first. */
export const tileRoot = (tile: Uint8Array): Buffer => {
  if (tile.length !== TILE_WIDTH * 32) throw new MerkleError(`a full tile of ${tile.length} bytes`)
  let row = Buffer.from(tile)
  while (row.length > 32) {
    for (let i = 0; i < row.length; i += 64)
      nodeHash(row.subarray(i, i + 32), row.subarray(i + 32, i + 64)).copy(row, i / 2)
    row = row.subarray(0, row.length / 2)
  }
  return Buffer.from(row)
}
