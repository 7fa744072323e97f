/** The door of compound assessments: what assessments on two sides mean together. */
export { schedule, tasks } from './jobs.ts'
export * from './model.ts'
export { routes } from './routes.ts'
export { evaluateCompounds, evaluateForAll } from './service.ts'
export { getCompound, listCompounds, viewCompounds } from './view.ts'
