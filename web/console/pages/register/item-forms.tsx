import { Checkbox, Input, Select } from 'antd'
import { type FormEvent, useState } from 'react'
import type { Item, Proposal } from '../../../../src/drivers/threats/model.ts'
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
import { post, useReference } from '../../api/public.ts'
import { AgenciesField, articlesOf, LawField } from '../duties/confirm.tsx'
import { useAct } from '../warnings/use-act.ts'
import { text } from './item-text.ts'
import { renewItems } from './use-register.ts'

type FormProps = { item: Item; onEnd: () => void }

const useFaults = (problem: Problem | null, names: readonly string[]) => {
  const locale = useLocale()
  const of = problem ? faultsByField(problem, names, locale) : {}
  const whole = problem && Object.keys(of).every((key) => key === '') ? problemWords(problem, locale) : null
  return { of, whole }
}

const useSend = <B,>(item: Item, verb: string) =>
  useAct<B, unknown>((body, idempotencyKey) => post(`/definitions/${item.id}/${verb}`, body, { idempotencyKey }))

const Ends = ({ submit, busy, onEnd }: { submit: string; busy: boolean; onEnd?: (() => void) | undefined }) => {
  const t = useText(text)
  return (
    <div className="ends">
      <Action submit primary busy={busy}>
        {submit}
      </Action>
      {onEnd && <Action onClick={onEnd}>{t('cancel')}</Action>}
    </div>
  )
}

export const DefineForm = ({ item, onEnd }: FormProps) => {
  const t = useText(text)
  const [words, setWords] = useState({
    definition: item.definition ?? '',
    measures: item.measures ?? '',
    legalGap: item.legalGap ?? '',
  })
  const [reviewOn, setReviewOn] = useState(item.reviewOn ?? '')
  const act = useSend<object>(item, 'define')
  const faults = useFaults(act.problem, ['definition', 'measures', 'legalGap', 'reviewOn'])
  const send = async (event: FormEvent) => {
    event.preventDefault()
    const done = await act.run({ ...words, reviewOn: reviewOn || null })
    if (!done) return
    onEnd()
    await renewItems()
  }
  return (
    <form className="tg-duty-form" noValidate onSubmit={(event) => void send(event)}>
      {faults.whole && <FormFault {...faults.whole} />}
      {(['definition', 'measures', 'legalGap'] as const).map((name) => (
        <Field key={name} label={t(name)} required={name === 'definition'} error={faults.of[name]}>
          <Input.TextArea
            autoSize={{ minRows: 2, maxRows: 10 }}
            maxLength={4000}
            value={words[name]}
            onChange={(event) => setWords({ ...words, [name]: event.target.value })}
          />
        </Field>
      ))}
      <Field label={t('reviewOn')} error={faults.of['reviewOn']}>
        <Input type="date" value={reviewOn} onChange={(event) => setReviewOn(event.target.value)} />
      </Field>
      <Ends submit={t('save')} busy={act.busy} onEnd={onEnd} />
    </form>
  )
}

export const InterimForm = ({ item, onEnd }: FormProps) => {
  const t = useText(text)
  const b = useBilingual()
  const agencies = (useReference().data?.agencies ?? []).filter((one) => one.member)
  const [agency, setAgency] = useState<string | null>(null)
  const [tried, setTried] = useState(false)
  const act = useSend<{ agency: string }>(item, 'interim')
  const faults = useFaults(act.problem, ['agency'])
  const send = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (agency === null || !(await act.run({ agency }))) return
    onEnd()
    await renewItems()
  }
  return (
    <form className="tg-duty-form" noValidate onSubmit={(event) => void send(event)}>
      {faults.whole && <FormFault {...faults.whole} />}
      <Field label={t('interimWho')} required error={tried && agency === null ? t('missing') : faults.of['agency']}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          value={agency}
          onChange={setAgency}
          options={agencies.map((one) => ({ value: one.id, label: b(one) }))}
        />
      </Field>
      <Ends submit={t('setInterim')} busy={act.busy} onEnd={onEnd} />
    </form>
  )
}

type WordsProps = {
  item: Item
  verb: 'note' | 'reject' | 'return' | 'release'
  name: 'text' | 'reason'
  label: string
  hint?: string
  submit: string
  onEnd?: () => void
}

export const WordsForm = ({ item, verb, name, label, hint, submit, onEnd }: WordsProps) => {
  const t = useText(text)
  const [words, setWords] = useState('')
  const [tried, setTried] = useState(false)
  const act = useSend<object>(item, verb)
  const faults = useFaults(act.problem, [name])
  const send = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (words.trim() === '' || !(await act.run({ [name]: words.trim() }))) return
    setWords('')
    setTried(false)
    onEnd?.()
    await renewItems()
  }
  return (
    <form className="tg-duty-form" noValidate onSubmit={(event) => void send(event)}>
      {faults.whole && <FormFault {...faults.whole} />}
      <Field
        label={label}
        {...(hint === undefined ? {} : { hint })}
        error={tried && words.trim() === '' ? t('missing') : faults.of[name]}
      >
        <Input.TextArea
          autoSize={{ minRows: 2, maxRows: 8 }}
          maxLength={name === 'text' ? 4000 : 1000}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
      </Field>
      <Ends submit={submit} busy={act.busy} onEnd={onEnd} />
    </form>
  )
}

const PHASES = ['detect', 'control', 'handover', 'recover'] as const

export const ProposeForm = ({ item, onEnd }: FormProps) => {
  const t = useText(text)
  const b = useBilingual()
  const { data } = useReference()
  const [roles, setRoles] = useState({
    lead: item.interimLead ? [item.interimLead.id] : [],
    support: [] as string[],
    inform: [] as string[],
  })
  const [phase, setPhase] = useState<Proposal['phase']>('control')
  const [law, setLaw] = useState('')
  const [articles, setArticles] = useState('')
  const [read, setRead] = useState(false)
  const [note, setNote] = useState('')
  const [tried, setTried] = useState(false)
  const act = useSend<Proposal>(item, 'propose')
  const faults = useFaults(act.problem, ['lead', 'support', 'inform', 'basis', 'note'])
  const send = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (note.trim() === '' || roles.lead.length === 0) return
    const basis = law === '' ? [] : [{ instrument: law, articles: articlesOf(articles), read }]
    if (!(await act.run({ ...roles, phase, basis, note: note.trim() }))) return
    onEnd()
    await renewItems()
  }
  return (
    <form className="tg-duty-form" noValidate onSubmit={(event) => void send(event)}>
      {faults.whole && <FormFault {...faults.whole} />}
      {(['lead', 'support', 'inform'] as const).map((role) => (
        <AgenciesField
          key={role}
          label={t(role)}
          value={roles[role]}
          required={role === 'lead'}
          error={(tried && role === 'lead' && roles.lead.length === 0 ? t('missing') : undefined) ?? faults.of[role]}
          onChange={(value) => setRoles({ ...roles, [role]: value })}
        />
      ))}
      <Field label={t('phase')}>
        <Select
          value={phase}
          onChange={setPhase}
          options={PHASES.map((value) => {
            const found = data?.phases.find((one) => one.id === value)
            return { value, label: found ? b(found) : '' }
          })}
        />
      </Field>
      <LawField value={law} onChange={setLaw} error={faults.of['basis']} optional />
      {law !== '' && (
        <>
          <Field label={t('articles')} hint={t('articlesHint')}>
            <Input maxLength={300} value={articles} onChange={(event) => setArticles(event.target.value)} />
          </Field>
          <Checkbox checked={read} onChange={(event) => setRead(event.target.checked)}>
            {t('read')}
          </Checkbox>
        </>
      )}
      <Field label={t('proposalNote')} required error={tried && note.trim() === '' ? t('missing') : faults.of['note']}>
        <Input.TextArea
          autoSize={{ minRows: 2, maxRows: 6 }}
          maxLength={1000}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </Field>
      <Ends submit={t('propose')} busy={act.busy} onEnd={onEnd} />
    </form>
  )
}
