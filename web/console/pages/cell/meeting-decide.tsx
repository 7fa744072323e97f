import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import type { Meeting, Resolve } from '../../../../src/actions/cell/meeting/model.ts'
import { Field, useBilingual, usePortZone, useText } from '../../../kit/public.ts'
import { post } from '../../api/public.ts'
import { fromPortInput } from '../incidents/port-input.ts'
import { shortName } from '../warnings/short-name.ts'
import { useAct } from '../warnings/use-act.ts'
import { CellForm, useFaults } from './form.tsx'
import { text } from './meeting-text.ts'
import { renewCell } from './use-cell.ts'

const FIELDS = ['text', 'agency', 'dueAt'] as const

/** A decision cannot be taken without the agency that answers for it and its due time: the three are one form. */
export const Decide = ({ meeting }: { meeting: Meeting }) => {
  const t = useText(text)
  const b = useBilingual()
  const zone = usePortZone()
  const [open, setOpen] = useState(false)
  const [words, setWords] = useState('')
  const [agency, setAgency] = useState<string | undefined>()
  const [due, setDue] = useState('')
  const [tried, setTried] = useState(false)
  const act = useAct((body: Resolve, idempotencyKey) =>
    post(`/meetings/${meeting.id}/resolutions`, body, { idempotencyKey }),
  )
  const faults = useFaults(act, FIELDS)
  const dueAt = fromPortInput(due, zone)
  if (meeting.can.resolve !== true)
    return meeting.state === 'planned' && meeting.can.fillAgenda === true ? (
      <p className="tg-cell-note i3">{b(meeting.can.resolve)}</p>
    ) : null
  const send = async () => {
    setTried(true)
    if (words.trim() === '' || !agency || !dueAt) return
    if (!(await act.run({ text: words.trim(), agency, dueAt: dueAt.toISOString() }))) return
    setWords('')
    setDue('')
    setTried(false)
    setOpen(false)
    await renewCell()
  }
  return (
    <div className="tg-cell-side not-printed">
      {!open && <Button onClick={() => setOpen(true)}>{t('decide')}</Button>}
      {open && (
        <CellForm
          act={act}
          fields={FIELDS}
          submit={t('decideSubmit')}
          onSubmit={() => void send()}
          onCancel={() => setOpen(false)}
          note={meeting.state === 'circulated' ? t('keepAgain') : undefined}
        >
          <Field
            label={t('decision')}
            error={tried && words.trim() === '' ? t('decisionMissing') : faults['text']}
            required
          >
            <Input.TextArea
              autoFocus
              autoSize={{ minRows: 2, maxRows: 6 }}
              maxLength={400}
              value={words}
              onChange={(event) => setWords(event.target.value)}
            />
          </Field>
          <Field label={t('agency')} error={tried && !agency ? t('agencyMissing') : faults['agency']} required>
            <Select
              value={agency}
              onChange={(value: string) => setAgency(value)}
              options={meeting.agencies.map((one) => ({ value: one.id, label: shortName(b(one)) }))}
            />
          </Field>
          <Field label={t('due')} error={tried && !dueAt ? t('timeMissing') : faults['dueAt']} required>
            <Input type="datetime-local" value={due} onChange={(event) => setDue(event.target.value)} />
          </Field>
        </CellForm>
      )}
    </div>
  )
}
