/** Decision tables as they leave and enter the server. */
import { type Static, Type } from 'typebox'

export const BilingualSchema = Type.Object({ zh: Type.String(), en: Type.String() })
export const NamedSchema = Type.Object({ id: Type.String(), zh: Type.String(), en: Type.String() })
const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()])

/** `true`, or in both languages why not. */
export const PermissionSchema = Type.Union([Type.Literal(true), BilingualSchema])
export type Permission = Static<typeof PermissionSchema>

/** Where a version stands at an instant. */
export const PHASES = ['draft', 'proposed', 'scheduled', 'in_force', 'superseded', 'retired', 'withdrawn'] as const
export const PhaseSchema = Type.Enum(PHASES)
export type Phase = Static<typeof PhaseSchema>

export const VersionSchema = Type.Object({
  id: Type.String(),
  version: Type.Integer(),
  phase: PhaseSchema,
  rules: Type.Integer(),
  effectiveFrom: Nullable(Type.String()),
  effectiveTo: Nullable(Type.String()),
  /** Null: came with the platform. */
  author: Nullable(Type.Object({ agency: NamedSchema, officer: Nullable(BilingualSchema) })),
  changedAt: Type.String(),
  /** The caller's own. */
  mine: Type.Boolean(),
})
export type Version = Static<typeof VersionSchema>

export const KindRowSchema = Type.Object({
  kind: NamedSchema,
  current: Nullable(VersionSchema),
  /** Approved for later. */
  next: Nullable(VersionSchema),
  /** Drafts and proposals, newest first. */
  open: Type.Array(VersionSchema),
  risks: Type.Integer(),
})
export type KindRow = Static<typeof KindRowSchema>
export const KindListSchema = Type.Object({
  rows: Type.Array(KindRowSchema),
  can: Type.Object({ draft: PermissionSchema }),
})
export type KindList = Static<typeof KindListSchema>

export const RuleViewSchema = Type.Object({
  id: Type.String(),
  zh: Type.String(),
  en: Type.String(),
  points: Type.Number(),
  risk: NamedSchema,
  domain: NamedSchema,
  /** Where the signal names the risk: the field. */
  riskFrom: Nullable(BilingualSchema),
  /** Each condition in words; all must hold. */
  conditions: Type.Array(BilingualSchema),
  source: BilingualSchema,
  off: Type.Boolean(),
  /** Reads fields that only a part of the audience sees. */
  usesParts: Type.Boolean(),
})
export type RuleView = Static<typeof RuleViewSchema>

export const FieldViewSchema = Type.Object({
  name: Type.String(),
  zh: Type.String(),
  en: Type.String(),
  type: Type.String(),
  restricted: Type.Boolean(),
  /** How it may be compared. */
  operators: Type.Array(Type.String()),
  codes: Type.Array(NamedSchema),
})
export type FieldView = Static<typeof FieldViewSchema>

const PersonSchema = Type.Object({
  agency: NamedSchema,
  post: NamedSchema,
  officer: Nullable(BilingualSchema),
  at: Type.String(),
})

export const TableSchema = Type.Object({
  ...VersionSchema.properties,
  kind: NamedSchema,
  title: BilingualSchema,
  note: BilingualSchema,
  reason: Type.String(),
  hitPolicy: Type.Union([Type.Literal('collect'), Type.Literal('first')]),
  levels: Type.Object({
    low: Type.Number(),
    medium: Type.Number(),
    high: Type.Number(),
    source: BilingualSchema,
  }),
  drafted: Nullable(PersonSchema),
  proposedAt: Nullable(Type.String()),
  decided: Nullable(Type.Object({ ...PersonSchema.properties, note: Nullable(Type.String()) })),
  retired: Nullable(
    Type.Object({ agency: NamedSchema, post: NamedSchema, officer: Nullable(BilingualSchema), reason: Type.String() }),
  ),
  edit: Type.Integer(),
  rulesInWords: Type.Array(RuleViewSchema),
  /** For the editor: what it may pick, and the content it changes. */
  fields: Type.Array(FieldViewSchema),
  ranges: Type.Array(NamedSchema),
  content: Type.Unknown(),
  /** The version it was made from, where it is there. */
  basedOn: Nullable(Type.Object({ id: Type.String(), version: Type.Integer() })),
  /** What it would replace. */
  current: Nullable(Type.Object({ id: Type.String(), version: Type.Integer() })),
  versions: Type.Array(VersionSchema),
  can: Type.Object({
    draft: PermissionSchema,
    edit: PermissionSchema,
    propose: PermissionSchema,
    approve: PermissionSchema,
    sendBack: PermissionSchema,
    withdraw: PermissionSchema,
    retire: PermissionSchema,
  }),
})
export type Table = Static<typeof TableSchema>

export const FoundRuleSchema = Type.Object({ tableId: Type.String(), kind: NamedSchema, rule: RuleViewSchema })
export type FoundRule = Static<typeof FoundRuleSchema>
export const FoundRulesSchema = Type.Object({ rows: Type.Array(FoundRuleSchema), count: Type.Integer() })

export const DifferenceSchema = Type.Object({
  what: Type.Union([Type.Literal('added'), Type.Literal('removed'), Type.Literal('changed'), Type.Literal('table')]),
  /** Of the rule, or of the table. */
  title: BilingualSchema,
  /** What became of what, in words. */
  lines: Type.Array(BilingualSchema),
})
export type Difference = Static<typeof DifferenceSchema>
export const DiffSchema = Type.Object({
  from: Nullable(Type.Object({ id: Type.String(), version: Type.Integer() })),
  to: Type.Object({ id: Type.String(), version: Type.Integer() }),
  rows: Type.Array(DifferenceSchema),
})
export type Diff = Static<typeof DiffSchema>

const JudgedSchema = Type.Object({
  level: Nullable(Type.Integer({ minimum: 0, maximum: 3 })),
  needsPerson: Type.Boolean(),
  score: Nullable(Type.Number()),
  reasons: Type.Array(Type.Object({ zh: Type.String(), en: Type.String(), points: Type.Number() })),
})
export type Judged = Static<typeof JudgedSchema>

export const PreviewRowSchema = Type.Object({
  signal: Type.Object({ id: Type.String(), zh: Type.String(), en: Type.String() }),
  receivedAt: Type.String(),
  direction: Type.Union([
    Type.Literal('up'),
    Type.Literal('down'),
    Type.Literal('unknown'),
    Type.Literal('known'),
    Type.Literal('reasons'),
  ]),
  before: JudgedSchema,
  after: JudgedSchema,
})
export type PreviewRow = Static<typeof PreviewRowSchema>

export const PreviewSchema = Type.Object({
  /** Version that judges now, and the one that is tried. */
  against: Type.Integer(),
  version: Type.Integer(),
  asked: Type.Integer(),
  looked: Type.Integer(),
  oldest: Nullable(Type.String()),
  up: Type.Integer(),
  down: Type.Integer(),
  becameUnknown: Type.Integer(),
  becameKnown: Type.Integer(),
  /** Same level, other reasons. */
  otherReasons: Type.Integer(),
  needsPerson: Type.Object({ before: Type.Integer(), after: Type.Integer() }),
  /** Those that change, level changes first; at most 200. */
  rows: Type.Array(PreviewRowSchema),
  /** Signals whose restricted fields the caller does not see: judged by what is seen. */
  withoutParts: Type.Integer(),
})
export type Preview = Static<typeof PreviewSchema>

const IdSchema = Type.String({ format: 'uuid' })
export const TableIdSchema = Type.Object({ id: IdSchema })
export const SearchQuerySchema = Type.Object({ q: Type.String({ minLength: 1, maxLength: 100 }) })
export const DiffQuerySchema = Type.Object({ against: Type.Optional(IdSchema) })
export const PreviewQuerySchema = Type.Object({
  signals: Type.Optional(Type.Integer({ minimum: 100, maximum: 5000, default: 500 })),
})
export const NewDraftSchema = Type.Object({ from: IdSchema })
export const SaveSchema = Type.Object({ edit: Type.Integer({ minimum: 1 }), content: Type.Unknown() })
export const ImportSchema = Type.Object({ content: Type.Unknown() })
export const ProposeSchema = Type.Object({
  reason: Type.String({ minLength: 1, maxLength: 1000 }),
  effectiveFrom: Nullable(Type.String({ format: 'date-time' })),
})
export const ApproveSchema = Type.Object({ note: Type.Optional(Type.String({ maxLength: 1000 })) })
export const ReturnSchema = Type.Object({ note: Type.String({ minLength: 1, maxLength: 1000 }) })
export const RetireSchema = Type.Object({ reason: Type.String({ minLength: 1, maxLength: 1000 }) })
export const CreatedSchema = Type.Object({ id: Type.String() })
