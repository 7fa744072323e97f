/**
 * Ed25519 keys (RFC 8032) as C2SP signed-note names them. Key id = first 4 bytes of H(name ‖ 0A ‖ type ‖ public key).
 * Type 1 signs notes, type 4 gives cosignature/v1. A name is an origin or a witness: no white space, no `+`.
 */
import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { decodeBase64, encodeBase64, MerkleError, sha256 } from '../methods/merkle/public.ts'

export const NOTE_KEY = 1
export const COSIGNATURE_KEY = 4
export type KeyType = typeof NOTE_KEY | typeof COSIGNATURE_KEY

export type VerifierKey = { name: string; keyId: string; type: KeyType; publicKey: Buffer; key: KeyObject }
export type SignerKey = VerifierKey & { privateKey: KeyObject }

const SPKI = Buffer.from('302a300506032b6570032100', 'hex')
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

export const isKeyName = (name: string): boolean => name.length > 0 && name.isWellFormed() && !/[\s+\u0085]/u.test(name)

/** Eight hex digits. */
export const keyIdOf = (name: string, type: number, publicKey: Uint8Array): string =>
  sha256(Buffer.concat([Buffer.from(`${name}\n`), Buffer.from([type]), publicKey])).toString('hex', 0, 4)

const verifierOf = (name: string, type: KeyType, publicKey: Buffer): VerifierKey => ({
  name,
  keyId: keyIdOf(name, type, publicKey),
  type,
  publicKey,
  key: createPublicKey({ key: Buffer.concat([SPKI, publicKey]), format: 'der', type: 'spki' }),
})

/** `name+id+base64(type ‖ public key)`. Base64 may hold `+`, so only the first two are cut at. */
export const formatVkey = ({ name, keyId, type, publicKey }: VerifierKey): string =>
  `${name}+${keyId}+${encodeBase64(Buffer.concat([Buffer.from([type]), publicKey]))}`

/** Throws where the text is not a key that we can verify with, or its id is not that of its name and bytes. */
export const parseVkey = (text: string): VerifierKey => {
  const first = text.indexOf('+')
  const second = text.indexOf('+', first + 1)
  if (first < 1 || second < 0) throw new MerkleError('a verifier key is name+id+base64')
  const name = text.slice(0, first)
  const bytes = decodeBase64(text.slice(second + 1))
  const type = bytes[0]
  if (!isKeyName(name)) throw new MerkleError('a key name has no white space')
  if (type !== NOTE_KEY && type !== COSIGNATURE_KEY) throw new MerkleError(`key type ${type} is not known`)
  if (bytes.length !== 33) throw new MerkleError(`a public key of ${bytes.length - 1} bytes, not 32`)
  const key = verifierOf(name, type, Buffer.from(bytes.subarray(1)))
  if (key.keyId !== text.slice(first + 1, second)) throw new MerkleError('the key id is not that of name and key')
  return key
}

/** From the 32-byte seed of RFC 8032. */
export const signerFromSeed = (name: string, type: KeyType, seed: Uint8Array): SignerKey => {
  if (!isKeyName(name)) throw new MerkleError(`"${name}" cannot name a key: no white space, no +`)
  if (seed.length !== 32) throw new MerkleError(`a seed of ${seed.length} bytes, not 32`)
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' })
  const publicKey = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(SPKI.length)
  return { ...verifierOf(name, type, publicKey), privateKey }
}

export const signEd25519 = (key: SignerKey, message: Uint8Array): Buffer => sign(null, message, key.privateKey)

export const verifyEd25519 = (key: VerifierKey, message: Uint8Array, signature: Uint8Array): boolean =>
  signature.length === 64 && verify(null, message, key.key, signature)
