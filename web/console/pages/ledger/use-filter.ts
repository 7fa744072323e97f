/** The filter by act, and the entry whose proof is open: both in the address. */
import { useSearchParams } from 'react-router'
import { useAddress } from '../../../kit/public.ts'

/** Beginnings of acts, as the server filters them (`!`: all but these), with the key of their words. */
export const GROUPS = [
  ['!record.', 'groupNotViewed'],
  ['record.', 'groupViewed'],
  ['signal.', 'groupSignal'],
  ['assessment.', 'groupAssessment'],
  ['import.', 'groupImport'],
  ['warning.', 'groupWarning'],
  ['incident.', 'groupIncident'],
  ['task.', 'groupTask'],
  ['evidence.', 'groupEvidence'],
  ['session.', 'groupSession'],
  ['sign_in.', 'groupSignIn'],
  ['account.', 'groupAccount'],
  ['post.', 'groupPost'],
  ['agency.', 'groupAgency'],
  ['token.', 'groupToken'],
  ['erased', 'groupErased'],
] as const

export const useActFilter = (): [string, (act: string) => void] => useAddress('act')

export const useEntryAddress = (): ((seq: number | undefined) => string) => {
  const [params] = useSearchParams()
  return (seq) => {
    const next = new URLSearchParams(params)
    if (seq === undefined) next.delete('entry')
    else next.set('entry', String(seq))
    return next.size === 0 ? '/ledger' : `/ledger?${next}`
  }
}

/** The entry in the address; undefined where there is none or what stands there is no number. */
export const useOpenEntry = (): number | undefined => {
  const [params] = useSearchParams()
  return entryNumber(params.get('entry') ?? '')
}

export const entryNumber = (words: string): number | undefined => {
  const digits = words.replaceAll(/[#,\s]/g, '')
  return /^\d{1,15}$/.test(digits) ? Number(digits) : undefined
}
