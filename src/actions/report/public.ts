/** The door of reports. */
export * from './model.ts'
export { routes } from './routes.ts'
