/** Column mappings of sources in the database: versions, of which the last is in use. */
import { type Json, uuid } from '../../base/public.ts'
import type { Call } from '../../ledger/public.ts'
import type { Tx } from '../../store/public.ts'
import { mappingImage } from './image.ts'
import { type Choices, type ColumnChoice, choicesOf } from './kinds/header.ts'
import type { Source } from './sources.ts'

type Queries = Pick<Tx, 'query'>

export type KeptMapping = {
  id: string
  version: number
  columns: readonly ColumnChoice[]
  chosen: Choices
  madeAt: Date
  by: { zh: string; en: string } | null
}

type Row = {
  id: string
  version: number
  columns: ColumnChoice[]
  made_at: Date
  zh: string | null
  en: string | null
}

const SELECT = `select m.id, m.version, m.columns, m.made_at, coalesce(o.zh, p.zh) as zh, coalesce(o.en, p.en) as en
  from import_mapping m left join officer o on o.account_id = m.made_by left join post p on p.post_id = m.on_behalf`

const keptOf = (row: Row | undefined): KeptMapping | undefined =>
  row && {
    id: row.id,
    version: row.version,
    columns: row.columns,
    chosen: choicesOf(row.columns),
    madeAt: row.made_at,
    by: row.zh === null ? null : { zh: row.zh, en: row.en ?? row.zh },
  }

/** The mapping in use; undefined where columns are known by their names alone. */
export const findMapping = async (tx: Queries, realm: number, sourceId: string): Promise<KeptMapping | undefined> => {
  const [row] = await tx.query<Row>(
    `${SELECT} where m.realm = $1 and m.source_id = $2 order by m.version desc limit 1`,
    [realm, sourceId],
  )
  return keptOf(row)
}

/** The one that an import is read with, though a later one may be in use by now. */
export const mappingOfRun = async (tx: Queries, realm: number, id: string | null): Promise<KeptMapping | undefined> => {
  if (id === null) return undefined
  const [row] = await tx.query<Row>(`${SELECT} where m.realm = $1 and m.id = $2`, [realm, id])
  return keptOf(row)
}

/** A version of its own. @throws of the database, unique violation, where another was saved at the same moment */
export const insertMapping = async (
  call: Call,
  source: Source,
  version: number,
  columns: readonly ColumnChoice[],
): Promise<{ id: string; version: number }> => {
  const id = uuid()
  const row = {
    circle_id: source.partyCircleId,
    source_id: source.id,
    version,
    columns: columns.map(({ name, field }) => ({ name, field })) as Json,
    made_at: call.at,
    made_by: call.actor.accountId,
    on_behalf: call.actor.postId,
  }
  const sealed = call.record({
    act: 'import_mapping.saved',
    object: `import_mapping/${id}`,
    circleId: row.circle_id,
    payload: { row: mappingImage(row) },
  })
  await call.tx.query(
    `insert into import_mapping (realm, id, circle_id, source_id, version, columns, made_at, made_by, on_behalf, fact, commitment)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      call.realm,
      id,
      row.circle_id,
      row.source_id,
      version,
      JSON.stringify(row.columns),
      row.made_at,
      row.made_by,
      row.on_behalf,
      sealed.leafHash,
      sealed.payloadCommitment,
    ],
  )
  return { id, version }
}
