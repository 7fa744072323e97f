/** Names for the ids in an answer: agencies, posts and officers, each looked up once. Reads what every signed-in post may. */
import type { Bilingual } from '../../base/public.ts'
import type { Tx } from '../../store/public.ts'
import type { Named } from './model.ts'

export type Names = {
  agency(id: string): Named
  post(id: string): Named
  /** Null for a machine, and where the officer is no longer known. */
  officer(id: string | null): Bilingual | null
}

type NameRow = { id: string; zh: string; en: string }

const tableOf = (rows: readonly NameRow[]): Map<string, Named> =>
  new Map(rows.map(({ id, zh, en }) => [id, { id, zh, en }]))

export const loadNames = async (
  tx: Pick<Tx, 'query'>,
  ids: { agencies: Iterable<string>; posts: Iterable<string>; accounts: Iterable<string | null> },
): Promise<Names> => {
  const rows = await tx.query<NameRow & { kind: 'agency' | 'post' | 'officer' }>(
    `select 'agency' as kind, agency_id as id, zh, en from agency where agency_id = any ($1)
     union all select 'post', post_id::text, zh, en from post where post_id = any ($2)
     union all select 'officer', account_id::text, zh, en from officer where account_id = any ($3)`,
    [[...new Set(ids.agencies)], [...new Set(ids.posts)], [...new Set(ids.accounts)].filter((id) => id !== null)],
  )
  const of = (kind: string): Map<string, Named> => tableOf(rows.filter((row) => row.kind === kind))
  const [agencies, posts, officers] = [of('agency'), of('post'), of('officer')]
  const named = (table: Map<string, Named>, id: string): Named => table.get(id) ?? { id, zh: id, en: id }
  return {
    agency: (id) => named(agencies, id),
    post: (id) => named(posts, id),
    officer: (id) => {
      const found = id === null ? undefined : officers.get(id)
      return found ? { zh: found.zh, en: found.en } : null
    },
  }
}

/** Agencies that take part at this site: only they have posts, can be reached and can take on a task. */
export const reachableAgencies = async (tx: Pick<Tx, 'query'>): Promise<Set<string>> =>
  new Set((await tx.query<{ id: string }>('select agency_id as id from agency where member')).map((row) => row.id))
