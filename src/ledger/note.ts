/**
 * C2SP signed-note. Signed are the bytes of the body with its last newline, without the blank line. Lines of unknown keys
 * count for nothing; every line of a known key must verify (Go skips a second one: we refuse), at least one must be there.
 */
import { decodeBase64, encodeBase64, MerkleError } from '../methods/merkle/public.ts'
import {
  COSIGNATURE_KEY,
  isKeyName,
  NOTE_KEY,
  type SignerKey,
  signEd25519,
  type VerifierKey,
  verifyEd25519,
} from './keys.ts'

/** Our limits, from ledger-format.md section 5; C2SP asks readers to take at least 16 lines. */
const MAX_NOTE_BYTES = 256 * 1024
const MAX_SIGNATURES = 64

export type SignatureLine = { name: string; keyId: string; bytes: Buffer }
export type Note = { body: string; signatures: SignatureLine[] }
export type VerifiedBy = { key: VerifierKey; timeSeconds?: bigint }

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what a note forbids
const CONTROL = /[\u0000-\u0009\u000b-\u001f]/

/** Splits a note into body and signature lines. Throws `MerkleError` where the form is wrong. */
export const parseNote = (note: string | Uint8Array): Note => {
  const bytes = typeof note === 'string' ? Buffer.from(note) : note
  if (bytes.length > MAX_NOTE_BYTES) throw new MerkleError('a note of over 256 KiB')
  let text: string
  try {
    text = decoder.decode(bytes)
  } catch {
    throw new MerkleError('not UTF-8')
  }
  if (CONTROL.test(text)) throw new MerkleError('a control character')
  const cut = text.lastIndexOf('\n\n')
  if (cut < 0) throw new MerkleError('no blank line before the signatures')
  const lines = text.slice(cut + 2).split('\n')
  if (lines.pop() !== '') throw new MerkleError('no newline at the end')
  if (lines.length === 0) throw new MerkleError('no signature line')
  if (lines.length > MAX_SIGNATURES) throw new MerkleError(`more than ${MAX_SIGNATURES} signature lines`)
  return { body: text.slice(0, cut + 1), signatures: lines.map(parseSignatureLine) }
}

export const parseSignatureLine = (line: string): SignatureLine => {
  const [dash, name, text, ...rest] = line.split(' ')
  if (dash !== '—' || name === undefined || text === undefined || rest.length > 0)
    throw new MerkleError('a malformed signature line')
  if (!isKeyName(name)) throw new MerkleError('a malformed key name')
  const bytes = decodeBase64(text)
  if (bytes.length < 5) throw new MerkleError('a signature line without signature')
  return { name, keyId: bytes.toString('hex', 0, 4), bytes: bytes.subarray(4) }
}

export const formatSignatureLine = (name: string, keyId: string, signature: Uint8Array): string =>
  `— ${name} ${encodeBase64(Buffer.concat([Buffer.from(keyId, 'hex'), signature]))}\n`

/** What a cosignature/v1 signs: it says that at T this was the largest consistent tree its witness had seen. */
const cosigned = (timeSeconds: bigint, body: string): Buffer =>
  Buffer.from(`cosignature/v1\ntime ${timeSeconds}\n${body}`)

const verifyLine = (key: VerifierKey, line: SignatureLine, body: string): VerifiedBy | undefined => {
  if (key.type === NOTE_KEY) return verifyEd25519(key, Buffer.from(body), line.bytes) ? { key } : undefined
  if (key.type !== COSIGNATURE_KEY || line.bytes.length !== 72) return undefined
  const timeSeconds = line.bytes.readBigUInt64BE(0)
  if (timeSeconds === 0n || timeSeconds >= 2n ** 63n) return undefined
  return verifyEd25519(key, cosigned(timeSeconds, body), line.bytes.subarray(8)) ? { key, timeSeconds } : undefined
}

/** Every line of a known key must verify; each such key is named once, in the order of the lines. */
export const verifySignatures = (
  note: Note,
  known: readonly VerifierKey[],
): { verified: VerifiedBy[]; ignored: number } => {
  const verified: VerifiedBy[] = []
  let ignored = 0
  for (const line of note.signatures) {
    const key = known.find((k) => k.name === line.name && k.keyId === line.keyId)
    if (!key) {
      ignored++
      continue
    }
    const by = verifyLine(key, line, note.body)
    if (!by) throw new MerkleError(`the signature of ${key.name}+${key.keyId} does not fit the text`)
    if (!verified.some((v) => v.key === key)) verified.push(by)
  }
  return { verified, ignored }
}

/** Ed25519 is deterministic: equal text gives an equal line. */
export const signBody = (body: string, key: SignerKey): string =>
  formatSignatureLine(key.name, key.keyId, signEd25519(key, Buffer.from(body)))

export const cosignBody = (body: string, key: SignerKey, timeSeconds: bigint): string => {
  const time = Buffer.alloc(8)
  time.writeBigUInt64BE(timeSeconds)
  return formatSignatureLine(key.name, key.keyId, Buffer.concat([time, signEd25519(key, cosigned(timeSeconds, body))]))
}
