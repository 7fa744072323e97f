import { Link } from 'react-router'
import type { Compound } from '../../../../src/actions/compound/model.ts'
import { Assessed, RelativeTime, useBilingual, useText } from '../../../kit/public.ts'
import { text } from './text.ts'

const percent = (share: number | undefined): number => Math.round((share ?? 0) * 100)

/** One compound assessment: the sentence, what each factor adds, what is missing, what would change it. */
export const CompoundView = ({ compound }: { compound: Compound }) => {
  const t = useText(text)
  const b = useBilingual()
  const { a, b: other } = compound
  const factors = [a, other]
  return (
    <div className="tg-compound">
      <p className="head">
        <Assessed level={compound.level} />
        <span className="i2">{b(compound.riskType)}</span>
      </p>
      <p>{b(compound.sentence)}</p>
      <Factors compound={compound} />
      <h3>{t('compoundRests')}</h3>
      <ul className="rests">
        {factors.map((factor) => (
          <li key={factor.signalId}>
            <Link to={`/signals/${factor.signalId}`}>{b(factor.title)}</Link>
            <small className="i3">
              {b(factor.name)}
              {t('separator')}
              {b(factor.riskType)}
              {t('separator')}
              <RelativeTime at={factor.at} />
              {t('separator')}
              {t('weightLeft', { weight: percent(factor.weight) })}
              {factor.others > 0 && t('compoundOthers', { count: factor.others })}
            </small>
          </li>
        ))}
      </ul>
      <h3>{t('compoundChanges')}</h3>
      <p>{b(compound.sensitivity)}</p>
      {compound.missing.length > 0 && (
        <>
          <h3>{t('compoundMissing')}</h3>
          <p className="unknown">{compound.missing.map(b).join(t('comma'))}</p>
        </>
      )}
      <p className="i3 sm">
        {t('compoundSource')} {b(compound.source)}
        {t('separator')}
        {t('compoundAssessed')} <RelativeTime at={compound.assessedAt} />
      </p>
    </div>
  )
}

const signed = (value: number): string => `${value < 0 ? '\u2212' : '+'}${Math.abs(value).toFixed(1)}`

/** What each factor adds, in one unit, so that they sum; beside it how likely the side is by itself. */
const Factors = ({ compound }: { compound: Compound }) => {
  const t = useText(text)
  const b = useBilingual()
  const { a, b: other, start, uplift } = compound
  const added = a.contribution + other.contribution + uplift
  const rows = [
    { name: b(a.name), likely: `${percent(a.likelihood[1])}%`, adds: a.contribution },
    { name: b(other.name), likely: `${percent(other.likelihood[1])}%`, adds: other.contribution },
    { name: t('compoundUplift'), likely: '', adds: uplift },
  ]
  return (
    <table className="factors">
      <caption>{t('compoundWhy')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('compoundFactors')}</th>
          <th scope="col" className="r">
            {t('compoundAlone')}
          </th>
          <td />
          <th scope="col" className="r">
            {t('compoundAdds')}
          </th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">{t('compoundBase')}</th>
          <td />
          <td />
          <td className="r">{signed(start)}</td>
        </tr>
        {rows.map((row) => (
          <tr key={row.name}>
            <th scope="row">{row.name}</th>
            <td className="r">{row.likely}</td>
            <td className="bar" aria-hidden="true">
              <i style={{ width: `${Math.max(0, (row.adds / added) * 100).toFixed(1)}%` }} />
            </td>
            <td className="r">{signed(row.adds)}</td>
          </tr>
        ))}
        <tr className="total">
          <th scope="row">{t('compoundTotal')}</th>
          <td className="r">{`${percent(compound.likelihood[1])}%`}</td>
          <td />
          <td className="r">{signed(start + added)}</td>
        </tr>
      </tbody>
    </table>
  )
}
