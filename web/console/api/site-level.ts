import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { SiteLevel } from '../../../src/actions/respond/model-acts.ts'
import type { Problem } from '../../kit/public.ts'
import { get } from './client.ts'
import { useRenewOn } from './stream.ts'

/** Under the incidents' own key: an act of one's own in a room renews it as well. */
const KEY = ['incidents', 'level']

/** The highest response level of open incidents that this post may see, live. `level` is null for a purpose that opens no content. */
export const useSiteLevel = (): UseQueryResult<SiteLevel, Problem> => {
  useRenewOn(['incident'], KEY)
  return useQuery<SiteLevel, Problem>({
    queryKey: KEY,
    queryFn: ({ signal }) => get<SiteLevel>('/incidents/level', {}, signal),
  })
}
