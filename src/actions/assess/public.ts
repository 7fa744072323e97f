/** The door of assessment: rules over declarations, their explanation, reading what was assessed. */
export * from './model.ts'
