/**
 * Which tables carry the commitment of their last fact, and what of a row that fact's payload holds as `row`. Rooms register
 * at start; `ledger verify` reads every registered row again and compares. A table that is not registered is not protected
 * against a change behind the service's back: the catalogue of registered tables is printed by verify.
 */
import type { Json } from '../base/public.ts'

export type RowImage<Row extends object = Record<string, unknown>> = {
  table: string
  /** The kind in the fact's object: `signal` for `signal/<id>`. */
  objectKind: string
  /**
   * Selects all current rows without ORDER BY. It must give `id` (text or uuid, as in the object), `fact` and `commitment`
   * (bytea), and whatever `image` reads. Instants as text or timestamptz: `image` makes them canonical.
   */
  select: string
  /** The protected columns, exactly as `payload.row` had them when the row was written. */
  image: (row: Row) => Json
}

const registered = new Map<string, RowImage>()

/** @throws Error where the table is registered twice with different images. */
export const registerRowImage = <Row extends object>(image: RowImage<Row>): void => {
  const known = registered.get(image.table)
  if (known !== undefined && known.select !== image.select)
    throw new Error(`the row image of ${image.table} is registered twice`)
  registered.set(image.table, image as unknown as RowImage)
}

export const rowImages = (): RowImage[] => [...registered.values()].sort((a, b) => (a.table < b.table ? -1 : 1))
