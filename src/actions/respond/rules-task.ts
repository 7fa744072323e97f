/** Who may stop a clock, share a task, take it over, or take back a slip; and why not. */

import { conflict, forbidden, MINUTE_MS, type Refusal } from '../../base/public.ts'
import type { PostActor } from '../../environment/identity/public.ts'
import { NOT_YOURS, refuseOwnTask, refuseSteering, refuseWork } from './rules.ts'
import { type IncidentState, isOverdue, isSettled, type TaskState } from './state.ts'

/** Whoever is accountable, or who leads. */
const refuseClock = (state: IncidentState, task: TaskState, actor: PostActor): Refusal | null =>
  refuseWork(state, actor) ?? (actor.agency === task.agency ? null : refuseSteering(state, actor) && NEITHER)
const NEITHER = forbidden('须由责任单位或牵头单位办理。', 'Only the accountable agency or the lead may do this.')

const NO_CLOCK = conflict('时限尚未起算或已办结。', 'Its clock has not started, or the task is settled.')
const STANDS = conflict('时限已暂停。', 'The clock is paused already.')
const RUNS = conflict('时限没有暂停。', 'The clock is not paused.')
const BY_LAW = {
  statutory_numeric: conflict(
    '法定时限不能暂停，只能说明情况。',
    'A statutory clock cannot be paused, only explained.',
  ),
  statutory_immediate: conflict(
    '条文要求“立即”，不能暂停，只能说明情况。',
    'The law says “immediately”: it cannot be paused, only explained.',
  ),
  statutory_prompt: conflict(
    '条文要求“及时”，不能暂停，只能说明情况。',
    'The law says “promptly”: it cannot be paused, only explained.',
  ),
} as const
const BROKEN = conflict(
  '已超时，不能再暂停，只能说明情况。',
  'It is overdue: it can no longer be paused, only explained.',
)

const hasClock = (task: TaskState): boolean => !isSettled(task) && task.clock.dueAt !== null

export const refusePause = (state: IncidentState, task: TaskState, actor: PostActor, at: Date): Refusal | null => {
  const { kind } = task.clock
  return (
    refuseClock(state, task, actor) ??
    (hasClock(task) ? null : NO_CLOCK) ??
    (kind === 'local_default' ? null : BY_LAW[kind]) ??
    (task.clock.pausedAt === null ? null : STANDS) ??
    (isOverdue(task, at) ? BROKEN : null)
  )
}

export const refuseResume = (state: IncidentState, task: TaskState, actor: PostActor): Refusal | null =>
  refuseClock(state, task, actor) ?? (isSettled(task) ? NO_CLOCK : null) ?? (task.clock.pausedAt === null ? RUNS : null)

export const refuseExplain = (state: IncidentState, task: TaskState, actor: PostActor): Refusal | null =>
  refuseClock(state, task, actor) ?? (hasClock(task) ? null : NO_CLOCK)

/** An agency names its own posts only: another agency is asked by a hand-over. */
export const refuseAssign = (state: IncidentState, task: TaskState, actor: PostActor): Refusal | null =>
  refuseOwnTask(state, task, actor, ['open', 'accepted', 'blocked'])

const NOT_TAKEN = conflict('还没有人接受，请直接接受。', 'Nobody has accepted it yet; accept it.')
const ALREADY_IN = conflict('你已在办理这项任务。', 'You already work on this task.')

export const refuseJoin = (state: IncidentState, task: TaskState, actor: PostActor): Refusal | null =>
  refuseOwnTask(state, task, actor, ['open', 'accepted', 'blocked']) ??
  (task.assignee === null ? NOT_TAKEN : null) ??
  (task.assignee?.post === actor.post || task.assignees.some((one) => one.post === actor.post && one.acceptedAt)
    ? ALREADY_IN
    : null)

export const refuseTakeOver = (state: IncidentState, task: TaskState, actor: PostActor): Refusal | null =>
  refuseOwnTask(state, task, actor, ['accepted', 'blocked']) ??
  (task.assignee === null ? NOT_TAKEN : null) ??
  (task.assignee?.account === actor.account ? ALREADY_IN : null)

/** How long a slip can be taken back. Judgement: long enough to notice it, too short to have been acted upon. */
export const UNDO_MS = MINUTE_MS

const NOTHING = conflict(
  '没有可撤销的操作，或已有人接着办理。',
  'There is nothing to undo, or somebody has acted since.',
)
const NOT_THEIRS = forbidden('只能撤销本人刚才的操作。', 'Only the officer who did it may undo it.')
const TOO_LATE = conflict(
  '已过一分钟，不能撤销；请按正常步骤更正。',
  'More than a minute has passed; correct it by an ordinary step.',
)

export const refuseUndo = (state: IncidentState, task: TaskState, actor: PostActor, at: Date): Refusal | null => {
  const refusal = refuseWork(state, actor)
  if (refusal) return refusal
  const { slip } = task
  if (slip === null) return NOTHING
  if (slip.account !== actor.account) return NOT_THEIRS
  if (actor.agency !== task.agency && refuseSteering(state, actor)) return NOT_YOURS
  return at.getTime() - slip.at.getTime() > UNDO_MS ? TOO_LATE : null
}
