import { Input, Select } from 'antd'
import { type FormEvent, useState } from 'react'
import type { NewProposal, Notice, Proposal } from '../../../../src/actions/scan/model.ts'
import {
  Action,
  EmptyState,
  Field,
  FormFault,
  faultsByField,
  problemWords,
  Section,
  useBilingual,
  useLocale,
  useText,
} from '../../../kit/public.ts'
import { post } from '../../api/public.ts'
import { ActForm } from '../warnings/act-form.tsx'
import { useAct } from '../warnings/use-act.ts'
import { text } from './text.ts'
import { renewScan, useMemberAgencies, useProposalKinds } from './use-scan.ts'

/** Which changes a notice asks for, of whom, and what became of them. */
export const Proposals = ({ notice }: { notice: Notice }) => {
  const t = useText(text)
  const [proposing, setProposing] = useState(false)
  const { open, of } = notice.proposals
  return (
    <Section
      title={t('changes')}
      finding={of > 0 ? t('changesFinding', { open, of }) : undefined}
      end={
        notice.can.propose === true && (
          <button type="button" className="tg-link" aria-expanded={proposing} onClick={() => setProposing(!proposing)}>
            {t('propose')}
          </button>
        )
      }
    >
      {proposing && <ProposalForm notice={notice} onDone={() => setProposing(false)} />}
      {notice.changes.length === 0 ? (
        <EmptyState>{t('changesNone')}</EmptyState>
      ) : (
        <ul className="tg-list tg-scan-changes" aria-label={t('changes')}>
          {notice.changes.map((change) => (
            <ChangeLine key={change.id} change={change} />
          ))}
        </ul>
      )}
    </Section>
  )
}

type Answer = { state: 'accepted' | 'declined' | 'done'; answer: string }

const ChangeLine = ({ change }: { change: Proposal }) => {
  const t = useText(text)
  const b = useBilingual()
  const [writing, setWriting] = useState<'declined' | 'done' | null>(null)
  const answer = useAct((body: Answer, idempotencyKey) =>
    post(`/scan/proposals/${change.id}/answer`, body, { idempotencyKey }),
  )
  const send = async (body: Answer) => {
    if (await answer.run(body)) setWriting(null)
    await renewScan()
  }
  const { accept, decline, done } = change.can
  return (
    <li>
      <span className={change.overdue ? 'st' : undefined}>{change.words}</span>
      <span className={change.overdue ? 'r st' : 'r i2'}>{t(change.state)}</span>
      <small className="i3">
        {[t(`change_${change.kind}`), b(change.agency), t('dueOn', { day: change.dueOn })].join(t('separator'))}
        {change.answer && t('separator') + change.answer}
      </small>
      {(accept === true || decline === true || done === true) && writing === null && (
        <span className="verbs">
          {accept === true && (
            <Action small busy={answer.busy} onClick={() => void send({ state: 'accepted', answer: '' })}>
              {t('accept')}
            </Action>
          )}
          {decline === true && (
            <Action small onClick={() => setWriting('declined')}>
              {t('decline')}
            </Action>
          )}
          {done === true && (
            <Action small onClick={() => setWriting('done')}>
              {t('markDone')}
            </Action>
          )}
        </span>
      )}
      {writing !== null && (
        <ActForm
          name="answer"
          label={t(writing === 'declined' ? 'declineLabel' : 'doneLabel')}
          missing={t('answerMissing')}
          maxLength={1000}
          submit={t('send')}
          act={answer}
          onSubmit={(words) => void send({ state: writing, answer: words })}
          onCancel={() => setWriting(null)}
        />
      )}
    </li>
  )
}

const ProposalForm = ({ notice, onDone }: { notice: Notice; onDone: () => void }) => {
  const t = useText(text)
  const locale = useLocale()
  const kinds = useProposalKinds()
  const agencies = useMemberAgencies()
  const [values, setValues] = useState<NewProposal>({
    kind: 'rule',
    words: '',
    agency: notice.owner.id,
    dueOn: notice.reviewOn,
  })
  const [tried, setTried] = useState(false)
  const propose = useAct((body: NewProposal, idempotencyKey) =>
    post(`/scan/${notice.id}/proposals`, body, { idempotencyKey }),
  )
  const faults = propose.problem ? faultsByField(propose.problem, ['words', 'agency', 'dueOn', 'kind'], locale) : {}
  const said = propose.problem && problemWords(propose.problem, locale)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (values.words.trim() === '') return
    if (await propose.run(values)) {
      await renewScan()
      onDone()
    }
  }
  return (
    <form className="tg-scan-form" noValidate onSubmit={(event) => void submit(event)}>
      {said && Object.keys(faults).length === 0 && <FormFault what={said.what} remedy={said.remedy} />}
      <Field
        label={t('proposeWords')}
        required
        error={tried && values.words.trim() === '' ? t('missing') : faults['words']}
      >
        <Input.TextArea
          autoFocus
          autoSize={{ minRows: 2, maxRows: 6 }}
          maxLength={1000}
          value={values.words}
          onChange={(event) => setValues({ ...values, words: event.target.value })}
        />
      </Field>
      <div className="tg-pair">
        <Field label={t('proposeKind')} required>
          <Select options={kinds} value={values.kind} onChange={(kind) => setValues({ ...values, kind })} />
        </Field>
        <Field label={t('proposeAgency')} required error={faults['agency']}>
          <Select options={agencies} value={values.agency} onChange={(agency) => setValues({ ...values, agency })} />
        </Field>
        <Field label={t('proposeDue')} required error={faults['dueOn']}>
          <Input
            type="date"
            value={values.dueOn}
            onChange={(event) => setValues({ ...values, dueOn: event.target.value })}
          />
        </Field>
      </div>
      <div className="ends">
        <Action submit primary busy={propose.busy}>
          {t('send')}
        </Action>
        <Action onClick={onDone}>{t('cancel')}</Action>
      </div>
    </form>
  )
}
