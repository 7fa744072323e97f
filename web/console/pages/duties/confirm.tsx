import { Checkbox, Input, InputNumber, Select } from 'antd'
import { type FormEvent, useState } from 'react'
import type { Confirm, Entry, ReviewView } from '../../../../src/actions/law/model.ts'
import {
  Action,
  Field,
  FormFault,
  faultsByField,
  problemWords,
  useBilingual,
  useLocale,
  useText,
} from '../../../kit/public.ts'
import { post, useReference } from '../../api/public.ts'
import { Radios } from '../warnings/radios.tsx'
import { useAct } from '../warnings/use-act.ts'
import { text } from './entry-text.ts'
import { renewDuties, useLaws } from './use-duties.ts'

type Outcome = Confirm['outcome']
const NAMES = ['note', 'effectiveOn', 'lead', 'support', 'inform', 'basis', 'instrument', 'article', 'due'] as const
const UNITS = ['minute', 'hour', 'day', 'workingDay'] as const
const KINDS = ['statutory_numeric', 'statutory_immediate', 'statutory_prompt', 'local_default'] as const
type Kind = (typeof KINDS)[number]
type Unit = (typeof UNITS)[number]

const ids = (list: readonly { id: string }[]): string[] => list.map((one) => one.id)
export const articlesOf = (words: string): string[] =>
  words
    .split(/[,，、;；]/)
    .map((one) => one.trim())
    .filter((one) => one !== '')

/** The row as it will stand: kept, changed or ended, with the reason. The old version stays. */
export const ConfirmForm = ({ review, entry, onEnd }: { review: ReviewView; entry: Entry; onEnd: () => void }) => {
  const t = useText(text)
  const locale = useLocale()
  const { duty, deadline } = entry
  const [outcome, setOutcome] = useState<Outcome>('kept')
  const [note, setNote] = useState('')
  const [effectiveOn, setEffectiveOn] = useState(entry.today)
  const [tried, setTried] = useState(false)
  const basis = duty?.basis ?? (deadline?.basis ? [deadline.basis] : [])
  const mine = basis.find((one) => one.instrument === review.instrument.id)
  const [law, setLaw] = useState(review.replacedBy?.id ?? review.instrument.id)
  const [articles, setArticles] = useState(mine?.articles.join(', ') ?? '')
  const [read, setRead] = useState(false)
  const [roles, setRoles] = useState({
    lead: ids(duty?.lead ?? []),
    support: ids(duty?.support ?? []),
    inform: ids(duty?.inform ?? []),
  })
  const [kind, setKind] = useState<Kind>((deadline?.kind as Kind | undefined) ?? 'local_default')
  const [amount, setAmount] = useState(deadline?.due?.amount ?? 1)
  const [unit, setUnit] = useState<Unit>((deadline?.due?.unit as Unit | undefined) ?? 'hour')
  const act = useAct<Confirm, undefined>((body, idempotencyKey) =>
    post(`/law/reviews/${review.id}/confirm`, body, { idempotencyKey }),
  )
  const faults = act.problem ? faultsByField(act.problem, NAMES, locale) : {}
  const whole = act.problem && Object.keys(faults).every((key) => key === '')
  const changed = (): Partial<Confirm> => {
    if (duty)
      return {
        duty: {
          ...roles,
          basis: duty.basis.map((one) =>
            one.instrument === review.instrument.id
              ? { instrument: law, articles: articlesOf(articles), read }
              : { instrument: one.instrument, articles: one.articles, read: one.verification === 'full_text_read' },
          ),
        },
      }
    return {
      deadline: {
        instrument: kind === 'local_default' && articles.trim() === '' ? null : law,
        article: articles.trim() || null,
        read,
        kind,
        due: { amount, unit },
      },
    }
  }
  const send = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (note.trim() === '') return
    const done = await act.run({
      outcome,
      note: note.trim(),
      ...(outcome === 'kept' ? {} : { effectiveOn }),
      ...(outcome === 'changed' ? changed() : {}),
    })
    if (!done) return
    onEnd()
    await renewDuties()
  }
  return (
    <form className="tg-duty-form inner" noValidate onSubmit={(event) => void send(event)}>
      {whole && <FormFault {...problemWords(act.problem, locale)} />}
      <Radios<Outcome>
        legend={t('outcome')}
        value={outcome}
        onChange={setOutcome}
        choices={(['kept', 'changed', 'ended'] as const).map((value) => ({ value, label: t(value) }))}
      />
      {outcome === 'changed' && (
        <>
          <LawField value={law} onChange={setLaw} error={faults['basis'] ?? faults['instrument']} />
          <Field label={t('basisArticles')} hint={t('basisArticlesHint')} error={faults['article']}>
            <Input maxLength={300} value={articles} onChange={(event) => setArticles(event.target.value)} />
          </Field>
          <Checkbox checked={read} onChange={(event) => setRead(event.target.checked)}>
            {t('basisRead')}
          </Checkbox>
          {duty &&
            (['lead', 'support', 'inform'] as const).map((role) => (
              <AgenciesField
                key={role}
                label={t(role)}
                value={roles[role]}
                error={faults[role]}
                onChange={(value) => setRoles({ ...roles, [role]: value })}
              />
            ))}
          {deadline && (
            <DueFields kind={kind} amount={amount} unit={unit} onKind={setKind} onAmount={setAmount} onUnit={setUnit} />
          )}
        </>
      )}
      {outcome !== 'kept' && (
        <Field label={t('effectiveOn')} error={faults['effectiveOn']}>
          <Input type="date" value={effectiveOn} onChange={(event) => setEffectiveOn(event.target.value)} />
        </Field>
      )}
      <Field label={t('confirmNote')} required error={tried && note.trim() === '' ? t('missing') : faults['note']}>
        <Input.TextArea
          autoSize={{ minRows: 2, maxRows: 6 }}
          maxLength={1000}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </Field>
      <div className="ends">
        <Action submit primary allowed={review.can.confirm} busy={act.busy} reasonAt="below">
          {t('confirmSubmit')}
        </Action>
        <Action onClick={onEnd}>{t('cancel')}</Action>
      </div>
    </form>
  )
}

type LawProps = {
  value: string
  onChange: (value: string) => void
  error?: string | undefined
  /** It may stay empty: then the duty rests on a plan or an agreement only. */
  optional?: boolean
}

export const LawField = ({ value, onChange, error, optional = false }: LawProps) => {
  const t = useText(text)
  const b = useBilingual()
  const laws = useLaws({}).data?.rows
  return (
    <Field label={t('basisInstrument')} error={error}>
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        value={laws && value !== '' ? value : null}
        allowClear={optional}
        onChange={(next: string | null | undefined) => onChange(next ?? '')}
        options={(laws ?? []).map((one) => ({ value: one.id, label: b(one) }))}
      />
    </Field>
  )
}

type AgenciesProps = {
  label: string
  value: string[]
  onChange: (value: string[]) => void
  error?: string | undefined
  required?: boolean
}

export const AgenciesField = ({ label, value, onChange, error, required }: AgenciesProps) => {
  const b = useBilingual()
  const agencies = useReference().data?.agencies
  return (
    <Field label={label} error={error} required={required ?? false}>
      <Select
        mode="multiple"
        showSearch={{ optionFilterProp: 'label' }}
        value={agencies ? value : []}
        onChange={onChange}
        options={(agencies ?? []).map((one) => ({ value: one.id, label: b(one) }))}
      />
    </Field>
  )
}

type DueProps = {
  kind: Kind
  amount: number
  unit: Unit
  onKind: (kind: Kind) => void
  onAmount: (amount: number) => void
  onUnit: (unit: Unit) => void
}

const DueFields = ({ kind, amount, unit, onKind, onAmount, onUnit }: DueProps) => {
  const t = useText(text)
  const b = useBilingual()
  const { data } = useReference()
  const words = (list: readonly { id: string; zh: string; en: string }[] | undefined, id: string) => {
    const found = list?.find((one) => one.id === id)
    return found ? b(found) : ''
  }
  return (
    <>
      <Field label={t('kind')}>
        <Select
          value={kind}
          onChange={onKind}
          options={KINDS.map((value) => ({ value, label: words(data?.deadlineKinds, value) }))}
        />
      </Field>
      <div className="pair">
        <Field label={t('amount')}>
          <InputNumber min={1} max={999} precision={0} value={amount} onChange={(value) => onAmount(value ?? 1)} />
        </Field>
        <Field label={t('unit')}>
          <Select
            value={unit}
            onChange={onUnit}
            options={UNITS.map((value) => ({ value, label: words(data?.units, value) }))}
          />
        </Field>
      </div>
    </>
  )
}
