import { useState } from 'react'
import type { Decision, Stance } from '../../../../../src/actions/deliberate/model.ts'
import {
  ClockWords,
  FormFault,
  problemWords,
  useBilingual,
  useLocale,
  useNames,
  useText,
} from '../../../../kit/public.ts'
import { ActForm } from '../../warnings/act-form.tsx'
import { shortName } from '../../warnings/short-name.ts'
import { type Verb, Verbs } from '../../warnings/verbs.tsx'
import { DecideForm } from './decide-form.tsx'
import { useMinutes } from './minutes-choice.tsx'
import { text } from './text.ts'
import { useDeed } from './use-deliberation.ts'

type Form = 'object' | 'approved' | 'approved_with_conditions' | 'returned'

/** A decision that is asked for: what, by when, on what basis, who is against it, and what I can do. */
export const DecisionCard = ({ decision, touch = false }: { decision: Decision; touch?: boolean }) => {
  const t = useText(text)
  const b = useBilingual()
  const locale = useLocale()
  const limit = useMinutes()
  const deed = useDeed()
  const [form, setForm] = useState<Form | null>(null)
  const open = (next: Form) => {
    deed.forget()
    setForm(form === next ? null : next)
  }
  const speak = async (stance: Stance, reason: string | null = null) => {
    if (await deed.send(`/decisions/${decision.id}/positions`, { stance, reason })) setForm(null)
  }
  const { can } = decision
  const stance = (id: 'agree' | 'abstain'): Verb => ({
    id,
    label: t(id),
    allowed: can.position,
    primary: id === 'agree' && decision.mine === null && can.decide !== true,
    busy: deed.busy && form === null,
    onPress: () => void speak(id),
  })
  const verdict = (id: Exclude<Form, 'object'>, label: string, primary = false): Verb => ({
    id,
    label,
    allowed: can.decide,
    primary,
    open: form === id,
    onPress: () => open(id),
  })
  const positions: Verb[] = [
    stance('agree'),
    { id: 'object', label: t('object'), allowed: can.position, open: form === 'object', onPress: () => open('object') },
    stance('abstain'),
  ].filter((verb) => verb.id !== decision.mine)
  const said = form === null && deed.problem && problemWords(deed.problem, locale)
  return (
    <article className="tg-dl-decision" aria-label={decision.question}>
      <div className="head">
        <b>{decision.question}</b>
        <ClockWords startedAt={decision.at} dueAt={decision.dueAt} />
      </div>
      <p className="i2 sm">{decision.basis}</p>
      <p className="i3 sm">
        {b(decision.decider)}
        {t('comma')}
        {t('askedBy', { agency: shortName(b(decision.by.agency)) })}
      </p>
      {decision.options.length > 1 && (
        <ol className="options">
          {decision.options.map((option) => (
            <li key={option}>{option}</li>
          ))}
        </ol>
      )}
      <Positions decision={decision} />
      {decision.tasks.map((task) => {
        const words = { task: task.title, agency: shortName(b(task.agency)), limit: limit(task.minutes) }
        return (
          <p key={`${task.option} ${task.title} ${task.agency.id}`} className="i3 sm">
            {task.option === null || decision.options.length === 1
              ? t('becomes', words)
              : t('becomesIf', { ...words, no: task.option + 1 })}
          </p>
        )
      })}
      {can.decide === true && (
        <Verbs
          touch={touch}
          verbs={[
            verdict('approved', t('approve'), true),
            verdict('approved_with_conditions', t('approveConditions')),
            verdict('returned', t('returnIt')),
          ]}
        />
      )}
      {form !== null && form !== 'object' && (
        <DecideForm key={form} decision={decision} outcome={form} deed={deed} onEnd={() => setForm(null)} />
      )}
      {decision.mine !== null && <p className="i3 sm">{t('mine', { stance: t(decision.mine) })}</p>}
      <Verbs touch={touch && can.decide !== true} small={can.decide === true} verbs={positions} />
      {said && <FormFault what={said.what} remedy={said.remedy} />}
      {form === 'object' && (
        <ActForm
          name="reason"
          label={t('objectReason')}
          hint={t('objectHint')}
          missing={t('objectMissing')}
          submit={t('objectSubmit')}
          maxLength={2000}
          act={deed}
          onCancel={() => setForm(null)}
          onSubmit={(reason) => void speak('object', reason)}
        />
      )}
    </article>
  )
}

/** Objections stand with their reason; silence is named. */
export const Positions = ({ decision }: { decision: Decision }) => {
  const t = useText(text)
  const b = useBilingual()
  const { tally, positions } = decision
  const objections = positions.filter((one) => one.stance === 'object')
  return (
    <dl className="tg-dl-tally">
      <dt>{t('agree')}</dt>
      <dd>
        <Agencies all={tally.agree} />
      </dd>
      {objections.length > 0 && (
        <>
          <dt className="st">{t('object')}</dt>
          <dd>
            {objections.map((one) => (
              <p key={one.by.agency.id}>
                <b>{shortName(b(one.by.agency))}</b>
                {t('colon')}
                {one.reason}
                {one.changed && <small className="i3"> {t('changedMind')}</small>}
              </p>
            ))}
          </dd>
        </>
      )}
      {tally.abstain.length > 0 && (
        <>
          <dt>{t('abstain')}</dt>
          <dd>
            <Agencies all={tally.abstain} />
          </dd>
        </>
      )}
      {tally.silent.length > 0 && (
        <>
          <dt>{t('silent')}</dt>
          <dd>
            <Agencies all={tally.silent} />
          </dd>
        </>
      )}
    </dl>
  )
}

const Agencies = ({ all }: { all: Decision['tally']['agree'] }) => {
  const t = useText(text)
  const b = useBilingual()
  const joined = useNames(all.map((agency) => shortName(b(agency))))
  return all.length === 0 ? <span className="i3">{t('nobody')}</span> : joined
}
