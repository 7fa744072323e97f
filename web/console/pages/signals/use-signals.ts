/** The list of signals under a filter, held still while it is read; its counts; the sources there are. */
import { hashKey, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { useNavigationType, useSearchParams } from 'react-router'
import type {
  SignalCount,
  SignalForms,
  SignalList,
  SignalRow,
  SourceView,
} from '../../../../src/actions/signals/model.ts'
import type { Problem } from '../../../kit/public.ts'
import { pacedInFront } from '../../api/pace.ts'
import { get, queryClient, useChanges, useLivePaged } from '../../api/public.ts'

export const PAGE_ROWS = 50
/** Under a flood the counts are asked for this often at most. Judgement, not validated. */
const COUNT_MS = 5_000
const KINDS = ['signal', 'assessment', 'import'] as const

export type Filter = {
  needs: 'person' | 'all'
  level: string
  source: string
  kind: string
  domain: string
  flag: string
  /** What is mentioned, as the address says it: `container:CSQU3054383`. */
  subject: string
  q: string
}

/**
 * The filter as the address says it. Whoever searches or opens a subject wants everything about it; else the list begins with
 * what needs a person.
 */
export const useFilter = (): Filter => {
  const [params] = useSearchParams()
  const q = params.get('q') ?? ''
  const subject = params.get('subject') ?? ''
  const needs = params.get('needs') ?? (q === '' && subject === '' ? 'person' : 'all')
  return {
    needs: needs === 'all' ? 'all' : 'person',
    level: params.get('level') ?? '',
    source: params.get('source') ?? '',
    kind: params.get('kind') ?? '',
    domain: params.get('domain') ?? '',
    flag: params.get('flag') ?? '',
    subject,
    q,
  }
}

const LIST = ['signals', 'list']

export const useSignals = (filter: Filter) => {
  const arrivedBy = useNavigationType()
  const hash = hashKey([filter])
  // Coming back from a case finds the list as it was left; coming anew, or with another filter, begins with the newest.
  useState(() => {
    if (arrivedBy !== 'POP') queryClient.removeQueries({ queryKey: LIST })
  })
  useEffect(() => {
    queryClient.removeQueries({ queryKey: LIST, predicate: (query) => hashKey([query.queryKey[2]]) !== hash })
  }, [hash])
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, for what arrived while a case was open
  useEffect(() => {
    if (arrivedBy !== 'POP' || queryClient.getQueryData([...LIST, filter]) === undefined) return
    void queryClient.prefetchQuery({
      queryKey: [...LIST, filter, 'newest'],
      queryFn: ({ signal }) => get<SignalList>('/signals', { ...filter, limit: PAGE_ROWS }, signal),
      staleTime: 0,
    })
  }, [])
  const list = useLivePaged<SignalRow>([...LIST, filter], '/signals', filter, KINDS, PAGE_ROWS)
  const show = () => {
    list.show()
    window.scrollTo({ top: 0 })
    // What is counted belongs to what is shown.
    void queryClient.invalidateQueries({ queryKey: ['signals', 'count'] })
  }
  return { ...list, show }
}

/** How many fit the filter, and how many of those need a person. */
export const useSignalCount = (filter: Filter): SignalCount | undefined => {
  const { data, refetch } = useQuery({
    queryKey: ['signals', 'count', { ...filter, needs: 'all' }],
    queryFn: ({ signal }) => get<SignalCount>('/signals/count', { ...filter, needs: 'all' }, signal),
    staleTime: COUNT_MS,
  })
  const renewal = useMemo(() => pacedInFront(() => void refetch(), COUNT_MS), [refetch])
  useEffect(() => renewal.stop, [renewal])
  useChanges(KINDS, renewal.run)
  return data
}

export const useSources = () =>
  useQuery<{ rows: SourceView[] }, Problem>({
    queryKey: ['sources'],
    queryFn: ({ signal }) => get<{ rows: SourceView[] }>('/sources', {}, signal),
    staleTime: 5 * 60_000,
  })

/** Kinds with their fields, flags and subjects in words: they change with the server, not with the day. */
export const useForms = () =>
  useQuery<SignalForms, Problem>({
    queryKey: ['signals', 'kinds'],
    queryFn: ({ signal }) => get<SignalForms>('/signals/kinds', {}, signal),
    staleTime: 30 * 60_000,
  })
