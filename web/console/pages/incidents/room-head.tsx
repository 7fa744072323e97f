import { type ReactNode, useMemo, useState } from 'react'
import { Link } from 'react-router'
import type { Incident } from '../../../../src/actions/respond/model.ts'
import { duration, Level, Page, PortTime, Tag, useBilingual, useLocale, useNow, useText } from '../../../kit/public.ts'
import { post, useReference } from '../../api/public.ts'
import { ActForm } from '../warnings/act-form.tsx'
import { useAct } from '../warnings/use-act.ts'
import { useWord } from '../warnings/use-reference.ts'
import { CloseAction } from './close-action.tsx'
import { MergeForm } from './merge-form.tsx'
import { isSettled } from './order.ts'
import { LevelForm, ResponseLine } from './response-level.tsx'
import { RoomTabs } from './room-tabs.tsx'
import { text as roomText } from './room-text.ts'
import { text } from './text.ts'
import { renewIncidents } from './use-incidents.ts'

type Props = { incident: Incident; closing: boolean; onClosing: (closing: boolean) => void; children: ReactNode }

/** Name, how long it has been going on, in which phase it stands, what must be settled by people; and why it cannot be closed yet. */
export const RoomHead = ({ incident, closing, onClosing, children }: Props) => {
  const t = useText(text)
  const r = useText(roomText)
  const b = useBilingual()
  const [form, setForm] = useState<'level' | 'merge' | null>(null)
  const place = useWord('places')
  const locale = useLocale()
  const now = useNow()
  const { closedAt } = incident
  const until = closedAt ? new Date(closedAt) : now
  const elapsed = duration(until.getTime() - Date.parse(incident.openedAt), locale)
  const act = useAct((summary: string, idempotencyKey) =>
    post(`/incidents/${incident.id}/close`, { summary }, { idempotencyKey }),
  )
  const submit = async (summary: string) => {
    const done = await act.run(summary)
    if (done) onClosing(false)
    await renewIncidents()
  }
  return (
    <Page
      title={incident.title}
      {...(incident.level ? { lead: <Level level={incident.level} size={16} /> } : {})}
      finding={
        closedAt
          ? `${t('closed')}${t('comma')}${t('closedAfter', { duration: elapsed })}`
          : t('elapsed', { duration: elapsed })
      }
      actions={
        !closedAt && !incident.mergedInto && <CloseAction incident={incident} onPress={() => onClosing(!closing)} />
      }
      below={
        <>
          <p className="tg-warning-facts">
            <span>{incident.no}</span>
            <span>{t('leadIs', { agency: b(incident.lead) })}</span>
            <span>{b(incident.riskType)}</span>
            <span>{place(incident.place)}</span>
            <span>
              <PortTime at={incident.openedAt} />
            </span>
            <ResponseLine
              incident={incident}
              open={form === 'level'}
              onOpen={(open) => setForm(open ? 'level' : null)}
            />
            {incident.can.merge === true && (
              <button
                type="button"
                className="tg-link"
                aria-expanded={form === 'merge'}
                onClick={() => setForm(form === 'merge' ? null : 'merge')}
              >
                {r('merge')}
              </button>
            )}
          </p>
          {form === 'level' && <LevelForm incident={incident} onDone={() => setForm(null)} />}
          {form === 'merge' && <MergeForm incident={incident} onDone={() => setForm(null)} />}
          <Folding incident={incident} />
          <Conflicts incident={incident} />
          {incident.summary && <p className="tg-warning-ended">{t('summary', { summary: incident.summary })}</p>}
          {closing && !closedAt && (
            <div className="tg-head-form">
              <Effects incident={incident} />
              <ActForm
                name="summary"
                label={t('closeLabel')}
                hint={t('closeHint')}
                missing={t('closeMissing')}
                maxLength={2000}
                submit={t('closeSubmit')}
                act={act}
                onSubmit={(summary) => void submit(summary)}
                onCancel={() => onClosing(false)}
              />
            </div>
          )}
          <Phases incident={incident} />
          <RoomTabs incident={incident} />
        </>
      }
    >
      {children}
    </Page>
  )
}

/** What signing does and what it leaves, before it is signed. */
const Effects = ({ incident }: { incident: Incident }) => {
  const r = useText(roomText)
  const b = useBilingual()
  return (
    <div className="tg-effects">
      <b>{r('closeEffects')}</b>
      <ul>
        {incident.close.effects.map((effect) => (
          <li key={effect.en}>{b(effect)}</li>
        ))}
      </ul>
    </div>
  )
}

/** Where it was folded into, and what was folded into it. */
const Folding = ({ incident }: { incident: Incident }) => {
  const r = useText(roomText)
  const { mergedInto, folded } = incident
  return (
    <>
      {mergedInto && (
        <p className="tg-folded">
          {r('merged')}{' '}
          <Link to={`/incidents/${mergedInto.id}`}>
            {mergedInto.title}
            {r('separator')}
            {mergedInto.no}
          </Link>
          {r('comma')}
          {r('mergedRead')}
        </p>
      )}
      {folded.length > 0 && (
        <p className="tg-folded">
          {r('folded')}
          {folded.map((one, i) => (
            <span key={one.id}>
              {i > 0 && r('comma')}
              <Link to={`/incidents/${one.id}`}>
                {one.title}
                {r('separator')}
                {one.no}
              </Link>
            </span>
          ))}
        </p>
      )}
    </>
  )
}

const Conflicts = ({ incident }: { incident: Incident }) => {
  const t = useText(text)
  const b = useBilingual()
  if (incident.conflicts.length === 0) return null
  return (
    <ul className="tg-room-conflicts" aria-label={t('conflicts')}>
      {incident.conflicts.map((row) => (
        <li key={row.en}>
          <Tag kind="law">{t('conflicts')}</Tag> {b(row)}
        </li>
      ))}
    </ul>
  )
}

/** The phases of the work, in their order, with what is settled of each; the one where the work stands is marked. */
const Phases = ({ incident }: { incident: Incident }) => {
  const t = useText(text)
  const b = useBilingual()
  const phases = useReference().data?.phases
  const counts = useMemo(
    () =>
      new Map(
        (phases ?? []).map(({ id }) => {
          const tasks = incident.tasks.filter((task) => task.phase === id)
          return [id, { done: tasks.filter(isSettled).length, of: tasks.length }]
        }),
      ),
    [phases, incident.tasks],
  )
  return (
    <ol className="tg-phases" aria-label={t('phases')}>
      {(phases ?? []).map((phase) => {
        const count = counts.get(phase.id)
        return (
          <li key={phase.id} aria-current={!incident.closedAt && phase.id === incident.phase ? 'step' : undefined}>
            {b(phase)} {count && count.of > 0 && <small>{t('phaseCount', count)}</small>}
          </li>
        )
      })}
    </ol>
  )
}
