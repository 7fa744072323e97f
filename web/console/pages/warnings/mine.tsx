import { Button, Input } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import type { Warning } from '../../../../src/actions/warn/model.ts'
import {
  ClockBar,
  ClockWords,
  FormFault,
  faultsByField,
  problemWords,
  useBilingual,
  useLocale,
  useText,
} from '../../../kit/public.ts'
import { post, useSignedIn } from '../../api/public.ts'
import { Limit } from './acknowledgements.tsx'
import { text } from './text.ts'
import { useAct } from './use-act.ts'
import { renewWarnings } from './use-warnings.ts'

/** What this page asks of me: one press, under the head, with the time that is left. Gone once it is done. */
export const MineStrip = ({ warning }: { warning: Warning }) => {
  const t = useText(text)
  const b = useBilingual()
  const locale = useLocale()
  const id = useId()
  const { agency } = useSignedIn()
  const [note, setNote] = useState('')
  const acknowledge = useAct((words: string, idempotencyKey) =>
    post(`/warnings/${warning.id}/acknowledge`, words === '' ? {} : { note: words }, { idempotencyKey }),
  )
  const { needed, dueAt, askedAt, subject, round } = warning.mine
  const cancelled = subject === 'cancellation'
  if (!needed) return null
  const allowed = warning.can.acknowledge
  const { problem } = acknowledge
  const faults = problem ? faultsByField(problem, ['note'], locale) : {}
  const said = problem && problemWords(problem, locale)
  const clock = { startedAt: askedAt ?? warning.issuedAt, dueAt }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (allowed !== true) return
    await acknowledge.run(note.trim())
    await renewWarnings()
  }
  return (
    <section className="tg-mine" aria-labelledby={`${id}-title`}>
      <form noValidate onSubmit={(event) => void submit(event)}>
        <div className="what">
          <h2 id={`${id}-title`}>{t(cancelled ? 'mineCancelTitle' : 'mineTitle', { agency: b(agency) })}</h2>
          <p className="i2 sm">
            {!cancelled && round > 1 && <b>{t('mineAgain')}</b>} {t(cancelled ? 'mineCancelWhy' : 'mineWhy')}
          </p>
        </div>
        <div className="clock">
          <span className="words">
            <Limit warning={warning} />
            <ClockWords {...clock} />
          </span>
          <ClockBar {...clock} />
        </div>
        {allowed === true && (
          <div className={faults['note'] ? 'note tg-field wrong' : 'note'}>
            <label htmlFor={`${id}-note`} className="for-readers">
              {t('note')}
            </label>
            <Input
              id={`${id}-note`}
              placeholder={`${t('note')}: ${t('noteHint')}`}
              maxLength={1000}
              value={note}
              aria-invalid={faults['note'] ? true : undefined}
              onChange={(event) => setNote(event.target.value)}
            />
            {faults['note'] && <p className="fault">{faults['note']}</p>}
          </div>
        )}
        <div className="do">
          <Button
            type={allowed === true ? 'primary' : 'default'}
            htmlType="submit"
            loading={acknowledge.busy}
            className={allowed === true ? '' : 'tg-off'}
            aria-disabled={allowed === true ? undefined : true}
          >
            {t(cancelled ? 'acknowledgeCancel' : 'acknowledge')}
          </Button>
          {allowed !== true && <small className="i3">{b(allowed)}</small>}
        </div>
      </form>
      {said && !faults['note'] && <FormFault what={faults[''] ?? said.what} remedy={said.remedy} />}
    </section>
  )
}
