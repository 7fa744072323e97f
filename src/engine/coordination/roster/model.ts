/** Duty rosters as they enter and leave the server: shifts, posts to be stood, who stands them, what is not covered. */
import { type Static, Type } from 'typebox'
import { BilingualSchema, NamedSchema } from '../../../environment/identity/public.ts'

const closed = { additionalProperties: false } as const
const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()])
const Uuid = Type.String({ format: 'uuid' })
const Code = Type.String({ pattern: '^[a-z][a-z0-9_]{0,30}$' })
const Minute = Type.Integer({ minimum: 0, maximum: 1439 })

/** `2026-11-25`. */
export const DaySchema = Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$' })

export const ShiftSchema = Type.Object(
  { id: Code, title: Type.String({ minLength: 1, maxLength: 40 }), from: Minute, to: Minute },
  closed,
)
export type Shift = Static<typeof ShiftSchema>

export const LineSchema = Type.Object(
  {
    id: Code,
    title: Type.String({ minLength: 1, maxLength: 40 }),
    shifts: Type.Array(Code, { minItems: 1, maxItems: 6, uniqueItems: true }),
    /** Day and night without a hole: time that no shift covers is a gap as well. */
    always: Type.Boolean(),
  },
  closed,
)
export type Line = Static<typeof LineSchema>

export const REACH = ['phone', 'radio', 'console', 'other'] as const
export type Reach = (typeof REACH)[number]
const ReachSchema = Type.Enum(REACH)

export const PermissionSchema = Type.Union([Type.Literal(true), BilingualSchema])
export type Permission = Static<typeof PermissionSchema>

export const PersonSchema = Type.Object({
  agency: NamedSchema,
  /** Null for somebody without an account here. */
  account: Nullable(Type.String()),
  name: BilingualSchema,
  post: Nullable(NamedSchema),
  contact: Type.String(),
  reach: ReachSchema,
})

export const DutySchema = Type.Object({
  id: Type.String(),
  line: Type.String(),
  shift: Type.String(),
  day: Type.String(),
  startsAt: Type.String(),
  endsAt: Type.String(),
  person: Nullable(PersonSchema),
})
export type DutyView = Static<typeof DutySchema>

/** Who is on: asked by other rooms too. */
export const OnDutySchema = Type.Object({
  roster: Type.Object({ id: Type.String(), title: Type.String(), joint: Type.Boolean(), agency: NamedSchema }),
  line: Type.String(),
  shift: Type.String(),
  endsAt: Type.String(),
  person: PersonSchema,
  mine: Type.Boolean(),
})
export type OnDuty = Static<typeof OnDutySchema>

export const FINDINGS = ['gap', 'overlap', 'double'] as const
export const FindingSchema = Type.Object({
  kind: Type.Enum(FINDINGS),
  line: Type.String(),
  /** The shift that nobody stands; null where no shift covers the time. */
  shift: Nullable(Type.String()),
  day: Nullable(Type.String()),
  from: Type.String(),
  to: Type.String(),
  text: BilingualSchema,
})
export type FindingView = Static<typeof FindingSchema>

export const SwapSchema = Type.Object({
  id: Type.String(),
  first: DutySchema,
  second: DutySchema,
  state: Type.Enum(['open', 'done', 'refused', 'withdrawn']),
  waitsFor: Type.Array(BilingualSchema),
  reason: Nullable(Type.String()),
  proposedAt: Type.String(),
  can: Type.Object({ consent: PermissionSchema, refuse: PermissionSchema, withdraw: PermissionSchema }),
})
export type SwapView = Static<typeof SwapSchema>

export const RosterRowSchema = Type.Object({
  id: Type.String(),
  title: Type.String(),
  joint: Type.Boolean(),
  agency: NamedSchema,
  zone: Type.String(),
  /** Within the next seven days. */
  gaps: Type.Integer(),
  nextGap: Nullable(FindingSchema),
})
export const RostersSchema = Type.Object({
  rows: Type.Array(RosterRowSchema),
  onNow: Type.Array(OnDutySchema),
  can: Type.Object({ create: PermissionSchema }),
})
export type Rosters = Static<typeof RostersSchema>

export const DayViewSchema = Type.Object({
  day: Type.String(),
  holiday: Nullable(BilingualSchema),
  makeUp: Type.Boolean(),
  /** False: the year's notice is not loaded, so nothing is said of holidays. */
  known: Type.Boolean(),
})
export const RosterSchema = Type.Object({
  id: Type.String(),
  title: Type.String(),
  joint: Type.Boolean(),
  agency: NamedSchema,
  zone: Type.String(),
  shifts: Type.Array(ShiftSchema),
  lines: Type.Array(LineSchema),
  from: Type.String(),
  days: Type.Array(DayViewSchema),
  /** When each shift of each day shown begins and ends, stood or not. */
  hours: Type.Array(
    Type.Object({ shift: Type.String(), day: Type.String(), startsAt: Type.String(), endsAt: Type.String() }),
  ),
  duties: Type.Array(DutySchema),
  findings: Type.Array(FindingSchema),
  swaps: Type.Array(SwapSchema),
  /** Officers of one's own agency who may be entered. */
  people: Type.Array(Type.Object({ account: Type.String(), name: BilingualSchema, post: NamedSchema })),
  me: Nullable(Type.String()),
  can: Type.Object({ change: PermissionSchema, assign: PermissionSchema }),
})
export type RosterView = Static<typeof RosterSchema>

export const IdSchema = Type.Object({ id: Uuid })
export const CreatedIdSchema = Type.Object({ id: Type.String() })
export const RosterQuerySchema = Type.Object({
  from: Type.Optional(DaySchema),
  days: Type.Optional(Type.Integer({ minimum: 1, maximum: 62, default: 7 })),
})
export const OnQuerySchema = Type.Object({
  agency: Type.Optional(Type.String({ maxLength: 41 })),
  at: Type.Optional(Type.String({ format: 'date-time' })),
})
const body = {
  title: Type.String({ minLength: 1, maxLength: 80 }),
  shifts: Type.Array(ShiftSchema, { minItems: 1, maxItems: 6 }),
  lines: Type.Array(LineSchema, { minItems: 1, maxItems: 12 }),
}
export const NewRosterSchema = Type.Object({ ...body, joint: Type.Boolean() }, closed)
export type NewRoster = Static<typeof NewRosterSchema>
export const ChangeRosterSchema = Type.Object(body, closed)
export const AssignSchema = Type.Object(
  {
    line: Code,
    shift: Code,
    day: DaySchema,
    /** Null clears it. */
    person: Nullable(
      Type.Object(
        {
          account: Type.Optional(Nullable(Uuid)),
          post: Type.Optional(Nullable(Uuid)),
          name: Type.Optional(Nullable(Type.String({ maxLength: 80 }))),
          contact: Type.String({ maxLength: 80 }),
          reach: ReachSchema,
        },
        closed,
      ),
    ),
  },
  closed,
)
export type Assign = Static<typeof AssignSchema>
export const RepeatSchema = Type.Object(
  {
    /** First day of the week that is the template. */
    from: DaySchema,
    weeks: Type.Integer({ minimum: 1, maximum: 26 }),
    /** Holidays are stood as usual, or left open for a decision of their own. */
    holidays: Type.Union([Type.Literal('fill'), Type.Literal('leave')]),
  },
  closed,
)
export type Repeat = Static<typeof RepeatSchema>
export const RepeatedSchema = Type.Object({ filled: Type.Integer(), kept: Type.Integer(), left: Type.Integer() })
export const ImportSchema = Type.Object({ csv: Type.String({ minLength: 1, maxLength: 400_000 }) }, closed)
export const ImportedSchema = Type.Object({ rows: Type.Integer() })
export const ProposeSwapSchema = Type.Object({ first: Uuid, second: Uuid }, closed)
export const SwapReasonSchema = Type.Object({ reason: Type.String({ maxLength: 400 }) }, closed)
