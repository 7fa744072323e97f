/** Imports in the database: the run and its record, its chunks, its rejects. */
import type { Bilingual, FieldFault, Json } from '../../base/public.ts'
import type { NewFact, SealedFact } from '../../ledger/public.ts'
import type { Tx } from '../../store/public.ts'
import { IMPORT_COLUMNS, type ImportImage, importImage } from './image.ts'

type Queries = Pick<Tx, 'query'>

/** Whoever writes a run: a call, or the command line with its own record. */
export type RunWriter = { tx: Queries; record(fact: NewFact): SealedFact }

export type ImportRow = ImportImage & { id: string }

export const findImport = async (
  tx: Queries,
  realm: number,
  id: string,
  lock = false,
): Promise<ImportRow | undefined> => {
  const [row] = await tx.query<ImportRow>(
    `select ${IMPORT_COLUMNS} from import_run where realm = $1 and id = $2${lock ? ' for update' : ''}`,
    [realm, id],
  )
  return row
}

const valuesOf = (row: ImportRow): unknown[] => [
  row.id,
  row.circle_id,
  row.source_id,
  row.started_by,
  row.on_behalf,
  row.file_name,
  row.file_sha256,
  row.file_bytes,
  row.encoding,
  row.status,
  row.rows_read,
  row.rows_total,
  row.accepted,
  row.repeated,
  row.corrected,
  row.rejected,
  row.failure === null ? null : JSON.stringify(row.failure),
  JSON.stringify(row.notices),
  row.started_at,
  row.ended_at,
  row.mapping_id,
  row.sheet,
]

const factOf = (writer: RunWriter, act: string, row: ImportRow): SealedFact =>
  writer.record({
    act,
    object: `import/${row.id}`,
    circleId: row.circle_id,
    payload: { row: importImage(row) },
  })

export const insertImport = async (writer: RunWriter, realm: number, row: ImportRow): Promise<void> => {
  const sealed = factOf(writer, 'import.started', row)
  await writer.tx.query(
    `insert into import_run (realm, fact, commitment, ${IMPORT_COLUMNS})
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)`,
    [realm, sealed.leafHash, sealed.payloadCommitment, ...valuesOf(row)],
  )
}

/** Saves what changes while a run goes on: status, counters, failure. */
export const saveImport = async (writer: RunWriter, realm: number, act: string, row: ImportRow): Promise<void> => {
  const sealed = factOf(writer, act, row)
  await writer.tx.query(
    `update import_run set status = $3, rows_read = $4, rows_total = $5, accepted = $6, repeated = $7, corrected = $8, rejected = $9,
            failure = $10, ended_at = $11, fact = $12, commitment = $13
      where realm = $1 and id = $2`,
    [
      realm,
      row.id,
      row.status,
      row.rows_read,
      row.rows_total,
      row.accepted,
      row.repeated,
      row.corrected,
      row.rejected,
      row.failure === null ? null : JSON.stringify(row.failure),
      row.ended_at,
      sealed.leafHash,
      sealed.payloadCommitment,
    ],
  )
}

/** Counters of a run before its end. */
export const NOTHING_YET = { rows_read: 0, accepted: 0, repeated: 0, corrected: 0, rejected: 0 } as const

export type Counters = { rowsRead: number; accepted: number; repeated: number; corrected: number; rejected: number }
export type Progress = Counters & { chunks: number[] }

/** What the chunks so far came to: the truth while a run goes on. */
export const progressOf = async (
  tx: Queries,
  realm: number,
  ids: readonly string[],
): Promise<Map<string, Progress>> => {
  const rows = await tx.query<Progress & { id: string }>(
    `select run_id as id, array_agg(chunk) as chunks, sum(rows_read)::int as "rowsRead", sum(accepted)::int as accepted,
            sum(repeated)::int as repeated, sum(corrected)::int as corrected, sum(rejected)::int as rejected
       from import_chunk where realm = $1 and run_id = any ($2) group by run_id`,
    [realm, ids],
  )
  return new Map(rows.map(({ id, ...progress }) => [id, progress]))
}

export type Reject = { row: number; line: string; fault: FieldFault }

/** In the intake role, in the transaction of the chunk's signals. */
export const insertChunk = async (
  tx: Queries,
  run: { realm: number; id: string; circleId: number },
  chunk: number,
  counters: Counters,
  rejects: readonly Reject[],
): Promise<void> => {
  await tx.query(
    `insert into import_chunk (realm, run_id, chunk, circle_id, rows_read, accepted, repeated, corrected, rejected)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      run.realm,
      run.id,
      chunk,
      run.circleId,
      counters.rowsRead,
      counters.accepted,
      counters.repeated,
      counters.corrected,
      counters.rejected,
    ],
  )
  if (rejects.length === 0) return
  await tx.query(
    `insert into import_reject (realm, run_id, circle_id, row_number, field, zh, en, line)
     select $1, $2, $3, * from unnest($4::int[], $5::text[], $6::text[], $7::text[], $8::text[])`,
    [
      run.realm,
      run.id,
      run.circleId,
      rejects.map(({ row }) => row),
      rejects.map(({ fault }) => fault.field),
      rejects.map(({ fault }) => fault.zh),
      rejects.map(({ fault }) => fault.en),
      rejects.map(({ line }) => line),
    ],
  )
}

export type RejectRow = { row_number: number; field: string; zh: string; en: string; line: string }

/** Rejects behind a place, in the order of the file. */
export const listRejects = (
  tx: Queries,
  realm: number,
  runId: string,
  after: { row: number; field: string },
  limit: number,
): Promise<RejectRow[]> =>
  tx.query<RejectRow>(
    `select row_number, field, zh, en, line from import_reject
      where realm = $1 and run_id = $2 and (row_number, field) > ($3, $4) order by row_number, field limit $5`,
    [realm, runId, after.row, after.field, limit],
  )

export const failureOf = (text: Bilingual): Json => ({ zh: text.zh, en: text.en })
