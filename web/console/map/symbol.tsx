import { Link } from 'react-router'
import type { MapSymbol } from '../../../src/app/situation/model.ts'
import { LEVEL_SHAPES, levelWord, useLocale, useText } from '../../kit/public.ts'
import { text } from './text.ts'

/** An incident without a warning has no level: a plain ring, so that no colour is spent. */
const PLAIN = 'M13 7A6 6 0 1 1 1 7A6 6 0 1 1 13 7Z'
const SIZE = 28

const DOMAINS = [
  'political',
  'homeland',
  'military',
  'economic',
  'culture',
  'social',
  'scitech',
  'cyber',
  'ecology',
  'resources',
  'nuclear',
  'overseas',
  'bio',
  'space',
  'polar',
  'deepsea',
] as const
type Domain = (typeof DOMAINS)[number]
const isDomain = (id: string): id is Domain => (DOMAINS as readonly string[]).includes(id)

/** Shape and colour of the level, one character of the domain, a halo, and its title beside it. Opens what it stands for. */
export const PortSymbol = ({ symbol, still }: { symbol: MapSymbol; still: boolean }) => {
  const t = useText(text)
  const locale = useLocale()
  const { level, domain, title, kind } = symbol
  const words = [t(kind), level ? levelWord(level, locale) : '', title].filter((word) => word !== '').join(' ')
  const drawn = (
    <>
      <svg width={SIZE + 16} height={SIZE + 16} viewBox="-4 -4 22 22" aria-hidden="true">
        <circle
          cx="7"
          cy="7"
          r="10.2"
          fill="none"
          stroke={level ? `var(--edge-${level})` : 'var(--ink-3)'}
          strokeOpacity=".55"
          strokeWidth=".5"
        />
        <path
          d={level ? LEVEL_SHAPES[level] : PLAIN}
          fill={level ? `var(--warn-${level})` : 'var(--bg)'}
          stroke={level ? `var(--edge-${level})` : 'var(--ink)'}
          strokeWidth=".6"
          strokeLinejoin="round"
        />
        {isDomain(domain) && (
          <text
            x="7"
            y={level === 'yellow' ? 10.4 : 9.3}
            textAnchor="middle"
            fill={level ? `var(--on-${level})` : 'var(--ink)'}
          >
            {t(domain)}
          </text>
        )}
      </svg>
      <span className="name" aria-hidden="true">
        {title}
      </span>
      <span className="for-readers">{words}</span>
    </>
  )
  if (still)
    return (
      <span className="tg-map-symbol" title={words}>
        {drawn}
      </span>
    )
  return (
    <Link
      className="tg-map-symbol"
      to={`/${kind === 'incident' ? 'incidents' : 'warnings'}/${symbol.id}`}
      title={words}
    >
      {drawn}
    </Link>
  )
}
