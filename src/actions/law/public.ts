/** The door of changes of law and duties: new versions of reference rows, and the reviews that follow. */
export { basisBody, editPermission, type NewRevision, requireBasis, requireRoles } from './decide.ts'
export { schedule, tasks } from './jobs.ts'
export * from './model.ts'
export { routes } from './routes.ts'
export { applyRevisions, lockedReference } from './service.ts'
