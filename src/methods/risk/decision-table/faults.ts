/** What can be wrong with a table of the right form: references, types, order of points. Each fault names rule and field. */
import type { Condition, DecisionTable, FieldType } from './model.ts'

/** Fields that a condition reads, the key of a range table included. */
export const fieldsOfCondition = (table: DecisionTable, condition: Condition): string[] => {
  switch (condition.op) {
    case 'sameAs':
    case 'differsFrom':
      return [condition.field, condition.value]
    case 'belowRange':
    case 'aboveRange': {
      const range = table.ranges[condition.value]
      return range ? [condition.field, range.key] : [condition.field]
    }
    default:
      return [condition.field]
  }
}

/** What is wrong with a table: the rule and the field, where it is about one, in the words of an engineer. */
export type TableFault = { rule: string | null; field: string | null; code: TableFaultCode; detail: string }
export type TableFaultCode =
  | 'levels_must_rise'
  | 'rule_twice'
  | 'no_range'
  | 'no_field'
  | 'wrong_type'
  | 'points_must_fall'
  | 'not_comparable'

/** Everything that is wrong with a table of the right form. */
export const faultsOfTable = (table: DecisionTable): TableFault[] => {
  const faults: TableFault[] = []
  const seen = new Set<string>()
  const { low, medium, high } = table.levels
  if (!(low < medium && medium < high))
    faults.push({ rule: null, field: 'levels', code: 'levels_must_rise', detail: 'low < medium < high' })
  let before = Number.POSITIVE_INFINITY
  for (const rule of table.rules) {
    const add = (field: string | null, code: TableFaultCode, detail: string): void => {
      faults.push({ rule: rule.id, field, code, detail })
    }
    if (seen.has(rule.id)) add(null, 'rule_twice', rule.id)
    seen.add(rule.id)
    if (table.hitPolicy === 'first' && !rule.off) {
      if (rule.points > before) add('points', 'points_must_fall', `${rule.points} > ${before}`)
      before = rule.points
    }
    if (rule.riskFrom !== undefined && table.fields[rule.riskFrom]?.type !== 'code')
      add(rule.riskFrom, table.fields[rule.riskFrom] ? 'wrong_type' : 'no_field', 'riskFrom needs a code')
    for (const condition of rule.when) faultsOfCondition(table, condition, add)
  }
  return faults
}

const faultsOfCondition = (
  table: DecisionTable,
  condition: Condition,
  add: (field: string | null, code: TableFaultCode, detail: string) => void,
): void => {
  if ((condition.op === 'belowRange' || condition.op === 'aboveRange') && !table.ranges[condition.value])
    add(condition.field, 'no_range', condition.value)
  let known = true
  for (const field of fieldsOfCondition(table, condition))
    if (!table.fields[field]) {
      add(field, 'no_field', field)
      known = false
    }
  if (!known) return
  const { type } = table.fields[condition.field]!
  const wants = wantedTypes(condition)
  if (wants && !wants.includes(type))
    add(condition.field, 'wrong_type', `${condition.op} needs a ${wants.join(' or ')}, this is a ${type}`)
  if (condition.op === 'sameAs' || condition.op === 'differsFrom')
    if (table.fields[condition.value]!.type !== type)
      add(condition.field, 'not_comparable', `${condition.value} is a ${table.fields[condition.value]!.type}`)
}

const WORDS: Record<TableFaultCode, (fault: TableFault) => string> = {
  levels_must_rise: () => 'levels must rise: low < medium < high',
  rule_twice: ({ rule }) => `rule ${rule} twice`,
  no_range: ({ rule, detail }) => `rule ${rule}: no range table ${detail}`,
  no_field: ({ rule, detail }) => `rule ${rule}: no field ${detail}`,
  wrong_type: ({ rule, field, detail }) => `rule ${rule}, field ${field}: ${detail}`,
  points_must_fall: ({ rule, detail }) => `rule ${rule}: points must not rise down a first-hit table (${detail})`,
  not_comparable: ({ rule, field, detail }) => `rule ${rule}, field ${field}: cannot be compared, ${detail}`,
}

/** The types that an operator is for; undefined: any. */
export const wantedTypes = (condition: Pick<Condition, 'op'> & { value?: unknown }): FieldType[] | undefined => {
  switch (condition.op) {
    case 'eq':
    case 'ne':
      return typeof condition.value === 'number'
        ? ['number']
        : typeof condition.value === 'boolean'
          ? ['boolean']
          : ['code']
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
    case 'belowRange':
    case 'aboveRange':
      return ['number']
    case 'in':
    case 'notIn':
    case 'startsWith':
    case 'notStartsWith':
      return ['code', 'list']
    case 'contains':
    case 'notContains':
      return ['text']
    case 'sameAs':
    case 'differsFrom':
      return ['code', 'number']
    default:
      return undefined
  }
}

export const wordsOfFault = (fault: TableFault): string => WORDS[fault.code](fault)
