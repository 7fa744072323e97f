import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Incident } from '../../../../src/actions/respond/model.ts'
import type { WarningRow } from '../../../../src/actions/warn/model.ts'
import type { Bilingual } from '../../../../src/base/public.ts'
import { FormFault, type Problem, problemWords, useBilingual, useLocale, useText } from '../../../kit/public.ts'
import { get, post, useRight } from '../../api/public.ts'
import { useAct } from '../warnings/use-act.ts'
import { Verbs } from '../warnings/verbs.tsx'
import { text } from './room-text.ts'
import { renewIncidents } from './use-incidents.ts'

type SignalRow = { id: string; title: Bilingual }

/** Open warnings without an incident, and signals that wait for a person: chosen by title, never by id. */
export const Attach = ({ incident }: { incident: Incident }) => {
  const t = useText(text)
  const [open, setOpen] = useState(false)
  if (incident.can.attach !== true) return null
  return (
    <div className="tg-room-form">
      <button type="button" className="tg-link" aria-expanded={open} onClick={() => setOpen(!open)}>
        {t('attach')}
      </button>
      {open && <AttachForm incident={incident} onDone={() => setOpen(false)} />}
    </div>
  )
}

const AttachForm = ({ incident, onDone }: { incident: Incident; onDone: () => void }) => {
  const t = useText(text)
  const b = useBilingual()
  const locale = useLocale()
  const reads = useRight('signals.read') === true
  const warnings = useQuery<{ rows: WarningRow[] }, Problem>({
    queryKey: ['incidents', 'attachable', 'warnings'],
    queryFn: ({ signal }) => get('/warnings', { state: 'open', limit: 50 }, signal),
  })
  const signals = useQuery<{ rows: SignalRow[] }, Problem>({
    queryKey: ['incidents', 'attachable', 'signals'],
    queryFn: ({ signal }) => get('/signals', { needs: 'person', limit: 30 }, signal),
    enabled: reads,
  })
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [empty, setEmpty] = useState(false)
  const act = useAct((body: object, idempotencyKey) =>
    post(`/incidents/${incident.id}/attach`, body, { idempotencyKey }),
  )
  const linked = new Set([...incident.signals, ...incident.warnings].map((one) => one.id))
  const freeWarnings = (warnings.data?.rows ?? []).filter((row) => row.incidentId === null && !linked.has(row.id))
  const freeSignals = (signals.data?.rows ?? []).filter((row) => !linked.has(row.id))
  const submit = async () => {
    setEmpty(chosen.length === 0)
    if (chosen.length === 0) return
    const pick = (rows: readonly { id: string }[]) => rows.map((row) => row.id).filter((id) => chosen.includes(id))
    const done = await act.run({ signalIds: pick(freeSignals), warningIds: pick(freeWarnings) })
    await renewIncidents()
    if (done) onDone()
  }
  const said = act.problem && problemWords(act.problem, locale)
  const choice = (id: string, words: string) => (
    <label key={id}>
      <input
        type="checkbox"
        checked={chosen.includes(id)}
        onChange={() =>
          setChosen((before) => (before.includes(id) ? before.filter((one) => one !== id) : [...before, id]))
        }
      />
      <span className="ell" title={words}>
        {words}
      </span>
    </label>
  )
  const loaded = warnings.data !== undefined && (!reads || signals.data !== undefined)
  return (
    <div className="tg-act-form">
      <small className="i3">{t('attachHint')}</small>
      {freeWarnings.length > 0 && (
        <fieldset className="tg-check-list">
          <legend>{t('attachWarning')}</legend>
          {freeWarnings.map((row) => choice(row.id, row.title))}
        </fieldset>
      )}
      {freeSignals.length > 0 && (
        <fieldset className="tg-check-list scroll">
          <legend>{t('attachSignal')}</legend>
          {freeSignals.map((row) => choice(row.id, b(row.title)))}
        </fieldset>
      )}
      {loaded && freeWarnings.length + freeSignals.length === 0 && <p className="i3">{t('attachNothing')}</p>}
      {empty && (
        <p role="alert" className="sm">
          <b>{t('error')}</b> {t('attachChoose')}
        </p>
      )}
      {said && <FormFault what={said.what} remedy={said.remedy} />}
      <Verbs
        verbs={[
          {
            id: 'attach',
            label: t('attachSubmit'),
            allowed: true,
            primary: true,
            busy: act.busy,
            onPress: () => void submit(),
          },
        ]}
      />
    </div>
  )
}
