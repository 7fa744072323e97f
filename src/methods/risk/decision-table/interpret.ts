/**
 * The same table read plainly, condition by condition, on every evaluation: the oracle of the property tests and the peer
 * of the benchmark. Written from the meaning of the table, sharing only `conclude` with the compiled form.
 */
import { conclude } from './compile.ts'
import type { Condition, DecisionTable, Evidence, FieldType, FieldValue, Outcomes } from './model.ts'

const TYPES: Record<FieldType, (value: unknown) => boolean> = {
  number: (value) => typeof value === 'number' && Number.isFinite(value),
  code: (value) => typeof value === 'string' && value !== '',
  text: (value) => typeof value === 'string' && value !== '',
  boolean: (value) => value === true || value === false,
  list: (value) => Array.isArray(value) && value.length > 0,
}

type Read = (name: string) => NonNullable<FieldValue> | undefined

/** A value that is there and of its field's type. */
const reader =
  (table: DecisionTable, record: Evidence): Read =>
  (name) => {
    const spec = table.fields[name]
    const value = record[name]
    return spec && TYPES[spec.type](value) ? (value as NonNullable<FieldValue>) : undefined
  }

const members = (value: NonNullable<FieldValue>): readonly string[] =>
  Array.isArray(value) ? value : [value as string]

/** true, false, or undefined where a needed field is missing. */
const holds = (table: DecisionTable, condition: Condition, read: Read): boolean | undefined => {
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
      return members(value).some((one) => condition.value.includes(one))
    case 'notIn':
      return !members(value).some((one) => condition.value.includes(one))
    case 'startsWith':
      return members(value).some((one) => condition.value.some((prefix) => one.startsWith(prefix)))
    case 'notStartsWith':
      return !members(value).some((one) => condition.value.some((prefix) => one.startsWith(prefix)))
    case 'contains':
    case 'notContains': {
      const text = (value as string).toLowerCase()
      return condition.value.some((word) => text.includes(word.toLowerCase())) === (condition.op === 'contains')
    }
    case 'sameAs':
    case 'differsFrom': {
      const other = read(condition.value)
      return other === undefined ? undefined : (value === other) === (condition.op === 'sameAs')
    }
    case 'belowRange':
    case 'aboveRange': {
      const range = table.ranges[condition.value]!
      const key = read(range.key)
      const bounds = key === undefined ? undefined : range.values[key as string]
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
  const read = reader(table, record)
  const required = Object.entries(table.fields)
    .filter(([name, spec]) => spec.required && spec.part === null && read(name) === undefined)
    .map(([name]) => name)
  const riskOf = (index: number): string => {
    const rule = table.rules[index]!
    const named = rule.riskFrom === undefined ? undefined : read(rule.riskFrom)
    return typeof named === 'string' && /^[a-z]+\.[a-z_]+$/.test(named) ? named : rule.riskType
  }
  const outcome = (withParts: boolean) => {
    const hits: number[] = []
    const open: number[] = []
    const missing = new Set<string>(required)
    table.rules.forEach((rule, index) => {
      if (rule.off || (table.hitPolicy === 'first' && hits.length > 0)) return
      const names = rule.when.flatMap((condition) => fieldsRead(table, condition))
      if (rule.riskFrom !== undefined) names.push(rule.riskFrom)
      if (!withParts && names.some((name) => table.fields[name]!.part !== null)) return
      const verdicts = rule.when.map((condition) => holds(table, condition, read))
      if (verdicts.includes(false)) return
      if (!verdicts.includes(undefined)) {
        hits.push(index)
        return
      }
      open.push(index)
      for (const condition of rule.when)
        if (condition.op !== 'missing' && condition.op !== 'present')
          for (const name of fieldsRead(table, condition)) if (read(name) === undefined) missing.add(name)
    })
    return { hits, open, outcome: conclude(table, hits, open, [...missing], required.length > 0, riskOf) }
  }
  const shared = outcome(false)
  const full = outcome(true)
  const same = (a: readonly number[], b: readonly number[]) =>
    a.length === b.length && a.every((one, i) => one === b[i])
  const more = !same(full.hits, shared.hits) || !same(full.open, shared.open)
  return { shared: shared.outcome, full: more ? full.outcome : null }
}
