import { Link } from 'react-router'
import type { WarningRow } from '../../../../src/actions/warn/model.ts'
import type { DomainCount } from '../../../../src/app/situation/model.ts'
import {
  byUrgency,
  formatNumber,
  Level,
  Section,
  UsualRange,
  useBilingual,
  useLocale,
  useText,
  usualPosition,
  type WarningLevel,
} from '../../../kit/public.ts'
import { useReference } from '../../api/public.ts'
import { domainAddress } from './differs.tsx'
import { rangeWords, shortDomain, timesOf } from './findings.ts'
import { text } from './text.ts'

const WIDTH = 64
/** Two columns of eight, as the eye learns them. */
const HALF = 8

type Props = { domains: readonly DomainCount[]; warnings: readonly WarningRow[] }

/** The sixteen, always in the same order, so that the eye learns the places. Grey is usual. */
export const Domains = ({ domains, warnings }: Props) => {
  const t = useText(text)
  const levels = useLevels(warnings)
  const known = domains.some((one) => one.usual !== null)
  return (
    <Section
      title={t('domains')}
      finding={<small className="i3">{t(known ? 'domainsFinding' : 'domainsUnknown')}</small>}
    >
      <div className="tg-domain-halves">
        <DomainTable domains={domains.slice(0, HALF)} levels={levels} />
        <DomainTable domains={domains.slice(HALF)} levels={levels} />
      </div>
    </Section>
  )
}

type TableProps = { domains: readonly DomainCount[]; levels: ReadonlyMap<string, WarningLevel> }

const DomainTable = ({ domains, levels }: TableProps) => {
  const t = useText(text)
  return (
    <table className="tg-domains">
      <thead>
        <tr>
          <th scope="col">
            <span className="for-readers">{t('headDomain')}</span>
          </th>
          <th scope="col" className="axis">
            <span className="for-readers">{t('headTimes')}</span>
            <Axis />
          </th>
          <th scope="col" className="r">
            {t('headToday')}
          </th>
          <th scope="col">
            <span className="for-readers">{t('headWarning')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {domains.map((count) => (
          <DomainLine key={count.domain.id} count={count} level={levels.get(count.domain.id)} />
        ))}
      </tbody>
    </table>
  )
}

const MARKS = [
  [0.25, '\u00bc\u00d7'],
  [1, '1\u00d7'],
  [4, '4\u00d7'],
] as const

const Axis = () => (
  <svg className="axis" width={WIDTH} height="16" fontSize="12" fill="var(--ink-3)" aria-hidden="true">
    {MARKS.map(([times, words]) => (
      <text key={times} x={usualPosition(times) * WIDTH} y="12" textAnchor="middle">
        {words}
      </text>
    ))}
  </svg>
)

const DomainLine = ({ count, level }: { count: DomainCount; level: WarningLevel | undefined }) => {
  const t = useText(text)
  const b = useBilingual()
  const locale = useLocale()
  const { domain, today, usual, differs } = count
  const found = timesOf(today, usual)
  const short = shortDomain(b(domain))
  return (
    <tr className={differs ? 'out' : undefined}>
      <th scope="row" className="ell" title={b(domain)}>
        {short}
      </th>
      <td title={usual ? t('usual', { range: rangeWords(usual) }) : t('usualUnknown')}>
        <UsualRange
          times={found?.times ?? null}
          low={found?.low ?? null}
          high={found?.high ?? null}
          width={WIDTH}
          outside={differs}
        />
      </td>
      <td className="r">
        <Link to={domainAddress(domain.id)} aria-label={t('domainRows', { name: short, count: today })}>
          {formatNumber(today, locale)}
        </Link>
      </td>
      <td className="level">{level && <Level level={level} short size={12} />}</td>
    </tr>
  )
}

/** The most urgent warning in force in each domain. */
const useLevels = (warnings: readonly WarningRow[]): Map<string, WarningLevel> => {
  const { data } = useReference()
  const domainOf = new Map(data?.domains.flatMap(({ id, risks }) => risks.map((risk) => [risk.id, id] as const)))
  const levels = new Map<string, WarningLevel>()
  for (const { level, riskType } of warnings) {
    const domain = domainOf.get(riskType.id)
    if (domain === undefined) continue
    const before = levels.get(domain)
    if (before === undefined || byUrgency(level, before) < 0) levels.set(domain, level)
  }
  return levels
}
