/** Routes that change a room itself: level, members, lead, notes, tasks by hand, what belongs to it, folding. */
import { rolesFor } from '../../environment/identity/public.ts'
import { type AnyRoute, route } from '../../ledger/public.ts'
import { CreatedSchema } from '../warn/public.ts'
import { actWith } from './act.ts'
import { IdParamsSchema } from './model.ts'
import {
  AddMemberSchema,
  AddTaskSchema,
  AttachSchema,
  ChangeLeadSchema,
  DismissMemberSchema,
  LevelChangeSchema,
  MergeSchema,
  NoteSchema,
  SiteLevelSchema,
} from './model-acts.ts'
import { siteLevel } from './read.ts'
import {
  addMember,
  addNote,
  addTask,
  attach,
  changeLead,
  dismissMember,
  mergeIncidents,
  setLevel,
} from './service-room.ts'

export const roomActs: AnyRoute[] = [
  route({
    method: 'GET',
    url: '/incidents/level',
    summary: 'The highest response level of open incidents that this post may see',
    response: SiteLevelSchema,
    discloses: (answer) => (answer.incidentId === null ? [] : [`incident/${answer.incidentId}`]),
    handler: (call) => siteLevel(call),
  }),
  actWith('/incidents/:id/level', 'Change the response level', LevelChangeSchema, setLevel),
  actWith('/incidents/:id/members', 'Add a member; its access opens now', AddMemberSchema, addMember),
  actWith(
    '/incidents/:id/members/dismiss',
    'Dismiss a member; its access closes now',
    DismissMemberSchema,
    dismissMember,
  ),
  actWith('/incidents/:id/lead', 'Name another lead than the duties do', ChangeLeadSchema, changeLead),
  actWith('/incidents/:id/notes', 'Note what was seen, with the time at which it was written', NoteSchema, addNote),
  actWith('/incidents/:id/attach', 'Attach signals and warnings', AttachSchema, (call, _house, id, body) =>
    attach(call, id, body),
  ),
  actWith('/incidents/:id/merge', 'Fold this incident into another', MergeSchema, mergeIncidents),
  route({
    method: 'POST',
    url: '/incidents/:id/tasks',
    summary: 'Add a task by hand, with a local time limit',
    roles: rolesFor('incidents.work'),
    params: IdParamsSchema,
    body: AddTaskSchema,
    response: CreatedSchema,
    status: 201,
    handler: (call, { params, body }, house) => addTask(call, house, params.id, body),
  }),
]
