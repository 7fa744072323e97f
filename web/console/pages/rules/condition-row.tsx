import { Input, InputNumber, Select } from 'antd'
import type { Table } from '../../../../src/actions/rules/model.ts'
import { Field, useBilingual, useText } from '../../../kit/public.ts'
import { type Loose, valueKind } from './draft.ts'
import { text } from './text.ts'

type Props = {
  number: number
  table: Table
  condition: Loose
  onChange: (next: Loose) => void
  onRemove: () => void
}

type OperatorKey = `op_${'eq' | 'ne' | 'in' | 'missing'}`

/** Field, comparison, value: each picks what the one before it leaves. */
export const ConditionRow = ({ number, table, condition, onChange, onRemove }: Props) => {
  const t = useText(text)
  const b = useBilingual()
  const field = table.fields.find((one) => one.name === condition.field)
  const kind = condition.op ? valueKind(condition.op, field?.type) : 'none'
  const pick = (name: string) => {
    const chosen = table.fields.find((one) => one.name === name)
    const [first] = chosen?.operators ?? []
    onChange({ key: condition.key, field: name, ...(first ? { op: first } : {}) })
  }
  const compare = (op: string) => {
    const same = valueKind(op, field?.type) === kind
    onChange({
      key: condition.key,
      ...(condition.field ? { field: condition.field } : {}),
      op,
      ...(same ? { value: condition.value } : {}),
    })
  }
  const words = (one: { zh: string; en: string; restricted?: boolean }) =>
    `${b(one)}${one.restricted ? t('restricted') : ''}`
  return (
    <fieldset className="tg-rule-condition">
      <legend className="i3">{t('condition', { number })}</legend>
      <Field label={t('field')}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('choose')}
          options={table.fields.map((one) => ({ value: one.name, label: words(one) }))}
          value={condition.field ?? null}
          onChange={pick}
        />
      </Field>
      <Field label={t('operator')}>
        <Select
          placeholder={t('choose')}
          options={(field?.operators ?? []).map((op) => ({ value: op, label: t(`op_${op}` as OperatorKey) }))}
          value={condition.op ?? null}
          onChange={compare}
        />
      </Field>
      <Value kind={kind} table={table} condition={condition} onChange={onChange} />
      <button type="button" className="tg-link" aria-label={t('removeCondition', { number })} onClick={onRemove}>
        {t('remove')}
      </button>
    </fieldset>
  )
}

type ValueProps = Pick<Props, 'table' | 'condition' | 'onChange'> & { kind: ReturnType<typeof valueKind> }

const Value = ({ kind, table, condition, onChange }: ValueProps) => {
  const t = useText(text)
  const b = useBilingual()
  const field = table.fields.find((one) => one.name === condition.field)
  const codes = (field?.codes ?? []).map((one) => ({ value: one.id, label: b(one) }))
  const set = (value: unknown) => onChange({ ...condition, value })
  switch (kind) {
    case 'none':
      return null
    case 'number':
      return (
        <Field label={t('value')}>
          <InputNumber value={typeof condition.value === 'number' ? condition.value : null} onChange={set} />
        </Field>
      )
    case 'boolean':
      return (
        <Field label={t('value')}>
          <Select
            placeholder={t('choose')}
            options={[
              { value: 'true', label: t('yes') },
              { value: 'false', label: t('no') },
            ]}
            value={typeof condition.value === 'boolean' ? String(condition.value) : null}
            onChange={(value: string) => set(value === 'true')}
          />
        </Field>
      )
    case 'list':
      return (
        <Field label={t('value')} hint={t('valuesHint')}>
          <Select
            mode="tags"
            tokenSeparators={[',', '，', '、', ';']}
            options={codes}
            value={Array.isArray(condition.value) ? (condition.value as string[]) : []}
            onChange={set}
          />
        </Field>
      )
    case 'field':
      return (
        <Field label={t('value')}>
          <Select
            placeholder={t('choose')}
            options={table.fields
              .filter((one) => one.type === field?.type && one.name !== field?.name)
              .map((one) => ({ value: one.name, label: b(one) }))}
            value={typeof condition.value === 'string' ? condition.value : null}
            onChange={set}
          />
        </Field>
      )
    case 'range':
      return (
        <>
          <Field label={t('value')}>
            <Select
              placeholder={t('choose')}
              options={table.ranges.map((one) => ({ value: one.id, label: b(one) }))}
              value={typeof condition.value === 'string' ? condition.value : null}
              onChange={set}
            />
          </Field>
          <Field label={t('factor')}>
            <InputNumber
              min={0.001}
              value={condition.factor ?? 1}
              onChange={(factor) => onChange({ ...condition, factor: factor ?? 1 })}
            />
          </Field>
        </>
      )
    default:
      return (
        <Field label={t('value')}>
          {codes.length > 0 ? (
            <Select
              showSearch={{ optionFilterProp: 'label' }}
              placeholder={t('choose')}
              options={codes}
              value={typeof condition.value === 'string' ? condition.value : null}
              onChange={set}
            />
          ) : (
            <Input
              value={typeof condition.value === 'string' ? condition.value : ''}
              maxLength={200}
              onChange={(event) => set(event.target.value)}
            />
          )}
        </Field>
      )
  }
}
