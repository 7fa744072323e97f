/**
 * The same table read plainly, condition by condition, on every evaluation: the oracle of the property tests and the peer
 * of the benchmark. Written from the meaning of the table, sharing only `conclude` with the compiled form.
 */
import { conclude } from './compile.ts'
import type { Condition, DecisionTable, Evidence, FieldValue, Outcomes } from './model.ts'

const present = (value: FieldValue): value is string | number =>
  value !== undefined && value !== null && value !== '' && !(typeof value === 'number' && !Number.isFinite(value))

/** true, false, or undefined where a needed field is missing. */
const holds = (table: DecisionTable, condition: Condition, record: Evidence): boolean | undefined => {
  const read = (name: string): string | number | undefined => {
    const value = record[name]
    if (!present(value)) return undefined
    return (typeof value === 'number') === (table.fields[name]?.type === 'number') ? value : undefined
  }
  const value = read(condition.field)
  if (condition.op === 'missing') return value === undefined
  if (condition.op === 'present') return value !== undefined
  if (value === undefined) return undefined
  switch (condition.op) {
    case 'eq':
      return value === condition.value
    case 'ne':
      return value !== condition.value
    case 'lt':
      return (value as number) < condition.value
    case 'lte':
      return (value as number) <= condition.value
    case 'gt':
      return (value as number) > condition.value
    case 'gte':
      return (value as number) >= condition.value
    case 'in':
      return condition.value.includes(value as string)
    case 'notIn':
      return !condition.value.includes(value as string)
    case 'startsWith':
      return condition.value.some((prefix) => (value as string).startsWith(prefix))
    case 'notStartsWith':
      return !condition.value.some((prefix) => (value as string).startsWith(prefix))
    case 'sameAs':
    case 'differsFrom': {
      const other = read(condition.value)
      return other === undefined ? undefined : (value === other) === (condition.op === 'sameAs')
    }
    case 'belowRange':
    case 'aboveRange': {
      const range = table.ranges[condition.value]!
      const key = read(range.key)
      const bounds = key === undefined ? undefined : range.values[key]
      if (!bounds) return undefined
      const factor = condition.factor ?? 1
      return condition.op === 'belowRange'
        ? (value as number) < bounds[0] * factor
        : (value as number) > bounds[1] * factor
    }
  }
}

const fieldsRead = (table: DecisionTable, condition: Condition): string[] => {
  if (condition.op === 'sameAs' || condition.op === 'differsFrom') return [condition.field, condition.value]
  if (condition.op === 'belowRange' || condition.op === 'aboveRange')
    return [condition.field, table.ranges[condition.value]!.key]
  return [condition.field]
}

export const interpret = (table: DecisionTable, record: Evidence): Outcomes => {
  const missingNow = (name: string): boolean => {
    const value = record[name]
    return !present(value) || (typeof value === 'number') !== (table.fields[name]?.type === 'number')
  }
  const required = Object.entries(table.fields)
    .filter(([name, spec]) => spec.required && spec.part === null && missingNow(name))
    .map(([name]) => name)
  const outcome = (withParts: boolean) => {
    const hits: number[] = []
    const open: number[] = []
    const missing = new Set<string>(required)
    table.rules.forEach((rule, index) => {
      const names = rule.when.flatMap((condition) => fieldsRead(table, condition))
      if (!withParts && names.some((name) => table.fields[name]!.part !== null)) return
      const verdicts = rule.when.map((condition) => holds(table, condition, record))
      if (verdicts.includes(false)) return
      if (!verdicts.includes(undefined)) {
        hits.push(index)
        return
      }
      open.push(index)
      for (const condition of rule.when)
        if (condition.op !== 'missing' && condition.op !== 'present')
          for (const name of fieldsRead(table, condition)) if (missingNow(name)) missing.add(name)
    })
    return { hits, open, outcome: conclude(table, hits, open, [...missing], required.length > 0) }
  }
  const shared = outcome(false)
  const full = outcome(true)
  const more = full.hits.length > shared.hits.length || full.open.length > shared.open.length
  return { shared: shared.outcome, full: more ? full.outcome : null }
}
