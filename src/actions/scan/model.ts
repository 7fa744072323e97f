/** The environment scan as it enters and leaves the server: sources, notices, and the changes that notices propose. */
import { type Static, Type } from 'typebox'
import { PLACES } from '../../environment/duties/public.ts'
import { BilingualSchema, NamedSchema, Nullable, PermissionSchema } from '../warn/public.ts'

export const NOTICE_KINDS = ['law', 'epidemic', 'pest', 'weather', 'cyber', 'control', 'trade'] as const
export type NoticeKind = (typeof NOTICE_KINDS)[number]
export const NoticeKindSchema = Type.Enum(NOTICE_KINDS)

export const PROPOSAL_KINDS = ['rule', 'duty', 'warning', 'training', 'resource', 'information'] as const
export type ProposalKind = (typeof PROPOSAL_KINDS)[number]

export const PROPOSAL_STATES = ['proposed', 'accepted', 'declined', 'done'] as const
export type ProposalState = (typeof PROPOSAL_STATES)[number]

const ActorSchema = Type.Object({ agency: NamedSchema, post: NamedSchema, officer: Nullable(BilingualSchema) })

export const ScanSourceSchema = Type.Object({
  id: Type.String(),
  kind: NoticeKindSchema,
  name: Type.String(),
  url: Type.String(),
  agency: NamedSchema,
  everyDays: Type.Integer(),
  checkedAt: Nullable(Type.String()),
  checkedBy: Nullable(NamedSchema),
  /** Looked at later than it should have been, or never. */
  stale: Type.Boolean(),
  dueAt: Type.String(),
  can: Type.Object({ check: PermissionSchema, retire: PermissionSchema }),
})
export type ScanSource = Static<typeof ScanSourceSchema>
export const ScanSourcesSchema = Type.Object({ rows: Type.Array(ScanSourceSchema) })

export const ProposalSchema = Type.Object({
  id: Type.String(),
  kind: Type.Enum(PROPOSAL_KINDS),
  words: Type.String(),
  agency: NamedSchema,
  dueOn: Type.String(),
  state: Type.Enum(PROPOSAL_STATES),
  overdue: Type.Boolean(),
  proposedAt: Type.String(),
  answer: Nullable(Type.String()),
  answeredAt: Nullable(Type.String()),
  answeredBy: Nullable(NamedSchema),
  can: Type.Object({ accept: PermissionSchema, decline: PermissionSchema, done: PermissionSchema }),
})
export type Proposal = Static<typeof ProposalSchema>

export const NoticeRowSchema = Type.Object({
  id: Type.String(),
  kind: NoticeKindSchema,
  title: Type.String(),
  soWhat: Type.String(),
  publishedOn: Type.String(),
  validUntil: Nullable(Type.String()),
  owner: NamedSchema,
  risks: Type.Array(NamedSchema),
  places: Type.Array(Type.String()),
  reviewOn: Type.String(),
  /** Its review date has passed, or its validity ended, and it is still open. */
  due: Type.Boolean(),
  recordedAt: Type.String(),
  closedAt: Nullable(Type.String()),
  proposals: Type.Object({ open: Type.Integer(), of: Type.Integer(), overdue: Type.Integer() }),
})
export type NoticeRow = Static<typeof NoticeRowSchema>
export const NoticeListSchema = Type.Object({ rows: Type.Array(NoticeRowSchema), next: Nullable(Type.String()) })

export const NoticeSchema = Type.Object({
  ...NoticeRowSchema.properties,
  summary: Type.String(),
  url: Type.String(),
  source: Nullable(Type.Object({ id: Type.String(), name: Type.String() })),
  recordedBy: ActorSchema,
  closeReason: Nullable(Type.String()),
  changes: Type.Array(ProposalSchema),
  /** Newest first. */
  history: Type.Array(Type.Object({ at: Type.String(), text: BilingualSchema, actor: ActorSchema })),
  can: Type.Object({ update: PermissionSchema, propose: PermissionSchema, close: PermissionSchema }),
})
export type Notice = Static<typeof NoticeSchema>

const IdSchema = Type.String({ format: 'uuid' })
const DaySchema = Type.String({ format: 'date' })
export const ScanIdSchema = Type.Object({ id: IdSchema })
export const NoticeQuerySchema = Type.Object({
  state: Type.Optional(Type.Union([Type.Literal('open'), Type.Literal('closed'), Type.Literal('all')])),
  kind: Type.Optional(NoticeKindSchema),
  risk: Type.Optional(Type.String({ maxLength: 80 })),
  /** Only those that the caller's agency owns or must answer. */
  mine: Type.Optional(Type.Boolean()),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  before: Type.Optional(Type.String({ maxLength: 200 })),
})
const notice = {
  kind: NoticeKindSchema,
  title: Type.String({ minLength: 1, maxLength: 200 }),
  summary: Type.String({ minLength: 1, maxLength: 4000 }),
  /** https address of the original; empty where there is none. */
  url: Type.String({ maxLength: 500 }),
  publishedOn: DaySchema,
  validUntil: Nullable(DaySchema),
  soWhat: Type.String({ minLength: 1, maxLength: 2000 }),
  ownerAgency: Type.String({ maxLength: 41 }),
  riskTypes: Type.Array(Type.String({ maxLength: 80 }), { minItems: 1, maxItems: 20 }),
  places: Type.Array(Type.Enum(PLACES), { minItems: 1, maxItems: 4 }),
  reviewOn: DaySchema,
}
export const NewNoticeSchema = Type.Object({ ...notice, sourceId: Type.Optional(Nullable(IdSchema)) })
export type NewNotice = Static<typeof NewNoticeSchema>
export const UpdateNoticeSchema = Type.Object({ ...notice, reason: Type.String({ minLength: 1, maxLength: 1000 }) })
export type UpdateNotice = Static<typeof UpdateNoticeSchema>
export const NewProposalSchema = Type.Object({
  kind: Type.Enum(PROPOSAL_KINDS),
  words: Type.String({ minLength: 1, maxLength: 1000 }),
  agency: Type.String({ maxLength: 41 }),
  dueOn: DaySchema,
})
export type NewProposal = Static<typeof NewProposalSchema>
export const AnswerProposalSchema = Type.Object({
  state: Type.Union([Type.Literal('accepted'), Type.Literal('declined'), Type.Literal('done')]),
  answer: Type.String({ maxLength: 1000 }),
})
export const CloseNoticeSchema = Type.Object({ reason: Type.String({ minLength: 1, maxLength: 1000 }) })
export const NewSourceSchema = Type.Object({
  kind: NoticeKindSchema,
  name: Type.String({ minLength: 1, maxLength: 120 }),
  url: Type.String({ maxLength: 500 }),
  everyDays: Type.Integer({ minimum: 1, maximum: 366 }),
})
export type NewSource = Static<typeof NewSourceSchema>
