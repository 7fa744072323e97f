/** The door of the environment scan. */
export * from './model.ts'
export { routes } from './routes.ts'
export { addSource, checkSource, listNotices, listSources, recordNotice } from './service.ts'
