/** What the documents of the cell share: lines that are drawn from the record, people who signed, the agency's settings. */
import { type Static, Type } from 'typebox'
import { BilingualSchema, NamedSchema, Nullable } from '../warn/public.ts'

export const closed = { additionalProperties: false } as const
export const Uuid = Type.String({ format: 'uuid' })
export const IdSchema = Type.Object({ id: Uuid })

/** In the order in which an officer reads them. */
export const SECTIONS = [
  'differs',
  'warnings',
  'incidents',
  'overdue',
  'blocked',
  'due',
  'resolutions',
  'changes',
  'record',
  'own',
] as const
export type Section = (typeof SECTIONS)[number]

export const LineSchema = Type.Object({
  id: Type.String(),
  section: Type.Enum(SECTIONS),
  text: BilingualSchema,
  /** Page that shows the rows behind it; empty where there is none. */
  path: Type.String(),
  strong: Type.Boolean(),
})
export type LineView = Static<typeof LineSchema>

export const BySchema = Type.Object({
  agency: NamedSchema,
  post: NamedSchema,
  officer: Nullable(BilingualSchema),
  at: Type.String(),
})
export type ByView = Static<typeof BySchema>

const ChecklistTexts = Type.Array(Type.String({ minLength: 1, maxLength: 80 }), { maxItems: 20 })
export const SettingsSchema = Type.Object({
  briefMinute: Type.Integer({ minimum: 0, maximum: 1439 }),
  checklist: ChecklistTexts,
  can: Type.Object({ change: Type.Union([Type.Literal(true), BilingualSchema]) }),
})
export type Settings = Static<typeof SettingsSchema>
export const ChangeSettingsSchema = Type.Object(
  { briefMinute: Type.Integer({ minimum: 0, maximum: 1439 }), checklist: ChecklistTexts },
  closed,
)
