/** Warnings as they enter and leave the server: four levels, an audience by duty, a countable acknowledgement. */
import { type Static, Type } from 'typebox'
import { ReceiptSchema } from '../../engine/outbox/public.ts'
import { MarkingViewSchema } from '../../engine/sharing/public.ts'
import { BasisSchema, JurisdictionSchema, PLACES } from '../../environment/duties/public.ts'

export const BilingualSchema = Type.Object({ zh: Type.String(), en: Type.String() })
export const NamedSchema = Type.Object({ id: Type.String(), zh: Type.String(), en: Type.String() })
export const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])
export type Named = Static<typeof NamedSchema>
export const PlaceSchema = Type.Enum(PLACES)

/** The four levels of the field, lowest first. */
export const WARNING_LEVELS = ['blue', 'yellow', 'orange', 'red'] as const
export type WarningLevel = (typeof WARNING_LEVELS)[number]
export const WarningLevelSchema = Type.Enum(WARNING_LEVELS)

/** Minutes within which each agency acknowledges: a local default by level, never law. Judgement, not validated. */
export const ACK_MINUTES: Readonly<Record<WarningLevel, number>> = { blue: 60, yellow: 30, orange: 15, red: 5 }

/** What an agency says of a warning afterwards. */
export const VERDICTS = ['right', 'partly', 'false_alarm', 'unknown'] as const
export type Verdict = (typeof VERDICTS)[number]
export const TIMELY = ['in_time', 'late', 'unknown'] as const
export type Timely = (typeof TIMELY)[number]
export const VERDICT_WORDS = {
  right: { zh: '准确', en: 'right' },
  partly: { zh: '部分准确', en: 'partly right' },
  false_alarm: { zh: '误报', en: 'false alarm' },
  unknown: { zh: '尚不能判断', en: 'cannot tell yet' },
} as const
export const TIMELY_WORDS = {
  in_time: { zh: '及时', en: 'in time' },
  late: { zh: '偏晚', en: 'too late' },
  unknown: { zh: '时间不能判断', en: 'cannot tell whether in time' },
} as const
export const VerdictSchema = Type.Enum(VERDICTS)
export const TimelySchema = Type.Enum(TIMELY)

/** `true`, or in both languages why not. Computed by the rule that the command itself runs. */
export const PermissionSchema = Type.Union([Type.Literal(true), BilingualSchema])
export type Permission = Static<typeof PermissionSchema>

export const WarningRowSchema = Type.Object({
  id: Type.String(),
  level: WarningLevelSchema,
  title: Type.String(),
  body: Type.String(),
  riskType: NamedSchema,
  place: Type.String(),
  jurisdiction: JurisdictionSchema,
  issuedBy: Type.Object({ agency: NamedSchema, post: NamedSchema }),
  issuedAt: Type.String(),
  /** `cancelled`: it was wrong. `ended`: it is over. */
  state: Type.Union([Type.Literal('open'), Type.Literal('ended'), Type.Literal('cancelled')]),
  /** 1 as issued; each update adds one. */
  version: Type.Integer(),
  acks: Type.Object({
    done: Type.Integer(),
    of: Type.Integer(),
    overdue: Type.Integer(),
    /** Agencies that have not acknowledged, in the order of the audience. */
    missing: Type.Array(NamedSchema),
  }),
  mine: Type.Object({
    needed: Type.Boolean(),
    acknowledgedAt: Nullable(Type.String()),
    dueAt: Nullable(Type.String()),
    /** Since when it is asked, and whether of the warning or of its cancellation. */
    askedAt: Nullable(Type.String()),
    subject: Type.Union([Type.Literal('warning'), Type.Literal('cancellation')]),
    round: Type.Integer(),
    reminded: Type.Boolean(),
  }),
  /** What the issuing agency said afterwards. */
  verdict: Nullable(VerdictSchema),
  /** Only where the caller may see them too. */
  signalId: Nullable(Type.String()),
  incidentId: Nullable(Type.String()),
  can: Type.Object({
    acknowledge: PermissionSchema,
    update: PermissionSchema,
    end: PermissionSchema,
    cancel: PermissionSchema,
    lesson: PermissionSchema,
    openIncident: PermissionSchema,
  }),
})
export type WarningRow = Static<typeof WarningRowSchema>
export const WarningListSchema = Type.Object({ rows: Type.Array(WarningRowSchema), next: Nullable(Type.String()) })

export const AckMinutesByLevelSchema = Type.Object({
  blue: Type.Integer(),
  yellow: Type.Integer(),
  orange: Type.Integer(),
  red: Type.Integer(),
})

export const AcknowledgementSchema = Type.Object({
  agency: NamedSchema,
  /** Which duty says that this agency is told, in words. */
  why: BilingualSchema,
  post: Nullable(NamedSchema),
  at: Nullable(Type.String()),
  dueAt: Type.String(),
  note: Nullable(Type.String()),
  overdue: Type.Boolean(),
  /** The present request: which one it is, of what, and since when. */
  round: Type.Integer(),
  subject: Type.Union([Type.Literal('warning'), Type.Literal('cancellation')]),
  askedAt: Type.String(),
  remindAt: Nullable(Type.String()),
  remindedAt: Nullable(Type.String()),
  /** The next role of the agency was told. */
  escalatedAt: Nullable(Type.String()),
  /** When the commander of the issuing agency is told, and when that was done. */
  commandAt: Nullable(Type.String()),
  commandedAt: Nullable(Type.String()),
  receipts: Type.Array(ReceiptSchema),
})
export type Acknowledgement = Static<typeof AcknowledgementSchema>

export const WarningSchema = Type.Object({
  ...WarningRowSchema.properties,
  acknowledgements: Type.Array(AcknowledgementSchema),
  /** The clock of the acknowledgements; `kind` is always `local_default`: no article sets it. */
  clock: Type.Object({
    kind: Type.Literal('local_default'),
    ackMinutes: Type.Integer(),
    /** In place of minutes. */
    workingDays: Nullable(Type.Integer()),
    dueAt: Type.String(),
  }),
  ended: Nullable(
    Type.Object({
      at: Type.String(),
      reason: Type.String(),
      post: NamedSchema,
      as: Type.Union([Type.Literal('ended'), Type.Literal('cancelled')]),
    }),
  ),
  /** Newest first; the last one is what was issued. */
  versions: Type.Array(
    Type.Object({
      version: Type.Integer(),
      level: WarningLevelSchema,
      title: Type.String(),
      body: Type.String(),
      reason: Nullable(Type.String()),
      at: Type.String(),
      post: NamedSchema,
      /** Against the version before. */
      changed: Type.Array(Type.Union([Type.Literal('level'), Type.Literal('title'), Type.Literal('body')])),
    }),
  ),
  /** What happened, newest first, in words. */
  timeline: Type.Array(
    Type.Object({
      id: Type.String(),
      at: Type.String(),
      act: Type.String(),
      text: BilingualSchema,
      agency: NamedSchema,
      /** Null where a clock did it. */
      post: Nullable(NamedSchema),
    }),
  ),
  lessons: Type.Array(
    Type.Object({
      id: Type.String(),
      agency: NamedSchema,
      post: NamedSchema,
      at: Type.String(),
      verdict: VerdictSchema,
      timely: TimelySchema,
      change: Type.String(),
      issuer: Type.Boolean(),
    }),
  ),
  ackMinutesByLevel: AckMinutesByLevelSchema,
  audience: Type.Array(NamedSchema),
  basis: Type.Array(BasisSchema),
  marking: Nullable(MarkingViewSchema),
  links: Type.Object({
    signals: Type.Array(Type.Object({ id: Type.String(), title: BilingualSchema })),
    incidents: Type.Array(Type.Object({ id: Type.String(), no: Type.String(), title: Type.String() })),
  }),
})
export type Warning = Static<typeof WarningSchema>

export const DutyRoleSchema = Type.Union([Type.Literal('lead'), Type.Literal('support'), Type.Literal('inform')])
/** `subscribed`: no duty names it; it asked to be told. */
export const AudienceRoleSchema = Type.Union([DutyRoleSchema, Type.Literal('subscribed')])
export type DutyRole = Static<typeof DutyRoleSchema>

/** What the issue form starts from; every value may be changed before issuing. */
export const WarningDraftSchema = Type.Object({
  title: BilingualSchema,
  body: BilingualSchema,
  level: WarningLevelSchema,
  /** Why this level is proposed; a person decides. */
  levelWhy: BilingualSchema,
  riskType: Nullable(NamedSchema),
  place: PlaceSchema,
  jurisdiction: JurisdictionSchema,
  ackMinutes: Type.Integer(),
  /** The proposal for every level, for when the officer chooses another one. */
  ackMinutesByLevel: AckMinutesByLevelSchema,
  audience: Type.Array(
    Type.Object({
      agency: NamedSchema,
      role: AudienceRoleSchema,
      why: BilingualSchema,
      /** Chosen unless the officer takes it out. A subscription alone opens nothing: it is only proposed. */
      proposed: Type.Boolean(),
      /** False: the agency has no post at this site and cannot be warned here. */
      reachable: Type.Boolean(),
    }),
  ),
  conflicts: Type.Array(BilingualSchema),
})
export type WarningDraft = Static<typeof WarningDraftSchema>

const IdSchema = Type.String({ format: 'uuid' })
export const WarningIdSchema = Type.Object({ id: IdSchema })
/**
 * `mine`: waits for the caller's agency. `overdue`: somebody is late. `unjudged`: over, and its issuer has not said whether it
 * was right. `judged`, `false_alarm`: of the last `JUDGED_DAYS` days.
 */
export const LIST_STATES = [
  'open',
  'mine',
  'overdue',
  'ended',
  'cancelled',
  'unjudged',
  'judged',
  'false_alarm',
  'all',
] as const
export type ListState = (typeof LIST_STATES)[number]
/** Over how long the record of false alarms looks back. Judgement, not validated. */
export const JUDGED_DAYS = 90
export const WarningFiguresSchema = Type.Object({
  open: Type.Integer(),
  mine: Type.Integer(),
  overdue: Type.Integer(),
  ended: Type.Integer(),
  cancelled: Type.Integer(),
  unjudged: Type.Integer(),
  judged: Type.Integer(),
  false_alarm: Type.Integer(),
  judgedDays: Type.Integer(),
})
export type WarningFigures = Static<typeof WarningFiguresSchema>
export const WarningQuerySchema = Type.Object({
  state: Type.Optional(Type.Enum(LIST_STATES)),
  level: Type.Optional(WarningLevelSchema),
  domain: Type.Optional(Type.String({ maxLength: 80 })),
  riskType: Type.Optional(Type.String({ maxLength: 80 })),
  place: Type.Optional(PlaceSchema),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  before: Type.Optional(Type.String({ maxLength: 200 })),
})
/** From a signal, or for a risk type and place where there is none. */
export const WarningDraftQuerySchema = Type.Object({
  signalId: Type.Optional(IdSchema),
  riskType: Type.Optional(Type.String({ maxLength: 80 })),
  place: Type.Optional(PlaceSchema),
  jurisdiction: Type.Optional(JurisdictionSchema),
  /** The level the officer chose, where it is another one than proposed. */
  level: Type.Optional(WarningLevelSchema),
})
export const IssueWarningSchema = Type.Object({
  signalId: Type.Optional(Nullable(IdSchema)),
  level: WarningLevelSchema,
  title: Type.String({ minLength: 1, maxLength: 200 }),
  body: Type.String({ minLength: 1, maxLength: 4000 }),
  riskType: Type.String({ maxLength: 80 }),
  place: PlaceSchema,
  jurisdiction: JurisdictionSchema,
  audience: Type.Array(Type.String({ maxLength: 41 }), { minItems: 1, maxItems: 60 }),
  ackMinutes: Type.Integer({ minimum: 1, maximum: 1440 }),
  /** In place of minutes: to the end of so many working days of the port. */
  ackWorkingDays: Type.Optional(Nullable(Type.Integer({ minimum: 1, maximum: 20 }))),
})
export type IssueWarning = Static<typeof IssueWarningSchema>
export const AcknowledgeSchema = Type.Object({ note: Type.Optional(Type.String({ maxLength: 1000 })) })
export const EndWarningSchema = Type.Object({ reason: Type.String({ minLength: 1, maxLength: 1000 }) })
export const CancelWarningSchema = EndWarningSchema
export const UpdateWarningSchema = Type.Object({
  level: WarningLevelSchema,
  title: Type.String({ minLength: 1, maxLength: 200 }),
  body: Type.String({ minLength: 1, maxLength: 4000 }),
  reason: Type.String({ minLength: 1, maxLength: 1000 }),
  /** Of a raised level; the level's own where it is left out. */
  ackMinutes: Type.Optional(Type.Integer({ minimum: 1, maximum: 1440 })),
  /** The version that the officer had before the eyes: another one meanwhile is a conflict. */
  version: Type.Integer({ minimum: 1 }),
})
export type UpdateWarning = Static<typeof UpdateWarningSchema>
export const LessonSchema = Type.Object({
  verdict: VerdictSchema,
  timely: TimelySchema,
  change: Type.String({ maxLength: 2000 }),
})
export type LessonInput = Static<typeof LessonSchema>

export const SubscriptionSchema = Type.Object({
  id: Type.String(),
  /** Null: for the whole agency. */
  post: Nullable(NamedSchema),
  domain: Nullable(NamedSchema),
  riskType: Nullable(NamedSchema),
  place: Nullable(Type.String()),
  minLevel: WarningLevelSchema,
  madeAt: Type.String(),
  madeBy: NamedSchema,
  can: Type.Object({ end: PermissionSchema }),
})
export type Subscription = Static<typeof SubscriptionSchema>
export const SubscriptionsSchema = Type.Object({
  rows: Type.Array(SubscriptionSchema),
  can: Type.Object({ forAgency: PermissionSchema, forPost: PermissionSchema }),
})
export const NewSubscriptionSchema = Type.Object({
  for: Type.Union([Type.Literal('agency'), Type.Literal('post')]),
  domain: Type.Optional(Nullable(Type.String({ maxLength: 80 }))),
  riskType: Type.Optional(Nullable(Type.String({ maxLength: 80 }))),
  place: Type.Optional(Nullable(PlaceSchema)),
  minLevel: WarningLevelSchema,
})
export type NewSubscription = Static<typeof NewSubscriptionSchema>
export const CreatedSchema = Type.Object({ id: Type.String() })
