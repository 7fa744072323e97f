/** Changes of a table's content while it is drafted. Pure: whether the result may stand is the server's judgement. */
import type { DecisionTable, FieldType, Rule } from '../../../../src/methods/risk/public.ts'

export type Content = DecisionTable
export type Condition = Rule['when'][number]

export const replaceRule = (content: Content, id: string, rule: Rule): Content => ({
  ...content,
  rules: content.rules.map((one) => (one.id === id ? rule : one)),
})

/** Behind the last rule of the same risk, so that what belongs together stands together. */
export const addRule = (content: Content, rule: Rule): Content => {
  const last = content.rules.findLastIndex((one) => one.riskType === rule.riskType)
  const at = last < 0 ? content.rules.length : last + 1
  return { ...content, rules: [...content.rules.slice(0, at), rule, ...content.rules.slice(at)] }
}

export const removeRule = (content: Content, id: string): Content => ({
  ...content,
  rules: content.rules.filter((one) => one.id !== id),
})

export const switchRule = (content: Content, id: string, on: boolean): Content => ({
  ...content,
  rules: content.rules.map((one) => {
    if (one.id !== id) return one
    const { off: _, ...rest } = one
    return on ? rest : { ...rest, off: true as const }
  }),
})

/** `bio.r1`, `bio.r2` …: the first that is free. People read the words, never this. */
export const freeId = (content: Content, riskType: string): string => {
  const domain = riskType.split('.', 1)[0] || 'rule'
  const taken = new Set(content.rules.map((one) => one.id))
  for (let number = 1; ; number++) if (!taken.has(`${domain}.r${number}`)) return `${domain}.r${number}`
}

export const ruleOf = (content: Content, id: string): Rule | undefined => content.rules.find((one) => one.id === id)

const LISTS = new Set(['in', 'notIn', 'startsWith', 'notStartsWith', 'contains', 'notContains'])
const NUMBERS = new Set(['lt', 'lte', 'gt', 'gte'])

/** What an operator takes as its value. */
export type ValueKind = 'none' | 'list' | 'number' | 'text' | 'boolean' | 'field' | 'range'

export const valueKind = (operator: string, type: FieldType | string | undefined): ValueKind => {
  if (operator === 'present' || operator === 'missing') return 'none'
  if (LISTS.has(operator)) return 'list'
  if (NUMBERS.has(operator)) return 'number'
  if (operator === 'sameAs' || operator === 'differsFrom') return 'field'
  if (operator === 'belowRange' || operator === 'aboveRange') return 'range'
  return type === 'number' ? 'number' : type === 'boolean' ? 'boolean' : 'text'
}

/** A condition while it is filled in: every part may still be missing. */
export type Loose = { key: string; field?: string; op?: string; value?: unknown; factor?: number }

export const loosen = (condition: Condition, key: string): Loose => ({ key, ...condition })

export const tighten = ({ key: _, ...rest }: Loose, type: FieldType | string | undefined): unknown => {
  if (!rest.op) return rest
  const kind = valueKind(rest.op, type)
  if (kind === 'none') return { field: rest.field, op: rest.op }
  const { factor, ...plain } = rest
  return kind === 'range' && factor !== undefined && factor !== 1 ? { ...plain, factor } : plain
}
