/**
 * What may be done to a roster, as pure functions; pages ask the same rules. A roster is kept by its agency; in a joint one
 * every agency that takes part enters its own officers. A duty that has ended is history. A swap needs the consent of both
 * officers, each given by that officer alone; nobody consents for another.
 */

import { conflict, DomainError, forbidden, invalid, type Refusal, refuse } from '../../../base/public.ts'
import { addDays, type LocalDay } from '../../../environment/duties/public.ts'
import { type PostActor, refuseRight } from '../../../environment/identity/public.ts'
import { shiftOn } from './coverage.ts'
import type { Line, NewRoster, Reach, Shift } from './model.ts'

export type RosterState = {
  id: string
  agency: string
  joint: boolean
  title: string
  zone: string
  shifts: readonly Shift[]
  lines: readonly Line[]
}
export type DutyPerson = {
  agency: string
  account: string | null
  post: string | null
  name: string | null
  contact: string
  reach: Reach
}
export type DutyState = {
  id: string
  line: string
  shift: string
  day: LocalDay
  startsAt: Date
  endsAt: Date
  person: DutyPerson | null
}
export type SwapState = {
  id: string
  first: { duty: string; account: string; consentAt: Date | null }
  second: { duty: string; account: string; consentAt: Date | null }
  state: 'open' | 'done' | 'refused' | 'withdrawn'
  proposedBy: string
}

export const refuseCreate = (actor: PostActor): Refusal | null => refuseRight('rosters.manage', actor)

export const refuseChange = (roster: Pick<RosterState, 'agency'>, actor: PostActor): Refusal | null =>
  actor.agency !== roster.agency
    ? forbidden('班次和岗位由建表单位设置。', 'Shifts and posts are set by the agency that keeps the roster.')
    : refuseRight('rosters.manage', actor)

export const refuseAssign = (roster: Pick<RosterState, 'agency' | 'joint'>, actor: PostActor): Refusal | null =>
  actor.agency !== roster.agency && !roster.joint
    ? forbidden('本单位以外的值班表只能查看。', 'The roster of another agency can only be read.')
    : refuseRight('rosters.manage', actor)

/** A plan that means something: names are unique, and every shift of a line exists. @throws `invalid` */
export const checkPlan = ({ shifts, lines }: Pick<NewRoster, 'shifts' | 'lines'>): void => {
  const unique = (field: string, ids: readonly string[]) => {
    if (new Set(ids).size !== ids.length)
      throw invalid(
        field,
        '有两项用了同一个代号，请改其中一个。',
        'Two entries have the same code; change one of them.',
      )
  }
  unique(
    'shifts',
    shifts.map((one) => one.id),
  )
  unique(
    'lines',
    lines.map((one) => one.id),
  )
  for (const line of lines) {
    const unknown = line.shifts.find((id) => !shifts.some((shift) => shift.id === id))
    if (unknown !== undefined)
      throw invalid(
        'lines',
        `岗位“${line.title}”用到的班次不存在，请先设置班次。`,
        `The post “${line.title}” names a shift that does not exist; set the shift first.`,
      )
  }
}

/** What a change of the plan would take away from under somebody: duties ahead whose post or shift is gone. @throws `conflict` */
export const checkStillStood = (
  next: Pick<RosterState, 'lines'>,
  ahead: readonly Pick<DutyState, 'line' | 'shift' | 'day' | 'person'>[],
): void => {
  const lost = ahead.find(
    (duty) => duty.person && !next.lines.some((line) => line.id === duty.line && line.shifts.includes(duty.shift)),
  )
  if (lost)
    throw new DomainError('conflict', {
      zh: `${lost.day} 起仍有人排在要去掉的岗位或班次上，请先清空这些班。`,
      en: `From ${lost.day} on somebody still stands a post or shift that would go; clear those duties first.`,
    })
}

export const slotOf = (
  roster: RosterState,
  at: { line: string; shift: string; day: LocalDay },
): { startsAt: Date; endsAt: Date } => {
  const line = roster.lines.find((one) => one.id === at.line)
  if (!line) throw invalid('line', '没有这个岗位。', 'There is no such post.')
  const shift = roster.shifts.find((one) => one.id === at.shift)
  if (!shift || !line.shifts.includes(at.shift))
    throw invalid('shift', '这个岗位没有这个班次。', 'This post has no such shift.')
  if (addDays(at.day, 0) !== at.day) throw invalid('day', '没有这一天。', 'There is no such day.')
  return shiftOn(shift, at.day, roster.zone)
}

/** @throws DomainError where this person cannot be entered, or the duty not changed */
export const assign = (
  roster: RosterState,
  duty: Pick<DutyState, 'endsAt' | 'person'>,
  person: DutyPerson | null,
  actor: PostActor,
  at: Date,
): { act: 'duty.assigned' | 'duty.cleared' } => {
  refuse(refuseAssign(roster, actor))
  if (duty.endsAt.getTime() <= at.getTime())
    throw new DomainError('conflict', {
      zh: '这一班已结束，不能再改；如有出入，请在交接班记录里更正。',
      en: 'This duty has ended and cannot be changed; put it right in the hand-over.',
    })
  if (roster.agency !== actor.agency && duty.person !== null && duty.person.agency !== actor.agency)
    throw new DomainError('forbidden', {
      zh: '这一班由其他单位的人员担任，请与建表单位联系。',
      en: 'An officer of another agency stands this duty; ask the agency that keeps the roster.',
    })
  if (person === null) return { act: 'duty.cleared' }
  if (person.agency !== actor.agency)
    throw invalid('person', '只能填写本单位人员。', 'Only officers of your own agency can be entered.')
  if (person.account === null && !person.name?.trim())
    throw invalid('person.name', '请选择人员，或填写姓名。', 'Choose an officer, or write a name.')
  if (person.contact.trim() === '')
    throw invalid(
      'person.contact',
      '请填写值班电话或其他联系方式，夜里要找得到人。',
      'Give the duty number or another contact: somebody must be reached at night.',
    )
  return { act: 'duty.assigned' }
}

export type Filled = { line: string; shift: string; day: LocalDay; person: DutyPerson }

/** The template week again and again. What is filled already stays; holidays are left open where asked. */
export const repeatWeek = (
  template: readonly DutyState[],
  taken: ReadonlySet<string>,
  weeks: number,
  isHoliday: (day: LocalDay) => boolean,
  holidays: 'fill' | 'leave',
): { filled: Filled[]; kept: number; left: number } => {
  const filled: Filled[] = []
  let kept = 0
  let left = 0
  for (let week = 1; week <= weeks; week++)
    for (const { line, shift, day, person } of template) {
      if (person === null) continue
      const then = addDays(day, 7 * week)
      if (taken.has(slotKey({ line, shift, day: then }))) kept++
      else if (holidays === 'leave' && isHoliday(then)) left++
      else filled.push({ line, shift, day: then, person })
    }
  return { filled, kept, left }
}

export const slotKey = ({ line, shift, day }: { line: string; shift: string; day: LocalDay }): string =>
  `${day} ${line} ${shift}`

// ---------------------------------------------------------------- swaps

const isSide = (swap: SwapState, account: string | null): boolean =>
  account !== null && (swap.first.account === account || swap.second.account === account)

const SETTLED = conflict('这次换班已处理。', 'This swap has been settled.')

export const refuseConsent = (swap: SwapState, actor: PostActor): Refusal | null => {
  if (swap.state !== 'open') return SETTLED
  if (!isSide(swap, actor.account))
    return forbidden('换班须由两位当事人本人同意。', 'Only the two officers themselves can agree to a swap.')
  const own = swap.first.account === actor.account ? swap.first : swap.second
  return own.consentAt ? conflict('您已同意，等对方同意。', 'You have agreed; the other has not yet.') : null
}

export const refuseRefuse = (swap: SwapState, actor: PostActor): Refusal | null =>
  swap.state !== 'open'
    ? SETTLED
    : isSide(swap, actor.account)
      ? null
      : forbidden('换班须由当事人本人答复。', 'Only the two officers themselves can answer.')

export const refuseWithdraw = (swap: SwapState, actor: PostActor): Refusal | null =>
  swap.state !== 'open'
    ? SETTLED
    : swap.proposedBy === actor.account
      ? null
      : forbidden('只有提出人可以撤回。', 'Only who proposed it can withdraw it.')

/** Both duties are still ahead and still stood by the two. */
const checkSwappable = (swap: SwapState, duties: readonly [DutyState, DutyState], at: Date): void => {
  const [first, second] = duties
  for (const duty of duties)
    if (duty.startsAt.getTime() <= at.getTime())
      throw new DomainError('conflict', {
        zh: '已开始的班不能换。',
        en: 'A duty that has begun cannot be swapped.',
      })
  if (first.person?.account !== swap.first.account || second.person?.account !== swap.second.account)
    throw new DomainError('conflict', {
      zh: '排班已变，这次换班不再成立，请撤回后重提。',
      en: 'The roster has changed and this swap no longer fits; withdraw it and propose again.',
    })
}

export const proposeSwap = (
  id: string,
  duties: readonly [DutyState, DutyState],
  actor: PostActor,
  at: Date,
): SwapState => {
  const [first, second] = duties
  const [one, other] = [first.person?.account ?? null, second.person?.account ?? null]
  if (one === null || other === null)
    throw invalid(
      'second',
      '只有本平台账号担任的班可以换；其余请由排班人员直接改。',
      'Only duties of officers with an account can be swapped; the roster’s keeper changes the others.',
    )
  if (one === other) throw invalid('second', '两个班是同一个人。', 'Both duties are of the same officer.')
  if (actor.account !== one && actor.account !== other) refuse(refuseRight('rosters.manage', actor))
  if (actor.account === null) refuse(forbidden('须由在岗人员本人提出。', 'A named officer must propose it.'))
  const consentOf = (account: string) => (account === actor.account ? at : null)
  const swap: SwapState = {
    id,
    first: { duty: first.id, account: one, consentAt: consentOf(one) },
    second: { duty: second.id, account: other, consentAt: consentOf(other) },
    state: 'open',
    proposedBy: actor.account!,
  }
  checkSwappable(swap, duties, at)
  return swap
}

/** With the second consent the two exchange their duties. */
export const consent = (
  swap: SwapState,
  duties: readonly [DutyState, DutyState],
  actor: PostActor,
  at: Date,
): { next: SwapState; exchanged: boolean } => {
  refuse(refuseConsent(swap, actor))
  checkSwappable(swap, duties, at)
  const give = (side: SwapState['first']) => (side.account === actor.account ? { ...side, consentAt: at } : side)
  const next = { ...swap, first: give(swap.first), second: give(swap.second) }
  const exchanged = next.first.consentAt !== null && next.second.consentAt !== null
  return { next: exchanged ? { ...next, state: 'done' } : next, exchanged }
}
