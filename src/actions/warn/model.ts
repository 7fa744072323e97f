/** Warnings as they enter and leave the server: four levels, an audience by duty, a countable acknowledgement. */
import { type Static, Type } from 'typebox'
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
  state: Type.Union([Type.Literal('open'), Type.Literal('ended')]),
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
  }),
  /** Only where the caller may see them too. */
  signalId: Nullable(Type.String()),
  incidentId: Nullable(Type.String()),
  can: Type.Object({ acknowledge: PermissionSchema, end: PermissionSchema, openIncident: PermissionSchema }),
})
export type WarningRow = Static<typeof WarningRowSchema>
export const WarningListSchema = Type.Object({ rows: Type.Array(WarningRowSchema), next: Nullable(Type.String()) })

export const AcknowledgementSchema = Type.Object({
  agency: NamedSchema,
  /** Which duty says that this agency is told, in words. */
  why: BilingualSchema,
  post: Nullable(NamedSchema),
  at: Nullable(Type.String()),
  dueAt: Type.String(),
  note: Nullable(Type.String()),
  overdue: Type.Boolean(),
  escalatedAt: Nullable(Type.String()),
})
export type Acknowledgement = Static<typeof AcknowledgementSchema>

export const WarningSchema = Type.Object({
  ...WarningRowSchema.properties,
  acknowledgements: Type.Array(AcknowledgementSchema),
  /** The clock of the acknowledgements; `kind` is always `local_default`: no article sets it. */
  clock: Type.Object({ kind: Type.Literal('local_default'), ackMinutes: Type.Integer(), dueAt: Type.String() }),
  ended: Nullable(Type.Object({ at: Type.String(), reason: Type.String(), post: NamedSchema })),
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
  ackMinutesByLevel: Type.Object({
    blue: Type.Integer(),
    yellow: Type.Integer(),
    orange: Type.Integer(),
    red: Type.Integer(),
  }),
  audience: Type.Array(
    Type.Object({
      agency: NamedSchema,
      role: DutyRoleSchema,
      why: BilingualSchema,
      /** False: the agency has no post at this site and cannot be warned here. */
      reachable: Type.Boolean(),
    }),
  ),
  conflicts: Type.Array(BilingualSchema),
})
export type WarningDraft = Static<typeof WarningDraftSchema>

const IdSchema = Type.String({ format: 'uuid' })
export const WarningIdSchema = Type.Object({ id: IdSchema })
export const WarningQuerySchema = Type.Object({
  state: Type.Optional(Type.Union([Type.Literal('open'), Type.Literal('all')])),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  before: Type.Optional(Type.String({ maxLength: 200 })),
})
/** From a signal, or for a risk type and place where there is none. */
export const WarningDraftQuerySchema = Type.Object({
  signalId: Type.Optional(IdSchema),
  riskType: Type.Optional(Type.String({ maxLength: 80 })),
  place: Type.Optional(PlaceSchema),
  jurisdiction: Type.Optional(JurisdictionSchema),
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
})
export type IssueWarning = Static<typeof IssueWarningSchema>
export const AcknowledgeSchema = Type.Object({ note: Type.Optional(Type.String({ maxLength: 1000 })) })
export const EndWarningSchema = Type.Object({ reason: Type.String({ minLength: 1, maxLength: 1000 }) })
export const CreatedSchema = Type.Object({ id: Type.String() })
