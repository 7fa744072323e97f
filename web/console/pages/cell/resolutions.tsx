import { useState } from 'react'
import { Link } from 'react-router'
import type { ResolutionView } from '../../../../src/actions/cell/meeting/model.ts'
import { FormFault, PortTime, problemWords, useBilingual, useLocale, useText } from '../../../kit/public.ts'
import { post } from '../../api/public.ts'
import { ActForm } from '../warnings/act-form.tsx'
import { shortName } from '../warnings/short-name.ts'
import { useAct } from '../warnings/use-act.ts'
import { type Verb, Verbs } from '../warnings/verbs.tsx'
import { text } from './text.ts'
import { renewCell, useMyResolutions } from './use-cell.ts'
import './cell.css'

const STATUS = { open: 'statusOpen', accepted: 'statusAccepted', blocked: 'statusBlocked', done: 'statusDone' } as const

/** Decisions of meetings as tasks: who answers for each, by when, how far it is, and what can be done with it. */
export const Resolutions = ({
  rows,
  ofMeeting = false,
  touch = false,
}: {
  rows: readonly ResolutionView[]
  /** Names the meeting: outside of its own page. */
  ofMeeting?: boolean
  touch?: boolean
}) => (
  <ul className="tg-cell-findings">
    {rows.map((row) => (
      <li key={row.id}>
        <Resolution row={row} ofMeeting={ofMeeting} touch={touch} />
      </li>
    ))}
  </ul>
)

/** Among an officer's own tasks: those that meetings gave to the agency. */
export const MyResolutions = () => {
  const t = useText(text)
  const rows = useMyResolutions().data?.rows ?? []
  if (rows.length === 0) return null
  return (
    <section className="tg-cell-mine" aria-label={t('resolutionTasks')}>
      <h2>{t('resolutionTasks')}</h2>
      <Resolutions rows={rows} ofMeeting touch />
    </section>
  )
}

type Form = 'complete' | 'block'

const Resolution = ({ row, ofMeeting, touch }: { row: ResolutionView; ofMeeting: boolean; touch: boolean }) => {
  const t = useText(text)
  const b = useBilingual()
  const locale = useLocale()
  const [form, setForm] = useState<Form | null>(null)
  const act = useAct(({ verb, note }: { verb: string; note?: string }, idempotencyKey) =>
    post(`/resolutions/${row.id}/${verb}`, note === undefined ? undefined : { note }, { idempotencyKey }),
  )
  const run = async (verb: string, note?: string) => {
    if (await act.run(note === undefined ? { verb } : { verb, note })) setForm(null)
    await renewCell()
  }
  const opens = (id: Form): Verb => ({
    id,
    label: t(id),
    allowed: row.can[id],
    primary: id === 'complete',
    open: form === id,
    onPress: () => setForm(form === id ? null : id),
  })
  const once = (id: 'accept' | 'unblock'): Verb => ({
    id,
    label: t(id),
    allowed: row.can[id],
    primary: true,
    busy: act.busy && form === null,
    onPress: () => void run(id),
  })
  const verbs = [
    ...(row.can.accept === true ? [once('accept')] : []),
    ...(row.can.unblock === true ? [once('unblock')] : []),
    ...(row.can.complete === true ? [opens('complete')] : []),
    ...(row.can.block === true ? [opens('block')] : []),
  ]
  const said = form === null && act.problem && problemWords(act.problem, locale)
  return (
    <>
      <p className={row.overdue ? 'st' : undefined}>{row.text}</p>
      <p className="i3 sm">
        {shortName(b(row.agency))}
        {t('separator')}
        <DueAt at={row.dueAt} />
        {row.overdue && (
          <>
            {t('separator')}
            <b>{t('overdueWord')}</b>
          </>
        )}
        {t('separator')}
        {t(STATUS[row.status])}
        {row.officer && ` ${t('byOfficer', { officer: b(row.officer) })}`}
        {ofMeeting && (
          <>
            {t('separator')}
            <Link to={`/cell/meetings/${row.meeting.id}`}>{t('ofMeeting', { title: row.meeting.title })}</Link>
          </>
        )}
      </p>
      {row.note && <p className="sm i2">{t('noteIs', { note: row.note })}</p>}
      {verbs.length > 0 && <Verbs verbs={verbs} touch={touch} small={!touch} />}
      {said && <FormFault what={said.what} remedy={said.remedy} />}
      {form && (
        <ActForm
          key={form}
          name="note"
          label={t(`${form}Note`)}
          missing={t(`${form}Missing`)}
          submit={t(`${form}Submit`)}
          maxLength={2000}
          act={act}
          onCancel={() => setForm(null)}
          onSubmit={(note) => void run(form, note)}
        />
      )}
    </>
  )
}

const DueAt = ({ at }: { at: string }) => {
  const t = useText(text)
  const [before, after] = t('dueAt', { at: '|' }).split('|')
  return (
    <>
      {before}
      <PortTime at={at} />
      {after}
    </>
  )
}
