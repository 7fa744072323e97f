/** Lists that continue by the server's opaque cursor. */
import { type InfiniteData, type QueryKey, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo } from 'react'
import type { Problem } from '../../kit/problem.ts'
import { get, type Query } from './client.ts'
import { mergeHead } from './live-rows.ts'
import { pacedInFront } from './pace.ts'
import { queryClient } from './query-client.ts'
import { useChanges } from './stream.ts'

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
 *     const imports = usePaged<ImportRun>(['imports'], '/imports')
 *     <Loaded query={imports}>{(rows) => <DataList rows={rows} onMore={imports.onMore} loadingMore={imports.loadingMore} … />}</Loaded>
 *
 * The filter belongs into the key: `['signals', filter]`.
 */
export const usePaged = <Row>(queryKey: QueryKey, path: string, filter: Query = {}, limit = 50): PagedList<Row> =>
  usePages(queryKey, path, filter, limit, true)

/** @param renew false: read again only when asked */
const usePages = <Row>(
  queryKey: QueryKey,
  path: string,
  filter: Query,
  limit: number,
  renew: boolean,
): PagedList<Row> => {
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => get<PageOf<Row>>(path, { ...filter, limit, before: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    // A live list is read anew when its page is opened again, then only beside what is being read.
    ...(renew
      ? {}
      : { staleTime: Number.POSITIVE_INFINITY, refetchOnMount: 'always' as const, refetchOnWindowFocus: false }),
  })
  const data = useMemo(() => query.data?.pages.flatMap((page) => page.rows), [query.data])
  return {
    data,
    error: query.error as Problem | null,
    isPending: query.isPending,
    refetch: query.refetch,
    onMore: query.hasNextPage ? () => void query.fetchNextPage() : undefined,
    loadingMore: query.isFetchingNextPage,
  }
}

/** How often the newest page is read again while changes stream in. Judgement, not validated. */
const HEAD_MS = 300

export type LiveList<Row> = PagedList<Row> & {
  /** Give these two to `NewRows`: how many rows wait above, and show them. */
  waiting: number
  show: () => void
  /** A shown row that the list no longer has, where the newest page is the whole list; it stays until it is read again. */
  isGone: (row: Row) => boolean
}

/**
 * A list whose rows arrive live. When objects of these kinds change, the newest page is read again beside the list: shown
 * rows renew in place, new ones wait and are counted until `show`.
 *
 *     const signals = useLivePaged<SignalRow>(['signals', filter], '/signals', filter, ['signal', 'assessment'])
 *     <DataList top={<NewRows count={signals.waiting} onShow={signals.show} />} … />
 */
export const useLivePaged = <Row extends { id: string }>(
  queryKey: QueryKey,
  path: string,
  filter: Query,
  kinds: readonly string[],
  limit = 50,
): LiveList<Row> => {
  const list = usePages<Row>(queryKey, path, filter, limit, false)
  const head = useQuery({
    queryKey: [...queryKey, 'newest'],
    queryFn: ({ signal }) => get<PageOf<Row>>(path, { ...filter, limit }, signal),
    enabled: false,
    // Not kept for the next visit: the list is then read anew, and an older newest page would overwrite it.
    gcTime: 0,
  })
  const { refetch } = head
  const renewal = useMemo(() => pacedInFront(() => void refetch(), HEAD_MS), [refetch])
  useEffect(() => renewal.stop, [renewal])
  useChanges(kinds, renewal.run)

  const shown = list.data
  const merged = useMemo(() => shown && mergeHead(shown, head.data?.rows), [shown, head.data])
  const present = useMemo(
    () => (head.data?.next === null ? new Set(head.data.rows.map((row) => row.id)) : undefined),
    [head.data],
  )
  const isGone = useCallback((row: Row) => present !== undefined && !present.has(row.id), [present])
  return {
    ...list,
    isGone,
    data: merged?.rows,
    waiting: merged?.waiting ?? 0,
    show: () => {
      if (!head.data) return
      const newest: InfiniteData<PageOf<Row>, string> = { pages: [head.data], pageParams: [''] }
      queryClient.setQueryData(queryKey, newest)
    },
  }
}
