/** Warnings as the server answers them. What one does is seen by all pages that show warnings or their incidents. */
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Warning, WarningRow } from '../../../../src/actions/warn/model.ts'
import type { Problem } from '../../../kit/public.ts'
import { get, type LiveList, queryClient, useChanges, useLivePaged } from '../../api/public.ts'

const LIMIT = 50

export const useWarnings = (state: 'open' | 'all'): LiveList<WarningRow> => {
  const queryKey = ['warnings', 'list', state]
  const list = useLivePaged<WarningRow>(queryKey, '/warnings', { state }, ['warning', 'incident', 'link'], LIMIT)
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

export const useWarning = (id: string) => {
  const queryKey = ['warnings', 'one', id]
  const query = useQuery<Warning, Problem>({
    queryKey,
    queryFn: ({ signal }) => get<Warning>(`/warnings/${encodeURIComponent(id)}`, {}, signal),
    refetchOnWindowFocus: false,
  })
  useChanges(['warning', 'incident'], (changes, many) => {
    const linked = query.data?.links.incidents.map((one) => `incident/${one.id}`) ?? []
    // An incident opened from this warning is another object; which one it is only the server knows.
    const mine = changes.some(
      ({ act, object }) => object === `warning/${id}` || act === 'incident.opened' || linked.includes(object),
    )
    if (mine || many) void queryClient.invalidateQueries({ queryKey })
  })
  return query
}

export const renewWarnings = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['warnings'] })
