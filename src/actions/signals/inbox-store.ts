/** Files of the watched folder in the database. */
import type { Bilingual } from '../../base/public.ts'
import type { Call } from '../../ledger/public.ts'
import type { Tx } from '../../store/public.ts'
import { INBOX_COLUMNS, type InboxImage, inboxImage } from './image.ts'

type Queries = Pick<Tx, 'query'>

export type InboxRow = InboxImage & { id: string }

/** All that are taken and not settled, by whoever works the folder: as the owner. */
export const openInboxFiles = (tx: Queries, realm: number): Promise<InboxRow[]> =>
  tx.query<InboxRow>(
    `select ${INBOX_COLUMNS} from inbox_file where realm = $1 and status = 'taken' order by taken_at, id`,
    [realm],
  )

export const getInboxFile = async (tx: Queries, realm: number, id: string): Promise<InboxRow | undefined> => {
  const [row] = await tx.query<InboxRow>(
    `select ${INBOX_COLUMNS} from inbox_file where realm = $1 and id = $2 for update`,
    [realm, id],
  )
  return row
}

const factOf = (call: Call, act: string, row: InboxRow) =>
  call.record({ act, object: `inbox_file/${row.id}`, circleId: row.circle_id, payload: { row: inboxImage(row) } })

export const insertInboxFile = async (call: Call, row: InboxRow): Promise<void> => {
  const sealed = factOf(call, 'inbox_file.taken', row)
  await call.tx.query(
    `insert into inbox_file (realm, fact, commitment, ${INBOX_COLUMNS})
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      call.realm,
      sealed.leafHash,
      sealed.payloadCommitment,
      row.id,
      row.circle_id,
      row.source_id,
      row.file_name,
      row.file_sha256,
      row.file_bytes,
      row.status,
      row.run_id,
      row.failure === null ? null : JSON.stringify(row.failure),
      row.taken_at,
      row.settled_at,
    ],
  )
}

export const settleInboxFile = async (call: Call, row: InboxRow): Promise<void> => {
  const sealed = factOf(call, 'inbox_file.settled', row)
  await call.tx.query(
    `update inbox_file set status = $3, settled_at = $4, fact = $5, commitment = $6 where realm = $1 and id = $2`,
    [call.realm, row.id, row.status, row.settled_at, sealed.leafHash, sealed.payloadCommitment],
  )
}

export type InboxShown = InboxRow & {
  source_code: string
  source_zh: string
  source_en: string
  rejected: number | null
  failure: Bilingual | null
}

export const newestInboxFiles = (tx: Queries, realm: number, limit: number): Promise<InboxShown[]> =>
  tx.query<InboxShown>(
    `select ${INBOX_COLUMNS.split(',')
      .map((name) => `f.${name.trim()}`)
      .join(', ')}, s.code as source_code, s.zh as source_zh, s.en as source_en, r.rejected
       from inbox_file f join source s using (source_id) left join import_run r on r.realm = f.realm and r.id = f.run_id
      where f.realm = $1 order by f.taken_at desc, f.id desc limit $2`,
    [realm, limit],
  )
