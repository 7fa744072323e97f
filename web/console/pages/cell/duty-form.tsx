import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import type { Assign, Reach, RosterView } from '../../../../src/engine/coordination/roster/model.ts'
import { Field, useBilingual, useLocale, useNow, useText } from '../../../kit/public.ts'
import { post } from '../../api/public.ts'
import { useAct } from '../warnings/use-act.ts'
import { CellForm, useFaults } from './form.tsx'
import { Contact } from './on-now.tsx'
import { text } from './roster-text.ts'
import { renewCell } from './use-cell.ts'
import type { Slot } from './week.tsx'
import { dayWords } from './week-days.ts'

const OTHER = 'other'
const FIELDS = ['person', 'person.name', 'person.contact'] as const
const REACH: readonly Reach[] = ['phone', 'radio', 'console', 'other']

type Props = { roster: RosterView; slot: Slot; onDone: () => void }

/** One duty: who stands it and how that officer is reached; and, for who stands it, a swap. */
export const DutyForm = ({ roster, slot, onDone }: Props) => {
  const t = useText(text)
  const b = useBilingual()
  const locale = useLocale()
  const person = slot.duty?.person ?? null
  const head = t('edit', {
    day: dayWords(slot.day, locale),
    shift: slot.shift.title,
    line: slot.line.title,
  })
  return (
    <section className="tg-cell-duty" aria-label={head}>
      <h3>{head}</h3>
      {person ? (
        <p>
          {b(person.name)} <span className="i3">{person.post ? b(person.post) : b(person.agency)}</span>{' '}
          <Contact person={person} />
        </p>
      ) : (
        <p className="i2">{t('isVacant')}</p>
      )}
      {roster.can.assign === true ? (
        <Enter roster={roster} slot={slot} onDone={onDone} />
      ) : (
        <p className="i3">{b(roster.can.assign)}</p>
      )}
      {person?.account && person.account === roster.me && <ProposeSwap roster={roster} slot={slot} onDone={onDone} />}
    </section>
  )
}

const Enter = ({ roster, slot, onDone }: Props) => {
  const t = useText(text)
  const b = useBilingual()
  const before = slot.duty?.person ?? null
  const keyOf = (account: string, postId: string) => `${account} ${postId}`
  const [who, setWho] = useState<string | undefined>(
    before ? (before.account && before.post ? keyOf(before.account, before.post.id) : OTHER) : undefined,
  )
  const [name, setName] = useState(before && !before.account ? b(before.name) : '')
  const [contact, setContact] = useState(before?.contact ?? '')
  const [reach, setReach] = useState<Reach>(before?.reach ?? 'phone')
  const act = useAct((body: Assign, idempotencyKey) => post(`/rosters/${roster.id}/duties`, body, { idempotencyKey }))
  const faults = useFaults(act, FIELDS)
  const send = async (person: Assign['person']) => {
    const done = await act.run({ line: slot.line.id, shift: slot.shift.id, day: slot.day, person })
    if (!done) return
    onDone()
    await renewCell()
  }
  const chosen = roster.people.find((one) => keyOf(one.account, one.post.id) === who)
  return (
    <CellForm
      act={act}
      fields={FIELDS}
      submit={t('enter')}
      onSubmit={() =>
        void send({
          ...(chosen ? { account: chosen.account, post: chosen.post.id } : { name }),
          contact,
          reach,
        })
      }
      onCancel={onDone}
      ends={before && <Button onClick={() => void send(null)}>{t('clear')}</Button>}
    >
      <Field label={t('officer')} hint={t('officerHint')} error={faults['person']} required>
        <Select
          value={who}
          onChange={(value: string) => setWho(value)}
          options={[
            ...roster.people.map((one) => ({
              value: keyOf(one.account, one.post.id),
              label: `${b(one.name)} ${b(one.post)}`,
            })),
            { value: OTHER, label: t('other') },
          ]}
        />
      </Field>
      {!chosen && who === OTHER && (
        <Field label={t('name')} error={faults['person.name']} required>
          <Input value={name} maxLength={80} onChange={(event) => setName(event.target.value)} />
        </Field>
      )}
      <Field label={t('contact')} hint={t('contactHint')} error={faults['person.contact']} required>
        <Input value={contact} maxLength={80} onChange={(event) => setContact(event.target.value)} />
      </Field>
      <Field label={t('reach')}>
        <Select
          value={reach}
          onChange={(value: Reach) => setReach(value)}
          options={REACH.map((one) => ({ value: one, label: t(one === 'other' ? 'otherReach' : one) }))}
        />
      </Field>
    </CellForm>
  )
}

const ProposeSwap = ({ roster, slot, onDone }: Props) => {
  const t = useText(text)
  const b = useBilingual()
  const locale = useLocale()
  const now = useNow()
  const [second, setSecond] = useState<string | undefined>()
  const act = useAct((body: { first: string; second: string }, idempotencyKey) =>
    post(`/rosters/${roster.id}/swaps`, body, { idempotencyKey }),
  )
  const faults = useFaults(act, ['second'])
  const others = roster.duties.filter(
    (one) => one.person?.account && one.person.account !== roster.me && new Date(one.startsAt) > now,
  )
  if (others.length === 0 || !slot.duty || new Date(slot.duty.startsAt) <= now) return null
  const first = slot.duty.id
  return (
    <CellForm
      act={act}
      fields={['second']}
      submit={t('proposeSwap')}
      onSubmit={() =>
        void (async () => {
          if (!second || !(await act.run({ first, second }))) return
          onDone()
          await renewCell()
        })()
      }
    >
      <Field label={t('swapWith')} hint={t('swapHint')} error={faults['second']}>
        <Select
          value={second}
          onChange={(value: string) => setSecond(value)}
          options={others.map((one) => ({
            value: one.id,
            label: t('dutyWords', {
              name: one.person ? b(one.person.name) : '',
              day: dayWords(one.day, locale),
              shift: roster.shifts.find((shift) => shift.id === one.shift)?.title ?? '',
            }),
          }))}
        />
      </Field>
    </CellForm>
  )
}
