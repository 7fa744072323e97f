/** Warnings as the server answers them. What one does is seen by all pages that show warnings or their incidents. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type {
  ListState,
  Warning,
  WarningFigures,
  WarningLevel,
  WarningRow,
} from '../../../../src/actions/warn/model.ts'
import type { Problem } from '../../../kit/public.ts'
import { get, type LiveList, queryClient, useChanges, useLivePaged, useRenewOn } from '../../api/public.ts'

const LIMIT = 50

export type Filter = { level?: WarningLevel; domain?: string; place?: string }

export const useWarnings = (state: ListState, filter: Filter = {}): LiveList<WarningRow> => {
  const queryKey = ['warnings', 'list', state, filter]
  const list = useLivePaged<WarningRow>(
    queryKey,
    '/warnings',
    { ...filter, state },
    ['warning', 'incident', 'link'],
    LIMIT,
  )
  // A row that is being read stays where it is when its warning ends; it only says so.
  const data = useMemo(
    () =>
      state === 'open'
        ? list.data?.map((row) =>
            list.isGone(row) ? { ...row, state: 'ended' as const, mine: { ...row.mine, needed: false } } : row,
          )
        : list.data,
    [list.data, list.isGone, state],
  )
  return { ...list, data }
}

export const useFigures = (filter: Filter) => {
  useRenewOn(['warning'], ['warnings', 'figures'])
  return useQuery<WarningFigures, Problem>({
    queryKey: ['warnings', 'figures', filter],
    queryFn: ({ signal }) => get<WarningFigures>('/warnings/figures', { ...filter }, signal),
    placeholderData: keepPreviousData,
  })
}

export const useWarning = (id: string) => {
  const queryKey = ['warnings', 'one', id]
  const query = useQuery<Warning, Problem>({
    queryKey,
    queryFn: ({ signal }) => get<Warning>(`/warnings/${encodeURIComponent(id)}`, {}, signal),
    refetchOnWindowFocus: false,
  })
  useChanges(['warning', 'incident', 'notice'], (changes, many) => {
    const linked = query.data?.links.incidents.map((one) => `incident/${one.id}`) ?? []
    // An incident opened from this warning is another object, and so are its notices; which, only the server knows.
    const mine = changes.some(
      ({ act, object }) =>
        object === `warning/${id}` ||
        act === 'incident.opened' ||
        object.startsWith('notice/') ||
        linked.includes(object),
    )
    if (mine || many) void queryClient.invalidateQueries({ queryKey })
  })
  return query
}

export const renewWarnings = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['warnings'] })
