/**
 * The log's private key: one line `PRIVATE+KEY+name+id+base64(1 ‖ seed)` (the form Go's note package reads) in a file that
 * only its owner may read. It is made on first use: written beside, flushed, then linked to its name, which fails where the
 * name exists. So two first starts end with one key, and a crash leaves either no key or a whole one.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { chmodSync, closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { DomainError } from '../base/public.ts'
import { decodeBase64, encodeBase64, MerkleError } from '../methods/merkle/public.ts'
import { formatVkey, NOTE_KEY, type SignerKey, signerFromSeed } from './keys.ts'

/** Public test keys of test/vectors/ledger/keys.json: everyone has their seeds. */
const TEST_KEYS = new Set([
  '8e54164a0b5188b859e6b70f9cb63f6aaf443988dbdb9e8dd8783de5a571b571',
  '9609126a2c638f81610e6fffce7c81888b8de22c19cab9bc090594a7d2633a3f',
  '524feddf6ee7cb2c05bc2aec1ace64d2a1f8231be46b62923b4ab68a91172883',
  '7ab7b61a5b5bfad8398c75ccf96531bf34c185fca865305728fefd6d5e260408',
  '9083cd8ba2e91fa6b3fcab54fafea3fc6121d446c020d2ac03690d545ff288fa',
])

const refuse = (zh: string, en: string): DomainError => new DomainError('conflict', { zh, en })

export const syncFolder = (folder: string): void => {
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

export const readLedgerKey = (file: string, origin: string): SignerKey => {
  if (statSync(file).mode & 0o077)
    throw refuse(
      `密钥文件 ${file} 可被他人读取：请执行 chmod 600。`,
      `The key file ${file} can be read by others: chmod 600 it.`,
    )
  const parts = readFileSync(file, 'utf8').trimEnd().split('+')
  const [first, second, name, id] = parts
  try {
    const bytes = decodeBase64(parts.slice(4).join('+'))
    if (first !== 'PRIVATE' || second !== 'KEY' || bytes.length !== 33 || bytes[0] !== NOTE_KEY)
      throw new MerkleError('not a key')
    const key = signerFromSeed(name!, NOTE_KEY, bytes.subarray(1))
    if (key.keyId !== id) throw new MerkleError('its id is not its own')
    if (TEST_KEYS.has(key.publicKey.toString('hex'))) throw new MerkleError('it is a public test key')
    if (name === origin) return key
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw refuse(`密钥文件 ${file} 无法使用：${why}。`, `The key file ${file} cannot be used: ${why}.`)
  }
  throw refuse(
    `密钥文件 ${file} 属于 ${name}，而本站日志是 ${origin}：请更正 TONGGUAN_LEDGER_ORIGIN。`,
    `The key file ${file} is for ${name}, this log is ${origin}: correct TONGGUAN_LEDGER_ORIGIN.`,
  )
}

/** Reads the key, or makes it where the file does not exist. @throws DomainError `conflict` naming file and remedy. */
export const openLedgerKey = (file: string, origin: string): SignerKey => {
  try {
    return readLedgerKey(file, origin)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const seed = randomBytes(32)
  const key = signerFromSeed(origin, NOTE_KEY, seed)
  const beside = `${file}.${randomUUID()}`
  const handle = openSync(beside, 'wx', 0o600)
  try {
    writeSync(
      handle,
      `PRIVATE+KEY+${origin}+${key.keyId}+${encodeBase64(Buffer.concat([Buffer.from([NOTE_KEY]), seed]))}\n`,
    )
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  chmodSync(beside, 0o600)
  try {
    linkSync(beside, file)
    syncFolder(dirname(file))
  } catch (error) {
    // Another first start was faster: its key is the log's.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(beside)
  }
  return readLedgerKey(file, origin)
}

/** The line that readers of the log take out of band. */
export const vkeyOf = (key: SignerKey): string => formatVkey(key)
