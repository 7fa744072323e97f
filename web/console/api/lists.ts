/** Lists that continue by the server's opaque cursor. */
import { type QueryKey, useInfiniteQuery } from '@tanstack/react-query'
import type { Problem } from '../../kit/problem.ts'
import { get, type Query } from './client.ts'

type PageOf<Row> = { rows: Row[]; next: string | null }

export type PagedList<Row> = {
  /** All pages so far in one list; undefined before the first answer. */
  data: Row[] | undefined
  error: Problem | null
  isPending: boolean
  refetch: () => unknown
  /** Give these two to `DataList`. */
  onMore: (() => void) | undefined
  loadingMore: boolean
}

/**
 *     const signals = usePaged<SignalRow>(['signals', filter], '/signals', filter)
 *     <Loaded query={signals}>{(rows) => <DataList rows={rows} onMore={signals.onMore} loadingMore={signals.loadingMore} … />}</Loaded>
 */
export const usePaged = <Row>(queryKey: QueryKey, path: string, filter: Query = {}, limit = 50): PagedList<Row> => {
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => get<PageOf<Row>>(path, { ...filter, limit, before: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
  })
  return {
    data: query.data?.pages.flatMap((page) => page.rows),
    error: query.error as Problem | null,
    isPending: query.isPending,
    refetch: query.refetch,
    onMore: query.hasNextPage ? () => void query.fetchNextPage() : undefined,
    loadingMore: query.isFetchingNextPage,
  }
}
