/** Rosters: each function is one act inside the caller's transaction: load under policy, decide, save, record. */

import type { Static } from 'typebox'
import { DAY_MS, DomainError, invalid, notFound, permission, refuse, uuid } from '../../../base/public.ts'
import { addDays, type LocalDay, localDay, startOfDay } from '../../../environment/duties/public.ts'
import { actorOf } from '../../../environment/identity/public.ts'
import { type Call, type House, sealRows } from '../../../ledger/public.ts'
import { circleFor } from '../../sharing/public.ts'
import { daysFrom, shiftOn } from './coverage.ts'
import { readRosterCsv, rosterCsv } from './csv.ts'
import {
  assign,
  checkPlan,
  checkStillStood,
  consent,
  type DutyPerson,
  proposeSwap,
  refuseAssign,
  refuseChange,
  refuseCreate,
  refuseRefuse,
  refuseWithdraw,
  repeatWeek,
  slotKey,
  slotOf,
} from './decide.ts'
import { dutyImage, rosterImage, swapImage } from './image.ts'
import type {
  Assign,
  ChangeRosterSchema,
  NewRoster,
  OnDuty,
  Repeat,
  RepeatedSchema,
  RosterQuerySchema,
  Rosters,
  RosterView,
} from './model.ts'
import {
  findColleagues,
  findDuties,
  findDutiesById,
  findRoster,
  findRosters,
  findStanding,
  findSwap,
  findSwaps,
  insertRoster,
  insertSwap,
  putDuties,
  type StoredDuty,
  type StoredRoster,
  type StoredSwap,
  updateRoster,
  updateSwap,
} from './store.ts'
import { dayKind, viewDuty, viewFindings, viewOnDuty, viewSwap } from './view.ts'

/** How far ahead an uncovered duty is announced. Judgement, not validated. */
const AHEAD_DAYS = 7

const getRosterState = async (call: Call, id: string, lock = false): Promise<StoredRoster> => {
  const roster = await findRoster(call, id, lock)
  if (!roster) throw notFound()
  return roster
}

/** Who is on duty at an instant, of one agency or of all, as far as the caller may know. Other rooms ask this. */
export const whoIsOnDuty = async (call: Call, agency: string | null, at: Date): Promise<OnDuty[]> => {
  const standing = await findStanding(call, at, agency)
  const rosters = new Map((await findRosters(call)).map((one) => [one.id, one]))
  return standing
    .flatMap((duty) => {
      const roster = rosters.get(duty.rosterId)
      return roster ? [viewOnDuty(call, duty, roster)] : []
    })
    .sort((a, b) => Number(b.roster.joint) - Number(a.roster.joint))
}

export const listRosters = async (call: Call): Promise<Rosters> => {
  const rosters = await findRosters(call)
  const until = new Date(call.at.getTime() + AHEAD_DAYS * DAY_MS)
  const duties = await findDuties(
    call,
    rosters.map((one) => one.id),
    call.at,
    until,
  )
  return {
    rows: rosters.map((roster) => {
      const own = duties.filter((duty) => duty.rosterId === roster.id)
      const gaps = viewFindings(roster, own, call.at, until, call.at).filter((one) => one.kind === 'gap')
      const { id, title, joint, zone } = roster
      return {
        id,
        title,
        joint,
        zone,
        agency: { id: roster.agency, ...roster.agencyName },
        gaps: gaps.length,
        nextGap: gaps[0] ?? null,
      }
    }),
    onNow: await whoIsOnDuty(call, null, call.at),
    can: { create: permission(refuseCreate(actorOf(call))) },
  }
}

/** Monday of the week in which a day lies. */
const mondayOf = (day: LocalDay): LocalDay => addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7))

export const getRoster = async (
  call: Call,
  id: string,
  query: Static<typeof RosterQuerySchema>,
): Promise<RosterView> => {
  const roster = await getRosterState(call, id)
  const from = query.from ?? mondayOf(localDay(call.at, roster.zone))
  const count = query.days ?? 7
  const [start, end] = [startOfDay(from, roster.zone), startOfDay(addDays(from, count), roster.zone)]
  // A night that began on the day before runs into the first one; it is shown by its own day.
  const touching = await findDuties(call, [id], start, new Date(end.getTime() + DAY_MS))
  const days = daysFrom(from, count)
  const swaps = await findSwaps(call, id, new Date(call.at.getTime() - AHEAD_DAYS * DAY_MS))
  const swapDuties = await findDutiesById(
    call,
    swaps.flatMap((one) => [one.first.duty, one.second.duty]),
  )
  const byId = new Map(swapDuties.map((one) => [one.id, one]))
  const actor = actorOf(call)
  const assignable = permission(refuseAssign(roster, actor))
  const people = assignable === true ? await findColleagues(call) : []
  const { title, joint, zone, shifts, lines } = roster
  return {
    id,
    title,
    joint,
    zone,
    shifts: [...shifts],
    lines: [...lines],
    agency: { id: roster.agency, ...roster.agencyName },
    from,
    days: days.map((day) => ({ day, ...dayKind(day) })),
    hours: days.flatMap((day) =>
      shifts.map((shift) => {
        const { startsAt, endsAt } = shiftOn(shift, day, zone)
        return { shift: shift.id, day, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() }
      }),
    ),
    duties: touching.filter((one) => days.includes(one.day)).map(viewDuty),
    findings: viewFindings(roster, touching, new Date(Math.max(start.getTime(), call.at.getTime())), end, call.at),
    swaps: swaps.map((swap) => viewSwap(call, swap, byId)),
    people,
    me: call.actor.accountId,
    can: { change: permission(refuseChange(roster, actor)), assign: assignable },
  }
}

export const createRoster = async (call: Call, house: House, input: NewRoster): Promise<{ id: string }> => {
  refuse(refuseCreate(actorOf(call)))
  checkPlan(input)
  const circleId = await circleFor(call.tx, {
    owner: call.actor.agencyId,
    dataClass: 'coordination',
    purposeLock: null,
    tlp: 'green',
    agencies: [],
    groups: [],
  })
  const id = uuid()
  await insertRoster(call, { ...input, id, agency: call.actor.agencyId, zone: house.portZone }, circleId)
  await sealRows(call, rosterImage, [{ id, act: 'roster.created', circleId }])
  return { id }
}

export const changeRoster = async (call: Call, id: string, input: Static<typeof ChangeRosterSchema>): Promise<void> => {
  const roster = await getRosterState(call, id, true)
  refuse(refuseChange(roster, actorOf(call)))
  checkPlan(input)
  const next: StoredRoster = { ...roster, ...input }
  const ahead = (await findDuties(call, [id], call.at, new Date(call.at.getTime() + 400 * DAY_MS))).filter(
    (duty) => duty.startsAt > call.at,
  )
  checkStillStood(next, ahead)
  await updateRoster(call, next)
  await sealRows(call, rosterImage, [{ id, act: 'roster.changed', circleId: roster.circleId }])
  // Other hours: what lies ahead moves with them.
  await save(
    call,
    next,
    ahead.filter((duty) => duty.person).map((duty) => ({ ...duty, act: 'duty.moved' as const })),
  )
}

type Put = { line: string; shift: string; day: LocalDay; person: DutyPerson | null }
type PutAct = 'duty.assigned' | 'duty.cleared' | 'duty.moved' | 'duty.swapped'

const save = async (call: Call, roster: StoredRoster, duties: readonly (Put & { act: PutAct })[]): Promise<void> => {
  if (duties.length === 0) return
  const ids = await putDuties(
    call,
    roster,
    duties.map((one) => ({ ...one, id: uuid(), ...slotOf(roster, one) })),
  )
  await sealRows(
    call,
    dutyImage,
    ids.map((id, i) => ({ id, act: duties[i]!.act, circleId: roster.circleId })),
  )
}

/** The duties of these days by their slot; also those that are vacant. */
const bySlot = async (
  call: Call,
  roster: StoredRoster,
  days: readonly LocalDay[],
): Promise<Map<string, StoredDuty>> => {
  const [first, last] = [days.toSorted()[0]!, days.toSorted().at(-1)!]
  const found = await findDuties(
    call,
    [roster.id],
    startOfDay(addDays(first, -1), roster.zone),
    startOfDay(addDays(last, 3), roster.zone),
  )
  return new Map(found.map((one) => [slotKey(one), one]))
}

/** Decides on each of them; the first that is refused refuses all. */
const assignAll = async (call: Call, roster: StoredRoster, puts: readonly Put[]): Promise<void> => {
  const known = await bySlot(
    call,
    roster,
    puts.map((one) => one.day),
  )
  const decided = puts.map((one) => {
    const { endsAt } = slotOf(roster, one)
    const person = known.get(slotKey(one))?.person ?? null
    return { ...one, ...assign(roster, { endsAt, person }, one.person, actorOf(call), call.at) }
  })
  await save(call, roster, decided)
}

/** Only colleagues can be entered by account: their post is looked up, not believed. */
const personFrom = async (call: Call, input: NonNullable<Assign['person']>): Promise<DutyPerson> => {
  const { contact, reach } = input
  const base = { agency: call.actor.agencyId, contact: contact.trim(), reach }
  if (!input.account) return { ...base, account: null, post: null, name: input.name?.trim() || null }
  const own = (await findColleagues(call)).filter((one) => one.account === input.account)
  const found = own.find((one) => one.post.id === input.post) ?? own[0]
  if (!found) throw invalid('person', '本单位没有这名在岗人员。', 'Your agency has no such officer at a post.')
  return { ...base, account: found.account, post: found.post.id, name: null }
}

export const assignDuty = async (call: Call, id: string, input: Assign): Promise<void> => {
  const roster = await getRosterState(call, id, true)
  refuse(refuseAssign(roster, actorOf(call)))
  const { line, shift, day } = input
  const person = input.person && (await personFrom(call, input.person))
  await assignAll(call, roster, [{ line, shift, day, person }])
}

/** @returns what was filled, what stood already, and what was left open for being a holiday */
export const repeatRoster = async (
  call: Call,
  id: string,
  { from, weeks, holidays }: Repeat,
): Promise<Static<typeof RepeatedSchema>> => {
  const roster = await getRosterState(call, id, true)
  refuse(refuseAssign(roster, actorOf(call)))
  const week = new Set(daysFrom(from, 7))
  const all = [...(await bySlot(call, roster, [from, addDays(from, 7 * (weeks + 1))])).values()]
  // Of others' officers each agency disposes itself.
  const template = all.filter(
    (duty) => week.has(duty.day) && duty.person !== null && duty.person.agency === call.actor.agencyId,
  )
  if (template.length === 0)
    throw invalid(
      'from',
      '这一周还没有排本单位人员，无法照排。',
      'Nobody of your agency stands a duty in this week yet.',
    )
  const taken = new Set(all.filter((duty) => duty.person).map(slotKey))
  const isHoliday = (day: LocalDay) => dayKind(day).holiday !== null
  const { filled, kept, left } = repeatWeek(template, taken, weeks, isHoliday, holidays)
  const ahead = filled.filter((one) => slotOf(roster, one).endsAt > call.at)
  if (ahead.length > 0) await assignAll(call, roster, ahead)
  return { filled: ahead.length, kept, left }
}

export const exportRoster = async (call: Call, id: string, query: Static<typeof RosterQuerySchema>): Promise<string> =>
  rosterCsv(await getRoster(call, id, query))

export const importRoster = async (call: Call, id: string, csv: string): Promise<{ rows: number }> => {
  const roster = await getRosterState(call, id, true)
  refuse(refuseAssign(roster, actorOf(call)))
  const rows = readRosterCsv(csv, { shifts: [...roster.shifts], lines: [...roster.lines] })
  const colleagues = await findColleagues(call)
  const puts = rows.map(({ row, name, contact, reach, ...slot }) => {
    const named = colleagues.filter((one) => one.name.zh === name || one.name.en === name)
    if (new Set(named.map((one) => one.account)).size > 1)
      throw new DomainError('invalid', {
        zh: `第 ${row} 行：有两名同名人员，请在页面上逐个选择。`,
        en: `Row ${row}: two officers have this name; choose on the page.`,
      })
    const found = named[0]
    const person: DutyPerson = {
      agency: call.actor.agencyId,
      account: found?.account ?? null,
      post: found?.post.id ?? null,
      name: found ? null : name,
      contact,
      reach,
    }
    return { ...slot, person }
  })
  if (new Set(puts.map(slotKey)).size !== puts.length)
    throw invalid('csv', '同一天、同一班次、同一岗位出现了两次。', 'The same day, shift and post stands there twice.')
  await assignAll(call, roster, puts)
  return { rows: puts.length }
}

// ---------------------------------------------------------------- swaps

const bothDuties = async (call: Call, first: string, second: string): Promise<[StoredDuty, StoredDuty]> => {
  const found = await findDutiesById(call, [first, second], true)
  const [one, other] = [found.find((duty) => duty.id === first), found.find((duty) => duty.id === second)]
  if (!one || !other || one.rosterId !== other.rosterId) throw notFound()
  return [one, other]
}

export const proposeDutySwap = async (
  call: Call,
  rosterId: string,
  input: { first: string; second: string },
): Promise<{ id: string }> => {
  const roster = await getRosterState(call, rosterId)
  const duties = await bothDuties(call, input.first, input.second)
  if (duties[0].rosterId !== rosterId) throw notFound()
  const swap = proposeSwap(uuid(), duties, actorOf(call), call.at)
  const open = (await findSwaps(call, rosterId, call.at)).some(
    (one) =>
      one.state === 'open' &&
      [one.first.duty, one.second.duty].some((duty) => [input.first, input.second].includes(duty)),
  )
  if (open)
    throw new DomainError('conflict', {
      zh: '其中一班已在换班中，请先处理完那一次。',
      en: 'One of these duties is in a swap already; settle that one first.',
    })
  await insertSwap(call, swap, roster)
  await sealRows(call, swapImage, [{ id: swap.id, act: 'swap.proposed', circleId: roster.circleId }])
  return { id: swap.id }
}

const getSwap = async (call: Call, id: string): Promise<StoredSwap> => {
  const swap = await findSwap(call, id)
  if (!swap) throw notFound()
  return swap
}

export const consentToSwap = async (call: Call, id: string): Promise<void> => {
  const swap = await getSwap(call, id)
  const [first, second] = await bothDuties(call, swap.first.duty, swap.second.duty)
  const { next, exchanged } = consent(swap, [first, second], actorOf(call), call.at)
  await updateSwap(call, next, null)
  await sealRows(call, swapImage, [{ id, act: exchanged ? 'swap.done' : 'swap.agreed', circleId: swap.circleId }])
  if (!exchanged) return
  const roster = await getRosterState(call, swap.rosterId, true)
  await save(call, roster, [
    { ...first, person: second.person, act: 'duty.swapped' },
    { ...second, person: first.person, act: 'duty.swapped' },
  ])
}

const settleSwap = async (call: Call, id: string, state: 'refused' | 'withdrawn', reason: string): Promise<void> => {
  const swap = await getSwap(call, id)
  refuse((state === 'refused' ? refuseRefuse : refuseWithdraw)(swap, actorOf(call)))
  await updateSwap(call, { ...swap, state }, reason.trim() || null)
  const act = state === 'refused' ? 'swap.refused' : 'swap.withdrawn'
  await sealRows(call, swapImage, [{ id, act, circleId: swap.circleId }])
}
export const refuseSwap = (call: Call, id: string, reason: string): Promise<void> =>
  settleSwap(call, id, 'refused', reason)
export const withdrawSwap = (call: Call, id: string): Promise<void> => settleSwap(call, id, 'withdrawn', '')
