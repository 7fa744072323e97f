/** What commands on one task do besides taking it on and finishing it: clocks, several assignees, slips, duplicates. Pure. */
import { invalid, MINUTE_MS, refuse } from '../../base/public.ts'
import { openSteps } from './clock.ts'
import type { Context } from './decide.ts'
import type { Happened } from './facts.ts'
import { refuseFoldTask, twinOf } from './rules-room.ts'
import {
  refuseAssign,
  refuseExplain,
  refuseJoin,
  refusePause,
  refuseResume,
  refuseTakeOver,
  refuseUndo,
} from './rules-task.ts'
import { type IncidentState, isOverdue, isSettled, leadOf, steeringAgencyOf, type TaskState } from './state.ts'
import { reasonOf } from './words.ts'

export type TaskCommand =
  | { kind: 'pause'; taskId: string; reason: string }
  | { kind: 'resume'; taskId: string }
  | { kind: 'explain'; taskId: string; reason: string }
  /** `known`: those of the posts that belong to the accountable agency and may work on tasks. */
  | { kind: 'assign'; taskId: string; posts: readonly string[]; known: readonly string[] }
  | { kind: 'join'; taskId: string }
  | { kind: 'takeOver'; taskId: string; reason: string }
  | { kind: 'undo'; taskId: string }
  | { kind: 'foldTask'; taskId: string }
  /** A clock has run: sent by a job, never by a person. Sending it twice does nothing the second time. */
  | { kind: 'tick'; taskId: string }

const ACTS = {
  remind: 'task.due_soon',
  press: 'task.pressed',
  breach: 'task.overdue',
  further: 'task.escalated_further',
} as const

/** Whom each step tells. Where the accountable agency has no post here, the one that steers is told at once. */
const toldBy = (state: IncidentState, task: TaskState) => {
  const steering = steeringAgencyOf(state)
  const here = state.members.some((member) => member.agency === task.agency && member.reachable)
  const own = here ? task.agency : steering
  return {
    remind: { to: own, role: 'duty_officer' },
    press: { to: own, role: 'commander' },
    breach: { to: leadOf(state).reachable ? leadOf(state).agency : steering, role: 'duty_officer' },
    further: { to: steering, role: 'commander' },
  } as const
}

export const ticked = (state: IncidentState, task: TaskState, at: Date): Happened[] => {
  if (state.closed || state.merged) return []
  const told = toldBy(state, task)
  return openSteps(task, at)
    .filter((one) => one.at.getTime() <= at.getTime())
    .map(({ step }) => ({ act: ACTS[step], taskId: task.id, ...told[step] }))
}

const assigned = (task: TaskState, command: TaskCommand & { kind: 'assign' }, { actor, at }: Context): Happened => {
  const posts = [...new Set(command.posts)]
  if (posts.some((post) => !command.known.includes(post)))
    throw invalid(
      'posts',
      '只能指派给本单位能办理任务的岗位。',
      'Choose posts of your own agency that may work on tasks.',
    )
  const there = new Set([task.assignee?.post, ...task.assignees.map((one) => one.post)])
  const fresh = posts.filter((post) => !there.has(post))
  if (fresh.length === 0)
    throw invalid('posts', '请选择至少一个未在办理的岗位。', 'Choose at least one post that is not on it yet.')
  return {
    act: 'task.assigned',
    taskId: task.id,
    assignees: fresh.map((post) => ({
      post,
      account: null,
      assignedAt: at,
      assignedByPost: actor.post,
      acceptedAt: null,
    })),
  }
}

export const happenedToTask = (
  state: IncidentState,
  task: TaskState,
  command: TaskCommand,
  context: Context,
): Happened[] => {
  const { actor, at } = context
  const taskId = task.id
  switch (command.kind) {
    case 'pause':
      refuse(refusePause(state, task, actor, at))
      return [{ act: 'task.clock_paused', taskId, reason: reasonOf(command.reason) }]
    case 'resume': {
      refuse(refuseResume(state, task, actor))
      const stoodMinutes = Math.round((at.getTime() - task.clock.pausedAt!.getTime()) / MINUTE_MS)
      return [{ act: 'task.clock_resumed', taskId, stoodMinutes }]
    }
    case 'explain':
      refuse(refuseExplain(state, task, actor))
      return [{ act: 'task.explained', taskId, reason: reasonOf(command.reason) }]
    case 'assign':
      refuse(refuseAssign(state, task, actor))
      return [assigned(task, command, context)]
    case 'join':
      refuse(refuseJoin(state, task, actor))
      return [{ act: 'task.joined', taskId }]
    case 'takeOver':
      refuse(refuseTakeOver(state, task, actor))
      return [{ act: 'task.taken_over', taskId, reason: reasonOf(command.reason) }]
    case 'undo': {
      refuse(refuseUndo(state, task, actor, at))
      const { act: undone, before: restored } = task.slip!
      return [{ act: 'task.undone', taskId, undone, restored }]
    }
    case 'foldTask': {
      refuse(refuseFoldTask(state, task, actor))
      const twin = twinOf(state, task)!
      const reason = `与同一任务合并办理：${twin.title.zh}`
      return [{ act: 'task.folded', taskId, into: twin.id, reason, late: isOverdue(task, at) && !isSettled(task) }]
    }
    case 'tick':
      return ticked(state, task, at)
  }
}
