import { useState } from 'react'
import { useParams } from 'react-router'
import type { Notice, UpdateNotice } from '../../../../src/actions/scan/model.ts'
import {
  Action,
  Column,
  Columns,
  ErrorState,
  Loading,
  Page,
  RelativeTime,
  Section,
  useBilingual,
  useText,
} from '../../../kit/public.ts'
import { post, put, useReference } from '../../api/public.ts'
import { ActForm } from '../warnings/act-form.tsx'
import { useAct } from '../warnings/use-act.ts'
import { NoticeForm } from './notice-form.tsx'
import { Proposals } from './proposals.tsx'
import { text } from './text.ts'
import { renewScan, useNotice } from './use-scan.ts'
import './scan.css'

/** What it is, what it means here, which changes follow, and how it came to be so. */
const NoticePage = () => {
  const { id = '' } = useParams()
  const t = useText(text)
  const query = useNotice(id)
  if (query.data === undefined)
    return (
      <Page title={t('title')}>
        {query.error ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : <Loading />}
      </Page>
    )
  return <Shown key={id} notice={query.data} />
}

export default NoticePage

const Shown = ({ notice }: { notice: Notice }) => {
  const t = useText(text)
  const b = useBilingual()
  const [doing, setDoing] = useState<'edit' | 'close' | null>(null)
  const { data: reference } = useReference()
  const close = useAct((reason: string, idempotencyKey) =>
    post(`/scan/${notice.id}/close`, { reason }, { idempotencyKey }),
  )
  const change = useAct((body: UpdateNotice, idempotencyKey) => put(`/scan/${notice.id}`, body, { idempotencyKey }))
  const done = async (ran: Promise<unknown>) => {
    if (await ran) setDoing(null)
    await renewScan()
  }
  const places = notice.places.map((place) => {
    const named = reference?.places.find((one) => one.id === place)
    return named ? b(named) : ''
  })
  return (
    <Page
      title={notice.title}
      finding={notice.closedAt ? t('closed') : notice.due ? t('due') : t('reviewOn', { day: notice.reviewOn })}
      actions={
        notice.closedAt === null && (
          <span className="tg-scan-verbs">
            <Action allowed={notice.can.close} onClick={() => setDoing(doing === 'close' ? null : 'close')}>
              {t('close')}
            </Action>
            <Action allowed={notice.can.update} onClick={() => setDoing(doing === 'edit' ? null : 'edit')}>
              {t('edit')}
            </Action>
          </span>
        )
      }
      below={
        <>
          <p className="sm i3">
            {[
              t('facts', { kind: t(`kind_${notice.kind}`), day: notice.publishedOn }),
              ...(notice.validUntil ? [t('valid', { day: notice.validUntil })] : []),
              t('owner', { agency: b(notice.owner) }),
              ...notice.risks.map(b),
              ...places,
            ].join(t('separator'))}
          </p>
          {notice.closeReason !== null && <p className="st">{t('closedWhy', { reason: notice.closeReason })}</p>}
          {doing === 'close' && (
            <div className="tg-head-form">
              <ActForm
                name="reason"
                label={t('closeLabel')}
                missing={t('closeMissing')}
                maxLength={1000}
                submit={t('close')}
                act={close}
                onSubmit={(reason) => void done(close.run(reason))}
                onCancel={() => setDoing(null)}
              />
            </div>
          )}
        </>
      }
    >
      {doing === 'edit' ? (
        <NoticeForm
          change
          start={{
            ...notice,
            ownerAgency: notice.owner.id,
            riskTypes: notice.risks.map(({ id }) => id),
            places: notice.places as ('sea' | 'air' | 'land' | 'rail')[],
          }}
          busy={change.busy}
          problem={change.problem}
          onSubmit={(
            {
              kind,
              title,
              summary,
              url,
              publishedOn,
              validUntil,
              soWhat,
              ownerAgency,
              riskTypes,
              places: at,
              reviewOn,
            },
            reason,
          ) =>
            void done(
              change.run({
                kind,
                title,
                summary,
                url,
                publishedOn,
                validUntil,
                soWhat,
                ownerAgency,
                riskTypes,
                places: at,
                reviewOn,
                reason,
              }),
            )
          }
          onCancel={() => setDoing(null)}
        />
      ) : (
        <Columns template="minmax(0, 4fr) minmax(0, 5fr) minmax(0, 3fr)">
          <Column>
            <Section title={t('meaning')}>
              <p className="tg-scan-words st">{notice.soWhat}</p>
            </Section>
            <Section title={t('what')}>
              <p className="tg-scan-words">{notice.summary}</p>
              <p className="tg-scan-words sm i3">
                {t('recordedBy', { agency: b(notice.recordedBy.agency), post: b(notice.recordedBy.post) })}{' '}
                <RelativeTime at={notice.recordedAt} />
                {notice.source && t('separator') + notice.source.name}
                {notice.url !== '' && (
                  <>
                    {t('separator')}
                    <a href={notice.url} target="_blank" rel="noreferrer noopener">
                      {t('openOriginal')}
                    </a>
                  </>
                )}
              </p>
            </Section>
          </Column>
          <Column>
            <Proposals notice={notice} />
          </Column>
          <Column>
            <Section title={t('history')}>
              <ul className="tg-list tg-scan-history" aria-label={t('history')}>
                {notice.history.map((one) => (
                  <li key={`${one.at} ${one.text.en}`}>
                    <span>{b(one.text)}</span>
                    <small className="i3">
                      {b(one.actor.agency)} {one.actor.officer ? b(one.actor.officer) : b(one.actor.post)}{' '}
                      <RelativeTime at={one.at} />
                    </small>
                  </li>
                ))}
              </ul>
            </Section>
          </Column>
        </Columns>
      )}
    </Page>
  )
}
