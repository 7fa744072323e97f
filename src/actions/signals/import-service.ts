/**
 * Imports as a person starts and follows them. Three transactions write the run: at the upload, when the work begins, when it
 * ends; in between its chunks say how far it is. The run, its chunks and its rejects are for the source's own officers only:
 * a refused row may hold anything, so it is marked like the parties of that source.
 */
import { type Bilingual, DomainError, notFound, uuid } from '../../base/public.ts'
import { actorName, type Call, type House, inCall } from '../../ledger/public.ts'
import type { BehalfClaim } from '../../store/public.ts'
import type { Encoding } from './encoding.ts'
import { type FileForm, noticesOf } from './file-rows.ts'
import { type KeptFile, receiveFile, removeFile } from './import-file.ts'
import { bringFile, countRows, FILE_GONE, formOfImport } from './import-run.ts'
import {
  failureOf,
  findImport,
  type ImportRow,
  insertImport,
  NOTHING_YET,
  progressOf,
  type RunWriter,
  saveImport,
} from './import-store.ts'
import { type Intake, openIntake } from './intake.ts'
import { findMapping, mappingOfRun } from './mapping-store.ts'
import { findSource, getSourceToWrite, type Source } from './sources.ts'

export const IMPORT_TASK = 'signals.import'

export type ImportJob = { runId: string; realm: number; onBehalf: string; purpose: string }

const KEEP_ALIVE_MS = 5000

/** What a file is called on pages: no folders, no control characters. */
export const fileNameOf = (name: string): string => {
  const base = name.split(/[\\/]/).at(-1) ?? ''
  const clean = base
    .toWellFormed()
    .replaceAll(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu, '')
    .trim()
  return clean.slice(0, 120) || 'import.csv'
}

export const newImportRow = (
  id: string,
  source: Source,
  file: { name: string; notices: readonly Bilingual[]; mappingId: string | null } & Pick<
    KeptFile,
    'bytes' | 'sha256' | 'encoding' | 'sheet'
  >,
  by: { accountId: string | null; postId: string | null },
  at: Date,
): ImportRow => ({
  id,
  circle_id: source.partyCircleId,
  source_id: source.id,
  started_by: by.accountId,
  on_behalf: by.postId,
  file_name: file.name,
  file_sha256: file.sha256,
  file_bytes: file.bytes,
  encoding: file.encoding,
  status: 'waiting',
  ...NOTHING_YET,
  rows_total: null,
  failure: null,
  notices: file.notices.map(failureOf),
  started_at: at,
  ended_at: null,
  mapping_id: file.mappingId,
  // The first sheet is what anybody expects; of another it is said which.
  sheet: file.sheet?.sheet ?? null,
})

/** What was not read, and of a workbook which sheets. */
export const noticesOfFile = (file: Pick<KeptFile, 'sheet'>, form: FileForm): Bilingual[] => {
  const others = file.sheet?.sheets.filter((name) => name !== file.sheet?.sheet).map((name) => name.slice(0, 40)) ?? []
  const more = others.slice(0, 20)
  return [
    ...(others.length > 0
      ? [{ zh: `未读取的工作表：${more.join('、')}`, en: `Sheets that were not read: ${more.join(', ')}` }]
      : []),
    ...noticesOf(form),
  ]
}

/** Puts the import of a file that was received into the queue: as a person asks, or the system post for the watched folder. */
export const queueImport = async (
  call: Call,
  source: Source,
  id: string,
  file: { name: string; mappingId: string | null; form: FileForm } & KeptFile,
): Promise<void> => {
  const { name, form, ...kept } = file
  const row = newImportRow(
    id,
    source,
    { ...kept, name: fileNameOf(name), notices: noticesOfFile(file, form) },
    { accountId: call.actor.accountId, postId: call.actor.postId },
    call.at,
  )
  await insertImport(call, call.realm, row)
  const job: ImportJob = { runId: id, realm: call.realm, onBehalf: call.actor.postId, purpose: call.actor.purpose }
  await call.enqueue(IMPORT_TASK, job, { key: `import:${id}` })
}

/** While a file arrives the call's transaction stands open; without a sign of life the database would end it. */
export const keepingAlive = async <T>(call: Call, work: () => Promise<T>): Promise<T> => {
  const alive = setInterval(() => {
    call.tx.query('select 1').catch(() => {})
  }, KEEP_ALIVE_MS)
  return work().finally(() => clearInterval(alive))
}

/**
 * Receives a file and puts its import into the queue, its columns read as they were mapped last.
 * @throws DomainError of the source (`not_found`, `forbidden`), of the file (`too_large`, `unsupported`, `invalid`).
 */
export const startImport = async (
  call: Call,
  house: House,
  input: { source: string; name: string; sheet?: string | undefined; chunks: AsyncIterable<Uint8Array> },
): Promise<{ id: string }> => {
  const source = await getSourceToWrite(call.tx, call.actor, input.source)
  const mapping = await findMapping(call.tx, call.realm, source.id)
  const id = uuid()
  const reading = { chosen: mapping?.chosen, sheet: input.sheet }
  const file = await keepingAlive(call, () => receiveFile(house.dataDir, id, source.kind, input.chunks, reading))
  try {
    await queueImport(call, source, id, { ...file, name: input.name, mappingId: mapping?.id ?? null })
    return { id }
  } catch (error) {
    await removeFile(house.dataDir, id)
    throw error
  }
}

const intakes = new Map<string, Intake>()
/** One per data folder and process: what it remembers holds for all imports of the site. */
export const intakeOf = (dataDir: string): Intake => {
  let intake = intakes.get(dataDir)
  if (!intake) {
    intake = openIntake(dataDir)
    intakes.set(dataDir, intake)
  }
  return intake
}

/** Writes the end of a run: what its chunks came to, or why it failed. */
export const endImport = async (
  writer: RunWriter,
  realm: number,
  id: string,
  at: Date,
  failure: Bilingual | null,
): Promise<ImportRow | undefined> => {
  const row = await findImport(writer.tx, realm, id, true)
  if (!row || row.status === 'done' || row.status === 'failed') return row
  const done = (await progressOf(writer.tx, realm, [id])).get(id)
  const ended: ImportRow = {
    ...row,
    status: failure ? 'failed' : 'done',
    rows_read: done?.rowsRead ?? 0,
    accepted: done?.accepted ?? 0,
    repeated: done?.repeated ?? 0,
    corrected: done?.corrected ?? 0,
    rejected: done?.rejected ?? 0,
    failure: failure ? failureOf(failure) : null,
    ended_at: at,
  }
  await saveImport(writer, realm, failure ? 'import.failed' : 'import.done', ended)
  return ended
}

/** The job: brings what is left of a file. Safe to run twice and to be killed at any point. */
export const runImport = async (house: House, job: ImportJob, isLastAttempt: boolean): Promise<void> => {
  const claim: BehalfClaim = { onBehalf: job.onBehalf, purpose: job.purpose, realm: job.realm }
  const begun = await inCall(house, claim, async (call) => {
    const row = await findImport(call.tx, job.realm, job.runId)
    const source = row && (await findSource(call.tx, row.source_id))
    if (!row || !source) throw notFound()
    const done = (await progressOf(call.tx, job.realm, [row.id])).get(row.id)
    const mapping = await mappingOfRun(call.tx, job.realm, row.mapping_id)
    return { row, source, done, mapping, actor: actorName({ postId: call.actor.postId, accountId: null }) }
  })
  const { row, source } = begun
  if (row.status === 'done' || row.status === 'failed') return removeFile(house.dataDir, job.runId)
  const end = async (failure: Bilingual | null): Promise<void> => {
    await inCall(house, claim, (call) => endImport(call, job.realm, job.runId, call.at, failure))
    await removeFile(house.dataDir, job.runId)
  }
  try {
    const encoding = row.encoding as Encoding
    const form = await formOfImport(house.dataDir, row.id, source.kind, encoding, begun.mapping?.chosen)
    if (row.status === 'waiting') {
      const total = await countRows(house.dataDir, row.id, encoding, form)
      await inCall(house, claim, async (call) => {
        const now = await findImport(call.tx, job.realm, row.id, true)
        if (now?.status === 'waiting')
          await saveImport(call, job.realm, 'import.begun', { ...now, status: 'running', rows_total: total })
      })
    }
    await bringFile(
      {
        db: house.db,
        intake: intakeOf(house.dataDir),
        dataDir: house.dataDir,
        clock: house.clock,
        zone: house.portZone,
        realm: job.realm,
        run: { id: row.id, circleId: row.circle_id, encoding },
        source,
        actor: row.started_by === null ? begun.actor : `post/${row.on_behalf}/officer/${row.started_by}`,
        chunksDone: new Set(begun.done?.chunks ?? []),
      },
      form,
    )
    await end(null)
  } catch (error) {
    if (error instanceof DomainError && error.detail.reason === 'file_gone') return end(FILE_GONE)
    // Whatever it is, what has come in stays; another try goes on from there.
    if (isLastAttempt)
      await end({
        zh: '导入多次中断；已收的行保留，可再次导入同一文件，不会重复。',
        en: 'The import broke off too often. Rows that came in stay; import the same file again, nothing will be doubled.',
      })
    throw error
  }
}
