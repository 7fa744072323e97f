/** The door of shared threats: the register of risks that several agencies own or need, and the queue of those nobody owns. */
export { fillQueue, schedule, tasks } from './jobs.ts'
export * from './model.ts'
export { routes } from './routes.ts'
