/**
 * Hashes of an RFC 6962 tree (section 2.1) with SHA-256. The prefixes 0x00 and 0x01 keep a leaf from being shown as an
 * inner node and the other way round. Every hash is exactly 32 bytes; lengths are checked where bytes come in.
 */
import { hash } from 'node:crypto'

export const HASH_BYTES = 32

/** Something given to the tree's mathematics is not what it must be: a length, a size, a path, a proof's form. */
export class MerkleError extends Error {
  override readonly name = 'MerkleError'
}

export const sha256 = (bytes: Uint8Array): Buffer => hash('sha256', bytes, 'buffer')

/** Root of the tree without entries. Never zeros. */
export const EMPTY_ROOT: Buffer = sha256(new Uint8Array(0))

export const leafHash = (entry: Uint8Array): Buffer => {
  const input = Buffer.allocUnsafe(entry.length + 1)
  input[0] = 0
  input.set(entry, 1)
  return sha256(input)
}

// One scratch buffer: hashing is synchronous, so nobody else can be using it.
const scratch = Buffer.alloc(1 + 2 * HASH_BYTES, 1)

/** Both must be 32 bytes; callers that take bytes from outside check with `assertHash` first. */
export const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer => {
  scratch.set(left, 1)
  scratch.set(right, 1 + HASH_BYTES)
  return sha256(scratch)
}

export const isHash = (bytes: Uint8Array): boolean => bytes.length === HASH_BYTES

export const assertHash = (bytes: Uint8Array, what: string): void => {
  if (!isHash(bytes)) throw new MerkleError(`${what} is ${bytes.length} bytes, not ${HASH_BYTES}`)
}

/** Sizes and indices are whole numbers that a double holds exactly; larger ones are refused by name, never rounded. */
export const assertSize = (size: number, what = 'size'): void => {
  if (!Number.isSafeInteger(size) || size < 0)
    throw new MerkleError(`${what} ${size} is not a whole number of at most 2^53 − 1`)
}

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && Buffer.compare(a, b) === 0
