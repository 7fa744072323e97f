/**
 * Salted commitments and leaves (ledger-format.md, section 4). A commitment hides what it commits to until its salt is
 * shown; entry id and field are hashed in, so that no opening passes for another entry or field. Salts are fresh and random
 * for each opening and never derived from a key: erasing a salt must make the content unguessable.
 */
import { canonicalJson, type Json } from '../base/public.ts'
import { decodeHash, encodeBase64, leafHash, MerkleError, sha256 } from '../methods/merkle/public.ts'

export const SALT_BYTES = 32
export const LEAF_BYTES = 122

/** `envelope` and `payload` are openings of an entry; `part:<name>` is a commitment nested in a payload. */
export type CommitmentField = 'envelope' | 'payload' | `part:${string}`

const LABEL = 'tongguan/commitment/v1\n'
const FIELD = /^(?:envelope|payload|part:[a-z][a-z0-9_.-]{0,60})$/

/** Commitment over canonical text that is already at hand. `entryId`: 36 lower-case characters; `salt`: 32 bytes. */
export const commitText = (entryId: string, field: CommitmentField, salt: Uint8Array, canonical: string): Buffer => {
  if (entryId.length !== 36 || salt.length !== SALT_BYTES)
    throw new Error('a commitment needs a UUID and a salt of 32 bytes')
  if (!FIELD.test(field)) throw new Error(`no commitment field ${field}`)
  const head = `${LABEL}${entryId}\n${field}\n`
  const input = Buffer.allocUnsafe(head.length + SALT_BYTES + Buffer.byteLength(canonical))
  input.write(head, 0, 'latin1')
  input.set(salt, head.length)
  input.write(canonical, head.length + SALT_BYTES, 'utf8')
  return sha256(input)
}

/** H("tongguan/commitment/v1" ‖ 0A ‖ id ‖ 0A ‖ field ‖ 0A ‖ salt ‖ canonical JSON). Throws where the value is not JSON we take. */
export const commit = (entryId: string, field: CommitmentField, salt: Uint8Array, value: Json): Buffer =>
  commitText(entryId, field, salt, canonicalJson(value))

/** The 122 bytes of a leaf: canonical JSON of the two commitments, whatever the fact was. */
export const makeLeaf = (envelope: Uint8Array, payload: Uint8Array): Buffer =>
  Buffer.from(`{"envelope":"${encodeBase64(envelope)}","payload":"${encodeBase64(payload)}","v":1}`, 'latin1')

export type Leaf = { envelope: Buffer; payload: Buffer }

/** The commitments in a leaf; throws where the bytes are not the one spelling of a leaf. */
export const readLeaf = (bytes: Uint8Array): Leaf => {
  const text = Buffer.from(bytes).toString('latin1')
  const leaf = { envelope: decodeHash(text.slice(13, 57)), payload: decodeHash(text.slice(70, 114)) }
  if (!makeLeaf(leaf.envelope, leaf.payload).equals(bytes)) throw new MerkleError('not a leaf')
  return leaf
}

/** What is kept of a commitment so that it can be shown: one row under row-level security. */
export type Opening = { entryId: string; field: CommitmentField; salt: Uint8Array; canonical: string }

/** Does this opening fit this leaf? An opening of another entry, field or leaf does not. */
export const opens = (leaf: Uint8Array, opening: Opening): boolean => {
  const { envelope, payload } = readLeaf(leaf)
  const expected = opening.field === 'envelope' ? envelope : opening.field === 'payload' ? payload : undefined
  return expected?.equals(commitText(opening.entryId, opening.field, opening.salt, opening.canonical)) ?? false
}

export const hashOfLeaf = (leaf: Uint8Array): Buffer => leafHash(leaf)
