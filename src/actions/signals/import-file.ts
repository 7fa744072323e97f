/**
 * Files on their way in: received into `<dataDir>/imports/<id>`, measured, hashed and their encoding decided while they
 * arrive; removed when the import has ended, because they hold parties' codes in the clear.
 *
 * Crash points: a file without a run is what an interrupted upload or a rolled back call leaves; `sweepImportFiles` removes
 * such files after a week. A run without its file has ended, or says that its file is gone.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { copyFile, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { DAY_MS, DomainError, isUuid } from '../../base/public.ts'
import { type Encoding, encodingDetector } from './encoding.ts'
import { decoded, type FileForm, formOf } from './file-rows.ts'
import type { Choices } from './kinds/header.ts'
import type { SignalKind } from './kinds/registry.ts'
import { type KeptSheet, keepSheet } from './sheet-file.ts'

export const MAX_IMPORT_BYTES = 64 * 1024 * 1024

const folderOf = (dataDir: string): string => join(dataDir, 'imports')

/** @throws Error for an id that is not a UUID: it becomes a file name. */
export const importPath = (dataDir: string, id: string): string => {
  if (!isUuid(id)) throw new Error('an import is named by a UUID')
  return join(folderOf(dataDir), id)
}

/** What a file is, before anybody asks what its columns hold. */
export type KeptFile = { bytes: number; sha256: Buffer; encoding: Encoding; sheet: KeptSheet | null }
export type ReceivedFile = KeptFile & { form: FileForm }
/** How the columns are to be read, and which sheet. */
export type Reading = { chosen?: Choices | undefined; sheet?: string | undefined }

export const tooLarge = (): DomainError =>
  new DomainError('too_large', {
    zh: `文件超过上限 ${MAX_IMPORT_BYTES / 1_048_576} MiB，请拆分后再导入。`,
    en: `The file is larger than ${MAX_IMPORT_BYTES / 1_048_576} MiB; split it and import the pieces.`,
  })

/**
 * Takes a file in; of a workbook the rows of one sheet are kept, and the workbook itself is not.
 * @throws DomainError `too_large`, `unsupported` (encoding, binary), `invalid` (empty). Nothing is left behind then.
 */
export const keepFile = async (
  dataDir: string,
  id: string,
  chunks: AsyncIterable<Uint8Array>,
  sheet?: string,
): Promise<KeptFile> => {
  const path = importPath(dataDir, id)
  const partial = `${path}.part`
  const rows = `${path}.rows`
  await mkdir(folderOf(dataDir), { recursive: true, mode: 0o700 })
  const digest = createHash('sha256')
  const detector = encodingDetector()
  let bytes = 0
  try {
    const handle = await open(partial, 'wx', 0o600)
    try {
      for await (const chunk of chunks) {
        bytes += chunk.length
        if (bytes > MAX_IMPORT_BYTES) throw tooLarge()
        const buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
        digest.update(buffer)
        detector.feed(buffer)
        await handle.writeFile(buffer)
      }
      await handle.datasync()
    } finally {
      await handle.close()
    }
    const encoding = detector.finish()
    const kept = encoding === 'xlsx' ? await keepSheet(partial, rows, sheet) : null
    await rename(kept ? rows : partial, path)
    return { bytes, sha256: digest.digest(), encoding, sheet: kept }
  } finally {
    await rm(partial, { force: true })
    await rm(rows, { force: true })
  }
}

/** Takes a file in and asks what its columns hold. @throws DomainError `invalid` (header) as well */
export const receiveFile = async (
  dataDir: string,
  id: string,
  kind: SignalKind,
  chunks: AsyncIterable<Uint8Array>,
  reading: Reading = {},
): Promise<ReceivedFile> => {
  const kept = await keepFile(dataDir, id, chunks, reading.sheet)
  try {
    return {
      ...kept,
      form: await formOf(kind, () => textOf(dataDir, id, kept.encoding), kept.encoding, reading.chosen),
    }
  } catch (error) {
    await removeFile(dataDir, id)
    throw error
  }
}

/** The same for a file that is already on this machine; it is copied, so that it may change while it is imported. */
export const receiveLocalFile = async (
  dataDir: string,
  id: string,
  kind: SignalKind,
  file: string,
  reading: Reading = {},
): Promise<ReceivedFile> => {
  const { size } = await stat(file)
  if (size > MAX_IMPORT_BYTES) throw tooLarge()
  const copy = `${importPath(dataDir, id)}.copy`
  await mkdir(folderOf(dataDir), { recursive: true, mode: 0o700 })
  try {
    await copyFile(file, copy)
    return await receiveFile(dataDir, id, kind, createReadStream(copy), reading)
  } finally {
    await rm(copy, { force: true })
  }
}

export const textOf = (dataDir: string, id: string, encoding: Encoding, staged = false): AsyncGenerator<string> =>
  decoded(
    createReadStream(`${importPath(dataDir, id)}${staged ? STAGED : ''}`, { highWaterMark: 256 * 1024 }),
    encoding,
  )

/** Of a file whose columns are still looked at: there is no import yet. */
const STAGED = '.staged'

export const stageFile = (dataDir: string, id: string): Promise<void> =>
  rename(importPath(dataDir, id), `${importPath(dataDir, id)}${STAGED}`)

export const isStaged = (dataDir: string, id: string): Promise<boolean> =>
  stat(`${importPath(dataDir, id)}${STAGED}`).then(
    () => true,
    () => false,
  )

/** Safe to repeat: a crash between this and the import leaves a file that the same request takes up again. */
export const unstageFile = async (dataDir: string, id: string): Promise<void> => {
  if (await isStaged(dataDir, id)) await rename(`${importPath(dataDir, id)}${STAGED}`, importPath(dataDir, id))
}

export const removeStaged = (dataDir: string, id: string): Promise<void> =>
  rm(`${importPath(dataDir, id)}${STAGED}`, { force: true })

/** False where the file is gone. */
export const hasFile = (dataDir: string, id: string): Promise<boolean> =>
  stat(importPath(dataDir, id)).then(
    () => true,
    () => false,
  )

export const removeFile = (dataDir: string, id: string): Promise<void> => rm(importPath(dataDir, id), { force: true })

/** Removes what interrupted uploads left, and after a day what was looked at and never imported. A run that still needs its file works on it long before it is a week old. */
export const sweepImportFiles = async (dataDir: string, now: Date): Promise<number> => {
  const names = await readdir(folderOf(dataDir)).catch(() => [] as string[])
  let removed = 0
  for (const name of names) {
    const path = join(folderOf(dataDir), name)
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }))
    if (now.getTime() - mtimeMs < (name.endsWith(STAGED) ? 1 : 7) * DAY_MS) continue
    await rm(path, { force: true })
    removed++
  }
  return removed
}
