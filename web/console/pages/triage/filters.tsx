import { type FormEvent, type ReactNode, useEffect, useState } from 'react'
import { useSearchParams } from 'react-router'
import type { GroupCount } from '../../../../src/actions/triage/model.ts'
import { formatNumber, Segments, useBilingual, useLocale, useText } from '../../../kit/public.ts'
import { useReference } from '../../api/public.ts'
import { useSources } from '../signals/use-signals.ts'
import { text } from './text.ts'
import { type Filter, useDesk } from './use-triage.ts'

type Props = { filter: Filter; count: GroupCount | undefined }

/** One value of the address changed, the others kept; empty leaves the address. What is open closes with another list. */
export const useSet = () => {
  const [, setParams] = useSearchParams()
  return (name: string, value: string) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before)
        if (value === '') next.delete(name)
        else next.set(name, value)
        next.delete('group')
        return next
      },
      { replace: true },
    )
}

/** Everything is kept in the address, so that a filtered list can be passed on. */
export const Filters = ({ filter, count }: Props) => {
  const t = useText(text)
  const locale = useLocale()
  const set = useSet()
  const b = useBilingual()
  const kinds = useDesk(true).data?.kinds ?? []
  const sources = useSources().data?.rows ?? []
  const domains = useReference().data?.domains ?? []
  const numbered = (label: string, value: number | undefined): ReactNode =>
    value === undefined ? label : `${label} ${formatNumber(value, locale)}`
  const whenOptions = ['day', 'week', 'all'] as const
  return (
    <search className="tg-filters tg-triage-filters" aria-label={t('filters')}>
      <Segments
        name="view"
        label={t('views')}
        options={[
          { value: 'open', label: numbered(t('open'), count?.open) },
          { value: 'mine', label: numbered(t('mine'), count?.mine) },
          { value: 'unassigned', label: numbered(t('unassigned'), count?.unassigned) },
          { value: 'snoozed', label: numbered(t('snoozed'), count?.snoozed) },
          { value: 'dismissed', label: numbered(t('dismissed'), count?.dismissed) },
        ]}
      />
      <fieldset className="tg-segments">
        <legend className="for-readers">{t('when')}</legend>
        {whenOptions.map((when) => (
          <button key={when} type="button" aria-pressed={filter.when === when} onClick={() => set('when', when)}>
            {t(when === 'all' ? 'ever' : when)}
          </button>
        ))}
      </fieldset>
      <div className="choices">
        <Choice
          label={t('level')}
          any={t('anyLevel')}
          value={filter.level}
          onChange={(value) => set('level', value)}
          options={[
            { value: '3', label: t('high') },
            { value: '2', label: t('medium') },
            { value: '1', label: t('low') },
            { value: 'unknown', label: t('unknown') },
          ]}
        />
        <Choice
          label={t('kind')}
          any={t('anyKind')}
          value={filter.kind}
          onChange={(value) => set('kind', value)}
          options={kinds.map((kind) => ({ value: kind.id, label: b(kind) }))}
        />
        <Choice
          label={t('domain')}
          any={t('anyDomain')}
          value={filter.domain}
          onChange={(value) => set('domain', value)}
          options={domains.map((domain) => ({ value: domain.id, label: b(domain) }))}
        />
        {sources.length > 1 && (
          <Choice
            label={t('source')}
            any={t('anySource')}
            value={filter.source}
            onChange={(value) => set('source', value)}
            options={sources.map((source) => ({ value: source.id, label: b(source) }))}
          />
        )}
      </div>
      <Search q={filter.q} onChange={(q) => set('q', q)} />
    </search>
  )
}

type ChoiceProps = {
  label: string
  any: string
  value: string
  onChange: (value: string) => void
  options: readonly { value: string; label: string }[]
}

const Choice = ({ label, any, value, onChange, options }: ChoiceProps) => (
  <select className="tg-choice" aria-label={label} value={value} onChange={(event) => onChange(event.target.value)}>
    <option value="">{any}</option>
    {options.map((option) => (
      <option key={option.value} value={option.value}>
        {option.label}
      </option>
    ))}
  </select>
)

const Search = ({ q, onChange }: { q: string; onChange: (q: string) => void }) => {
  const t = useText(text)
  const [words, setWords] = useState(q)
  useEffect(() => setWords(q), [q])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onChange(words.trim())
  }
  return (
    <>
      <form className="tg-triage-search" onSubmit={submit}>
        <input
          type="search"
          enterKeyHint="search"
          aria-label={t('search')}
          placeholder={t('searchHint')}
          maxLength={200}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
      </form>
      {q !== '' && (
        <button type="button" className="tg-searched" aria-label={t('clearSearch', { q })} onClick={() => onChange('')}>
          <span className="ell">{t('searched', { q })}</span>
          <span aria-hidden="true">×</span>
        </button>
      )}
    </>
  )
}
