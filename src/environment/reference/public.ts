/** The door of reference data: agencies, law, duties, deadlines, risk types, calendar; versioned and read-only. */
export * from './decompose.ts'
export * from './files.ts'
export * from './in-force.ts'
export * from './model.ts'
export * from './read-files.ts'
export * from './revise.ts'
export * from './routes.ts'
export * from './store.ts'
