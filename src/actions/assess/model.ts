/** Assessments as they leave the server: level, reasons with points, what is unknown, how old the data are. */
import { type Static, Type } from 'typebox'

export const BilingualSchema = Type.Object({ zh: Type.String(), en: Type.String() })
const NamedSchema = Type.Object({ id: Type.String(), zh: Type.String(), en: Type.String() })
const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()])

/** 0 nothing found, 1 low, 2 medium, 3 high; null: unknown, because evidence is missing. Unknown is never low. */
export const LevelSchema = Nullable(Type.Integer({ minimum: 0, maximum: 3 }))
export type Level = Static<typeof LevelSchema>

/** What a list shows of an assessment. */
export const AssessmentBriefSchema = Type.Object({
  id: Type.String(),
  level: LevelSchema,
  riskType: Nullable(NamedSchema),
  needsPerson: Type.Boolean(),
  /** The weightiest reason, or what is unknown, in one sentence. */
  reason: BilingualSchema,
})
export type AssessmentBrief = Static<typeof AssessmentBriefSchema>

export const ReasonSchema = Type.Object({
  rule: Type.String(),
  zh: Type.String(),
  en: Type.String(),
  points: Type.Number(),
  /** What was compared: the fields the rule read with their values. */
  value: BilingualSchema,
  /** Where the rule comes from, or "judgement, not validated". */
  source: BilingualSchema,
})
export type Reason = Static<typeof ReasonSchema>

/** What is missing: its name, and in a sentence what follows from that. */
export const UnknownSchema = Type.Object({
  field: Type.String(),
  name: BilingualSchema,
  /** What the rules that need it could add at most; null where the assessment did not keep that. */
  points: Nullable(Type.Number()),
  zh: Type.String(),
  en: Type.String(),
})
export type Unknown = Static<typeof UnknownSchema>

const MatrixLevelSchema = Nullable(
  Type.Object({ level: Type.Integer({ minimum: 1, maximum: 4 }), ...BilingualSchema.properties }),
)

/** Likelihood × consequence of the heaviest risk of a domain. */
export const DomainRiskSchema = Type.Object({
  domain: NamedSchema,
  risk: NamedSchema,
  points: Type.Number(),
  /** Percent, and what missing fields could make of it. */
  likelihood: Type.Object({ percent: Type.Number(), high: Type.Number(), ...BilingualSchema.properties }),
  /** 1 to 5, its word, why so for this risk, and where that comes from. */
  consequence: Type.Object({
    score: Type.Integer(),
    ...BilingualSchema.properties,
    why: BilingualSchema,
    source: BilingualSchema,
  }),
  /** Null: unknown. Rules ask about it and what they need is missing. */
  level: MatrixLevelSchema,
  /** What the level could become if what is missing came. */
  levelHigh: MatrixLevelSchema,
})
export type DomainRisk = Static<typeof DomainRiskSchema>

export const AssessmentSchema = Type.Object({
  ...AssessmentBriefSchema.properties,
  /** Sum of the reasons' points; null where the level is unknown. */
  score: Nullable(Type.Number()),
  reasons: Type.Array(ReasonSchema),
  unknowns: Type.Array(UnknownSchema),
  /** What is proven, and what the level could become if what is missing came; null where that was not kept. */
  range: Nullable(Type.Object({ low: Type.Integer(), high: Type.Integer() })),
  domains: Type.Array(DomainRiskSchema),
  /** How likelihood and level are made, and where that comes from. */
  matrix: Type.Object({ basis: BilingualSchema, source: BilingualSchema }),
  engine: Type.String(),
  /** The table it was judged by, by its name. */
  engineName: BilingualSchema,
  engineVersion: Type.Integer(),
  assessedAt: Type.String(),
  /** Whole days between what the signal is about and its assessment; negative when it lies ahead. */
  dataAgeDays: Type.Integer(),
  dataAge: BilingualSchema,
  /** True when fields that only a part of the audience may see were used: this form is for you, others see a narrower one. */
  usesParts: Type.Boolean(),
})
export type Assessment = Static<typeof AssessmentSchema>
