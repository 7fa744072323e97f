import { Input, Select } from 'antd'
import type { ReactElement } from 'react'
import type { SignalForm } from '../../../../../src/actions/signals/model.ts'
import { Field, useBilingual, useText } from '../../../../kit/public.ts'
import { Radios } from '../../warnings/radios.tsx'
import { capital } from '../words.ts'
import { text } from './text.ts'

export type FormColumn = SignalForm['columns'][number]

type Props = {
  column: FormColumn
  value: string
  error: string | undefined
  /** What the server remarks: a check digit that does not fit. */
  remark: string | undefined
  hint?: string | undefined
  onChange: (value: string) => void
}

/** More choices than this are a list to search in. */
const IN_SIGHT = 5
const LONG_TEXT = 200

const INPUT_MODES: { readonly [type: string]: 'decimal' | 'numeric' } = {
  number: 'decimal',
  hs6: 'numeric',
  imo: 'numeric',
  mmsi: 'numeric',
  un_number: 'numeric',
}

/** One field of a signal by its type: words to choose, a time by the port's clock, a number with its unit, a text. */
export const ColumnField = ({ column, value, error, remark, hint, onChange }: Props) => {
  const t = useText(text)
  const b = useBilingual()
  const label = b(column.label)
  const words = hint ?? (column.hint && b(column.hint))
  const radios = (choices: { value: string; label: string }[]) => (
    <Radios
      legend={label}
      required={column.required}
      hint={words}
      error={error}
      value={value}
      onChange={onChange}
      choices={
        column.required || choices.some((one) => one.value === 'unknown')
          ? choices
          : [...choices, { value: '', label: t('notStated') }]
      }
    />
  )
  if (column.type === 'boolean')
    return radios([
      { value: 'true', label: t('yes') },
      { value: 'false', label: t('no') },
    ])
  if (column.type === 'choice' && column.values.length <= IN_SIGHT)
    return radios(column.values.map((one) => ({ value: one.id, label: capital(b(one)) })))
  return (
    <div className={column.type === 'text' && isLong(column) ? 'wide' : undefined}>
      <Field
        label={label}
        required={column.required}
        error={error}
        hint={words || column.part !== null || column.person ? <Hint words={words} column={column} /> : undefined}
      >
        <Control column={column} value={value} onChange={onChange} />
      </Field>
      {remark !== undefined && (
        <p className="tg-remark" role="status">
          <b>{t('remark')}</b> {remark}
        </p>
      )}
    </div>
  )
}

const isLong = ({ longest }: FormColumn): boolean => longest === undefined || longest > LONG_TEXT

const Hint = ({ words, column }: { words: string | undefined; column: FormColumn }) => {
  const t = useText(text)
  return (
    <>
      {column.part === 'health' && <>{t('healthOnly')} </>}
      {column.part === 'commercial' && <>{t('commercialOnly')} </>}
      {words}
    </>
  )
}

type ControlProps = { column: FormColumn; value: string; onChange: (value: string) => void }

/** Passes on what `Field` gives it: id and aria. */
const Control = ({ column, value, onChange, ...field }: ControlProps): ReactElement => {
  const t = useText(text)
  const b = useBilingual()
  if (column.values.length > 0)
    return (
      <Select<string>
        {...field}
        allowClear={!column.required}
        placeholder={t('choose')}
        showSearch={{
          filterOption: (input, option) =>
            String((option as { words?: string } | undefined)?.words ?? '').includes(input.trim().toLowerCase()),
        }}
        options={column.values.map((one) => ({
          value: one.id,
          label: column.group.id === 'grading' ? `${one.id} ${b(one)}` : capital(b(one)),
          words: `${one.id} ${one.zh} ${one.en}`.toLowerCase(),
        }))}
        value={value === '' ? null : value}
        onChange={(chosen) => onChange(chosen ?? '')}
      />
    )
  if (column.type === 'instant' || column.type === 'day')
    return (
      <Input
        {...field}
        type={column.type === 'day' ? 'date' : 'datetime-local'}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    )
  if (column.type === 'text' && isLong(column))
    return (
      <Input.TextArea
        {...field}
        autoSize={{ minRows: 3, maxRows: 12 }}
        maxLength={column.longest ?? 2000}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    )
  return (
    <Input
      {...field}
      autoComplete="off"
      inputMode={INPUT_MODES[column.type] ?? 'text'}
      maxLength={column.longest ?? 200}
      suffix={column.unit && b(column.unit)}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}
