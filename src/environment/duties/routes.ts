/** Duties over HTTP: who leads here, by which article; the matrix, the deadlines and the law as of a day; printable lists. */
import { Type } from 'typebox'
import { notFound } from '../../base/public.ts'
import { type AnyRoute, type Call, type Download, type House, route } from '../../ledger/public.ts'
import { rightOf } from '../identity/public.ts'
import { dayIn, freshReference, getReference, type LoadedReference, loadReference } from '../reference/public.ts'
import { browseDeadlines, browseDuties, browseInstruments, dueOfDeadline, leadTable } from './browse.ts'
import {
  BrowseQuerySchema,
  type CalendarView,
  CalendarViewSchema,
  DeadlineListSchema,
  DutyListOfAgencySchema,
  DutyListSchema,
  InstrumentListSchema,
  LeadTableQuerySchema,
  LeadTableSchema,
} from './browse-model.ts'
import { addDays, isWorkingDay } from './calendar.ts'
import { dutiesCsv } from './csv.ts'
import { dutyLines } from './duty-list.ts'
import { ResolvedDutySchema, ResolveQuerySchema } from './model.ts'
import { resolveDuty } from './resolve.ts'

export type ReferenceOfDay = { reference: LoadedReference; day: string; today: string }

/** The reference of the day asked about, or of today as it stands after the last commit. */
export const referenceOfDay = async (call: Call, house: House, asOf: string | undefined): Promise<ReferenceOfDay> => {
  const today = dayIn(call.at, house.portZone)
  if (asOf === undefined || asOf === today)
    return { reference: await freshReference(call.tx, today), day: today, today }
  return { reference: await loadReference(call.tx, { today, asOf }), day: asOf, today }
}

/** The law of the site's own state comes first: a Chinese port asks for Chinese law. */
export const jurisdictionOfSite = (house: House) =>
  house.portCode.startsWith('CN') ? ('CN' as const) : ('INT' as const)

const workingDaysOf = (reference: LoadedReference, year: number): number | null => {
  let count = 0
  for (let day = `${year}-01-01`; day.startsWith(String(year)); day = addDays(day, 1)) {
    const working = isWorkingDay(day, reference.calendar)
    if (working === undefined) return null
    if (working) count++
  }
  return count
}

const viewCalendar = ({ reference, today }: ReferenceOfDay, call: Call): CalendarView => ({
  zone: reference.calendar.timeZone,
  today,
  years: [...reference.calendar.years.values()]
    .sort((a, b) => a.year - b.year)
    .map((year) => ({
      year: year.year,
      complete: year.status !== 'incomplete',
      source: { zh: year.sourceZh, en: year.sourceEn },
      note: { zh: year.noteZh ?? '', en: year.noteEn ?? '' },
      holidays: year.holidays.map(({ id, zh, en, days }) => ({ id, zh, en, days: [...days] })),
      makeUpWorkingDays: [...year.makeUpWorkingDays],
      workingDays: workingDaysOf(reference, year.year),
      revised: reference.revised.has(`calendar_year/${year.year}`),
    })),
  deadlines: [...reference.deadlines.values()]
    .filter((one) => dueOfDeadline(one)?.unit === 'workingDay')
    .map((one) => ({
      id: one.id,
      event: { zh: one.eventZh, en: one.eventEn },
      kind: one.kind,
      due: dueOfDeadline(one),
    })),
  can: { load: rightOf('law.edit', call.actor.roles, call.actor.purpose) },
})

export const routes: AnyRoute[] = [
  route({
    method: 'GET',
    url: '/duties/resolve',
    summary: 'Who leads, supports and is informed for a risk at a place, on what basis, and the tasks that follow',
    query: ResolveQuerySchema,
    response: ResolvedDutySchema,
    handler: async (_call, { query }) =>
      resolveDuty(getReference(), query.risk, query.place, query.jurisdiction ?? 'CN'),
  }),
  route({
    method: 'GET',
    url: '/duties/rows',
    summary: 'Rows of the duty matrix, filtered, as of a day',
    query: BrowseQuerySchema,
    response: DutyListSchema,
    handler: async (call, { query }, house) => {
      const { reference, day, today } = await referenceOfDay(call, house, query.asOf)
      return { rows: browseDuties(reference, query, day), of: reference.dutyRows.size, day, today }
    },
  }),
  route({
    method: 'GET',
    url: '/duties/rows.csv',
    summary: 'The same rows as a file for spreadsheets',
    query: Type.Object({
      ...BrowseQuerySchema.properties,
      language: Type.Optional(Type.Union([Type.Literal('zh'), Type.Literal('en')])),
    }),
    response: Type.Any(),
    rawAnswer: true,
    handler: async (call, { query }, house): Promise<Download> => {
      const { reference, day } = await referenceOfDay(call, house, query.asOf)
      return {
        mediaType: 'text/csv; charset=utf-8',
        fileName: `duties-${day}.csv`,
        body: dutiesCsv(browseDuties(reference, query, day), query.language ?? 'zh'),
      }
    },
  }),
  route({
    method: 'GET',
    url: '/duties/deadlines',
    summary: 'Deadlines, filtered, as of a day',
    query: BrowseQuerySchema,
    response: DeadlineListSchema,
    handler: async (call, { query }, house) => {
      const { reference, day, today } = await referenceOfDay(call, house, query.asOf)
      return { rows: browseDeadlines(reference, query, day), of: reference.deadlines.size, day, today }
    },
  }),
  route({
    method: 'GET',
    url: '/duties/instruments',
    summary: 'Law and other instruments with their validity, as of a day',
    query: BrowseQuerySchema,
    response: InstrumentListSchema,
    handler: async (call, { query }, house) => {
      const { reference, day, today } = await referenceOfDay(call, house, query.asOf)
      return { rows: browseInstruments(reference, query, day), of: reference.instruments.size, day, today }
    },
  }),
  route({
    method: 'GET',
    url: '/duties/leads',
    summary: 'Who leads for every risk at every place, with conflicts',
    query: LeadTableQuerySchema,
    response: LeadTableSchema,
    handler: async (call, { query }, house) => {
      const { reference, day, today } = await referenceOfDay(call, house, query.asOf)
      const jurisdiction = query.jurisdiction ?? jurisdictionOfSite(house)
      return { jurisdiction, day, today, ...leadTable(reference, jurisdiction, day) }
    },
  }),
  route({
    method: 'GET',
    url: '/duties/agencies/:id',
    summary: 'Duties, powers, limits, statutes and hand-over targets of one agency, for printing',
    params: Type.Object({ id: Type.String({ maxLength: 41 }) }),
    query: LeadTableQuerySchema,
    response: DutyListOfAgencySchema,
    handler: async (call, { params, query }, house) => {
      const { reference, day } = await referenceOfDay(call, house, query.asOf)
      const agency = reference.agencies.get(params.id)
      if (!agency) throw notFound()
      const [site] = await call.tx.query<{ member: boolean }>('select member from agency where agency_id = $1', [
        agency.id,
      ])
      const posts = await call.tx.query<{ id: string; zh: string; en: string }>(
        `select post_id as id, zh, en from post where agency_id = $1 and active and not 'system' = any (roles) order by zh`,
        [agency.id],
      )
      return {
        agency: { id: agency.id, zh: agency.zh, en: agency.en },
        fullName: { zh: agency.fullZh, en: agency.fullEn },
        member: site?.member === true,
        posts,
        day,
        version: reference.versions.find((one) => one.set === 'duty-matrix')?.version ?? '',
        rows: dutyLines(reference, agency.id, day),
      }
    },
  }),
  route({
    method: 'GET',
    url: '/duties/calendar',
    summary: 'Years of holidays and make-up working days, what is missing and what follows',
    response: CalendarViewSchema,
    handler: async (call, _input, house) => viewCalendar(await referenceOfDay(call, house, undefined), call),
  }),
]
