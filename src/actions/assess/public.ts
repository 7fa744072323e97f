/** The door of assessment: what rules read, the tables in force, judging, the matrix, explaining what was assessed. */
export * from './declaration.ts'
export { EVIDENCE_KINDS, findEvidenceKind, getEvidenceKind } from './evidence/kinds.ts'
export type { EvidenceField, EvidenceKind } from './evidence/model.ts'
export * from './explain.ts'
export { RULE_OBJECT, ruleTableImage } from './image.ts'
export {
  evidenceOf,
  type Judgement,
  type Judgements,
  judgeBy,
  judgeSignal,
  type KeptReason,
  type KeptUnknown,
} from './judge.ts'
export { getConsequences } from './matrix.ts'
export * from './model.ts'
export {
  followRules,
  installRuleTables,
  type RulesWatch,
  readRuleVersions,
  refreshRules,
  rulesCircle,
} from './store.ts'
export * from './tables.ts'
