import { Fragment, useState } from 'react'
import type { DutyView, Line, RosterView, Shift } from '../../../../src/engine/coordination/roster/model.ts'
import { useBilingual, useLocale, useNow, useText } from '../../../kit/public.ts'
import { DutyForm } from './duty-form.tsx'
import { text } from './roster-text.ts'
import { clockOf, dayWords } from './week-days.ts'

export type Slot = { line: Line; shift: Shift; day: string; endsAt: string; duty: DutyView | undefined }

const slotOf = (roster: RosterView, line: Line, shift: Shift, day: string): Slot => ({
  line,
  shift,
  day,
  endsAt: roster.hours.find((one) => one.shift === shift.id && one.day === day)?.endsAt ?? '',
  duty: roster.duties.find((one) => one.line === line.id && one.shift === shift.id && one.day === day),
})

/** A week: posts by shift down, days across. A slot is a button that opens its form below the table. */
export const Week = ({ roster }: { roster: RosterView }) => {
  const t = useText(text)
  const b = useBilingual()
  const locale = useLocale()
  const [open, setOpen] = useState<string | null>(null)
  const slots = roster.shifts.flatMap((shift) =>
    roster.lines
      .filter((line) => line.shifts.includes(shift.id))
      .map((line) => ({
        shift,
        line,
        slots: roster.days.map(({ day }) => slotOf(roster, line, shift, day)),
      })),
  )
  const all = slots.flatMap((row) => row.slots)
  const keyOf = ({ line, shift, day }: Slot) => `${day} ${shift.id} ${line.id}`
  const chosen = all.find((slot) => keyOf(slot) === open)
  return (
    <>
      <div className="tg-cell-week">
        <table>
          <caption className="for-readers">{roster.title}</caption>
          <thead>
            <tr>
              <th scope="col">{t('shiftAndPost')}</th>
              {roster.days.map((day) => (
                <th key={day.day} scope="col">
                  {dayWords(day.day, locale)}
                  {day.holiday && <small>{t('holiday', { name: b(day.holiday) })}</small>}
                  {day.makeUp && <small>{t('makeUp')}</small>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {slots.map(({ shift, line, slots: own }) => (
              <tr key={`${shift.id} ${line.id}`}>
                <th scope="row">
                  {line.title}
                  <small>
                    {shift.title} {clockOf(shift.from)}–{clockOf(shift.to)}
                  </small>
                </th>
                {own.map((slot) => (
                  <td key={slot.day}>
                    <SlotButton
                      slot={slot}
                      me={roster.me}
                      isOpen={open === keyOf(slot)}
                      onOpen={() => setOpen(open === keyOf(slot) ? null : keyOf(slot))}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {roster.days.some((day) => !day.known) && <p className="tg-cell-note i3">{t('notKnown')}</p>}
      {chosen && <DutyForm key={open} roster={roster} slot={chosen} onDone={() => setOpen(null)} />}
      <Days roster={roster} slots={all} open={open} keyOf={keyOf} onOpen={setOpen} />
    </>
  )
}

type ButtonProps = { slot: Slot; me: string | null; isOpen: boolean; onOpen: () => void }

const SlotButton = ({ slot, me, isOpen, onOpen }: ButtonProps) => {
  const t = useText(text)
  const b = useBilingual()
  const locale = useLocale()
  const now = useNow()
  const { duty, day, shift, line } = slot
  const person = duty?.person ?? null
  const past = new Date(slot.endsAt) <= now
  return (
    <button
      type="button"
      className={person ? undefined : past ? 'past' : 'vacant'}
      aria-expanded={isOpen}
      onClick={onOpen}
    >
      <span className="for-readers">
        {t('edit', { day: dayWords(day, locale), shift: shift.title, line: line.title })}{' '}
      </span>
      {person ? (
        <span className={person.account !== null && person.account === me ? 'me' : undefined}>{b(person.name)}</span>
      ) : (
        t(past ? 'past' : 'vacant')
      )}
    </button>
  )
}

type DaysProps = {
  roster: RosterView
  slots: readonly Slot[]
  open: string | null
  keyOf: (slot: Slot) => string
  onOpen: (key: string | null) => void
}

/** The same on a phone: day by day, since a table of seven columns does not fit a hand. */
const Days = ({ roster, slots, open, keyOf, onOpen }: DaysProps) => {
  const b = useBilingual()
  const locale = useLocale()
  const now = useNow()
  const ahead = roster.days.filter(({ day }) => slots.some((slot) => slot.day === day && new Date(slot.endsAt) > now))
  // In a hand only what lies ahead; a week that is over is shown whole.
  const days = ahead.length > 0 ? ahead : roster.days
  return (
    <div className="tg-cell-days">
      {days.map(({ day, holiday }) => (
        <Fragment key={day}>
          <h3>
            {dayWords(day, locale)} {holiday && <small className="i3">{b(holiday)}</small>}
          </h3>
          <ul>
            {slots
              .filter((slot) => slot.day === day)
              .map((slot) => (
                <li key={keyOf(slot)}>
                  <span className="i2">
                    {slot.shift.title} {slot.line.title}
                  </span>
                  <SlotButton
                    slot={slot}
                    me={roster.me}
                    isOpen={open === keyOf(slot)}
                    onOpen={() => onOpen(open === keyOf(slot) ? null : keyOf(slot))}
                  />
                  {open === keyOf(slot) && <DutyForm roster={roster} slot={slot} onDone={() => onOpen(null)} />}
                </li>
              ))}
          </ul>
        </Fragment>
      ))}
    </div>
  )
}
