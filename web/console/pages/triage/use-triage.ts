/** The groups under a filter, held still while they are read; counts; one group; what forms need; the decisions. */
import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { useSearchParams } from 'react-router'
import type { Desk, Group, GroupCount, GroupRow, View } from '../../../../src/actions/triage/model.ts'
import type { Problem } from '../../../kit/public.ts'
import { paced } from '../../api/pace.ts'
import { get, post, queryClient, useChanges, useLivePaged } from '../../api/public.ts'

export const PAGE_ROWS = 50
/** Under a flood the counts are asked for this often at most. Judgement, not validated. */
const COUNT_MS = 5_000
export const KINDS = ['signal', 'assessment', 'triage', 'compound'] as const

const VIEWS: readonly View[] = ['open', 'mine', 'unassigned', 'snoozed', 'dismissed']

export type Filter = {
  view: View
  when: string
  kind: string
  domain: string
  level: string
  source: string
  q: string
}

/** The filter as the address says it. Whoever searches, searches any time. */
export const useFilter = (): Filter => {
  const [params] = useSearchParams()
  const of = (name: string): string => params.get(name) ?? ''
  const view = VIEWS.find((known) => known === of('view')) ?? 'open'
  return {
    view,
    when: of('when') || (of('q') === '' ? 'day' : 'all'),
    kind: of('kind'),
    domain: of('domain'),
    level: of('level'),
    source: of('source'),
    q: of('q'),
  }
}

export const useGroups = (filter: Filter) => {
  const list = useLivePaged<GroupRow>(['triage', 'list', filter], '/triage', filter, KINDS, PAGE_ROWS)
  const show = () => {
    list.show()
    window.scrollTo({ top: 0 })
    void queryClient.invalidateQueries({ queryKey: ['triage', 'count'] })
  }
  return { ...list, show }
}

export const useGroupCount = ({ view: _, ...filter }: Filter): GroupCount | undefined => {
  const { data, refetch } = useQuery<GroupCount, Problem>({
    queryKey: ['triage', 'count', filter],
    queryFn: ({ signal }) => get<GroupCount>('/triage/count', filter, signal),
    staleTime: COUNT_MS,
  })
  const renewal = useMemo(() => paced(() => void refetch(), COUNT_MS), [refetch])
  useEffect(() => renewal.stop, [renewal])
  useChanges(KINDS, renewal.run)
  return data
}

export const useGroup = (id: string) => {
  const query = useQuery<Group, Problem>({
    queryKey: ['triage', 'one', id],
    queryFn: ({ signal }) => get<Group>(`/triage/${encodeURIComponent(id)}`, {}, signal),
    refetchOnWindowFocus: false,
    retry: false,
  })
  const { refetch } = query
  const renewal = useMemo(() => paced(() => void refetch(), 1_000), [refetch])
  useEffect(() => renewal.stop, [renewal])
  useChanges(['triage', 'compound', 'warning', 'incident'], renewal.run)
  return query
}

export const useDesk = (enabled: boolean) =>
  useQuery<Desk, Problem>({
    queryKey: ['triage', 'desk'],
    queryFn: ({ signal }) => get<Desk>('/triage/desk', {}, signal),
    enabled,
    staleTime: 60_000,
  })

export type Ref = { id: string; count: number; rank: number }
export const refOf = ({ id, count, rank }: GroupRow): Ref => ({ id, count, rank })

export type Decision =
  | { verb: 'assign'; to: { post: string; account: string | null } | null }
  | { verb: 'snooze'; until: string; reason: string }
  | { verb: 'dismiss'; reason: string; note: string }
  | { verb: 'attach'; incidentId: string }
  | { verb: 'undo' }
export type Verb = Decision['verb']

/** Sends one decision about these groups; lists and counts are read again beside what is shown. */
export const decideAbout = async (
  { decision: { verb, ...more }, groups }: { decision: Decision; groups: Ref[] },
  idempotencyKey: string,
): Promise<void> => {
  await post(`/triage/${verb}`, { groups, ...more }, { idempotencyKey })
  void queryClient.invalidateQueries({ queryKey: ['triage', 'count'] })
  void queryClient.invalidateQueries({ queryKey: ['triage', 'one'] })
}
