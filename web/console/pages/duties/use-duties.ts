/** Law and duties as the server answers them, under the filter that the address keeps. */
import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'react-router'
import type { Entry, ReviewList } from '../../../../src/actions/law/model.ts'
import type {
  CalendarView,
  DeadlineList,
  DutyList,
  DutyListOfAgency,
  InstrumentList,
  LeadTable,
} from '../../../../src/environment/duties/browse-model.ts'
import type { ResolvedDuty } from '../../../../src/environment/duties/model.ts'
import type { Problem } from '../../../kit/public.ts'
import { get, type Query, queryClient, useRenewOn } from '../../api/public.ts'

export const FILTERS = ['risk', 'agency', 'place', 'instrument', 'jurisdiction', 'flag', 'q', 'asOf'] as const
export type FilterName = (typeof FILTERS)[number]
export type Filter = { [name in FilterName]: string }

export const useFilter = (): Filter => {
  const [params] = useSearchParams()
  return Object.fromEntries(FILTERS.map((name) => [name, params.get(name) ?? ''])) as Filter
}

/** Sets values of the address, the others kept; empty leaves the address. */
export const useSetAddress = () => {
  const [, setParams] = useSearchParams()
  return (values: Record<string, string>) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before)
        for (const [name, value] of Object.entries(values)) {
          if (value === '') next.delete(name)
          else next.set(name, value)
        }
        return next
      },
      { replace: true, preventScrollReset: true },
    )
}

/** What is shown stays on screen while another filter is asked for. */
const useAnswer = <T>(key: string, path: string, query: Query = {}): UseQueryResult<T, Problem> =>
  useQuery<T, Problem, T>({
    queryKey: ['duties', key, query],
    queryFn: ({ signal }) => get<T>(path, query, signal),
    placeholderData: keepPreviousData,
  })

export const useRows = (filter: Filter) => useAnswer<DutyList>('rows', '/duties/rows', filter)
export const useDeadlines = (filter: Filter) => useAnswer<DeadlineList>('deadlines', '/duties/deadlines', filter)
export const useLaws = ({ q = '', jurisdiction = '', asOf = '' }: Partial<Filter>) =>
  useAnswer<InstrumentList>('laws', '/duties/instruments', { q, jurisdiction, asOf })
export const useLeads = (jurisdiction: string, asOf: string) =>
  useAnswer<LeadTable>('leads', '/duties/leads', { jurisdiction, asOf })
export const useResolved = (risk: string, place: string, jurisdiction: string) =>
  useQuery<ResolvedDuty, Problem>({
    queryKey: ['duties', 'resolved', risk, place, jurisdiction],
    queryFn: ({ signal }) => get<ResolvedDuty>('/duties/resolve', { risk, place, jurisdiction }, signal),
  })
export const useReviews = (state: 'open' | 'all') => useAnswer<ReviewList>('reviews', '/law/reviews', { state })
export const useCalendar = () => useAnswer<CalendarView>('calendar', '/duties/calendar')
export const useEntry = (id: string, asOf: string) =>
  useQuery<Entry, Problem>({
    queryKey: ['duties', 'entry', id, asOf],
    queryFn: ({ signal }) => get<Entry>(`/law/entries/${encodeURIComponent(id)}`, { asOf }, signal),
  })
export const useDutyList = (agency: string, asOf: string) =>
  useQuery<DutyListOfAgency, Problem>({
    queryKey: ['duties', 'list', agency, asOf],
    queryFn: ({ signal }) => get<DutyListOfAgency>(`/duties/agencies/${encodeURIComponent(agency)}`, { asOf }, signal),
    enabled: agency !== '',
  })

/** A change of law renews every page that shows it. */
export const useRenewDuties = (): void => useRenewOn(['law_revision', 'law_review'], ['duties'])

export const renewDuties = async (): Promise<void> => {
  await queryClient.invalidateQueries({ queryKey: ['duties'] })
}
