import { Input, Select } from 'antd'
import { type FormEvent, useRef, useState } from 'react'
import type { NewNotice } from '../../../../src/actions/scan/model.ts'
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
import { useReference } from '../../api/public.ts'
import { text } from './text.ts'
import { useKinds, useMemberAgencies, useSources } from './use-scan.ts'

export type Words = Omit<NewNotice, 'kind' | 'places' | 'ownerAgency'> & {
  kind: NewNotice['kind'] | undefined
  ownerAgency: string | undefined
  places: NewNotice['places']
}

const NAMES = [
  'kind',
  'title',
  'summary',
  'soWhat',
  'url',
  'publishedOn',
  'validUntil',
  'reviewOn',
  'ownerAgency',
  'riskTypes',
  'places',
  'reason',
] as const
const REQUIRED = ['kind', 'title', 'summary', 'soWhat', 'publishedOn', 'reviewOn', 'ownerAgency'] as const
const PLACES = ['sea', 'air', 'land', 'rail'] as const

type Props = {
  start: Words
  /** A change gives its reason. */
  change?: boolean
  busy: boolean
  problem: Problem | null
  onSubmit: (words: NewNotice, reason: string) => void
  onCancel: () => void
}

/** The fields of a notice, for recording and for changing one. */
export const NoticeForm = ({ start, change = false, busy, problem, onSubmit, onCancel }: Props) => {
  const t = useText(text)
  const b = useBilingual()
  const locale = useLocale()
  const form = useRef<HTMLFormElement>(null)
  const kinds = useKinds()
  const agencies = useMemberAgencies()
  const sources = useSources()
  const { data: reference } = useReference()
  const [values, setValues] = useState(start)
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const edit = (some: Partial<Words>) => setValues({ ...values, ...some })

  const missing: Partial<Record<(typeof NAMES)[number], string>> = {}
  for (const name of REQUIRED) if (String(values[name] ?? '').trim() === '') missing[name] = t('missing')
  if (values.riskTypes.length === 0) missing.riskTypes = t('missingRisks')
  if (values.places.length === 0) missing.places = t('missingRisks')
  if (change && reason.trim() === '') missing.reason = t('missing')
  const server: Record<string, string> = problem ? faultsByField(problem, NAMES, locale) : {}
  const fault = (name: (typeof NAMES)[number]) => (tried ? missing[name] : undefined) ?? server[name]
  const count = NAMES.filter((name) => fault(name)).length
  const said = problem && problemWords(problem, locale)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    const { kind, ownerAgency } = values
    if (Object.keys(missing).length > 0 || !kind || !ownerAgency) {
      queueMicrotask(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
      return
    }
    onSubmit({ ...values, kind, ownerAgency }, reason.trim())
  }
  const risks = (reference?.domains ?? []).map((domain) => ({
    label: b(domain),
    options: domain.risks.map((risk) => ({
      value: risk.id,
      label: b(risk),
      words: `${risk.zh} ${risk.en}`.toLowerCase(),
    })),
  }))
  const day = (name: 'publishedOn' | 'reviewOn' | 'validUntil') => (
    <Input
      type="date"
      value={values[name] ?? ''}
      onChange={(event) => edit({ [name]: event.target.value || (name === 'validUntil' ? null : '') })}
    />
  )
  return (
    <form ref={form} className="tg-scan-form wide" noValidate onSubmit={submit}>
      <div className="tg-pair">
        <Field label={t('kind')} required error={fault('kind')}>
          <Select
            placeholder={t('choose')}
            options={kinds}
            value={values.kind ?? null}
            onChange={(kind) => edit({ kind })}
          />
        </Field>
        {!change && (
          <Field label={t('source')}>
            <Select
              options={[
                { value: '', label: t('noSource') },
                ...(sources.data?.rows ?? []).map(({ id, name }) => ({ value: id, label: name })),
              ]}
              value={values.sourceId ?? ''}
              onChange={(sourceId) => edit({ sourceId: sourceId === '' ? null : sourceId })}
            />
          </Field>
        )}
      </div>
      <Field label={t('noticeTitle')} required error={fault('title')}>
        <Input maxLength={200} value={values.title} onChange={(event) => edit({ title: event.target.value })} />
      </Field>
      <Field label={t('summary')} required error={fault('summary')}>
        <Input.TextArea
          autoSize={{ minRows: 3, maxRows: 10 }}
          maxLength={4000}
          value={values.summary}
          onChange={(event) => edit({ summary: event.target.value })}
        />
      </Field>
      <Field label={t('soWhat')} hint={t('soWhatHint')} required error={fault('soWhat')}>
        <Input.TextArea
          autoSize={{ minRows: 2, maxRows: 6 }}
          maxLength={2000}
          value={values.soWhat}
          onChange={(event) => edit({ soWhat: event.target.value })}
        />
      </Field>
      <Field label={t('url')} error={fault('url')}>
        <Input
          maxLength={500}
          placeholder="https://"
          value={values.url}
          onChange={(event) => edit({ url: event.target.value.trim() })}
        />
      </Field>
      <Field label={t('risks')} required error={fault('riskTypes')}>
        <Select
          mode="multiple"
          showSearch={{
            filterOption: (input, option) =>
              String((option as { words?: string } | undefined)?.words ?? '').includes(input.trim().toLowerCase()),
          }}
          placeholder={t('choose')}
          options={risks}
          value={reference ? values.riskTypes : []}
          onChange={(riskTypes: string[]) => edit({ riskTypes })}
        />
      </Field>
      <div className="tg-pair">
        <Field label={t('places')} required error={fault('places')}>
          <Select
            mode="multiple"
            placeholder={t('choose')}
            options={PLACES.map((value) => {
              const named = reference?.places.find((one) => one.id === value)
              return { value, label: named ? b(named) : '' }
            })}
            value={reference ? values.places : []}
            onChange={(places: NewNotice['places']) => edit({ places })}
          />
        </Field>
        <Field label={t('ownerAgency')} required error={fault('ownerAgency')}>
          <Select
            placeholder={t('choose')}
            options={agencies}
            value={(reference && values.ownerAgency) ?? null}
            onChange={(ownerAgency) => edit({ ownerAgency })}
          />
        </Field>
      </div>
      <div className="tg-pair">
        <Field label={t('publishedOn')} required error={fault('publishedOn')}>
          {day('publishedOn')}
        </Field>
        <Field label={t('reviewDate')} required error={fault('reviewOn')}>
          {day('reviewOn')}
        </Field>
        <Field label={t('validUntil')} hint={t('validUntilHint')} error={fault('validUntil')}>
          {day('validUntil')}
        </Field>
      </div>
      {change && (
        <Field label={t('reason')} required error={fault('reason')}>
          <Input maxLength={1000} value={reason} onChange={(event) => setReason(event.target.value)} />
        </Field>
      )}
      {count > 0 && <FormFault what={t('formFault', { count })} />}
      {count === 0 && said && <FormFault what={said.what} remedy={said.remedy} />}
      <div className="ends">
        <Action submit primary busy={busy}>
          {t(change ? 'saveChange' : 'save')}
        </Action>
        <Action onClick={onCancel}>{t('cancel')}</Action>
      </div>
    </form>
  )
}
