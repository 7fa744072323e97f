/** Joint assessment, decisions and plan of an incident, as they enter and leave the server. */
import { type Static, Type } from 'typebox'
import { NamedSchema, Nullable, PermissionSchema } from '../warn/public.ts'
import { WORDS } from './scale.ts'

const BilingualSchema = Type.Object({ zh: Type.String(), en: Type.String() })
const IdSchema = Type.String({ format: 'uuid' })
const AgencyIdSchema = Type.String({ maxLength: 41 })
const Instant = Type.String({ format: 'date-time' })
const words = (maxLength: number) => Type.String({ minLength: 1, maxLength })

export const IdParamsSchema = Type.Object({ id: IdSchema })
export const BySchema = Type.Object({ agency: NamedSchema, post: NamedSchema, officer: Nullable(BilingualSchema) })

// ---------------------------------------------------------------- assessment

export const WordSchema = Type.Enum(WORDS)
export const FITS = [-2, -1, 0, 1, 2] as const
export const FitSchema = Type.Union(FITS.map((fit) => Type.Literal(fit)))
export const RELIABILITIES = ['A', 'B', 'C', 'D', 'E', 'F'] as const
export const CREDIBILITIES = ['1', '2', '3', '4', '5', '6'] as const
export const PIECE_KINDS = ['signal', 'evidence', 'task', 'note'] as const

export const BeliefSchema = Type.Object({
  word: WordSchema,
  low: Type.Integer(),
  high: Type.Integer(),
  reason: Type.String(),
  by: BySchema,
  at: Type.String(),
})
export type Belief = Static<typeof BeliefSchema>

export const DissentSchema = Type.Object({
  id: Type.String(),
  words: Type.String(),
  by: BySchema,
  at: Type.String(),
  withdrawn: Nullable(Type.Object({ at: Type.String(), reason: Type.String() })),
  can: Type.Object({ withdraw: PermissionSchema }),
})
export type Dissent = Static<typeof DissentSchema>

export const HypothesisSchema = Type.Object({
  id: Type.String(),
  /** H1, H2, … in the order in which they were put. */
  no: Type.String(),
  statement: Type.String(),
  by: BySchema,
  at: Type.String(),
  /** Oldest first; the last one holds. Empty: nobody has said how likely it is. */
  beliefs: Type.Array(BeliefSchema),
  dissents: Type.Array(DissentSchema),
  /** Over the pieces that the reader may see. */
  column: Type.Object({
    for: Type.Integer(),
    against: Type.Integer(),
    inconsistency: Type.Integer(),
    notCounted: Type.Integer(),
  }),
  can: Type.Object({ move: PermissionSchema, dissent: PermissionSchema }),
})
export type Hypothesis = Static<typeof HypothesisSchema>

export const PieceSchema = Type.Object({
  id: Type.String(),
  /** `withheld`: there is a piece that this reader may not see; its words are what the owner let the members know. */
  kind: Type.Enum([...PIECE_KINDS, 'withheld']),
  words: Type.String(),
  /** What it rests on, where it may be opened. */
  source: Nullable(Type.Object({ id: Type.String(), title: BilingualSchema })),
  reliability: Nullable(Type.Enum(RELIABILITIES)),
  credibility: Nullable(Type.Enum(CREDIBILITIES)),
  counted: Type.Boolean(),
  diagnosticity: Type.Enum(['unrated', 'none', 'low', 'medium', 'high']),
  fits: Type.Array(Type.Object({ hypothesisId: Type.String(), fit: FitSchema, by: BySchema, at: Type.String() })),
  /** Fewer than the members of the incident see it. */
  narrow: Type.Boolean(),
  by: BySchema,
  at: Type.String(),
  can: Type.Object({ rate: PermissionSchema }),
})
export type Piece = Static<typeof PieceSchema>

export const QuestionSchema = Type.Object({
  id: Type.String(),
  words: Type.String(),
  forAgency: NamedSchema,
  dueAt: Nullable(Type.String()),
  by: BySchema,
  at: Type.String(),
  answer: Nullable(Type.Object({ words: Type.String(), by: BySchema, at: Type.String() })),
  can: Type.Object({ answer: PermissionSchema }),
})
export type Question = Static<typeof QuestionSchema>

// ---------------------------------------------------------------- decisions

export const STANCES = ['agree', 'object', 'abstain'] as const
export type Stance = (typeof STANCES)[number]
export const OUTCOMES = ['approved', 'approved_with_conditions', 'returned'] as const
export type Outcome = (typeof OUTCOMES)[number]

export const PositionSchema = Type.Object({
  stance: Type.Enum(STANCES),
  reason: Nullable(Type.String()),
  by: BySchema,
  at: Type.String(),
  /** It said something else before. */
  changed: Type.Boolean(),
})
export type Position = Static<typeof PositionSchema>

export const DecisionSchema = Type.Object({
  id: Type.String(),
  question: Type.String(),
  basis: Type.String(),
  options: Type.Array(Type.String()),
  /** Who may decide, in words. */
  decider: Type.Object({ kind: Type.Enum(['lead', 'commander']), zh: Type.String(), en: Type.String() }),
  dueAt: Type.String(),
  overdue: Type.Boolean(),
  by: BySchema,
  at: Type.String(),
  /** Latest position of each agency that was asked. */
  positions: Type.Array(PositionSchema),
  tally: Type.Object({
    agree: Type.Array(NamedSchema),
    object: Type.Array(NamedSchema),
    abstain: Type.Array(NamedSchema),
    silent: Type.Array(NamedSchema),
  }),
  mine: Nullable(Type.Enum(STANCES)),
  tasks: Type.Array(
    Type.Object({
      option: Nullable(Type.Integer()),
      title: Type.String(),
      agency: NamedSchema,
      minutes: Type.Integer(),
      taskId: Nullable(Type.String()),
    }),
  ),
  decided: Nullable(
    Type.Object({
      outcome: Type.Enum(OUTCOMES),
      chosen: Nullable(Type.Integer()),
      reason: Nullable(Type.String()),
      conditions: Nullable(Type.String()),
      by: BySchema,
      at: Type.String(),
    }),
  ),
  can: Type.Object({ position: PermissionSchema, decide: PermissionSchema }),
})
export type Decision = Static<typeof DecisionSchema>

// ---------------------------------------------------------------- plan

export const AmountSchema = Type.Object({
  amount: Type.Integer({ minimum: 1, maximum: 10_000 }),
  unit: Type.Enum(['minute', 'hour', 'day', 'workingDay']),
})
export const StepSchema = Type.Object({
  /** Of the task it stands for; null for a step that becomes a task when the plan is activated. */
  taskId: Nullable(Type.String()),
  title: BilingualSchema,
  agency: Nullable(Type.String()),
  mandatory: Type.Boolean(),
  due: AmountSchema,
})
export const ResourceSchema = Type.Object({
  name: words(80),
  unit: Type.String({ maxLength: 20 }),
  need: Type.Integer({ minimum: 0, maximum: 100_000 }),
  have: Type.Integer({ minimum: 0, maximum: 100_000 }),
})
export type PlanResource = Static<typeof ResourceSchema>
/** As it is kept. */
export const PlanContentSchema = Type.Object({
  aim: Type.String(),
  steps: Type.Array(StepSchema),
  resources: Type.Array(ResourceSchema),
})
export type PlanContent = Static<typeof PlanContentSchema>

/** A step beyond the tasks that the duties gave. */
export const PlannedStepSchema = Type.Object({
  title: words(200),
  agency: Nullable(AgencyIdSchema),
  mandatory: Type.Boolean(),
  minutes: Type.Integer({ minimum: 1, maximum: 43_200 }),
})

export const ChangeSchema = Type.Object({
  what: Type.Enum(['aim', 'step', 'resource']),
  how: Type.Enum(['added', 'removed', 'changed']),
  name: BilingualSchema,
  before: Nullable(BilingualSchema),
  after: Nullable(BilingualSchema),
})
export type Change = Static<typeof ChangeSchema>

export const PlanSchema = Type.Object({
  id: Type.String(),
  version: Type.Integer(),
  state: Type.Enum(['draft', 'active', 'superseded']),
  aim: Type.String(),
  steps: Type.Array(
    Type.Object({
      ...StepSchema.properties,
      agency: Nullable(NamedSchema),
      /** Mandatory, and nobody who can act answers for it: why. */
      unassigned: Nullable(BilingualSchema),
      settled: Type.Boolean(),
    }),
  ),
  resources: Type.Array(ResourceSchema),
  by: BySchema,
  at: Type.String(),
  activated: Nullable(Type.Object({ by: BySchema, at: Type.String() })),
  /** Against the version before it. */
  changes: Type.Array(ChangeSchema),
  can: Type.Object({ activate: PermissionSchema }),
})
export type Plan = Static<typeof PlanSchema>

// ---------------------------------------------------------------- the answer

export const DeliberationSchema = Type.Object({
  scale: Type.Array(
    Type.Object({ word: WordSchema, zh: Type.String(), en: Type.String(), low: Type.Integer(), high: Type.Integer() }),
  ),
  scaleSource: BilingualSchema,
  hypotheses: Type.Array(HypothesisSchema),
  /** The most telling first. */
  pieces: Type.Array(PieceSchema),
  questions: Type.Array(QuestionSchema),
  /** What the reader may decide first, then what waits for its agency, then the rest; decided ones newest first. */
  decisions: Type.Array(DecisionSchema),
  /** Newest version first. */
  plans: Type.Array(PlanSchema),
  /** What a new version would start from. */
  planDraft: Type.Object({
    aim: Type.String(),
    resources: Type.Array(ResourceSchema),
    steps: Type.Array(PlannedStepSchema),
    tasks: Type.Integer(),
  }),
  /** Whom a question, a step or a task may be given to. */
  agencies: Type.Array(NamedSchema),
  /** What a piece may rest on. */
  sources: Type.Array(
    Type.Object({
      kind: Type.Enum(['signal', 'evidence', 'task']),
      id: Type.String(),
      title: BilingualSchema,
      /** The caller's agency owns it and may let the members know that it exists. */
      own: Type.Boolean(),
    }),
  ),
  can: Type.Object({ work: PermissionSchema, plan: PermissionSchema }),
})
export type Deliberation = Static<typeof DeliberationSchema>

// ---------------------------------------------------------------- what comes in

export const PutHypothesisSchema = Type.Object({ statement: words(500) })
export const MoveBeliefSchema = Type.Object({
  word: WordSchema,
  low: Type.Integer({ minimum: 0, maximum: 100 }),
  high: Type.Integer({ minimum: 0, maximum: 100 }),
  reason: words(2000),
})
export const DissentBodySchema = Type.Object({ words: words(2000) })
export const ReasonBodySchema = Type.Object({ reason: words(2000) })
export const WeighPieceSchema = Type.Object({
  kind: Type.Enum(PIECE_KINDS),
  sourceId: Type.Optional(Nullable(IdSchema)),
  words: words(2000),
  reliability: Type.Enum(RELIABILITIES),
  credibility: Type.Enum(CREDIBILITIES),
  fits: Type.Array(Type.Object({ hypothesisId: IdSchema, fit: FitSchema }), { maxItems: 30 }),
  /** Lets all members know that there is a piece they may not see, in these words. Only the owner of the signal may. */
  announce: Type.Optional(Nullable(Type.String({ maxLength: 200 }))),
})
export type WeighPiece = Static<typeof WeighPieceSchema>
export const RatePieceSchema = Type.Object({ hypothesisId: IdSchema, fit: FitSchema })
export const AskQuestionSchema = Type.Object({
  words: words(500),
  forAgency: AgencyIdSchema,
  dueAt: Type.Optional(Nullable(Instant)),
})
export const AnswerSchema = Type.Object({ answer: words(2000) })

export const AskDecisionSchema = Type.Object({
  question: words(300),
  basis: words(2000),
  options: Type.Array(words(300), { minItems: 1, maxItems: 6 }),
  dueAt: Instant,
  tasks: Type.Array(
    Type.Object({
      option: Nullable(Type.Integer({ minimum: 0, maximum: 5 })),
      title: words(200),
      forAgency: AgencyIdSchema,
      minutes: Type.Integer({ minimum: 1, maximum: 43_200 }),
    }),
    { maxItems: 12 },
  ),
})
export type AskDecision = Static<typeof AskDecisionSchema>
export const TakePositionSchema = Type.Object({
  stance: Type.Enum(STANCES),
  reason: Type.Optional(Nullable(Type.String({ maxLength: 2000 }))),
})
export const DecideSchema = Type.Object({
  outcome: Type.Enum(OUTCOMES),
  chosen: Type.Optional(Nullable(Type.Integer({ minimum: 0, maximum: 5 }))),
  reason: Type.Optional(Nullable(Type.String({ maxLength: 2000 }))),
  conditions: Type.Optional(Nullable(Type.String({ maxLength: 2000 }))),
})
export type DecideBody = Static<typeof DecideSchema>

export const DraftPlanSchema = Type.Object({
  aim: Type.String({ minLength: 1, maxLength: 500 }),
  resources: Type.Array(ResourceSchema, { maxItems: 40 }),
  steps: Type.Array(PlannedStepSchema, { maxItems: 40 }),
})
export type DraftPlan = Static<typeof DraftPlanSchema>
