/** The form of interactions: which two kinds of risk make each other worse, how much, for how long. Data, with their source. */
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'

const Words = { zh: Type.String({ minLength: 1 }), en: Type.String({ minLength: 1 }) }
const Share = Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1 })
const Band = Type.Tuple([Share, Share, Share])

/** What belongs to a side: an assessment of one of these risk types, from one of these kinds of signal where kinds are named. */
export const SideSchema = Type.Object({
  ...Words,
  riskTypes: Type.Array(Type.String(), { minItems: 1 }),
  kinds: Type.Optional(Type.Array(Type.String(), { minItems: 1 })),
  /** After so many hours the evidence says half as much, in log-odds over the base rate. */
  halfLifeHours: Type.Number({ exclusiveMinimum: 0 }),
})
export type Side = Static<typeof SideSchema>

export const InteractionSchema = Type.Object({
  id: Type.String({ pattern: '^[a-z][a-z0-9_]*$' }),
  ...Words,
  /** What the two do to each other, in one sentence. */
  whyZh: Type.String({ minLength: 1 }),
  whyEn: Type.String({ minLength: 1 }),
  /** The risk that a warning or an incident made from it begins with. */
  riskType: Type.String(),
  a: SideSchema,
  b: SideSchema,
  windowHours: Type.Number({ exclusiveMinimum: 0 }),
  /** `port`: the same port. `place`: also the same kind of place (sea, air, land, rail). `any`: wherever. */
  place: Type.Union([Type.Literal('port'), Type.Literal('place'), Type.Literal('any')]),
  /** Log-odds added to the two happening together by chance: lowest, usual, highest. */
  uplift: Type.Tuple([Type.Number({ minimum: 0 }), Type.Number({ minimum: 0 }), Type.Number({ minimum: 0 })]),
  /** Evidence that would settle it; where none arrived, it is named as missing. */
  wants: Type.Array(Type.Object({ kind: Type.String(), ...Words })),
  source: Type.Object(Words),
})
export type Interaction = Static<typeof InteractionSchema>

export const InteractionsSchema = Type.Object({
  id: Type.Literal('interactions'),
  version: Type.Integer({ minimum: 1 }),
  noteZh: Type.String(),
  noteEn: Type.String(),
  source: Type.Object(Words),
  /** Lowest, usual and highest likelihood that an assessment of this level stands for; `base`: without any evidence. */
  likelihood: Type.Object({
    base: Share,
    nothing: Band,
    low: Band,
    medium: Band,
    high: Band,
    unknown: Band,
  }),
  /** From which compound likelihood on it is low, medium, high. */
  levels: Type.Object({ low: Share, medium: Share, high: Share }),
  interactions: Type.Array(InteractionSchema, { minItems: 1 }),
})
export type Interactions = Static<typeof InteractionsSchema>

/** @throws Error naming what does not fit */
export const parseInteractions = (document: unknown): Interactions => {
  if (!Value.Check(InteractionsSchema, document)) {
    const [fault] = Value.Errors(InteractionsSchema, document)
    throw new Error(`interactions are not as they should be: ${JSON.stringify(fault)}`)
  }
  const ids = document.interactions.map((one) => one.id)
  if (new Set(ids).size !== ids.length) throw new Error('two interactions have the same id')
  for (const one of document.interactions)
    if (!(one.uplift[0] <= one.uplift[1] && one.uplift[1] <= one.uplift[2]))
      throw new Error(`the uplift of ${one.id} is not in order`)
  for (const band of Object.values(document.likelihood))
    if (Array.isArray(band) && !(band[0] <= band[1] && band[1] <= band[2]))
      throw new Error('a likelihood band is not in order')
  return document
}
