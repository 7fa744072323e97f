/**
 * Persons, and parties that may be persons. A code of unknown nature becomes a token that differs per agency, purpose and
 * role; what it stood for is sealed under a data key of its own. Data keys lie in a file outside the database and its
 * backups, so that destroying one key makes every copy of that person's data unreadable.
 *
 * Order that must hold: a key is appended and flushed to the file **before** the transaction that uses it commits. A crash in
 * between leaves a key that nothing refers to; the other order could leave sealed data that nobody can ever open.
 */
import { hash, randomBytes } from 'node:crypto'
import { mkdir, open, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { deriveKey, seal, siteKey, unseal } from '../../environment/identity/public.ts'

export const KEY_ID_BYTES = 16
const KEY_BYTES = 32

const BLOCK = 64

/**
 * HMAC-SHA-256 (RFC 2104) for one key and many short messages: `createHmac` imports its key anew each time, which costs more
 * than the rest of a token (measured: a third of an import). A test compares the two.
 */
const hmacFor = (key: Buffer): ((message: string) => Buffer) => {
  const pad = (byte: number): Buffer => {
    const block = Buffer.alloc(BLOCK)
    key.copy(block)
    for (let i = 0; i < BLOCK; i++) block[i]! ^= byte
    return block
  }
  const [inner, outer] = [pad(0x36), pad(0x5c)]
  return (message) => {
    const first = hash('sha256', Buffer.concat([inner, Buffer.from(message)]), 'buffer')
    return hash('sha256', Buffer.concat([outer, first]), 'buffer')
  }
}

const TOKEN_LABEL = 'person-token'

/** Token of a person for one purpose of one agency: 132 bits of HMAC-SHA-256, which nobody can compute without the site's key. */
export const personTokens = (dataDir: string) => {
  const hmac = hmacFor(deriveKey(siteKey(dataDir), TOKEN_LABEL))
  return (agency: string, purpose: string, role: string, value: string): string =>
    `P-${hmac(tokenMessage([agency, purpose, role, value]))
      .toString('base64url')
      .slice(0, 22)}`
}

/** Parts that cannot run into each other. */
export const tokenMessage = (parts: readonly string[]): string => parts.map((part) => `${part.length}:${part}`).join('')

const fileOf = (dataDir: string): string => join(dataDir, 'keys', 'persons.keys')
const LINE = /^([0-9a-f]{32}) ([0-9a-f]{64})$/
const ERASED = '0'.repeat(2 * KEY_BYTES)

/** New data keys, durable when this returns. The file is append-only lines `id key`; a torn last line is passed over. */
export const createPersonKeys = async (dataDir: string, count: number): Promise<{ id: Buffer; key: Buffer }[]> => {
  const made = Array.from({ length: count }, () => ({ id: randomBytes(KEY_ID_BYTES), key: randomBytes(KEY_BYTES) }))
  if (count === 0) return made
  const file = fileOf(dataDir)
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  // One write in append mode, so that two processes do not run into each other; it begins with a line end, so that a line
  // which a crash left unfinished does not swallow the first of ours.
  const text = `\n${made.map(({ id, key }) => `${id.toString('hex')} ${key.toString('hex')}`).join('\n')}\n`
  const handle = await open(file, 'a', 0o600)
  try {
    await handle.appendFile(text)
    await handle.datasync()
  } finally {
    await handle.close()
  }
  return made
}

/** The data key, or undefined where it never was or has been destroyed. Reads the file anew: another process may have written it. */
export const findPersonKey = async (dataDir: string, id: Buffer): Promise<Buffer | undefined> => {
  const hex = id.toString('hex')
  let text: string
  try {
    text = await readFile(fileOf(dataDir), 'latin1')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  for (let from = text.indexOf(`${hex} `); from >= 0; from = text.indexOf(`${hex} `, from + 1)) {
    const match = LINE.exec(text.slice(from, from + hex.length + 1 + 2 * KEY_BYTES))
    if (match && match[2] !== ERASED) return Buffer.from(match[2]!, 'hex')
  }
  return undefined
}

/**
 * Destroys a data key by overwriting it in place. What lay on the disk before may survive in copies that the file system or
 * the drive made, and in backups of the key file: the certificate of an erasure states when those expire.
 * @returns false where there was no such key.
 */
export const destroyPersonKey = async (dataDir: string, id: Buffer): Promise<boolean> => {
  const hex = id.toString('hex')
  const handle = await open(fileOf(dataDir), 'r+').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (!handle) return false
  try {
    const text = await handle.readFile('latin1')
    let destroyed = false
    for (let from = text.indexOf(`${hex} `); from >= 0; from = text.indexOf(`${hex} `, from + 1)) {
      await handle.write(ERASED, from + hex.length + 1, 'latin1')
      destroyed = true
    }
    await handle.datasync()
    return destroyed
  } finally {
    await handle.close()
  }
}

export type SealedPerson = { role: string; value: string }

/** AES-256-GCM; bound to the token, so that a sealed value moved to another row does not open. */
export const sealPerson = (key: Buffer, token: string, person: SealedPerson): Buffer =>
  seal(key, Buffer.from(JSON.stringify([person.role, person.value])), token)

/** @throws where key, token or bytes are not those it was sealed with. */
export const openPerson = (key: Buffer, token: string, sealed: Buffer): SealedPerson => {
  const [role, value] = JSON.parse(unseal(key, sealed, token).toString('utf8')) as [string, string]
  return { role, value }
}
