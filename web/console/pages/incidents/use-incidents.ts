/** Incidents as the server answers them, kept fresh by the live connection. */
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Incident, IncidentRow, MyTask, MyTasks } from '../../../../src/actions/respond/model.ts'
import type { TaskScope } from '../../../../src/actions/respond/model-acts.ts'
import type { Problem } from '../../../kit/public.ts'
import { get, queryClient, useChanges, useLivePaged, useRenewOn } from '../../api/public.ts'
import { renewWarnings } from '../warnings/use-warnings.ts'

export type StateFilter = 'open' | 'closed' | 'all'

export const useIncidents = (state: StateFilter) => {
  const queryKey = ['incidents', 'list', state]
  const list = useLivePaged<IncidentRow>(queryKey, '/incidents', { state }, ['incident', 'task'])
  // A row that is being read stays in its place when its incident is closed; it only says so.
  const data = useMemo(
    () => list.data?.map((row) => ({ ...row, gone: state === 'open' && list.isGone(row) })),
    [list.data, list.isGone, state],
  )
  return { ...list, data }
}

const roomKey = (id: string) => ['incidents', 'room', id]

/** @param live false: read once, for a form that only needs the members */
export const useIncident = (id: string, live = true) => {
  const queryKey = roomKey(id)
  const query = useQuery<Incident, Problem>({
    queryKey,
    queryFn: ({ signal }) => get<Incident>(`/incidents/${encodeURIComponent(id)}`, {}, signal),
    refetchOnWindowFocus: false,
  })
  const known = useMemo(
    () => new Set([`incident/${id}`, ...(query.data?.tasks.map((task) => `task/${task.id}`) ?? [])]),
    [id, query.data],
  )
  useChanges(['incident', 'task', 'evidence', 'warning', 'link'], (changes, many) => {
    if (!live) return
    // New files are objects of their own; whose they are only the server knows.
    if (many || changes.some(({ object }) => known.has(object) || /^(evidence|link)\//.test(object)))
      void queryClient.invalidateQueries({ queryKey })
  })
  return query
}

export const useMyTasks = (of: TaskScope = 'agency') => {
  const queryKey = ['incidents', 'mine', of]
  const query = useQuery<MyTasks, Problem>({
    queryKey,
    queryFn: ({ signal }) => get<MyTasks>('/tasks/mine', { of }, signal),
    // The counts stay in their places while another list is read.
    placeholderData: (before) => before,
  })
  useRenewOn(['task', 'incident'], queryKey)
  return query
}

/** After an act of one's own: everything that shows incidents is read again before the act counts as finished. */
export const renewIncidents = async (): Promise<void> => {
  await Promise.all([queryClient.invalidateQueries({ queryKey: ['incidents'] }), renewWarnings()])
}

/** What can be done now; the rest waits for its event. */
export const isNow = (task: Pick<MyTask, 'status' | 'handover'>): boolean =>
  task.status !== 'waiting' || task.handover !== null
