/** Tasks across incidents, as pages read them: mine, my agency's, all, overdue, blocked, and what is due. */
import { MINUTE_MS } from '../../base/public.ts'
import type { Call } from '../../ledger/public.ts'
import { findIncidents, type StoredIncident } from './load.ts'
import type { MyTask, MyTasks } from './model.ts'
import type { TaskScope } from './model-acts.ts'
import { isSettled } from './state.ts'
import { namesOf, viewTask } from './view.ts'

const viewTasksOf = async (
  call: Call,
  ids: readonly string[],
  wanted: (incident: StoredIncident, taskId: string) => boolean,
): Promise<MyTask[]> => {
  const incidents = await findIncidents(call, ids)
  const names = await namesOf(call, incidents)
  const rows = incidents.flatMap((incident) =>
    incident.state.tasks
      .filter((task) => wanted(incident, task.id))
      .map((task) => ({
        ...viewTask(call, incident, task, names),
        incident: { id: incident.state.id, no: incident.no, title: incident.title },
      })),
  )
  // What is due first stands first; what has no due time stands last.
  return rows.sort((a, b) => (a.clock.dueAt ?? '9').localeCompare(b.clock.dueAt ?? '9'))
}

/** What `of` asks for, of tasks that are not settled. */
const inScope = (task: MyTask, of: TaskScope, agency: string): boolean => {
  const ours = task.agency.id === agency || task.handover?.to.id === agency
  switch (of) {
    case 'mine':
      return ours && task.mine
    case 'agency':
      return ours
    case 'all':
      return true
    case 'overdue':
      return task.clock.overdue
    case 'blocked':
      return task.status === 'blocked'
  }
}

/** Incidents that are read for one list of tasks. Judgement: more than an agency works on at a time. */
const MOST_INCIDENTS = 200

/**
 * Unsettled tasks in open incidents that the caller may see, with the count of every scope: what my post works on, what my
 * agency is accountable for or is offered, all, overdue, blocked. Without a scope: my agency's.
 */
export const listTasks = async (call: Call, of: TaskScope = 'agency'): Promise<MyTasks> => {
  const agency = call.actor.agencyId
  const ids = await call.tx.query<{ id: string }>(
    `select i.id from incident i
      where i.realm = $1 and i.closed_at is null and i.merged_into is null
      order by i.opened_at desc limit $2`,
    [call.realm, MOST_INCIDENTS],
  )
  const account = call.actor.accountId
  const found = await viewTasksOf(
    call,
    ids.map((row) => row.id),
    ({ state }, taskId) => {
      const task = state.tasks.find((one) => one.id === taskId)!
      return !isSettled(task) || (account !== null && task.slip?.account === account)
    },
  )
  const all = found.filter((task) => !isSettled(task))
  const count = (scope: TaskScope): number => all.filter((task) => inScope(task, scope, agency)).length
  const [mine, ours, overdue, blocked] = [count('mine'), count('agency'), count('overdue'), count('blocked')]
  return {
    rows: all.filter((task) => inScope(task, of, agency)),
    counts: { mine, agency: ours, all: all.length, overdue, blocked },
    undoable: found.filter((task) => isSettled(task) && task.undo !== null),
  }
}

/** Unsettled tasks of the caller's agency in open incidents, and offers that wait for its receipt. */
export const listMyTasks = (call: Call): Promise<MyTasks> => listTasks(call, 'agency')

/** A task is due soon in its last half hour. Judgement, not validated. */
export const DUE_SOON_MINUTES = 30

export type TasksDue = { rows: MyTask[]; overdue: number; dueSoon: number; of: number }

/** What is overdue or due soon in open incidents that the caller may see, longest overdue first, and the counts of all. */
export const listTasksDue = async (call: Call, limit = 50): Promise<TasksDue> => {
  const soon = new Date(call.at.getTime() + DUE_SOON_MINUTES * MINUTE_MS)
  const open = `from task t join incident i on i.realm = t.realm and i.id = t.incident_id
                where t.realm = $1 and i.closed_at is null and t.status in ('open', 'accepted', 'blocked') and t.paused_at is null`
  const [counts] = await call.tx.query<{ overdue: number; due_soon: number; of: number }>(
    `select count(*) filter (where t.due_at <= $2)::int as overdue,
            count(*) filter (where t.due_at > $2 and t.due_at <= $3)::int as due_soon, count(*)::int as of ${open}`,
    [call.realm, call.at, soon],
  )
  const due = await call.tx.query<{ id: string; incident_id: string }>(
    `select t.id, coalesce(i.merged_into, i.id) as incident_id ${open} and t.due_at <= $2 order by t.due_at, t.id limit $3`,
    [call.realm, soon, limit],
  )
  const wanted = new Set(due.map((row) => row.id))
  const rows = await viewTasksOf(call, [...new Set(due.map((row) => row.incident_id))], (_, taskId) =>
    wanted.has(taskId),
  )
  return { rows, overdue: counts!.overdue, dueSoon: counts!.due_soon, of: counts!.of }
}
