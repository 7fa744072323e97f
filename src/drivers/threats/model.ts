/** The shared-threat register and the definition queue as they enter and leave the server. */
import { type Static, Type } from 'typebox'
import { BasisChangeSchema } from '../../actions/law/public.ts'
import {
  BilingualSchema,
  NamedSchema,
  Nullable,
  PermissionSchema,
  PlaceSchema,
  WarningLevelSchema,
} from '../../actions/warn/public.ts'
import { DaySchema, JurisdictionSchema } from '../../environment/duties/public.ts'

const closed = { additionalProperties: false } as const

/** What a risk lacks here, most urgent first. */
export const GAP_KINDS = [
  'no_lead',
  'two_leads',
  'unowned',
  'lead_absent',
  'review',
  'superseded',
  'others_absent',
  'agreement',
  'legal_review',
  'unread',
  'low_confidence',
] as const
export type GapKind = (typeof GAP_KINDS)[number]

export const GapSchema = Type.Object({
  kind: Type.Enum(GAP_KINDS),
  ...BilingualSchema.properties,
  agencies: Type.Array(NamedSchema),
})
export type Gap = Static<typeof GapSchema>

const PartySchema = Type.Object({ ...NamedSchema.properties, present: Type.Boolean() })
export type Party = Static<typeof PartySchema>

export const ThreatSchema = Type.Object({
  risk: NamedSchema,
  domain: NamedSchema,
  place: NamedSchema,
  row: Nullable(Type.String()),
  /** More than one agency owns or needs it. */
  shared: Type.Boolean(),
  interim: Type.Boolean(),
  lead: Nullable(PartySchema),
  support: Type.Array(PartySchema),
  inform: Type.Array(PartySchema),
  /** Now, of those that the reader may see: signals that ask for a person, open warnings, open incidents. */
  signals: Type.Integer(),
  warnings: Type.Integer(),
  incidents: Type.Integer(),
  gaps: Type.Array(GapSchema),
  itemId: Nullable(Type.String()),
})
export type Threat = Static<typeof ThreatSchema>

export const RegisterQuerySchema = Type.Object({
  place: Type.Optional(PlaceSchema),
  domain: Type.Optional(Type.String({ maxLength: 40 })),
  agency: Type.Optional(Type.String({ maxLength: 41 })),
  missing: Type.Optional(Type.Enum([...GAP_KINDS, 'any'])),
  active: Type.Optional(Type.Boolean()),
  q: Type.Optional(Type.String({ maxLength: 100 })),
  sort: Type.Optional(Type.Enum(['urgent', 'gaps', 'domain'])),
})
export type RegisterQuery = Static<typeof RegisterQuerySchema>

export const RegisterSchema = Type.Object({
  rows: Type.Array(ThreatSchema),
  of: Type.Integer(),
  active: Type.Integer(),
  /** How many rows lack what, of all at this place. */
  gaps: Type.Array(Type.Object({ kind: Type.Enum(GAP_KINDS), ...BilingualSchema.properties, count: Type.Integer() })),
  openItems: Type.Integer(),
})
export type Register = Static<typeof RegisterSchema>

export const ThreatParamsSchema = Type.Object({ risk: Type.String({ maxLength: 80 }), place: PlaceSchema })
export const ThreatDetailSchema = Type.Object({
  threat: ThreatSchema,
  signals: Type.Array(Type.Object({ id: Type.String(), title: BilingualSchema, at: Type.String() })),
  warnings: Type.Array(
    Type.Object({ id: Type.String(), title: Type.String(), level: WarningLevelSchema, at: Type.String() }),
  ),
  incidents: Type.Array(Type.Object({ id: Type.String(), no: Type.String(), title: Type.String(), at: Type.String() })),
})
export type ThreatDetail = Static<typeof ThreatDetailSchema>

export const ITEM_STATES = ['open', 'proposed', 'settled', 'rejected'] as const
export type ItemStatus = (typeof ITEM_STATES)[number]
export const ORIGINS = ['reference', 'signal', 'incident', 'released'] as const
export type Origin = (typeof ORIGINS)[number]

const AgencyIds = Type.Array(Type.String({ maxLength: 41 }), { maxItems: 40 })
const TextSchema = Type.String({ maxLength: 4000 })

export const ProposalSchema = Type.Object(
  {
    lead: AgencyIds,
    support: AgencyIds,
    inform: AgencyIds,
    phase: Type.Enum(['detect', 'control', 'handover', 'recover']),
    basis: Type.Array(BasisChangeSchema, { maxItems: 20 }),
    note: Type.String({ minLength: 1, maxLength: 1000 }),
  },
  closed,
)
export type Proposal = Static<typeof ProposalSchema>

export const ItemRowSchema = Type.Object({
  id: Type.String(),
  risk: NamedSchema,
  places: Type.Array(NamedSchema),
  jurisdiction: JurisdictionSchema,
  origin: Type.Enum(ORIGINS),
  /** Why nobody owns it, as the matrix says. */
  reason: Nullable(BilingualSchema),
  state: Type.Enum(ITEM_STATES),
  openedAt: Type.String(),
  interimLead: Nullable(NamedSchema),
  interimAt: Nullable(Type.String()),
  interimDueAt: Type.String(),
  interimOverdue: Type.Boolean(),
  /** The matrix names one, but that agency has no post here. */
  suggested: Nullable(NamedSchema),
  reviewOn: Nullable(Type.String()),
  reviewDue: Type.Boolean(),
  definition: Nullable(Type.String()),
  dutyRow: Nullable(Type.String()),
})
export type ItemRow = Static<typeof ItemRowSchema>
export const ItemListSchema = Type.Object({ rows: Type.Array(ItemRowSchema), open: Type.Integer() })
export type ItemList = Static<typeof ItemListSchema>

export const ItemSchema = Type.Object({
  ...ItemRowSchema.properties,
  measures: Nullable(Type.String()),
  legalGap: Nullable(Type.String()),
  concerned: Type.Array(NamedSchema),
  proposal: Nullable(
    Type.Object({
      lead: Type.Array(NamedSchema),
      support: Type.Array(NamedSchema),
      inform: Type.Array(NamedSchema),
      phase: NamedSchema,
      basis: Type.Array(
        Type.Object({ ...NamedSchema.properties, articles: Type.Array(Type.String()), read: Type.Boolean() }),
      ),
      note: Type.String(),
    }),
  ),
  ended: Nullable(Type.Object({ at: Type.String(), reason: Type.String() })),
  /** Oldest first. */
  history: Type.Array(
    Type.Object({
      at: Type.String(),
      act: Type.String(),
      ...BilingualSchema.properties,
      text: Nullable(Type.String()),
      agency: NamedSchema,
      post: NamedSchema,
    }),
  ),
  can: Type.Object({
    note: PermissionSchema,
    define: PermissionSchema,
    interim: PermissionSchema,
    propose: PermissionSchema,
    reject: PermissionSchema,
    accept: PermissionSchema,
    giveBack: PermissionSchema,
    release: PermissionSchema,
  }),
})
export type Item = Static<typeof ItemSchema>

export const ItemQuerySchema = Type.Object({
  state: Type.Optional(Type.Union([Type.Literal('open'), Type.Literal('all')])),
  jurisdiction: Type.Optional(JurisdictionSchema),
})
export const ItemIdSchema = Type.Object({ id: Type.String({ format: 'uuid' }) })
export const NoteSchema = Type.Object({ text: Type.String({ minLength: 1, maxLength: 4000 }) }, closed)
export const DefineSchema = Type.Object(
  { definition: TextSchema, measures: TextSchema, legalGap: TextSchema, reviewOn: Nullable(DaySchema) },
  closed,
)
export const InterimSchema = Type.Object({ agency: Type.String({ maxLength: 41 }) }, closed)
export const ReasonSchema = Type.Object({ reason: Type.String({ minLength: 1, maxLength: 1000 }) }, closed)
