/** Triage over HTTP. */
import { invalid } from '../../base/public.ts'
import { rolesFor } from '../../environment/identity/public.ts'
import { type AnyRoute, route } from '../../ledger/public.ts'
import { countOf, getDesk, getGroup, listGroups } from './list.ts'
import {
  AssignSchema,
  AttachSchema,
  DeskSchema,
  DismissSchema,
  DoneSchema,
  GroupCountSchema,
  GroupFilterSchema,
  GroupIdSchema,
  GroupListSchema,
  GroupQuerySchema,
  GroupSchema,
  SnoozeSchema,
  UndoSchema,
} from './model.ts'
import { assignGroups, attachGroups, dismissGroups, snoozeGroups, undoGroups } from './service.ts'

const READ = rolesFor('signals.read')
const WORK = rolesFor('triage.work')

const instantOf = (text: string): Date => {
  const at = new Date(text)
  if (Number.isNaN(at.getTime())) throw invalid('until', '时间无效，请重新选择。', 'Not a time; choose again.')
  return at
}

export const routes: AnyRoute[] = [
  route({
    method: 'GET',
    url: '/triage',
    summary: 'What waits for a person, grouped by subject, leading rule and time window; most urgent first',
    roles: READ,
    scope: 'signals:read',
    query: GroupQuerySchema,
    response: GroupListSchema,
    discloses: (answer) =>
      answer.rows.flatMap((row) => [
        ...(row.signalId === null ? [] : [`signal/${row.signalId}`]),
        ...(row.compoundId === null ? [] : [`compound/${row.compoundId}`]),
      ]),
    handler: (call, { query }) => listGroups(call, query),
  }),
  route({
    method: 'GET',
    url: '/triage/count',
    summary: 'How many groups wait, are mine, unassigned, put off, dismissed',
    roles: READ,
    scope: 'signals:read',
    query: GroupFilterSchema,
    response: GroupCountSchema,
    handler: (call, { query }) => countOf(call, query),
  }),
  route({
    method: 'GET',
    url: '/triage/desk',
    summary: 'What deciding about groups needs: colleagues, reasons, open incidents',
    roles: READ,
    response: DeskSchema,
    discloses: (answer) => answer.incidents.map((one) => `incident/${one.id}`),
    handler: (call) => getDesk(call),
  }),
  route({
    method: 'GET',
    url: '/triage/:id',
    summary: 'One group with its newest signals and who did what',
    roles: READ,
    scope: 'signals:read',
    params: GroupIdSchema,
    response: GroupSchema,
    discloses: (answer) => [
      ...answer.members.map((one) => `signal/${one.id}`),
      ...answer.compounds.map((one) => `compound/${one.id}`),
      ...answer.warnings.map((one) => `warning/${one.id}`),
      ...answer.incidents.map((one) => `incident/${one.id}`),
    ],
    handler: (call, { params }) => getGroup(call, params.id),
  }),
  route({
    method: 'POST',
    url: '/triage/assign',
    summary: 'Give groups to a post or an officer of one’s agency, or give them back',
    roles: WORK,
    body: AssignSchema,
    response: DoneSchema,
    handler: (call, { body }) => assignGroups(call, body.groups, body.to),
  }),
  route({
    method: 'POST',
    url: '/triage/snooze',
    summary: 'Put groups off until a time, with the reason',
    roles: WORK,
    body: SnoozeSchema,
    response: DoneSchema,
    handler: (call, { body }) => snoozeGroups(call, body.groups, instantOf(body.until), body.reason),
  }),
  route({
    method: 'POST',
    url: '/triage/dismiss',
    summary: 'Dismiss groups, with a reason; they come back with more signals or a higher level',
    roles: WORK,
    body: DismissSchema,
    response: DoneSchema,
    handler: (call, { body }) => dismissGroups(call, body.groups, body.reason, body.note),
  }),
  route({
    method: 'POST',
    url: '/triage/attach',
    summary: 'Attach groups to an open incident',
    roles: WORK,
    body: AttachSchema,
    response: DoneSchema,
    handler: (call, { body }) => attachGroups(call, body.groups, body.incidentId),
  }),
  route({
    method: 'POST',
    url: '/triage/undo',
    summary: 'Undo the last decision about each of the groups',
    roles: WORK,
    body: UndoSchema,
    response: DoneSchema,
    handler: (call, { body }) => undoGroups(call, body.groups),
  }),
]
