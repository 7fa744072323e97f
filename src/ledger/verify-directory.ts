/**
 * Verifies a folder of static tlog-tiles files against a key that the reader brings (ledger-format.md, section 10). Knows no
 * database and nothing of what entries mean: it needs methods/merkle, base and the note's form, so that it can be read in
 * one sitting. Names the first file and index that fail.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  leafHash,
  MerkleError,
  nodesFromTiles,
  rangeRoot,
  sameBytes,
  splitBundle,
  splitHashes,
  TILE_WIDTH,
  tilePath,
  tileRoot,
  tileSet,
} from '../methods/merkle/public.ts'
import { type Checkpoint, cosignedBy, openCheckpoint, type Tree } from './checkpoint.ts'
import type { VerifierKey } from './keys.ts'

export type DirectoryFault = { file: string; index?: number; why: string }
export type DirectoryReport = {
  ok: boolean
  size?: number
  root?: Buffer
  witnesses?: string[]
  fault?: DirectoryFault
}
export type DirectoryChecks = {
  origin: string
  trusted: readonly VerifierKey[]
  /** Trees of older checkpoints at hand, already verified; the log must continue each. */
  older?: readonly Tree[]
  /** How many witnesses must have cosigned. */
  quorum?: number
  /** Called with each entry whose hash fits, in order; what it throws is the fault of that entry. */
  onEntry?: (index: number, entry: Buffer) => void
}

class Refused extends Error {
  readonly fault: DirectoryFault
  constructor(fault: DirectoryFault) {
    super(fault.why)
    this.fault = fault
  }
}

const refuse = (fault: DirectoryFault): never => {
  throw new Refused(fault)
}

export const verifyDirectory = (directory: string, checks: DirectoryChecks): DirectoryReport => {
  const read = (file: string): Buffer => {
    try {
      return readFileSync(join(directory, file))
    } catch {
      return refuse({ file, why: 'the file is missing or cannot be read' })
    }
  }
  try {
    const checkpoint = readCheckpoint(read('checkpoint'), checks)
    verifyTree(checkpoint, read, checks)
    return { ok: true, size: checkpoint.size, root: checkpoint.root, witnesses: cosignedBy(checkpoint) }
  } catch (error) {
    if (error instanceof Refused) return { ok: false, fault: error.fault }
    throw error
  }
}

const readCheckpoint = (bytes: Buffer, { origin, trusted, quorum = 0 }: DirectoryChecks): Checkpoint => {
  try {
    const checkpoint = openCheckpoint(bytes, origin, trusted)
    const witnesses = cosignedBy(checkpoint).length
    if (witnesses < quorum) throw new MerkleError(`cosigned by ${witnesses} witnesses, ${quorum} needed`)
    return checkpoint
  } catch (error) {
    if (error instanceof MerkleError) return refuse({ file: 'checkpoint', why: error.message })
    throw error
  }
}

const verifyTree = (
  checkpoint: Checkpoint,
  read: (file: string) => Buffer,
  { older = [], onEntry }: DirectoryChecks,
): void => {
  const { size, root } = checkpoint
  const levels = tileSet(size)
  const nameOf = (level: number | 'entries', index: number): { file: string; width: number } => {
    const set = levels[level === 'entries' ? 0 : level]!
    const width = index < set.fullTiles ? TILE_WIDTH : set.partialWidth
    return { file: tilePath({ level, index, width }), width }
  }
  const tile = (level: number, index: number): Buffer => {
    const { file, width } = nameOf(level, index)
    const bytes = read(file)
    if (bytes.length !== width * 32) refuse({ file, why: `${bytes.length} bytes, not ${width * 32}` })
    return bytes
  }
  const tilesOf = (level: number): number => levels[level]!.fullTiles + (levels[level]!.partialWidth > 0 ? 1 : 0)

  for (const { level } of levels) {
    for (let n = 0; n < tilesOf(level); n++) {
      const hashes = splitHashes(tile(level, n))
      if (level === 0) verifyBundle(n, hashes, nameOf, read, onEntry)
      else {
        for (const [i, hash] of hashes.entries()) {
          const below = n * TILE_WIDTH + i
          if (!sameBytes(hash, tileRoot(tile(level - 1, below)))) {
            refuse({
              file: nameOf(level, n).file,
              index: i,
              why: `hash ${i} is not the root of ${nameOf(level - 1, below).file}`,
            })
          }
        }
      }
    }
  }
  const source = nodesFromTiles(tile)
  if (!sameBytes(rangeRoot(0, size, source), root))
    refuse({ file: 'checkpoint', why: 'the tiles do not hash to its root' })
  for (const tree of older) {
    if (tree.size > size) refuse({ file: 'checkpoint', why: `size ${size}, but size ${tree.size} was signed before` })
    if (!sameBytes(rangeRoot(0, tree.size, source), tree.root)) {
      refuse({
        file: 'checkpoint',
        index: tree.size,
        why: `the tree does not continue the one signed at size ${tree.size}`,
      })
    }
  }
}

const verifyBundle = (
  n: number,
  hashes: Buffer[],
  nameOf: (level: 'entries' | number, index: number) => { file: string; width: number },
  read: (file: string) => Buffer,
  onEntry: DirectoryChecks['onEntry'],
): void => {
  const { file, width } = nameOf('entries', n)
  let entries: Buffer[] = []
  try {
    entries = splitBundle(read(file), width)
  } catch (error) {
    if (!(error instanceof MerkleError)) throw error
    refuse({ file, why: error.message })
  }
  for (const [i, entry] of entries.entries()) {
    const index = n * TILE_WIDTH + i
    if (!sameBytes(leafHash(entry), hashes[i]!))
      refuse({ file, index, why: `entry ${index} does not hash to hash ${i} of ${nameOf(0, n).file}` })
    try {
      onEntry?.(index, entry)
    } catch (error) {
      refuse({ file, index, why: error instanceof Error ? error.message : String(error) })
    }
  }
}
