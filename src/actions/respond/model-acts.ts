/** What is sent to change a room, and what its level, its duplicates and its gaps look like. */
import { type Static, Type } from 'typebox'
import { AmountSchema } from '../../environment/duties/public.ts'
import { BilingualSchema, NamedSchema, Nullable, PermissionSchema } from '../warn/public.ts'
import { RESPONSE_LEVELS } from './level-ids.ts'

const IdSchema = Type.String({ format: 'uuid' })
const AgencyId = Type.String({ minLength: 1, maxLength: 41 })
const ReasonSchema = Type.String({ minLength: 1, maxLength: 2000 })
export const LevelIdSchema = Type.Enum(RESPONSE_LEVELS)

export const LevelNameSchema = Type.Object({ id: LevelIdSchema, zh: Type.String(), en: Type.String() })
export const CriterionViewSchema = Type.Object({
  id: Type.String(),
  zh: Type.String(),
  en: Type.String(),
  source: Type.String(),
})

/** The response level: where it stands, where it stood, and where it may go, with who authorises each step. */
export const ResponseSchema = Type.Object({
  level: LevelNameSchema,
  since: Nullable(Type.String()),
  reviewOpenedAt: Nullable(Type.String()),
  /** Oldest first; `to` is null for the one that holds now. */
  history: Type.Array(
    Type.Object({
      level: LevelNameSchema,
      from: Type.String(),
      to: Nullable(Type.String()),
      reason: Type.String(),
      criteria: Type.Array(BilingualSchema),
      by: BilingualSchema,
    }),
  ),
  steps: Type.Array(
    Type.Object({
      level: LevelNameSchema,
      raise: Type.Boolean(),
      /** One of the criteria suffices, or all must hold. */
      need: Type.Union([Type.Literal('any'), Type.Literal('all')]),
      criteria: Type.Array(CriterionViewSchema),
      authorisers: BilingualSchema,
      can: PermissionSchema,
    }),
  ),
})
export type Response = Static<typeof ResponseSchema>

/** The highest level of open incidents that the caller may see; null where the present purpose opens no content. */
export const SiteLevelSchema = Type.Object({
  level: Nullable(LevelNameSchema),
  since: Nullable(Type.String()),
  incidentId: Nullable(Type.String()),
})
export type SiteLevel = Static<typeof SiteLevelSchema>

export const LevelChangeSchema = Type.Object({
  to: LevelIdSchema,
  criteria: Type.Array(Type.String({ maxLength: 60 }), { maxItems: 20 }),
  reason: ReasonSchema,
})
export type LevelChange = Static<typeof LevelChangeSchema>

/** What is missing from a member, the worst first. */
export const GapSchema = Type.Object({
  kind: Type.Union([
    Type.Literal('unreachable'),
    Type.Literal('absent'),
    Type.Literal('overdue'),
    Type.Literal('receipt'),
    Type.Literal('unaccepted'),
    Type.Literal('evidence'),
  ]),
  text: BilingualSchema,
  taskId: Nullable(Type.String()),
})
export type Gap = Static<typeof GapSchema>

export const FormerMemberSchema = Type.Object({
  agency: NamedSchema,
  leftAt: Type.String(),
  reason: Type.String(),
})

export const AddMemberSchema = Type.Object({
  agency: AgencyId,
  role: Type.Union([Type.Literal('support'), Type.Literal('inform')]),
  reason: ReasonSchema,
})
export const DismissMemberSchema = Type.Object({ agency: AgencyId, reason: ReasonSchema })
export const ChangeLeadSchema = Type.Object({ to: AgencyId, reason: ReasonSchema })
export const AddTaskSchema = Type.Object({
  title: Type.String({ minLength: 1, maxLength: 200 }),
  agency: AgencyId,
  phase: Type.Enum(['detect', 'control', 'handover', 'recover'] as const),
  due: AmountSchema,
  reason: ReasonSchema,
  proof: Type.Optional(Type.String({ maxLength: 200 })),
})
export type AddTask = Static<typeof AddTaskSchema>
export const NoteSchema = Type.Object({
  /** Chosen by the device that wrote it: sent twice, it is kept once. */
  noteId: IdSchema,
  text: Type.String({ minLength: 1, maxLength: 2000 }),
  writtenAt: Type.String({ format: 'date-time' }),
  taskId: Type.Optional(Nullable(IdSchema)),
})
export const AttachSchema = Type.Object({
  signalIds: Type.Array(IdSchema, { maxItems: 100 }),
  warningIds: Type.Array(IdSchema, { maxItems: 20 }),
})
export const MergeSchema = Type.Object({ into: IdSchema, reason: ReasonSchema })
export const AssignSchema = Type.Object({ posts: Type.Array(IdSchema, { minItems: 1, maxItems: 20 }) })
export const PostsSchema = Type.Object({ rows: Type.Array(NamedSchema) })
/** Which tasks: taken on or assigned by post, of the agency, all that one may see, overdue, blocked. */
export const TASK_SCOPES = ['mine', 'agency', 'all', 'overdue', 'blocked'] as const
export type TaskScope = (typeof TASK_SCOPES)[number]
export const TaskScopeQuerySchema = Type.Object({ of: Type.Optional(Type.Enum(TASK_SCOPES)) })
export const TaskCountsSchema = Type.Object({
  mine: Type.Integer(),
  agency: Type.Integer(),
  all: Type.Integer(),
  overdue: Type.Integer(),
  blocked: Type.Integer(),
})
export type TaskCounts = Static<typeof TaskCountsSchema>
