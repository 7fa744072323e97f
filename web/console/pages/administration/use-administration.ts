/** What administrators read and do. After each act everything here is read again: it is little, and others may work on it too. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Static } from 'typebox'
import type { SourceView } from '../../../../src/actions/signals/model.ts'
import type {
  AccountRow,
  AgencyRowSchema,
  PostRow,
  TokenRowSchema,
} from '../../../../src/environment/identity/model.ts'
import { type Problem, toProblem } from '../../../kit/public.ts'
import { get, queryClient, usePaged } from '../../api/public.ts'

export type AgencyRow = Static<typeof AgencyRowSchema>
export type TokenRow = Static<typeof TokenRowSchema>

const KEY = 'administration'

export const useAccounts = (q: string) => usePaged<AccountRow>([KEY, 'accounts', q], '/accounts', { q })

const useRows = <Row>(name: string) =>
  useQuery<{ rows: Row[] }, Problem>({
    queryKey: [KEY, name],
    queryFn: ({ signal }) => get<{ rows: Row[] }>(`/${name}`, {}, signal),
  })

export const usePosts = () => useRows<PostRow>('posts')
export const useAgencies = () => useRows<AgencyRow>('agencies')
export const useTokens = () => useRows<TokenRow>('tokens')
export const useSources = () => useRows<SourceView>('sources')

export type Act<In extends unknown[], Out> = {
  run: (...input: In) => Promise<Out | undefined>
  busy: boolean
  problem: Problem | null
  clear: () => void
}

/** One act on the server: busy while it runs, its refusal kept for the form. Resolves with undefined when it was refused. */
export const useAct = <In extends unknown[], Out>(act: (...input: In) => Promise<Out>): Act<In, Out> => {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const run = async (...input: In): Promise<Out | undefined> => {
    if (busy) return undefined
    setBusy(true)
    setProblem(null)
    try {
      const answer = await act(...input)
      await queryClient.invalidateQueries({ queryKey: [KEY] })
      return answer
    } catch (error) {
      setProblem(toProblem(error))
      return undefined
    } finally {
      setBusy(false)
    }
  }
  return { run, busy, problem, clear: () => setProblem(null) }
}
