/** Parts of signals on their way in: each under a salt of its own, in the circle that its source gives it. */
import { randomBytes } from 'node:crypto'
import { partCommitment } from './image.ts'
import { column, type NewSignal, type Statements } from './intake-statements.ts'
import { circleOfPart, type Source } from './sources.ts'

const INSERT_PARTS = `
  insert into part (realm, object_kind, object_id, name, circle_id, body, salt, search)
  select $1, 'signal', id, name, circle_id, body, substring($2::bytea from 32 * (i - 1)::int + 1 for 32), coalesce(search, '')::tsvector
    from unnest($3::uuid[], $4::text[], $5::int[], string_to_array($6, E'\\x1f'), string_to_array($7, E'\\x1f'))
         with ordinality as r (id, name, circle_id, body, search, i)`

/** A part with its salt, on its way into the table and into the fact of its signal. */
export type NewPart = { id: string; name: string; body: string; search: string; salt: Buffer }

/** Parts of each signal, in the order of the signals, each under a salt of its own. */
export const saltParts = (fresh: readonly NewSignal[]): NewPart[][] => {
  const count = fresh.reduce((sum, { row }) => sum + row.parts.length, 0)
  const salts = randomBytes(32 * count)
  let at = 0
  return fresh.map(({ row, id }) =>
    row.parts.map((part) => ({ id, ...part, salt: salts.subarray(32 * at, 32 * ++at) })),
  )
}

export const writeParts = async (
  statements: Statements,
  source: Source,
  realm: number,
  parts: readonly NewPart[],
): Promise<void> => {
  if (parts.length === 0) return
  await statements.send(
    INSERT_PARTS,
    [
      realm,
      Buffer.concat(parts.map(({ salt }) => salt)),
      parts.map(({ id }) => id),
      parts.map(({ name }) => name),
      parts.map(({ name }) => circleOfPart(source, name)),
      column(parts.map(({ body }) => body)),
      column(parts.map(({ search }) => search)),
    ],
    'intake-parts',
  )
}

/** What the fact of a signal commits to of its parts, by name. */
export const commitmentsOf = (parts: readonly NewPart[]): { [name: string]: string } => {
  const commitments: { [name: string]: string } = {}
  for (const { id, name, salt, body } of parts) commitments[name] = partCommitment(id, name, salt, body)
  return commitments
}
