import { Select } from 'antd'
import { useMemo } from 'react'
import type { IssueWarning } from '../../../../src/actions/warn/model.ts'
import { Field, useBilingual, useText } from '../../../kit/public.ts'
import { useReference } from '../../api/public.ts'
import { Radios } from './radios.tsx'
import { text } from './text.ts'

export type Where = Partial<Pick<IssueWarning, 'riskType' | 'place' | 'jurisdiction'>>

type Props = {
  value: Where
  onChange: (change: Where) => void
  faults: { riskType?: string | undefined; place?: string | undefined; jurisdiction?: string | undefined }
}

const PLACES = ['sea', 'air', 'land', 'rail'] as const
const LAWS = ['CN', 'INT'] as const

/** Risk, place and law: what decides by duty who leads, who helps and who is told. */
export const WhereFields = ({ value, onChange, faults }: Props) => {
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
          // Found by either language, by the domain as well as by the risk.
          words: [risk.zh, risk.en, domain.zh, domain.en].join(' ').toLowerCase(),
        })),
      })),
    [data, b],
  )
  const risk = data?.domains.flatMap((domain) => domain.risks).find((one) => one.id === value.riskType)
  const possible = (place: string) => !risk || risk.places.includes('any') || risk.places.includes(place)
  return (
    <>
      <Field label={t('riskType')} hint={t('riskTypeHint')} required error={faults.riskType}>
        <Select
          showSearch={{
            filterOption: (input, option) =>
              String((option as { words?: string } | undefined)?.words ?? '').includes(input.trim().toLowerCase()),
          }}
          placeholder={t('choose')}
          notFoundContent={t('riskTypeNone')}
          options={options}
          // Until its word is there, its code would show.
          value={(data && value.riskType) ?? null}
          onChange={(riskType: string) => onChange({ riskType })}
        />
      </Field>
      <div className="tg-pair">
        <Radios
          legend={t('place')}
          required
          value={value.place}
          error={faults.place}
          onChange={(place) => onChange({ place })}
          choices={PLACES.map((place) => {
            const named = data?.places.find((one) => one.id === place)
            return {
              value: place,
              label: named ? b(named) : data ? place : '',
              impossible: possible(place) ? undefined : t('placeImpossible'),
            }
          })}
        />
        <Radios
          legend={t('jurisdiction')}
          value={value.jurisdiction}
          error={faults.jurisdiction}
          onChange={(jurisdiction) => onChange({ jurisdiction })}
          choices={LAWS.map((law) => ({ value: law, label: t(law === 'CN' ? 'lawCN' : 'lawINT') }))}
        />
      </div>
    </>
  )
}
