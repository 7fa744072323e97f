import { useNavigate } from 'react-router'
import { Action, FormFault, problemWords, Section, useLocale, useText } from '../../../kit/public.ts'
import { post, useRight } from '../../api/public.ts'
import { useAct } from '../warnings/use-act.ts'
import { text } from './text.ts'
import { renewReviews, useReviewOf } from './use-reviews.ts'
import './reviews.css'

/** In the room of an incident: to its review, or the button that opens one. */
export const ReviewLink = ({ incidentId }: { incidentId: string }) => {
  const t = useText(text)
  const locale = useLocale()
  const navigate = useNavigate()
  const right = useRight('reviews.write')
  const { data } = useReviewOf(incidentId)
  const open = useAct((body: { incidentId: string }, idempotencyKey) =>
    post<{ id: string }>('/reviews', body, { idempotencyKey }),
  )
  if (data === undefined) return null
  const { id } = data
  const start = async () => {
    const done = await open.run({ incidentId })
    await renewReviews()
    if (done) void navigate(`/reviews/${done.answer.id}`)
  }
  const said = open.problem && problemWords(open.problem, locale)
  return (
    <Section title={t('linkTitle')}>
      <div className="tg-review-link">
        <p className="i3 sm">{t(id === null ? 'linkNone' : 'linkThere')}</p>
        {said && <FormFault what={said.what} remedy={said.remedy} />}
        {id === null ? (
          <Action small allowed={right} reasonAt="after" busy={open.busy} onClick={() => void start()}>
            {t('linkOpen')}
          </Action>
        ) : (
          <Action small onClick={() => void navigate(`/reviews/${id}`)}>
            {t('linkSee')}
          </Action>
        )}
      </div>
    </Section>
  )
}
