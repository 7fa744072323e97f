/** Decision tables: their form, the compiled evaluation, the interpreted one for comparison. */
export * from './compile.ts'
export * from './faults.ts'
export * from './interpret.ts'
export * from './model.ts'
