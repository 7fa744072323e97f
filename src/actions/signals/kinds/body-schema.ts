/** The body of each kind as a JSON schema, for the description of the interface; reading is done by the kind's columns. */
import { type TSchema, Type } from 'typebox'
import type { Column } from './column.ts'
import { columnsOf, KIND_IDS, SIGNAL_KINDS } from './registry.ts'
import { remedyOf } from './values.ts'

const valueSchema = (column: Column): TSchema => {
  const { label, part, person } = column
  const description = [
    `${label.en} (${label.zh})`,
    remedyOf(column).en,
    ...(part === null ? [] : [`part: ${part}`]),
    ...(person ? ['goes to the vault of persons'] : []),
  ].join('; ')
  switch (column.type) {
    case 'number':
      return Type.Number({ description })
    case 'boolean':
      return Type.Boolean({ description })
    case 'list':
      return Type.Array(Type.String(), { description })
    case 'choice':
      return Type.Union(
        Object.keys(column.values ?? {}).map((code) => Type.Literal(code)),
        { description },
      )
    default:
      return Type.String({ description })
  }
}

/** The number and the time of a message stand outside its body as well, so neither is required inside. */
const OUTSIDE = new Set(['externalNo', 'observedAt'])

export const bodySchemas = (): TSchema[] =>
  KIND_IDS.map((id) =>
    Type.Object(
      Object.fromEntries(
        columnsOf(id).map((column) => {
          const schema = valueSchema(column)
          return [column.key, column.required && !OUTSIDE.has(column.key) ? schema : Type.Optional(schema)]
        }),
      ),
      { title: SIGNAL_KINDS[id].en },
    ),
  )
