/**
 * Shape and roots of an RFC 6962 tree. Indices count from 0; ranges are [start, end). All arithmetic is by division and
 * multiplication: bit operators cut to 32 bits.
 */
import { assertSize, EMPTY_ROOT, MerkleError, nodeHash } from './hash.ts'

/** The largest power of two below n, for n ≥ 2: where a tree of n leaves is split. */
export const splitBelow = (n: number): number => {
  if (!(n >= 2)) throw new MerkleError(`a tree of ${n} leaves has no split`)
  let k = 1
  while (k * 2 < n) k *= 2
  return k
}

/** Root over hashes of leaves, or of equal perfect subtrees whose last may be a smaller one: the split falls alike. */
export const rootOf = (hashes: readonly Uint8Array[]): Buffer => {
  if (hashes.length === 0) return EMPTY_ROOT
  // Level by level from below. An odd last one moves up unchanged, which is what splitting below n comes to.
  let row: Uint8Array[] = hashes as Uint8Array[]
  while (row.length > 1) {
    const next: Uint8Array[] = []
    let i = 0
    for (; i + 1 < row.length; i += 2) next.push(nodeHash(row[i]!, row[i + 1]!))
    if (i < row.length) next.push(row[i]!)
    row = next
  }
  return Buffer.from(row[0]!)
}

/** Hashes laid end to end, as a tile holds them. */
export const splitHashes = (bytes: Uint8Array): Buffer[] => {
  if (bytes.length % 32 !== 0) throw new MerkleError(`${bytes.length} bytes are not a whole number of hashes`)
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Array.from({ length: bytes.length / 32 }, (_, i) => buffer.subarray(i * 32, i * 32 + 32))
}

/** A node whose 2^height leaves all exist: it covers [index·2^height, (index+1)·2^height). */
export type PerfectNode = { height: number; index: number }

/** The perfect nodes, left to right, that make up [start, end); start must be aligned as ranges of a proof are. */
export const perfectNodes = (start: number, end: number): PerfectNode[] => {
  assertSize(start, 'start')
  assertSize(end, 'end')
  const nodes: PerfectNode[] = []
  let at = start
  while (at < end) {
    let height = 0
    let width = 1
    while (at % (width * 2) === 0 && at + width * 2 <= end) {
      width *= 2
      height++
    }
    nodes.push({ height, index: at / width })
    at += width
  }
  return nodes
}

/** Root of [start, end) from its perfect nodes, left to right. */
export const foldNodes = (hashes: readonly Uint8Array[]): Buffer => {
  if (hashes.length === 0) return EMPTY_ROOT
  let root = hashes[hashes.length - 1]!
  for (let i = hashes.length - 2; i >= 0; i--) root = nodeHash(hashes[i]!, root)
  return Buffer.from(root)
}

/** Gives the hash of a perfect node; throws where it does not have it. */
export type NodeSource = (node: PerfectNode) => Uint8Array

export const rangeRoot = (start: number, end: number, source: NodeSource): Buffer =>
  foldNodes(perfectNodes(start, end).map(source))
