/** The door of assessment: rules over declarations, their explanation, reading what was assessed. */
export * from './declaration.ts'
export * from './explain.ts'
export { type Evidence, engineOf, type Judged, judgeSignal, kindTable } from './judge.ts'
export * from './model.ts'
