import { Input, InputNumber, Select } from 'antd'
import { type FormEvent, useMemo, useState } from 'react'
import type { Table } from '../../../../src/actions/rules/model.ts'
import type { Rule } from '../../../../src/methods/risk/public.ts'
import { Field, FormFault, problemWords, useBilingual, useLocale, useText } from '../../../kit/public.ts'
import { useReference } from '../../api/public.ts'
import { Verbs } from '../warnings/verbs.tsx'
import { ConditionRow } from './condition-row.tsx'
import { addRule, type Content, freeId, type Loose, loosen, replaceRule, tighten } from './draft.ts'
import { JUDGEMENT, text } from './text.ts'
import type { Save } from './use-save.ts'

type Props = { table: Table; rule: Rule | undefined; saving: Save; onDone: () => void }

let keys = 0
const newKey = (): string => `c${keys++}`

/** One rule in both languages: points, risk, conditions with pickers by type, source. Whether it may stand, the server says. */
export const RuleForm = ({ table, rule, saving, onDone }: Props) => {
  const t = useText(text)
  const locale = useLocale()
  const [zh, setZh] = useState(rule?.zh ?? '')
  const [en, setEn] = useState(rule?.en ?? '')
  const [points, setPoints] = useState<number | null>(rule?.points ?? 10)
  const [riskType, setRiskType] = useState(rule?.riskType ?? '')
  const [source, setSource] = useState(rule?.source ?? JUDGEMENT)
  const [when, setWhen] = useState<Loose[]>(() => (rule?.when ?? []).map((one) => loosen(one, newKey())))
  const content = table.content as Content
  const typeOf = (field: string | undefined) => table.fields.find((one) => one.name === field)?.type
  const said = saving.problem && problemWords(saving.problem, locale)
  const send = async (event?: FormEvent) => {
    event?.preventDefault()
    const made = {
      ...rule,
      id: rule?.id ?? freeId(content, riskType),
      riskType,
      points,
      zh: zh.trim(),
      en: en.trim(),
      when: when.map((one) => tighten(one, typeOf(one.field))),
      source: { zh: source.zh.trim(), en: source.en.trim() },
    } as Rule
    if (await saving.save(rule ? replaceRule(content, rule.id, made) : addRule(content, made))) onDone()
  }
  const change = (key: string, next: Loose) => setWhen(when.map((one) => (one.key === key ? next : one)))
  return (
    <form
      className="tg-rule-form"
      noValidate
      onSubmit={(event) => void send(event)}
      aria-label={t(rule ? 'editRule' : 'newRule')}
    >
      <div className="pair">
        <Field label={t('wordsZh')} required>
          <Input value={zh} maxLength={200} onChange={(event) => setZh(event.target.value)} lang="zh" />
        </Field>
        <Field label={t('wordsEn')} required>
          <Input value={en} maxLength={200} onChange={(event) => setEn(event.target.value)} lang="en" />
        </Field>
      </div>
      <div className="pair">
        <RiskField value={riskType} onChange={setRiskType} />
        <Field label={t('points')} hint={t('pointsHint')} required>
          <InputNumber value={points} onChange={setPoints} />
        </Field>
      </div>
      {when.map((one, i) => (
        <ConditionRow
          key={one.key}
          number={i + 1}
          table={table}
          condition={one}
          onChange={(next) => change(one.key, next)}
          onRemove={() => setWhen(when.filter((other) => other.key !== one.key))}
        />
      ))}
      <button type="button" className="tg-link" onClick={() => setWhen([...when, { key: newKey() }])}>
        {t('addCondition')}
      </button>
      <div className="pair">
        <Field label={t('sourceZh')} hint={t('sourceHint')} required>
          <Input
            value={source.zh}
            maxLength={400}
            lang="zh"
            onChange={(event) => setSource({ ...source, zh: event.target.value })}
          />
        </Field>
        <Field label={t('sourceEn')} hint={t('sourceHint')} required>
          <Input
            value={source.en}
            maxLength={400}
            lang="en"
            onChange={(event) => setSource({ ...source, en: event.target.value })}
          />
        </Field>
      </div>
      {said && <FormFault what={said.what} />}
      <Verbs
        verbs={[
          {
            id: 'apply',
            label: t('apply'),
            allowed: true,
            primary: true,
            busy: saving.busy,
            onPress: () => void send(),
          },
          {
            id: 'cancel',
            label: t('cancel'),
            allowed: true,
            onPress: () => {
              saving.forget()
              onDone()
            },
          },
        ]}
      />
    </form>
  )
}

const RiskField = ({ value, onChange }: { value: string; onChange: (risk: string) => void }) => {
  const t = useText(text)
  const b = useBilingual()
  const { data } = useReference()
  const options = useMemo(
    () =>
      (data?.domains ?? []).map((domain) => ({
        label: b(domain),
        options: domain.risks.map((risk) => ({
          value: risk.id,
          label: b(risk),
          words: [risk.zh, risk.en, domain.zh, domain.en].join(' ').toLowerCase(),
        })),
      })),
    [data, b],
  )
  return (
    <Field label={t('risk')} required>
      <Select
        showSearch={{
          filterOption: (input, option) =>
            String((option as { words?: string } | undefined)?.words ?? '').includes(input.trim().toLowerCase()),
        }}
        placeholder={t('choose')}
        options={options}
        // Until its word is there, its code would show.
        value={(data && value) || null}
        onChange={onChange}
      />
    </Field>
  )
}
