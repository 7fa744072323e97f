/** Import runs: the list, one run while it goes on, its rejects. */
import { useQuery } from '@tanstack/react-query'
import type { ImportReject, ImportRun } from '../../../../src/actions/signals/model.ts'
import type { Problem } from '../../../kit/public.ts'
import { get, queryClient, usePaged } from '../../api/public.ts'

/** How often a run that goes on is asked for. */
const POLL_MS = 700

export const isOver = (run: Pick<ImportRun, 'status'>): boolean => run.status === 'done' || run.status === 'failed'

export const useRuns = () => usePaged<ImportRun>(['imports', 'list'], '/imports', {}, 20)

export const renewRuns = (): void => void queryClient.invalidateQueries({ queryKey: ['imports', 'list'] })

export const useRun = (id: string) =>
  useQuery<ImportRun, Problem>({
    queryKey: ['imports', 'run', id],
    queryFn: async ({ signal }) => {
      const before = queryClient.getQueryData<ImportRun>(['imports', 'run', id])
      const run = await get<ImportRun>(`/imports/${encodeURIComponent(id)}`, {}, signal)
      // It has ended while it was watched: the list and the rejects are asked for once more.
      if (before && !isOver(before) && isOver(run)) {
        renewRuns()
        void queryClient.invalidateQueries({ queryKey: ['imports', 'rejects', id] })
        void queryClient.invalidateQueries({ queryKey: ['signals', 'count'] })
      }
      return run
    },
    enabled: id !== '',
    refetchInterval: ({ state }) => (state.data && !isOver(state.data) ? POLL_MS : false),
  })

export const useRejects = (id: string) =>
  usePaged<ImportReject>(['imports', 'rejects', id], `/imports/${encodeURIComponent(id)}/rejects`)
