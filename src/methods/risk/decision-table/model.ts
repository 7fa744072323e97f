/**
 * The form of a decision table: typed fields, conditions, rules with points, level thresholds. A table is data, versioned;
 * the schema here is its validator. Hit policies: "collect", every rule whose conditions all hold adds its points; "first",
 * only the first such rule counts, and points fall down the table, so that a hit further up never makes a record look safer.
 */
import { type Static, Type } from 'typebox'

const Bilingual = { zh: Type.String({ minLength: 1 }), en: Type.String({ minLength: 1 }) }
const Source = Type.Object(Bilingual)

/** `code`: a short text from a list; `text`: free text, of which only the words that a rule names are ever kept. */
export const FieldTypeSchema = Type.Union([
  Type.Literal('number'),
  Type.Literal('code'),
  Type.Literal('text'),
  Type.Literal('boolean'),
  Type.Literal('list'),
])
export type FieldType = Static<typeof FieldTypeSchema>

export const FieldSpecSchema = Type.Object({
  ...Bilingual,
  type: FieldTypeSchema,
  /** The part of the record it belongs to, with an audience of its own; null: everyone who sees the record. */
  part: Type.Union([Type.String(), Type.Null()]),
  /** Without it nothing can be said: the level is unknown. */
  required: Type.Boolean(),
})

const Scalar = Type.Union([Type.String({ minLength: 1 }), Type.Number(), Type.Boolean()])
const Words = Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { minItems: 1, maxItems: 500 })
export const ConditionSchema = Type.Union([
  Type.Object({ field: Type.String(), op: Type.Union([Type.Literal('eq'), Type.Literal('ne')]), value: Scalar }),
  Type.Object({
    field: Type.String(),
    op: Type.Union([Type.Literal('lt'), Type.Literal('lte'), Type.Literal('gt'), Type.Literal('gte')]),
    value: Type.Number(),
  }),
  /** On a code: is it one of them, does it begin with one of them. On a list: does any of its members. */
  Type.Object({
    field: Type.String(),
    op: Type.Union([
      Type.Literal('in'),
      Type.Literal('notIn'),
      Type.Literal('startsWith'),
      Type.Literal('notStartsWith'),
    ]),
    value: Words,
  }),
  /** Free text holds one of these words, upper and lower case alike. */
  Type.Object({
    field: Type.String(),
    op: Type.Union([Type.Literal('contains'), Type.Literal('notContains')]),
    value: Words,
  }),
  /** `value` names another field. */
  Type.Object({
    field: Type.String(),
    op: Type.Union([Type.Literal('sameAs'), Type.Literal('differsFrom')]),
    value: Type.String(),
  }),
  /** `value` names a range table; `factor` multiplies the bound. A key that the table does not have is missing evidence. */
  Type.Object({
    field: Type.String(),
    op: Type.Union([Type.Literal('belowRange'), Type.Literal('aboveRange')]),
    value: Type.String(),
    factor: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
  }),
  /** The only conditions that a missing field satisfies or refutes instead of leaving open. */
  Type.Object({ field: Type.String(), op: Type.Union([Type.Literal('missing'), Type.Literal('present')]) }),
])
export type Condition = Static<typeof ConditionSchema>

export const RuleSchema = Type.Object({
  id: Type.String({ pattern: '^[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)+$' }),
  riskType: Type.String(),
  /** A code field that names the risk type of a hit; `riskType` then stands where it names none. */
  riskFrom: Type.Optional(Type.String()),
  /** Kept in the table and not evaluated. */
  off: Type.Optional(Type.Literal(true)),
  /** What a hit adds; never negative, so that another finding cannot make a record look safer. */
  points: Type.Number({ exclusiveMinimum: 0, maximum: 100 }),
  ...Bilingual,
  /** All must hold. */
  when: Type.Array(ConditionSchema, { minItems: 1 }),
  /** Where it comes from, or "judgement, not validated". */
  source: Source,
})
export type Rule = Static<typeof RuleSchema>

export const RangeTableSchema = Type.Object({
  ...Bilingual,
  /** The field whose value picks the range. */
  key: Type.String(),
  source: Source,
  values: Type.Record(Type.String(), Type.Tuple([Type.Number(), Type.Number()])),
})

export const DecisionTableSchema = Type.Object({
  id: Type.String(),
  version: Type.Integer({ minimum: 1 }),
  ...Bilingual,
  kind: Type.String(),
  noteZh: Type.String(),
  noteEn: Type.String(),
  hitPolicy: Type.Union([Type.Literal('collect'), Type.Literal('first')]),
  /** Version of the consequences that its risks are weighed by; 1 unless told. */
  consequences: Type.Optional(Type.Integer({ minimum: 1 })),
  fields: Type.Record(Type.String(), FieldSpecSchema),
  ranges: Type.Record(Type.String(), RangeTableSchema),
  /** Least score of levels 1, 2 and 3; below `low` nothing was found. */
  levels: Type.Object({
    source: Source,
    low: Type.Number({ exclusiveMinimum: 0 }),
    medium: Type.Number(),
    high: Type.Number(),
    needsPersonFrom: Type.Integer({ minimum: 1, maximum: 3 }),
  }),
  rules: Type.Array(RuleSchema, { minItems: 1 }),
})
export type DecisionTable = Static<typeof DecisionTableSchema>

/** A value of a field; undefined, null, '', the empty list and a number that is not finite are missing. */
export type FieldValue = string | number | boolean | readonly string[] | null | undefined
export type Evidence = Readonly<Record<string, FieldValue>>

/** 0 nothing found, 1 low, 2 medium, 3 high; null: unknown. */
export type RiskLevel = 0 | 1 | 2 | 3 | null

export type Outcome = {
  /** Points of all hits, or of the one that counts. */
  score: number
  /** Points of rules that could not be decided because a field is missing. */
  openPoints: number
  /** What is proven, and what it could become if every open rule held. */
  proven: 0 | 1 | 2 | 3
  possible: 0 | 1 | 2 | 3
  level: RiskLevel
  needsPerson: boolean
  /** Indexes into the table's rules, in its order. */
  hits: readonly number[]
  /** Rules that a missing field leaves open. */
  open: readonly number[]
  /** Fields that were missing where a rule needed them and no other condition refuted it. */
  missing: readonly string[]
  /** Of the weightiest hit (points summed per type); null without a hit. */
  riskType: string | null
}

/** An outcome per audience: over the fields that everyone sees, and over all fields when that says more. */
export type Outcomes = { shared: Outcome; full: Outcome | null }
