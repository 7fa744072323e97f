/**
 * Running an import: the file in chunks of 1,000 rows, each chunk one transaction with its signals, its rejects and its
 * counters. Killed at any moment and started again, it goes on behind the last chunk that was committed; a chunk that two
 * workers bring at once is committed by one of them.
 */
import { type Bilingual, type Clock, DomainError } from '../../base/public.ts'
import { type Database, isUniqueViolation } from '../../store/public.ts'
import type { Encoding } from './encoding.ts'
import { type FileForm, type FileRow, fileRows, formOf } from './file-rows.ts'
import { hasFile, textOf } from './import-file.ts'
import { type Counters, insertChunk, type Reject } from './import-store.ts'
import { INTAKE_BATCH, type Intake, takeIn } from './intake.ts'
import type { Choices } from './kinds/header.ts'
import { readSignal } from './kinds/read.ts'
import type { SignalKind } from './kinds/registry.ts'
import { type Prepared, prepareSignal } from './prepare.ts'
import type { Source } from './sources.ts'

export type ImportWork = {
  db: Database
  intake: Intake
  dataDir: string
  clock: Clock
  /** Zone in which the file's dates are days. */
  zone: string
  realm: number
  run: { id: string; circleId: number; encoding: Encoding }
  source: Source
  /** As envelopes name who brought it. */
  actor: string
  port?: string
  /** Numbers of chunks that are there already. */
  chunksDone: ReadonlySet<number>
  onProgress?: (counters: Counters) => void | Promise<void>
}

export const FILE_GONE: Bilingual = {
  zh: '上传的文件已不在服务器上，请重新导入；已收的行不会重复。',
  en: 'The uploaded file is no longer on the server; import it again. Rows that came in will not be doubled.',
}

export const countRows = async (dataDir: string, id: string, encoding: Encoding, form: FileForm): Promise<number> => {
  let rows = 0
  for await (const _ of fileRows(textOf(dataDir, id, encoding), form)) rows++
  return rows
}

/** @throws DomainError `conflict` where the file is gone. */
export const formOfImport = async (
  dataDir: string,
  id: string,
  kind: SignalKind,
  encoding: Encoding,
  chosen?: Choices,
): Promise<FileForm> => {
  if (!(await hasFile(dataDir, id))) throw new DomainError('conflict', FILE_GONE, { reason: 'file_gone' })
  return formOf(kind, () => textOf(dataDir, id, encoding), encoding, chosen)
}

const sum = (a: Counters, b: Counters): Counters => ({
  rowsRead: a.rowsRead + b.rowsRead,
  accepted: a.accepted + b.accepted,
  repeated: a.repeated + b.repeated,
  corrected: a.corrected + b.corrected,
  rejected: a.rejected + b.rejected,
})
export const NOTHING: Counters = { rowsRead: 0, accepted: 0, repeated: 0, corrected: 0, rejected: 0 }

type Chunk = { number: number; rows: number; prepared: Prepared[]; refused: number; rejects: Reject[] }

const prepareChunk = (work: ImportWork, number: number, rows: readonly FileRow[]): Chunk => {
  const at = work.clock.now()
  const chunk: Chunk = { number, rows: rows.length, prepared: [], refused: 0, rejects: [] }
  for (const { row, line, cells, faults } of rows) {
    const read = cells ? readSignal(work.source.kind, cells, work.zone) : { content: null, faults }
    if (read.content) {
      chunk.prepared.push(prepareSignal(work.intake.tokens, work.source, read.content, at))
      continue
    }
    chunk.refused++
    for (const fault of read.faults) chunk.rejects.push({ row, line, fault })
  }
  return chunk
}

/** Brings one chunk; nothing of it is there unless all of it is. */
const bringChunk = async (work: ImportWork, chunk: Chunk): Promise<Counters> => {
  const { realm, run } = work
  let counters = NOTHING
  try {
    await takeIn(
      work.db,
      work.intake,
      work.source,
      chunk.prepared,
      { realm, at: work.clock.now(), actor: work.actor, ...(work.port ? { port: work.port } : {}) },
      async (tx, results) => {
        const count = (status: string) => results.filter((one) => one.status === status).length
        counters = {
          rowsRead: chunk.rows,
          accepted: count('accepted'),
          repeated: count('repeated'),
          corrected: count('corrected'),
          rejected: chunk.refused,
        }
        await insertChunk(tx, { realm, id: run.id, circleId: run.circleId }, chunk.number, counters, chunk.rejects)
      },
    )
  } catch (error) {
    // Another worker committed this chunk while we brought it: ours was undone, theirs counts.
    if (isUniqueViolation(error, 'import_chunk_pkey')) return NOTHING
    throw error
  }
  return counters
}

/**
 * Brings what is left of the file, chunk after chunk, so that of two rows with one number the later is the later version. The
 * next chunk is read and prepared while the database works on the one before.
 * @returns the counters of the chunks brought now.
 */
export const bringFile = async (work: ImportWork, form: FileForm): Promise<Counters> => {
  let total = NOTHING
  let number = 0
  let waiting: FileRow[] = []
  let running: Promise<void> = Promise.resolve()
  const bring = async (chunk: Chunk): Promise<void> => {
    total = sum(total, await bringChunk(work, chunk))
    await work.onProgress?.(total)
  }
  const next = async (): Promise<void> => {
    const rows = waiting
    waiting = []
    if (!work.chunksDone.has(number)) {
      const chunk = prepareChunk(work, number, rows)
      await running
      running = bring(chunk)
      // A failure is thrown where it is awaited; until then it must not count as nobody's.
      running.catch(() => {})
    }
    number++
  }
  for await (const row of fileRows(textOf(work.dataDir, work.run.id, work.run.encoding), form)) {
    waiting.push(row)
    if (waiting.length === INTAKE_BATCH) await next()
  }
  if (waiting.length > 0) await next()
  await running
  return total
}
