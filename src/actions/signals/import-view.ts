/** Imports as pages show them. */
import { instant, notFound } from '../../base/public.ts'
import type { Call, Download } from '../../ledger/public.ts'
import { csvLine } from './csv.ts'
import type { Place } from './cursor.ts'
import { IMPORT_COLUMNS } from './image.ts'
import { findImport, type ImportRow, listRejects, type Progress, progressOf, type RejectRow } from './import-store.ts'
import type { ImportReject, ImportRun } from './model.ts'

type Shown = ImportRow & {
  by_zh: string | null
  by_en: string | null
  source_zh: string | null
  source_en: string | null
  mapping_version: number | null
  by_folder: boolean
}

const SELECT = `select ${IMPORT_COLUMNS.split(',')
  .map((name) => `r.${name.trim()}`)
  .join(', ')}, coalesce(o.zh, p.zh) as by_zh, coalesce(o.en, p.en) as by_en, s.zh as source_zh, s.en as source_en,
    m.version as mapping_version, exists (select from inbox_file f where f.realm = r.realm and f.run_id = r.id) as by_folder
  from import_run r left join officer o on o.account_id = r.started_by left join post p on p.post_id = r.on_behalf
  left join source s on s.source_id = r.source_id left join import_mapping m on m.realm = r.realm and m.id = r.mapping_id`

const viewOf = (row: Shown, progress: Progress | undefined): ImportRun => {
  const ended = row.status === 'done' || row.status === 'failed'
  const counters = ended
    ? {
        rowsRead: row.rows_read,
        accepted: row.accepted,
        repeated: row.repeated,
        corrected: row.corrected,
        rejected: row.rejected,
      }
    : {
        rowsRead: progress?.rowsRead ?? 0,
        accepted: progress?.accepted ?? 0,
        repeated: progress?.repeated ?? 0,
        corrected: progress?.corrected ?? 0,
        rejected: progress?.rejected ?? 0,
      }
  return {
    id: row.id,
    fileName: row.file_name,
    bytes: Number(row.file_bytes),
    encoding: row.encoding,
    status: row.status as ImportRun['status'],
    ...counters,
    rowsTotal: row.rows_total,
    failure: row.failure as ImportRun['failure'],
    notices: row.notices as ImportRun['notices'],
    startedAt: instant(new Date(row.started_at)),
    endedAt: row.ended_at === null ? null : instant(new Date(row.ended_at)),
    by: row.by_folder
      ? { zh: '交换文件夹', en: 'the watched folder' }
      : { zh: row.by_zh ?? '命令行', en: row.by_en ?? 'command line' },
    source: { id: row.source_id, zh: row.source_zh ?? row.source_id, en: row.source_en ?? row.source_id },
    sheet: row.sheet,
    mappingVersion: row.mapping_version,
    byFolder: row.by_folder,
  }
}

const viewsOf = async (call: Call, rows: readonly Shown[]): Promise<ImportRun[]> => {
  const running = rows.filter((row) => row.status === 'running' || row.status === 'waiting').map(({ id }) => id)
  const progress = running.length > 0 ? await progressOf(call.tx, call.realm, running) : new Map<string, Progress>()
  return rows.map((row) => viewOf(row, progress.get(row.id)))
}

export const listImports = async (
  call: Call,
  limit: number,
  before: Place | undefined,
): Promise<{ rows: ImportRun[]; next: Place | null }> => {
  const rows = await call.tx.query<Shown>(
    `${SELECT} where r.realm = $1 and ($2::timestamptz is null or (r.started_at, r.id) < ($2, $3))
      order by r.started_at desc, r.id desc limit $4`,
    [call.realm, before?.at ?? null, before?.id ?? null, limit + 1],
  )
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    rows: await viewsOf(call, page),
    next: rows.length > limit && last ? { at: new Date(last.started_at), id: last.id } : null,
  }
}

/** @throws DomainError `not_found` */
export const getImport = async (call: Call, id: string): Promise<ImportRun> => {
  const [row] = await call.tx.query<Shown>(`${SELECT} where r.realm = $1 and r.id = $2`, [call.realm, id])
  if (!row) throw notFound()
  const [view] = await viewsOf(call, [row])
  return view!
}

const rejectOf = (row: RejectRow): ImportReject => ({
  row: row.row_number,
  field: row.field,
  message: { zh: row.zh, en: row.en },
  line: row.line,
})

/** `before` of this list is the place in the file, which its reader sees anyway: `row:field`. */
export const pageOfRejects = async (
  call: Call,
  id: string,
  limit: number,
  after: { row: number; field: string },
): Promise<{ rows: ImportReject[]; next: { row: number; field: string } | null }> => {
  if (!(await findImport(call.tx, call.realm, id))) throw notFound()
  const rows = await listRejects(call.tx, call.realm, id, after, limit + 1)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    rows: page.map(rejectOf),
    next: rows.length > limit && last ? { row: last.row_number, field: last.field } : null,
  }
}

const MOST_REJECTS = 200_000

export const REJECTS_HEADER = csvLine(['row', 'field', 'zh', 'en', 'line'])
export const rejectLine = (row: RejectRow): string => csvLine([row.row_number, row.field, row.zh, row.en, row.line])

/** With a byte order mark: the spreadsheets that open this would otherwise show Chinese wrongly. */
export const rejectsFile = async (call: Call, id: string): Promise<Download> => {
  const run = await getImport(call, id)
  const rows = await listRejects(call.tx, call.realm, id, { row: 0, field: '' }, MOST_REJECTS)
  return {
    mediaType: 'text/csv; charset=utf-8',
    fileName: `${run.fileName.replace(/\.[^.]*$/, '')}.rejects.csv`,
    body: `\uFEFF${REJECTS_HEADER}${rows.map(rejectLine).join('')}`,
  }
}
