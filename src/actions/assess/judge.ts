/**
 * Judging a signal by the decision table in force for its kind. Pure but for the tables that the process holds.
 *
 * What rules may never read, and what therefore is in no kind's evidence: persons, parties that may be persons, what was
 * said about an individual, and the outcome labels of training data.
 */
import {
  type CompiledTable,
  type Evidence,
  type FieldValue,
  type Outcome,
  wordsWithin,
} from '../../methods/risk/public.ts'
import { getEvidenceKind } from './evidence/kinds.ts'
import { engineOf, tableInForce } from './tables.ts'

/** One reason as it is kept: the rule, its points, and what it compared. Words come from the table when it is read. */
export type KeptReason = {
  rule: string
  points: number
  value: string
  /** Where the signal itself named the risk. */
  risk?: string
}

/** A field that was missing and the rules that it leaves open. Assessments before engine versions 2 kept the name alone. */
export type KeptUnknown = string | { field: string; rules: string[] }

export type Judgement = {
  level: Outcome['level']
  needsPerson: boolean
  riskType: string | null
  /** Points found; null where the level is unknown. */
  score: number | null
  reasons: KeptReason[]
  unknowns: KeptUnknown[]
}

export type Judgements = { shared: Judgement; full: Judgement | null }

const shown = (value: FieldValue): string =>
  value === null || value === undefined || value === ''
    ? '–'
    : typeof value === 'number'
      ? String(Number(value.toPrecision(6)))
      : typeof value === 'object'
        ? value.join('/')
        : String(value)

/** Of free text only the words that the rule looks for are kept. */
const textShown = (table: CompiledTable, rule: number, name: string, text: FieldValue): string => {
  if (typeof text !== 'string' || text === '') return '–'
  const words = table.table.rules[rule]!.when.flatMap((condition) =>
    condition.field === name && condition.op === 'contains' ? wordsWithin(text, condition.value) : [],
  )
  return words.length > 0 ? words.join('/') : '…'
}

const comparedValue = (table: CompiledTable, rule: number, evidence: Evidence): string =>
  table.fieldsOfRule[rule]!.map((name) => {
    const value = evidence[name]
    const isText = table.table.fields[name]!.type === 'text'
    return `${name}=${isText ? textShown(table, rule, name, value) : shown(value)}`
  }).join(', ')

const unknownsOf = (table: CompiledTable, outcome: Outcome): KeptUnknown[] =>
  outcome.missing.map((field) => ({
    field,
    rules: outcome.open
      .filter((rule) => table.needsOfRule[rule]!.includes(field))
      .map((rule) => table.table.rules[rule]!.id),
  }))

export const judgementOf = (table: CompiledTable, evidence: Evidence, outcome: Outcome): Judgement => ({
  level: outcome.level,
  needsPerson: outcome.needsPerson,
  riskType: outcome.riskType,
  score: outcome.level === null ? null : outcome.score,
  reasons: outcome.hits.map((hit) => {
    const rule = table.table.rules[hit]!
    return {
      rule: rule.id,
      points: rule.points,
      value: comparedValue(table, hit, evidence),
      ...(rule.riskFrom === undefined ? {} : { risk: table.riskOf(hit, evidence) }),
    }
  }),
  unknowns: outcome.missing.length === 0 ? [] : unknownsOf(table, outcome),
})

/** The signal's fields and those derived from them, as tables name them. */
export const evidenceOf = (kind: string, shared: Evidence, restricted: Evidence | null, at: Date): Evidence => {
  const given: Evidence = restricted === null ? shared : { ...shared, ...restricted }
  return { ...given, ...getEvidenceKind(kind).derive(given, at) }
}

/** By one table, whether it is in force or only proposed. */
export const judgeBy = (
  table: CompiledTable,
  kind: string,
  shared: Evidence,
  restricted: Evidence | null,
  at: Date,
): Judgements => {
  const evidence = evidenceOf(kind, shared, restricted, at)
  const outcomes = table.evaluate(evidence)
  return {
    shared: judgementOf(table, evidence, outcomes.shared),
    // Without restricted parts nobody is told more than everyone.
    full: outcomes.full && restricted !== null ? judgementOf(table, evidence, outcomes.full) : null,
  }
}

/**
 * Judges twice at most: over what the signal's circle sees and, where restricted parts change the answer, over everything,
 * for the meet of their circles. Nobody learns from a level what they may not read.
 * @param at realm time: it picks the table in force
 * @throws Error for a kind that has no table
 */
export const judgeSignal = (
  kind: string,
  shared: Evidence,
  restricted: Evidence | null,
  at: Date,
): { judgements: Judgements; engine: string; engineVersion: number } => {
  const { version, table } = tableInForce(kind, at)
  return {
    judgements: judgeBy(table, kind, shared, restricted, at),
    engine: engineOf(kind),
    engineVersion: version,
  }
}
