/**
 * Compiles a decision table into closures over an array of field values. Three-valued (Kleene): a condition on a missing
 * field is unknown; a rule with one refuted condition is refuted whatever else is missing; otherwise one unknown condition
 * leaves it open. Laws, each a property test: another hit never lowers the score; a record without evidence is unknown and
 * never low; the compiled form equals the interpreted one (`interpret.ts`).
 */
import Value from 'typebox/value'
import { faultsOfTable, fieldsOfCondition, wordsOfFault } from './faults.ts'
import {
  type Condition,
  type DecisionTable,
  DecisionTableSchema,
  type Evidence,
  type FieldType,
  type FieldValue,
  type Outcome,
  type Outcomes,
  type RiskLevel,
} from './model.ts'

/** Refuted, holds, open. */
const NO = 0
const YES = 1
const OPEN = 2
type Verdict = typeof NO | typeof YES | typeof OPEN
type Known = string | number | boolean | readonly string[]
type Vector = (Known | undefined)[]
type Test = (vector: Vector) => Verdict

export class DecisionTableError extends Error {
  override readonly name = 'DecisionTableError'
}

/** '', null and the empty list are missing; so is a number that is not finite, because it is no evidence. */
export const cleanValue = (value: FieldValue, type: FieldType): Known | undefined => {
  switch (type) {
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? value : undefined
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined
    case 'list':
      return Array.isArray(value) && value.length > 0 ? value : undefined
    default:
      return typeof value === 'string' && value !== '' ? value : undefined
  }
}

/** The words that occur in a text, whatever their case. */
export const wordsWithin = (text: string, words: readonly string[]): string[] => {
  const lower = text.toLowerCase()
  return words.filter((word) => lower.includes(word.toLowerCase()))
}

const startsWith = (prefixes: readonly string[]): ((text: string) => boolean) => {
  const byLength = new Map<number, Set<string>>()
  for (const prefix of prefixes) {
    const set = byLength.get(prefix.length) ?? new Set<string>()
    set.add(prefix)
    byLength.set(prefix.length, set)
  }
  const tests = [...byLength].sort(([a], [b]) => a - b)
  if (tests.length === 1) {
    const [[length, set]] = tests as [[number, Set<string>]]
    return (text) => set.has(text.slice(0, length))
  }
  return (text) => {
    for (const [length, set] of tests) if (set.has(text.slice(0, length))) return true
    return false
  }
}

const NUMERIC: Record<string, (a: number, b: number) => boolean> = {
  lt: (a, b) => a < b,
  lte: (a, b) => a <= b,
  gt: (a, b) => a > b,
  gte: (a, b) => a >= b,
}

export type CompiledTable = {
  table: DecisionTable
  /** Names of fields by position in the vector. */
  fields: readonly string[]
  /** Per rule: the part it needs beyond what everyone sees, or null. */
  partOfRule: readonly (string | null)[]
  /** Fields that each rule reads. */
  fieldsOfRule: readonly (readonly string[])[]
  /** Fields that leave a rule open while they are missing. */
  needsOfRule: readonly (readonly string[])[]
  /** The risk type of a rule's hit on this record. */
  riskOf(rule: number, record: Evidence): string
  evaluate(record: Evidence): Outcomes
}

/** @throws DecisionTableError naming what is wrong with the table and where. */
export const parseDecisionTable = (document: unknown): DecisionTable => {
  if (!Value.Check(DecisionTableSchema, document)) {
    const [first] = Value.Errors(DecisionTableSchema, document)
    throw new DecisionTableError(`decision table: ${first ? `${first.instancePath} ${first.message}` : 'malformed'}`)
  }
  return document
}

/** One test for a code and for any member of a list. */
const anyMember = (matches: (text: string) => boolean): ((value: Known) => boolean) => {
  return (value) => (typeof value === 'string' ? matches(value) : (value as readonly string[]).some(matches))
}

const membership = (i: number, matches: (value: Known) => boolean, wanted: boolean): Test => {
  const [inside, outside] = wanted ? ([YES, NO] as const) : ([NO, YES] as const)
  return (v) => {
    const x = v[i]
    return x === undefined ? OPEN : matches(x) ? inside : outside
  }
}

const compileCondition = (table: DecisionTable, at: (field: string) => number, condition: Condition): Test => {
  const i = at(condition.field)
  switch (condition.op) {
    case 'missing':
      return (v) => (v[i] === undefined ? YES : NO)
    case 'present':
      return (v) => (v[i] === undefined ? NO : YES)
    case 'eq': {
      const { value } = condition
      return (v) => (v[i] === undefined ? OPEN : v[i] === value ? YES : NO)
    }
    case 'ne': {
      const { value } = condition
      return (v) => (v[i] === undefined ? OPEN : v[i] === value ? NO : YES)
    }
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte': {
      const { value } = condition
      const holds = NUMERIC[condition.op]!
      return (v) => {
        const x = v[i]
        return x === undefined ? OPEN : holds(x as number, value) ? YES : NO
      }
    }
    case 'in':
    case 'notIn': {
      const set = new Set<string>(condition.value)
      const matches = (text: string) => set.has(text)
      const isList = table.fields[condition.field]!.type === 'list'
      return membership(i, isList ? anyMember(matches) : (matches as (value: Known) => boolean), condition.op === 'in')
    }
    case 'startsWith':
    case 'notStartsWith': {
      const matches = startsWith(condition.value)
      const isList = table.fields[condition.field]!.type === 'list'
      return membership(
        i,
        isList ? anyMember(matches) : (matches as (value: Known) => boolean),
        condition.op === 'startsWith',
      )
    }
    case 'contains':
    case 'notContains': {
      const words = condition.value.map((word) => word.toLowerCase())
      const within = (value: Known) => {
        const lower = (value as string).toLowerCase()
        return words.some((word) => lower.includes(word))
      }
      return membership(i, within, condition.op === 'contains')
    }
    case 'sameAs':
    case 'differsFrom': {
      const other = at(condition.value)
      const [same, different] = condition.op === 'sameAs' ? ([YES, NO] as const) : ([NO, YES] as const)
      return (v) => {
        const a = v[i]
        const b = v[other]
        return a === undefined || b === undefined ? OPEN : a === b ? same : different
      }
    }
    case 'belowRange':
    case 'aboveRange': {
      const range = table.ranges[condition.value]!
      const key = at(range.key)
      const factor = condition.factor ?? 1
      const below = condition.op === 'belowRange'
      const bounds = new Map(
        Object.entries(range.values).map(([name, [low, high]]) => [name, (below ? low : high) * factor]),
      )
      return (v) => {
        const x = v[i]
        const name = v[key]
        if (x === undefined || name === undefined) return OPEN
        const bound = bounds.get(name as string)
        if (bound === undefined) return OPEN
        return (below ? (x as number) < bound : (x as number) > bound) ? YES : NO
      }
    }
  }
}

const conjunction = (tests: readonly Test[]): Test => {
  const [first, second] = tests
  if (tests.length === 1) return first!
  if (tests.length === 2)
    return (v) => {
      const a = first!(v)
      if (a === NO) return NO
      const b = second!(v)
      return b === NO ? NO : a === OPEN || b === OPEN ? OPEN : YES
    }
  return (v) => {
    let verdict: Verdict = YES
    for (const test of tests) {
      const one = test(v)
      if (one === NO) return NO
      if (one === OPEN) verdict = OPEN
    }
    return verdict
  }
}

/** Values of the pivot that are remembered at most; beyond it all are forgotten and met again. */
const PIVOT_VALUES = 20_000
const PIVOT_OPS: ReadonlySet<string> = new Set(['eq', 'in', 'startsWith'])

/**
 * Most rules of a table ask first for one field (goods by their code), and most values refute most of them. For each value of
 * that field, the rules that its own conditions leave standing: the others are never looked at. Same verdicts, fewer tests.
 */
const pivotOf = (
  table: DecisionTable,
  at: (field: string) => number,
): { index: number; standing: (value: string) => readonly number[] } | undefined => {
  const asked = new Map<string, number>()
  for (const rule of table.rules)
    for (const { field, op } of rule.off ? [] : rule.when)
      if (PIVOT_OPS.has(op) && table.fields[field]!.type === 'code') asked.set(field, (asked.get(field) ?? 0) + 1)
  const [pivot] = [...asked].sort(([, a], [, b]) => b - a)
  if (!pivot) return undefined
  const index = at(pivot[0])
  const own = table.rules.map((rule) =>
    rule.when
      .filter(({ field, op }) => field === pivot[0] && PIVOT_OPS.has(op))
      .map((condition) => compileCondition(table, at, condition)),
  )
  const cache = new Map<string, readonly number[]>()
  return {
    index,
    standing: (value) => {
      let rules = cache.get(value)
      if (!rules) {
        const vector: Vector = []
        vector[index] = value
        rules = own.flatMap((tests, rule) =>
          table.rules[rule]!.off || tests.some((test) => test(vector) === NO) ? [] : [rule],
        )
        if (cache.size >= PIVOT_VALUES) cache.clear()
        cache.set(value, rules)
      }
      return rules
    },
  }
}

export const levelOf = (table: DecisionTable, score: number): 0 | 1 | 2 | 3 => {
  const { low, medium, high } = table.levels
  return score >= high ? 3 : score >= medium ? 2 : score >= low ? 1 : 0
}

/**
 * What was found, from which rules hit and which stayed open. In a first-hit table `hits` is at most one rule and `open` those
 * above it, of which each would count in its place.
 * - A required field is missing: unknown, unless what is proven already calls for a person.
 * - Open rules could raise the level: unknown, unless what is proven already calls for a person.
 * - Unknown calls for a person where the open rules could reach that level, or a required field is missing.
 */
export const conclude = (
  table: DecisionTable,
  hits: readonly number[],
  open: readonly number[],
  missing: readonly string[],
  requiredMissing: boolean,
  riskOf: (rule: number) => string,
): Outcome => {
  const { rules, levels } = table
  let score = 0
  let openPoints = 0
  const byRisk = new Map<string, number>()
  for (const hit of hits) {
    const { points } = rules[hit]!
    score += points
    const risk = riskOf(hit)
    byRisk.set(risk, (byRisk.get(risk) ?? 0) + points)
  }
  for (const one of open) openPoints += rules[one]!.points
  const most =
    table.hitPolicy === 'first' ? Math.max(score, ...open.map((one) => rules[one]!.points)) : score + openPoints
  const proven = levelOf(table, score)
  const possible = levelOf(table, most)
  const level: RiskLevel = proven >= levels.needsPersonFrom || (!requiredMissing && possible === proven) ? proven : null
  let riskType: string | null = null
  let weight = 0
  for (const [risk, points] of byRisk)
    if (points > weight) {
      weight = points
      riskType = risk
    }
  const needsPerson =
    level === null ? requiredMissing || possible >= levels.needsPersonFrom : level >= levels.needsPersonFrom
  return { score, openPoints, proven, possible, level, needsPerson, hits, open, missing, riskType }
}

const RISK = /^[a-z]+\.[a-z_]+$/

/** @throws DecisionTableError for a condition on an unknown field or range, a wrong type, an id twice. */
export const compileTable = (table: DecisionTable): CompiledTable => {
  const [fault] = faultsOfTable(table)
  if (fault) throw new DecisionTableError(wordsOfFault(fault))
  const fields = Object.keys(table.fields)
  const types = fields.map((name) => table.fields[name]!.type)
  const parts = fields.map((name) => table.fields[name]!.part)
  const required = fields.flatMap((name, i) => (table.fields[name]!.required && parts[i] === null ? [i] : []))
  const at = (field: string): number => fields.indexOf(field)
  const fieldsOfRule = table.rules.map((rule) => [
    ...new Set([
      ...rule.when.flatMap((condition) => fieldsOfCondition(table, condition)),
      ...(rule.riskFrom === undefined ? [] : [rule.riskFrom]),
    ]),
  ])
  const partOfRule = fieldsOfRule.map(
    (names) => names.map((name) => parts[at(name)]!).find((part) => part !== null) ?? null,
  )
  const tests = table.rules.map((rule) =>
    conjunction(rule.when.map((condition) => compileCondition(table, at, condition))),
  )
  // Which fields can leave a rule open: those of its conditions other than `missing` and `present`.
  const needsOfRule = table.rules.map((rule) => [
    ...new Set(
      rule.when
        .filter(({ op }) => op !== 'missing' && op !== 'present')
        .flatMap((condition) => fieldsOfCondition(table, condition)),
    ),
  ])
  const openers = needsOfRule.map((names) => names.map(at))
  const isShared = partOfRule.map((part) => part === null)
  const pivot = pivotOf(table, at)
  const every = table.rules.flatMap((rule, i) => (rule.off ? [] : [i]))
  const first = table.hitPolicy === 'first'
  const risks = table.rules.map((rule) => rule.riskType)
  const fixedRisk = (rule: number): string => risks[rule]!
  const riskOf = (rule: number, record: Evidence): string => {
    const from = table.rules[rule]!.riskFrom
    const named = from === undefined ? undefined : record[from]
    return typeof named === 'string' && RISK.test(named) ? named : risks[rule]!
  }
  const namesRisk = table.rules.some((rule) => rule.riskFrom !== undefined)

  const evaluate = (record: Evidence): Outcomes => {
    const vector: Vector = new Array(fields.length)
    for (let i = 0; i < fields.length; i++) vector[i] = cleanValue(record[fields[i]!], types[i]!)
    const sharedHits: number[] = []
    const allHits: number[] = []
    const sharedOpen: number[] = []
    const allOpen: number[] = []
    const value = pivot && vector[pivot.index]
    for (const r of value === undefined ? every : pivot!.standing(value as string)) {
      const verdict = tests[r]!(vector)
      if (verdict === NO) continue
      if (verdict === YES) {
        if (!first || allHits.length === 0) allHits.push(r)
        if (isShared[r]) {
          sharedHits.push(r)
          if (first) break
        }
      } else {
        if (!first || allHits.length === 0) allOpen.push(r)
        if (isShared[r]) sharedOpen.push(r)
      }
    }
    let requiredMissing = false
    for (const i of required) if (vector[i] === undefined) requiredMissing = true
    const missingOf = (open: readonly number[]): string[] => {
      if (open.length === 0 && !requiredMissing) return []
      const names = new Set<string>()
      for (const i of required) if (vector[i] === undefined) names.add(fields[i]!)
      for (const r of open) for (const i of openers[r]!) if (vector[i] === undefined) names.add(fields[i]!)
      return [...names]
    }
    const risk = namesRisk ? (rule: number) => riskOf(rule, record) : fixedRisk
    const shared = conclude(table, sharedHits, sharedOpen, missingOf(sharedOpen), requiredMissing, risk)
    // The narrower audience gets an outcome of its own only where it says more.
    const more =
      allHits.length !== sharedHits.length ||
      allOpen.length !== sharedOpen.length ||
      (first && (allHits[0] !== sharedHits[0] || allOpen.some((one, i) => one !== sharedOpen[i])))
    return { shared, full: more ? conclude(table, allHits, allOpen, missingOf(allOpen), requiredMissing, risk) : null }
  }
  return { table, fields, partOfRule, fieldsOfRule, needsOfRule, riskOf, evaluate }
}
