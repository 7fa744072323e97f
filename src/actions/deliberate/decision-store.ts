/** Decisions and plans in SQL, under the actor's policy. */
import { Value } from 'typebox/value'
import type { Call } from '../../ledger/public.ts'
import { insertSigned, type Signed } from './assess-store.ts'
import type { Decider, DecisionState, Verdict } from './decide.ts'
import { type AskDecision, type Outcome, type PlanContent, PlanContentSchema, type Stance } from './model.ts'

export type DecisionRow = Signed & {
  id: string
  incident_id: string
  circle_id: number
  question: string
  basis: string
  decider: Decider
  options: string[]
  asked: string[]
  due_at: Date
  outcome: Outcome | null
  chosen: number | null
  reason: string | null
  conditions: string | null
  decided_at: Date | null
  decided_agency: string | null
  decided_post: string | null
  decided_account: string | null
}
export type PositionRow = Signed & { decision_id: string; stance: Stance; reason: string | null }
export type DecisionTaskRow = {
  decision_id: string
  ordinal: number
  option: number | null
  title: string
  for_agency: string
  minutes: number
  task_id: string | null
}
export type StoredDecision = {
  row: DecisionRow
  positions: PositionRow[]
  tasks: DecisionTaskRow[]
  state: DecisionState
}

const assemble = (row: DecisionRow, positions: PositionRow[], tasks: DecisionTaskRow[]): StoredDecision => ({
  row,
  positions,
  tasks,
  state: {
    id: row.id,
    decider: row.decider,
    options: row.options,
    asked: row.asked,
    dueAt: row.due_at,
    positions: positions.map((one) => ({
      agency: one.agency_id,
      stance: one.stance,
      reason: one.reason,
      at: one.at,
    })),
    tasks: tasks.map((one) => ({
      option: one.option,
      title: one.title,
      agency: one.for_agency,
      minutes: one.minutes,
    })),
    decided: row.outcome === null ? null : { outcome: row.outcome, chosen: row.chosen },
  },
})

const load = async (call: Call, where: string, value: string): Promise<StoredDecision[]> => {
  const { tx, realm } = call
  const rows = await tx.query<DecisionRow>(
    `select id, incident_id, circle_id, question, basis, decider, options, asked, due_at, outcome, chosen, reason, conditions,
            decided_at, decided_agency, decided_post, decided_account, agency_id, post_id, account_id, at
       from decision where realm = $1 and ${where} = $2 order by at, id`,
    [realm, value],
  )
  const ids = rows.map((row) => row.id)
  const positions = await tx.query<PositionRow>(
    `select decision_id, stance, reason, agency_id, post_id, account_id, at from decision_position
      where realm = $1 and decision_id = any ($2) order by seq`,
    [realm, ids],
  )
  const tasks = await tx.query<DecisionTaskRow>(
    `select decision_id, ordinal, option, title, for_agency, minutes, task_id from decision_task
      where realm = $1 and decision_id = any ($2) order by ordinal`,
    [realm, ids],
  )
  return rows.map((row) =>
    assemble(
      row,
      positions.filter((one) => one.decision_id === row.id),
      tasks.filter((one) => one.decision_id === row.id),
    ),
  )
}

export const findDecisions = (call: Call, incidentId: string): Promise<StoredDecision[]> =>
  load(call, 'incident_id', incidentId)
export const findDecision = async (call: Call, id: string): Promise<StoredDecision | undefined> =>
  (await load(call, 'id', id))[0]

export const insertDecision = async (
  call: Call,
  within: { incidentId: string; circleId: number },
  id: string,
  input: AskDecision,
  fixed: { decider: Decider; asked: readonly string[]; dueAt: Date },
): Promise<void> => {
  await insertSigned(call, 'decision', {
    id,
    incident_id: within.incidentId,
    circle_id: within.circleId,
    question: input.question,
    basis: input.basis,
    decider: fixed.decider,
    options: input.options,
    asked: fixed.asked,
    due_at: fixed.dueAt,
  })
  for (const [ordinal, task] of input.tasks.entries())
    await call.tx.query(
      `insert into decision_task (realm, decision_id, ordinal, circle_id, option, title, for_agency, minutes)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [call.realm, id, ordinal, within.circleId, task.option, task.title, task.forAgency, task.minutes],
    )
}

export const saveVerdict = async (
  call: Call,
  id: string,
  verdict: Verdict,
  taskIds: readonly string[],
): Promise<void> => {
  const { actor } = call
  await call.tx.query(
    `update decision set outcome = $3, chosen = $4, reason = $5, conditions = $6, decided_at = $7, decided_agency = $8,
            decided_post = $9, decided_account = $10 where realm = $1 and id = $2`,
    [
      call.realm,
      id,
      verdict.outcome,
      verdict.chosen,
      verdict.reason,
      verdict.conditions,
      call.at,
      actor.agencyId,
      actor.postId,
      actor.accountId,
    ],
  )
  for (const [i, ordinal] of verdict.tasks.entries())
    await call.tx.query(
      'update decision_task set task_id = $4 where realm = $1 and decision_id = $2 and ordinal = $3',
      [call.realm, id, ordinal, taskIds[i]],
    )
}

/** Has any of these agencies a post that may command? Posts are known to everyone who is signed in. */
export const hasCommander = async (call: Call, agencies: readonly string[]): Promise<boolean> => {
  const [row] = await call.tx.query<{ has: boolean }>(
    `select exists (select from post where active and 'commander' = any (roles) and agency_id = any ($1)) as has`,
    [agencies],
  )
  return row!.has
}

// ---------------------------------------------------------------- plans

export type PlanRow = Signed & {
  id: string
  incident_id: string
  circle_id: number
  version: number
  content: PlanContent
  activated_at: Date | null
  activated_agency: string | null
  activated_post: string | null
  activated_account: string | null
}

const loadPlans = async (call: Call, where: string, value: string): Promise<PlanRow[]> =>
  (
    await call.tx.query<PlanRow>(
      `select id, incident_id, circle_id, version, content, activated_at, activated_agency, activated_post, activated_account,
              agency_id, post_id, account_id, at
         from plan where realm = $1 and ${where} = $2 order by version`,
      [call.realm, value],
    )
  ).map((row) => ({ ...row, content: Value.Parse(PlanContentSchema, row.content) }))

/** Oldest version first. */
export const findPlans = (call: Call, incidentId: string): Promise<PlanRow[]> =>
  loadPlans(call, 'incident_id', incidentId)
export const findPlan = async (call: Call, id: string): Promise<PlanRow | undefined> =>
  (await loadPlans(call, 'id', id))[0]

export const activatePlanRow = async (call: Call, id: string, content: PlanContent): Promise<void> => {
  const { actor } = call
  await call.tx.query(
    `update plan set content = $3, activated_at = $4, activated_agency = $5, activated_post = $6, activated_account = $7
      where realm = $1 and id = $2`,
    [call.realm, id, JSON.stringify(content), call.at, actor.agencyId, actor.postId, actor.accountId],
  )
}
