/** Conditions and rules in words, as an officer reads a table. Pure. */
import type { Bilingual } from '../../base/public.ts'
import { type Condition, type DecisionTable, fieldsOfCondition, type Rule } from '../../methods/risk/public.ts'
import { findEvidenceKind } from '../assess/public.ts'
import type { RuleView } from './model.ts'

/** Longer lists are cut in words; the editor shows all of them. */
const LISTED = 8

export const fieldWords = (table: DecisionTable, field: string): Bilingual => {
  const spec = table.fields[field]
  return spec ? { zh: spec.zh, en: spec.en } : { zh: field, en: field }
}

type Scalar = string | number | boolean

const valueWords = (table: DecisionTable, field: string, value: Scalar): Bilingual => {
  if (typeof value === 'boolean') return value ? { zh: '是', en: 'yes' } : { zh: '否', en: 'no' }
  const text = String(value)
  const words = findEvidenceKind(table.kind)?.fields[field]?.codes?.[text]
  if (words) return words
  // What is looked for in texts, and codes without a word of their own, are quoted as they are.
  const quoted = table.fields[field]?.type === 'text' || /[A-Za-z]{2}.|[^\x20-\x7e]/.test(text) ? `“${text}”` : text
  return { zh: quoted, en: quoted }
}

const listWords = (table: DecisionTable, field: string, values: readonly string[]): Bilingual => {
  const words = values.slice(0, LISTED).map((value) => valueWords(table, field, value))
  const zh = words.map((one) => one.zh).join('、')
  const en = words.map((one) => one.en).join(', ')
  if (values.length > 1 && values.length <= LISTED) return { zh: `${zh}之一`, en: `one of ${en}` }
  return values.length > LISTED
    ? { zh: `${zh}等 ${values.length} 项之一`, en: `one of ${en} and ${values.length - LISTED} more` }
    : { zh, en }
}

/** Between a Chinese character and a Latin letter or figure stands a space. */
const spaced = (zh: string): string =>
  zh.replace(/([\u3400-\u9fff])([A-Za-z0-9])/g, '$1 $2').replace(/([A-Za-z0-9%])([\u3400-\u9fff])/g, '$1 $2')

const both = (zh: string, en: string): Bilingual => ({ zh: spaced(zh), en })

const COMPARED: Readonly<Record<'lt' | 'lte' | 'gt' | 'gte', Bilingual>> = {
  lt: both('小于', 'below'),
  lte: both('不大于', 'at most'),
  gt: both('大于', 'above'),
  gte: both('不小于', 'at least'),
}

export const conditionWords = (table: DecisionTable, condition: Condition): Bilingual => {
  const { field } = condition
  const name = fieldWords(table, field)
  const isList = table.fields[field]?.type === 'list'
  switch (condition.op) {
    case 'missing':
      return both(`${name.zh}未填报`, `${name.en} is not stated`)
    case 'present':
      return both(`${name.zh}已填报`, `${name.en} is stated`)
    case 'eq':
    case 'ne': {
      const value = valueWords(table, field, condition.value)
      const is = condition.op === 'eq'
      if (typeof condition.value === 'boolean') {
        const wanted = valueWords(table, field, is === condition.value)
        return both(`${name.zh}：${wanted.zh}`, `${name.en}: ${wanted.en}`)
      }
      return both(`${name.zh}${is ? '为' : '不为'}${value.zh}`, `${name.en} is ${is ? '' : 'not '}${value.en}`)
    }
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte': {
      const word = COMPARED[condition.op]
      return both(`${name.zh}${word.zh} ${condition.value}`, `${name.en} ${word.en} ${condition.value}`)
    }
    case 'in':
    case 'notIn': {
      const values = listWords(table, field, condition.value)
      if (condition.op === 'in')
        return isList
          ? both(`${name.zh}含${values.zh}`, `${name.en} include ${values.en}`)
          : both(`${name.zh}为${values.zh}`, `${name.en} is ${values.en}`)
      return isList
        ? both(`${name.zh}不含${values.zh}`, `${name.en} do not include ${values.en}`)
        : both(`${name.zh}不是${values.zh}`, `${name.en} is not ${values.en}`)
    }
    case 'startsWith':
    case 'notStartsWith': {
      const values = listWords(table, field, condition.value)
      return condition.op === 'startsWith'
        ? both(`${name.zh}以${values.zh}开头`, `${name.en} begins with ${values.en}`)
        : both(`${name.zh}不以${values.zh}开头`, `${name.en} does not begin with ${values.en}`)
    }
    case 'contains':
    case 'notContains': {
      const values = listWords(table, field, condition.value)
      return condition.op === 'contains'
        ? both(`${name.zh}提到${values.zh}`, `${name.en} mentions ${values.en}`)
        : both(`${name.zh}未提到${values.zh}`, `${name.en} does not mention ${values.en}`)
    }
    case 'sameAs':
    case 'differsFrom': {
      const other = fieldWords(table, condition.value)
      return condition.op === 'sameAs'
        ? both(`${name.zh}与${other.zh}相同`, `${name.en} equals ${other.en}`)
        : both(`${name.zh}与${other.zh}不同`, `${name.en} differs from ${other.en}`)
    }
    case 'belowRange':
    case 'aboveRange': {
      const range = table.ranges[condition.value]
      const factor = condition.factor ?? 1
      const below = condition.op === 'belowRange'
      const times = factor === 1 ? both('', '') : both(`的 ${factor} 倍`, `${factor} times `)
      return both(
        `${name.zh}${below ? '低于' : '高于'}“${range?.zh ?? condition.value}”${below ? '下限' : '上限'}${times.zh}`,
        `${name.en} ${below ? 'below' : 'above'} ${times.en}the ${below ? 'lower' : 'upper'} bound of "${range?.en ?? condition.value}"`,
      )
    }
  }
}

/** That a field is stated goes without saying where another condition compares it. */
const worthSaying = (rule: Rule, condition: Condition): boolean =>
  condition.op !== 'present' ||
  !rule.when.some((other) => other.field === condition.field && other.op !== 'present' && other.op !== 'missing')

export const conditionsInWords = (table: DecisionTable, rule: Rule): Bilingual[] =>
  rule.when.filter((condition) => worthSaying(rule, condition)).map((condition) => conditionWords(table, condition))

export type RiskWords = (id: string) => {
  id: string
  zh: string
  en: string
  domain: { id: string; zh: string; en: string }
}

export const viewRule = (table: DecisionTable, rule: Rule, riskWords: RiskWords): RuleView => {
  const { domain, ...risk } = riskWords(rule.riskType)
  const fields = rule.when.flatMap((condition) => fieldsOfCondition(table, condition))
  return {
    id: rule.id,
    zh: rule.zh,
    en: rule.en,
    points: rule.points,
    risk,
    domain,
    riskFrom: rule.riskFrom === undefined ? null : fieldWords(table, rule.riskFrom),
    conditions: conditionsInWords(table, rule),
    source: rule.source,
    off: rule.off === true,
    usesParts: fields.some((field) => table.fields[field]?.part != null),
  }
}

/** What a search looks through. */
export const wordsOfRule = (rule: RuleView): string =>
  [
    rule.id,
    rule.zh,
    rule.en,
    rule.risk.zh,
    rule.risk.en,
    rule.domain.zh,
    rule.domain.en,
    ...rule.conditions.flatMap((one) => [one.zh, one.en]),
    rule.source.zh,
    rule.source.en,
  ]
    .join('\n')
    .toLowerCase()
