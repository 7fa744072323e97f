/** Notices and sources of the scan, renewed while changes stream in. */
import { useQuery } from '@tanstack/react-query'
import type { Notice, NoticeKind, NoticeRow, ProposalKind, ScanSource } from '../../../../src/actions/scan/model.ts'
import { type Problem, useBilingual, useText } from '../../../kit/public.ts'
import { get, queryClient, useLivePaged, useReference, useRenewOn } from '../../api/public.ts'
import { text } from './text.ts'

export const useNotices = (filter: { state: string; kind: string; mine: boolean }) => {
  const query = {
    state: filter.state,
    ...(filter.kind === '' ? {} : { kind: filter.kind }),
    ...(filter.mine ? { mine: 'true' } : {}),
  }
  return useLivePaged<NoticeRow>(['scan', 'list', query], '/scan', query, ['scan_notice'])
}

export const useSources = () => {
  useRenewOn(['scan_source'], ['scan', 'sources'])
  return useQuery<{ rows: ScanSource[] }, Problem>({
    queryKey: ['scan', 'sources'],
    queryFn: ({ signal }) => get('/scan/sources', {}, signal),
  })
}

export const useNotice = (id: string) => {
  useRenewOn(['scan_notice'], ['scan', 'one', id])
  return useQuery<Notice, Problem>({
    queryKey: ['scan', 'one', id],
    queryFn: ({ signal }) => get<Notice>(`/scan/${encodeURIComponent(id)}`, {}, signal),
    enabled: id !== '',
  })
}

export const renewScan = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['scan'] })

const KINDS: readonly NoticeKind[] = ['law', 'epidemic', 'pest', 'weather', 'cyber', 'control', 'trade']
const CHANGES: readonly ProposalKind[] = ['rule', 'duty', 'warning', 'training', 'resource', 'information']

export const useKinds = () => {
  const t = useText(text)
  return KINDS.map((value) => ({ value, label: t(`kind_${value}`) }))
}
export const useProposalKinds = () => {
  const t = useText(text)
  return CHANGES.map((value) => ({ value, label: t(`change_${value}`) }))
}

/** Agencies that take part at this port. */
export const useMemberAgencies = () => {
  const b = useBilingual()
  const { data } = useReference()
  return (data?.agencies ?? []).filter(({ member }) => member).map((agency) => ({ value: agency.id, label: b(agency) }))
}
