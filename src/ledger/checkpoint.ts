/** C2SP tlog-checkpoint: origin, size and root of a log, as a signed note. The signature alone does not say whose log it is. */
import { assertHash, assertSize, decodeHash, EMPTY_ROOT, encodeBase64, MerkleError } from '../methods/merkle/public.ts'
import { NOTE_KEY, type SignerKey, type VerifierKey } from './keys.ts'
import { type Note, parseNote, signBody, type VerifiedBy, verifySignatures } from './note.ts'

export type Tree = { size: number; root: Buffer }
export type CheckpointBody = Tree & { origin: string; extensionLines: string[] }
export type Checkpoint = CheckpointBody & { note: Note; verified: VerifiedBy[]; ignoredSignatures: number }

/** Decimal without sign, spaces or leading zeros, at most 2^53 − 1. */
export const parseSize = (text: string): number => {
  if (!/^(?:0|[1-9][0-9]*)$/.test(text)) throw new MerkleError('a size is decimal without leading zeros')
  const size = Number(text)
  if (!Number.isSafeInteger(size)) throw new MerkleError(`size ${text} is above 2^53 − 1`)
  return size
}

export const formatCheckpointBody = (origin: string, tree: Tree): string => {
  assertSize(tree.size)
  assertHash(tree.root, 'a root')
  return `${origin}\n${tree.size}\n${encodeBase64(tree.root)}\n`
}

export const parseCheckpointBody = (body: string): CheckpointBody => {
  const lines = body.split('\n')
  if (lines.pop() !== '' || lines.length < 3) throw new MerkleError('a checkpoint has three lines or more')
  if (lines.some((line) => line === '')) throw new MerkleError('an empty line in a checkpoint')
  const [origin, sizeText, rootText, ...extensionLines] = lines
  const size = parseSize(sizeText!)
  const root = decodeHash(rootText!)
  if (size === 0 && !root.equals(EMPTY_ROOT)) throw new MerkleError('size 0 with a root that is not the empty one')
  return { origin: origin!, size, root, extensionLines }
}

/**
 * Reads and verifies a checkpoint of the expected origin. `trusted` are the keys that the reader has of the log and of its
 * witnesses; a log's key is named by its origin. Throws `MerkleError` with the reason.
 */
export const openCheckpoint = (
  text: string | Uint8Array,
  origin: string,
  trusted: readonly VerifierKey[],
): Checkpoint => {
  const note = parseNote(text)
  const { verified, ignored } = verifySignatures(note, trusted)
  const body = parseCheckpointBody(note.body)
  if (body.origin !== origin) throw new MerkleError(`a checkpoint of ${body.origin}, not of ${origin}`)
  if (!verified.some(({ key }) => isLogKey(key, origin))) throw new MerkleError('not signed by the log')
  return { ...body, note, verified, ignoredSignatures: ignored }
}

export const isLogKey = (key: VerifierKey, origin: string): boolean => key.type === NOTE_KEY && key.name === origin

/** How many different witnesses cosigned. */
export const cosignedBy = (checkpoint: Checkpoint): string[] => [
  ...new Set(checkpoint.verified.filter(({ timeSeconds }) => timeSeconds !== undefined).map(({ key }) => key.name)),
]

/** A checkpoint signed by every given key: one, or two while keys rotate. */
export const signCheckpoint = (tree: Tree, keys: readonly SignerKey[]): string => {
  const origin = keys[0]!.name
  const body = formatCheckpointBody(origin, tree)
  return `${body}\n${keys.map((key) => signBody(body, key)).join('')}`
}
