/** Changes of law and duties as they enter and leave the server. */
import { type Static, Type } from 'typebox'
import {
  AmountSchema,
  DaySchema,
  DEADLINE_KINDS,
  DeadlineViewSchema,
  DutyRowViewSchema,
  InstrumentViewSchema,
} from '../../environment/duties/public.ts'
import { BilingualSchema, NamedSchema, Nullable, PermissionSchema } from '../warn/public.ts'

const closed = { additionalProperties: false } as const
const Code = Type.String({ pattern: '^[A-Z][A-Z0-9-]{2,30}$' })
const AgencyIds = Type.Array(Type.String({ maxLength: 41 }), { maxItems: 40 })
const NoteSchema = Type.String({ minLength: 1, maxLength: 1000 })

export const NewInstrumentSchema = Type.Object(
  {
    id: Code,
    zh: Type.String({ minLength: 1, maxLength: 200 }),
    en: Type.String({ minLength: 1, maxLength: 200 }),
    firstInForce: DaySchema,
  },
  closed,
)
export type NewInstrument = Static<typeof NewInstrumentSchema>

/** An instrument ends on a day; another takes its place, known already or entered here, or none does. */
export const EndInstrumentSchema = Type.Object(
  {
    validTo: DaySchema,
    replacedBy: Type.Optional(Nullable(Type.String({ maxLength: 60 }))),
    newInstrument: Type.Optional(Nullable(NewInstrumentSchema)),
    note: NoteSchema,
  },
  closed,
)
export type EndInstrument = Static<typeof EndInstrumentSchema>

export const BasisChangeSchema = Type.Object(
  {
    instrument: Type.String({ maxLength: 60 }),
    articles: Type.Array(Type.String({ minLength: 1, maxLength: 80 }), { maxItems: 40 }),
    /** The officer has read the full text of these articles. */
    read: Type.Boolean(),
  },
  closed,
)
export const DutyChangeSchema = Type.Object(
  { lead: AgencyIds, support: AgencyIds, inform: AgencyIds, basis: Type.Array(BasisChangeSchema, { maxItems: 20 }) },
  closed,
)
export type DutyChange = Static<typeof DutyChangeSchema>
export const DeadlineChangeSchema = Type.Object(
  {
    instrument: Nullable(Type.String({ maxLength: 60 })),
    article: Nullable(Type.String({ maxLength: 80 })),
    read: Type.Boolean(),
    kind: Type.Enum(DEADLINE_KINDS),
    due: AmountSchema,
  },
  closed,
)
export type DeadlineChange = Static<typeof DeadlineChangeSchema>

export const ConfirmSchema = Type.Object(
  {
    outcome: Type.Enum(['kept', 'changed', 'ended']),
    note: NoteSchema,
    /** The day from which the change or the end holds; today unless told. */
    effectiveOn: Type.Optional(DaySchema),
    duty: Type.Optional(DutyChangeSchema),
    deadline: Type.Optional(DeadlineChangeSchema),
  },
  closed,
)
export type Confirm = Static<typeof ConfirmSchema>

/** One line a day: `2027-01-01,holiday,元旦,New Year` or `2027-02-20,workday`. */
export const LoadCalendarSchema = Type.Object(
  {
    year: Type.Integer({ minimum: 2000, maximum: 2100 }),
    text: Type.String({ minLength: 1, maxLength: 20_000 }),
    source: Type.String({ minLength: 1, maxLength: 300 }),
  },
  closed,
)
export type LoadCalendar = Static<typeof LoadCalendarSchema>

const BySchema = Type.Object({ agency: NamedSchema, post: NamedSchema })
export const ReviewViewSchema = Type.Object({
  id: Type.String(),
  kind: Type.Union([Type.Literal('duty'), Type.Literal('deadline')]),
  row: Type.String(),
  name: BilingualSchema,
  instrument: NamedSchema,
  replacedBy: Nullable(NamedSchema),
  /** Why the instrument ended, in the officer's words. */
  reason: Type.String(),
  openedAt: Type.String(),
  outcome: Nullable(Type.Enum(['kept', 'changed', 'ended'])),
  note: Nullable(Type.String()),
  decidedAt: Nullable(Type.String()),
  by: Nullable(BySchema),
  /** Open tasks that rest on it, of those that the reader may see. */
  openTasks: Type.Integer(),
  can: Type.Object({ confirm: PermissionSchema }),
})
export type ReviewView = Static<typeof ReviewViewSchema>
export const ReviewListSchema = Type.Object({
  rows: Type.Array(ReviewViewSchema),
  open: Type.Integer(),
  can: Type.Object({ edit: PermissionSchema }),
})
export type ReviewList = Static<typeof ReviewListSchema>

export const VersionViewSchema = Type.Object({
  /** Null: as the files have it. */
  effectiveOn: Nullable(Type.String()),
  recordedAt: Type.String(),
  note: Type.String(),
  ended: Type.Boolean(),
  by: Nullable(BySchema),
})

export const EntrySchema = Type.Object({
  id: Type.String(),
  day: Type.String(),
  today: Type.String(),
  kind: Type.Enum(['duty', 'deadline', 'instrument']),
  duty: Nullable(DutyRowViewSchema),
  deadline: Nullable(DeadlineViewSchema),
  instrument: Nullable(InstrumentViewSchema),
  /** The row existed and has ended by this day. */
  ended: Type.Boolean(),
  duties: Type.Array(DutyRowViewSchema),
  deadlines: Type.Array(DeadlineViewSchema),
  /** Newest first. */
  versions: Type.Array(VersionViewSchema),
  reviews: Type.Array(ReviewViewSchema),
  can: Type.Object({ edit: PermissionSchema }),
})
export type Entry = Static<typeof EntrySchema>

export const ChangedSchema = Type.Object({ id: Type.String(), duties: Type.Integer(), deadlines: Type.Integer() })
export type Changed = Static<typeof ChangedSchema>
