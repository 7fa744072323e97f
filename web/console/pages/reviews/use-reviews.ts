/** Reviews as the server answers them, renewed while changes stream in. */
import { useQuery } from '@tanstack/react-query'
import type {
  ChangeKind,
  FindingKind,
  Review,
  ReviewRow,
  ReviewSummary,
  SeenIn,
} from '../../../../src/actions/review/model.ts'
import { type Problem, useNow, usePortZone, useText } from '../../../kit/public.ts'
import { get, queryClient, useLivePaged, useRenewOn } from '../../api/public.ts'
import { text } from './text.ts'

export const useReviews = (state: string) =>
  useLivePaged<ReviewRow>(['reviews', 'list', state], '/reviews', { state }, ['review', 'incident'])

export const useSummary = () => {
  useRenewOn(['review', 'incident'], ['reviews', 'summary'])
  return useQuery<ReviewSummary, Problem>({
    queryKey: ['reviews', 'summary'],
    queryFn: ({ signal }) => get<ReviewSummary>('/reviews/summary', {}, signal),
  })
}

export const useReview = (id: string) => {
  // Its figures follow the incident while that goes on.
  useRenewOn(['review', 'incident', 'task', 'warning'], ['reviews', 'one', id])
  return useQuery<Review, Problem>({
    queryKey: ['reviews', 'one', id],
    queryFn: ({ signal }) => get<Review>(`/reviews/${encodeURIComponent(id)}`, {}, signal),
    enabled: id !== '',
  })
}

/** Which review an incident has. */
export const useReviewOf = (incidentId: string) => {
  useRenewOn(['review'], ['reviews', 'of', incidentId])
  return useQuery<{ id: string | null }, Problem>({
    queryKey: ['reviews', 'of', incidentId],
    queryFn: ({ signal }) =>
      get<{ id: string | null }>(`/incidents/${encodeURIComponent(incidentId)}/review`, {}, signal),
  })
}

export const renewReviews = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['reviews'] })

const KINDS: readonly FindingKind[] = ['information', 'duty', 'resource', 'procedure', 'training', 'system']
const CHANGES: readonly ChangeKind[] = ['plan', 'rule', 'duty', 'training', 'resource']
const SEEN: readonly SeenIn[] = ['drill', 'incident', 'inspection', 'record']

export const useFindingKinds = () => {
  const t = useText(text)
  return KINDS.map((value) => ({ value, label: t(`kind_${value}`) }))
}
export const useChangeKinds = () => {
  const t = useText(text)
  return CHANGES.map((value) => ({ value, label: t(`change_${value}`) }))
}
export const useSeenIn = () => {
  const t = useText(text)
  return SEEN.map((value) => ({ value, label: t(`seen_${value}`) }))
}

const DAY_MS = 86_400_000

/** A day at the port, so many from now. */
export const useDay = (): ((days: number) => string) => {
  const now = useNow()
  const zone = usePortZone()
  return (days) => new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(new Date(now.getTime() + days * DAY_MS))
}
