/**
 * What of a signal, an assessment and an import the record commits to. The current rows are compared with it, so a change
 * behind the service's back shows: also of a part's content, and of the circle that says who may see a row.
 */
import { instant, type Json } from '../../base/public.ts'
import { commitText, registerRowImage } from '../../ledger/public.ts'
import type { KeptReason, KeptUnknown } from '../assess/public.ts'

const asInstant = (at: Date | string): string => instant(new Date(at))

/** Commitment of a part, bound to its signal and name. */
export const partCommitment = (signalId: string, name: string, salt: Uint8Array, body: string): string =>
  commitText(signalId, `part:${name}`, salt, body).toString('base64')

export type SignalImage = {
  received_at: Date | string
  circle_id: number
  source_id: string
  kind: string
  port: string
  place: string
  observed_at: Date | string
  external_no: string
  version: number
  corrects: string | null
  reliability: string
  credibility: string
  flags: readonly string[]
  case_nos: readonly string[]
  body: Json
}

/** Rows that were recorded before there were case numbers must still verify: what is not there is not in the image. `parts`: commitments by name. */
export const signalImage = (row: SignalImage, parts: { readonly [name: string]: string }): Json => ({
  receivedAt: asInstant(row.received_at),
  circle: row.circle_id,
  source: row.source_id,
  kind: row.kind,
  port: row.port,
  place: row.place,
  observedAt: asInstant(row.observed_at),
  externalNo: row.external_no,
  version: row.version,
  corrects: row.corrects,
  reliability: row.reliability,
  credibility: row.credibility,
  flags: row.flags,
  ...(row.case_nos.length > 0 ? { caseNos: row.case_nos } : {}),
  body: row.body,
  parts,
})

export type AssessmentImage = {
  signal_id: string
  circle_id: number
  engine: string
  engine_version: number
  risk_type: string | null
  level: number | null
  needs_person: boolean
  score: number | null
  reasons: readonly KeptReason[]
  unknowns: readonly KeptUnknown[]
  uses_parts: boolean
  assessed_at: Date | string
}

export const assessmentImage = (row: AssessmentImage): Json => ({
  signal: row.signal_id,
  circle: row.circle_id,
  engine: row.engine,
  engineVersion: row.engine_version,
  riskType: row.risk_type,
  level: row.level,
  needsPerson: row.needs_person,
  score: row.score,
  reasons: row.reasons as unknown as Json,
  unknowns: row.unknowns as unknown as Json,
  usesParts: row.uses_parts,
  assessedAt: asInstant(row.assessed_at),
})

export type ImportImage = {
  circle_id: number
  source_id: string
  started_by: string | null
  on_behalf: string | null
  file_name: string
  file_sha256: Buffer
  file_bytes: number | string
  encoding: string
  status: string
  rows_read: number
  rows_total: number | null
  accepted: number
  repeated: number
  corrected: number
  rejected: number
  failure: Json
  notices: Json
  started_at: Date | string
  ended_at: Date | string | null
  mapping_id: string | null
  sheet: string | null
}

/** Runs that were recorded before there were mappings and sheets must still verify: what is not there is not in the image. */
export const importImage = (row: ImportImage): Json => ({
  circle: row.circle_id,
  source: row.source_id,
  startedBy: row.started_by,
  onBehalf: row.on_behalf,
  fileName: row.file_name,
  fileSha256: row.file_sha256.toString('hex'),
  fileBytes: Number(row.file_bytes),
  encoding: row.encoding,
  status: row.status,
  rowsRead: row.rows_read,
  rowsTotal: row.rows_total,
  accepted: row.accepted,
  repeated: row.repeated,
  corrected: row.corrected,
  rejected: row.rejected,
  failure: row.failure,
  notices: row.notices,
  startedAt: asInstant(row.started_at),
  endedAt: row.ended_at === null ? null : asInstant(row.ended_at),
  ...(row.mapping_id === null ? {} : { mapping: row.mapping_id }),
  ...(row.sheet === null ? {} : { sheet: row.sheet }),
})

export const IMPORT_COLUMNS = `id, circle_id, source_id, started_by, on_behalf, file_name, file_sha256, file_bytes, encoding, status,
  rows_read, rows_total, accepted, repeated, corrected, rejected, failure, notices, started_at, ended_at, mapping_id, sheet`

export type MappingImage = {
  circle_id: number
  source_id: string
  version: number
  columns: Json
  made_at: Date | string
  made_by: string | null
  on_behalf: string
}

export const mappingImage = (row: MappingImage): Json => ({
  circle: row.circle_id,
  source: row.source_id,
  version: row.version,
  columns: row.columns,
  madeAt: asInstant(row.made_at),
  madeBy: row.made_by,
  onBehalf: row.on_behalf,
})

export type InboxImage = {
  circle_id: number
  source_id: string
  file_name: string
  file_sha256: Buffer
  file_bytes: number | string
  status: string
  run_id: string | null
  failure: Json
  taken_at: Date | string
  settled_at: Date | string | null
}

export const inboxImage = (row: InboxImage): Json => ({
  circle: row.circle_id,
  source: row.source_id,
  fileName: row.file_name,
  fileSha256: row.file_sha256.toString('hex'),
  fileBytes: Number(row.file_bytes),
  status: row.status,
  run: row.run_id,
  failure: row.failure,
  takenAt: asInstant(row.taken_at),
  settledAt: row.settled_at === null ? null : asInstant(row.settled_at),
})

export const INBOX_COLUMNS = `id, circle_id, source_id, file_name, file_sha256, file_bytes, status, run_id, failure, taken_at, settled_at`

type PartsSql = { part_names: string[] | null; part_salts: Buffer[]; part_bodies: string[] }

registerRowImage<SignalImage & { id: string } & PartsSql>({
  table: 'signal',
  objectKind: 'signal',
  select: `select s.id, s.fact, s.commitment, s.received_at, s.circle_id, s.source_id, s.kind, s.port, s.place, s.observed_at,
      s.external_no, s.version, s.corrects, s.reliability, s.credibility, s.flags, s.case_nos, s.body,
      p.part_names, p.part_salts, p.part_bodies
    from signal s left join (
      select realm, object_id, array_agg(name) as part_names, array_agg(salt) as part_salts, array_agg(body) as part_bodies
        from part where object_kind = 'signal' group by realm, object_id) p on p.realm = s.realm and p.object_id = s.id`,
  image: (row) =>
    signalImage(
      row,
      Object.fromEntries(
        (row.part_names ?? []).map((name, n) => [
          name,
          partCommitment(row.id, name, row.part_salts[n]!, row.part_bodies[n]!),
        ]),
      ),
    ),
})

registerRowImage<AssessmentImage>({
  table: 'assessment',
  objectKind: 'assessment',
  select: `select id, fact, commitment, signal_id, circle_id, engine, engine_version, risk_type, level, needs_person, score,
      reasons, unknowns, uses_parts, assessed_at from assessment`,
  image: assessmentImage,
})

registerRowImage<ImportImage>({
  table: 'import_run',
  objectKind: 'import',
  select: `select fact, commitment, ${IMPORT_COLUMNS} from import_run`,
  image: importImage,
})

registerRowImage<MappingImage>({
  table: 'import_mapping',
  objectKind: 'import_mapping',
  select: `select id, fact, commitment, circle_id, source_id, version, columns, made_at, made_by, on_behalf from import_mapping`,
  image: mappingImage,
})

registerRowImage<InboxImage>({
  table: 'inbox_file',
  objectKind: 'inbox_file',
  select: `select fact, commitment, ${INBOX_COLUMNS} from inbox_file`,
  image: inboxImage,
})
