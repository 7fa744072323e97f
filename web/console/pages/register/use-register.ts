/** The register and the queue as the server answers them. They renew while much happens, but not with every signal. */
import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { useSearchParams } from 'react-router'
import type { Item, ItemList, Register, ThreatDetail } from '../../../../src/drivers/threats/model.ts'
import type { Problem } from '../../../kit/public.ts'
import { paced } from '../../api/pace.ts'
import { get, queryClient, useChanges, useRenewOn } from '../../api/public.ts'

/** Under a flood of signals the register is read again this often at most. Judgement, not validated. */
const RENEW_MS = 5_000

export const FILTERS = ['place', 'missing', 'agency', 'q', 'active', 'sort'] as const
export type Filter = { [name in (typeof FILTERS)[number]]: string }

export const useFilter = (): Filter => {
  const [params] = useSearchParams()
  return Object.fromEntries(FILTERS.map((name) => [name, params.get(name) ?? ''])) as Filter
}

export const useRegister = (filter: Filter) => {
  const queryKey = ['register', 'list', filter]
  const query = useQuery<Register, Problem>({
    queryKey,
    queryFn: ({ signal }) => get<Register>('/register', filter, signal),
    placeholderData: (before) => before,
  })
  return query
}

export const useThreat = (risk: string, place: string) =>
  useQuery<ThreatDetail, Problem>({
    queryKey: ['register', 'one', risk, place],
    queryFn: ({ signal }) =>
      get<ThreatDetail>(`/register/${encodeURIComponent(risk)}/${encodeURIComponent(place)}`, {}, signal),
  })

export const useRenewRegister = (): void => {
  const renewal = useMemo(
    () => paced(() => void queryClient.invalidateQueries({ queryKey: ['register'] }), RENEW_MS),
    [],
  )
  useEffect(() => renewal.stop, [renewal])
  useChanges(['signal', 'assessment', 'warning', 'incident', 'law_revision', 'law_review', 'definition'], renewal.run)
}

export const useQueue = (state: string, jurisdiction: string) => {
  useRenewOn(['definition', 'law_revision'], ['definitions'])
  return useQuery<ItemList, Problem>({
    queryKey: ['definitions', 'list', state, jurisdiction],
    queryFn: ({ signal }) => get<ItemList>('/definitions', { state, jurisdiction }, signal),
    placeholderData: (before) => before,
  })
}

export const useItem = (id: string) => {
  useRenewOn(['definition', 'law_revision'], ['definitions'])
  return useQuery<Item, Problem>({
    queryKey: ['definitions', 'one', id],
    queryFn: ({ signal }) => get<Item>(`/definitions/${encodeURIComponent(id)}`, {}, signal),
  })
}

export const renewItems = async (): Promise<void> => {
  await queryClient.invalidateQueries({ queryKey: ['definitions'] })
  await queryClient.invalidateQueries({ queryKey: ['register'] })
  await queryClient.invalidateQueries({ queryKey: ['duties'] })
}
