/** Reference data of the port: risk types by domain, agencies, places, and the words of the duty matrix. */
import { useQuery } from '@tanstack/react-query'
import type { Reference } from '../../../src/environment/reference/model.ts'
import type { Problem } from '../../kit/public.ts'
import { get } from './client.ts'

const STALE_MS = 10 * 60_000

export const useReference = () =>
  useQuery<Reference, Problem>({
    queryKey: ['reference'],
    queryFn: ({ signal }) => get<Reference>('/reference', {}, signal),
    staleTime: STALE_MS,
  })
