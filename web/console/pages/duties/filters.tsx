import { useEffect, useState } from 'react'
import { Segments, useAddress, useBilingual, useText } from '../../../kit/public.ts'
import { useReference } from '../../api/public.ts'
import { text } from './text.ts'
import { type Filter, type FilterName, useLaws, useReviews, useSetAddress } from './use-duties.ts'

const WAIT_MS = 250
export const VIEWS = ['leads', 'rows', 'deadlines', 'laws', 'reviews', 'calendar'] as const
export type View = (typeof VIEWS)[number]

/** Which filters each view understands. */
const USES: Record<View, readonly FilterName[]> = {
  leads: ['q', 'jurisdiction', 'asOf'],
  rows: ['q', 'risk', 'agency', 'place', 'instrument', 'jurisdiction', 'flag', 'asOf'],
  deadlines: ['q', 'risk', 'agency', 'instrument', 'jurisdiction', 'flag', 'asOf'],
  laws: ['q', 'jurisdiction', 'asOf'],
  reviews: [],
  calendar: [],
}

export const useView = (): View => {
  const [view] = useAddress('view', 'leads')
  return (VIEWS as readonly string[]).includes(view) ? (view as View) : 'leads'
}

type Props = { filter: Filter; today: string | undefined; jurisdiction: string | undefined }

/** @param jurisdiction what the table of leads shows: it is always of one law */
export const Filters = ({ filter, today, jurisdiction }: Props) => {
  const t = useText(text)
  const view = useView()
  const set = useSetAddress()
  const open = useReviews('open').data?.open ?? 0
  const uses = (name: FilterName) => USES[view].includes(name)
  const narrowed = USES[view].some((name) => name !== 'asOf' && filter[name] !== '')
  return (
    <>
      <search className="tg-filters" aria-label={t('filters')}>
        <Segments
          name="view"
          label={t('views')}
          options={VIEWS.map((value) => ({
            value,
            label: value === 'reviews' && open > 0 ? t('reviewsCount', { count: open }) : t(value),
          }))}
        />
        {uses('q') && <Search q={filter.q} />}
        {uses('risk') && <RiskChoice value={filter.risk} />}
        {uses('agency') && <AgencyChoice value={filter.agency} />}
        {uses('place') && <PlaceChoice value={filter.place} />}
        {uses('instrument') && <LawChoice value={filter.instrument} />}
        {uses('jurisdiction') && (
          <Choice
            name="jurisdiction"
            label={t('law')}
            value={filter.jurisdiction || (view === 'leads' ? (jurisdiction ?? '') : '')}
            any={view === 'leads' ? undefined : t('anyLaw')}
            options={[
              { value: 'CN', label: t('lawCN') },
              { value: 'INT', label: t('lawINT') },
            ]}
          />
        )}
        {uses('flag') && (
          <Choice
            name="flag"
            label={t('flag')}
            value={filter.flag}
            any={t('anyFlag')}
            options={[
              { value: 'any', label: t('flagAny') },
              ...(['review', 'superseded', 'amended', 'legal_review', 'unread', 'low_confidence'] as const).map(
                (kind) => ({ value: kind, label: t(`flag_${kind}`) }),
              ),
            ]}
          />
        )}
        {uses('asOf') && (
          <label className="tg-as-of">
            {t('asOf')}
            <input
              type="date"
              className="tg-choice"
              value={filter.asOf || (today ?? '')}
              onChange={(event) => set({ asOf: event.target.value === today ? '' : event.target.value })}
            />
          </label>
        )}
        {narrowed && (
          <button
            type="button"
            className="tg-link"
            onClick={() => set({ risk: '', agency: '', place: '', instrument: '', jurisdiction: '', flag: '', q: '' })}
          >
            {t('clear')}
          </button>
        )}
      </search>
      {uses('asOf') && filter.asOf !== '' && filter.asOf !== today && (
        <p className="tg-as-of-note">
          <b>{t('asOfShown', { day: filter.asOf })}</b>{' '}
          <button type="button" className="tg-link" onClick={() => set({ asOf: '' })}>
            {t('toToday')}
          </button>
        </p>
      )}
    </>
  )
}

/** Typing waits a moment before the address changes. */
const Search = ({ q }: { q: string }) => {
  const t = useText(text)
  const set = useSetAddress()
  const [words, setWords] = useState(q)
  useEffect(() => setWords(q), [q])
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed starts the wait
  useEffect(() => {
    if (words === q) return undefined
    const timer = setTimeout(() => set({ q: words.trim() }), WAIT_MS)
    return () => clearTimeout(timer)
  }, [words])
  return (
    <input
      type="search"
      className="tg-choice find"
      aria-label={t('search')}
      placeholder={t('searchHint')}
      maxLength={100}
      value={words}
      onChange={(event) => setWords(event.target.value)}
    />
  )
}

type ChoiceProps = {
  name: string
  label: string
  value: string
  /** Nothing chosen; absent where something always is. */
  any: string | undefined
  options: readonly { value: string; label: string }[]
}

export const Choice = ({ name, label, value, any, options }: ChoiceProps) => {
  const set = useSetAddress()
  return (
    <select
      className="tg-choice"
      aria-label={label}
      value={value}
      onChange={(event) => set({ [name]: event.target.value })}
    >
      {any !== undefined && <option value="">{any}</option>}
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  )
}

export const RiskChoice = ({ value }: { value: string }) => {
  const t = useText(text)
  const b = useBilingual()
  const set = useSetAddress()
  const domains = useReference().data?.domains ?? []
  return (
    <select
      className="tg-choice"
      aria-label={t('risk')}
      value={value}
      onChange={(event) => set({ risk: event.target.value })}
    >
      <option value="">{t('anyRisk')}</option>
      {domains.map((domain) => (
        <optgroup key={domain.id} label={b(domain)}>
          {domain.risks.map((risk) => (
            <option key={risk.id} value={risk.id}>
              {b(risk)}
            </option>
          ))}
        </optgroup>
      ))}
    </select>
  )
}

export const AgencyChoice = ({ value }: { value: string }) => {
  const t = useText(text)
  const b = useBilingual()
  const agencies = useReference().data?.agencies ?? []
  return (
    <Choice
      name="agency"
      label={t('agency')}
      value={value}
      any={t('anyAgency')}
      options={agencies.map((one) => ({ value: one.id, label: b(one) }))}
    />
  )
}

export const PlaceChoice = ({ value }: { value: string }) => {
  const t = useText(text)
  const b = useBilingual()
  const places = (useReference().data?.places ?? []).filter((one) => one.id !== 'any')
  return (
    <Choice
      name="place"
      label={t('place')}
      value={value}
      any={t('anyPlace')}
      options={places.map((one) => ({ value: one.id, label: b(one) }))}
    />
  )
}

const LawChoice = ({ value }: { value: string }) => {
  const t = useText(text)
  const b = useBilingual()
  const laws = useLaws({}).data?.rows ?? []
  return (
    <Choice
      name="instrument"
      label={t('instrument')}
      value={value}
      any={t('anyInstrument')}
      options={laws.map((one) => ({ value: one.id, label: b(one) }))}
    />
  )
}
