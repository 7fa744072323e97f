/** The thinking half of an incident as the server answers it, kept fresh by the live connection. */
import { useQuery } from '@tanstack/react-query'
import type { Deliberation } from '../../../../../src/actions/deliberate/model.ts'
import type { Problem } from '../../../../kit/public.ts'
import { get, post, queryClient, useRenewOn } from '../../../api/public.ts'
import { useAct } from '../../warnings/use-act.ts'
import { renewIncidents } from '../use-incidents.ts'

const keyOf = (incidentId: string) => ['deliberation', incidentId]

export const useDeliberation = (incidentId: string) => {
  const queryKey = keyOf(incidentId)
  const query = useQuery<Deliberation, Problem>({
    queryKey,
    queryFn: ({ signal }) => get<Deliberation>(`/incidents/${encodeURIComponent(incidentId)}/deliberation`, {}, signal),
    refetchOnWindowFocus: false,
  })
  useRenewOn(['hypothesis', 'piece', 'question', 'decision', 'plan', 'incident', 'task', 'evidence'], queryKey)
  return query
}

/** One act of this part: sends, then reads everything again, also where it was refused. True when it was done. */
export const useDeed = () => {
  const act = useAct(({ path, body }: { path: string; body: object }, idempotencyKey) =>
    post(path, body, { idempotencyKey }),
  )
  const send = async (path: string, body: object = {}): Promise<boolean> => {
    const done = await act.run({ path, body })
    await Promise.all([queryClient.invalidateQueries({ queryKey: ['deliberation'] }), renewIncidents()])
    return done !== undefined
  }
  return { ...act, send }
}

export type Deed = ReturnType<typeof useDeed>
