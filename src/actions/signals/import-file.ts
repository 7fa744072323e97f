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
import type { SignalKind } from './kinds/registry.ts'

export const MAX_IMPORT_BYTES = 64 * 1024 * 1024

const folderOf = (dataDir: string): string => join(dataDir, 'imports')

/** @throws Error for an id that is not a UUID: it becomes a file name. */
export const importPath = (dataDir: string, id: string): string => {
  if (!isUuid(id)) throw new Error('an import is named by a UUID')
  return join(folderOf(dataDir), id)
}

export type ReceivedFile = { bytes: number; sha256: Buffer; encoding: Encoding; form: FileForm }

export const tooLarge = (): DomainError =>
  new DomainError('too_large', {
    zh: `文件超过上限 ${MAX_IMPORT_BYTES / 1_048_576} MiB，请拆分后再导入。`,
    en: `The file is larger than ${MAX_IMPORT_BYTES / 1_048_576} MiB; split it and import the pieces.`,
  })

/** @throws DomainError `too_large`, `unsupported` (encoding, binary), `invalid` (empty, header). Nothing is left behind then. */
export const receiveFile = async (
  dataDir: string,
  id: string,
  kind: SignalKind,
  chunks: AsyncIterable<Uint8Array>,
): Promise<ReceivedFile> => {
  const path = importPath(dataDir, id)
  const partial = `${path}.part`
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
    const form = await formOf(kind, decoded(createReadStream(partial), encoding))
    await rename(partial, path)
    return { bytes, sha256: digest.digest(), encoding, form }
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  }
}

/** The same for a file that is already on this machine; it is copied, so that it may change while it is imported. */
export const receiveLocalFile = async (
  dataDir: string,
  id: string,
  kind: SignalKind,
  file: string,
): Promise<ReceivedFile> => {
  const { size } = await stat(file)
  if (size > MAX_IMPORT_BYTES) throw tooLarge()
  const copy = `${importPath(dataDir, id)}.copy`
  await mkdir(folderOf(dataDir), { recursive: true, mode: 0o700 })
  try {
    await copyFile(file, copy)
    return await receiveFile(dataDir, id, kind, createReadStream(copy))
  } finally {
    await rm(copy, { force: true })
  }
}

export const textOf = (dataDir: string, id: string, encoding: Encoding): AsyncGenerator<string> =>
  decoded(createReadStream(importPath(dataDir, id), { highWaterMark: 256 * 1024 }), encoding)

/** False where the file is gone. */
export const hasFile = (dataDir: string, id: string): Promise<boolean> =>
  stat(importPath(dataDir, id)).then(
    () => true,
    () => false,
  )

export const removeFile = (dataDir: string, id: string): Promise<void> => rm(importPath(dataDir, id), { force: true })

/** Removes what interrupted uploads left. A run that still needs its file works on it long before it is a week old. */
export const sweepImportFiles = async (dataDir: string, now: Date): Promise<number> => {
  const names = await readdir(folderOf(dataDir)).catch(() => [] as string[])
  let removed = 0
  for (const name of names) {
    const path = join(folderOf(dataDir), name)
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }))
    if (now.getTime() - mtimeMs < 7 * DAY_MS) continue
    await rm(path, { force: true })
    removed++
  }
  return removed
}
