/**
 * Writes what a decision changed, appends the timeline and gives each touched row its fact. Rows are compared by identity:
 * a state that did not change is the same object. One transaction: a crash before the commit leaves nothing of it.
 */
import { type Json, uuid } from '../../base/public.ts'
import type { Call } from '../../ledger/public.ts'
import { sealRows } from '../warn/public.ts'
import type { Decision } from './decide.ts'
import { type Fact, type Happened, taskIdOf } from './facts.ts'
import { incidentImage, taskImage } from './image.ts'
import { saveMembers } from './save-members.ts'
import type { HandoverState, IncidentState, TaskState } from './state.ts'

export type Within = { incidentId: string; circleId: number; groupId: string }

const TASK_COLUMNS = [
  'agency_id',
  'post_id',
  'account_id',
  'status',
  'resume_status',
  'note',
  'started_at',
  'due_at',
  'calendar_missing',
  'remind_at',
  'reminded_at',
  'pressed_at',
  'escalated_at',
  'escalated_further_at',
  'paused_at',
  'pause_reason',
  'paused_ms',
  'explained',
  'blocked_at',
  'slip',
] as const

const changing = (task: TaskState): unknown[] => [
  task.agency,
  task.assignee?.post ?? null,
  task.assignee?.account ?? null,
  task.status,
  task.resumeStatus,
  task.note,
  task.clock.startedAt,
  task.clock.dueAt,
  task.clock.calendarMissing,
  task.clock.remindAt,
  task.clock.remindedAt,
  task.clock.pressedAt,
  task.clock.escalatedAt,
  task.clock.escalatedFurtherAt,
  task.clock.pausedAt,
  task.clock.pauseReason,
  task.clock.pausedMs,
  task.clock.explained,
  task.blockedAt,
  task.slip === null ? null : JSON.stringify(task.slip),
]

type Place = Pick<Within, 'incidentId' | 'circleId'>

export const insertTask = async (call: Call, { incidentId, circleId }: Place, task: TaskState): Promise<void> => {
  const fixed = [
    task.ordinal,
    task.template,
    task.deadline,
    task.title.zh,
    task.title.en,
    task.proof.zh,
    task.proof.en,
    task.phase,
    task.clock.kind,
    task.clock.due.amount,
    task.clock.due.unit,
    task.clock.trigger,
    task.conditional,
    task.unowned,
    task.added,
    call.at,
  ]
  const values = [call.realm, task.id, incidentId, circleId, ...fixed, ...changing(task)]
  await call.tx.query(
    `insert into task (realm, id, incident_id, circle_id, ordinal, template, deadline, title_zh, title_en, proof_zh, proof_en,
                       phase, clock_kind, due_amount, due_unit, trigger, conditional, unowned, added_reason, created_at, ${TASK_COLUMNS.join(', ')})
     values (${values.map((_, i) => `$${i + 1}`).join(', ')})`,
    values,
  )
}

const updateTask = (call: Call, task: TaskState): Promise<unknown> =>
  call.tx.query(
    `update task set ${TASK_COLUMNS.map((column, i) => `${column} = $${i + 3}`).join(', ')} where realm = $1 and id = $2`,
    [call.realm, task.id, ...changing(task)],
  )

/** Who else works on it. Who left stays a row with its end; the timeline says who was there when. */
const saveAssignees = async (call: Call, { incidentId, circleId }: Place, task: TaskState): Promise<void> => {
  await call.tx.query(
    `update task_assignee set left_at = $4
      where realm = $1 and task_id = $2 and left_at is null and post_id <> all ($3::uuid[])`,
    [call.realm, task.id, task.assignees.map((one) => one.post), call.at],
  )
  for (const [ordinal, one] of task.assignees.entries())
    await call.tx.query(
      `insert into task_assignee (realm, task_id, incident_id, circle_id, post_id, ordinal, account_id, assigned_at, assigned_by_post, accepted_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
       on conflict (realm, task_id, post_id) do update
         set ordinal = excluded.ordinal, account_id = excluded.account_id, assigned_at = excluded.assigned_at,
             assigned_by_post = excluded.assigned_by_post, accepted_at = excluded.accepted_at, left_at = null`,
      [
        call.realm,
        task.id,
        incidentId,
        circleId,
        one.post,
        ordinal,
        one.account,
        one.assignedAt,
        one.assignedByPost,
        one.acceptedAt,
      ],
    )
}

const insertHandover = (
  call: Call,
  { incidentId, circleId }: Place,
  taskId: string,
  ordinal: number,
  one: HandoverState,
): Promise<unknown> =>
  call.tx.query(
    `insert into handover (realm, id, incident_id, task_id, circle_id, ordinal, from_agency, to_agency, note, offered_at,
                           offered_by_agency, offered_by_post, offered_by_account, state)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      call.realm,
      one.id,
      incidentId,
      taskId,
      circleId,
      ordinal,
      one.from,
      one.to,
      one.note,
      one.offeredAt,
      one.offeredBy.agency,
      one.offeredBy.post,
      one.offeredBy.account,
      one.state,
    ],
  )

const answerHandover = (call: Call, one: HandoverState): Promise<unknown> =>
  call.tx.query(
    `update handover set state = $3, answered_at = $4, answered_by_agency = $5, answered_by_post = $6, answered_by_account = $7, reason = $8
      where realm = $1 and id = $2`,
    [
      call.realm,
      one.id,
      one.state,
      one.answeredAt,
      one.answeredBy?.agency ?? null,
      one.answeredBy?.post ?? null,
      one.answeredBy?.account ?? null,
      one.reason,
    ],
  )

const saveTasks = async (call: Call, within: Place, before: IncidentState, next: IncidentState): Promise<void> => {
  for (const task of next.tasks) {
    if (before.tasks.includes(task)) continue
    const was = before.tasks.find((one) => one.id === task.id)
    // An answered offer goes before a new one: the database allows one open offer at a time.
    for (const one of task.handovers)
      if (was?.handovers.some((old) => old.id === one.id && old !== one)) await answerHandover(call, one)
    if (was) await updateTask(call, task)
    else await insertTask(call, within, task)
    if (task.assignees !== was?.assignees && (was || task.assignees.length > 0)) await saveAssignees(call, within, task)
    for (const [ordinal, one] of task.handovers.entries())
      if (!was?.handovers.some((old) => old.id === one.id)) await insertHandover(call, within, task.id, ordinal, one)
  }
}

export const saveIncident = async (
  call: Call,
  within: Within,
  before: IncidentState,
  next: IncidentState,
): Promise<void> => {
  await saveMembers(call, within, before, next)
  if (next.level !== before.level)
    await call.tx.query('update incident set level = $3, level_since = $4 where realm = $1 and id = $2', [
      call.realm,
      next.id,
      next.level,
      next.levelSince,
    ])
  if (next.reviewOpenedAt !== before.reviewOpenedAt)
    await call.tx.query('update incident set review_opened_at = $3 where realm = $1 and id = $2', [
      call.realm,
      next.id,
      next.reviewOpenedAt,
    ])
  if (next.closed && !before.closed)
    await call.tx.query(
      `update incident set closed_at = $3, closed_by_agency = $4, closed_by_post = $5, closed_by_account = $6, summary = $7
        where realm = $1 and id = $2`,
      [
        call.realm,
        next.id,
        next.closed.at,
        next.closed.by.agency,
        next.closed.by.post,
        next.closed.by.account,
        next.closed.summary,
      ],
    )
}

/** What the timeline keeps of a fact besides act, actor, time and task. Instants as text. */
const dataOf = (what: Happened): Json => {
  switch (what.act) {
    case 'task.created':
      return {
        title: what.task.title,
        trigger: what.task.clock.trigger,
        binds: what.binds,
        ...(what.task.added === null ? {} : { added: what.task.added, agency: what.task.agency }),
      }
    case 'task.came_along':
      return { ordinal: what.task.ordinal }
    case 'task.assigned':
      return { posts: what.assignees.map((one) => one.post) }
    case 'task.undone':
      return { undone: what.undone }
    case 'incident.member_added':
      return { agency: what.member.agency, role: what.member.role, reason: what.reason }
    case 'incident.noted':
      return { noteId: what.noteId, text: what.text, writtenAt: what.writtenAt.toISOString(), noteOf: what.noteOf }
    case 'incident.merged_from':
      return {
        from: what.from,
        no: what.no,
        reason: what.reason,
        members: what.members.map((member) => member.agency),
        files: what.evidence.length,
      }
    case 'evidence.added':
      return { evidenceId: what.evidence.id, taskId: what.evidence.taskId, name: what.name, sha256: what.sha256 }
    case 'task.clock_started':
      return { dueAt: what.clock.dueAt?.toISOString() ?? null, trigger: what.clock.trigger }
    case 'incident.event_recorded':
      return { trigger: what.trigger, occurredAt: what.occurredAt.toISOString(), note: what.note }
    default: {
      const { act: _act, ...rest } = what
      const { taskId: _taskId, ...data } = rest as { taskId?: string }
      return data as Json
    }
  }
}

/** Appends to the timeline. */
export const appendTimeline = async (call: Call, within: Place, facts: readonly Fact[]): Promise<void> => {
  for (const { at, by, what } of facts) {
    await call.tx.query(
      `insert into incident_event (realm, id, incident_id, task_id, circle_id, at, act, agency_id, post_id, account_id, data)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        call.realm,
        uuid(),
        within.incidentId,
        taskIdOf(what),
        within.circleId,
        at,
        what.act,
        by.agency,
        by.post,
        by.account,
        JSON.stringify(dataOf(what)),
      ],
    )
  }
}

/** Facts of the record: each over the row it is about, with the deadline as its basis. A file has its own: see evidence.ts. */
export const sealFacts = async (
  call: Call,
  within: Place,
  state: IncidentState,
  facts: readonly Fact[],
): Promise<void> => {
  const ofTasks: { id: string; act: string; basis: string | null; circleId: number }[] = []
  const ofIncident: { id: string; act: string; circleId: number }[] = []
  for (const { what } of facts) {
    if (what.act === 'evidence.added') continue
    const taskId = taskIdOf(what)
    if (taskId === null) ofIncident.push({ id: within.incidentId, act: what.act, circleId: within.circleId })
    else {
      const basis = state.tasks.find((task) => task.id === taskId)?.deadline ?? null
      ofTasks.push({ id: taskId, act: what.act, basis, circleId: within.circleId })
    }
  }
  await sealRows(call, incidentImage, ofIncident)
  await sealRows(call, taskImage, ofTasks)
}

export const saveDecision = async (
  call: Call,
  { circleId, groupId }: Pick<Within, 'circleId' | 'groupId'>,
  before: IncidentState,
  { next, facts }: Decision,
): Promise<void> => {
  const within = { incidentId: next.id, circleId, groupId }
  await saveIncident(call, within, before, next)
  await saveTasks(call, within, before, next)
  await appendTimeline(call, within, facts)
  await sealFacts(call, within, next, facts)
}
