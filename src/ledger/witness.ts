/**
 * The witness conversation of C2SP tlog-witness, both sides, without network or disk (ledger-format.md, section 6).
 * `decideAddCheckpoint` is the witness: whoever runs it stores `next` durably in the same atomic step in which the state was
 * read, and only then sends the answer. `readWitnessAnswer` is the log's side.
 */
import { DomainError } from '../base/public.ts'
import { decodeHash, encodeBase64, MerkleError, sameBytes, verifyConsistency } from '../methods/merkle/public.ts'
import { type CheckpointBody, isLogKey, parseCheckpointBody, parseSize, type Tree } from './checkpoint.ts'
import type { SignerKey, VerifierKey } from './keys.ts'
import { cosignBody, type Note, parseNote, parseSignatureLine, verifySignatures } from './note.ts'

const MAX_PROOF_LINES = 63

export type WitnessedLog = { origin: string; keys: readonly VerifierKey[] }
/** The last tree seen of each origin. */
export type WitnessState = ReadonlyMap<string, Tree>
export type WitnessAnswer = { status: number; body?: string; contentType?: string }
type AddCheckpoint = { old: number; proof: Buffer[]; note: Note; checkpoint: CheckpointBody }

const parseAddCheckpoint = (request: string): AddCheckpoint => {
  const cut = request.indexOf('\n\n')
  if (cut < 0) throw new MerkleError('no empty line before the checkpoint')
  const [oldLine, ...proof] = request.slice(0, cut).split('\n')
  if (!oldLine?.startsWith('old ')) throw new MerkleError('no old line')
  if (proof.length > MAX_PROOF_LINES) throw new MerkleError(`more than ${MAX_PROOF_LINES} proof lines`)
  const note = parseNote(request.slice(cut + 2))
  return {
    old: parseSize(oldLine.slice(4)),
    proof: proof.map(decodeHash),
    note,
    checkpoint: parseCheckpointBody(note.body),
  }
}

/** The order of the checks is ours, C2SP leaves it open: form, origin, signature, old above size, old as recorded, proof and root. */
export const decideAddCheckpoint = (
  state: WitnessState,
  request: string,
  logs: readonly WitnessedLog[],
  witness: SignerKey,
  timeSeconds: number,
): { answer: WitnessAnswer; next: WitnessState } => {
  const refuse = (status: number): { answer: WitnessAnswer; next: WitnessState } => ({
    answer: { status },
    next: state,
  })
  let asked: AddCheckpoint
  try {
    asked = parseAddCheckpoint(request)
  } catch (error) {
    if (error instanceof MerkleError) return refuse(400)
    throw error
  }
  const { old, proof, note, checkpoint } = asked
  const log = logs.find(({ origin }) => origin === checkpoint.origin)
  if (!log) return refuse(404)
  try {
    const { verified } = verifySignatures(note, log.keys)
    if (!verified.some(({ key }) => isLogKey(key, log.origin))) return refuse(403)
  } catch (error) {
    if (error instanceof MerkleError) return refuse(403)
    throw error
  }
  if (old > checkpoint.size) return refuse(400)
  const recorded = state.get(log.origin)
  const recordedSize = recorded?.size ?? 0
  if (old !== recordedSize) {
    return { answer: { status: 409, body: `${recordedSize}\n`, contentType: 'text/x.tlog.size' }, next: state }
  }
  const consistent =
    old === 0
      ? proof.length === 0 && (!recorded || checkpoint.size > 0 || sameBytes(recorded.root, checkpoint.root))
      : verifyConsistency(old, checkpoint.size, recorded!.root, checkpoint.root, proof)
  if (!consistent) return refuse(422)
  const next = new Map(state).set(log.origin, { size: checkpoint.size, root: checkpoint.root })
  return { answer: { status: 200, body: cosignBody(note.body, witness, BigInt(timeSeconds)) }, next }
}

/** Body of `POST <prefix>/add-checkpoint`. The proof is empty when the witness has nothing yet, or has this size. */
export const addCheckpointRequest = (old: number, proof: readonly Uint8Array[], note: string): string =>
  `old ${old}\n${proof.map((node) => `${encodeBase64(node)}\n`).join('')}\n${note}`

export type WitnessOutcome =
  /** Add these lines to the note; store `old = size` for this witness. */
  | { is: 'cosigned'; lines: string[] }
  /** The witness has this smaller or equal size: prove from there, once more at once. */
  | { is: 'behind'; old: number }
  /** It has seen more than we have, or a tree that ours does not continue: stop signing, alarm, keep the evidence. */
  | { is: 'alarm'; why: string }
  /** Configuration: a person must look. */
  | { is: 'refused'; status: number }
  /** No answer or a server's error: back off, then offer the newest. */
  | { is: 'later' }

/** What an answer means for the log that offered the checkpoint `note` of `size`. Lines that do not verify are dropped. */
export const readWitnessAnswer = (
  note: string,
  size: number,
  witnesses: readonly VerifierKey[],
  answer: WitnessAnswer | undefined,
): WitnessOutcome => {
  if (!answer || answer.status >= 500) return { is: 'later' }
  const body = answer.body ?? ''
  if (answer.status === 422)
    return { is: 'alarm', why: 'the witness has seen a tree that ours does not continue (422)' }
  if (answer.status === 409) {
    try {
      const old = parseSize(body.replace(/\n$/, ''))
      return old > size
        ? { is: 'alarm', why: `the witness has seen size ${old}, we offer ${size} (409)` }
        : { is: 'behind', old }
    } catch {
      return { is: 'refused', status: 409 }
    }
  }
  if (answer.status !== 200) return { is: 'refused', status: answer.status }
  const ours = parseNote(note).body
  const lines = body
    .split('\n')
    .filter((line) => line !== '')
    .filter((line) => {
      try {
        const { verified } = verifySignatures({ body: ours, signatures: [parseSignatureLine(line)] }, witnesses)
        return verified.some(({ timeSeconds }) => timeSeconds !== undefined)
      } catch {
        return false
      }
    })
  return lines.length > 0 ? { is: 'cosigned', lines: lines.map((line) => `${line}\n`) } : { is: 'refused', status: 200 }
}

/** The note with these lines added, none twice. */
export const withCosignatures = (note: string, lines: readonly string[]): string => {
  const added = lines.filter((line) => !note.includes(line))
  if (!note.endsWith('\n')) throw new DomainError('invalid', { zh: '检查点不完整。', en: 'The checkpoint is cut off.' })
  return note + added.join('')
}
