/** Compound assessments as they leave the server. */
import { type Static, Type } from 'typebox'
import { LevelSchema } from '../assess/public.ts'
import { BilingualSchema, NamedSchema, Nullable } from '../warn/public.ts'

const BandSchema = Type.Array(Type.Number(), { minItems: 3, maxItems: 3 })

export const FactorSchema = Type.Object({
  name: BilingualSchema,
  signalId: Type.String(),
  /** Of the signal; its kind in words where the signal itself cannot be read any more. */
  title: BilingualSchema,
  riskType: NamedSchema,
  level: LevelSchema,
  at: Type.String(),
  ageHours: Type.Number(),
  /** Share of its weight that age has left. */
  weight: Type.Number(),
  likelihood: BandSchema,
  /** In log-odds. */
  contribution: Type.Number(),
  /** Further signals on the same side. */
  others: Type.Integer(),
  halfLifeHours: Type.Number(),
})

export const CompoundSchema = Type.Object({
  id: Type.String(),
  interaction: NamedSchema,
  why: BilingualSchema,
  level: LevelSchema,
  /** Lowest, usual, highest. */
  likelihood: BandSchema,
  riskType: NamedSchema,
  port: Type.String(),
  place: Type.String(),
  sentence: BilingualSchema,
  sensitivity: BilingualSchema,
  a: FactorSchema,
  b: FactorSchema,
  /** Log-odds without evidence, and what the interaction adds: with both contributions they sum to the likelihood's log-odds. */
  start: Type.Number(),
  uplift: Type.Number(),
  independent: Type.Number(),
  missing: Type.Array(BilingualSchema),
  windowHours: Type.Number(),
  source: BilingualSchema,
  raisedAt: Type.String(),
  assessedAt: Type.String(),
  endedAt: Nullable(Type.String()),
})
export type Compound = Static<typeof CompoundSchema>
export type CompoundFactor = Static<typeof FactorSchema>

export const CompoundListSchema = Type.Object({ rows: Type.Array(CompoundSchema) })
export type CompoundList = Static<typeof CompoundListSchema>
export const CompoundQuerySchema = Type.Object({
  /** Only those that rest on this signal now. */
  signalId: Type.Optional(Type.String({ format: 'uuid' })),
  state: Type.Optional(Type.Union([Type.Literal('open'), Type.Literal('all')])),
})
export const CompoundIdSchema = Type.Object({ id: Type.String({ format: 'uuid' }) })
