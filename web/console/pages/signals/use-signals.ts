/** The list of signals under a filter: pages by the server's cursor, held still, with what is new waiting at the top. */
import { type InfiniteData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useNavigationType, useSearchParams } from 'react-router'
import type { SignalCount, SignalList, SourceView } from '../../../../src/actions/signals/model.ts'
import type { Problem } from '../../../kit/public.ts'
import { get, useChanges } from '../../api/public.ts'
import { firstPage, renewPage, type ShownPage } from './shown-page.ts'

export const PAGE_ROWS = 50
/** Under a flood the list asks for newer rows this often at most, and the counts this often. Judgement, not validated. */
const PEEK_MS = 2_000
const COUNT_MS = 10_000

export type Filter = { needs: 'person' | 'all'; level: string; source: string; kind: string; q: string }

/** The filter as the address says it. Whoever searches, searches everything; else the list begins with what needs a person. */
export const useFilter = (): Filter => {
  const [params] = useSearchParams()
  const q = params.get('q') ?? ''
  const needs = params.get('needs') ?? (q === '' ? 'person' : 'all')
  return {
    needs: needs === 'all' ? 'all' : 'person',
    level: params.get('level') ?? '',
    source: params.get('source') ?? '',
    kind: params.get('kind') ?? '',
    q,
  }
}

type Pages = InfiniteData<ShownPage, string>

/** Runs `act` at once, then at most every `everyMs`, with one last run after the last call. */
const useThrottled = (act: () => void, everyMs: number): (() => void) => {
  const state = useRef({ last: 0, timer: undefined as ReturnType<typeof setTimeout> | undefined })
  const run = useEffectEvent(act)
  useEffect(() => {
    const kept = state.current
    return () => clearTimeout(kept.timer)
  }, [])
  const ask = useEffectEvent(() => {
    const kept = state.current
    kept.last = Date.now()
    kept.timer = undefined
    run()
  })
  return () => {
    const kept = state.current
    if (kept.timer !== undefined) return
    kept.timer = setTimeout(() => ask(), Math.max(0, kept.last + everyMs - Date.now()))
  }
}

export const useSignals = (filter: Filter) => {
  const client = useQueryClient()
  const arrivedBy = useNavigationType()
  // Coming back from a case finds the list as it was left; coming anew begins with the newest.
  useState(() => {
    if (arrivedBy !== 'POP') client.removeQueries({ queryKey: ['signals', 'list'] })
  })
  const queryKey = ['signals', 'list', filter]
  const fetchPage = (before: string, signal?: AbortSignal) =>
    get<SignalList>('/signals', { ...filter, limit: PAGE_ROWS, before }, signal)

  const query = useInfiniteQuery<ShownPage, Problem, Pages, typeof queryKey, string>({
    queryKey,
    queryFn: async ({ pageParam, signal }) => {
      const list = await fetchPage(pageParam, signal)
      return pageParam === '' ? renewPage(client.getQueryData<Pages>(queryKey)?.pages[0], list) : firstPage(list)
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    refetchOnWindowFocus: false,
  })

  const peek = async () => {
    if (document.visibilityState === 'hidden') return
    const newer = await fetchPage('').catch(() => undefined)
    if (newer === undefined) return
    client.setQueryData<Pages>(queryKey, (before) =>
      before ? { ...before, pages: [renewPage(before.pages[0], newer), ...before.pages.slice(1)] } : before,
    )
  }
  const askSoon = useThrottled(() => void peek(), PEEK_MS)
  useChanges(['signal', 'assessment', 'import'], askSoon)
  const onVisible = useEffectEvent(askSoon)
  useEffect(() => {
    const listener = () => onVisible()
    document.addEventListener('visibilitychange', listener)
    return () => document.removeEventListener('visibilitychange', listener)
  }, [])

  const first = query.data?.pages[0]
  const ahead = first?.ahead ?? null
  const showNew = () => {
    if (!ahead) return
    client.setQueryData<Pages>(queryKey, { pages: [firstPage(ahead.list)], pageParams: [''] })
    window.scrollTo({ top: 0 })
  }
  return {
    data: query.data?.pages.flatMap((page) => page.rows),
    gone: new Set(first?.gone),
    ahead,
    showNew,
    error: query.error,
    isPending: query.isPending,
    refetch: query.refetch,
    onMore: query.hasNextPage ? () => void query.fetchNextPage() : undefined,
    loadingMore: query.isFetchingNextPage,
  }
}

/** How many fit the filter, and how many of those need a person. */
export const useSignalCount = (filter: Filter): SignalCount | undefined => {
  const client = useQueryClient()
  const queryKey = ['signals', 'count', { ...filter, needs: 'all' }]
  const { data } = useQuery({
    queryKey,
    queryFn: ({ signal }) => get<SignalCount>('/signals/count', { ...filter, needs: 'all' }, signal),
    staleTime: COUNT_MS,
  })
  const renew = useThrottled(() => void client.invalidateQueries({ queryKey: ['signals', 'count'] }), COUNT_MS)
  useChanges(['signal', 'assessment', 'import'], renew)
  return data
}

export const useSources = () =>
  useQuery<{ rows: SourceView[] }, Problem>({
    queryKey: ['sources'],
    queryFn: ({ signal }) => get<{ rows: SourceView[] }>('/sources', {}, signal),
    staleTime: 5 * 60_000,
  })
