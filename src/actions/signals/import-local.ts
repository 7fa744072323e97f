/**
 * Importing a file that lies on the site's own machine, from the command line: the same chunks, rows and record as an upload,
 * but as the owner of the database, since nobody is signed in. Safe to repeat and to interrupt.
 */
import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { basename } from 'node:path'
import { finished } from 'node:stream/promises'
import { DomainError, LIVE_REALM, uuid } from '../../base/public.ts'
import { appendSealed, type House, type NewFact, type Sealed, sealFact } from '../../ledger/public.ts'
import { type Tx, withRole } from '../../store/public.ts'
import { ensureDefaultSources } from './default-sources.ts'
import { receiveLocalFile, removeFile } from './import-file.ts'
import { bringFile, countRows } from './import-run.ts'
import { endImport, fileNameOf, intakeOf, newImportRow, noticesOfFile } from './import-service.ts'
import { type Counters, insertImport, listRejects, type RunWriter } from './import-store.ts'
import { REJECTS_HEADER, rejectLine } from './import-view.ts'
import { findMapping } from './mapping-store.ts'
import { findSource, type Source } from './sources.ts'

export type LocalProgress = Counters & { rowsTotal: number }
export type LocalImport = {
  file: string
  source: string
  /** UN/LOCODE of the port where the signals arose, if not the source's own. */
  port?: string
  /** Of a workbook, if not the first. */
  sheet?: string
  onProgress?: (progress: LocalProgress) => void
  /** What was not read and why, for the person at the terminal. */
  onNotice?: (notice: { zh: string; en: string }) => void
}

const ACTOR = 'machine/command-line'

const inOwnCall = <T>(house: House, fn: (writer: RunWriter, tx: Tx) => Promise<T>): Promise<T> =>
  withRole(house.db, 'owner', async (tx) => {
    const sealed: Sealed[] = []
    const record = (fact: NewFact) => {
      const one = sealFact(fact, { actor: ACTOR, realm: LIVE_REALM, at: house.clock.now(), recordedAt: tx.startedAt })
      sealed.push(one)
      return one
    }
    const result = await fn({ tx, record }, tx)
    await appendSealed(tx, sealed)
    return result
  })

const getSourceByCode = async (tx: Tx, code: string, portCode: string): Promise<Source> => {
  await ensureDefaultSources(tx, portCode)
  const source = await findSource(tx, code)
  if (source?.active) return source
  const known = await tx.query<{ code: string }>('select code from source where active order by code')
  const list = known.map((one) => one.code).join(', ')
  throw new DomainError('not_found', {
    zh: `没有来源“${code}”。${list ? `现有来源：${list}` : '此站点还没有来源。'}`,
    en: `There is no source "${code}". ${list ? `Sources here: ${list}` : 'This site has no source yet.'}`,
  })
}

/** Rejects as a file, page by page. One of before gives way; a link in its place is not followed. */
export const writeRejects = async (house: House, runId: string, path: string): Promise<void> => {
  await rm(path, { force: true })
  const out = createWriteStream(path, { flags: 'wx', mode: 0o600 })
  out.write(`\uFEFF${REJECTS_HEADER}`)
  let after = { row: 0, field: '' }
  for (;;) {
    const rows = await withRole(house.db, 'owner', (tx) => listRejects(tx, LIVE_REALM, runId, after, 5000))
    for (const row of rows) out.write(rejectLine(row))
    const last = rows.at(-1)
    if (!last) break
    after = { row: last.row_number, field: last.field }
  }
  out.end()
  await finished(out)
}

/**
 * @returns the counters, and the file of rejects beside the input where there are any.
 * @throws DomainError for an unknown source, a file that is too large, not text, or without the header it needs.
 */
export const importLocalFile = async (
  house: House,
  input: LocalImport,
): Promise<Counters & { runId: string; rowsTotal: number; rejectsFile: string | null }> => {
  const id = uuid()
  const { source, mapping } = await withRole(house.db, 'owner', async (tx) => {
    const found = await getSourceByCode(tx, input.source, house.portCode)
    return { source: found, mapping: await findMapping(tx, LIVE_REALM, found.id) }
  })
  const reading = { chosen: mapping?.chosen, sheet: input.sheet }
  const file = await receiveLocalFile(house.dataDir, id, source.kind, input.file, reading)
  try {
    const notices = noticesOfFile(file, file.form)
    for (const notice of notices) input.onNotice?.(notice)
    const rowsTotal = await countRows(house.dataDir, id, file.encoding, file.form)
    const row = newImportRow(
      id,
      source,
      { ...file, name: fileNameOf(basename(input.file)), notices, mappingId: mapping?.id ?? null },
      { accountId: null, postId: null },
      house.clock.now(),
    )
    await inOwnCall(house, (writer) =>
      insertImport(writer, LIVE_REALM, { ...row, status: 'running', rows_total: rowsTotal }),
    )
    let counters: Counters
    try {
      counters = await bringFile(
        {
          db: house.db,
          intake: intakeOf(house.dataDir),
          dataDir: house.dataDir,
          clock: house.clock,
          zone: house.portZone,
          realm: LIVE_REALM,
          run: { id, circleId: row.circle_id, encoding: file.encoding },
          source,
          actor: ACTOR,
          chunksDone: new Set(),
          ...(input.port ? { port: input.port } : {}),
          onProgress: (progress) => input.onProgress?.({ ...progress, rowsTotal }),
        },
        file.form,
      )
    } catch (error) {
      const failure = { zh: '命令行导入中断', en: 'the import from the command line broke off' }
      await inOwnCall(house, (writer) => endImport(writer, LIVE_REALM, id, house.clock.now(), failure)).catch(() => {})
      throw error
    }
    await inOwnCall(house, (writer) => endImport(writer, LIVE_REALM, id, house.clock.now(), null))
    const rejectsFile = counters.rejected > 0 ? `${input.file}.rejects.csv` : null
    if (rejectsFile) await writeRejects(house, id, rejectsFile)
    return { ...counters, runId: id, rowsTotal, rejectsFile }
  } finally {
    await removeFile(house.dataDir, id)
  }
}
