/** Reports of an incident, kept fresh by the live connection; and their files. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Report, ReportList } from '../../../../../src/actions/report/model.ts'
import { Problem, problemFrom, toProblem } from '../../../../kit/public.ts'
import { apiUrl, get, post, queryClient, useRenewOn } from '../../../api/public.ts'
import { useAct } from '../../warnings/use-act.ts'
import { renewIncidents } from '../use-incidents.ts'

export const useReports = (incidentId: string) => {
  const queryKey = ['reports', 'list', incidentId]
  const query = useQuery<ReportList, Problem>({
    queryKey,
    queryFn: ({ signal }) => get<ReportList>(`/incidents/${encodeURIComponent(incidentId)}/reports`, {}, signal),
  })
  useRenewOn(['report', 'incident'], queryKey)
  return query
}

export const useReport = (id: string) => {
  const queryKey = ['reports', 'one', id]
  const query = useQuery<Report, Problem>({
    queryKey,
    queryFn: ({ signal }) => get<Report>(`/reports/${encodeURIComponent(id)}`, {}, signal),
    refetchOnWindowFocus: false,
  })
  useRenewOn(['report'], queryKey)
  return query
}

export const renewReports = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['reports'] })

/** One act on reports; the answer where it was done. */
export const useReportAct = () => {
  const act = useAct(({ path, body }: { path: string; body?: object | undefined }, idempotencyKey) =>
    post<{ id?: string } | undefined>(path, body, { idempotencyKey }),
  )
  const send = async (path: string, body?: object) => {
    const done = await act.run({ path, body })
    await Promise.all([renewReports(), renewIncidents()])
    return done
  }
  return { ...act, send }
}

const KEEP_MS = 60_000

/** Fetches a report as a file and hands it to the browser to keep; a refusal is shown instead of being saved. */
export const useReportFile = (id: string, name: string) => {
  const [busy, setBusy] = useState<'docx' | 'pdf' | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const save = async (form: 'docx' | 'pdf') => {
    setBusy(form)
    setProblem(null)
    try {
      const response = await fetch(apiUrl(`/reports/${encodeURIComponent(id)}/${form}`), {
        credentials: 'same-origin',
        cache: 'no-store',
      }).catch(() => {
        throw new Problem({ code: 'network' })
      })
      if (!response.ok) throw problemFrom(response.status, await response.json().catch(() => undefined))
      const url = URL.createObjectURL(await response.blob())
      const link = document.createElement('a')
      link.href = url
      link.download = `${name}.${form}`
      link.click()
      // The browser reads the address after this turn; a minute later it has it.
      setTimeout(() => URL.revokeObjectURL(url), KEEP_MS)
    } catch (error) {
      setProblem(toProblem(error))
    } finally {
      setBusy(null)
    }
  }
  return { save, busy, problem }
}
