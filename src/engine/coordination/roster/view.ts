/** From stored rosters to the answers of the API: names for ids, gaps in words, what the caller may do. */

import type { Bilingual } from '../../../base/public.ts'
import { permission } from '../../../base/public.ts'
import { type LocalDay, localDay } from '../../../environment/duties/public.ts'
import { actorOf } from '../../../environment/identity/public.ts'
import { getReference } from '../../../environment/reference/public.ts'
import type { Call } from '../../../ledger/public.ts'
import { coverageOf, type Finding, type Plan, type Stood } from './coverage.ts'
import { refuseConsent, refuseRefuse, refuseWithdraw } from './decide.ts'
import type { DutyView, FindingView, OnDuty, SwapView } from './model.ts'
import type { StoredDuty, StoredRoster, StoredSwap } from './store.ts'

type Person = NonNullable<DutyView['person']>

const personOf = ({ person, names }: StoredDuty): Person | null =>
  person && names
    ? {
        agency: { id: person.agency, ...names.agency },
        account: person.account,
        name: names.officer,
        post: person.post && names.post ? { id: person.post, ...names.post } : null,
        contact: person.contact,
        reach: person.reach,
      }
    : null

export const viewDuty = (duty: StoredDuty): DutyView => ({
  id: duty.id,
  line: duty.line,
  shift: duty.shift,
  day: duty.day,
  startsAt: duty.startsAt.toISOString(),
  endsAt: duty.endsAt.toISOString(),
  person: personOf(duty),
})

export const viewOnDuty = (call: Call, duty: StoredDuty, roster: StoredRoster): OnDuty => ({
  roster: {
    id: roster.id,
    title: roster.title,
    joint: roster.joint,
    agency: { id: roster.agency, ...roster.agencyName },
  },
  line: roster.lines.find((one) => one.id === duty.line)?.title ?? duty.line,
  shift: roster.shifts.find((one) => one.id === duty.shift)?.title ?? duty.shift,
  endsAt: duty.endsAt.toISOString(),
  person: personOf(duty)!,
  mine: duty.person?.account !== null && duty.person?.account === call.actor.accountId,
})

export const planOf = ({ zone, shifts, lines }: StoredRoster): Plan => ({ zone, shifts, lines })

export const stoodOf = (duty: StoredDuty): Stood => ({
  line: duty.line,
  day: duty.day,
  shift: duty.shift,
  startsAt: duty.startsAt,
  endsAt: duty.endsAt,
  person: duty.person && (duty.person.account ?? `${duty.person.agency} ${duty.person.name}`),
})

/** "11月26日" and "26 Nov", or today, tomorrow. */
const dayWords = (day: LocalDay, today: LocalDay): Bilingual => {
  const ahead = (Date.parse(day) - Date.parse(today)) / 86_400_000
  if (ahead === 0) return { zh: '今日', en: 'today' }
  if (ahead === 1) return { zh: '明日', en: 'tomorrow' }
  const [, month, date] = day.split('-').map(Number)
  const named = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })
  return { zh: `${month}月${date}日`, en: `on ${named.format(new Date(`${day}T00:00:00Z`))}` }
}

const clockWords = (at: Date, zone: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at)

/** A gap says its day, shift and post; with the whole shift open no times are needed. */
const findingText = (roster: StoredRoster, one: Finding, duties: readonly StoredDuty[], at: Date): Bilingual => {
  const line = roster.lines.find((each) => each.id === one.line)?.title ?? one.line
  const shift = roster.shifts.find((each) => each.id === one.shift)?.title
  const day = dayWords(one.day ?? localDay(one.from, roster.zone), localDay(at, roster.zone))
  const times = `${clockWords(one.from, roster.zone)}–${clockWords(one.to, roster.zone)}`
  if (one.kind === 'gap')
    return shift
      ? { zh: `${day.zh}${shift}“${line}”无人（${times}）`, en: `Nobody at “${line}” ${day.en}, ${shift} (${times})` }
      : {
          zh: `${day.zh}${times} 没有班次，“${line}”无人`,
          en: `No shift ${day.en} ${times}: nobody at “${line}”`,
        }
  if (one.kind === 'overlap')
    return { zh: `${day.zh}${times}“${line}”有两人在班`, en: `Two at “${line}” ${day.en}, ${times}` }
  const who = duties.find((duty) => stoodOf(duty).person === one.person)?.names?.officer ?? {
    zh: '同一人',
    en: 'One officer',
  }
  return { zh: `${day.zh}${times} ${who.zh}同时排在两处`, en: `${who.en} stands in two places ${day.en}, ${times}` }
}

/** What is not covered, or covered twice, from the running moment on. */
export const viewFindings = (
  roster: StoredRoster,
  duties: readonly StoredDuty[],
  from: Date,
  to: Date,
  at: Date,
): FindingView[] =>
  from >= to
    ? []
    : coverageOf(planOf(roster), duties.map(stoodOf), from, to).map((one) => ({
        kind: one.kind,
        line: one.line,
        shift: one.shift,
        day: one.day,
        from: one.from.toISOString(),
        to: one.to.toISOString(),
        text: findingText(roster, one, duties, at),
      }))

export const viewSwap = (call: Call, swap: StoredSwap, duties: ReadonlyMap<string, StoredDuty>): SwapView => {
  const actor = actorOf(call)
  const [first, second] = [duties.get(swap.first.duty)!, duties.get(swap.second.duty)!]
  return {
    id: swap.id,
    first: viewDuty(first),
    second: viewDuty(second),
    state: swap.state,
    waitsFor: [
      ...(swap.first.consentAt ? [] : [first.names?.officer]),
      ...(swap.second.consentAt ? [] : [second.names?.officer]),
    ].filter((one) => one !== undefined),
    reason: swap.reason,
    proposedAt: swap.proposedAt.toISOString(),
    can: {
      consent: permission(refuseConsent(swap, actor)),
      refuse: permission(refuseRefuse(swap, actor)),
      withdraw: permission(refuseWithdraw(swap, actor)),
    },
  }
}

/** A day by the calendar of the State Council's notice; where that year is not loaded nothing is said. */
export const dayKind = (day: LocalDay): { holiday: Bilingual | null; makeUp: boolean; known: boolean } => {
  const year = getReference().calendar.years.get(Number(day.slice(0, 4)))
  if (!year || year.status === 'incomplete') return { holiday: null, makeUp: false, known: false }
  const holiday = year.holidays.find((one) => one.days.includes(day))
  return {
    holiday: holiday ? { zh: holiday.zh, en: holiday.en } : null,
    makeUp: year.makeUpWorkingDays.includes(day),
    known: true,
  }
}
