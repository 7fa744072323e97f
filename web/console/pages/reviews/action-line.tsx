import { Input, Select } from 'antd'
import { useState } from 'react'
import type { Action as Corrective, SeenIn } from '../../../../src/actions/review/model.ts'
import { Action, Field, faultsByField, useBilingual, useLocale, useText } from '../../../kit/public.ts'
import { post } from '../../api/public.ts'
import { ActForm } from '../warnings/act-form.tsx'
import { useAct } from '../warnings/use-act.ts'
import { text } from './text.ts'
import { renewReviews, useDay, useSeenIn } from './use-reviews.ts'

/** Looked at two months later unless told: time enough for a drill. Judgement, not validated. */
const CHECK_AFTER_DAYS = 60

type Verb = 'decline' | 'done' | 'check' | 'waive'

/** One corrective action: what, by whom, until when, and what its owner and those who looked at its effect said. */
export const ActionLine = ({ action }: { action: Corrective }) => {
  const t = useText(text)
  const b = useBilingual()
  const [doing, setDoing] = useState<Verb | null>(null)
  const { answered, done, check } = action
  const state = check ? t(`r_${check.result}`) : action.state === 'checked' ? '' : t(`a_${action.state}`)
  const strong = action.overdue || action.checkDue || check?.result === 'does_not'
  return (
    <li>
      <span className={strong ? 'st' : undefined}>{action.words}</span>
      <span className={strong ? 'r st' : 'r i2'}>
        {[state, ...(action.overdue ? [t('late')] : []), ...(action.checkDue ? [t('checkDue')] : [])].join(
          t('separator'),
        )}
      </span>
      <small className="i3">
        {[
          t(`change_${action.change}`),
          b(action.owner),
          t('dueOn', { day: action.dueOn }),
          ...(done && !check ? [t('checkOn', { day: done.checkOn })] : []),
        ].join(t('separator'))}
      </small>
      {answered && answered.words !== '' && <small className="i2">{t('saidAnswer', { words: answered.words })}</small>}
      {done && <small className="i2">{t('saidDone', { words: done.words })}</small>}
      {check && (
        <small className="i2">
          {t('saidCheck', { words: check.words })}
          {t('separator')}
          {[b(check.actor.agency), ...(check.seenIn ? [t(`seen_${check.seenIn}`)] : [])].join(t('separator'))}
        </small>
      )}
      {doing === null ? (
        <Verbs action={action} onDo={setDoing} />
      ) : (
        <VerbForm action={action} verb={doing} onDone={() => setDoing(null)} />
      )}
    </li>
  )
}

const Verbs = ({ action, onDo }: { action: Corrective; onDo: (verb: Verb) => void }) => {
  const t = useText(text)
  const accept = useAct((words: string, idempotencyKey) =>
    post(`/reviews/actions/${action.id}/answer`, { accept: true, words }, { idempotencyKey }),
  )
  const run = async () => {
    await accept.run('')
    await renewReviews()
  }
  const { can, state } = action
  if (state === 'checked' || state === 'declined') return null
  return (
    <span className="verbs tg-review-verbs">
      {state === 'open' && can.answer === true && (
        <Action small onClick={() => onDo('decline')}>
          {t('decline')}
        </Action>
      )}
      {can.waive === true && (
        <Action small onClick={() => onDo('waive')}>
          {t('waive')}
        </Action>
      )}
      {state === 'open' && (
        <Action small allowed={can.answer} reasonAt="after" busy={accept.busy} onClick={() => void run()}>
          {t('accept')}
        </Action>
      )}
      {state === 'accepted' && (
        <Action small allowed={can.done} reasonAt="after" onClick={() => onDo('done')}>
          {t('markDone')}
        </Action>
      )}
      {state === 'done' && (
        <Action small allowed={can.check} reasonAt="after" onClick={() => onDo('check')}>
          {t('check')}
        </Action>
      )}
    </span>
  )
}

const LABELS = {
  decline: ['declineLabel', 'decline'],
  done: ['doneLabel', 'markDone'],
  check: ['checkLabel', 'send'],
  waive: ['waiveLabel', 'waive'],
} as const

const VerbForm = ({ action, verb, onDone }: { action: Corrective; verb: Verb; onDone: () => void }) => {
  const t = useText(text)
  const locale = useLocale()
  const day = useDay()
  const seen = useSeenIn()
  const [checkOn, setCheckOn] = useState(() => day(CHECK_AFTER_DAYS))
  const [result, setResult] = useState<'works' | 'does_not' | null>(null)
  const [seenIn, setSeenIn] = useState<SeenIn>('drill')
  const [tried, setTried] = useState(false)
  const act = useAct(({ to, body }: { to: string; body: object }, idempotencyKey) =>
    post(`/reviews/actions/${action.id}/${to}`, body, { idempotencyKey }),
  )
  const faults = act.problem ? faultsByField(act.problem, ['checkOn', 'result'], locale) : {}
  const submit = async (words: string) => {
    setTried(true)
    if (verb === 'check' && result === null) return
    const body = {
      decline: { accept: false, words },
      done: { words, checkOn },
      check: { result, seenIn, words },
      waive: { words },
    }[verb]
    if (await act.run({ to: verb === 'decline' ? 'answer' : verb, body })) onDone()
    await renewReviews()
  }
  const [label, send] = LABELS[verb]
  return (
    <ActForm
      name="words"
      label={t(label)}
      missing={t('missing')}
      maxLength={2000}
      submit={t(send)}
      act={act}
      others={['checkOn', 'result']}
      onSubmit={(words) => void submit(words)}
      onCancel={onDone}
    >
      {verb === 'done' && (
        <Field label={t('doneCheckOn')} hint={t('doneCheckHint')} required error={faults['checkOn']}>
          <Input type="date" value={checkOn} onChange={(event) => setCheckOn(event.target.value)} />
        </Field>
      )}
      {verb === 'check' && (
        <div className="tg-pair">
          <Field label={t('checkResult')} required error={tried && result === null ? t('missing') : faults['result']}>
            <Select
              placeholder={t('choose')}
              options={(['works', 'does_not'] as const).map((value) => ({ value, label: t(`r_${value}`) }))}
              value={result}
              onChange={setResult}
            />
          </Field>
          <Field label={t('checkSeen')} required>
            <Select options={seen} value={seenIn} onChange={setSeenIn} />
          </Field>
        </div>
      )}
    </ActForm>
  )
}
