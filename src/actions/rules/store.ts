/** Decision tables in the database, and the signals that a change is tried on. Every statement runs under the actor's policy. */
import { LIVE_REALM } from '../../base/public.ts'
import type { Call } from '../../ledger/public.ts'
import type { DecisionTable, Evidence } from '../../methods/risk/public.ts'
import type { TableState, TableStatus } from './decide.ts'
import type { Tried } from './preview.ts'

export type StoredTable = {
  state: TableState
  circleId: number
  content: DecisionTable
  basedOn: number | null
  createdAt: Date
  changedAt: Date
}

type RowSql = {
  id: string
  circle_id: number
  kind: string
  version: number
  status: TableStatus
  content: DecisionTable
  based_on: number | null
  edit: number
  reason: string
  author_agency: string | null
  author_post: string | null
  author_account: string | null
  created_at: Date
  changed_at: Date
  proposed_at: Date | null
  decided_at: Date | null
  decided_by_agency: string | null
  decided_by_post: string | null
  decided_by_account: string | null
  decision_note: string | null
  effective_from: Date | null
  effective_to: Date | null
  retired_by_agency: string | null
  retired_by_post: string | null
  retired_by_account: string | null
  retire_reason: string | null
}

const COLUMNS = `id, circle_id, kind, version, status, content, based_on, edit, reason, author_agency, author_post, author_account,
  created_at, changed_at, proposed_at, decided_at, decided_by_agency, decided_by_post, decided_by_account, decision_note,
  effective_from, effective_to, retired_by_agency, retired_by_post, retired_by_account, retire_reason`

const stateOf = (row: RowSql): TableState => ({
  id: row.id,
  kind: row.kind,
  version: row.version,
  status: row.status,
  author:
    row.author_account === null
      ? null
      : { agency: row.author_agency!, post: row.author_post!, account: row.author_account },
  edit: row.edit,
  reason: row.reason,
  proposedAt: row.proposed_at,
  decided:
    row.decided_at === null || row.decided_by_account === null
      ? null
      : {
          at: row.decided_at,
          agency: row.decided_by_agency!,
          post: row.decided_by_post!,
          account: row.decided_by_account,
          note: row.decision_note,
        },
  from: row.effective_from,
  to: row.effective_to,
  retired:
    row.retired_by_account === null
      ? null
      : {
          agency: row.retired_by_agency!,
          post: row.retired_by_post!,
          account: row.retired_by_account,
          reason: row.retire_reason!,
        },
})

const tableOf = (row: RowSql): StoredTable => ({
  state: stateOf(row),
  circleId: row.circle_id,
  content: row.content,
  basedOn: row.based_on,
  createdAt: row.created_at,
  changedAt: row.changed_at,
})

/** Newest version first within a kind. `kind`: only of it. */
export const findTables = async (call: Call, kind: string | null = null): Promise<StoredTable[]> =>
  (
    await call.tx.query<RowSql>(
      `select ${COLUMNS} from rule_table where realm = $1 and ($2::text is null or kind = $2) order by kind, version desc`,
      [LIVE_REALM, kind],
    )
  ).map(tableOf)

/** `lock`: held until the transaction ends, so that two people cannot both decide. */
export const findTable = async (call: Call, id: string, lock = false): Promise<StoredTable | undefined> => {
  const [row] = await call.tx.query<RowSql>(
    `select ${COLUMNS} from rule_table where realm = $1 and id = $2 ${lock ? 'for update' : ''}`,
    [LIVE_REALM, id],
  )
  return row && tableOf(row)
}

/** The number of the next version; whoever asks holds the number until the transaction ends. */
export const nextVersion = async (call: Call, kind: string): Promise<number> => {
  await call.tx.query('select pg_advisory_xact_lock(7161, 31)')
  const [row] = await call.tx.query<{ version: number }>(
    'select coalesce(max(version), 0)::int + 1 as version from rule_table where realm = $1 and kind = $2',
    [LIVE_REALM, kind],
  )
  return row!.version
}

export const insertTable = async (call: Call, table: StoredTable): Promise<void> => {
  const { state } = table
  await call.tx.query(
    `insert into rule_table (realm, id, circle_id, kind, version, status, content, based_on, edit, author_agency, author_post,
                             author_account, created_at, changed_at)
     values ($1, $2, $3, $4, $5, 'draft', $6, $7, $8, $9, $10, $11, $12, $12)`,
    [
      LIVE_REALM,
      state.id,
      table.circleId,
      state.kind,
      state.version,
      JSON.stringify(table.content),
      table.basedOn,
      state.edit,
      state.author!.agency,
      state.author!.post,
      state.author!.account,
      table.createdAt,
    ],
  )
}

/** Writes a state; what was approved keeps its content, and the database sees to that. */
export const updateTable = async (call: Call, state: TableState, content: DecisionTable): Promise<void> => {
  const { decided, retired } = state
  await call.tx.query(
    `update rule_table set status = $3, content = $4, edit = $5, reason = $6, changed_at = $7, proposed_at = $8, decided_at = $9,
            decided_by_agency = $10, decided_by_post = $11, decided_by_account = $12, decision_note = $13, effective_from = $14,
            effective_to = $15, retired_by_agency = $16, retired_by_post = $17, retired_by_account = $18, retire_reason = $19
      where realm = $1 and id = $2`,
    [
      LIVE_REALM,
      state.id,
      state.status,
      JSON.stringify(content),
      state.edit,
      state.reason,
      call.at,
      state.proposedAt,
      decided?.at ?? null,
      decided?.agency ?? null,
      decided?.post ?? null,
      decided?.account ?? null,
      decided?.note ?? null,
      state.from,
      state.to,
      retired?.agency ?? null,
      retired?.post ?? null,
      retired?.account ?? null,
      retired?.reason ?? null,
    ],
  )
}

/** The newest signals of a kind that the caller may see, each with the restricted fields that the caller may see. */
export const findSignalsToTry = async (call: Call, kind: string, limit: number): Promise<Tried[]> => {
  const rows = await call.tx.query<{ id: string; received_at: Date; body: Evidence; parts: string[] | null }>(
    `select s.id, s.received_at, s.body,
            (select array_agg(p.body) from part p where p.realm = s.realm and p.object_kind = 'signal' and p.object_id = s.id) as parts
       from (select * from signal where realm = $1 and kind = $2 order by received_at desc, id desc limit $3) s
      order by s.received_at desc, s.id desc`,
    [call.realm, kind, limit],
  )
  return rows.map((row) => ({
    id: row.id,
    receivedAt: new Date(row.received_at),
    body: row.body,
    parts: row.parts === null ? null : Object.assign({}, ...row.parts.map((part) => JSON.parse(part) as Evidence)),
  }))
}
