import type { Assessment } from '../../../../src/actions/assess/model.ts'
import { DataList, EmptyState, Row, Section, useBilingual, useText, Why } from '../../../kit/public.ts'
import { text } from './text.ts'

type Props = { assessment: Assessment | null }

/** What each reason adds; what is unknown stands dashed among them and adds nothing. */
export const WhySection = ({ assessment }: Props) => {
  const t = useText(text)
  const b = useBilingual()
  if (!assessment) return null
  const { reasons, unknowns, score } = assessment
  const sum = reasons.reduce((all, reason) => all + reason.points, 0)
  const rows = [
    ...reasons.map((reason) => ({
      id: reason.rule,
      label: b(reason),
      amount: reason.points,
      detail: b(reason.value) || undefined,
    })),
    ...unknowns.map((unknown) => ({
      id: `unknown ${unknown.field}`,
      label: b(unknown.name),
      amount: null,
      ...(unknown.points === null ? {} : { low: 0, high: unknown.points }),
    })),
  ]
  return (
    <Section title={t('why')} finding={t(score === null ? 'whyNoSum' : 'whyFinding', { score: score ?? sum })}>
      {rows.length === 0 ? (
        <EmptyState>{t('whyNone')}</EmptyState>
      ) : (
        <div className="tg-case-why">
          <Why rows={rows} caption={t('whyCaption')} {...(score === null ? { totalLabel: t('knownSum') } : {})} />
        </div>
      )}
    </Section>
  )
}

export const Unknowns = ({ assessment }: Props) => {
  const t = useText(text)
  const b = useBilingual()
  if (!assessment) return null
  const { unknowns } = assessment
  return (
    <Section title={t('unknowns')} finding={unknowns.length > 0 ? <Finding assessment={assessment} /> : undefined}>
      <DataList
        label={t('unknowns')}
        rows={unknowns}
        rowKey={(unknown) => unknown.field}
        empty={<EmptyState>{t('unknownsNone')}</EmptyState>}
      >
        {(unknown) => (
          <Row
            title={b(unknown.name)}
            end={
              <span className="tg-missing">
                {unknown.points ? t('atMost', { points: unknown.points }) : t('notArrived')}
              </span>
            }
            meta={
              <span className="ell" title={b(unknown)}>
                {b(unknown)}
              </span>
            }
          />
        )}
      </DataList>
    </Section>
  )
}

const LEVELS = ['levelNothing', 'levelLow', 'levelMedium', 'levelHigh'] as const

/** How many are missing, and between which levels the answer may still lie. */
const Finding = ({ assessment: { unknowns, range } }: { assessment: Assessment }) => {
  const t = useText(text)
  const word = (level: number) => t(LEVELS[level] ?? 'levelNothing')
  return (
    <>
      {t('unknownsFinding', { count: unknowns.length })}
      {range && range.high > range.low && (
        <span className="st">{t('range', { low: word(range.low), high: word(range.high) })}</span>
      )}
    </>
  )
}

/** Every rule names where it comes from, or that it is judgement. */
export const Sources = ({ assessment }: Props) => {
  const t = useText(text)
  const b = useBilingual()
  const reasons = assessment?.reasons ?? []
  if (reasons.length === 0) return null
  return (
    <Section title={t('sources')} finding={t('sourcesFinding', { count: reasons.length })}>
      <ul className="tg-list tg-sources">
        {reasons.map((reason) => (
          <li key={reason.rule}>
            <span>{b(reason)}</span>
            <small className="i3">{b(reason.source)}</small>
          </li>
        ))}
      </ul>
    </Section>
  )
}
