/** Joint assessment, decisions and plan over HTTP. */
import { type TSchema, Type } from 'typebox'
import { type AnyRoute, type Call, type House, route } from '../../ledger/public.ts'
import { CreatedSchema } from '../warn/public.ts'
import {
  answer,
  askQuestion,
  dissent,
  moveBelief,
  putHypothesis,
  ratePiece,
  takeBackDissent,
  weighPiece,
} from './assess.ts'
import { activatePlan, askDecision, draftPlan, position, takeDecision } from './decisions.ts'
import {
  AnswerSchema,
  AskDecisionSchema,
  AskQuestionSchema,
  DecideSchema,
  DeliberationSchema,
  DissentBodySchema,
  DraftPlanSchema,
  IdParamsSchema,
  MoveBeliefSchema,
  PutHypothesisSchema,
  RatePieceSchema,
  ReasonBodySchema,
  TakePositionSchema,
  WeighPieceSchema,
} from './model.ts'
import { getDeliberation } from './view.ts'

type Body<S> = S extends TSchema ? import('typebox').Static<S> : never

/** An act that makes something. */
const makes = <S extends TSchema>(
  url: string,
  summary: string,
  body: S,
  fn: (call: Call, house: House, id: string, body: Body<S>) => Promise<{ id: string }>,
): AnyRoute =>
  route({
    method: 'POST',
    url,
    summary,
    params: IdParamsSchema,
    body,
    response: CreatedSchema,
    status: 201,
    handler: (call, input, house) => fn(call, house, input.params.id, input.body as Body<S>),
  })

/** An act that answers nothing but that it was done. */
const does = <S extends TSchema>(
  url: string,
  summary: string,
  body: S,
  fn: (call: Call, house: House, id: string, body: Body<S>) => Promise<void>,
): AnyRoute =>
  route({
    method: 'POST',
    url,
    summary,
    params: IdParamsSchema,
    body,
    response: Type.Null(),
    status: 204,
    handler: async (call, input, house) => {
      await fn(call, house, input.params.id, input.body as Body<S>)
      return null
    },
  })

export const routes: AnyRoute[] = [
  route({
    method: 'GET',
    url: '/incidents/:id/deliberation',
    summary: 'Joint assessment, decisions and plan of one incident',
    scope: 'incidents:read',
    params: IdParamsSchema,
    response: DeliberationSchema,
    discloses: (answer) => [
      ...answer.hypotheses.map((one) => `hypothesis/${one.id}`),
      ...answer.pieces.map((one) => `piece/${one.id}`),
      ...answer.questions.map((one) => `question/${one.id}`),
      ...answer.decisions.map((one) => `decision/${one.id}`),
      ...answer.plans.map((one) => `plan/${one.id}`),
    ],
    handler: (call, { params }) => getDeliberation(call, params.id),
  }),
  makes('/incidents/:id/hypotheses', 'Put a hypothesis', PutHypothesisSchema, (call, house, id, body) =>
    putHypothesis(call, house, id, body.statement),
  ),
  does('/hypotheses/:id/beliefs', 'Say how likely it is, with interval and reason', MoveBeliefSchema, moveBelief),
  makes('/hypotheses/:id/dissents', 'Dissent, as an agency', DissentBodySchema, (call, house, id, body) =>
    dissent(call, house, id, body.words),
  ),
  does('/dissents/:id/withdraw', 'Withdraw one’s own dissent', ReasonBodySchema, (call, house, id, body) =>
    takeBackDissent(call, house, id, body.reason),
  ),
  makes('/incidents/:id/pieces', 'Weigh a piece of evidence', WeighPieceSchema, (call, _house, id, body) =>
    weighPiece(call, id, body),
  ),
  does('/pieces/:id/ratings', 'Rate how a piece fits a hypothesis', RatePieceSchema, (call, _house, id, body) =>
    ratePiece(call, id, body),
  ),
  makes('/incidents/:id/questions', 'Say what is not known, and who finds out', AskQuestionSchema, askQuestion),
  does('/questions/:id/answer', 'Answer what was to be found out', AnswerSchema, (call, house, id, body) =>
    answer(call, house, id, body.answer),
  ),
  makes('/incidents/:id/decisions', 'Ask for a decision', AskDecisionSchema, askDecision),
  does(
    '/decisions/:id/positions',
    'Agree, object or abstain, as an agency',
    TakePositionSchema,
    (call, _house, id, body) => position(call, id, body),
  ),
  does('/decisions/:id/decide', 'Approve, approve with conditions, or return', DecideSchema, takeDecision),
  makes('/incidents/:id/plans', 'Draft a new version of the plan', DraftPlanSchema, draftPlan),
  does('/plans/:id/activate', 'Activate a version of the plan', Type.Object({}), (call, house, id) =>
    activatePlan(call, house, id),
  ),
]
