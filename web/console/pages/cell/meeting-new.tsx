import { Input, Select } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { MeetingList, PlanMeeting } from '../../../../src/actions/cell/meeting/model.ts'
import { EmptyState, Field, Loaded, Page, useBilingual, useNow, usePortZone, useText } from '../../../kit/public.ts'
import { post } from '../../api/public.ts'
import { fromPortInput, toPortInput } from '../incidents/port-input.ts'
import { shortName } from '../warnings/short-name.ts'
import { useAct } from '../warnings/use-act.ts'
import { CellForm, useFaults } from './form.tsx'
import { text } from './meeting-text.ts'
import { renewCell, useMeetings } from './use-cell.ts'
import { CellViews } from './views.tsx'

/** Who calls a meeting: what, where, when, with whom. */
const NewMeeting = () => {
  const t = useText(text)
  const meetings = useMeetings()
  return (
    <Page title={t('newTitle')} below={<CellViews />}>
      <Loaded query={meetings}>{(data) => <PlanForm meetings={data} />}</Loaded>
    </Page>
  )
}

export default NewMeeting

const FIELDS = ['title', 'place', 'startsAt', 'endsAt', 'agencies'] as const
const HOUR_MS = 3_600_000

const PlanForm = ({ meetings }: { meetings: MeetingList }) => {
  const t = useText(text)
  const b = useBilingual()
  const zone = usePortZone()
  const navigate = useNavigate()
  const now = useNow()
  // The next full hour, for an hour.
  const [first] = useState(() => Math.ceil((now.getTime() + 1) / HOUR_MS) * HOUR_MS)
  const [title, setTitle] = useState('')
  const [place, setPlace] = useState('')
  const [startsAt, setStart] = useState(toPortInput(new Date(first), zone))
  const [endsAt, setEnd] = useState(toPortInput(new Date(first + HOUR_MS), zone))
  const [agencies, setAgencies] = useState<string[]>([])
  const [tried, setTried] = useState(false)
  const act = useAct((body: PlanMeeting, idempotencyKey) => post<{ id: string }>('/meetings', body, { idempotencyKey }))
  const faults = useFaults(act, FIELDS)
  const [from, to] = [fromPortInput(startsAt, zone), fromPortInput(endsAt, zone)]
  const missing = (words: string, name: 'titleMissing' | 'placeMissing') =>
    tried && words.trim() === '' ? t(name) : undefined
  const send = async () => {
    setTried(true)
    if (title.trim() === '' || place.trim() === '' || !from || !to) return
    const done = await act.run({
      title: title.trim(),
      place: place.trim(),
      startsAt: from.toISOString(),
      endsAt: to.toISOString(),
      agencies,
    })
    if (!done) return
    await renewCell()
    void navigate(`/cell/meetings/${done.answer.id}`, { replace: true })
  }
  if (meetings.can.plan !== true) return <EmptyState>{b(meetings.can.plan)}</EmptyState>
  return (
    <div className="tg-cell-side wide">
      <CellForm act={act} fields={FIELDS} submit={t('planSubmit')} onSubmit={() => void send()}>
        <Field label={t('title')} error={missing(title, 'titleMissing') ?? faults['title']} required>
          <Input value={title} maxLength={120} onChange={(event) => setTitle(event.target.value)} />
        </Field>
        <Field label={t('place')} error={missing(place, 'placeMissing') ?? faults['place']} required>
          <Input value={place} maxLength={120} onChange={(event) => setPlace(event.target.value)} />
        </Field>
        <Field label={t('startsAt')} error={tried && !from ? t('timeMissing') : faults['startsAt']} required>
          <Input type="datetime-local" value={startsAt} onChange={(event) => setStart(event.target.value)} />
        </Field>
        <Field label={t('endsAt')} error={tried && !to ? t('timeMissing') : faults['endsAt']} required>
          <Input type="datetime-local" value={endsAt} onChange={(event) => setEnd(event.target.value)} />
        </Field>
        <Field label={t('invited')} hint={t('invitedHint')} error={faults['agencies']}>
          <Select
            mode="multiple"
            value={agencies}
            onChange={(value: string[]) => setAgencies(value)}
            optionFilterProp="label"
            options={meetings.reachable.map((one) => ({ value: one.id, label: shortName(b(one)) }))}
          />
        </Field>
      </CellForm>
    </div>
  )
}
