import { useState } from 'react'
import { Link, useParams } from 'react-router'
import type { Review } from '../../../../src/actions/review/model.ts'
import {
  Action,
  Column,
  Columns,
  ErrorState,
  Loading,
  Page,
  PortTime,
  useBilingual,
  useNow,
  useText,
} from '../../../kit/public.ts'
import { post } from '../../api/public.ts'
import { ActForm } from '../warnings/act-form.tsx'
import { useAct } from '../warnings/use-act.ts'
import { Figures } from './figures.tsx'
import { Findings } from './findings.tsx'
import { History, Members } from './members.tsx'
import { text } from './text.ts'
import { renewReviews, useReview } from './use-reviews.ts'
import '../warnings/verbs.css'
import './reviews.css'

/** What happened, why, what is changed because of it, and whether that worked. */
const ReviewPage = () => {
  const { id = '' } = useParams()
  const t = useText(text)
  const query = useReview(id)
  if (query.data === undefined)
    return (
      <Page title={t('title')}>
        {query.error ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : <Loading />}
      </Page>
    )
  return <Shown key={id} review={query.data} />
}

export default ReviewPage

const Shown = ({ review }: { review: Review }) => {
  const t = useText(text)
  const b = useBilingual()
  const now = useNow()
  const [closing, setClosing] = useState(false)
  const close = useAct((words: string, idempotencyKey) =>
    post(`/reviews/${review.id}/close`, { words }, { idempotencyKey }),
  )
  const submit = async (words: string) => {
    if (await close.run(words)) setClosing(false)
    await renewReviews()
  }
  const { incident, findings, actions } = review
  const state = review.closed
    ? [t('closed')]
    : [
        findings.of === 0 ? t('problemsNone') : t('problems', { open: findings.open, of: findings.of }),
        ...(actions.overdue > 0 ? [t('actionsOverdue', { count: actions.overdue })] : []),
        ...(actions.checkDue > 0 ? [t('checksDueShort', { count: actions.checkDue })] : []),
      ]
  return (
    <Page
      title={t('oneTitle', { title: incident.title })}
      finding={state.join(t('comma'))}
      actions={
        <span className="tg-review-verbs">
          {review.closed === null && (
            <Action allowed={review.can.close} onClick={() => setClosing(!closing)}>
              {t('close')}
            </Action>
          )}
          <Action onClick={() => window.print()}>{t('print')}</Action>
        </span>
      }
      below={
        <>
          <p className="tg-review-facts">
            <Link to={`/incidents/${incident.id}`}>{t('ofIncident', { no: incident.no })}</Link>
            <span>{b(review.risk)}</span>
            <span>{t('leads', { agency: b(review.steering) })}</span>
            <span>
              {t('openedBy', { agency: b(review.openedBy.agency) })} <PortTime at={review.openedAt} />
            </span>
            {!incident.closed && <span>{t('incidentOpen')}</span>}
            <span className="on-paper">
              {t('printed')} <PortTime at={now} />
            </span>
          </p>
          {review.closed && <p className="st">{t('closedWhy', { words: review.closed.words })}</p>}
          {closing && (
            <div className="tg-head-form">
              <ActForm
                name="words"
                label={t('closeLabel')}
                missing={t('closeMissing')}
                maxLength={2000}
                submit={t('close')}
                act={close}
                onSubmit={(words) => void submit(words)}
                onCancel={() => setClosing(false)}
              />
            </div>
          )}
        </>
      }
    >
      <Columns template="minmax(0, 4fr) minmax(0, 6fr) minmax(0, 3fr)">
        <Column>
          <Figures figures={review.figures} />
        </Column>
        <Column>
          <Findings review={review} />
        </Column>
        <Column>
          <Members review={review} />
          <History review={review} />
        </Column>
      </Columns>
    </Page>
  )
}
