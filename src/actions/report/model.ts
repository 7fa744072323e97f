/** Reports of an incident as they enter and leave the server. */
import { type Static, Type } from 'typebox'
import { NamedSchema, Nullable, PermissionSchema } from '../warn/public.ts'
import { KINDS } from './templates.ts'

const BilingualSchema = Type.Object({ zh: Type.String(), en: Type.String() })
const IdSchema = Type.String({ format: 'uuid' })
export const IdParamsSchema = Type.Object({ id: IdSchema })
export const KindSchema = Type.Enum(KINDS)
export const LocaleSchema = Type.Enum(['zh', 'en'])
const BySchema = Type.Object({ agency: NamedSchema, post: NamedSchema, officer: Nullable(BilingualSchema) })

/** A section as it is kept, in the language of the report. A table comes from the record and is not edited. */
export const SectionSchema = Type.Object({
  key: Type.String(),
  title: Type.String(),
  hint: Type.String(),
  required: Type.Boolean(),
  form: Type.Enum(['text', 'table']),
  /** What the record gave when it was drafted; empty where a person writes from nothing. */
  generated: Type.String(),
  text: Type.String(),
  head: Type.Array(Type.String()),
  rows: Type.Array(Type.Array(Type.String())),
})
export type Section = Static<typeof SectionSchema>

/** As it is kept: what stood in the room when it was drafted, so that a signed report never changes under its reader. */
export const ContentSchema = Type.Object({
  incident: Type.Object({ no: Type.String(), title: Type.String(), riskType: Type.String(), place: Type.String() }),
  demo: Type.Boolean(),
  sections: Type.Array(SectionSchema),
})
export type Content = Static<typeof ContentSchema>

/** The one model that the page, Word and PDF are made from, in order. */
export const BlockSchema = Type.Union([
  Type.Object({ kind: Type.Literal('notice'), text: Type.String() }),
  Type.Object({ kind: Type.Literal('title'), text: Type.String() }),
  Type.Object({ kind: Type.Literal('facts'), rows: Type.Array(Type.Array(Type.String())) }),
  /** `mark`: written by a person, taken from the record, or taken and then changed. */
  Type.Object({ kind: Type.Literal('heading'), text: Type.String(), mark: Type.String() }),
  Type.Object({ kind: Type.Literal('paragraph'), text: Type.String() }),
  Type.Object({
    kind: Type.Literal('table'),
    head: Type.Array(Type.String()),
    rows: Type.Array(Type.Array(Type.String())),
  }),
  Type.Object({ kind: Type.Literal('note'), text: Type.String() }),
])
export type Block = Static<typeof BlockSchema>

export const DueSchema = Type.Object({
  at: Type.String(),
  kind: Type.Enum(['statutory_numeric', 'statutory_immediate', 'statutory_prompt', 'local_default']),
  amount: Nullable(Type.Object({ amount: Type.Integer(), unit: Type.String() })),
  basis: Nullable(BilingualSchema),
})
export type DueView = Static<typeof DueSchema>

export const ReportRowSchema = Type.Object({
  id: Type.String(),
  kind: KindSchema,
  locale: LocaleSchema,
  /** `2026-00042/02`, once it is signed. */
  no: Nullable(Type.String()),
  by: BySchema,
  at: Type.String(),
  due: Nullable(DueSchema),
  signed: Nullable(Type.Object({ by: BySchema, at: Type.String(), late: Type.Boolean() })),
  corrects: Nullable(Type.Object({ id: Type.String(), no: Type.String() })),
  correctedBy: Type.Array(Type.Object({ id: Type.String(), no: Type.String() })),
  /** Required sections that are filled. */
  filled: Type.Integer(),
  required: Type.Integer(),
  receipts: Type.Array(
    Type.Object({ agency: NamedSchema, openedAt: Nullable(Type.String()), openedBy: Nullable(BySchema) }),
  ),
  /** It was sent to the caller's agency, which has not opened it. */
  unopened: Type.Boolean(),
  can: Type.Object({
    edit: PermissionSchema,
    sign: PermissionSchema,
    discard: PermissionSchema,
    correct: PermissionSchema,
  }),
})
export type ReportRow = Static<typeof ReportRowSchema>

export const ReportSchema = Type.Object({
  ...ReportRowSchema.properties,
  incidentId: Type.String(),
  sections: Type.Array(
    Type.Object({ ...SectionSchema.properties, origin: Type.Enum(['generated', 'edited', 'typed', 'empty']) }),
  ),
  document: Type.Array(BlockSchema),
})
export type Report = Static<typeof ReportSchema>

export const ReportListSchema = Type.Object({
  /** Drafts first, then newest first. */
  rows: Type.Array(ReportRowSchema),
  /** What the reader's agency, or the room, should report next. */
  expected: Type.Array(
    Type.Object({
      kind: Type.Enum(['initial', 'follow_up', 'final']),
      due: DueSchema,
      state: Type.Enum(['waiting', 'missed']),
    }),
  ),
  counts: Type.Object({
    signed: Type.Integer(),
    late: Type.Integer(),
    missed: Type.Integer(),
    corrected: Type.Integer(),
    filled: Type.Integer(),
    required: Type.Integer(),
  }),
  can: Type.Object({ draft: PermissionSchema }),
})
export type ReportList = Static<typeof ReportListSchema>

export const DraftReportSchema = Type.Object({
  kind: KindSchema,
  locale: LocaleSchema,
  /** For a correction: the signed report that it corrects. */
  corrects: Type.Optional(Nullable(IdSchema)),
})
export type DraftReport = Static<typeof DraftReportSchema>
export const EditReportSchema = Type.Object({
  sections: Type.Array(Type.Object({ key: Type.String({ maxLength: 40 }), text: Type.String({ maxLength: 20_000 }) }), {
    maxItems: 20,
  }),
})
export type EditReport = Static<typeof EditReportSchema>
