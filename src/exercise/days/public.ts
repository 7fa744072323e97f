/** The door of the invented port's days. */
export { syntheticDeclarations } from './declarations.ts'
export * from './generator.ts'
export * from './model.ts'
export { SCRIPTS } from './threads.ts'
