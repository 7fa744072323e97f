/** The door of warnings. */
export * from './model.ts'
