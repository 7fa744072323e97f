/** The door of after-action reviews. */
export { tasks } from './jobs.ts'
export * from './model.ts'
export { routes } from './routes.ts'
export { getReview, getSummary, listReviews } from './service.ts'
