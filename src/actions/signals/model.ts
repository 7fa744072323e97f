/** Signals as they enter and leave the server. The schemas are the validators, the types and the documentation. */
import { type Static, Type } from 'typebox'
import { MarkingViewSchema } from '../../engine/sharing/public.ts'
import { AssessmentBriefSchema, AssessmentSchema, BilingualSchema } from '../assess/public.ts'
import { bodySchemas } from './kinds/body-schema.ts'
import { KIND_IDS } from './kinds/registry.ts'

export { SIGNAL_KINDS, type SignalKind } from './kinds/registry.ts'

const NamedSchema = Type.Object({ id: Type.String(), zh: Type.String(), en: Type.String() })
const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()])
const IdSchema = Type.String({ format: 'uuid' })

/** What may be odd about a signal: about its arrival, or about a code whose check digit does not fit. */
export const SIGNAL_FLAGS = {
  late: { zh: '迟到', en: 'late' },
  clock_ahead: { zh: '时钟超前', en: 'clock ahead' },
  person_pattern: { zh: '疑似含个人信息', en: 'may contain personal data' },
  container_check: { zh: '箱号校验位不符', en: 'container check digit does not fit' },
  imo_check: { zh: 'IMO 编号校验位不符', en: 'IMO check digit does not fit' },
  mmsi_check: { zh: 'MMSI 识别码段不符', en: 'MMSI identification digits do not fit' },
  organisation_check: { zh: '社会信用代码校验位不符', en: 'credit code check digit does not fit' },
} as const
export type SignalFlag = keyof typeof SIGNAL_FLAGS

export const SourceSchema = Type.Object({
  id: Type.String(),
  code: Type.String(),
  zh: Type.String(),
  en: Type.String(),
  kind: Type.String(),
  agency: NamedSchema,
  port: Type.String(),
  place: Type.String(),
  /** Whether the caller's agency brings signals under it. */
  mayImport: Type.Boolean(),
  /** Whether the caller sees, for the present purpose, what it brings. */
  mayRead: Type.Boolean(),
})
export type SourceView = Static<typeof SourceSchema>
export const SourcesSchema = Type.Object({ rows: Type.Array(SourceSchema) })

export const SignalRowSchema = Type.Object({
  id: Type.String(),
  receivedAt: Type.String(),
  observedAt: Type.String(),
  kind: Type.String(),
  source: Nullable(Type.Object({ id: Type.String(), zh: Type.String(), en: Type.String(), agency: NamedSchema })),
  port: Type.String(),
  place: Type.String(),
  externalNo: Type.String(),
  version: Type.Integer(),
  reliability: Type.String(),
  credibility: Type.String(),
  flags: Type.Array(Type.String()),
  /** Numbers of cases in other systems that it belongs to. */
  caseNos: Type.Array(Type.String()),
  title: BilingualSchema,
  detail: BilingualSchema,
  assessment: Nullable(AssessmentBriefSchema),
})
export type SignalRow = Static<typeof SignalRowSchema>

export const SignalListSchema = Type.Object({ rows: Type.Array(SignalRowSchema), next: Nullable(Type.String()) })
export type SignalList = Static<typeof SignalListSchema>

const filters = {
  /** Words, codes or two and more Chinese characters; all must occur. */
  q: Type.Optional(Type.String({ maxLength: 200 })),
  needs: Type.Optional(Type.Union([Type.Literal('person'), Type.Literal('all')])),
  kind: Type.Optional(Type.String({ maxLength: 60 })),
  /** A source's id or code. */
  source: Type.Optional(Type.String({ maxLength: 64 })),
  /** What is odd about it: an id of `SIGNAL_FLAGS`, or `any`. */
  flag: Type.Optional(Type.String({ maxLength: 40, pattern: '^[a-z_]*$' })),
  /** Signals that mention a subject: its kind and key, `container:CSQU3054383`. */
  subject: Type.Optional(Type.String({ maxLength: 160, pattern: '^([a-z_0-9]{1,40}:.+)?$' })),
  /** Domain of the risk that the assessment found. */
  domain: Type.Optional(Type.String({ maxLength: 40, pattern: '^[a-z]*$' })),
  /** 0 to 3, or `unknown`. */
  level: Type.Optional(
    Type.Union([Type.Literal('0'), Type.Literal('1'), Type.Literal('2'), Type.Literal('3'), Type.Literal('unknown')]),
  ),
}
export const SignalFilterSchema = Type.Object(filters)
export type SignalFilter = Static<typeof SignalFilterSchema>
export const SignalQuerySchema = Type.Object({
  ...filters,
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  before: Type.Optional(Type.String({ maxLength: 200 })),
})
export type SignalQuery = Static<typeof SignalQuerySchema>
export const SignalCountSchema = Type.Object({
  count: Type.Integer(),
  needsPerson: Type.Integer(),
  /** True where a filtered count stopped at its limit: "at least". */
  atLeast: Type.Boolean(),
})
export type SignalCount = Static<typeof SignalCountSchema>

/** One field as a person reads it: `value` as stored, `display` in words. */
export const SignalFieldSchema = Type.Object({
  key: Type.String(),
  label: BilingualSchema,
  value: Nullable(Type.Union([Type.String(), Type.Number(), Type.Boolean()])),
  display: BilingualSchema,
  /** The part it belongs to; null: visible to all who see the signal. */
  part: Nullable(Type.String()),
  /** The heading that it stands under. */
  group: BilingualSchema,
  /** How it is read: `instant` is shown by the port's clock. */
  type: Type.String(),
})
export type SignalField = Static<typeof SignalFieldSchema>

export const SignalSchema = Type.Object({
  ...SignalRowSchema.properties,
  kindName: BilingualSchema,
  assessment: Nullable(AssessmentSchema),
  fields: Type.Array(SignalFieldSchema),
  /** Only the parts that the caller may see are listed. */
  parts: Type.Array(Type.Object({ name: Type.String(), label: BilingualSchema, visible: Type.Literal(true) })),
  versions: Type.Array(Type.Object({ id: Type.String(), receivedAt: Type.String(), version: Type.Integer() })),
  /** What the signal mentions, and in how many other signals that the caller may see. Never persons. */
  subjects: Type.Array(
    Type.Object({
      kind: Type.String(),
      label: BilingualSchema,
      /** What a search finds it by. */
      key: Type.String(),
      /** The key as people read it. */
      display: BilingualSchema,
      others: Type.Integer(),
      /** True when counting stopped at its limit: "at least". */
      atLeast: Type.Boolean(),
    }),
  ),
  marking: Nullable(MarkingViewSchema),
  links: Type.Object({
    warnings: Type.Array(Type.Object({ id: Type.String(), title: BilingualSchema, level: Type.String() })),
    incidents: Type.Array(Type.Object({ id: Type.String(), title: BilingualSchema })),
  }),
  fact: Type.Object({ seq: Nullable(Type.Integer()), leafHash: Type.String() }),
})
export type Signal = Static<typeof SignalSchema>

export const SignalIdSchema = Type.Object({ id: IdSchema })

const KindSchema = Type.Union(KIND_IDS.map((id) => Type.Literal(id)))

/**
 * Any object is taken here and read by its kind, so that one bad value costs its item and not the batch, and each fault names
 * its field. The forms by kind stand beside it for whoever reads the description.
 */
const BodySchema = Type.Union([Type.Record(Type.String({ maxLength: 64 }), Type.Unknown()), ...bodySchemas()], {
  description:
    'The fields of the kind, by their keys or by the names that their columns have in files, in either language. GET /signals/kinds lists them.',
})

/** A signal as a machine brings it, or as a person writes it down. */
export const IncomingSignalSchema = Type.Object({
  sourceCode: Type.String({ maxLength: 64, pattern: '^[A-Za-z0-9._-]+$' }),
  /** The number under which its source knows it: the same number again is a repeat or a correction. */
  externalNo: Type.Optional(Type.String({ maxLength: 64 })),
  kind: KindSchema,
  /** With a zone. Needed for every kind but declarations, which have their day. */
  observedAt: Type.Optional(Type.String({ maxLength: 40 })),
  body: BodySchema,
})
export type IncomingSignal = Omit<Static<typeof IncomingSignalSchema>, 'body'> & { body: Record<string, unknown> }
export const PostSignalsSchema = Type.Union(
  [
    IncomingSignalSchema,
    Type.Object({ items: Type.Array(IncomingSignalSchema, { minItems: 1, maxItems: 1000 }) }),
    // One bad character costs its item and not the batch: items are read one by one, and each fault names its item.
  ],
  { 'x-text-checked-by-item': true },
)
export type PostSignals = IncomingSignal | { items: IncomingSignal[] }

/** A message that is still being written: what the server would say to it. Nothing of it is kept. */
export const CheckSignalSchema = Type.Object({
  kind: KindSchema,
  observedAt: Type.Optional(Type.String({ maxLength: 40 })),
  body: Type.Record(Type.String({ maxLength: 64 }), Type.Unknown()),
})
export type CheckSignal = Static<typeof CheckSignalSchema>

const FieldFaultSchema = Type.Object({
  field: Type.String(),
  row: Type.Optional(Type.Integer()),
  zh: Type.String(),
  en: Type.String(),
})
export const PostResultsSchema = Type.Object({
  results: Type.Array(
    Type.Object({
      index: Type.Integer(),
      status: Type.Union([
        Type.Literal('accepted'),
        Type.Literal('repeated'),
        Type.Literal('corrected'),
        Type.Literal('rejected'),
      ]),
      id: Type.Optional(Type.String()),
      fields: Type.Optional(Type.Array(FieldFaultSchema)),
    }),
  ),
})
export type PostResults = Static<typeof PostResultsSchema>

export const CheckedSignalSchema = Type.Object({
  faults: Type.Array(FieldFaultSchema),
  /** Codes that can be read and whose check digit does not fit: taken, and marked. */
  flags: Type.Array(Type.Object({ field: Type.String(), zh: Type.String(), en: Type.String() })),
  /** How it will read in lists; null while there are faults. */
  title: Nullable(BilingualSchema),
  detail: Nullable(BilingualSchema),
})
export type CheckedSignal = Static<typeof CheckedSignalSchema>

const TermSchema = Type.Object({ id: Type.String(), zh: Type.String(), en: Type.String() })
export const SignalFormSchema = Type.Object({
  id: Type.String(),
  zh: Type.String(),
  en: Type.String(),
  /** True, or why the caller's post may not write one down. */
  mayReport: Type.Union([Type.Literal(true), BilingualSchema]),
  /** At least one of each list must be given. */
  oneOf: Type.Array(Type.Array(Type.String())),
  columns: Type.Array(
    Type.Object({
      key: Type.String(),
      type: Type.String(),
      required: Type.Boolean(),
      label: BilingualSchema,
      group: TermSchema,
      part: Nullable(Type.String()),
      /** Goes to the vault and leaves a token. */
      person: Type.Boolean(),
      /** What its column is called in files. */
      names: Type.Array(Type.String()),
      values: Type.Array(TermSchema),
      items: Type.Optional(Type.String()),
      unit: Type.Optional(BilingualSchema),
      hint: Type.Optional(BilingualSchema),
      longest: Type.Optional(Type.Integer()),
    }),
  ),
})
export type SignalForm = Static<typeof SignalFormSchema>
export const SignalFormsSchema = Type.Object({
  kinds: Type.Array(SignalFormSchema),
  flags: Type.Array(TermSchema),
  subjects: Type.Array(TermSchema),
  parts: Type.Array(TermSchema),
})
export type SignalForms = Static<typeof SignalFormsSchema>

export const ImportRunSchema = Type.Object({
  id: Type.String(),
  fileName: Type.String(),
  bytes: Type.Integer(),
  encoding: Type.String(),
  status: Type.Union([Type.Literal('waiting'), Type.Literal('running'), Type.Literal('done'), Type.Literal('failed')]),
  rowsRead: Type.Integer(),
  /** Counted before the first row is taken; null until then. */
  rowsTotal: Nullable(Type.Integer()),
  accepted: Type.Integer(),
  repeated: Type.Integer(),
  corrected: Type.Integer(),
  rejected: Type.Integer(),
  failure: Nullable(BilingualSchema),
  /** What was not read and why: unknown columns, columns left out on purpose. */
  notices: Type.Array(BilingualSchema),
  startedAt: Type.String(),
  endedAt: Nullable(Type.String()),
  by: BilingualSchema,
  source: Nullable(NamedSchema),
  /** Of a workbook. */
  sheet: Nullable(Type.String()),
  /** Version of the column mapping that it was read with; null: by the names of the columns alone. */
  mappingVersion: Nullable(Type.Integer()),
  /** Brought by the watched folder. */
  byFolder: Type.Boolean(),
})
export type ImportRun = Static<typeof ImportRunSchema>
export const ImportListSchema = Type.Object({ rows: Type.Array(ImportRunSchema), next: Nullable(Type.String()) })
export const StartImportQuerySchema = Type.Object({
  source: Type.String({ minLength: 1, maxLength: 64 }),
  name: Type.String({ minLength: 1, maxLength: 200 }),
  /** Of a workbook, if not the first. */
  sheet: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
})

const ColumnChoiceSchema = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 120 }),
  /** Key of the field; null: not to be read. */
  field: Nullable(Type.String({ maxLength: 64 })),
})
export const UploadSchema = Type.Object({
  /** As the preview gave it: sealed, of use to the same officer at the same post, for a day. */
  upload: Type.String({ minLength: 1, maxLength: 20_000 }),
})
export const UploadColumnsSchema = Type.Object({
  upload: UploadSchema.properties.upload,
  /** Every column that is not read as its name says; without this, as the source's files were read last. */
  columns: Type.Optional(Type.Array(ColumnChoiceSchema, { maxItems: 512 })),
})
export const ImportPreviewSchema = Type.Object({
  upload: UploadSchema.properties.upload,
  fileName: Type.String(),
  bytes: Type.Integer(),
  encoding: Type.String(),
  source: Type.String(),
  kind: Type.String(),
  sheet: Nullable(Type.String()),
  sheets: Type.Array(Type.String()),
  columns: Type.Array(
    Type.Object({
      name: Type.String(),
      field: Nullable(Type.String()),
      how: Type.Union([
        Type.Literal('remembered'),
        Type.Literal('chosen'),
        Type.Literal('guessed'),
        Type.Literal('unknown'),
        Type.Literal('left_out'),
      ]),
    }),
  ),
  fields: Type.Array(
    Type.Object({
      key: Type.String(),
      zh: Type.String(),
      en: Type.String(),
      required: Type.Boolean(),
      person: Type.Boolean(),
    }),
  ),
  oneOf: Type.Array(Type.Array(Type.String())),
  /** Of the columns: with any of these the import cannot begin. */
  faults: Type.Array(FieldFaultSchema),
  notices: Type.Array(BilingualSchema),
  /** How the columns differ from those that were mapped before; null where they do not. */
  differs: Nullable(Type.Object({ added: Type.Array(Type.String()), gone: Type.Array(Type.String()) })),
  remembered: Nullable(Type.Object({ version: Type.Integer(), at: Type.String(), by: Nullable(BilingualSchema) })),
  /** What stands in each column, from the first rows. */
  samples: Type.Array(Type.Array(Type.String())),
  /** The first rows as they stand and what they become; none while the columns have faults. */
  rows: Type.Array(
    Type.Object({
      row: Type.Integer(),
      cells: Type.Array(Type.String()),
      title: Nullable(BilingualSchema),
      detail: Nullable(BilingualSchema),
      faults: Type.Array(FieldFaultSchema),
    }),
  ),
  /** Of so many rows from the beginning, so many would be refused. */
  tried: Type.Integer(),
  refused: Type.Integer(),
})
export type ImportPreview = Static<typeof ImportPreviewSchema>
export const InboxViewSchema = Type.Object({
  /** A folder is watched at all. */
  watched: Type.Boolean(),
  /** Acknowledgements are written. */
  answers: Type.Boolean(),
  lastPassAt: Nullable(Type.String()),
  fault: Nullable(BilingualSchema),
  /** Files that named no source, whose they are is not known. */
  turnedAway: Type.Integer(),
  /** Links and the like, which are not followed. */
  leftAlone: Type.Integer(),
  waiting: Type.Array(Type.Object({ fileName: Type.String(), bytes: Type.Integer(), source: NamedSchema })),
  files: Type.Array(
    Type.Object({
      id: Type.String(),
      fileName: Type.String(),
      bytes: Type.Integer(),
      status: Type.Union([Type.Literal('taken'), Type.Literal('done'), Type.Literal('failed')]),
      source: NamedSchema,
      importId: Nullable(Type.String()),
      failure: Nullable(BilingualSchema),
      rejected: Type.Integer(),
      takenAt: Type.String(),
      settledAt: Nullable(Type.String()),
    }),
  ),
})
export type InboxView = Static<typeof InboxViewSchema>
export const StartedImportSchema = Type.Object({ id: Type.String() })
export const PageQuerySchema = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  before: Type.Optional(Type.String({ maxLength: 200 })),
})
export const ImportRejectSchema = Type.Object({
  /** Row of the file, the header being row 1. */
  row: Type.Integer(),
  field: Type.String(),
  message: BilingualSchema,
  line: Type.String(),
})
export type ImportReject = Static<typeof ImportRejectSchema>
export const ImportRejectListSchema = Type.Object({
  rows: Type.Array(ImportRejectSchema),
  next: Nullable(Type.String()),
})
