import { Button, Checkbox, Input, Select } from 'antd'
import { useState } from 'react'
import type { Line, NewRoster, RosterView, Shift } from '../../../../src/engine/coordination/roster/model.ts'
import { Field, useText } from '../../../kit/public.ts'
import { post } from '../../api/public.ts'
import { useAct } from '../warnings/use-act.ts'
import { ClockInput } from './clock-input.tsx'
import { CellForm, useFaults } from './form.tsx'
import { text } from './roster-text.ts'
import { text as cellText } from './text.ts'
import { renewCell } from './use-cell.ts'

const FIELDS = ['title', 'shifts', 'lines'] as const

/** A code that no other entry has; officers never see it. */
const freeCode = (letter: string, taken: readonly { id: string }[]): string => {
  let n = taken.length + 1
  while (taken.some((one) => one.id === `${letter}${n}`)) n++
  return `${letter}${n}`
}

/** Sets a roster up, or changes its shifts and posts. */
export const RosterForm = ({ roster, onDone }: { roster?: RosterView; onDone: () => void }) => {
  const t = useText(text)
  const w = useText(cellText)
  const [title, setTitle] = useState(roster?.title ?? '')
  const [joint, setJoint] = useState(roster?.joint ?? false)
  const [shifts, setShifts] = useState<Shift[]>(
    roster?.shifts ?? [
      { id: 'day', title: t('standardDay'), from: 480, to: 1200 },
      { id: 'night', title: t('standardNight'), from: 1200, to: 480 },
    ],
  )
  const [lines, setLines] = useState<Line[]>(
    roster?.lines ?? [{ id: 'lead', title: t('standardLead'), shifts: ['day', 'night'], always: true }],
  )
  const [empty, setEmpty] = useState(false)
  const act = useAct((body: NewRoster, idempotencyKey) => {
    const { joint: isJoint, ...plan } = body
    return roster
      ? post(`/rosters/${roster.id}/change`, plan, { idempotencyKey })
      : post('/rosters', { ...plan, joint: isJoint }, { idempotencyKey })
  })
  const faults = useFaults(act, FIELDS)
  const send = async () => {
    setEmpty(title.trim() === '')
    if (title.trim() === '' || !(await act.run({ title: title.trim(), joint, shifts, lines }))) return
    onDone()
    await renewCell()
  }
  const setShift = (id: string, change: Partial<Shift>) =>
    setShifts(shifts.map((one) => (one.id === id ? { ...one, ...change } : one)))
  const setLine = (id: string, change: Partial<Line>) =>
    setLines(lines.map((one) => (one.id === id ? { ...one, ...change } : one)))
  return (
    <CellForm
      act={act}
      fields={FIELDS}
      submit={roster ? w('save') : t('createSubmit')}
      onSubmit={() => void send()}
      onCancel={onDone}
    >
      <Field label={t('title')} error={empty ? t('titleMissing') : faults['title']} required>
        <Input value={title} maxLength={80} onChange={(event) => setTitle(event.target.value)} />
      </Field>
      {!roster && (
        <Checkbox checked={joint} onChange={(event) => setJoint(event.target.checked)}>
          {t('joint')}
        </Checkbox>
      )}
      <fieldset className="tg-cell-set">
        <legend>{t('shifts')}</legend>
        {faults['shifts'] && <p role="alert">{faults['shifts']}</p>}
        {shifts.map((shift) => (
          <div key={shift.id} className="row">
            <Input
              aria-label={t('shiftTitle')}
              value={shift.title}
              maxLength={40}
              onChange={(event) => setShift(shift.id, { title: event.target.value })}
            />
            <ClockInput aria-label={t('from')} value={shift.from} onChange={(from) => setShift(shift.id, { from })} />
            <ClockInput aria-label={t('to')} value={shift.to} onChange={(to) => setShift(shift.id, { to })} />
            <Button
              disabled={shifts.length === 1}
              onClick={() => {
                setShifts(shifts.filter((one) => one.id !== shift.id))
                setLines(lines.map((one) => ({ ...one, shifts: one.shifts.filter((id) => id !== shift.id) })))
              }}
            >
              {t('remove')}
            </Button>
          </div>
        ))}
        <Button
          disabled={shifts.length >= 6}
          onClick={() => setShifts([...shifts, { id: freeCode('s', shifts), title: '', from: 480, to: 960 }])}
        >
          {t('addShift')}
        </Button>
      </fieldset>
      <fieldset className="tg-cell-set">
        <legend>{t('lines')}</legend>
        {faults['lines'] && <p role="alert">{faults['lines']}</p>}
        {lines.map((line) => (
          <div key={line.id} className="row">
            <Input
              aria-label={t('lineTitle')}
              value={line.title}
              maxLength={40}
              onChange={(event) => setLine(line.id, { title: event.target.value })}
            />
            <Select
              mode="multiple"
              aria-label={t('shifts')}
              value={line.shifts}
              onChange={(value: string[]) => setLine(line.id, { shifts: value })}
              options={shifts.map((shift) => ({ value: shift.id, label: shift.title }))}
            />
            <Checkbox checked={line.always} onChange={(event) => setLine(line.id, { always: event.target.checked })}>
              {t('always')}
            </Checkbox>
            <Button disabled={lines.length === 1} onClick={() => setLines(lines.filter((one) => one.id !== line.id))}>
              {t('remove')}
            </Button>
          </div>
        ))}
        <Button
          disabled={lines.length >= 12}
          onClick={() =>
            setLines([
              ...lines,
              { id: freeCode('p', lines), title: '', shifts: shifts.map((one) => one.id), always: false },
            ])
          }
        >
          {t('addLine')}
        </Button>
      </fieldset>
    </CellForm>
  )
}
