import { useEffect, useState } from 'react'
import { Link } from 'react-router'
import type { Party, Register, Threat } from '../../../../src/drivers/threats/model.ts'
import {
  DataList,
  EmptyState,
  Level,
  Loaded,
  PortTime,
  Section,
  Segments,
  useAddress,
  useBilingual,
  useText,
} from '../../../kit/public.ts'
import { AgencyChoice, Choice, PlaceChoice } from '../duties/filters.tsx'
import { useSetAddress } from '../duties/use-duties.ts'
import { grouped } from './grouped.ts'
import { text } from './text.ts'
import { type Filter, useThreat } from './use-register.ts'

const WAIT_MS = 250

export const Filters = ({ filter, register }: { filter: Filter; register: Register | undefined }) => {
  const t = useText(text)
  const b = useBilingual()
  const set = useSetAddress()
  const narrowed = [filter.place, filter.missing, filter.agency, filter.q, filter.active].some((one) => one !== '')
  return (
    <>
      <Segments
        name="active"
        label={t('scope')}
        options={[
          { value: '', label: t('all') },
          { value: 'true', label: `${t('activeOnly')} ${register?.active ?? ''}` },
        ]}
      />
      <Search q={filter.q} />
      <PlaceChoice value={filter.place} />
      <Choice
        name="missing"
        label={t('missing')}
        value={filter.missing}
        any={t('anyMissing')}
        options={[
          { value: 'any', label: t('someMissing') },
          ...(register?.gaps ?? []).map((gap) => ({ value: gap.kind, label: `${b(gap)} ${gap.count}` })),
        ]}
      />
      <AgencyChoice value={filter.agency} />
      <Choice
        name="sort"
        label={t('sort')}
        value={filter.sort}
        any={t('sortUrgent')}
        options={[
          { value: 'gaps', label: t('sortGaps') },
          { value: 'domain', label: t('sortDomain') },
        ]}
      />
      {narrowed && (
        <button
          type="button"
          className="tg-link"
          onClick={() => set({ place: '', missing: '', agency: '', q: '', active: '' })}
        >
          {t('clear')}
        </button>
      )}
    </>
  )
}

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

type Query = { data: Register | undefined; error: unknown; isPending: boolean; refetch: () => unknown }

export const Threats = ({ register, filter }: { register: Query; filter: Filter }) => {
  const t = useText(text)
  const [open, setOpen] = useAddress('open')
  return (
    <Loaded query={register}>
      {({ rows, gaps }) => (
        <DataList
          label={t('register')}
          rows={grouped(rows)}
          rowKey={(line) => line.key}
          top={
            <div className="tg-threat heads" aria-hidden="true">
              <span>{t('headRisk')}</span>
              <span>{t('headLead')}</span>
              <span>{t('headOthers')}</span>
              <span className="r">{t('headNow')}</span>
              <span>{t('headGaps')}</span>
            </div>
          }
          empty={<EmptyState>{filter.active === '' ? t('none') : t('noneActive')}</EmptyState>}
        >
          {({ key, first, places }) => (
            <>
              <Line
                row={first}
                places={places}
                words={gaps}
                open={open === key}
                onToggle={() => setOpen(open === key ? '' : key)}
              />
              {open === key && <Detail row={first} />}
            </>
          )}
        </DataList>
      )}
    </Loaded>
  )
}

/** Names in one line; who has no post here is said so. */
const useParties = () => {
  const t = useText(text)
  const b = useBilingual()
  return (list: readonly Party[]): string =>
    list.map((one) => (one.present ? b(one) : t('absent', { name: b(one) }))).join(t('listed'))
}

type LineProps = {
  row: Threat
  places: Threat['place'][]
  /** What each kind of gap is called in short; the sentence stands in the detail. */
  words: Register['gaps']
  open: boolean
  onToggle: () => void
}

const Line = ({ row, places, words, open, onToggle }: LineProps) => {
  const t = useText(text)
  const b = useBilingual()
  const parties = useParties()
  const short = (kind: string): string => {
    const found = words.find((one) => one.kind === kind)
    return found ? b(found) : ''
  }
  const others = [
    ...(row.support.length > 0 ? [`${t('supports')} ${parties(row.support)}`] : []),
    ...(row.inform.length > 0 ? [`${t('informs')} ${parties(row.inform)}`] : []),
  ]
  const active = row.signals + row.warnings + row.incidents > 0
  const first = row.gaps[0]
  return (
    <div className={open ? 'tg-threat open' : 'tg-threat'}>
      <span className="a">
        <button
          type="button"
          className={active ? 'what st' : 'what'}
          data-row=""
          aria-expanded={open}
          onClick={onToggle}
        >
          {b(row.risk)}
        </button>
        <small className="i3 ell">
          {places.map(b).join(t('listed'))}
          {t('separator')}
          {b(row.domain)}
        </small>
      </span>
      <span className="b">
        <span>{row.lead ? b(row.lead) : <b>{t('noLead')}</b>}</span>
        {row.interim && <small className="i3">{t('interim')}</small>}
      </span>
      <span className="c">
        {others.length === 0 && <small className="i3">{t('nobody')}</small>}
        {others.map((words) => (
          <small key={words} className="i2 ell" title={words}>
            {words}
          </small>
        ))}
      </span>
      <button type="button" className="n" onClick={onToggle}>
        {[row.signals, row.warnings, row.incidents].map((count, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: three columns in a fixed order
          <span key={i} className={count > 0 ? 'count st' : 'count i3'} aria-hidden="true">
            {count}
          </span>
        ))}
        <span className="spelled">
          {t('nowLabel', { signals: row.signals, warnings: row.warnings, incidents: row.incidents })}
        </span>
      </button>
      <span className="g">
        {first ? (
          <>
            <small className="i2 ell" title={row.gaps.map(b).join('\n')}>
              {gapLine(first.agencies.map(b), short(first.kind), t)}
            </small>
            <small className="i3 ell">
              {[...new Set(row.gaps.slice(1).map((gap) => gap.kind))]
                .filter((kind) => kind !== first.kind)
                .map(short)
                .join(t('listed'))}
            </small>
          </>
        ) : (
          <small className="i3">{t('noGap')}</small>
        )}
      </span>
    </div>
  )
}

type T = ReturnType<typeof useText<(typeof text)['zh']>>
const gapLine = (agencies: readonly string[], gap: string, t: T): string =>
  agencies.length === 0 ? gap : t('gapAgencies', { gap, agencies: agencies.join(t('listed')) })

/** What the numbers stand for, what is missing in full, and where to mend it. */
const Detail = ({ row }: { row: Threat }) => {
  const t = useText(text)
  const b = useBilingual()
  const detail = useThreat(row.risk.id, row.place.id)
  return (
    <div className="tg-threat-detail">
      <Section title={t('gaps')} finding={t('gapsFinding', { count: row.gaps.length })}>
        <ul className="tg-list">
          {row.gaps.map((gap) => (
            <li key={`${gap.kind} ${gap.zh}`}>
              <span className="i2">{gapLine(gap.agencies.map(b), b(gap), t)}</span>
            </li>
          ))}
        </ul>
        <p className="links">
          {row.row && <Link to={`/duties/${row.row}`}>{t('openDuty')}</Link>}
          {row.itemId && <Link to={`/register/queue/${row.itemId}`}>{t('openItem')}</Link>}
        </p>
      </Section>
      <Loaded query={detail}>
        {(found) => (
          <Section title={t('now')}>
            <h3>{t('incidents')}</h3>
            <Found
              rows={found.incidents.map((one) => ({
                to: `/incidents/${one.id}`,
                at: one.at,
                words: `${one.title} ${one.no}`,
              }))}
            />
            <h3>{t('warnings')}</h3>
            {found.warnings.length === 0 ? (
              <p className="i3">{t('noneSeen')}</p>
            ) : (
              <ul>
                {found.warnings.map((one) => (
                  <li key={one.id}>
                    <Level level={one.level} /> <Link to={`/warnings/${one.id}`}>{one.title}</Link>{' '}
                    <small className="i3">
                      <PortTime at={one.at} />
                    </small>
                  </li>
                ))}
              </ul>
            )}
            <h3>{t('signals')}</h3>
            <Found rows={found.signals.map((one) => ({ to: `/signals/${one.id}`, at: one.at, words: b(one.title) }))} />
          </Section>
        )}
      </Loaded>
    </div>
  )
}

const Found = ({ rows }: { rows: readonly { to: string; at: string; words: string }[] }) => {
  const t = useText(text)
  if (rows.length === 0) return <p className="i3">{t('noneSeen')}</p>
  return (
    <ul>
      {rows.map((row) => (
        <li key={row.to}>
          <Link to={row.to}>{row.words}</Link>{' '}
          <small className="i3">
            <PortTime at={row.at} />
          </small>
        </li>
      ))}
    </ul>
  )
}
