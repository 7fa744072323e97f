/**
 * The site's key: 32 random bytes in `<dataDir>/keys/site.key` (0600), made once and never in the database or its
 * backups. Other keys are derived from it by HKDF with a label, so that no two uses share one. Losing it makes sealed
 * one-time-code secrets unreadable (accounts are then reset); servers that share a database share this file.
 *
 * Crash points: the key is written and flushed beside, then linked to its name, which fails if another process was
 * first. A crash before the link leaves a file nobody refers to; after it, a complete key.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'

const KEY_BYTES = 32
const known = new Map<string, Buffer>()

const readKey = (file: string): Buffer | undefined => {
  let key: Buffer
  try {
    key = readFileSync(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  if (key.length !== KEY_BYTES)
    throw new Error(`${file} must hold ${KEY_BYTES} bytes, not ${key.length}; restore it from a copy`)
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0)
    throw new Error(`${file} can be read by others; run: chmod 600 ${file}`)
  return key
}

const writeKey = (folder: string, file: string): void => {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const beside = join(folder, `.site.key.${process.pid}.${randomBytes(4).toString('hex')}`)
  const descriptor = openSync(beside, 'wx', 0o600)
  try {
    writeSync(descriptor, randomBytes(KEY_BYTES))
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  try {
    linkSync(beside, file)
    const directory = openSync(folder, 'r')
    fsyncSync(directory)
    closeSync(directory)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(beside, { force: true })
  }
}

/** The key of the site whose data lie in `dataDir`; made on first use. @throws when the file is damaged or readable by others. */
export const siteKey = (dataDir: string): Buffer => {
  const folder = join(dataDir, 'keys')
  const file = join(folder, 'site.key')
  const held = known.get(file)
  if (held) return held
  let key = readKey(file)
  if (!key) {
    writeKey(folder, file)
    key = readKey(file)
  }
  if (!key) throw new Error(`${file} was removed while it was being made`)
  known.set(file, key)
  return key
}

/** A key for one use. Labels are permanent: another label is another key. */
export const deriveKey = (site: Buffer, label: string, salt: Buffer = Buffer.alloc(0), bytes = 32): Buffer =>
  Buffer.from(hkdfSync('sha256', site, salt, `tongguan/${label}`, bytes))

/** Keyed hash (HMAC-SHA-256, 32 bytes) of parts that cannot run into each other. */
export const keyedHash = (site: Buffer, label: string, ...parts: (string | Buffer)[]): Buffer => {
  const hmac = createHmac('sha256', deriveKey(site, label))
  for (const part of parts) {
    const bytes = typeof part === 'string' ? Buffer.from(part, 'utf8') : part
    const length = Buffer.alloc(4)
    length.writeUInt32BE(bytes.length)
    hmac.update(length).update(bytes)
  }
  return hmac.digest()
}

const SEAL_VERSION = 1

/** AES-256-GCM: version (1) ‖ nonce (12) ‖ tag (16) ‖ text. `bound` says whose it is: it opens for nothing else. */
export const seal = (key: Buffer, plain: Buffer, bound: string): Buffer => {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(bound, 'utf8'))
  const text = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([Buffer.from([SEAL_VERSION]), nonce, cipher.getAuthTag(), text])
}

/** @throws when the key, the owner or a byte is not the one it was sealed with. */
export const unseal = (key: Buffer, sealed: Buffer, bound: string): Buffer => {
  if (sealed.length < 29 || sealed[0] !== SEAL_VERSION) throw new Error('not a sealed value of this version')
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 13))
    .setAAD(Buffer.from(bound, 'utf8'))
    .setAuthTag(sealed.subarray(13, 29))
  return Buffer.concat([decipher.update(sealed.subarray(29)), decipher.final()])
}
