/**
 * Appends sealed facts inside the caller's business transaction: entries and openings in one round trip, both or neither
 * with the rows they speak of. After its commit a crash loses nothing: the next round of the integrator finds the entries.
 */
import type { Tx } from '../store/public.ts'
import { type Fact, type Sealed, type Sealer, sealFacts } from './seal.ts'

/**
 * One statement per batch. Byte strings go as one binary value each, cut by the server: arrays of bytea would travel in
 * hexadecimal. Texts are cut by byte offsets and decoded; substring() on text would count characters from the start.
 */
const APPEND = `
  with entries as (
    insert into ledger_entry (leaf)
    select substring($1::bytea from 122 * i + 1 for 122) from generate_series(0, $2::int - 1) i
  )
  insert into ledger_opening (leaf_hash, field, realm, circle_id, entry, salt, text)
  select substring($3::bytea from 32 * (i / 2) + 1 for 32), (i % 2 + 1)::smallint, ($4::int[])[i / 2 + 1], ($5::int[])[i + 1],
         encode(substring($6::bytea from 16 * (i / 2) + 1 for 16), 'hex')::uuid,
         substring($7::bytea from 32 * i + 1 for 32),
         convert_from(substring($8::bytea from ($9::int[])[i + 1] + 1 for ($9::int[])[i + 2] - ($9::int[])[i + 1]), 'UTF8')
    from generate_series(0, 2 * $2::int - 1) i`

/** Facts per statement: keeps one parameter to a few megabytes. Judgement, not tuned. */
const BATCH = 1000

export const appendSealed = async (tx: Tx, sealed: readonly Sealed[]): Promise<void> => {
  for (let first = 0; first < sealed.length; first += BATCH) {
    const batch = sealed.slice(first, first + BATCH)
    const openings = batch.flatMap(({ envelope, payload }) => [envelope, payload])
    const texts = openings.map(({ text }) => Buffer.from(text))
    const offsets = [0]
    for (const text of texts) offsets.push(offsets[offsets.length - 1]! + text.length)
    await tx.query(
      APPEND,
      [
        Buffer.concat(batch.map(({ leaf }) => leaf)),
        batch.length,
        Buffer.concat(batch.map(({ leafHash }) => leafHash)),
        batch.map(({ realm }) => realm),
        openings.map(({ circleId }) => circleId),
        Buffer.from(batch.map(({ id }) => id.replaceAll('-', '')).join(''), 'hex'),
        Buffer.concat(openings.map(({ salt }) => salt)),
        Buffer.concat(texts),
        offsets,
      ],
      'ledger_append',
    )
  }
}

/** Seals and appends at once, for callers that need no commitment in a business row beforehand. */
export const appendFacts = async (tx: Tx, facts: readonly Fact[], sealer: Sealer): Promise<Sealed[]> => {
  const sealed = sealFacts(facts, sealer)
  await appendSealed(tx, sealed)
  return sealed
}
