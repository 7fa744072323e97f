/** Duties and deadlines: who leads, who supports, what is due when, and on what basis. */
import { type Static, Type } from 'typebox'
import type { Amount } from '../reference/public.ts'

const BilingualSchema = Type.Object({ zh: Type.String(), en: Type.String() })
const NamedSchema = Type.Object({ id: Type.String(), zh: Type.String(), en: Type.String() })
const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()])

export const PLACES = ['sea', 'air', 'land', 'rail'] as const
export type Place = (typeof PLACES)[number]
export const PlaceSchema = Type.Union(PLACES.map((place) => Type.Literal(place)))
export type Jurisdiction = 'CN' | 'INT'
export const JurisdictionSchema = Type.Union([Type.Literal('CN'), Type.Literal('INT')])

/** Only `statutory_numeric` is law's own number; the others are local defaults and are never shown as law. */
export const DEADLINE_KINDS = ['statutory_numeric', 'statutory_immediate', 'statutory_prompt', 'local_default'] as const
export type DeadlineKind = (typeof DEADLINE_KINDS)[number]
export const AmountSchema = Type.Object({
  amount: Type.Integer({ minimum: 1 }),
  unit: Type.Union([Type.Literal('minute'), Type.Literal('hour'), Type.Literal('day'), Type.Literal('workingDay')]),
})

/** A task as the duty matrix generates it: `generate` of data/check.mjs, and the deadline that binds it. */
export type GeneratedTask = {
  template: string
  agency: string
  phase: string
  due: Amount
  kind: DeadlineKind
  trigger: string
  /** The deadline whose clock it is; null for a local default of the template. */
  deadline: string | null
  unowned: boolean
  conditional: boolean
}

export const BasisSchema = Type.Object({
  instrument: Type.String(),
  zh: Type.String(),
  en: Type.String(),
  articles: Type.Array(Type.String()),
  verification: Type.String(),
  /** The instrument may have been replaced since its text was read. */
  review: Type.Boolean(),
})
export type Basis = Static<typeof BasisSchema>

export const DutyConflictSchema = Type.Object({
  kind: Type.Union([Type.Literal('two_leads'), Type.Literal('no_lead'), Type.Literal('owned_and_unowned')]),
  zh: Type.String(),
  en: Type.String(),
  rows: Type.Array(Type.String()),
})
export type DutyConflict = Static<typeof DutyConflictSchema>

export const TaskPreviewSchema = Type.Object({
  template: Type.String(),
  title: BilingualSchema,
  evidence: BilingualSchema,
  agency: NamedSchema,
  phase: Type.String(),
  due: AmountSchema,
  kind: Type.String(),
  trigger: NamedSchema,
  deadline: Nullable(Type.String()),
  basis: Nullable(BasisSchema),
  unowned: Type.Boolean(),
  conditional: Type.Boolean(),
})
export type TaskPreview = Static<typeof TaskPreviewSchema>

export const ResolvedDutySchema = Type.Object({
  riskType: NamedSchema,
  place: Type.String(),
  jurisdiction: Type.String(),
  row: Nullable(Type.String()),
  lead: Nullable(NamedSchema),
  support: Type.Array(NamedSchema),
  inform: Type.Array(NamedSchema),
  basis: Type.Array(BasisSchema),
  confidence: Type.String(),
  /** Instruments of the row that may have been replaced, and whether a lawyer must look. */
  reviewFlags: Type.Object({ legalReviewRequired: Type.Boolean(), instruments: Type.Array(Type.String()) }),
  /** Set when nobody owns the risk here: the interim lead and why. */
  unowned: Nullable(Type.Object({ reason: BilingualSchema })),
  conflicts: Type.Array(DutyConflictSchema),
  tasks: Type.Array(TaskPreviewSchema),
})
export type ResolvedDuty = Static<typeof ResolvedDutySchema>

export const ResolveQuerySchema = Type.Object({
  risk: Type.String({ maxLength: 80 }),
  place: PlaceSchema,
  jurisdiction: Type.Optional(JurisdictionSchema),
})
