/** After-action reviews over HTTP. */
import { Type } from 'typebox'
import { rolesFor } from '../../environment/identity/public.ts'
import { type AnyRoute, route } from '../../ledger/public.ts'
import { CreatedSchema, Nullable } from '../warn/public.ts'
import {
  AnswerBodySchema,
  CheckBodySchema,
  DoneBodySchema,
  NewActionSchema,
  NewFindingSchema,
  OpenReviewSchema,
  ReviewIdSchema,
  ReviewListSchema,
  ReviewQuerySchema,
  ReviewSchema,
  ReviewSummarySchema,
  StanceBodySchema,
  WordsBodySchema,
} from './model.ts'
import {
  closeReview,
  findReviewOfIncident,
  getReview,
  getSummary,
  listReviews,
  openReview,
  proposeAction,
  putFinding,
  runOnAction,
  runOnFinding,
} from './service.ts'

const WRITERS = rolesFor('reviews.write')
const NOTHING = { response: Type.Null(), status: 204 } as const
const nothing = async (done: Promise<void>): Promise<null> => {
  await done
  return null
}

const readRoutes: AnyRoute[] = [
  route({
    method: 'GET',
    url: '/reviews',
    summary: 'Reviews of incidents, newest first',
    query: ReviewQuerySchema,
    response: ReviewListSchema,
    discloses: (answer) => answer.rows.map((row) => `review/${row.id}`),
    handler: (call, { query }, house) => listReviews(call, house, query),
  }),
  route({
    method: 'GET',
    url: '/reviews/summary',
    summary: 'Overdue actions, effects to look at, how often findings come back, incidents without a review',
    response: ReviewSummarySchema,
    discloses: ({ overdue, checksDue, repeats }) =>
      [...new Set([...overdue, ...checksDue, ...repeats.rows].map((row) => row.reviewId))].map((id) => `review/${id}`),
    handler: (call, _, house) => getSummary(call, house),
  }),
  route({
    method: 'GET',
    url: '/incidents/:id/review',
    summary: 'Which review an incident has',
    params: ReviewIdSchema,
    response: Type.Object({ id: Nullable(Type.String()) }),
    handler: (call, { params }) => findReviewOfIncident(call, params.id),
  }),
  route({
    method: 'GET',
    url: '/reviews/:id',
    summary: 'One review: figures from the record, findings, actions, who agreed',
    params: ReviewIdSchema,
    response: ReviewSchema,
    discloses: (answer) => [`review/${answer.id}`],
    handler: (call, { params }, house) => getReview(call, house, params.id),
  }),
]

const findingRoutes: AnyRoute[] = [
  route({
    method: 'POST',
    url: '/reviews/:id/findings',
    summary: 'Put a finding: what happened and why',
    roles: WRITERS,
    params: ReviewIdSchema,
    body: NewFindingSchema,
    response: CreatedSchema,
    status: 201,
    handler: (call, { params, body }, house) => putFinding(call, house, params.id, body),
  }),
  route({
    method: 'POST',
    url: '/reviews/findings/:id/stance',
    summary: 'Agree with a finding, or object with a reason, for the own agency',
    roles: WRITERS,
    params: ReviewIdSchema,
    body: StanceBodySchema,
    ...NOTHING,
    handler: (call, { params, body }, house) =>
      nothing(runOnFinding(call, house, { kind: 'stance', findingId: params.id, ...body })),
  }),
  route({
    method: 'POST',
    url: '/reviews/findings/:id/actions',
    summary: 'Propose a corrective action with owner and date',
    roles: WRITERS,
    params: ReviewIdSchema,
    body: NewActionSchema,
    response: CreatedSchema,
    status: 201,
    handler: (call, { params, body }, house) => proposeAction(call, house, params.id, body),
  }),
  ...(['close', 'waive'] as const).map((verb) =>
    route({
      method: 'POST',
      url: `/reviews/findings/:id/${verb}`,
      summary:
        verb === 'close' ? 'Close a finding by the effect of what was changed' : 'Waive a finding, with the reason',
      roles: WRITERS,
      params: ReviewIdSchema,
      body: WordsBodySchema,
      ...NOTHING,
      handler: (call, { params, body }, house) =>
        nothing(
          runOnFinding(call, house, {
            kind: verb === 'close' ? 'closeFinding' : 'waiveFinding',
            findingId: params.id,
            ...body,
          }),
        ),
    }),
  ),
]

const actionRoutes: AnyRoute[] = [
  route({
    method: 'POST',
    url: '/reviews/actions/:id/answer',
    summary: 'Accept a corrective action, or decline it with a reason; by its owner',
    roles: WRITERS,
    params: ReviewIdSchema,
    body: AnswerBodySchema,
    ...NOTHING,
    handler: (call, { params, body }, house) =>
      nothing(
        runOnAction(call, house, {
          kind: body.accept ? 'accept' : 'decline',
          actionId: params.id,
          words: body.words,
        }),
      ),
  }),
  route({
    method: 'POST',
    url: '/reviews/actions/:id/done',
    summary: 'Record that an action is done, and when its effect is looked at; by its owner',
    roles: WRITERS,
    params: ReviewIdSchema,
    body: DoneBodySchema,
    ...NOTHING,
    handler: (call, { params, body }, house) =>
      nothing(runOnAction(call, house, { kind: 'done', actionId: params.id, ...body })),
  }),
  route({
    method: 'POST',
    url: '/reviews/actions/:id/check',
    summary: 'Say whether an action works, and what shows it; by another agency than its owner',
    roles: WRITERS,
    params: ReviewIdSchema,
    body: CheckBodySchema,
    ...NOTHING,
    handler: (call, { params, body }, house) =>
      nothing(runOnAction(call, house, { kind: 'check', actionId: params.id, ...body })),
  }),
  route({
    method: 'POST',
    url: '/reviews/actions/:id/waive',
    summary: 'Waive the proof of an effect, with the reason; by another agency than its owner',
    roles: WRITERS,
    params: ReviewIdSchema,
    body: WordsBodySchema,
    ...NOTHING,
    handler: (call, { params, body }, house) =>
      nothing(runOnAction(call, house, { kind: 'waive', actionId: params.id, ...body })),
  }),
]

export const routes: readonly AnyRoute[] = [
  ...readRoutes,
  route({
    method: 'POST',
    url: '/reviews',
    summary: 'Open the review of an incident, also before it closes',
    roles: WRITERS,
    body: OpenReviewSchema,
    response: CreatedSchema,
    status: 201,
    handler: (call, { body }) => openReview(call, body.incidentId),
  }),
  ...findingRoutes,
  ...actionRoutes,
  route({
    method: 'POST',
    url: '/reviews/:id/close',
    summary: 'Close a review, once its incident and all findings are closed',
    roles: WRITERS,
    params: ReviewIdSchema,
    body: WordsBodySchema,
    ...NOTHING,
    handler: (call, { params, body }, house) => nothing(closeReview(call, house, params.id, body.words)),
  }),
]
