import type { Review } from '../../../../src/actions/review/model.ts'
import { EmptyState, PortTime, Section, useBilingual, useText } from '../../../kit/public.ts'
import { text } from './text.ts'

/** Which agencies stand by the findings, which object and why, which have not said. */
export const Members = ({ review }: { review: Review }) => {
  const t = useText(text)
  const b = useBilingual()
  return (
    <Section title={t('members')} finding={t('membersFinding', { count: review.members.length })}>
      {review.list.length === 0 && <EmptyState>{t('nothingToSay')}</EmptyState>}
      <ul className="tg-list tg-review-rows" aria-label={t('members')}>
        {review.members.map((agency) => {
          const said = review.list.map((finding) => ({
            finding,
            stance: finding.stances.find((one) => one.actor.agency.id === agency.id),
          }))
          const count = (stance: 'agree' | 'object' | undefined) =>
            said.filter((one) => one.stance?.stance === stance).length
          const objections = said.filter((one) => one.stance?.stance === 'object')
          return (
            <li key={agency.id}>
              <span className={objections.length > 0 ? 'st' : undefined}>{b(agency)}</span>
              <span className="r">
                <span className="tg-acks" aria-hidden="true">
                  {said.map(({ finding, stance }) => (
                    <i key={finding.id} className={stance ? (stance.stance === 'agree' ? undefined : 'x') : 'n'} />
                  ))}
                </span>
              </span>
              {review.list.length > 0 && (
                <small className="i3">
                  {[
                    t('agrees', { count: count('agree') }),
                    ...(objections.length > 0 ? [t('objects', { count: objections.length })] : []),
                    ...(count(undefined) > 0 ? [t('silent', { count: count(undefined) })] : []),
                  ].join(t('separator'))}
                </small>
              )}
              {objections.map(({ finding, stance }) => (
                <small key={finding.id}>{t('objection', { what: finding.what, words: stance?.words ?? '' })}</small>
              ))}
            </li>
          )
        })}
      </ul>
    </Section>
  )
}

export const History = ({ review }: { review: Review }) => {
  const t = useText(text)
  const b = useBilingual()
  return (
    <Section title={t('history')}>
      <ul className="tg-list tg-review-rows" aria-label={t('history')}>
        {review.history.map(({ at, text: words, actor }) => (
          <li key={`${at} ${words.en}`} className="wide">
            <span>{b(words)}</span>
            <small className="i3">
              {b(actor.agency)} {actor.officer ? b(actor.officer) : t('byClock')} <PortTime at={at} />
            </small>
          </li>
        ))}
      </ul>
    </Section>
  )
}
