/** Meetings as they enter and leave the server, and what they resolve: every decision is a task of an accountable agency. */
import { type Static, Type } from 'typebox'
import { BilingualSchema, NamedSchema, Nullable, PermissionSchema } from '../../warn/public.ts'
import { BySchema, closed, LineSchema, Uuid } from '../model.ts'

const Instant = Type.String({ format: 'date-time' })
const AgencyId = Type.String({ maxLength: 41 })

export const MEETING_STATES = ['planned', 'held', 'circulated', 'cancelled'] as const
export const RESOLUTION_STATES = ['open', 'accepted', 'blocked', 'done'] as const

export const MeetingRowSchema = Type.Object({
  id: Type.String(),
  title: Type.String(),
  place: Type.String(),
  startsAt: Type.String(),
  endsAt: Type.String(),
  host: NamedSchema,
  agencies: Type.Array(NamedSchema),
  state: Type.Enum(MEETING_STATES),
  /** Of the agencies that were present: approved, objected, not answered. */
  answers: Type.Object({ approved: Type.Integer(), objected: Type.Integer(), of: Type.Integer() }),
  resolutions: Type.Object({ done: Type.Integer(), overdue: Type.Integer(), of: Type.Integer() }),
  waitsForMe: Type.Boolean(),
})
export type MeetingRow = Static<typeof MeetingRowSchema>

export const ResolutionSchema = Type.Object({
  id: Type.String(),
  meeting: Type.Object({ id: Type.String(), title: Type.String() }),
  text: Type.String(),
  agency: NamedSchema,
  dueAt: Type.String(),
  status: Type.Enum(RESOLUTION_STATES),
  overdue: Type.Boolean(),
  note: Nullable(Type.String()),
  officer: Nullable(BilingualSchema),
  decidedAt: Type.String(),
  can: Type.Object({
    accept: PermissionSchema,
    complete: PermissionSchema,
    block: PermissionSchema,
    unblock: PermissionSchema,
  }),
})
export type ResolutionView = Static<typeof ResolutionSchema>

export const MeetingListSchema = Type.Object({
  rows: Type.Array(MeetingRowSchema),
  overdue: Type.Array(ResolutionSchema),
  /** Agencies that may be invited. */
  reachable: Type.Array(NamedSchema),
  can: Type.Object({ plan: PermissionSchema }),
})
export type MeetingList = Static<typeof MeetingListSchema>

export const AttendanceSchema = Type.Object(
  { agency: AgencyId, present: Type.Boolean(), who: Type.String({ maxLength: 200 }) },
  closed,
)
export type Attendance = Static<typeof AttendanceSchema>

export const MeetingSchema = Type.Object({
  ...MeetingRowSchema.properties,
  version: Type.Integer(),
  minutes: Type.String(),
  attendance: Type.Array(
    Type.Object({
      agency: NamedSchema,
      present: Type.Boolean(),
      who: Type.String(),
      answer: Nullable(Type.Object({ approves: Type.Boolean(), reason: Nullable(Type.String()), by: BySchema })),
    }),
  ),
  /** Answers to earlier versions of the minutes. */
  earlier: Type.Array(
    Type.Object({
      version: Type.Integer(),
      agency: NamedSchema,
      approves: Type.Boolean(),
      reason: Nullable(Type.String()),
      at: Type.String(),
    }),
  ),
  agenda: Type.Array(LineSchema),
  resolutionRows: Type.Array(ResolutionSchema),
  created: BySchema,
  cancelledWhy: Nullable(Type.String()),
  can: Type.Object({
    addPoint: PermissionSchema,
    fillAgenda: PermissionSchema,
    keepMinutes: PermissionSchema,
    resolve: PermissionSchema,
    circulate: PermissionSchema,
    answer: PermissionSchema,
    cancel: PermissionSchema,
  }),
})
export type Meeting = Static<typeof MeetingSchema>

export const PlanMeetingSchema = Type.Object(
  {
    title: Type.String({ minLength: 1, maxLength: 120 }),
    place: Type.String({ minLength: 1, maxLength: 120 }),
    startsAt: Instant,
    endsAt: Instant,
    agencies: Type.Array(AgencyId, { maxItems: 60, uniqueItems: true }),
  },
  closed,
)
export type PlanMeeting = Static<typeof PlanMeetingSchema>
export const PointSchema = Type.Object({ text: Type.String({ minLength: 1, maxLength: 400 }) }, closed)
export const FilledSchema = Type.Object({ added: Type.Integer() })
export const MinutesSchema = Type.Object(
  { minutes: Type.String({ maxLength: 20_000 }), attendance: Type.Array(AttendanceSchema, { maxItems: 60 }) },
  closed,
)
export type Minutes = Static<typeof MinutesSchema>
/** There is no decision without an accountable agency and a due time. */
export const ResolveSchema = Type.Object(
  { text: Type.String({ minLength: 1, maxLength: 400 }), agency: AgencyId, dueAt: Instant },
  closed,
)
export type Resolve = Static<typeof ResolveSchema>
export const AnswerSchema = Type.Object({ approves: Type.Boolean(), reason: Type.String({ maxLength: 1000 }) }, closed)
export const ReasonSchema = Type.Object({ reason: Type.String({ maxLength: 1000 }) }, closed)
export const NoteSchema = Type.Object({ note: Type.String({ maxLength: 2000 }) }, closed)
export const ResolutionsSchema = Type.Object({ rows: Type.Array(ResolutionSchema) })
export const MeetingIdSchema = Type.Object({ id: Uuid })
