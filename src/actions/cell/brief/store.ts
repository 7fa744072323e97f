/** Briefs in the database. Every statement runs under the actor's policy. */
import type { Call } from '../../../ledger/public.ts'
import type { Section } from '../model.ts'

export type BriefSql = {
  id: string
  circle_id: number
  agency_id: string
  no: string | null
  state: 'draft' | 'replaced' | 'issued'
  since: Date
  until: Date
  made_for: string | null
  remarks: string
  drafted_at: Date
  drafted_by_post: string
  drafted_by_account: string | null
  issued_at: Date | null
  issued_by_post: string | null
  issued_by_account: string | null
}
const COLUMNS = `id, circle_id, agency_id, no, state, since, until, made_for::text, remarks, drafted_at, drafted_by_post, drafted_by_account,
  issued_at, issued_by_post, issued_by_account`

export const findBriefs = (call: Call, limit: number): Promise<BriefSql[]> =>
  call.tx.query<BriefSql>(
    `select ${COLUMNS} from brief where realm = $1 and state <> 'replaced' order by drafted_at desc, id desc limit $2`,
    [call.realm, limit],
  )

export const findBrief = async (call: Call, id: string, lock = false): Promise<BriefSql | undefined> =>
  (
    await call.tx.query<BriefSql>(
      `select ${COLUMNS} from brief where realm = $1 and id = $2 ${lock ? 'for update' : ''}`,
      [call.realm, id],
    )
  )[0]

/** The agency's own drafts, held until the transaction ends. */
export const lockDrafts = (call: Call): Promise<BriefSql[]> =>
  call.tx.query<BriefSql>(
    `select ${COLUMNS} from brief where realm = $1 and agency_id = $2 and state = 'draft' order by drafted_at desc for update`,
    [call.realm, call.actor.agencyId],
  )

export const lastIssuedUntil = async (call: Call): Promise<Date | undefined> =>
  (
    await call.tx.query<{ until: Date }>(
      `select until from brief where realm = $1 and agency_id = $2 and state = 'issued' order by until desc limit 1`,
      [call.realm, call.actor.agencyId],
    )
  )[0]?.until

export const countIssuedOn = async (call: Call, day: string): Promise<number> => {
  // Two officers who issue at once: the second counts the first.
  await call.tx.query(`select pg_advisory_xact_lock(7161, hashtext('brief ' || $1))`, [call.actor.agencyId])
  const [row] = await call.tx.query<{ n: number }>(
    `select count(*)::int as n from brief where realm = $1 and agency_id = $2 and no like $3 || '-%'`,
    [call.realm, call.actor.agencyId, day],
  )
  return row!.n
}

export const isDraftedFor = async (call: Call, day: string): Promise<boolean> =>
  (
    await call.tx.query('select 1 from brief where realm = $1 and agency_id = $2 and made_for = $3', [
      call.realm,
      call.actor.agencyId,
      day,
    ])
  ).length > 0

export const insertBrief = async (
  call: Call,
  brief: { id: string; circleId: number; since: Date; madeFor: string | null; remarks: string },
): Promise<void> => {
  await call.tx.query(
    `insert into brief (realm, id, circle_id, agency_id, state, since, until, made_for, remarks, drafted_at, drafted_by_post, drafted_by_account)
     values ($1, $2, $3, $4, 'draft', $5, $6, $7, $8, $6, $9, $10)`,
    [
      call.realm,
      brief.id,
      brief.circleId,
      call.actor.agencyId,
      brief.since,
      call.at,
      brief.madeFor,
      brief.remarks,
      call.actor.postId,
      call.actor.accountId,
    ],
  )
}

export const markReplaced = async (call: Call, id: string): Promise<void> => {
  await call.tx.query(`update brief set state = 'replaced' where realm = $1 and id = $2`, [call.realm, id])
}

export const markIssued = async (
  call: Call,
  id: string,
  issued: { no: string; remarks: string; circleId: number },
): Promise<void> => {
  await call.tx.query(
    `update brief set state = 'issued', no = $3, remarks = $4, circle_id = $5, issued_at = $6, issued_by_post = $7, issued_by_account = $8
      where realm = $1 and id = $2`,
    [call.realm, id, issued.no, issued.remarks, issued.circleId, call.at, call.actor.postId, call.actor.accountId],
  )
}

export type BriefLineSql = {
  id: string
  circle_id: number
  source_circle_id: number
  section: Section
  object: string | null
  zh: string
  en: string
  path: string
  strong: boolean
}
export const findLines = (call: Call, briefId: string): Promise<BriefLineSql[]> =>
  call.tx.query<BriefLineSql>(
    `select id, circle_id, source_circle_id, section, object, zh, en, path, strong from brief_line
      where realm = $1 and brief_id = $2 order by ordinal`,
    [call.realm, briefId],
  )

export const moveLines = async (call: Call, lines: readonly { id: string; circleId: number }[]): Promise<void> => {
  await call.tx.query(
    `update brief_line l set circle_id = v.circle_id from unnest($2::uuid[], $3::int[]) v (id, circle_id)
      where l.realm = $1 and l.id = v.id`,
    [call.realm, lines.map((one) => one.id), lines.map((one) => one.circleId)],
  )
}

export type ReceiptSql = {
  brief_id: string
  agency_id: string
  opened_at: Date | null
  opened_by_post: string | null
  opened_by_account: string | null
}
export const findReceipts = (call: Call, briefIds: readonly string[]): Promise<ReceiptSql[]> =>
  call.tx.query<ReceiptSql>(
    `select brief_id, agency_id, opened_at, opened_by_post, opened_by_account from brief_receipt
      where realm = $1 and brief_id = any ($2) order by agency_id`,
    [call.realm, briefIds],
  )

export const insertReceipts = async (
  call: Call,
  briefId: string,
  circleId: number,
  agencies: readonly string[],
): Promise<void> => {
  await call.tx.query(
    `insert into brief_receipt (realm, brief_id, circle_id, agency_id) select $1, $2, $3, unnest($4::text[])`,
    [call.realm, briefId, circleId, agencies],
  )
}

/** Once per agency: the first who opens it. */
export const markOpened = (call: Call, briefId: string): Promise<number> =>
  call.tx.change(
    `update brief_receipt set opened_at = $4, opened_by_post = $5, opened_by_account = $6
      where realm = $1 and brief_id = $2 and agency_id = $3 and opened_at is null`,
    [call.realm, briefId, call.actor.agencyId, call.at, call.actor.postId, call.actor.accountId],
  )
