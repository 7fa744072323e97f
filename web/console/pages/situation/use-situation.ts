/** The first page in one answer, renewed while changes stream in. Each reading is recorded, so it is not asked for without need. */
import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import type { SignalCount } from '../../../../src/actions/signals/model.ts'
import type { Situation } from '../../../../src/app/situation/model.ts'
import type { Problem } from '../../../kit/public.ts'
import { pacedInFront } from '../../api/pace.ts'
import { get, useChanges } from '../../api/public.ts'

/** Whatever changes one of the page's parts. */
const KINDS = ['signal', 'assessment', 'import', 'warning', 'link', 'incident', 'task', 'handover', 'evidence']
/** However much happens, the page renews this often at most. Judgement, not validated. */
const RENEW_MS = 2_000
/** On a quiet night the hour still turns, and a silence is news too. Judgement, not validated. */
const QUIET_MS = 5 * 60_000

export const useSituation = () => {
  const query = useQuery<Situation, Problem>({
    queryKey: ['situation', 'page'],
    queryFn: ({ signal }) => get<Situation>('/situation', {}, signal),
    refetchInterval: QUIET_MS,
  })
  const count = useQuery<SignalCount, Problem>({
    queryKey: ['situation', 'need-person'],
    queryFn: ({ signal }) => get<SignalCount>('/signals/count', { needs: 'person' }, signal),
    refetchInterval: QUIET_MS,
  })
  const { refetch } = query
  const { refetch: recount } = count
  const renewal = useMemo(
    () =>
      pacedInFront(() => {
        void refetch()
        void recount()
      }, RENEW_MS),
    [refetch, recount],
  )
  useEffect(() => renewal.stop, [renewal])
  useChanges(KINDS, renewal.run)
  return { query, needPerson: count.data?.needsPerson }
}
