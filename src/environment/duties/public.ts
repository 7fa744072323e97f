/** The door of duties: who leads, which tasks follow, when they are due, and who must hear of it. */
export * from './calendar.ts'
export * from './model.ts'
export * from './owner.ts'
export * from './resolve.ts'
export * from './routes.ts'
