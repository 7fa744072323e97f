/** The state of the form: what was written, what the server says to it while it is written, and sending it. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useSearchParams } from 'react-router'
import type { CheckedSignal, PostResults, SignalForm, SourceView } from '../../../../../src/actions/signals/model.ts'
import { type Problem, useNow, usePortZone } from '../../../../kit/public.ts'
import { post, useSignedIn } from '../../../api/public.ts'
import { fromPortInput, toPortInput } from '../../incidents/port-input.ts'
import { useForms, useSources } from '../use-signals.ts'
import { type Draft, dropDraft, EMPTY, keepDraft, readDraft, type Values } from './draft.ts'

/** After the last key the server is asked this much later. */
const CHECK_MS = 400

const useLater = <T>(value: T, ms: number): T => {
  const [late, setLate] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setLate(value), ms)
    return () => clearTimeout(timer)
  }, [value, ms])
  return late
}

export type Message = { observedAt?: string; body: Record<string, string> }

/** From what stands in the fields to what is sent: empty fields are left out, times get the port's zone. */
const messageOf = (form: SignalForm | undefined, values: Values, zone: string): Message => {
  const body: Record<string, string> = {}
  for (const { key, type } of form?.columns ?? []) {
    const value = values[key]?.trim() ?? ''
    if (value === '') continue
    body[key] = type === 'instant' ? (fromPortInput(value, zone)?.toISOString() ?? value) : value
  }
  const { observedAt, ...rest } = body
  return observedAt === undefined ? { body: rest } : { observedAt, body: rest }
}

const withoutPersons = (form: SignalForm | undefined, message: Message): Message => ({
  ...message,
  body: Object.fromEntries(
    Object.entries(message.body).filter(([key]) => !form?.columns.some((one) => one.person && one.key === key)),
  ),
})

export const useNewSignal = () => {
  const { post: mine } = useSignedIn()
  const zone = usePortZone()
  const now = useNow()
  const forms = useForms()
  const sources = useSources()
  const asks = useSearchParams()[0].get('kind') ?? ''
  // The address may ask for a kind; a draft of another kind then waits until something is written here.
  const [restored, setRestored] = useState(() => {
    const kept = readDraft(mine.id)
    return asks === '' || kept?.kind === asks ? kept : undefined
  })
  const [draft, setDraft] = useState<Draft>(restored ?? { ...EMPTY, kind: asks })
  const form = forms.data?.kinds.find((one) => one.id === draft.kind)
  const opened = useRef(now)
  const values: Values = useMemo(
    () => ({ observedAt: toPortInput(opened.current, zone), ...draft.values }),
    [draft.values, zone],
  )
  const own = (sources.data?.rows ?? []).filter((one) => one.mayImport && one.kind === draft.kind)
  const source: SourceView | undefined =
    own.find((one) => one.code === draft.sourceCode) ?? (own.length === 1 ? own[0] : undefined)

  const change = (some: Partial<Draft>) => {
    const next = { ...draft, ...some, at: new Date().toISOString() }
    setDraft(next)
    keepDraft(
      mine.id,
      next,
      forms.data?.kinds.find((one) => one.id === next.kind),
    )
  }
  const clear = () => {
    dropDraft(mine.id)
    setRestored(undefined)
    setDraft({ ...EMPTY, kind: draft.kind })
    opened.current = now
  }

  const message = useMemo(() => messageOf(form, values, zone), [form, values, zone])
  const asked = useLater(withoutPersonsText(form, message), CHECK_MS)
  const checked = useQuery<CheckedSignal, Problem>({
    queryKey: ['signals', 'check', asked],
    queryFn: () => post<CheckedSignal>('/signals/check', JSON.parse(asked), { keyless: true }),
    enabled: form !== undefined && form.mayReport === true && Object.keys(draft.values).length > 0,
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
    retry: false,
    gcTime: 0,
  })

  const send = (idempotencyKey: string) =>
    post<PostResults>('/signals', { sourceCode: source?.code, kind: draft.kind, ...message }, { idempotencyKey })
  return {
    forms,
    sources,
    own,
    form,
    source,
    draft,
    values,
    restored,
    change,
    clear,
    checked: checked.data,
    send,
    forget: () => dropDraft(mine.id),
  }
}

/** As text, so that an equal message is not asked about twice. */
const withoutPersonsText = (form: SignalForm | undefined, message: Message): string =>
  JSON.stringify({ kind: form?.id, ...withoutPersons(form, message) })

export type NewSignal = ReturnType<typeof useNewSignal>
