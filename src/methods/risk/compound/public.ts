/** Compound risk: two assessed sides as one, its contributions, what would change it. */
export * from './combine.ts'
export * from './model.ts'
export * from './sensitivity.ts'
