/** Hypotheses, pieces and questions in SQL. Every statement runs under the actor's policy: a piece one may not see is not there. */
import type { Call } from '../../ledger/public.ts'
import type { By } from '../respond/public.ts'

export type Signed = { agency_id: string; post_id: string; account_id: string; at: Date }
export const byOf = (row: Omit<Signed, 'at'>): By => ({
  agency: row.agency_id,
  post: row.post_id,
  account: row.account_id,
})

export type HypothesisRow = Signed & {
  id: string
  incident_id: string
  circle_id: number
  ordinal: number
  statement: string
}
export type BeliefRow = Signed & { hypothesis_id: string; word: string; low: number; high: number; reason: string }
export type DissentRow = Signed & {
  id: string
  hypothesis_id: string
  words: string
  withdrawn_at: Date | null
  withdrawn_reason: string | null
}
export type PieceRow = Signed & {
  id: string
  incident_id: string
  circle_id: number
  kind: 'signal' | 'evidence' | 'task' | 'note' | 'withheld'
  signal_id: string | null
  evidence_id: string | null
  task_id: string | null
  stands_for: string | null
  words: string
  reliability: string | null
  credibility: string | null
}
export type RatingRow = Signed & { piece_id: string; hypothesis_id: string; fit: number }
export type QuestionRow = Signed & {
  id: string
  incident_id: string
  circle_id: number
  words: string
  for_agency: string
  due_at: Date | null
  answer: string | null
  answered_at: Date | null
  answered_agency: string | null
  answered_post: string | null
  answered_account: string | null
}

const SIGNED = 'agency_id, post_id, account_id, at'
const HYPOTHESIS = `id, incident_id, circle_id, ordinal, statement, ${SIGNED}`
const DISSENT = `id, hypothesis_id, words, withdrawn_at, withdrawn_reason, ${SIGNED}`
const PIECE = `id, incident_id, circle_id, kind, signal_id, evidence_id, task_id, stands_for, words, reliability, credibility, ${SIGNED}`
const QUESTION = `id, incident_id, circle_id, words, for_agency, due_at, answer, answered_at, answered_agency, answered_post, answered_account, ${SIGNED}`

export type AssessmentRows = {
  hypotheses: HypothesisRow[]
  beliefs: BeliefRow[]
  dissents: DissentRow[]
  pieces: PieceRow[]
  ratings: RatingRow[]
  questions: QuestionRow[]
}

export const loadAssessment = async ({ tx, realm }: Call, incidentId: string): Promise<AssessmentRows> => {
  const at = [realm, incidentId]
  const ofHypotheses = 'hypothesis_id in (select id from hypothesis where realm = $1 and incident_id = $2)'
  const hypotheses = await tx.query<HypothesisRow>(
    `select ${HYPOTHESIS} from hypothesis where realm = $1 and incident_id = $2 order by ordinal`,
    at,
  )
  const pieces = await tx.query<PieceRow>(
    `select ${PIECE} from piece where realm = $1 and incident_id = $2 order by at, id`,
    at,
  )
  return {
    hypotheses,
    beliefs: await tx.query<BeliefRow>(
      `select hypothesis_id, word, low, high, reason, ${SIGNED} from belief where realm = $1 and ${ofHypotheses} order by seq`,
      at,
    ),
    dissents: await tx.query<DissentRow>(
      `select ${DISSENT} from dissent where realm = $1 and ${ofHypotheses} order by at, id`,
      at,
    ),
    pieces,
    ratings: await tx.query<RatingRow>(
      `select piece_id, hypothesis_id, fit, ${SIGNED} from piece_rating where realm = $1 and ${ofHypotheses} order by seq`,
      at,
    ),
    questions: await tx.query<QuestionRow>(
      `select ${QUESTION} from question where realm = $1 and incident_id = $2 order by answered_at is not null, at, id`,
      at,
    ),
  }
}

const one = async <T extends object>(call: Call, sql: string, id: string): Promise<T | undefined> =>
  (await call.tx.query<T>(`${sql} where realm = $1 and id = $2`, [call.realm, id]))[0]

export const findHypothesis = (call: Call, id: string) =>
  one<HypothesisRow>(call, `select ${HYPOTHESIS} from hypothesis`, id)
export const findDissent = (call: Call, id: string) => one<DissentRow>(call, `select ${DISSENT} from dissent`, id)
export const findPiece = (call: Call, id: string) => one<PieceRow>(call, `select ${PIECE} from piece`, id)
export const findQuestion = (call: Call, id: string) => one<QuestionRow>(call, `select ${QUESTION} from question`, id)

const signer = ({ actor, at }: Call): unknown[] => [actor.agencyId, actor.postId, actor.accountId, at]

/** Inserts one row: the columns given, then who and when. */
export const insertSigned = async (
  call: Call,
  table: string,
  columns: Readonly<Record<string, unknown>>,
): Promise<void> => {
  const names = ['realm', ...Object.keys(columns), 'agency_id', 'post_id', 'account_id', 'at']
  const values = [call.realm, ...Object.values(columns), ...signer(call)]
  await call.tx.query(
    `insert into ${table} (${names.join(', ')}) values (${values.map((_, i) => `$${i + 1}`).join(', ')})`,
    values,
  )
}

/** The next number in an incident, which the caller holds locked. */
export const nextOrdinal = async (
  call: Call,
  table: 'hypothesis' | 'plan',
  column: 'ordinal' | 'version',
  incidentId: string,
): Promise<number> => {
  const [row] = await call.tx.query<{ next: number }>(
    `select coalesce(max(${column}), 0) + 1 as next from ${table} where realm = $1 and incident_id = $2`,
    [call.realm, incidentId],
  )
  return row!.next
}

export const withdrawDissent = async (call: Call, id: string, reason: string): Promise<void> => {
  await call.tx.query(
    'update dissent set withdrawn_at = $3, withdrawn_post = $4, withdrawn_account = $5, withdrawn_reason = $6 where realm = $1 and id = $2',
    [call.realm, id, call.at, call.actor.postId, call.actor.accountId, reason],
  )
}

export const answerQuestion = async (call: Call, id: string, answer: string): Promise<void> => {
  await call.tx.query(
    `update question set answer = $3, answered_at = $4, answered_agency = $5, answered_post = $6, answered_account = $7
      where realm = $1 and id = $2`,
    [call.realm, id, answer, call.at, call.actor.agencyId, call.actor.postId, call.actor.accountId],
  )
}
