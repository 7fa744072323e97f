/** The door of incidents, tasks and evidence. */
export * from './model.ts'
