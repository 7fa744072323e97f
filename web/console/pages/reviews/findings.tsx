import { useState } from 'react'
import { Link } from 'react-router'
import type { FindingView, Review, StanceBody } from '../../../../src/actions/review/model.ts'
import { Action, EmptyState, PortTime, Section, Tag, useBilingual, useText } from '../../../kit/public.ts'
import { post, useSignedIn } from '../../api/public.ts'
import { ActForm } from '../warnings/act-form.tsx'
import { useAct } from '../warnings/use-act.ts'
import { ActionLine } from './action-line.tsx'
import { ActionForm, FindingForm } from './forms.tsx'
import { text } from './text.ts'
import { renewReviews } from './use-reviews.ts'

/** What went wrong and why, what is changed because of it, and what became of that. */
export const Findings = ({ review }: { review: Review }) => {
  const t = useText(text)
  const b = useBilingual()
  const [putting, setPutting] = useState(false)
  const { open, of } = review.findings
  const { put } = review.can
  return (
    <Section
      title={t('findings')}
      finding={of > 0 ? t('findingsFinding', { open, of }) : undefined}
      end={
        put === true ? (
          <button type="button" className="tg-review-verb" aria-expanded={putting} onClick={() => setPutting(!putting)}>
            {t('put')}
          </button>
        ) : (
          !review.closed && <span className="i3">{b(put)}</span>
        )
      }
    >
      {putting && <FindingForm review={review} onDone={() => setPutting(false)} />}
      {review.list.length === 0 ? (
        <EmptyState>{t('findingsNone')}</EmptyState>
      ) : (
        <ol className="tg-list tg-review-findings" aria-label={t('findings')}>
          {review.list.map((finding) => (
            <li key={finding.id}>
              <Finding review={review} finding={finding} />
            </li>
          ))}
        </ol>
      )}
    </Section>
  )
}

const Finding = ({ review, finding }: { review: Review; finding: FindingView }) => {
  const t = useText(text)
  const b = useBilingual()
  const { closed, repeats } = finding
  return (
    <article className={closed ? 'tg-review-finding closed' : 'tg-review-finding'}>
      <p className="what">
        <Tag>{t(`kind_${finding.kind}`)}</Tag> <span className={closed ? undefined : 'st'}>{finding.what}</span>
      </p>
      <p className="i2">{t('because', { words: finding.why })}</p>
      <p className="i3 sm">
        {t('putBy', { agency: b(finding.putBy.agency) })} <PortTime at={finding.putAt} />
      </p>
      {repeats.length > 0 && (
        <ul className="repeats sm">
          {repeats.map((one) => (
            <li key={`${one.reviewId} ${one.putAt}`}>
              <Tag kind="law">{t('repeated')}</Tag>{' '}
              <Link to={`/reviews/${one.reviewId}`}>
                {t('repeatedOf', { no: one.incident.no, title: one.incident.title, what: one.what })}
              </Link>
            </li>
          ))}
        </ul>
      )}
      {finding.actions.length === 0 && !closed ? (
        <p className="i3 sm">{t('actionsNone')}</p>
      ) : (
        <ul className="tg-review-actions" aria-label={t('actions')}>
          {finding.actions.map((action) => (
            <ActionLine key={action.id} action={action} />
          ))}
        </ul>
      )}
      {closed ? (
        <p className="sm">
          <b>{t(closed.how === 'effect' ? 'byEffect' : 'byWaiver')}</b>{' '}
          {t('closedBy', { agency: b(closed.actor.agency), words: closed.words })} <PortTime at={closed.at} />
        </p>
      ) : (
        <Verbs review={review} finding={finding} />
      )}
    </article>
  )
}

type Doing = 'object' | 'propose' | 'close' | 'waive' | null

const WORDS = {
  object: ['objectLabel', 'objectMissing', 'object'],
  close: ['closeFindingLabel', 'missing', 'closeFinding'],
  waive: ['waiveLabel', 'missing', 'waiveFinding'],
} as const

const Verbs = ({ review, finding }: { review: Review; finding: FindingView }) => {
  const t = useText(text)
  const { agency } = useSignedIn()
  const [doing, setDoing] = useState<Doing>(null)
  const mine = finding.stances.find((one) => one.actor.agency.id === agency.id)?.stance
  const stance = useAct((body: StanceBody, idempotencyKey) =>
    post(`/reviews/findings/${finding.id}/stance`, body, { idempotencyKey }),
  )
  const end = useAct(({ verb, words }: { verb: 'close' | 'waive'; words: string }, idempotencyKey) =>
    post(`/reviews/findings/${finding.id}/${verb}`, { words }, { idempotencyKey }),
  )
  const after = async (done: Promise<unknown>) => {
    if (await done) setDoing(null)
    await renewReviews()
  }
  const { can } = finding
  const toggle = (one: Exclude<Doing, null>) => setDoing(doing === one ? null : one)
  if (doing === 'propose')
    return <ActionForm finding={finding} members={review.members} onDone={() => setDoing(null)} />
  if (doing !== null) {
    const [label, missing, submit] = WORDS[doing]
    return (
      <ActForm
        name="words"
        label={t(label)}
        missing={t(missing)}
        maxLength={2000}
        submit={t(submit)}
        act={doing === 'object' ? stance : end}
        onSubmit={(words) =>
          void after(doing === 'object' ? stance.run({ stance: 'object', words }) : end.run({ verb: doing, words }))
        }
        onCancel={() => setDoing(null)}
      />
    )
  }
  return (
    <div className="tg-review-verbs">
      {can.stance === true && mine !== 'agree' && (
        <Action small busy={stance.busy} onClick={() => void after(stance.run({ stance: 'agree', words: '' }))}>
          {t('agree')}
        </Action>
      )}
      {can.stance === true && mine !== 'object' && (
        <Action small onClick={() => toggle('object')}>
          {t('object')}
        </Action>
      )}
      {can.propose === true && (
        <Action small onClick={() => toggle('propose')}>
          {t('propose')}
        </Action>
      )}
      {can.waive === true && (
        <Action small onClick={() => toggle('waive')}>
          {t('waiveFinding')}
        </Action>
      )}
      <Action small allowed={can.close} reasonAt="after" onClick={() => toggle('close')}>
        {t('closeFinding')}
      </Action>
    </div>
  )
}
