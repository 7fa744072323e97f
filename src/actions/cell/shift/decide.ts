/**
 * What may happen to a shift hand-over. Pure. Two different people sign: who goes, then who comes. It is complete when both
 * have; from the first signature on nothing in it changes, and a mistake is put right by a line of its own.
 */

import { conflict, DomainError, forbidden, HOUR_MS, invalid, type Refusal, refuse } from '../../../base/public.ts'
import { type PostActor, refuseRight } from '../../../environment/identity/public.ts'
import { NOT_A_PERSON } from '../rules.ts'
import type { Check } from './model.ts'

export type ShiftState = {
  agency: string
  out: { account: string; at: Date }
  named: string | null
  in: { account: string; at: Date } | null
}

/** Ends of a shift where neither roster nor an earlier hand-over says. A local default. */
const SHIFT_MS = 12 * HOUR_MS
/** So far around its hours a duty of the roster still is the one that is handed over. Judgement, not validated. */
const AROUND_MS = 4 * HOUR_MS

export type RosterHours = { startsAt: Date; endsAt: Date }

/** Which stretch is handed over now, and until when the next shift runs. */
export const shiftTimes = (
  at: Date,
  mine: RosterHours | null,
  next: RosterHours | null,
  lastOut: Date | null,
): { from: Date; to: Date; nextTo: Date; timesFrom: 'roster' | 'last' | 'default' } => {
  const plus = (date: Date, ms: number) => new Date(date.getTime() + ms)
  const near = mine && mine.startsAt < at && plus(mine.endsAt, AROUND_MS) > at ? mine : null
  const recent = lastOut && lastOut < at && plus(lastOut, 3 * SHIFT_MS) > at ? lastOut : null
  const from = near?.startsAt ?? recent ?? plus(at, -SHIFT_MS)
  const nextTo = next && next.endsAt > at ? next.endsAt : plus(at, SHIFT_MS)
  return { from, to: at, nextTo, timesFrom: near ? 'roster' : recent ? 'last' : 'default' }
}

/** @param waiting hand-overs of this agency that are signed by one side only */
export const refuseSignOut = (actor: PostActor, waiting: readonly ShiftState[]): Refusal | null => {
  if (actor.account === null) return NOT_A_PERSON
  if (waiting.some((one) => one.out.account === actor.account))
    return conflict(
      '您已签出一份交接，正等接班人签收；有遗漏请在那份上写更正。',
      'You have signed a hand-over that waits for its receipt; put what is missing there as a correction.',
    )
  return refuseRight('cell.duty', actor)
}

/** What is not in order needs a word. @throws `invalid` */
export const checkChecklist = (checklist: readonly Check[], wanted: readonly string[]): void => {
  const missing = wanted.find((text) => !checklist.some((one) => one.text === text))
  if (missing !== undefined)
    throw invalid(
      'checklist',
      `清单中还有“${missing}”没有核对。`,
      `“${missing}” on the checklist has not been checked.`,
    )
  const open = checklist.find((one) => !one.ok && one.remark.trim() === '')
  if (open)
    throw invalid('checklist', `“${open.text}”未交接，请写明情况。`, `“${open.text}” is not handed over; say why.`)
}

export const refuseReceive = (shift: ShiftState, actor: PostActor): Refusal | null => {
  if (actor.agency !== shift.agency)
    return forbidden('交接由本单位人员签收。', 'A hand-over is signed within its agency.')
  if (shift.in) return conflict('双方已签字，交接完成。', 'Both have signed; the hand-over is complete.')
  if (actor.account === null) return NOT_A_PERSON
  if (actor.account === shift.out.account)
    return forbidden(
      '交班与接班须由两人签字，您已签交班。',
      'Two different officers sign a hand-over; you have signed as the one who goes.',
    )
  return refuseRight('cell.duty', actor)
}

/** Another was named: whoever takes over instead says why. */
export const needsReason = (shift: ShiftState, account: string | null): boolean =>
  shift.named !== null && shift.named !== account

export const receive = (shift: ShiftState, note: string, actor: PostActor, at: Date): ShiftState => {
  refuse(refuseReceive(shift, actor))
  if (needsReason(shift, actor.account) && note.trim() === '')
    throw new DomainError(
      'invalid',
      {
        zh: '交班人指定了别人接班，请写明为何由您接班。',
        en: 'Another officer was named; say why you take over instead.',
      },
      {
        fields: [{ field: 'note', zh: '请写明为何由您接班。', en: 'Say why you take over instead.' }],
      },
    )
  return { ...shift, in: { account: actor.account!, at } }
}

export const refuseCorrect = (shift: ShiftState, actor: PostActor): Refusal | null =>
  actor.account !== null && (actor.account === shift.out.account || actor.account === shift.in?.account)
    ? null
    : forbidden('更正由交班人或接班人写。', 'A correction is written by one of the two who signed.')
