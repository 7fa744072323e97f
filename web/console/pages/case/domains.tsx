import type { Assessment, DomainRisk } from '../../../../src/actions/assess/model.ts'
import { Section, useBilingual, useText } from '../../../kit/public.ts'
import { text } from './text.ts'

/** Likelihood × consequence of each domain that the evidence points at; what open rules could make of it stands beside. */
export const Domains = ({ assessment }: { assessment: Assessment | null }) => {
  const t = useText(text)
  const b = useBilingual()
  if (!assessment || assessment.domains.length === 0) return null
  const { domains, matrix } = assessment
  return (
    <Section title={t('domains')} finding={t('domainsFinding', { count: domains.length })}>
      <table className="tg-domains-risk">
        <thead>
          <tr>
            <th scope="col">{t('domain')}</th>
            <th scope="col">{t('likelihood')}</th>
            <th scope="col">{t('consequence')}</th>
            <th scope="col">{t('riskLevel')}</th>
          </tr>
        </thead>
        <tbody>
          {domains.map((one) => (
            <DomainLine key={one.domain.id} one={one} />
          ))}
        </tbody>
      </table>
      <p className="tg-note">
        <span>{b(matrix.basis)}</span>
        <span>{b(matrix.source)}</span>
      </p>
    </Section>
  )
}

const DomainLine = ({ one }: { one: DomainRisk }) => {
  const t = useText(text)
  const b = useBilingual()
  const { likelihood, consequence, level, levelHigh } = one
  const open = likelihood.high > likelihood.percent
  return (
    <tr>
      <th scope="row">
        {b(one.domain)}
        <small className="i3">{b(one.risk)}</small>
      </th>
      <td>
        {level === null ? (
          <span className="tg-missing">{t('unknownLevel')}</span>
        ) : (
          <>
            {`${likelihood.percent}%`}
            <small className="i3">{b(likelihood)}</small>
          </>
        )}
        {open && <small className="i3">{t('upTo', { value: `${likelihood.high}%` })}</small>}
      </td>
      <td title={`${b(consequence.why)} ${b(consequence.source)}`}>
        {`${consequence.score} ${b(consequence)}`}
        <small className="i3">{b(consequence.why)}</small>
      </td>
      <td>
        {level === null ? (
          <span className="tg-missing">{t('unknownLevel')}</span>
        ) : (
          <span className={level.level >= 3 ? 'st' : undefined}>{b(level)}</span>
        )}
        {levelHigh && levelHigh.level > (level?.level ?? 0) && (
          <small className="i3">{t('upTo', { value: b(levelHigh) })}</small>
        )}
      </td>
    </tr>
  )
}
