import { type FormEvent, useEffect, useState } from 'react'
import { useSearchParams } from 'react-router'
import type { SignalCount } from '../../../../src/actions/signals/model.ts'
import { formatNumber, Segments, useBilingual, useLocale, useText } from '../../../kit/public.ts'
import { useReference } from '../../api/public.ts'
import { text } from './text.ts'
import { type Filter, useForms, useSources } from './use-signals.ts'
import { capital } from './words.ts'

type Props = { filter: Filter; count: SignalCount | undefined }

/** Everything is kept in the address, so that a filtered list can be passed on. */
export const Filters = ({ filter, count }: Props) => {
  const t = useText(text)
  return (
    <search className="tg-filters" aria-label={t('filters')}>
      <NeedsFilter filter={filter} count={count} />
      <Segments
        name="level"
        label={t('level')}
        options={[
          { value: '', label: t('anyLevel') },
          { value: '3', label: t('high') },
          { value: '2', label: t('medium') },
          { value: '1', label: t('low') },
          { value: '0', label: t('nothing') },
          { value: 'unknown', label: t('unknown') },
        ]}
      />
      <KindFilter value={filter.kind} />
      <SourceFilter value={filter.source} />
      <DomainFilter value={filter.domain} />
      <FlagFilter value={filter.flag} />
      <PhoneSearch q={filter.q} />
      {filter.subject !== '' && <Subject subject={filter.subject} />}
      {filter.q !== '' && <Searched q={filter.q} />}
    </search>
  )
}

/** One value of the address changed, the others kept; empty leaves the address. */
const useSet = () => {
  const [, setParams] = useSearchParams()
  return (name: string, value: string) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before)
        if (value === '') next.delete(name)
        else next.set(name, value)
        return next
      },
      { replace: true },
    )
}

/** Always written into the address, since what is the default depends on whether something is searched. */
const NeedsFilter = ({ filter, count }: Props) => {
  const t = useText(text)
  const locale = useLocale()
  const set = useSet()
  const number = (value: number | undefined) =>
    value === undefined ? '' : ` ${formatNumber(value, locale)}${count?.atLeast ? '+' : ''}`
  return (
    <fieldset className="tg-segments">
      <legend className="for-readers">{t('needs')}</legend>
      <button type="button" aria-pressed={filter.needs === 'person'} onClick={() => set('needs', 'person')}>
        {t('person')}
        {number(count?.needsPerson)}
      </button>
      <button type="button" aria-pressed={filter.needs === 'all'} onClick={() => set('needs', 'all')}>
        {t('all')}
        {number(count?.count)}
      </button>
    </fieldset>
  )
}

const SourceFilter = ({ value }: { value: string }) => {
  const t = useText(text)
  const b = useBilingual()
  const set = useSet()
  const sources = useSources().data?.rows ?? []
  // With one source there is nothing to choose; one that only the address names can still be undone.
  if (sources.length < 2 && value === '') return null
  const known = sources.some((source) => source.id === value || source.code === value)
  return (
    <select
      className="tg-choice"
      aria-label={t('source')}
      value={sources.find((source) => source.code === value)?.id ?? value}
      onChange={(event) => set('source', event.target.value)}
    >
      <option value="">{t('anySource')}</option>
      {!known && value !== '' && <option value={value}>{value}</option>}
      {sources.map((source) => (
        <option key={source.id} value={source.id}>
          {[...new Set([b(source.agency), b(source)])].join(t('separator'))}
        </option>
      ))}
    </select>
  )
}

/** What is searched, with a way to stop: the field itself is in the header (`/`). */
const Searched = ({ q }: { q: string }) => {
  const t = useText(text)
  const set = useSet()
  return (
    <button type="button" className="tg-searched" aria-label={t('clearSearch', { q })} onClick={() => set('q', '')}>
      <span className="ell">{t('searched', { q })}</span>
      <span aria-hidden="true">×</span>
    </button>
  )
}

/** On a phone the header has no field. */
const PhoneSearch = ({ q }: { q: string }) => {
  const t = useText(text)
  const set = useSet()
  const [words, setWords] = useState(q)
  useEffect(() => setWords(q), [q])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    set('q', words.trim())
  }
  return (
    <form className="phone-search" onSubmit={submit}>
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
  )
}

type Term = { id: string; zh: string; en: string }

/** One of a list of terms, or any; a value that only the address names can still be undone. */
const Choice = ({
  name,
  label,
  any,
  value,
  terms,
}: {
  name: string
  label: string
  any: string
  value: string
  terms: readonly Term[]
}) => {
  const b = useBilingual()
  const set = useSet()
  const known = terms.some((term) => term.id === value)
  return (
    <select className="tg-choice" aria-label={label} value={value} onChange={(event) => set(name, event.target.value)}>
      <option value="">{any}</option>
      {!known && value !== '' && <option value={value}>{value}</option>}
      {terms.map((term) => (
        <option key={term.id} value={term.id}>
          {capital(b(term))}
        </option>
      ))}
    </select>
  )
}

const KindFilter = ({ value }: { value: string }) => {
  const t = useText(text)
  const terms = useForms().data?.kinds ?? []
  return <Choice name="kind" label={t('kind')} any={t('anyKind')} value={value} terms={terms} />
}

const DomainFilter = ({ value }: { value: string }) => {
  const t = useText(text)
  const terms = useReference().data?.domains ?? []
  return <Choice name="domain" label={t('domain')} any={t('anyDomain')} value={value} terms={terms} />
}

const FlagFilter = ({ value }: { value: string }) => {
  const t = useText(text)
  const flags = useForms().data?.flags ?? []
  const terms = [{ id: 'any', zh: t('someFlag'), en: t('someFlag') }, ...flags]
  return <Choice name="flag" label={t('flag')} any={t('anyFlag')} value={value} terms={terms} />
}

/** What a case or another page opened the list for: one container, one vessel. */
const Subject = ({ subject }: { subject: string }) => {
  const t = useText(text)
  const b = useBilingual()
  const set = useSet()
  const cut = subject.indexOf(':')
  const [kind, key] = [subject.slice(0, cut), subject.slice(cut + 1)]
  const named = useForms().data?.subjects.find((one) => one.id === kind)
  const words = [named && b(named), key].filter(Boolean).join(' ')
  return (
    <button
      type="button"
      className="tg-searched"
      aria-label={t('clearSubject', { name: words })}
      onClick={() => set('subject', '')}
    >
      <span className="ell">{words}</span>
      <span aria-hidden="true">×</span>
    </button>
  )
}
