/** Reference data of the port: risk types by domain, agencies, places, and the words of the duty matrix. */
import { useQuery } from '@tanstack/react-query'
import type { Reference } from '../../../../src/environment/reference/model.ts'
import { type Problem, useBilingual } from '../../../kit/public.ts'
import { get } from '../../api/public.ts'

const STALE_MS = 10 * 60_000

export const useReference = () =>
  useQuery<Reference, Problem>({
    queryKey: ['reference'],
    queryFn: ({ signal }) => get<Reference>('/reference', {}, signal),
    staleTime: STALE_MS,
  })

/** The word for a code of one of the vocabularies; the code itself while they are on their way. */
export const useWord = (
  vocabulary: 'places' | 'phases' | 'units' | 'verifications' | 'deadlineKinds',
): ((id: string) => string) => {
  const { data } = useReference()
  const b = useBilingual()
  return (id) => {
    const found = data?.[vocabulary].find((one) => one.id === id)
    return found ? b(found) : id
  }
}
