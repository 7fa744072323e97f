/** The door of what waits for a person: how it is grouped, and what intake writes of it. Before signals, so that intake may call it. */
export { type GroupKey, groupIdOf, levelOf, type Rank, rankOf, windowHoursOf, windowOf } from './group.ts'
export { COMPOUND_TASK, FOLD_TASK, insertWaiting } from './insert.ts'
export { type TriageRules, triageRules } from './rules.ts'
