/**
 * What is being issued: the server's draft with the officer's own changes on top. Where risk, place or law change, the draft
 * is asked for again; what the officer wrote stays.
 */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { IssueWarning, WarningDraft, WarningLevel } from '../../../../src/actions/warn/model.ts'
import { type Problem, useBilingual } from '../../../kit/public.ts'
import { get, type Query } from '../../api/public.ts'
import type { Where } from './where.tsx'

export type Edited = Partial<Omit<IssueWarning, 'signalId' | 'audience'>>
export type Values = Where & {
  level: WarningLevel | undefined
  title: string
  body: string
  ackMinutes: number | null
  /** In place of minutes; null: minutes count. */
  ackWorkingDays: number | null
}

export const useDraft = (signalId: string) => {
  const b = useBilingual()
  const [edited, setEdited] = useState<Edited>({})
  const { riskType, place, jurisdiction } = edited
  const query: Query = { signalId, riskType, place, jurisdiction, level: edited.level }
  const draft = useQuery<WarningDraft, Problem>({
    queryKey: ['warnings', 'draft', query],
    queryFn: ({ signal }) => get<WarningDraft>('/warnings/draft', query, signal),
    enabled: signalId !== '' || (riskType !== undefined && place !== undefined),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    retry: false,
  })
  const { data } = draft
  const level = edited.level ?? data?.level
  const values: Values = {
    riskType: riskType ?? data?.riskType?.id,
    place: place ?? data?.place,
    jurisdiction: jurisdiction ?? data?.jurisdiction ?? 'CN',
    level,
    title: edited.title ?? (data ? b(data.title) : ''),
    body: edited.body ?? (data ? b(data.body) : ''),
    ackWorkingDays: edited.ackWorkingDays ?? null,
    ackMinutes: edited.ackMinutes ?? (data && level ? data.ackMinutesByLevel[level] : null),
  }
  const change = (some: Edited) => setEdited((before) => ({ ...before, ...some }))
  return { draft, values, change }
}
