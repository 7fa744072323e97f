/** Interned keys of mentions, and sealed persons: what batches share, and therefore insert in sorted order. */
import type { Tx } from '../../store/public.ts'
import type { Intake } from './intake.ts'
import { createPersonKeys, sealPerson } from './persons.ts'
import type { Prepared } from './prepare.ts'
import type { Source } from './sources.ts'

/** Keys and persons that a process remembers at most; beyond it forgets them all and asks the database again. */
const REMEMBERED = 500_000

const FIND_KEYS = `select key_id::text as key_id, kind, key from subject_key where (kind, key) in (select * from unnest($1::text[], $2::text[]))`
const INSERT_KEYS = `
  insert into subject_key (kind, key) select * from unnest($1::text[], $2::text[]) on conflict do nothing
  returning key_id::text as key_id, kind, key`

type KeyRow = { key_id: string; kind: string; key: string }

/**
 * Numbers of the subjects that new signals mention, interned where nobody mentioned them before. A number that was interned
 * here is remembered only once the transaction has committed: a rollback takes it away.
 * @returns parallel lists: the key, and the place (from 1) of the signal that mentions it.
 */
export const internSubjects = async (
  tx: Tx,
  intake: Intake,
  fresh: readonly { row: Prepared }[],
): Promise<{ keyIds: string[]; of: number[]; committed: () => void }> => {
  const missing = new Map<string, [kind: string, key: string]>()
  for (const { row } of fresh)
    for (const mention of row.mentions) {
      const name = mention.join('\u0000')
      if (!intake.subjectIds.has(name)) missing.set(name, mention)
    }
  const learned = new Map<string, string>()
  const learn = (rows: readonly KeyRow[]): void => {
    for (const { key_id, kind, key } of rows) {
      learned.set(`${kind}\u0000${key}`, key_id)
      missing.delete(`${kind}\u0000${key}`)
    }
  }
  const listed = (): [string[], string[]] => {
    const sorted = [...missing].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, mention]) => mention)
    return [sorted.map(([kind]) => kind), sorted.map(([, key]) => key)]
  }
  if (missing.size > 0) learn(await tx.query<KeyRow>(FIND_KEYS, listed()))
  if (missing.size > 0) learn(await tx.query<KeyRow>(INSERT_KEYS, listed()))
  // Somebody else was quicker and has committed meanwhile: the next statement sees it.
  if (missing.size > 0) learn(await tx.query<KeyRow>(FIND_KEYS, listed()))
  if (missing.size > 0) throw new Error('a subject key could not be interned')
  const keyIds: string[] = []
  const of: number[] = []
  fresh.forEach(({ row }, n) => {
    for (const mention of row.mentions) {
      const name = mention.join('\u0000')
      keyIds.push((intake.subjectIds.get(name) ?? learned.get(name))!)
      of.push(n + 1)
    }
  })
  return {
    keyIds,
    of,
    committed: () => {
      if (intake.subjectIds.size > REMEMBERED) intake.subjectIds.clear()
      for (const [name, id] of learned) intake.subjectIds.set(name, id)
    },
  }
}

const FIND_PERSONS = `select token from person_vault where realm = $1 and agency_id = $2 and token = any ($3)`
const INSERT_PERSONS = `
  insert into person_vault (realm, agency_id, token, circle_id, key_id, sealed, received_at)
  select $1, $2, token, $3, decode(key_id, 'hex'), decode(sealed, 'hex'), $4
    from unnest($5::text[], $6::text[], $7::text[]) as r (token, key_id, sealed)
  on conflict do nothing`

/** Seals persons who are not in the vault yet, each under a data key of their own that is on disk before the commit. */
export const sealPersons = async (
  tx: Tx,
  intake: Intake,
  source: Source,
  realm: number,
  at: Date,
  fresh: readonly { row: Prepared }[],
): Promise<{ committed: () => void }> => {
  const remembered = (token: string): string => `${realm} ${token}`
  const persons = new Map<string, Prepared['persons'][number]>()
  for (const { row } of fresh)
    for (const person of row.persons)
      if (!intake.knownPersons.has(remembered(person.token))) persons.set(person.token, person)
  if (persons.size === 0) return { committed: () => {} }
  const tokens = [...persons.keys()].sort()
  const there = await tx.query<{ token: string }>(FIND_PERSONS, [realm, source.agencyId, tokens])
  for (const { token } of there) persons.delete(token)
  const unknown = tokens.filter((token) => persons.has(token))
  if (unknown.length > 0) {
    const keys = await createPersonKeys(intake.dataDir, unknown.length)
    await tx.query(INSERT_PERSONS, [
      realm,
      source.agencyId,
      source.partyCircleId,
      at,
      unknown,
      keys.map(({ id }) => id.toString('hex')),
      unknown.map((token, n) => sealPerson(keys[n]!.key, token, persons.get(token)!).toString('hex')),
    ])
  }
  return {
    committed: () => {
      if (intake.knownPersons.size > REMEMBERED) intake.knownPersons.clear()
      for (const token of tokens) intake.knownPersons.add(remembered(token))
    },
  }
}
