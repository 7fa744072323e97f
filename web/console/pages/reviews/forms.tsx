import { Input, Select } from 'antd'
import { type FormEvent, type ReactNode, useState } from 'react'
import type { FindingView, NewAction, NewFinding, Review } from '../../../../src/actions/review/model.ts'
import {
  Action,
  Field,
  FormFault,
  faultsByField,
  type Problem,
  problemWords,
  useBilingual,
  useLocale,
  useText,
} from '../../../kit/public.ts'
import { post } from '../../api/public.ts'
import { useAct } from '../warnings/use-act.ts'
import { text } from './text.ts'
import { renewReviews, useChangeKinds, useDay, useFindingKinds } from './use-reviews.ts'

type FrameProps = {
  busy: boolean
  /** Said above the fields: what belongs to none of them. */
  problem: Problem | null
  onSubmit: () => void
  onCancel: () => void
  children: ReactNode
}

const Frame = ({ busy, problem, onSubmit, onCancel, children }: FrameProps) => {
  const t = useText(text)
  const locale = useLocale()
  const said = problem && problemWords(problem, locale)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit()
  }
  return (
    <form className="tg-review-form" noValidate onSubmit={submit}>
      {said && <FormFault what={said.what} remedy={said.remedy} />}
      {children}
      <div className="ends">
        <Action submit primary busy={busy}>
          {t('send')}
        </Action>
        <Action onClick={onCancel}>{t('cancel')}</Action>
      </div>
    </form>
  )
}

export const FindingForm = ({ review, onDone }: { review: Review; onDone: () => void }) => {
  const t = useText(text)
  const locale = useLocale()
  const kinds = useFindingKinds()
  const [values, setValues] = useState<Omit<NewFinding, 'kind'> & { kind: NewFinding['kind'] | null }>({
    kind: null,
    what: '',
    why: '',
  })
  const [tried, setTried] = useState(false)
  const put = useAct((body: NewFinding, idempotencyKey) =>
    post(`/reviews/${review.id}/findings`, body, { idempotencyKey }),
  )
  const server = put.problem ? faultsByField(put.problem, ['kind', 'what', 'why'], locale) : {}
  const fault = (name: 'kind' | 'what' | 'why') => (tried && !(values[name] ?? '').trim() ? t('missing') : server[name])
  const submit = async () => {
    setTried(true)
    const { kind, what, why } = values
    if (kind === null || what.trim() === '' || why.trim() === '') return
    if (!(await put.run({ kind, what, why }))) return
    await renewReviews()
    onDone()
  }
  return (
    <Frame
      busy={put.busy}
      problem={Object.keys(server).length === 0 ? put.problem : null}
      onSubmit={() => void submit()}
      onCancel={onDone}
    >
      <Field label={t('kind')} required error={fault('kind')}>
        <Select
          placeholder={t('choose')}
          options={kinds}
          value={values.kind}
          onChange={(kind) => setValues({ ...values, kind })}
        />
      </Field>
      <Field label={t('putWhat')} required error={fault('what')}>
        <Input.TextArea
          autoFocus
          autoSize={{ minRows: 2, maxRows: 8 }}
          maxLength={2000}
          value={values.what}
          onChange={(event) => setValues({ ...values, what: event.target.value })}
        />
      </Field>
      <Field label={t('putWhy')} hint={t('putWhyHint')} required error={fault('why')}>
        <Input.TextArea
          autoSize={{ minRows: 2, maxRows: 8 }}
          maxLength={2000}
          value={values.why}
          onChange={(event) => setValues({ ...values, why: event.target.value })}
        />
      </Field>
    </Frame>
  )
}

/** Two weeks unless told. Judgement, not validated. */
const DUE_AFTER_DAYS = 14

type ActionFormProps = { finding: FindingView; members: Review['members']; onDone: () => void }

export const ActionForm = ({ finding, members, onDone }: ActionFormProps) => {
  const t = useText(text)
  const b = useBilingual()
  const locale = useLocale()
  const day = useDay()
  const changes = useChangeKinds()
  const [values, setValues] = useState<Omit<NewAction, 'owner'> & { owner: string | null }>(() => ({
    change: 'plan',
    words: '',
    owner: null,
    dueOn: day(DUE_AFTER_DAYS),
  }))
  const [tried, setTried] = useState(false)
  const propose = useAct((body: NewAction, idempotencyKey) =>
    post(`/reviews/findings/${finding.id}/actions`, body, { idempotencyKey }),
  )
  const server = propose.problem ? faultsByField(propose.problem, ['words', 'owner', 'dueOn'], locale) : {}
  const fault = (name: 'words' | 'owner' | 'dueOn') =>
    tried && !(values[name] ?? '').trim() ? t('missing') : server[name]
  const submit = async () => {
    setTried(true)
    const { owner, words, dueOn } = values
    if (owner === null || words.trim() === '' || dueOn === '') return
    if (!(await propose.run({ ...values, owner }))) return
    await renewReviews()
    onDone()
  }
  return (
    <Frame
      busy={propose.busy}
      problem={Object.keys(server).length === 0 ? propose.problem : null}
      onSubmit={() => void submit()}
      onCancel={onDone}
    >
      <Field label={t('proposeWords')} required error={fault('words')}>
        <Input.TextArea
          autoFocus
          autoSize={{ minRows: 2, maxRows: 6 }}
          maxLength={2000}
          value={values.words}
          onChange={(event) => setValues({ ...values, words: event.target.value })}
        />
      </Field>
      <div className="tg-pair">
        <Field label={t('change')} required>
          <Select options={changes} value={values.change} onChange={(change) => setValues({ ...values, change })} />
        </Field>
        <Field label={t('proposeOwner')} required error={fault('owner')}>
          <Select
            placeholder={t('choose')}
            options={members.map((one) => ({ value: one.id, label: b(one) }))}
            value={values.owner}
            onChange={(owner) => setValues({ ...values, owner })}
          />
        </Field>
        <Field label={t('proposeDue')} required error={fault('dueOn')}>
          <Input
            type="date"
            value={values.dueOn}
            onChange={(event) => setValues({ ...values, dueOn: event.target.value })}
          />
        </Field>
      </div>
    </Frame>
  )
}
