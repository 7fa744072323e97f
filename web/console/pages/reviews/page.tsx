import { useNavigate } from 'react-router'
import type { DueAction, ReviewRow, ReviewSummary } from '../../../../src/actions/review/model.ts'
import {
  Action,
  Column,
  Columns,
  DataList,
  EmptyState,
  FormFault,
  Loaded,
  NewRows,
  Page,
  portTime,
  problemWords,
  RelativeTime,
  Row,
  Section,
  Segments,
  useAddress,
  useBilingual,
  useLocale,
  useNow,
  usePortZone,
  useText,
} from '../../../kit/public.ts'
import { post, useRight } from '../../api/public.ts'
import { useAct } from '../warnings/use-act.ts'
import { text } from './text.ts'
import { renewReviews, useReviews, useSummary } from './use-reviews.ts'
import './reviews.css'

/** Commander, agency lead: what did we promise to change and did not, and what came back? */
const ReviewsPage = () => {
  const t = useText(text)
  const [state] = useAddress('state', 'open')
  const reviews = useReviews(state)
  const summary = useSummary()
  return (
    <Page
      title={t('title')}
      finding={useFinding(summary.data)}
      below={
        <div className="tg-review-filter">
          <Segments
            name="state"
            label={t('state')}
            options={(['open', 'closed', 'all'] as const).map((value) => ({ value, label: t(value) }))}
          />
        </div>
      }
    >
      <Columns template="minmax(0, 4fr) minmax(0, 3fr)">
        <Column>
          <div className="tg-review-list">
            <Loaded query={reviews}>
              {(rows) => (
                <DataList
                  label={t('list')}
                  rows={rows}
                  rowKey={(row) => row.id}
                  top={<NewRows count={reviews.waiting} onShow={reviews.show} />}
                  empty={<EmptyState>{t(state === 'open' ? 'emptyOpen' : 'emptyAll')}</EmptyState>}
                  onMore={reviews.onMore}
                  loadingMore={reviews.loadingMore}
                >
                  {(row) => <ReviewLine row={row} />}
                </DataList>
              )}
            </Loaded>
          </div>
        </Column>
        <Column>
          <Loaded query={summary}>{(data) => <Waiting summary={data} />}</Loaded>
        </Column>
      </Columns>
    </Page>
  )
}

export default ReviewsPage

const useFinding = (summary: ReviewSummary | undefined): string | undefined => {
  const t = useText(text)
  if (!summary) return undefined
  const { open, overdue, checksDue } = summary
  return [
    t('finding', { count: open }),
    ...(overdue.length > 0 ? [t('findingOverdue', { count: overdue.length })] : []),
    ...(checksDue.length > 0 ? [t('findingChecks', { count: checksDue.length })] : []),
  ].join(t('comma'))
}

const ReviewLine = ({ row }: { row: ReviewRow }) => {
  const t = useText(text)
  const b = useBilingual()
  const { findings, actions } = row
  const waits = [
    ...(actions.overdue > 0 ? [t('actionsOverdue', { count: actions.overdue })] : []),
    ...(actions.checkDue > 0 ? [t('checksDueShort', { count: actions.checkDue })] : []),
  ]
  return (
    <Row
      to={`/reviews/${row.id}`}
      strong={waits.length > 0}
      lead={<RelativeTime at={row.openedAt} />}
      title={row.incident.title}
      end={findings.of === 0 ? t('problemsNone') : t('problems', { open: findings.open, of: findings.of })}
      meta={
        <span className="ell">
          {[
            row.incident.no,
            b(row.risk),
            t('leads', { agency: b(row.steering) }),
            ...(row.incident.closed ? [] : [t('incidentOpen')]),
          ].join(t('separator'))}
        </span>
      }
      endMeta={
        [
          ...waits,
          ...(findings.objected > 0 ? [t('objected', { count: findings.objected })] : []),
          ...(waits.length === 0 && actions.open > 0 ? [t('actionsOpen', { count: actions.open })] : []),
        ].join(t('separator')) || undefined
      }
    />
  )
}

/** What waits in all reviews: late actions, effects to look at, what came back, incidents that nobody has reviewed. */
const Waiting = ({ summary }: { summary: ReviewSummary }) => {
  const t = useText(text)
  const b = useBilingual()
  const { overdue, checksDue, repeats } = summary
  const share = repeats.of === 0 ? 0 : Math.round((repeats.repeated / repeats.of) * 100)
  return (
    <>
      <Section title={t('overdue')}>
        <DueList
          label={t('overdue')}
          rows={overdue}
          none={t('overdueNone')}
          day={(day) => t('overdueSince', { day })}
        />
      </Section>
      <Section title={t('checks')}>
        <DueList label={t('checks')} rows={checksDue} none={t('checksNone')} day={(day) => t('checkOn', { day })} />
      </Section>
      <Section
        title={t('repeats')}
        finding={
          repeats.of === 0
            ? t('repeatsNothing', { days: repeats.days })
            : t('repeatsFinding', { days: repeats.days, of: repeats.of, repeated: repeats.repeated, share })
        }
      >
        <DataList
          label={t('repeats')}
          rows={repeats.rows}
          rowKey={(row) => row.id}
          empty={<EmptyState>{t('repeatsNone')}</EmptyState>}
        >
          {(row) => (
            <Row
              to={`/reviews/${row.reviewId}`}
              title={row.what}
              end={t('repeatsEarlier', { count: row.earlier })}
              meta={<span className="ell">{[t(`kind_${row.kind}`), b(row.risk)].join(t('separator'))}</span>}
            />
          )}
        </DataList>
        <p className="tg-review-note">{t('repeatsBasis')}</p>
      </Section>
      <Without rows={summary.without} />
    </>
  )
}

type DueProps = { label: string; rows: readonly DueAction[]; none: string; day: (day: string) => string }

const DueList = ({ label, rows, none, day }: DueProps) => {
  const t = useText(text)
  const b = useBilingual()
  return (
    <DataList label={label} rows={rows} rowKey={(row) => row.id} empty={<EmptyState>{none}</EmptyState>}>
      {(row) => (
        <Row
          to={`/reviews/${row.reviewId}`}
          strong
          title={row.words}
          end={day(row.day)}
          meta={
            <span className="ell">
              {[b(row.owner), `${row.incident.no} ${row.incident.title}`].join(t('separator'))}
            </span>
          }
        />
      )}
    </DataList>
  )
}

const Without = ({ rows }: { rows: ReviewSummary['without'] }) => {
  const t = useText(text)
  const locale = useLocale()
  const now = useNow()
  const zone = usePortZone()
  const navigate = useNavigate()
  const right = useRight('reviews.write')
  const open = useAct((incidentId: string, idempotencyKey) =>
    post<{ id: string }>('/reviews', { incidentId }, { idempotencyKey }),
  )
  const start = async (incidentId: string) => {
    const done = await open.run(incidentId)
    await renewReviews()
    if (done) void navigate(`/reviews/${done.answer.id}`)
  }
  const said = open.problem && problemWords(open.problem, locale)
  return (
    <Section title={t('without')} finding={right === true || rows.length === 0 ? undefined : right[locale]}>
      {said && <FormFault what={said.what} remedy={said.remedy} />}
      <DataList
        label={t('without')}
        rows={rows}
        rowKey={(row) => row.id}
        empty={<EmptyState>{t('withoutNone')}</EmptyState>}
      >
        {(row) => (
          <Row
            to={`/incidents/${row.id}`}
            title={row.title}
            meta={[
              row.no,
              row.closedAt
                ? t('withoutClosed', { time: portTime(new Date(row.closedAt), now, zone, locale) })
                : t('withoutOpen'),
            ].join(t('separator'))}
            end={
              right === true && (
                <Action small busy={open.busy} onClick={() => void start(row.id)}>
                  {t('start')}
                </Action>
              )
            }
          />
        )}
      </DataList>
    </Section>
  )
}
