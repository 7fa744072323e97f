/** Shift hand-overs in the database. Every statement runs under the actor's policy. */
import type { Call } from '../../../ledger/public.ts'
import type { Section } from '../model.ts'
import type { ShiftState } from './decide.ts'
import type { Check } from './model.ts'

export type ShiftSql = {
  id: string
  circle_id: number
  agency_id: string
  shift_from: Date
  shift_to: Date
  next_to: Date
  notes: string
  checklist: Check[]
  out_at: Date
  out_post: string
  out_account: string
  named_account: string | null
  in_at: Date | null
  in_post: string | null
  in_account: string | null
  in_note: string | null
  reservations: number
  corrections: number
}
const SHIFTS = `select s.id, s.circle_id, s.agency_id, s.shift_from, s.shift_to, s.next_to, s.notes, s.checklist, s.out_at, s.out_post, s.out_account,
    s.named_account, s.in_at, s.in_post, s.in_account, s.in_note,
    (select count(*)::int from shift_item i where i.realm = s.realm and i.shift_id = s.id and i.reservation is not null) as reservations,
    (select count(*)::int from shift_correction c where c.realm = s.realm and c.shift_id = s.id) as corrections
  from shift_handover s where s.realm = $1`

export const stateOf = (row: ShiftSql): ShiftState => ({
  agency: row.agency_id,
  out: { account: row.out_account, at: row.out_at },
  named: row.named_account,
  in: row.in_at ? { account: row.in_account!, at: row.in_at } : null,
})

export const findShifts = (call: Call, limit: number): Promise<ShiftSql[]> =>
  call.tx.query<ShiftSql>(`${SHIFTS} order by s.out_at desc, s.id desc limit $2`, [call.realm, limit])

/** Signed by one side only. */
export const findWaiting = (call: Call): Promise<ShiftSql[]> =>
  call.tx.query<ShiftSql>(`${SHIFTS} and s.in_at is null and s.agency_id = $2 order by s.out_at desc limit 20`, [
    call.realm,
    call.actor.agencyId,
  ])

export const findShift = async (call: Call, id: string, lock = false): Promise<ShiftSql | undefined> =>
  (await call.tx.query<ShiftSql>(`${SHIFTS} and s.id = $2 ${lock ? 'for update of s' : ''}`, [call.realm, id]))[0]

export const insertShift = async (
  call: Call,
  shift: {
    id: string
    circleId: number
    from: Date
    to: Date
    nextTo: Date
    notes: string
    checklist: readonly Check[]
    named: string | null
  },
): Promise<void> => {
  await call.tx.query(
    `insert into shift_handover (realm, id, circle_id, agency_id, shift_from, shift_to, next_to, notes, checklist, out_at, out_post, out_account, named_account)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      call.realm,
      shift.id,
      shift.circleId,
      call.actor.agencyId,
      shift.from,
      shift.to,
      shift.nextTo,
      shift.notes,
      JSON.stringify(shift.checklist),
      call.at,
      call.actor.postId,
      call.actor.accountId,
      shift.named,
    ],
  )
}

export const markReceived = async (call: Call, id: string, note: string | null): Promise<void> => {
  await call.tx.query(
    'update shift_handover set in_at = $3, in_post = $4, in_account = $5, in_note = $6 where realm = $1 and id = $2',
    [call.realm, id, call.at, call.actor.postId, call.actor.accountId, note],
  )
}

export type ItemSql = {
  id: string
  circle_id: number
  section: Section
  zh: string
  en: string
  path: string
  strong: boolean
  reservation: string | null
}
export const findItems = (call: Call, shiftId: string): Promise<ItemSql[]> =>
  call.tx.query<ItemSql>(
    `select id, circle_id, section, zh, en, path, strong, reservation from shift_item
      where realm = $1 and shift_id = $2 order by ordinal`,
    [call.realm, shiftId],
  )

export const putReservations = async (
  call: Call,
  items: readonly { itemId: string; text: string }[],
): Promise<void> => {
  await call.tx.query(
    `update shift_item i set reservation = v.text from unnest($2::uuid[], $3::text[]) v (id, text) where i.realm = $1 and i.id = v.id`,
    [call.realm, items.map((one) => one.itemId), items.map((one) => one.text.trim())],
  )
}

export type CorrectionSql = { id: string; at: Date; post_id: string; account_id: string; text: string }
export const findCorrections = (call: Call, shiftId: string): Promise<CorrectionSql[]> =>
  call.tx.query<CorrectionSql>(
    'select id, at, post_id, account_id, text from shift_correction where realm = $1 and shift_id = $2 order by seq',
    [call.realm, shiftId],
  )

export const insertCorrection = async (
  call: Call,
  shift: { id: string; circleId: number },
  correction: { id: string; text: string },
): Promise<void> => {
  await call.tx.query(
    `insert into shift_correction (realm, id, circle_id, shift_id, at, post_id, account_id, text) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      call.realm,
      correction.id,
      shift.circleId,
      shift.id,
      call.at,
      call.actor.postId,
      call.actor.accountId,
      correction.text,
    ],
  )
}
