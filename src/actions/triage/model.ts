/** Triage as it enters and leaves the server: groups of what waits for a person, and what an agency decides about them. */
import { type Static, Type } from 'typebox'
import { LevelSchema } from '../assess/public.ts'
import { CompoundSchema } from '../compound/public.ts'
import { BilingualSchema, NamedSchema, Nullable, PermissionSchema } from '../warn/public.ts'

const IdSchema = Type.String({ format: 'uuid' })

export const VIEWS = ['open', 'mine', 'unassigned', 'snoozed', 'dismissed'] as const
export type View = (typeof VIEWS)[number]
export const PERIODS = ['day', 'week', 'all'] as const

export const PersonSchema = Type.Object({ post: NamedSchema, officer: Nullable(BilingualSchema) })

const QuietSchema = Type.Object({
  kind: Type.Union([Type.Literal('snoozed'), Type.Literal('dismissed'), Type.Literal('attached')]),
  until: Nullable(Type.String()),
  /** It comes back with so many; null: only when its level rises or its time has come. */
  atCount: Nullable(Type.Integer()),
  incidentId: Nullable(Type.String()),
})

export const LogLineSchema = Type.Object({
  act: Type.String(),
  at: Type.String(),
  by: PersonSchema,
  reason: Nullable(BilingualSchema),
  note: Nullable(Type.String()),
  to: Nullable(PersonSchema),
  until: Nullable(Type.String()),
})
export type LogLine = Static<typeof LogLineSchema>

export const GroupRowSchema = Type.Object({
  id: Type.String(),
  kind: NamedSchema,
  /** Null where the signals have no subject in common but their rule. */
  subject: Nullable(
    Type.Object({ kind: Type.String(), label: BilingualSchema, key: Type.String(), display: BilingualSchema }),
  ),
  /** What the leading rule says, or what is missing. */
  rule: BilingualSchema,
  riskType: Nullable(NamedSchema),
  level: LevelSchema,
  rank: Type.Integer({ minimum: 0, maximum: 4 }),
  /** Signals that the caller may see. */
  count: Type.Integer(),
  firstAt: Type.String(),
  lastAt: Type.String(),
  windowAt: Type.String(),
  windowHours: Type.Integer(),
  sources: Type.Array(Type.Object({ name: BilingualSchema, agency: BilingualSchema, count: Type.Integer() })),
  /** Where a warning or an incident begins: the newest signal that is visible. */
  signalId: Nullable(Type.String()),
  compoundId: Nullable(Type.String()),
  assigned: Nullable(PersonSchema),
  isMine: Type.Boolean(),
  quiet: Nullable(QuietSchema),
  /** Why it is back, where it was quiet: time, more signals, a higher level. */
  returned: Nullable(
    Type.Object({
      why: Type.Union([Type.Literal('time'), Type.Literal('more'), Type.Literal('higher')]),
      more: Type.Integer(),
      was: Type.String(),
    }),
  ),
  last: Nullable(LogLineSchema),
  links: Type.Object({ warnings: Type.Integer(), incidents: Type.Integer() }),
  can: Type.Object({ work: PermissionSchema, undo: PermissionSchema }),
})
export type GroupRow = Static<typeof GroupRowSchema>
export const GroupListSchema = Type.Object({ rows: Type.Array(GroupRowSchema), next: Nullable(Type.String()) })
export type GroupList = Static<typeof GroupListSchema>

export const MemberSchema = Type.Object({
  id: Type.String(),
  title: BilingualSchema,
  receivedAt: Type.String(),
  level: LevelSchema,
})
export const GroupSchema = Type.Object({
  ...GroupRowSchema.properties,
  /** The newest, at most 50. */
  members: Type.Array(MemberSchema),
  /** Compound assessments of the group, with their words. */
  compounds: Type.Array(CompoundSchema),
  log: Type.Array(LogLineSchema),
  warnings: Type.Array(Type.Object({ id: Type.String(), title: Type.String() })),
  incidents: Type.Array(Type.Object({ id: Type.String(), title: Type.String() })),
})
export type Group = Static<typeof GroupSchema>

const filters = {
  kind: Type.Optional(Type.String({ maxLength: 60 })),
  domain: Type.Optional(Type.String({ maxLength: 40, pattern: '^[a-z]*$' })),
  level: Type.Optional(Type.Union([Type.Literal('1'), Type.Literal('2'), Type.Literal('3'), Type.Literal('unknown')])),
  source: Type.Optional(Type.String({ maxLength: 64 })),
  q: Type.Optional(Type.String({ maxLength: 200 })),
  when: Type.Optional(Type.Enum(PERIODS)),
}
export const GroupFilterSchema = Type.Object(filters)
export const GroupQuerySchema = Type.Object({
  ...filters,
  view: Type.Optional(Type.Enum(VIEWS)),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  before: Type.Optional(Type.String({ maxLength: 200 })),
})
export type GroupQuery = Static<typeof GroupQuerySchema>

export const GroupCountSchema = Type.Object({
  open: Type.Integer(),
  mine: Type.Integer(),
  unassigned: Type.Integer(),
  snoozed: Type.Integer(),
  dismissed: Type.Integer(),
  /** Open groups of any time: what the chosen period leaves out is never hidden. */
  openEver: Type.Integer(),
  /** Signals in the open groups. */
  signals: Type.Integer(),
})
export type GroupCount = Static<typeof GroupCountSchema>

/** What a form needs to know: whom a group can be given to, why one is dismissed, which incidents are open. */
export const DeskSchema = Type.Object({
  colleagues: Type.Array(
    Type.Object({
      post: NamedSchema,
      account: Nullable(Type.String()),
      officer: Nullable(BilingualSchema),
      isMe: Type.Boolean(),
    }),
  ),
  reasons: Type.Array(NamedSchema),
  snoozeMinutes: Type.Array(Type.Integer()),
  returnAfter: Type.Integer(),
  kinds: Type.Array(NamedSchema),
  incidents: Type.Array(Type.Object({ id: Type.String(), no: Type.String(), title: Type.String() })),
})
export type Desk = Static<typeof DeskSchema>

/** The groups, as they stood on the screen of whoever decides: what came since comes back. */
const groups = {
  groups: Type.Array(
    Type.Object({ id: IdSchema, count: Type.Integer({ minimum: 0 }), rank: Type.Integer({ minimum: 0, maximum: 4 }) }),
    { minItems: 1, maxItems: 100 },
  ),
}
export const AssignSchema = Type.Object({
  ...groups,
  /** Null gives it back. */
  to: Nullable(Type.Object({ post: IdSchema, account: Nullable(IdSchema) })),
})
export const SnoozeSchema = Type.Object({
  ...groups,
  until: Type.String({ format: 'date-time', maxLength: 40 }),
  reason: Type.String({ minLength: 1, maxLength: 500 }),
})
export const DismissSchema = Type.Object({
  ...groups,
  reason: Type.String({ maxLength: 40 }),
  note: Type.Optional(Type.String({ maxLength: 500 })),
})
export const AttachSchema = Type.Object({ ...groups, incidentId: IdSchema })
export const UndoSchema = Type.Object(groups)
/** The decisions as they stand in the record: `triage/<id>`. */
export const DoneSchema = Type.Object({ done: Type.Integer(), decisions: Type.Array(Type.String()) })
export type Done = Static<typeof DoneSchema>
export const GroupIdSchema = Type.Object({ id: IdSchema })
export type GroupRef = Static<typeof UndoSchema>['groups'][number]
