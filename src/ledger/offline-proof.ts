/** `c2sp.org/tlog-proof@v1`: index, inclusion proof and cosigned checkpoint in one text. The reader brings leaf, keys and quorum. */
import { decodeHash, encodeBase64, MerkleError, verifyInclusion } from '../methods/merkle/public.ts'
import { type Checkpoint, cosignedBy, openCheckpoint, parseSize } from './checkpoint.ts'
import type { VerifierKey } from './keys.ts'

const HEADER = 'c2sp.org/tlog-proof@v1'

export type OfflineProof = { index: number; proof: Buffer[]; note: string }

export const formatOfflineProof = ({ index, proof, note }: OfflineProof): string =>
  `${HEADER}\nindex ${index}\n${proof.map((node) => `${encodeBase64(node)}\n`).join('')}\n${note}`

export const parseOfflineProof = (text: string): OfflineProof => {
  const cut = text.indexOf('\n\n')
  const [header, indexLine, ...proof] = text.slice(0, Math.max(cut, 0)).split('\n')
  if (cut < 0 || header !== HEADER || !indexLine?.startsWith('index ')) throw new MerkleError(`not a ${HEADER}`)
  return { index: parseSize(indexLine.slice(6)), proof: proof.map(decodeHash), note: text.slice(cut + 2) }
}

/** Throws `MerkleError` with the reason; gives the checkpoint that it was proven against. `quorum`: witnesses needed. */
export const verifyOfflineProof = (
  text: string,
  leafHash: Uint8Array,
  origin: string,
  trusted: readonly VerifierKey[],
  quorum = 0,
): Checkpoint => {
  const { index, proof, note } = parseOfflineProof(text)
  const checkpoint = openCheckpoint(note, origin, trusted)
  const witnesses = cosignedBy(checkpoint)
  if (witnesses.length < quorum) throw new MerkleError(`cosigned by ${witnesses.length} witnesses, ${quorum} needed`)
  if (!verifyInclusion(index, checkpoint.size, leafHash, checkpoint.root, proof)) {
    throw new MerkleError(`the proof does not lead from entry ${index} to the root of size ${checkpoint.size}`)
  }
  return checkpoint
}
