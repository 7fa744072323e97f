import { Button, Checkbox, Input } from 'antd'
import { useState } from 'react'
import type { Meeting, Minutes } from '../../../../src/actions/cell/meeting/model.ts'
import {
  EmptyState,
  Field,
  FormFault,
  problemWords,
  Section,
  useBilingual,
  useLocale,
  useText,
} from '../../../kit/public.ts'
import { post } from '../../api/public.ts'
import { ActForm } from '../warnings/act-form.tsx'
import { shortName } from '../warnings/short-name.ts'
import { useAct } from '../warnings/use-act.ts'
import { CellForm, useFaults } from './form.tsx'
import { By } from './lines.tsx'
import { text } from './meeting-text.ts'
import { text as cellText } from './text.ts'
import { renewCell } from './use-cell.ts'

/** Minutes, who was there, and who has approved them. */
export const MinutesSection = ({ meeting }: { meeting: Meeting }) => {
  const t = useText(text)
  const [editing, setEditing] = useState(false)
  const { approved, objected, of } = meeting.answers
  const kept = meeting.state === 'held' || meeting.state === 'circulated'
  return (
    <>
      <Section
        title={t('minutes')}
        finding={kept ? t('version', { version: meeting.version }) : undefined}
        end={meeting.state === 'circulated' ? t('answers', { approved, of }) : undefined}
      >
        {meeting.minutes ? (
          <p className="tg-cell-words">{meeting.minutes}</p>
        ) : (
          <EmptyState>{t('noMinutes')}</EmptyState>
        )}
        {kept && <Attendance meeting={meeting} />}
        {objected > 0 && <p className="tg-cell-note st">{t('objections', { count: objected })}</p>}
        <div className="tg-cell-side not-printed">
          {editing ? (
            <MinutesForm meeting={meeting} onDone={() => setEditing(false)} />
          ) : (
            <MinutesVerbs meeting={meeting} onEdit={() => setEditing(true)} />
          )}
        </div>
      </Section>
      <Earlier meeting={meeting} />
    </>
  )
}

const Attendance = ({ meeting }: { meeting: Meeting }) => {
  const t = useText(text)
  const b = useBilingual()
  return (
    <ul className="tg-cell-findings">
      {meeting.attendance.map(({ agency, present, who, answer }) => (
        <li key={agency.id} className="pair">
          <span>
            {shortName(b(agency))} <span className="i3">{present ? who : t('absent')}</span>
          </span>
          {present && meeting.state === 'circulated' && (
            <span className={answer?.approves ? 'i2' : 'st'}>
              {answer
                ? answer.approves
                  ? t('hasApproved')
                  : t('hasObjected', { reason: answer.reason ?? '' })
                : t('noAnswer')}
              {answer && (
                <small className="i3">
                  {' '}
                  <By by={answer.by} />
                </small>
              )}
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}

const Earlier = ({ meeting }: { meeting: Meeting }) => {
  const t = useText(text)
  const b = useBilingual()
  if (meeting.earlier.length === 0) return null
  return (
    <Section title={t('earlier')}>
      <ul className="tg-cell-findings">
        {meeting.earlier.map((one) => (
          <li key={`${one.version} ${one.agency.id}`} className="i2">
            {t('earlierLine', {
              version: one.version,
              agency: shortName(b(one.agency)),
              words: one.approves ? t('hasApproved') : t('hasObjected', { reason: one.reason ?? '' }),
            })}
          </li>
        ))}
      </ul>
    </Section>
  )
}

const MinutesVerbs = ({ meeting, onEdit }: { meeting: Meeting; onEdit: () => void }) => {
  const t = useText(text)
  const b = useBilingual()
  const locale = useLocale()
  const [objecting, setObjecting] = useState(false)
  const send = useAct(({ verb, body }: { verb: string; body?: object }, idempotencyKey) =>
    post(`/meetings/${meeting.id}/${verb}`, body, { idempotencyKey }),
  )
  const run = async (verb: string, body?: object) => {
    if (await send.run(body ? { verb, body } : { verb })) setObjecting(false)
    await renewCell()
  }
  const { can } = meeting
  const said = !objecting && send.problem && problemWords(send.problem, locale)
  const mayKeep = can.keepMinutes === true
  return (
    <>
      {said && <FormFault what={said.what} remedy={said.remedy} />}
      <div className="tg-cell-verbs">
        {can.answer === true && (
          <Button type="primary" loading={send.busy} onClick={() => void run('answer', { approves: true, reason: '' })}>
            {t('approve')}
          </Button>
        )}
        {can.answer === true && <Button onClick={() => setObjecting(!objecting)}>{t('object')}</Button>}
        {can.circulate === true && (
          <Button type="primary" loading={send.busy} onClick={() => void run('circulate')}>
            {t('circulate')}
          </Button>
        )}
        {mayKeep && <Button onClick={onEdit}>{t('keep')}</Button>}
      </div>
      {can.keepMinutes !== true && meeting.state === 'planned' && can.fillAgenda === true && (
        <p className="i3">{b(can.keepMinutes)}</p>
      )}
      {objecting && (
        <ActForm
          name="reason"
          label={t('objectReason')}
          missing={t('objectMissing')}
          submit={t('objectSubmit')}
          maxLength={1000}
          act={send}
          onCancel={() => setObjecting(false)}
          onSubmit={(reason) => void run('answer', { approves: false, reason })}
        />
      )}
    </>
  )
}

const FIELDS = ['minutes', 'attendance'] as const

const MinutesForm = ({ meeting, onDone }: { meeting: Meeting; onDone: () => void }) => {
  const t = useText(text)
  const w = useText(cellText)
  const b = useBilingual()
  const [minutes, setMinutes] = useState(meeting.minutes)
  const [rows, setRows] = useState(meeting.attendance.map(({ agency, present, who }) => ({ agency, present, who })))
  const act = useAct((body: Minutes, idempotencyKey) =>
    post(`/meetings/${meeting.id}/minutes`, body, { idempotencyKey }),
  )
  const faults = useFaults(act, FIELDS)
  const set = (id: string, change: { present?: boolean; who?: string }) =>
    setRows(rows.map((one) => (one.agency.id === id ? { ...one, ...change } : one)))
  const send = async () => {
    const attendance = rows.map(({ agency, present, who }) => ({ agency: agency.id, present, who: present ? who : '' }))
    if (!(await act.run({ minutes, attendance }))) return
    onDone()
    await renewCell()
  }
  return (
    <CellForm
      act={act}
      fields={FIELDS}
      submit={t('keepSubmit')}
      onSubmit={() => void send()}
      onCancel={onDone}
      note={meeting.state === 'circulated' ? t('keepAgain') : undefined}
    >
      <Field label={t('minutesWords')} error={faults['minutes']}>
        <Input.TextArea
          autoFocus
          autoSize={{ minRows: 6, maxRows: 24 }}
          maxLength={20_000}
          value={minutes}
          onChange={(event) => setMinutes(event.target.value)}
        />
      </Field>
      <fieldset className="tg-cell-set">
        <legend>{t('present')}</legend>
        {rows.map(({ agency, present, who }) => (
          <div key={agency.id} className="check">
            <Checkbox checked={present} onChange={(event) => set(agency.id, { present: event.target.checked })}>
              {shortName(b(agency))}
            </Checkbox>
            {present && (
              <Input
                aria-label={t('whoOf', { agency: shortName(b(agency)) })}
                placeholder={t('who')}
                maxLength={200}
                value={who}
                onChange={(event) => set(agency.id, { who: event.target.value })}
              />
            )}
          </div>
        ))}
        {faults['attendance'] && (
          <p className="fault" role="alert">
            {w('colon', { name: t('present'), words: faults['attendance'] })}
          </p>
        )}
      </fieldset>
    </CellForm>
  )
}
