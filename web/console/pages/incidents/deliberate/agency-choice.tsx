import { Select } from 'antd'
import type { Deliberation } from '../../../../../src/actions/deliberate/model.ts'
import { useBilingual, useText } from '../../../../kit/public.ts'
import { text } from './text.ts'

type Props = {
  agencies: Deliberation['agencies']
  value: string | null
  onChange: (agency: string | null) => void
  /** May be left open. */
  open?: boolean
  label?: string
  id?: string
  'aria-invalid'?: boolean | undefined
  'aria-describedby'?: string | undefined
  'aria-required'?: boolean | undefined
}

/** A member of the incident that can act here. */
export const AgencyChoice = ({ agencies, open = false, label, onChange, ...rest }: Props) => {
  const t = useText(text)
  const b = useBilingual()
  return (
    <Select
      {...rest}
      aria-label={label}
      showSearch={{
        filterOption: (input, option) =>
          String((option as { words?: string } | undefined)?.words ?? '').includes(input.trim().toLowerCase()),
      }}
      placeholder={open ? t('noAgency') : t('chooseAgency')}
      allowClear={open}
      options={agencies.map((agency) => ({
        value: agency.id,
        label: b(agency),
        words: `${agency.zh} ${agency.en}`.toLowerCase(),
      }))}
      onChange={(agency: string | undefined) => onChange(agency ?? null)}
    />
  )
}
