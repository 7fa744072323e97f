import { Button, Input } from 'antd'
import { useState } from 'react'
import type { DutyView, RosterView, SwapView } from '../../../../src/engine/coordination/roster/model.ts'
import { Field, Section, useBilingual, useLocale, useText } from '../../../kit/public.ts'
import { post } from '../../api/public.ts'
import { useAct } from '../warnings/use-act.ts'
import { CellForm } from './form.tsx'
import { text } from './roster-text.ts'
import { text as cellText } from './text.ts'
import { renewCell } from './use-cell.ts'
import { dayWords } from './week-days.ts'

/** Swaps that wait, and those of the last days. */
export const Swaps = ({ roster }: { roster: RosterView }) => {
  const t = useText(text)
  if (roster.swaps.length === 0) return null
  return (
    <Section title={t('swaps')}>
      <ul className="tg-cell-findings">
        {roster.swaps.map((swap) => (
          <li key={swap.id}>
            <Swap swap={swap} roster={roster} />
          </li>
        ))}
      </ul>
    </Section>
  )
}

const STATES = { done: 'swapDone', refused: 'swapRefused', withdrawn: 'swapWithdrawn' } as const

const Swap = ({ swap, roster }: { swap: SwapView; roster: RosterView }) => {
  const t = useText(text)
  const w = useText(cellText)
  const b = useBilingual()
  const locale = useLocale()
  const [refusing, setRefusing] = useState(false)
  const [reason, setReason] = useState('')
  const act = useAct(({ verb, body }: { verb: string; body?: object }, idempotencyKey) =>
    post(`/swaps/${swap.id}/${verb}`, body, { idempotencyKey }),
  )
  const run = async (verb: string, body?: object) => {
    await act.run(body ? { verb, body } : { verb })
    setRefusing(false)
    await renewCell()
  }
  const words = (duty: DutyView) =>
    t('dutyWords', {
      name: duty.person ? b(duty.person.name) : t('vacant'),
      day: dayWords(duty.day, locale),
      shift: roster.shifts.find((shift) => shift.id === duty.shift)?.title ?? '',
    })
  return (
    <>
      <p>{t('swapWords', { first: words(swap.first), second: words(swap.second) })}</p>
      <p className="i3 sm">
        {swap.state === 'open'
          ? t('waitsFor', { names: swap.waitsFor.map(b).join(w('listComma')) })
          : w('colon', { name: t(STATES[swap.state]), words: swap.reason ?? '' }).replace(/[:：]\s*$/, '')}
      </p>
      {swap.state === 'open' && (
        <div className="tg-cell-verbs">
          {swap.can.consent === true && (
            <Button type="primary" size="small" loading={act.busy} onClick={() => void run('consent')}>
              {t('consent')}
            </Button>
          )}
          {swap.can.refuse === true && (
            <Button size="small" onClick={() => setRefusing(!refusing)}>
              {t('refuse')}
            </Button>
          )}
          {swap.can.withdraw === true && (
            <Button size="small" onClick={() => void run('withdraw')}>
              {t('withdraw')}
            </Button>
          )}
        </div>
      )}
      {refusing && (
        <CellForm
          act={act}
          fields={[]}
          submit={t('refuse')}
          onSubmit={() => void run('refuse', { reason })}
          onCancel={() => setRefusing(false)}
        >
          <Field label={t('refuseReason')}>
            <Input value={reason} maxLength={400} onChange={(event) => setReason(event.target.value)} />
          </Field>
        </CellForm>
      )}
    </>
  )
}
