/** Decision tables: lists, one version, its differences, a trial. All renew when a table changes. */
import { useQuery } from '@tanstack/react-query'
import type { Diff, FoundRule, KindList, Preview, Table } from '../../../../src/actions/rules/model.ts'
import type { Problem } from '../../../kit/public.ts'
import { get, queryClient, useRenewOn } from '../../api/public.ts'

const KEY = ['rules']

export const renewRules = (): Promise<void> => queryClient.invalidateQueries({ queryKey: KEY })

export const useKinds = () => {
  useRenewOn(['ruleset'], KEY)
  return useQuery<KindList, Problem>({
    queryKey: [...KEY, 'kinds'],
    queryFn: ({ signal }) => get<KindList>('/rules', {}, signal),
  })
}

export const useFoundRules = (q: string) =>
  useQuery<{ rows: FoundRule[]; count: number }, Problem>({
    queryKey: [...KEY, 'search', q],
    queryFn: ({ signal }) => get<{ rows: FoundRule[]; count: number }>('/rules/search', { q }, signal),
    enabled: q.trim() !== '',
  })

export const useTable = (id: string) => {
  useRenewOn(['ruleset'], KEY)
  return useQuery<Table, Problem>({
    queryKey: [...KEY, 'table', id],
    queryFn: ({ signal }) => get<Table>(`/rules/${encodeURIComponent(id)}`, {}, signal),
    refetchOnWindowFocus: false,
  })
}

export const useDiff = (id: string, edit: number) =>
  useQuery<Diff, Problem>({
    queryKey: [...KEY, 'diff', id, edit],
    queryFn: ({ signal }) => get<Diff>(`/rules/${encodeURIComponent(id)}/diff`, {}, signal),
  })

/** Reading signals is recorded, so it is asked for once for each save and number. */
export const usePreview = (id: string, edit: number, signals: number) =>
  useQuery<Preview, Problem>({
    queryKey: ['rules-preview', id, edit, signals],
    queryFn: ({ signal }) => get<Preview>(`/rules/${encodeURIComponent(id)}/preview`, { signals }, signal),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  })
