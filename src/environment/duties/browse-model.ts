/** The browser of law and duties: what a row, a deadline and an instrument look like to whoever reads them. */
import { type Static, Type } from 'typebox'
import { AmountSchema, BasisSchema, DutyConflictSchema, JurisdictionSchema, PLACES } from './model.ts'

const BilingualSchema = Type.Object({ zh: Type.String(), en: Type.String() })
const NamedSchema = Type.Object({ id: Type.String(), zh: Type.String(), en: Type.String() })
const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()])

/** Why a row must be looked at before it is relied on, most urgent first. */
export const FLAG_KINDS = ['review', 'superseded', 'amended', 'legal_review', 'unread', 'low_confidence'] as const
export const FlagSchema = Type.Object({
  kind: Type.Enum(FLAG_KINDS),
  /** What it means, as a sentence. */
  zh: Type.String(),
  en: Type.String(),
  /** The instrument that is the reason, and what took its place. */
  instrument: Nullable(NamedSchema),
  replacedBy: Nullable(NamedSchema),
})
export type Flag = Static<typeof FlagSchema>

export const DutyRowViewSchema = Type.Object({
  id: Type.String(),
  name: BilingualSchema,
  jurisdiction: JurisdictionSchema,
  /** Risk types whose lead this row decides. */
  decides: Type.Array(NamedSchema),
  riskTypes: Type.Array(NamedSchema),
  crossCutting: Type.Boolean(),
  places: Type.Array(NamedSchema),
  phase: NamedSchema,
  lead: Type.Array(NamedSchema),
  support: Type.Array(NamedSchema),
  inform: Type.Array(NamedSchema),
  basis: Type.Array(BasisSchema),
  handovers: Type.Array(
    Type.Object({ from: NamedSchema, to: NamedSchema, phase: NamedSchema, trigger: BilingualSchema }),
  ),
  confidence: NamedSchema,
  note: BilingualSchema,
  flags: Type.Array(FlagSchema),
  /** This site has a version of its own. */
  revised: Type.Boolean(),
})
export type DutyRowView = Static<typeof DutyRowViewSchema>

export const DeadlineViewSchema = Type.Object({
  id: Type.String(),
  event: BilingualSchema,
  jurisdiction: JurisdictionSchema,
  /** `statutory_numeric` alone is law's own number. */
  kind: Type.String(),
  due: Nullable(AmountSchema),
  direction: Type.String(),
  trigger: NamedSchema,
  condition: BilingualSchema,
  from: Type.Array(NamedSchema),
  to: Type.Array(NamedSchema),
  basis: Nullable(BasisSchema),
  riskTypes: Type.Array(NamedSchema),
  dutyRows: Type.Array(Type.String()),
  confidence: NamedSchema,
  note: BilingualSchema,
  flags: Type.Array(FlagSchema),
  revised: Type.Boolean(),
})
export type DeadlineView = Static<typeof DeadlineViewSchema>

export const INSTRUMENT_STATES = ['in_force', 'not_yet', 'doubtful', 'ended', 'unknown'] as const
export const InstrumentViewSchema = Type.Object({
  ...NamedSchema.properties,
  jurisdiction: JurisdictionSchema,
  version: BilingualSchema,
  firstInForce: Nullable(Type.String()),
  validTo: Nullable(Type.String()),
  replacedBy: Nullable(NamedSchema),
  /** On the day asked about. */
  state: Type.Enum(INSTRUMENT_STATES),
  /** How its text was checked, and what is known of its currency. */
  verification: NamedSchema,
  status: NamedSchema,
  note: BilingualSchema,
  duties: Type.Integer(),
  deadlines: Type.Integer(),
  /** Of these, rows that wait for a person since the instrument ended. */
  openReviews: Type.Integer(),
  revised: Type.Boolean(),
})
export type InstrumentView = Static<typeof InstrumentViewSchema>

export const DaySchema = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })
export const BrowseQuerySchema = Type.Object({
  risk: Type.Optional(Type.String({ maxLength: 80 })),
  agency: Type.Optional(Type.String({ maxLength: 41 })),
  place: Type.Optional(Type.Enum(PLACES)),
  instrument: Type.Optional(Type.String({ maxLength: 60 })),
  jurisdiction: Type.Optional(JurisdictionSchema),
  flag: Type.Optional(Type.Enum([...FLAG_KINDS, 'any'])),
  q: Type.Optional(Type.String({ maxLength: 100 })),
  /** The law and the rows as of this day of the port. */
  asOf: Type.Optional(DaySchema),
})
export type BrowseQuery = Static<typeof BrowseQuerySchema>

const listOf = <T extends Parameters<typeof Type.Array>[0]>(row: T) =>
  Type.Object({ rows: Type.Array(row), of: Type.Integer(), day: Type.String(), today: Type.String() })
export const DutyListSchema = listOf(DutyRowViewSchema)
export const DeadlineListSchema = listOf(DeadlineViewSchema)
export const InstrumentListSchema = listOf(InstrumentViewSchema)
export type DutyList = Static<typeof DutyListSchema>
export type DeadlineList = Static<typeof DeadlineListSchema>
export type InstrumentList = Static<typeof InstrumentListSchema>

/** Who leads where: one cell per place at which the risk occurs. */
export const LeadCellSchema = Type.Object({
  place: Type.String(),
  lead: Nullable(NamedSchema),
  row: Nullable(Type.String()),
  articles: Type.Array(BasisSchema),
  unowned: Type.Boolean(),
  conflicts: Type.Array(DutyConflictSchema),
  flags: Type.Integer(),
})
export const LeadTableSchema = Type.Object({
  jurisdiction: JurisdictionSchema,
  day: Type.String(),
  today: Type.String(),
  rows: Type.Array(Type.Object({ risk: NamedSchema, domain: NamedSchema, cells: Type.Array(LeadCellSchema) })),
  conflicts: Type.Integer(),
  unowned: Type.Integer(),
})
export type LeadTable = Static<typeof LeadTableSchema>
export const LeadTableQuerySchema = Type.Object({
  jurisdiction: Type.Optional(JurisdictionSchema),
  asOf: Type.Optional(DaySchema),
})

/** One line of a post's printed list. */
export const DutyLineSchema = Type.Object({
  row: Type.String(),
  role: Type.Enum(['lead', 'support', 'inform']),
  duty: BilingualSchema,
  risks: Type.Array(NamedSchema),
  places: Type.Array(NamedSchema),
  phase: NamedSchema,
  /** What the article empowers to, with the instrument; empty: plan or agreement only. */
  powers: Type.Array(Type.Object({ basis: BasisSchema, what: BilingualSchema })),
  limits: Type.Array(BilingualSchema),
  handovers: Type.Array(Type.Object({ to: NamedSchema, trigger: BilingualSchema })),
  deadlines: Type.Array(
    Type.Object({ id: Type.String(), event: BilingualSchema, kind: Type.String(), due: Nullable(AmountSchema) }),
  ),
  confidence: NamedSchema,
  flags: Type.Array(FlagSchema),
})
export type DutyLine = Static<typeof DutyLineSchema>
export const DutyListOfAgencySchema = Type.Object({
  agency: NamedSchema,
  fullName: BilingualSchema,
  member: Type.Boolean(),
  posts: Type.Array(NamedSchema),
  day: Type.String(),
  version: Type.String(),
  rows: Type.Array(DutyLineSchema),
})
export type DutyListOfAgency = Static<typeof DutyListOfAgencySchema>

export const CalendarYearViewSchema = Type.Object({
  year: Type.Integer(),
  complete: Type.Boolean(),
  source: BilingualSchema,
  note: BilingualSchema,
  holidays: Type.Array(Type.Object({ ...NamedSchema.properties, days: Type.Array(Type.String()) })),
  makeUpWorkingDays: Type.Array(Type.String()),
  workingDays: Nullable(Type.Integer()),
  revised: Type.Boolean(),
})
export const CalendarViewSchema = Type.Object({
  zone: Type.String(),
  today: Type.String(),
  years: Type.Array(CalendarYearViewSchema),
  /** Deadlines counted in working days: what an incomplete year leaves without a due date. */
  deadlines: Type.Array(
    Type.Object({ id: Type.String(), event: BilingualSchema, kind: Type.String(), due: Nullable(AmountSchema) }),
  ),
  can: Type.Object({ load: Type.Union([Type.Literal(true), BilingualSchema]) }),
})
export type CalendarView = Static<typeof CalendarViewSchema>
