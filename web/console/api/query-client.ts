/** The one cache of server answers. Kept in memory only; cleared when the session or the viewer's access changes. */
import { QueryClient } from '@tanstack/react-query'
import { Problem } from '../../kit/problem.ts'

/** A refusal stays a refusal; only a server that is away is asked again. */
const passing = (error: unknown) => error instanceof Problem && ['network', 'unavailable'].includes(error.code)

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      gcTime: 5 * 60_000,
      retry: (failures, error) => passing(error) && failures < 2,
      refetchOnWindowFocus: true,
    },
    mutations: { retry: false },
  },
})
