import { useState } from 'react'
import type { Entry, ReviewView } from '../../../../src/actions/law/model.ts'
import { Action, EmptyState, PortTime, Section, useBilingual, useText } from '../../../kit/public.ts'
import { ConfirmForm } from './confirm.tsx'
import { text } from './entry-text.ts'
import { EntryLink } from './parts.tsx'
import { text as listText } from './text.ts'

/** Why the row waits for a person, and what was decided before. */
export const Reviews = ({ entry }: { entry: Entry }) => {
  const t = useText(text)
  const l = useText(listText)
  const open = entry.reviews.filter((one) => one.outcome === null).length
  return (
    <Section title={t('reviewsHere')} finding={open > 0 ? <b>{l('findingReviews', { count: open })}</b> : undefined}>
      {entry.reviews.length === 0 ? (
        <EmptyState>{t('reviewsNone')}</EmptyState>
      ) : (
        <ul className="tg-list">
          {entry.reviews.map((review) => (
            <li key={review.id} className="tg-duty-version">
              <OneReview review={review} entry={entry} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

const OneReview = ({ review, entry }: { review: ReviewView; entry: Entry }) => {
  const t = useText(text)
  const l = useText(listText)
  const b = useBilingual()
  const [acting, setActing] = useState(false)
  const how = review.replacedBy ? t('howReplaced', { name: b(review.replacedBy) }) : t('howEnded')
  const mine = entry.kind !== 'instrument'
  return (
    <>
      {!mine && (
        <EntryLink id={review.row} className="what">
          {b(review.name)}
        </EntryLink>
      )}
      <span className={review.outcome === null ? undefined : 'i2'}>
        {t('reviewReason', { law: b(review.instrument), how, reason: review.reason })}
      </span>
      <small className="i3">
        <PortTime at={review.openedAt} />
        {review.outcome === null &&
          review.openTasks > 0 &&
          `${t('separator')}${l('openTasks', { count: review.openTasks })}`}
      </small>
      {review.outcome !== null && (
        <small className="i2">
          {t('settled', { outcome: l(`outcome_${review.outcome}`), note: review.note ?? '' })}{' '}
          {review.by && `${b(review.by.agency)} ${b(review.by.post)}`} <PortTime at={review.decidedAt} />
        </small>
      )}
      {mine && review.outcome === null && !acting && (
        <span>
          <Action small primary allowed={review.can.confirm} reasonAt="below" onClick={() => setActing(true)}>
            {t('confirmTitle')}
          </Action>
        </span>
      )}
      {acting && <ConfirmForm review={review} entry={entry} onEnd={() => setActing(false)} />}
    </>
  )
}
