/** The record: its head, its entries under a filter, a proof, and verifications, of which earlier results are kept. */
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type {
  LedgerEntryView,
  LedgerHeadView,
  LedgerProofView,
  VerificationView,
} from '../../../../src/app/ledger/model.ts'
import { type Problem, toProblem } from '../../../kit/public.ts'
import { get, type PagedList, post, queryClient, usePaged } from '../../api/public.ts'

const HEAD_MS = 5_000
const RUNNING_MS = 1_000

export const useHead = () =>
  useQuery<LedgerHeadView, Problem>({
    queryKey: ['ledger', 'head'],
    queryFn: ({ signal }) => get<LedgerHeadView>('/ledger', {}, signal),
    // After a failure it is asked again by the reader: else the words that say so would come and go.
    refetchInterval: ({ state }) => (state.data ? HEAD_MS : false),
  })

export const PAGE_ROWS = 50

/** Each reading is itself an entry, so the list is read again only when asked. */
export const useEntries = (act: string): PagedList<LedgerEntryView> =>
  usePaged<LedgerEntryView>(['ledger', 'entries', act], '/ledger/entries', { act }, PAGE_ROWS)

export const renewEntries = (): void => void queryClient.resetQueries({ queryKey: ['ledger', 'entries'] })

export const useProof = (seq: number) =>
  useQuery<LedgerProofView, Problem>({
    queryKey: ['ledger', 'proof', seq],
    queryFn: ({ signal }) => get<LedgerProofView>(`/ledger/prove/${seq}`, {}, signal),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  })

const VERIFICATION = ['ledger', 'verification']
const EARLIER = ['ledger', 'verifications']

/** The server knows only the last one; results that this browser has seen are kept beside it while it is open. */
const keep = (view: VerificationView): void => {
  if (view.result === null || view.endedAt === null) return
  queryClient.setQueryData<VerificationView[]>(EARLIER, (before = []) =>
    before.some((one) => one.endedAt === view.endedAt) ? before : [view, ...before].slice(0, 10),
  )
}

export const useVerification = () => {
  const [problem, setProblem] = useState<Problem | null>(null)
  const query = useQuery<VerificationView, Problem>({
    queryKey: VERIFICATION,
    queryFn: async ({ signal }) => {
      const view = await get<VerificationView>('/ledger/verification', {}, signal)
      keep(view)
      return view
    },
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? RUNNING_MS : false),
  })
  const earlier = useQuery<VerificationView[]>({
    queryKey: EARLIER,
    queryFn: () => [],
    enabled: false,
    gcTime: Number.POSITIVE_INFINITY,
  })
  const start = async () => {
    setProblem(null)
    try {
      queryClient.setQueryData(VERIFICATION, await post<VerificationView>('/ledger/verification'))
    } catch (error) {
      setProblem(toProblem(error))
    }
  }
  return { query, earlier: earlier.data ?? [], problem, start }
}

/** Whole seconds since an instant, counted while `running`. */
export const useSeconds = (since: string | null, offsetMs: number, running: boolean): number => {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (!running) return
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [running])
  return since === null ? 0 : Math.max(0, Math.floor((now + offsetMs - new Date(since).getTime()) / 1_000))
}
