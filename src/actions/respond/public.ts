/** The door of incidents, tasks and evidence. */

export { tasks } from './jobs.ts'
export { type DecidedTask, happenIn } from './join.ts'
export { RESPONSE_LEVELS, type ResponseLevel } from './level-ids.ts'
export { findIncident, type StoredIncident } from './load.ts'
export * from './model.ts'
export * from './model-acts.ts'
export { getIncident, listIncidents, siteLevel } from './read.ts'
export { listMyTasks, listTasks, listTasksDue } from './read-tasks.ts'
export { findIncidentRecord, type IncidentRecord } from './record.ts'
export { routes } from './routes.ts'
export { refuseRight, refuseWork } from './rules.ts'
export { actorOf, closeIncident, dueOfPort, openFrom, recordEvent, runOnTask } from './service.ts'
export { addTask, attach, noteReviewOpened, setLevel } from './service-room.ts'
export {
  type By,
  type IncidentActor,
  type IncidentState,
  isSettled,
  steeringAgencyOf,
  type TaskState,
} from './state.ts'
export { viewBy } from './view.ts'
