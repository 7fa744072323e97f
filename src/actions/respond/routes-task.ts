/** Routes on one task besides taking it on and finishing it: its clock, who works on it, slips, duplicates. */
import { type AnyRoute, type Call, type House, route } from '../../ledger/public.ts'
import { act, actWith } from './act.ts'
import { ReasonBodySchema } from './model.ts'
import { AssignSchema, PostsSchema } from './model-acts.ts'
import { runOnTask } from './service.ts'
import { assignTask, workingPosts } from './service-room.ts'

const plain = (verb: string, summary: string, kind: 'resume' | 'join' | 'undo' | 'foldTask'): AnyRoute =>
  act(`/tasks/:id/${verb}`, summary, undefined, (call: Call, house: House, taskId: string) =>
    runOnTask(call, house, taskId, { kind, taskId }),
  )

const withReason = (verb: string, summary: string, kind: 'pause' | 'explain' | 'takeOver'): AnyRoute =>
  act(`/tasks/:id/${verb}`, summary, ReasonBodySchema, (call: Call, house: House, taskId: string, reason: string) =>
    runOnTask(call, house, taskId, { kind, taskId, reason }),
  )

export const taskActs: AnyRoute[] = [
  withReason('pause', 'Pause a clock that is a local default', 'pause'),
  plain('resume', 'Let a paused clock run again', 'resume'),
  withReason('explain', 'Say why a time limit is or will be missed', 'explain'),
  route({
    method: 'GET',
    url: '/tasks/posts',
    summary: 'Posts of one’s own agency that may work on tasks',
    response: PostsSchema,
    handler: async (call) => ({ rows: await workingPosts(call, call.actor.agencyId) }),
  }),
  actWith('/tasks/:id/assign', 'Put more posts of one’s agency on a task', AssignSchema, (call, house, id, body) =>
    assignTask(call, house, id, body.posts),
  ),
  plain('join', 'Work on a task with others', 'join'),
  withReason('take-over', 'Become the accountable officer of a task', 'takeOver'),
  plain('undo', 'Take back one’s last act within a minute', 'undo'),
  plain('fold', 'Let a task go on with the one that is the same', 'foldTask'),
]
