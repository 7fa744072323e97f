import { Input } from 'antd'
import { useState } from 'react'
import type { Incident } from '../../../../src/actions/respond/model.ts'
import {
  EmptyState,
  Field,
  faultsByField,
  PortTime,
  Section,
  useBilingual,
  useLocale,
  useNow,
  usePortZone,
  useText,
  zoneName,
} from '../../../kit/public.ts'
import { post } from '../../api/public.ts'
import { ActForm } from '../warnings/act-form.tsx'
import { Radios } from '../warnings/radios.tsx'
import { useAct } from '../warnings/use-act.ts'
import { Verbs } from '../warnings/verbs.tsx'
import { fromPortInput, toPortInput } from './port-input.ts'
import { text } from './text.ts'
import { renewIncidents } from './use-incidents.ts'

type Trigger = Incident['triggers'][number]

/** Events that start clocks: what has happened carries its time, what may still happen can be recorded. */
export const Events = ({ incident }: { incident: Incident }) => {
  const t = useText(text)
  const b = useBilingual()
  const [open, setOpen] = useState<string | null>(null)
  const { triggers, tasks } = incident
  // What happened, and what a task here waits for; the rest may be recorded as well, one press away.
  const awaited = new Set(tasks.filter((task) => task.status === 'waiting').map((task) => task.clock.trigger.id))
  const may = incident.can.record
  const near = triggers.filter((trigger) => trigger.recordedAt !== null || awaited.has(trigger.id))
  const others = may === true ? triggers.filter((trigger) => !near.includes(trigger)) : []
  const list = (rows: readonly Trigger[]) => (
    <ul className="tg-events">
      {rows.map((trigger) => (
        <li key={trigger.id}>
          <EventLine
            trigger={trigger}
            incidentId={incident.id}
            offered={may === true}
            open={open === trigger.id}
            onToggle={() => setOpen(open === trigger.id ? null : trigger.id)}
          />
        </li>
      ))}
    </ul>
  )
  return (
    <Section title={t('events')} finding={triggers.length > 0 ? t('eventsFinding') : undefined}>
      {triggers.length === 0 && <EmptyState>{t('eventsNone')}</EmptyState>}
      {list(near)}
      {may !== true && triggers.length > 0 && <p className="tg-next-later i3 sm">{b(may)}</p>}
      {others.length > 0 && (
        <details className="tg-other-events">
          <summary>{t('eventsOthers', { count: others.length })}</summary>
          {list(others)}
        </details>
      )}
    </Section>
  )
}

type LineProps = {
  trigger: Trigger
  incidentId: string
  /** Whether events may be recorded here at all; if not, the reason stands once below the list. */
  offered: boolean
  open: boolean
  onToggle: () => void
}

const EventLine = ({ trigger, incidentId, offered, open, onToggle }: LineProps) => {
  const t = useText(text)
  const b = useBilingual()
  const { recordedAt } = trigger
  return (
    <div className="tg-event">
      <span className={recordedAt ? 'what i2' : 'what'}>
        {b(trigger)} <small className="i3">{t('recordClocks', { count: trigger.clocks })}</small>
      </span>
      {recordedAt ? (
        <small className="i3">
          {t('recorded')} <PortTime at={recordedAt} />
        </small>
      ) : (
        offered && (
          <Verbs small verbs={[{ id: 'record', label: t('record'), allowed: trigger.can, open, onPress: onToggle }]} />
        )
      )}
      {open && !recordedAt && <RecordForm trigger={trigger} incidentId={incidentId} onDone={onToggle} />}
    </div>
  )
}

const AGO = ['0', '5', '15', '30'] as const
type When = (typeof AGO)[number] | 'other'
const MINUTE_MS = 60_000

const RecordForm = ({ trigger, incidentId, onDone }: { trigger: Trigger; incidentId: string; onDone: () => void }) => {
  const t = useText(text)
  const locale = useLocale()
  const zone = usePortZone()
  const now = useNow()
  const [when, setWhen] = useState<When>('0')
  const [exact, setExact] = useState(() => toPortInput(now, zone))
  const [wrong, setWrong] = useState(false)
  const act = useAct((body: object, idempotencyKey) =>
    post(`/incidents/${incidentId}/events`, body, { idempotencyKey }),
  )
  const faults = act.problem ? faultsByField(act.problem, ['note', 'occurredAt'], locale) : {}
  const submit = async (note: string) => {
    const at = when === 'other' ? fromPortInput(exact, zone) : new Date(now.getTime() - Number(when) * MINUTE_MS)
    setWrong(at === undefined)
    if (!at) return
    const done = await act.run({
      trigger: trigger.id,
      // "Just now" is the server's own now, so that two clocks that differ cannot make it the future.
      ...(when === '0' ? {} : { occurredAt: at.toISOString() }),
      ...(note === '' ? {} : { note }),
    })
    await renewIncidents()
    if (done) onDone()
  }
  return (
    <div className="form">
      <ActForm
        name="note"
        label={t('recordNote')}
        hint={t('recordNoteHint')}
        others={['occurredAt']}
        maxLength={2000}
        submit={t('recordSubmit')}
        act={act}
        onSubmit={(note) => void submit(note)}
        onCancel={onDone}
      >
        <Radios<When>
          legend={t('when')}
          value={when}
          onChange={setWhen}
          error={when === 'other' ? undefined : faults['occurredAt']}
          choices={[
            ...AGO.map((minutes) => ({ value: minutes, label: t(`ago${minutes}`) })),
            { value: 'other' as const, label: t('agoOther') },
          ]}
        />
        {when === 'other' && (
          <Field
            label={t('whenExact')}
            hint={t('whenZone', { zone: zoneName(zone, now, locale) })}
            required
            error={wrong ? t('whenMissing') : faults['occurredAt']}
          >
            <Input
              type="datetime-local"
              value={exact}
              max={toPortInput(now, zone)}
              onChange={(event) => setExact(event.target.value)}
            />
          </Field>
        )}
      </ActForm>
    </div>
  )
}
