import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { DomainCount, KindCount, Situation, Usual } from '../../../../src/app/situation/model.ts'
import {
  formatNumber,
  Spark,
  timeOfDay,
  UsualRange,
  useBilingual,
  useLocale,
  usePortZone,
  useText,
} from '../../../kit/public.ts'
import { bandOf, byInterest, byOddness, comparisonOf, daysOf, lastHourOf, rangeWords, timesOf } from './findings.ts'
import { text } from './text.ts'

/** Places in the line. What does not fit stands bold among the sixteen. */
const PLACES = 5

/** The one line: how much differs. What cannot be compared is never called usual. */
export const DiffersTitle = ({ situation }: { situation: Situation }) => {
  const t = useText(text)
  const { differ, usual, unknown } = comparisonOf(situation)
  if (differ > 0) return t('differ', { count: differ })
  if (usual === 0) return t('differUnknown')
  return unknown > 0 ? t('differNoneKnown', { count: usual }) : t('differNone')
}

export const useComparedWith = (situation: Situation): string => {
  const t = useText(text)
  const zone = usePortZone()
  const { from, to } = lastHourOf(situation.at)
  const days = daysOf(situation)
  const hours = { from: timeOfDay(from, zone), to: timeOfDay(to, zone) }
  return days > 0 ? t('comparedWith', { ...hours, days }) : t('lastHour', hours)
}

export const HowToRead = ({ situation }: { situation: Situation }) => {
  const t = useText(text)
  const { differ, usual, unknown } = comparisonOf(situation)
  const words = [
    ...(differ > 0 && usual > 0 ? [t('restUsual', { count: usual })] : []),
    ...(unknown > 0 && differ + usual > 0 ? [t('restUnknown', { count: unknown })] : []),
    ...(differ + usual > 0 ? [t('howToRead')] : []),
  ]
  return <small className="i3">{words.join(t('separator'))}</small>
}

/** Kinds of signal by the hour, those that differ first, then the domains that differ. */
export const Differs = ({ situation }: { situation: Situation }) => {
  const t = useText(text)
  const odd = byOddness(situation.domains)
  const kinds = byInterest(situation.kinds).slice(0, PLACES)
  const fits = PLACES - kinds.length
  return (
    <>
      <ul className="tg-differs">
        {kinds.map((count) => (
          <KindTile key={`${count.kind.id} ${count.measure}`} count={count} />
        ))}
        {odd.slice(0, fits).map((count) => (
          <DomainTile key={count.domain.id} count={count} />
        ))}
      </ul>
      {odd.length > fits && <p className="sm i3 more">{t('moreDomains', { count: odd.length - fits })}</p>}
    </>
  )
}

const KindTile = ({ count }: { count: KindCount }) => {
  const t = useText(text)
  const b = useBilingual()
  const name = [
    capital(b(count.kind)),
    t(count.measure === 'received' ? 'measureReceived' : 'measureNeedsPerson'),
  ].join(t('separator'))
  const needs = count.measure === 'received' ? 'all' : 'person'
  return (
    <Tile
      name={name}
      number={count.hour}
      unit={t('perHour')}
      usual={count.usual}
      strong={count.differs}
      to={`/signals?${new URLSearchParams({ needs, kind: count.kind.id })}`}
      picture={<Spark values={count.series} band={bandOf(count)} label={t('series', { name })} />}
    />
  )
}

const DomainTile = ({ count }: { count: DomainCount }) => {
  const t = useText(text)
  const b = useBilingual()
  const found = timesOf(count.today, count.usual)
  return (
    <Tile
      name={[b(count.domain), t('measureNeedsPerson')].join(t('separator'))}
      number={count.today}
      unit={t('today')}
      usual={count.usual}
      strong
      to={domainAddress(count.domain.id)}
      picture={
        found && (
          <span className="range">
            <UsualRange {...found} width={112} outside />
          </span>
        )
      }
      end={found && count.usual && count.usual.median >= 1 ? t('times', { times: found.times.toFixed(1) }) : undefined}
    />
  )
}

export const domainAddress = (domain: string): string => `/signals?${new URLSearchParams({ needs: 'person', domain })}`

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)

type TileProps = {
  name: string
  number: number
  unit: string
  usual: Usual
  strong: boolean
  to: string
  picture: ReactNode
  end?: string | undefined
}

const Tile = ({ name, number, unit, usual, strong, to, picture, end }: TileProps) => {
  const t = useText(text)
  const locale = useLocale()
  return (
    <li>
      <span className={strong ? 'ell name' : 'ell name i2'} title={name}>
        {name}
      </span>
      <Link to={to} className={strong ? 'number st' : 'number'}>
        <span className="for-readers">{t('openRows', { name })} </span>
        {formatNumber(number, locale)}
        <small>{unit}</small>
      </Link>
      {picture}
      <small className="foot">
        <span>{usual ? t('usual', { range: rangeWords(usual) }) : t('usualUnknown')}</span>
        {end && <span>{end}</span>}
      </small>
    </li>
  )
}
