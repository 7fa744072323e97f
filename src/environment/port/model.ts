/** A port to look at: its zones by name, and the shapes that a map draws. Geometry is the site's own; no boundary is in it. */
import { type Static, Type } from 'typebox'

const Position = Type.Tuple([Type.Number({ minimum: -180, maximum: 180 }), Type.Number({ minimum: -90, maximum: 90 })])
const Line = Type.Array(Position, { minItems: 2 })

/** What a zone is used for. */
export const ZONE_KINDS = ['berth', 'yard', 'gate', 'hall', 'airport', 'rail', 'anchorage', 'lane', 'other'] as const

export const ZoneSchema = Type.Object({
  id: Type.String({ pattern: '^[a-z][a-z0-9-]{0,40}$' }),
  kind: Type.Enum(ZONE_KINDS),
  place: Type.Enum(['sea', 'air', 'land', 'rail']),
  zh: Type.String({ minLength: 1 }),
  en: Type.String({ minLength: 1 }),
  /** Where its name and its symbols stand: longitude, latitude (WGS 84). */
  at: Position,
  /** Other names by which messages speak of it. */
  aliases: Type.Array(Type.String({ minLength: 1 })),
})
export type Zone = Static<typeof ZoneSchema>

/** How a shape is drawn. */
export const SHAPE_KINDS = [
  'land',
  'plot',
  'yard',
  'building',
  'quay',
  'road',
  'runway',
  'anchorage',
  'lane',
  'fairway',
  'depth',
] as const

const FeatureSchema = Type.Object({
  type: Type.Literal('Feature'),
  properties: Type.Object({ kind: Type.Enum(SHAPE_KINDS), zone: Type.Optional(Type.String()) }),
  geometry: Type.Union([
    Type.Object({ type: Type.Literal('Polygon'), coordinates: Type.Array(Line, { minItems: 1 }) }),
    Type.Object({ type: Type.Literal('LineString'), coordinates: Line }),
    Type.Object({ type: Type.Literal('MultiLineString'), coordinates: Type.Array(Line, { minItems: 1 }) }),
  ]),
})

export const PortSchema = Type.Object({
  code: Type.String({ pattern: '^[A-Z]{2}[A-Z0-9]{3}$' }),
  /** An invented port is said to be one wherever it is drawn. */
  synthetic: Type.Boolean(),
  zh: Type.String({ minLength: 1 }),
  en: Type.String({ minLength: 1 }),
  noteZh: Type.String(),
  noteEn: Type.String(),
  /** South-west and north-east corner. */
  bounds: Type.Tuple([Position, Position]),
  zones: Type.Array(ZoneSchema),
  geometry: Type.Object({ type: Type.Literal('FeatureCollection'), features: Type.Array(FeatureSchema) }),
})
export type Port = Static<typeof PortSchema>

export const PortAnswerSchema = Type.Object({
  /** Null where the site has no geometry: pages then show places in words. */
  port: Type.Union([PortSchema, Type.Null()]),
  /** Address template of the site's official map service, `{z}/{x}/{y}`; null: none, and nothing is asked of anybody outside. */
  tiles: Type.Union([Type.String(), Type.Null()]),
})
export type PortAnswer = Static<typeof PortAnswerSchema>
