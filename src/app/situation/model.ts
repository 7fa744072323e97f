/** The first page: what differs from a usual day, what is overdue, who has not acknowledged, which signals wait for a person. */
import { type Static, Type } from 'typebox'
import { MyTaskSchema } from '../../actions/respond/public.ts'
import { SignalRowSchema } from '../../actions/signals/public.ts'
import { WarningLevelSchema, WarningRowSchema } from '../../actions/warn/public.ts'

const NamedSchema = Type.Object({ id: Type.String(), zh: Type.String(), en: Type.String() })
const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()])

/** A number beside what is usual at this hour: the 10th to 90th percentile of the same hour on earlier days. */
export const UsualSchema = Nullable(
  Type.Object({
    low: Type.Number(),
    median: Type.Number(),
    high: Type.Number(),
    /** Days that it rests on. Fewer than seven: no usual band is given. */
    days: Type.Integer(),
  }),
)

export const KindCountSchema = Type.Object({
  kind: NamedSchema,
  /** Of these, signals whose assessment asks for a person. */
  measure: Type.Union([Type.Literal('received'), Type.Literal('needs_person')]),
  /** In the last whole hour. */
  hour: Type.Integer(),
  usual: UsualSchema,
  /** Counts of the last 24 whole hours, oldest first. */
  series: Type.Array(Type.Integer()),
  /** What is usual at each of these hours. */
  usualSeries: Type.Array(UsualSchema),
  /** True where `hour` lies outside the usual band. */
  differs: Type.Boolean(),
})

export const DomainCountSchema = Type.Object({
  domain: NamedSchema,
  /** From midnight at the port to the end of the last whole hour, as for the usual band. */
  today: Type.Integer(),
  usual: UsualSchema,
  differs: Type.Boolean(),
})

/** One warning or incident on the map. */
export const MapSymbolSchema = Type.Object({
  kind: Type.Union([Type.Literal('warning'), Type.Literal('incident')]),
  id: Type.String(),
  title: Type.String(),
  domain: Type.String(),
  place: Type.String(),
  /** Zone of the port that its signals name; null: somewhere at its place. */
  zone: Nullable(Type.String()),
  level: Nullable(WarningLevelSchema),
})
export type MapSymbol = Static<typeof MapSymbolSchema>

export const SituationSchema = Type.Object({
  at: Type.String(),
  kinds: Type.Array(KindCountSchema),
  domains: Type.Array(DomainCountSchema),
  tasks: Type.Object({
    rows: Type.Array(MyTaskSchema),
    overdue: Type.Integer(),
    dueSoon: Type.Integer(),
    of: Type.Integer(),
  }),
  warnings: Type.Array(WarningRowSchema),
  symbols: Type.Array(MapSymbolSchema),
  /** Newest first. */
  signals: Type.Object({ rows: Type.Array(SignalRowSchema) }),
})
export type Situation = Static<typeof SituationSchema>
export type KindCount = Static<typeof KindCountSchema>
export type DomainCount = Static<typeof DomainCountSchema>
export type Usual = Static<typeof UsualSchema>
