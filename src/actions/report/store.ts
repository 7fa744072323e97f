/** Reports in SQL, under the actor's policy. */
import { Value } from 'typebox/value'
import type { Call } from '../../ledger/public.ts'
import type { ReportDue, ReportState } from './decide.ts'
import { type Content, ContentSchema } from './model.ts'
import type { Kind } from './templates.ts'

export type ReceiptRow = {
  report_id: string
  for_agency: string
  opened_at: Date | null
  opened_post: string | null
  opened_account: string | null
}
export type ReportRowSql = {
  id: string
  incident_id: string
  circle_id: number
  kind: Kind
  locale: 'zh' | 'en'
  content: Content
  corrects: string | null
  due_at: Date | null
  due_kind: ReportDue['kind'] | null
  deadline: string | null
  agency_id: string
  post_id: string
  account_id: string
  at: Date
  number: number | null
  signed_at: Date | null
  signed_post: string | null
  signed_account: string | null
}
export type StoredReport = { row: ReportRowSql; receipts: ReceiptRow[]; state: ReportState }

const COLUMNS = `id, incident_id, circle_id, kind, locale, content, corrects, due_at, due_kind, deadline, agency_id, post_id, account_id,
  at, number, signed_at, signed_post, signed_account`

const load = async ({ tx, realm }: Call, where: string, value: string): Promise<StoredReport[]> => {
  const rows = await tx.query<ReportRowSql>(
    `select ${COLUMNS} from report where realm = $1 and ${where} = $2 and discarded_at is null
      order by number nulls first, at, id`,
    [realm, value],
  )
  const receipts = await tx.query<ReceiptRow>(
    `select report_id, for_agency, opened_at, opened_post, opened_account from report_receipt
      where realm = $1 and report_id = any ($2) order by ordinal`,
    [realm, rows.map((row) => row.id)],
  )
  return rows.map((row) => {
    const content = Value.Parse(ContentSchema, row.content)
    return {
      row: { ...row, content },
      receipts: receipts.filter((one) => one.report_id === row.id),
      state: {
        id: row.id,
        kind: row.kind,
        agency: row.agency_id,
        dueAt: row.due_at,
        signedAt: row.signed_at,
        corrects: row.corrects,
        sections: content.sections,
      },
    }
  })
}

export const findReports = (call: Call, incidentId: string): Promise<StoredReport[]> =>
  load(call, 'incident_id', incidentId)
export const findReport = async (call: Call, id: string): Promise<StoredReport | undefined> =>
  (await load(call, 'id', id))[0]

export const insertReport = async (
  call: Call,
  report: {
    id: string
    incidentId: string
    circleId: number
    kind: Kind
    locale: string
    content: Content
    corrects: string | null
    due: ReportDue | null
  },
): Promise<void> => {
  const { actor, at, realm } = call
  await call.tx.query(
    `insert into report (realm, id, incident_id, circle_id, kind, locale, content, corrects, due_at, due_kind, deadline,
                         agency_id, post_id, account_id, at, edited_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15)`,
    [
      realm,
      report.id,
      report.incidentId,
      report.circleId,
      report.kind,
      report.locale,
      JSON.stringify(report.content),
      report.corrects,
      report.due?.at ?? null,
      report.due?.kind ?? null,
      report.due?.deadline ?? null,
      actor.agencyId,
      actor.postId,
      actor.accountId,
      at,
    ],
  )
}

export const saveContent = async (call: Call, id: string, content: Content): Promise<void> => {
  await call.tx.query('update report set content = $3, edited_at = $4 where realm = $1 and id = $2', [
    call.realm,
    id,
    JSON.stringify(content),
    call.at,
  ])
}

export const discardRow = async (call: Call, id: string): Promise<void> => {
  await call.tx.query('update report set discarded_at = $3 where realm = $1 and id = $2', [call.realm, id, call.at])
}

export const signRow = async (
  call: Call,
  report: { id: string; circleId: number; number: number; to: readonly string[] },
): Promise<void> => {
  const { tx, realm, actor, at } = call
  await tx.query(
    'update report set number = $3, signed_at = $4, signed_post = $5, signed_account = $6 where realm = $1 and id = $2',
    [realm, report.id, report.number, at, actor.postId, actor.accountId],
  )
  await tx.query(
    `insert into report_receipt (realm, report_id, circle_id, sent_at, for_agency, ordinal)
     select $1, $2, $3, $4, * from unnest($5::text[], $6::int[])`,
    [realm, report.id, report.circleId, at, report.to, report.to.map((_, i) => i)],
  )
}

/** True where it was the first time: opened once, however often it is looked at. */
export const openRow = async (call: Call, id: string): Promise<boolean> =>
  (await call.tx.change(
    `update report_receipt set opened_at = $4, opened_post = $5, opened_account = $6
      where realm = $1 and report_id = $2 and for_agency = $3 and opened_at is null`,
    [call.realm, id, call.actor.agencyId, call.at, call.actor.postId, call.actor.accountId],
  )) === 1
