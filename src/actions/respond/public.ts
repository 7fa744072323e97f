/** The door of incidents, tasks and evidence. */
export { tasks } from './jobs.ts'
export * from './model.ts'
export { getIncident, listIncidents, listMyTasks, listTasksDue } from './read.ts'
export { findIncidentRecord, type IncidentRecord } from './record.ts'
export { routes } from './routes.ts'
export { closeIncident, openFrom, recordEvent, runOnTask } from './service.ts'
