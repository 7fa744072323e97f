import type { ReactNode } from 'react'
import type { RuleView } from '../../../../src/actions/rules/model.ts'
import { Tag, useBilingual, useText } from '../../../kit/public.ts'
import { text } from './text.ts'

/** Rules as a table: what it says, under which conditions, how much, for which risk, on what basis. */
export const RuleTable = ({ children }: { children: ReactNode }) => {
  const t = useText(text)
  return (
    <table className="tg-rule-table" data-list="">
      <thead>
        <tr>
          <th scope="col">{t('rule')}</th>
          <th scope="col">{t('conditions')}</th>
          <th scope="col" className="r">
            {t('points')}
          </th>
          <th scope="col">{t('risk')}</th>
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  )
}

type Props = {
  rule: RuleView
  /** Under the risk: the table it belongs to. */
  end?: ReactNode
  /** Under the words: what can be done with it. */
  verbs?: ReactNode
}

export const RuleLine = ({ rule, end, verbs }: Props) => {
  const t = useText(text)
  const b = useBilingual()
  return (
    <tr className={rule.off ? 'off' : undefined}>
      <th scope="row">
        <span className="words">
          {b(rule)}
          {rule.off && <Tag>{t('off')}</Tag>}
          {rule.usesParts && <Tag kind="local">{t('parts')}</Tag>}
        </span>
        <small className="i3">{b(rule.source)}</small>
        {verbs && <span className="verbs">{verbs}</span>}
      </th>
      <td>
        <ul>
          {rule.conditions.map((condition) => (
            <li key={condition.en}>{b(condition)}</li>
          ))}
        </ul>
      </td>
      <td className="r nw" data-unit={t('pointsOf', { points: '' }).trim()}>
        {rule.points}
      </td>
      <td>
        {rule.riskFrom ? t('riskFrom', { field: b(rule.riskFrom) }) : b(rule.risk)}
        {!rule.riskFrom && <small className="i3">{b(rule.domain)}</small>}
        {end && <small>{end}</small>}
      </td>
    </tr>
  )
}
