import { Select } from 'antd'
import { useText } from '../../../../kit/public.ts'
import { text } from './text.ts'

const MINUTES = [10, 15, 30, 60, 120, 240, 480, 1440] as const

type Props = {
  value: number | null
  onChange: (minutes: number | null) => void
  /** Words for no limit, where that may be chosen. */
  none?: string
  label?: string
  id?: string
  'aria-invalid'?: boolean | undefined
  'aria-describedby'?: string | undefined
  'aria-required'?: boolean | undefined
}

/** A few lengths of time, as a duty officer says them. */
export const MinutesChoice = ({ none, value, onChange, label, ...rest }: Props) => {
  const words = useMinutes()
  return (
    <Select
      {...rest}
      aria-label={label}
      value={value ?? 0}
      options={[
        ...(none === undefined ? [] : [{ value: 0, label: none }]),
        ...[...new Set([...MINUTES, ...(value ? [value] : [])])]
          .sort((a, b) => a - b)
          .map((minutes) => ({ value: minutes as number, label: words(minutes) })),
      ]}
      onChange={(minutes: number) => onChange(minutes === 0 ? null : minutes)}
    />
  )
}

export const useMinutes = () => {
  const t = useText(text)
  return (minutes: number): string =>
    minutes % 60 === 0 && minutes >= 60 ? t('hours', { count: minutes / 60 }) : t('minutes', { count: minutes })
}
