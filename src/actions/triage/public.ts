/** The door of triage: groups of what waits for a person, and what an agency decides about them. */
export { schedule, tasks } from './jobs.ts'
export { countOf, getDesk, getGroup, listGroups } from './list.ts'
export * from './model.ts'
export { routes } from './routes.ts'
export { assignGroups, attachGroups, dismissGroups, snoozeGroups, undoGroups } from './service.ts'
