import { useSearchParams } from 'react-router'
import type { ListState, WarningFigures } from '../../../../src/actions/warn/model.ts'
import { formatNumber, LEVELS, levelWord, useBilingual, useLocale, useText } from '../../../kit/public.ts'
import { useReference } from '../../api/public.ts'
import { text } from './text.ts'
import type { Filter } from './use-warnings.ts'

const STATES: readonly ListState[] = [
  'open',
  'mine',
  'overdue',
  'ended',
  'cancelled',
  'unjudged',
  'judged',
  'false_alarm',
  'all',
]

/** What the address asks for; anything it does not know is the default. */
export const useFilter = (): Filter & { state: ListState; narrowed: boolean } => {
  const [params] = useSearchParams()
  const state = STATES.find((one) => one === params.get('state')) ?? 'open'
  const level = LEVELS.find((one) => one === params.get('level'))
  const domain = params.get('domain') ?? ''
  const place = params.get('place') ?? ''
  return {
    state,
    narrowed: level !== undefined || domain !== '' || place !== '',
    ...(level ? { level } : {}),
    ...(domain === '' ? {} : { domain }),
    ...(place === '' ? {} : { place }),
  }
}

export const useSet = () => {
  const [, setParams] = useSearchParams()
  return (change: Record<string, string>) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before)
        for (const [name, value] of Object.entries(change)) {
          if (value === '') next.delete(name)
          else next.set(name, value)
        }
        return next
      },
      { replace: true },
    )
}

/** Each figure opens the rows that it counts. What needs nobody is grey. */
export const Figures = ({ state, figures }: { state: ListState; figures: WarningFigures | undefined }) => {
  const t = useText(text)
  const locale = useLocale()
  const set = useSet()
  const number = (value: number | undefined) => (value === undefined ? '–' : formatNumber(value, locale))
  const figure = (of: ListState, words: string, value: number | undefined, strong = false, more = '', title = '') => (
    <button
      key={of}
      type="button"
      className={strong && value ? 'tg-figure strong' : 'tg-figure'}
      aria-pressed={state === of}
      title={title || undefined}
      onClick={() => set({ state: of === 'open' ? '' : of })}
    >
      <b>
        {number(value)}
        {more && <small>{more}</small>}
      </b>
      <span>{words}</span>
    </button>
  )
  const hint = figures
    ? t('figFalseHint', { days: figures.judgedDays, judged: figures.judged, count: figures.false_alarm })
    : ''
  return (
    <fieldset className="tg-figures">
      <legend className="for-readers">{t('state')}</legend>
      {figure('open', t('figOpen'), figures?.open)}
      {figure('mine', t('figMine'), figures?.mine, true)}
      {figure('overdue', t('figOverdue'), figures?.overdue, true)}
      {figure('ended', t('figEnded'), figures?.ended)}
      {figure('cancelled', t('figCancelled'), figures?.cancelled)}
      {figure('unjudged', t('figUnjudged'), figures?.unjudged)}
      {figure(
        'false_alarm',
        t('figFalse'),
        figures?.false_alarm,
        false,
        figures ? t('ofJudged', { count: figures.judged }) : '',
        hint,
      )}
      <button
        type="button"
        className="tg-figure all"
        aria-pressed={state === 'all'}
        onClick={() => set({ state: 'all' })}
      >
        <span>{t('figAll')}</span>
      </button>
    </fieldset>
  )
}

export const Filters = ({ filter }: { filter: Filter }) => {
  const t = useText(text)
  const b = useBilingual()
  const locale = useLocale()
  const set = useSet()
  const { data } = useReference()
  const domains = data?.domains ?? []
  const places = data?.places ?? []
  return (
    <search className="tg-warning-filters" aria-label={t('filters')}>
      <select
        className="tg-choice"
        aria-label={t('level')}
        value={filter.level ?? ''}
        onChange={(event) => set({ level: event.target.value })}
      >
        <option value="">{t('anyLevel')}</option>
        {LEVELS.toReversed().map((level) => (
          <option key={level} value={level}>
            {levelWord(level, locale)}
          </option>
        ))}
      </select>
      <select
        className="tg-choice"
        aria-label={t('riskType')}
        value={filter.domain ?? ''}
        onChange={(event) => set({ domain: event.target.value })}
      >
        <option value="">{t('anyDomain')}</option>
        {domains.map((domain) => (
          <option key={domain.id} value={domain.id}>
            {b(domain)}
          </option>
        ))}
      </select>
      <select
        className="tg-choice"
        aria-label={t('place')}
        value={filter.place ?? ''}
        onChange={(event) => set({ place: event.target.value })}
      >
        <option value="">{t('anyPlace')}</option>
        {places.map((place) => (
          <option key={place.id} value={place.id}>
            {b(place)}
          </option>
        ))}
      </select>
    </search>
  )
}
