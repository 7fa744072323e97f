/** After-action reviews as they enter and leave the server: figures from the record, findings, and what is changed because of them. */
import { type Static, Type } from 'typebox'
import { DEADLINE_KINDS } from '../../environment/duties/public.ts'
import { BilingualSchema, NamedSchema, Nullable, PermissionSchema, WarningLevelSchema } from '../warn/public.ts'

export const FINDING_KINDS = ['information', 'duty', 'resource', 'procedure', 'training', 'system'] as const
export type FindingKind = (typeof FINDING_KINDS)[number]
export const CHANGE_KINDS = ['plan', 'rule', 'duty', 'training', 'resource'] as const
export type ChangeKind = (typeof CHANGE_KINDS)[number]
export const ACTION_STATES = ['open', 'accepted', 'declined', 'done', 'checked'] as const
export type ActionState = (typeof ACTION_STATES)[number]
export const CHECK_RESULTS = ['works', 'does_not', 'waived'] as const
export type CheckResult = (typeof CHECK_RESULTS)[number]
/** Where an effect was seen: in a drill, in the next incident, by looking on the spot, in the record. */
export const SEEN_IN = ['drill', 'incident', 'inspection', 'record'] as const
export type SeenIn = (typeof SEEN_IN)[number]
export const STANCES = ['agree', 'object'] as const
export type Stance = (typeof STANCES)[number]

const ActorSchema = Type.Object({ agency: NamedSchema, post: NamedSchema, officer: Nullable(BilingualSchema) })
const SaidSchema = Type.Object({ at: Type.String(), actor: ActorSchema, words: Type.String() })

// ---------------------------------------------------------------- figures, from the record

export const MILESTONES = ['signal', 'warning', 'incident', 'control', 'closed'] as const
export type MilestoneKind = (typeof MILESTONES)[number]

export const MilestoneSchema = Type.Object({
  kind: Type.Enum(MILESTONES),
  /** Null: it has not happened, or the reader may not see it. */
  at: Nullable(Type.String()),
  /** From the known milestone before it; negative where it came first. */
  gapMs: Nullable(Type.Number()),
})

export const DEADLINE_OUTCOMES = [
  'met',
  'missed',
  'late_open',
  'running',
  'excused',
  'not_started',
  'no_calendar',
] as const
export type DeadlineOutcome = (typeof DEADLINE_OUTCOMES)[number]

export const DeadlineFigureSchema = Type.Object({
  taskId: Type.String(),
  title: BilingualSchema,
  agency: NamedSchema,
  /** Law only where the row says a number in law. */
  kind: Type.Enum(DEADLINE_KINDS),
  due: Type.Object({ amount: Type.Integer(), unit: Type.String() }),
  basis: Nullable(Type.Object({ zh: Type.String(), en: Type.String(), article: Type.String(), read: Type.Boolean() })),
  outcome: Type.Enum(DEADLINE_OUTCOMES),
  dueAt: Nullable(Type.String()),
  settledAt: Nullable(Type.String()),
  /** How much later than due: until it was settled, or until now. */
  lateMs: Nullable(Type.Number()),
})

export const FiguresSchema = Type.Object({
  milestones: Type.Array(MilestoneSchema),
  deadlines: Type.Array(
    Type.Object({
      agency: NamedSchema,
      met: Type.Integer(),
      missed: Type.Integer(),
      other: Type.Integer(),
      rows: Type.Array(DeadlineFigureSchema),
    }),
  ),
  handovers: Type.Array(
    Type.Object({
      title: BilingualSchema,
      from: NamedSchema,
      to: NamedSchema,
      state: Type.Union([
        Type.Literal('offered'),
        Type.Literal('accepted'),
        Type.Literal('refused'),
        Type.Literal('withdrawn'),
      ]),
      offeredAt: Type.String(),
      answeredAt: Nullable(Type.String()),
      waitedMs: Type.Number(),
    }),
  ),
  blocked: Type.Array(
    Type.Object({
      title: BilingualSchema,
      agency: NamedSchema,
      reason: Type.String(),
      from: Type.String(),
      until: Nullable(Type.String()),
      ms: Type.Number(),
    }),
  ),
  acknowledgements: Type.Object({
    inTime: Type.Integer(),
    of: Type.Integer(),
    rows: Type.Array(
      Type.Object({
        warningId: Type.String(),
        title: Type.String(),
        agency: NamedSchema,
        dueAt: Type.String(),
        /** Null: missing. */
        at: Nullable(Type.String()),
        lateMs: Type.Number(),
      }),
    ),
  }),
  /** Warnings of this incident that have ended, and whether somebody judged them a false alarm (null: nobody said). */
  warnings: Type.Array(
    Type.Object({
      id: Type.String(),
      title: Type.String(),
      level: WarningLevelSchema,
      endedAt: Type.String(),
      reason: Type.String(),
      falseAlarm: Nullable(Type.Boolean()),
    }),
  ),
})
export type Figures = Static<typeof FiguresSchema>

// ---------------------------------------------------------------- findings and actions

export const CorrectiveActionSchema = Type.Object({
  id: Type.String(),
  change: Type.Enum(CHANGE_KINDS),
  words: Type.String(),
  owner: NamedSchema,
  dueOn: Type.String(),
  state: Type.Enum(ACTION_STATES),
  overdue: Type.Boolean(),
  checkDue: Type.Boolean(),
  proposed: Type.Object({ at: Type.String(), actor: ActorSchema }),
  answered: Nullable(SaidSchema),
  done: Nullable(Type.Object({ ...SaidSchema.properties, checkOn: Type.String() })),
  check: Nullable(
    Type.Object({
      ...SaidSchema.properties,
      result: Type.Enum(CHECK_RESULTS),
      seenIn: Nullable(Type.Enum(SEEN_IN)),
    }),
  ),
  can: Type.Object({
    answer: PermissionSchema,
    done: PermissionSchema,
    check: PermissionSchema,
    waive: PermissionSchema,
  }),
})
export type Action = Static<typeof CorrectiveActionSchema>

export const EarlierFindingSchema = Type.Object({
  reviewId: Type.String(),
  incident: Type.Object({ no: Type.String(), title: Type.String() }),
  what: Type.String(),
  putAt: Type.String(),
})

export const FindingSchema = Type.Object({
  id: Type.String(),
  kind: Type.Enum(FINDING_KINDS),
  what: Type.String(),
  why: Type.String(),
  putAt: Type.String(),
  putBy: ActorSchema,
  stances: Type.Array(Type.Object({ ...SaidSchema.properties, stance: Type.Enum(STANCES) })),
  actions: Type.Array(CorrectiveActionSchema),
  closed: Nullable(
    Type.Object({ ...SaidSchema.properties, how: Type.Union([Type.Literal('effect'), Type.Literal('waiver')]) }),
  ),
  /** Findings of the same kind and risk type in earlier reviews that the reader may see, newest first. */
  repeats: Type.Array(EarlierFindingSchema),
  can: Type.Object({
    stance: PermissionSchema,
    propose: PermissionSchema,
    close: PermissionSchema,
    waive: PermissionSchema,
  }),
})
export type FindingView = Static<typeof FindingSchema>

export const ReviewRowSchema = Type.Object({
  id: Type.String(),
  incident: Type.Object({ id: Type.String(), no: Type.String(), title: Type.String(), closed: Type.Boolean() }),
  risk: NamedSchema,
  steering: NamedSchema,
  openedAt: Type.String(),
  closedAt: Nullable(Type.String()),
  findings: Type.Object({ open: Type.Integer(), of: Type.Integer(), objected: Type.Integer() }),
  actions: Type.Object({ open: Type.Integer(), overdue: Type.Integer(), checkDue: Type.Integer() }),
})
export type ReviewRow = Static<typeof ReviewRowSchema>
export const ReviewListSchema = Type.Object({ rows: Type.Array(ReviewRowSchema), next: Nullable(Type.String()) })

export const ReviewSchema = Type.Object({
  ...ReviewRowSchema.properties,
  openedBy: ActorSchema,
  members: Type.Array(NamedSchema),
  figures: FiguresSchema,
  list: Type.Array(FindingSchema),
  closed: Nullable(SaidSchema),
  /** Newest first. `actor.officer` is null for what a clock did. */
  history: Type.Array(Type.Object({ at: Type.String(), text: BilingualSchema, actor: ActorSchema })),
  can: Type.Object({ put: PermissionSchema, close: PermissionSchema }),
})
export type Review = Static<typeof ReviewSchema>

export const DueActionSchema = Type.Object({
  id: Type.String(),
  reviewId: Type.String(),
  incident: Type.Object({ no: Type.String(), title: Type.String() }),
  words: Type.String(),
  owner: NamedSchema,
  /** The day that has passed: of the action, or of the look at its effect. */
  day: Type.String(),
})
export type DueAction = Static<typeof DueActionSchema>

/** What waits in all reviews that the reader may see, and how often a finding comes back. */
export const ReviewSummarySchema = Type.Object({
  open: Type.Integer(),
  overdue: Type.Array(DueActionSchema),
  checksDue: Type.Array(DueActionSchema),
  repeats: Type.Object({
    /** Findings of the last `days` days; of these, `repeated` came back. */
    days: Type.Integer(),
    of: Type.Integer(),
    repeated: Type.Integer(),
    rows: Type.Array(
      Type.Object({
        id: Type.String(),
        reviewId: Type.String(),
        kind: Type.Enum(FINDING_KINDS),
        risk: NamedSchema,
        what: Type.String(),
        putAt: Type.String(),
        earlier: Type.Integer(),
      }),
    ),
  }),
  /** Incidents without a review, closed ones first. */
  without: Type.Array(
    Type.Object({ id: Type.String(), no: Type.String(), title: Type.String(), closedAt: Nullable(Type.String()) }),
  ),
})
export type ReviewSummary = Static<typeof ReviewSummarySchema>

// ---------------------------------------------------------------- what comes in

const IdSchema = Type.String({ format: 'uuid' })
const DaySchema = Type.String({ format: 'date' })
const WordsSchema = Type.String({ minLength: 1, maxLength: 2000 })
const OptionalWordsSchema = Type.String({ maxLength: 2000 })
export const ReviewIdSchema = Type.Object({ id: IdSchema })
export const ReviewQuerySchema = Type.Object({
  state: Type.Optional(Type.Union([Type.Literal('open'), Type.Literal('closed'), Type.Literal('all')])),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  before: Type.Optional(Type.String({ maxLength: 200 })),
})
export const OpenReviewSchema = Type.Object({ incidentId: IdSchema })
export const NewFindingSchema = Type.Object({ kind: Type.Enum(FINDING_KINDS), what: WordsSchema, why: WordsSchema })
export type NewFinding = Static<typeof NewFindingSchema>
export const StanceBodySchema = Type.Object({ stance: Type.Enum(STANCES), words: OptionalWordsSchema })
export type StanceBody = Static<typeof StanceBodySchema>
export const NewActionSchema = Type.Object({
  change: Type.Enum(CHANGE_KINDS),
  words: WordsSchema,
  owner: Type.String({ maxLength: 41 }),
  dueOn: DaySchema,
})
export type NewAction = Static<typeof NewActionSchema>
export const AnswerBodySchema = Type.Object({ accept: Type.Boolean(), words: OptionalWordsSchema })
export type AnswerBody = Static<typeof AnswerBodySchema>
export const DoneBodySchema = Type.Object({ words: WordsSchema, checkOn: DaySchema })
export type DoneBody = Static<typeof DoneBodySchema>
export const CheckBodySchema = Type.Object({
  result: Type.Union([Type.Literal('works'), Type.Literal('does_not')]),
  seenIn: Type.Enum(SEEN_IN),
  words: WordsSchema,
})
export type CheckBody = Static<typeof CheckBodySchema>
export const WordsBodySchema = Type.Object({ words: WordsSchema })
