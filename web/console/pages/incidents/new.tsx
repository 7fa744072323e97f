import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { type FormEvent, useRef, useState } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import type { IncidentDraft, OpenIncident } from '../../../../src/actions/respond/model.ts'
import {
  Column,
  Columns,
  EmptyState,
  ErrorState,
  Field,
  FormFault,
  faultsByField,
  Loading,
  Page,
  type Problem,
  problemWords,
  Section,
  useBilingual,
  useLocale,
  useText,
} from '../../../kit/public.ts'
import { get, post, type Query, useRight } from '../../api/public.ts'
import { useAct } from '../warnings/use-act.ts'
import { type Where, WhereFields } from '../warnings/where.tsx'
import { PlannedMembers, PlannedTasks } from './preview.tsx'
import { text } from './text.ts'
import { renewIncidents } from './use-incidents.ts'
import '../warnings/warnings.css'
import './tasks.css'
import './room.css'

/** Duty officer, commander: who will be in it, who leads, and which tasks and clocks begin the moment it is opened? */
const NewIncident = () => {
  const t = useText(text)
  const b = useBilingual()
  const right = useRight('incidents.open')
  const [params] = useSearchParams()
  const origin = { warningId: params.get('warningId') ?? '', signalId: params.get('signalId') ?? '' }
  if (right !== true)
    return (
      <Page title={t('newTitle')}>
        <EmptyState>{b(right)}</EmptyState>
      </Page>
    )
  if (origin.warningId === '' && origin.signalId === '')
    return (
      <Page title={t('newTitle')}>
        <EmptyState
          action={
            <span className="tg-two-links">
              <Link to="/warnings">{t('toWarnings')}</Link>
              <Link to="/signals">{t('toSignals')}</Link>
            </span>
          }
        >
          {t('newNoOrigin')}
        </EmptyState>
      </Page>
    )
  return <OpenForm key={`${origin.warningId} ${origin.signalId}`} origin={origin} />
}

export default NewIncident

const NAMES = ['title', 'riskType', 'place', 'jurisdiction'] as const
type Faults = Partial<Record<(typeof NAMES)[number] | '', string>>

const OpenForm = ({ origin }: { origin: { warningId: string; signalId: string } }) => {
  const t = useText(text)
  const b = useBilingual()
  const locale = useLocale()
  const navigate = useNavigate()
  const form = useRef<HTMLFormElement>(null)
  const [edited, setEdited] = useState<Where & { title?: string }>({})
  const [missing, setMissing] = useState<Faults>({})
  const { title: editedTitle, ...where } = edited
  const query: Query = { ...origin, ...where }
  const draft = useQuery<IncidentDraft, Problem>({
    queryKey: ['incidents', 'draft', query],
    queryFn: ({ signal }) => get<IncidentDraft>('/incidents/draft', query, signal),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    retry: false,
  })
  const open = useAct((body: OpenIncident, idempotencyKey) =>
    post<{ id: string }>('/incidents', body, { idempotencyKey }),
  )
  const { data } = draft
  if (!data)
    return (
      <Page title={t('newTitle')}>
        {draft.error ? <ErrorState error={draft.error} onRetry={() => void draft.refetch()} /> : <Loading />}
      </Page>
    )
  const values: Where = {
    riskType: edited.riskType ?? data.riskType?.id,
    place: edited.place ?? data.place,
    jurisdiction: edited.jurisdiction ?? data.jurisdiction,
  }
  const title = editedTitle ?? b(data.title)
  const refused = open.problem ?? draft.error
  const server: Faults = refused ? faultsByField(refused, NAMES, locale) : {}
  const faults: Faults = { ...server, ...missing }
  const count = NAMES.filter((name) => faults[name]).length
  const said = refused && problemWords(refused, locale)
  const edit = (some: typeof edited) => {
    open.forget()
    setEdited((before) => ({ ...before, ...some }))
    setMissing((before) => Object.fromEntries(Object.entries(before).filter(([name]) => !(name in some))))
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const found: Faults = {
      ...(title.trim() === '' ? { title: t('missingTitle') } : {}),
      ...(values.riskType ? {} : { riskType: t('missingRisk') }),
      ...(values.place ? {} : { place: t('missingPlace') }),
    }
    setMissing(found)
    const { riskType, place, jurisdiction } = values
    if (Object.keys(found).length > 0 || !riskType || !place || !jurisdiction) {
      queueMicrotask(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"], .wrong input')?.focus())
      return
    }
    const done = await open.run({
      title: title.trim(),
      riskType,
      place,
      jurisdiction,
      warningId: data.warningId,
      signalIds: data.signalIds,
    })
    if (!done) return
    void renewIncidents()
    void navigate(`/incidents/${done.answer.id}`, { replace: true })
  }
  return (
    <Page title={t('newTitle')} finding={origin.warningId === '' ? t('newFromSignal') : t('newFromWarning')}>
      <form ref={form} className="tg-issue" noValidate onSubmit={(event) => void submit(event)}>
        <Columns template="minmax(0, 5fr) minmax(0, 6fr) minmax(0, 4fr)">
          <Column>
            <Section title={t('incidentSection')}>
              <div className="tg-issue-fields">
                <Field label={t('incidentTitle')} hint={t('incidentTitleHint')} required error={faults.title}>
                  <Input maxLength={200} value={title} onChange={(event) => edit({ title: event.target.value })} />
                </Field>
                <WhereFields value={values} onChange={edit} faults={faults} />
              </div>
            </Section>
            <Conflicts rows={data.conflicts} />
            <div className="tg-issue-send">
              {count > 0 && <FormFault what={t('formFault', { count })} remedy={t('formRemedy')} />}
              {count === 0 && said && <FormFault what={server[''] ?? said.what} remedy={said.remedy} />}
              <Button type="primary" htmlType="submit" loading={open.busy}>
                {data.members.length > 0 ? t('submit', { count: data.members.length }) : t('submitNone')}
              </Button>
              {draft.isFetching && <small className="i3">{t('drafting')}</small>}
            </div>
          </Column>
          <Column>
            <PlannedTasks draft={data} />
          </Column>
          <Column>
            <PlannedMembers draft={data} />
          </Column>
        </Columns>
      </form>
    </Page>
  )
}

const Conflicts = ({ rows }: { rows: IncidentDraft['conflicts'] }) => {
  const t = useText(text)
  const b = useBilingual()
  if (rows.length === 0) return null
  return (
    <Section title={t('conflicts')} finding={t('conflictsFinding')}>
      <ul className="tg-conflicts">
        {rows.map((row) => (
          <li key={row.en}>{b(row)}</li>
        ))}
      </ul>
    </Section>
  )
}
