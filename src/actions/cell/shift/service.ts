/**
 * Shift hand-overs: drawn from the record for the hours that end, signed by who goes and by who comes. Both sign within one
 * agency; what an item rests on stays protected, so a colleague acting for another purpose sees the items of that purpose.
 */

import { DAY_MS, invalid, notFound, permission, refuse, uuid } from '../../../base/public.ts'
import { findColleagues, findOwnDuties } from '../../../engine/coordination/public.ts'
import { actorOf } from '../../../environment/identity/public.ts'
import { type Call, type House, sealRows } from '../../../ledger/public.ts'
import { checkFreeText, loadNames, type Names } from '../../warn/public.ts'
import { shiftImage, shiftItemImage } from '../image.ts'
import { keepLines } from '../keep-lines.ts'
import {
  blockedTaskLines,
  changeLines,
  dueTaskLines,
  incidentLines,
  overdueTaskLines,
  type RecordLine,
  resolutionLines,
  warningLines,
} from '../record.ts'
import { getSettings, ownCircle } from '../settings.ts'
import {
  checkChecklist,
  needsReason,
  receive,
  refuseCorrect,
  refuseReceive,
  refuseSignOut,
  shiftTimes,
} from './decide.ts'
import type { Receive, Shift, ShiftDraft, ShiftRow, SignOut } from './model.ts'
import {
  findCorrections,
  findItems,
  findShift,
  findShifts,
  findWaiting,
  insertCorrection,
  insertShift,
  markReceived,
  putReservations,
  type ShiftSql,
  stateOf,
} from './store.ts'

const SHOWN = 60

const draw = async (call: Call, house: House, from: Date, nextTo: Date): Promise<RecordLine[]> => {
  const zone = house.portZone
  return [
    ...(await warningLines(call, from)),
    ...(await incidentLines(call, from)),
    ...(await overdueTaskLines(call, zone)),
    ...(await blockedTaskLines(call)),
    ...(await dueTaskLines(call, nextTo, zone)),
    ...(await resolutionLines(call, nextTo, zone)),
    ...(await changeLines(call, from)),
  ]
}

/** Hours by the roster, and who stands the same post next. */
const timesOf = async (call: Call) => {
  const { mine, next } = await findOwnDuties(call)
  const last = (await findShifts(call, 1))[0]
  return {
    ...shiftTimes(call.at, mine, next, last?.out_at ?? null),
    named: next && next.endsAt > call.at ? next.account : null,
  }
}

export const draftShift = async (call: Call, house: House): Promise<ShiftDraft> => {
  const { from, to, nextTo, timesFrom, named } = await timesOf(call)
  const lines = await draw(call, house, from, nextTo)
  const waiting = (await findWaiting(call)).map(stateOf)
  const others = (await findColleagues(call)).filter((one) => one.account !== call.actor.accountId)
  const colleagues = [...new Map(others.map((one) => [one.account, { account: one.account, name: one.name }])).values()]
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    nextTo: nextTo.toISOString(),
    timesFrom,
    lines: lines.map(({ section, text, path, strong }, i) => ({ id: String(i), section, text, path, strong })),
    checklist: (await getSettings(call)).checklist,
    named: colleagues.some((one) => one.account === named) ? named : null,
    colleagues,
    can: { signOut: permission(refuseSignOut(actorOf(call), waiting)) },
  }
}

/** The signature of who goes: what the record says at this moment is kept with it. */
export const signOut = async (call: Call, house: House, input: SignOut): Promise<{ id: string }> => {
  const waiting = (await findWaiting(call)).map(stateOf)
  refuse(refuseSignOut(actorOf(call), waiting))
  checkFreeText({ notes: input.notes, checklist: input.checklist.map((one) => one.remark).join('\n') })
  checkChecklist(input.checklist, (await getSettings(call)).checklist)
  if (input.named !== null) {
    if (input.named === call.actor.accountId)
      throw invalid('named', '接班人不能是您本人。', 'You cannot hand over to yourself.')
    if (!(await findColleagues(call)).some((one) => one.account === input.named))
      throw invalid('named', '本单位没有这名在岗人员。', 'Your agency has no such officer at a post.')
  }
  const { from, to, nextTo } = await timesOf(call)
  const circleId = await ownCircle(call)
  const id = uuid()
  await insertShift(call, { ...input, id, circleId, from, to, nextTo, notes: input.notes.trim() })
  await sealRows(call, shiftImage, [{ id, act: 'shift.signed_out', circleId }])
  await keepLines(call, 'shift_item', { id, circleId }, await draw(call, house, from, nextTo))
  return { id }
}

const namesOf = (call: Call, shifts: readonly ShiftSql[], more: readonly { post: string; account: string }[] = []) =>
  loadNames(call.tx, {
    agencies: shifts.map((one) => one.agency_id),
    posts: [...shifts.flatMap((one) => [one.out_post, one.in_post]), ...more.map((one) => one.post)].filter(
      (id) => id !== null,
    ),
    accounts: [
      ...shifts.flatMap((one) => [one.out_account, one.in_account, one.named_account]),
      ...more.map((one) => one.account),
    ],
  })

const viewRow = (call: Call, row: ShiftSql, names: Names): ShiftRow => {
  const by = (post: string, account: string, at: Date) => ({
    agency: names.agency(row.agency_id),
    post: names.post(post),
    officer: names.officer(account),
    at: at.toISOString(),
  })
  const me = call.actor.accountId
  return {
    id: row.id,
    from: row.shift_from.toISOString(),
    to: row.shift_to.toISOString(),
    out: by(row.out_post, row.out_account, row.out_at),
    named: row.named_account
      ? { account: row.named_account, name: names.officer(row.named_account) ?? { zh: '', en: '' } }
      : null,
    in: row.in_at ? by(row.in_post!, row.in_account!, row.in_at) : null,
    waitsForMe:
      refuseReceive(stateOf(row), actorOf(call)) === null && (row.named_account === null || row.named_account === me),
    reservations: row.reservations,
    corrections: row.corrections,
  }
}

export const listShifts = async (call: Call) => {
  const rows = await findShifts(call, SHOWN)
  const names = await namesOf(call, rows)
  const waiting = rows.map(stateOf).filter((one) => one.in === null)
  return {
    rows: rows.map((row) => viewRow(call, row, names)),
    can: { signOut: permission(refuseSignOut(actorOf(call), waiting)) },
  }
}

/** What is shown to somebody who comes on duty: hand-overs that wait for exactly this signature. */
export const listShiftsForMe = async (call: Call): Promise<{ rows: ShiftRow[] }> => {
  // Much older ones are found in the list; a reminder that never ends is not read.
  const rows = (await findWaiting(call)).filter((row) => row.out_at.getTime() > call.at.getTime() - 2 * DAY_MS)
  const names = await namesOf(call, rows)
  return { rows: rows.map((row) => viewRow(call, row, names)).filter((row) => row.waitsForMe) }
}

export const getShift = async (call: Call, id: string): Promise<Shift> => {
  const row = await findShift(call, id)
  if (!row) throw notFound()
  const corrections = await findCorrections(call, id)
  const names = await namesOf(
    call,
    [row],
    corrections.map((one) => ({ post: one.post_id, account: one.account_id })),
  )
  const state = stateOf(row)
  const actor = actorOf(call)
  return {
    ...viewRow(call, row, names),
    nextTo: row.next_to.toISOString(),
    notes: row.notes,
    checklist: row.checklist,
    items: (await findItems(call, id)).map(({ id: itemId, section, zh, en, path, strong, reservation }) => ({
      id: itemId,
      section,
      text: { zh, en },
      path,
      strong,
      reservation,
    })),
    inNote: row.in_note,
    correctionLines: corrections.map((one) => ({
      id: one.id,
      text: one.text,
      by: {
        agency: names.agency(row.agency_id),
        post: names.post(one.post_id),
        officer: names.officer(one.account_id),
        at: one.at.toISOString(),
      },
    })),
    needsReason: needsReason(state, actor.account),
    can: {
      receive: permission(refuseReceive(state, actor)),
      correct: permission(refuseCorrect(state, actor)),
    },
  }
}

/** The signature of who comes, with what that officer does not take over unsaid. */
export const receiveShift = async (call: Call, id: string, input: Receive): Promise<void> => {
  const row = await findShift(call, id, true)
  if (!row) throw notFound()
  checkFreeText({ note: input.note, reservations: input.reservations.map((one) => one.text).join('\n') })
  receive(stateOf(row), input.note, actorOf(call), call.at)
  const items = new Map((await findItems(call, id)).map((one) => [one.id, one]))
  if (input.reservations.some((one) => !items.has(one.itemId))) throw notFound()
  if (input.reservations.length > 0) {
    await putReservations(call, input.reservations)
    await sealRows(
      call,
      shiftItemImage,
      input.reservations.map(({ itemId }) => ({
        id: itemId,
        act: 'shift_item.reserved',
        circleId: items.get(itemId)!.circle_id,
      })),
    )
  }
  await markReceived(call, id, input.note.trim() || null)
  await sealRows(call, shiftImage, [{ id, act: 'shift.signed_in', circleId: row.circle_id }])
}

export const correctShift = async (call: Call, id: string, text: string): Promise<void> => {
  const row = await findShift(call, id, true)
  if (!row) throw notFound()
  refuse(refuseCorrect(stateOf(row), actorOf(call)))
  checkFreeText({ text })
  if (text.trim() === '') throw invalid('text', '请写明更正的内容。', 'Say what is put right.')
  await insertCorrection(call, { id, circleId: row.circle_id }, { id: uuid(), text: text.trim() })
  await sealRows(call, shiftImage, [{ id, act: 'shift.corrected', circleId: row.circle_id }])
}
