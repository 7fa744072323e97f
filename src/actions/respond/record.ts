/**
 * One incident as its record tells it, for rooms that learn from it afterwards: what is known of it, its tasks with their
 * clocks and hand-overs, and everything that happened in order. Codes and instants only; what the caller may not see is not there.
 */
import type { Bilingual } from '../../base/public.ts'
import type { Amount } from '../../environment/reference/public.ts'
import type { Call } from '../../ledger/public.ts'
import { findIncident } from './load.ts'
import type { Phase, TaskStatus } from './model.ts'
import { type DeadlineKind, steeringAgencyOf } from './state.ts'

export type RecordedHandover = {
  from: string
  to: string
  offeredAt: Date
  answeredAt: Date | null
  state: 'offered' | 'accepted' | 'refused' | 'withdrawn'
  note: string
}

export type RecordedTask = {
  id: string
  title: Bilingual
  phase: Phase
  /** The accountable agency as it is now: it changes with an accepted hand-over. */
  agency: string
  status: TaskStatus
  /** Of the reference data. */
  deadline: string | null
  kind: DeadlineKind
  due: Amount
  startedAt: Date | null
  dueAt: Date | null
  handovers: readonly RecordedHandover[]
}

export type RecordedEvent = {
  at: Date
  act: string
  taskId: string | null
  agency: string
  data: { readonly [name: string]: unknown }
}

export type IncidentRecord = {
  id: string
  circleId: number
  no: string
  title: string
  riskType: string
  place: string
  openedAt: Date
  closedAt: Date | null
  /** The lead, or who steers for it while it has no post at this site. */
  steering: string
  members: readonly { agency: string; role: 'lead' | 'support' | 'inform'; reachable: boolean }[]
  tasks: readonly RecordedTask[]
  /** Oldest first. */
  events: readonly RecordedEvent[]
}

export const findIncidentRecord = async (call: Call, id: string): Promise<IncidentRecord | undefined> => {
  const incident = await findIncident(call, id)
  if (!incident) return undefined
  const { state } = incident
  const events = await call.tx.query<{
    at: Date
    act: string
    task_id: string | null
    agency_id: string
    data: Record<string, unknown>
  }>(
    'select at, act, task_id, agency_id, data from incident_event where realm = $1 and incident_id = $2 order by seq',
    [call.realm, id],
  )
  return {
    id,
    circleId: incident.circleId,
    no: incident.no,
    title: incident.title,
    riskType: incident.riskType,
    place: incident.place,
    openedAt: state.openedAt,
    closedAt: state.closed?.at ?? null,
    steering: steeringAgencyOf(state),
    members: state.members.map(({ agency, role, reachable }) => ({ agency, role, reachable })),
    tasks: state.tasks.map((task) => ({
      id: task.id,
      title: task.title,
      phase: task.phase,
      agency: task.agency,
      status: task.status,
      deadline: task.deadline,
      kind: task.clock.kind,
      due: task.clock.due,
      startedAt: task.clock.startedAt,
      dueAt: task.clock.dueAt,
      handovers: task.handovers.map(({ from, to, offeredAt, answeredAt, state: how, note }) => ({
        from,
        to,
        offeredAt,
        answeredAt,
        state: how,
        note,
      })),
    })),
    events: events.map((row) => ({
      at: row.at,
      act: row.act,
      taskId: row.task_id,
      agency: row.agency_id,
      data: row.data,
    })),
  }
}
