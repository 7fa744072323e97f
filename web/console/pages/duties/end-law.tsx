import { Input, Select } from 'antd'
import { type FormEvent, useState } from 'react'
import type { Changed, EndInstrument } from '../../../../src/actions/law/model.ts'
import type { Bilingual } from '../../../../src/base/public.ts'
import type { InstrumentView } from '../../../../src/environment/duties/browse-model.ts'
import {
  Action,
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
import { useAct } from '../warnings/use-act.ts'
import { text } from './entry-text.ts'
import { renewDuties, useLaws } from './use-duties.ts'

const NEW = '+'
const NAMES = [
  'validTo',
  'replacedBy',
  'note',
  'newInstrument.id',
  'newInstrument.zh',
  'newInstrument.en',
  'newInstrument.firstInForce',
] as const

/** An officer records that a law ends or is replaced; every row that rests on it is then to be confirmed. */
export const EndLaw = ({ law, allowed }: { law: InstrumentView; allowed: true | Bilingual }) => {
  const t = useText(text)
  const b = useBilingual()
  const locale = useLocale()
  const laws = useLaws({}).data?.rows ?? []
  const [open, setOpen] = useState(false)
  const [validTo, setValidTo] = useState('')
  const [replacedBy, setReplacedBy] = useState('')
  const [made, setMade] = useState({ id: '', zh: '', en: '', firstInForce: '' })
  const [note, setNote] = useState('')
  const [tried, setTried] = useState(false)
  const act = useAct<EndInstrument, Changed>((body, idempotencyKey) =>
    post(`/law/instruments/${encodeURIComponent(law.id)}/end`, body, { idempotencyKey }),
  )
  const faults = act.problem ? faultsByField(act.problem, NAMES, locale) : {}
  const whole = act.problem && Object.keys(faults).every((key) => key === '')
  const error = (name: (typeof NAMES)[number], value: string) =>
    (tried && value.trim() === '' ? t('missing') : null) ?? faults[name]
  const isNew = replacedBy === NEW
  const send = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    const blank = [validTo, note, ...(isNew ? Object.values(made) : [])].some((value) => value.trim() === '')
    if (blank) return
    const done = await act.run({
      validTo,
      replacedBy: isNew || replacedBy === '' ? null : replacedBy,
      newInstrument: isNew ? made : null,
      note: note.trim(),
    })
    if (done) await renewDuties()
  }
  if (!open)
    return (
      <Section title={t('endTitle')}>
        <div className="tg-duty-form">
          <Action allowed={allowed} reasonAt="below" onClick={() => setOpen(true)}>
            {t('open')}
          </Action>
        </div>
      </Section>
    )
  return (
    <Section title={t('endTitle')}>
      <form className="tg-duty-form" noValidate onSubmit={(event) => void send(event)}>
        <p className="i2">{t('endHint', { duties: law.duties, deadlines: law.deadlines })}</p>
        {whole && <FormFault {...problemWords(act.problem, locale)} />}
        <Field label={t('endOn')} required error={error('validTo', validTo)}>
          <Input type="date" value={validTo} onChange={(event) => setValidTo(event.target.value)} />
        </Field>
        <Field label={t('replacement')} error={faults['replacedBy']}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            value={replacedBy}
            onChange={setReplacedBy}
            options={[
              { value: '', label: t('replacementNone') },
              { value: NEW, label: t('replacementNew') },
              ...laws.filter((one) => one.id !== law.id).map((one) => ({ value: one.id, label: b(one) })),
            ]}
          />
        </Field>
        {isNew && (
          <>
            <Field label={t('newId')} hint={t('newIdHint')} required error={error('newInstrument.id', made.id)}>
              <Input
                maxLength={31}
                value={made.id}
                onChange={(event) => setMade({ ...made, id: event.target.value.toUpperCase() })}
              />
            </Field>
            <Field label={t('newZh')} required error={error('newInstrument.zh', made.zh)}>
              <Input
                maxLength={200}
                value={made.zh}
                onChange={(event) => setMade({ ...made, zh: event.target.value })}
              />
            </Field>
            <Field label={t('newEn')} required error={error('newInstrument.en', made.en)}>
              <Input
                maxLength={200}
                value={made.en}
                onChange={(event) => setMade({ ...made, en: event.target.value })}
              />
            </Field>
            <Field label={t('newFrom')} required error={error('newInstrument.firstInForce', made.firstInForce)}>
              <Input
                type="date"
                value={made.firstInForce}
                onChange={(event) => setMade({ ...made, firstInForce: event.target.value })}
              />
            </Field>
          </>
        )}
        <Field label={t('endNote')} hint={t('endNoteHint')} required error={error('note', note)}>
          <Input.TextArea
            autoSize={{ minRows: 2, maxRows: 6 }}
            maxLength={1000}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </Field>
        <div className="ends">
          <Action submit primary allowed={allowed} busy={act.busy} reasonAt="below">
            {t('endSubmit')}
          </Action>
          <Action onClick={() => setOpen(false)}>{t('cancel')}</Action>
        </div>
      </form>
    </Section>
  )
}
