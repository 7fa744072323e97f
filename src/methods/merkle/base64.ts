/** Standard padded base64, strictly: one spelling for one value. `Buffer.from(x, 'base64')` takes nearly anything. */
import { HASH_BYTES, MerkleError } from './hash.ts'

export const encodeBase64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')

/** Refuses missing padding, the URL-safe alphabet, white space and unused bits that are set. */
export const decodeBase64 = (text: string): Buffer => {
  const bytes = Buffer.from(text, 'base64')
  if (bytes.toString('base64') !== text) throw new MerkleError('not canonical base64')
  return bytes
}

/** Base64 of exactly 32 bytes. */
export const decodeHash = (text: string): Buffer => {
  const bytes = decodeBase64(text)
  if (bytes.length !== HASH_BYTES) throw new MerkleError(`a hash of ${bytes.length} bytes, not ${HASH_BYTES}`)
  return bytes
}
