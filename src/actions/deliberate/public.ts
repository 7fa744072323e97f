/** The door of deliberation: hypotheses with their evidence, decisions in common, and the plan of an incident. */
export { loadAssessment } from './assess-store.ts'
export { type Tally, tallyOf } from './decide.ts'
export { findDecisions, findPlans, type StoredDecision } from './decision-store.ts'
export * from './model.ts'
export { routes } from './routes.ts'
export { getDeliberation } from './view.ts'
