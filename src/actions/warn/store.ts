/** Warnings in the database. Every statement runs under the actor's policy; what is not visible is not there. */
import type { Call } from '../../ledger/public.ts'
import type { Position } from './cursor.ts'
import type { AckState, WarningState } from './decide.ts'
import type { WarningLevel } from './model.ts'

/** A warning with what the rules do not need: words, places, why each agency is told. */
export type StoredWarning = {
  state: WarningState
  circleId: number
  title: string
  body: string
  riskType: string
  place: string
  jurisdiction: 'CN' | 'INT'
  why: ReadonlyMap<string, { zh: string; en: string }>
}

type WarningRowSql = {
  id: string
  circle_id: number
  level: WarningLevel
  title: string
  body: string
  risk_type: string
  place: string
  jurisdiction: 'CN' | 'INT'
  issued_by_agency: string
  issued_by_post: string
  issued_at: Date
  ack_minutes: number
  ended_at: Date | null
  ended_by_post: string | null
  end_reason: string | null
}
type AckRowSql = {
  warning_id: string
  agency_id: string
  why_zh: string
  why_en: string
  due_at: Date
  acknowledged_at: Date | null
  post_id: string | null
  account_id: string | null
  note: string | null
  escalated_at: Date | null
}

const COLUMNS = `id, circle_id, level, title, body, risk_type, place, jurisdiction, issued_by_agency, issued_by_post, issued_at,
  ack_minutes, ended_at, ended_by_post, end_reason`

const ackOf = (row: AckRowSql): AckState => ({
  agency: row.agency_id,
  dueAt: row.due_at,
  acknowledged:
    row.acknowledged_at === null
      ? null
      : { at: row.acknowledged_at, post: row.post_id!, account: row.account_id, note: row.note },
  escalatedAt: row.escalated_at,
})

const assemble = (rows: readonly WarningRowSql[], acks: readonly AckRowSql[]): StoredWarning[] =>
  rows.map((row) => {
    const own = acks.filter((ack) => ack.warning_id === row.id)
    return {
      circleId: row.circle_id,
      title: row.title,
      body: row.body,
      riskType: row.risk_type,
      place: row.place,
      jurisdiction: row.jurisdiction,
      why: new Map(own.map((ack) => [ack.agency_id, { zh: ack.why_zh, en: ack.why_en }])),
      state: {
        id: row.id,
        level: row.level,
        issuedBy: { agency: row.issued_by_agency, post: row.issued_by_post },
        issuedAt: row.issued_at,
        ackMinutes: row.ack_minutes,
        acks: own.map(ackOf),
        ended: row.ended_at === null ? null : { at: row.ended_at, post: row.ended_by_post!, reason: row.end_reason! },
      },
    }
  })

const withAcks = async (call: Call, rows: readonly WarningRowSql[]): Promise<StoredWarning[]> =>
  rows.length === 0
    ? []
    : assemble(
        rows,
        await call.tx.query<AckRowSql>(
          `select warning_id, agency_id, why_zh, why_en, due_at, acknowledged_at, post_id, account_id, note, escalated_at
             from warning_ack where realm = $1 and warning_id = any ($2) order by ordinal`,
          [call.realm, rows.map((row) => row.id)],
        ),
      )

/** `lock`: the row is held until the transaction ends, so that two officers cannot both be the first. */
export const findWarning = async (call: Call, id: string, lock = false): Promise<StoredWarning | undefined> => {
  const rows = await call.tx.query<WarningRowSql>(
    `select ${COLUMNS} from warning where realm = $1 and id = $2 ${lock ? 'for update' : ''}`,
    [call.realm, id],
  )
  return (await withAcks(call, rows))[0]
}

export const findWarnings = async (call: Call, ids: readonly string[]): Promise<StoredWarning[]> =>
  ids.length === 0
    ? []
    : withAcks(
        call,
        await call.tx.query<WarningRowSql>(`select ${COLUMNS} from warning where realm = $1 and id = any ($2)`, [
          call.realm,
          ids,
        ]),
      )

/** Newest first, from before `before`. */
export const pageWarnings = async (
  call: Call,
  { open, limit, before }: { open: boolean; limit: number; before: Position | undefined },
): Promise<StoredWarning[]> =>
  withAcks(
    call,
    await call.tx.query<WarningRowSql>(
      `select ${COLUMNS} from warning
        where realm = $1 and (not $2 or ended_at is null)
          and ($3::timestamptz is null or (issued_at, id) < ($3, $4::uuid))
        order by issued_at desc, id desc limit $5`,
      [call.realm, open, before?.at ?? null, before?.id ?? null, limit],
    ),
  )

export const insertWarning = async (call: Call, groupId: string, warning: StoredWarning): Promise<void> => {
  const { state } = warning
  await call.tx.query(
    `insert into warning (realm, id, circle_id, group_id, level, title, body, risk_type, place, jurisdiction,
                          issued_by_agency, issued_by_post, issued_by_account, issued_at, ack_minutes)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    [
      call.realm,
      state.id,
      warning.circleId,
      groupId,
      state.level,
      warning.title,
      warning.body,
      warning.riskType,
      warning.place,
      warning.jurisdiction,
      state.issuedBy.agency,
      state.issuedBy.post,
      call.actor.accountId,
      state.issuedAt,
      state.ackMinutes,
    ],
  )
  await call.tx.query(
    `insert into warning_ack (realm, warning_id, circle_id, agency_id, ordinal, why_zh, why_en, due_at)
     select $1, $2, $3, * from unnest($4::text[], $5::int[], $6::text[], $7::text[], $8::timestamptz[])`,
    [
      call.realm,
      state.id,
      warning.circleId,
      state.acks.map((ack) => ack.agency),
      state.acks.map((_, i) => i),
      state.acks.map((ack) => warning.why.get(ack.agency)?.zh ?? ''),
      state.acks.map((ack) => warning.why.get(ack.agency)?.en ?? ''),
      state.acks.map((ack) => ack.dueAt),
    ],
  )
}

/** Writes what changed between two states. */
export const updateWarning = async (call: Call, before: WarningState, next: WarningState): Promise<void> => {
  if (next.ended !== before.ended && next.ended)
    await call.tx.query(
      `update warning set ended_at = $3, ended_by_post = $4, ended_by_account = $5, end_reason = $6 where realm = $1 and id = $2`,
      [call.realm, next.id, next.ended.at, next.ended.post, call.actor.accountId, next.ended.reason],
    )
  for (const ack of next.acks) {
    if (before.acks.includes(ack)) continue
    await call.tx.query(
      `update warning_ack set acknowledged_at = $4, post_id = $5, account_id = $6, note = $7, escalated_at = $8
        where realm = $1 and warning_id = $2 and agency_id = $3`,
      [
        call.realm,
        next.id,
        ack.agency,
        ack.acknowledged?.at ?? null,
        ack.acknowledged?.post ?? null,
        ack.acknowledged?.account ?? null,
        ack.acknowledged?.note ?? null,
        ack.escalatedAt,
      ],
    )
  }
}
