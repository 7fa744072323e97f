/** What differs between two versions of a table, in words. Pure. */
import { isDeepStrictEqual } from 'node:util'
import type { Bilingual } from '../../base/public.ts'
import type { DecisionTable, Rule } from '../../methods/risk/public.ts'
import type { Difference } from './model.ts'
import { conditionsInWords, type RiskWords } from './words.ts'

const became = (zh: string, en: string, from: Bilingual | number, to: Bilingual | number): Bilingual => {
  const of = (value: Bilingual | number, locale: 'zh' | 'en') =>
    typeof value === 'number' ? String(value) : value[locale]
  return { zh: `${zh}：${of(from, 'zh')} → ${of(to, 'zh')}`, en: `${en}: ${of(from, 'en')} → ${of(to, 'en')}` }
}

const joined = (conditions: readonly Bilingual[]): Bilingual => ({
  zh: conditions.map((one) => one.zh).join('；'),
  en: conditions.map((one) => one.en).join('; '),
})

const whole = (table: DecisionTable, rule: Rule, riskWords: RiskWords): Bilingual[] => {
  const risk = riskWords(rule.riskType)
  const conditions = joined(conditionsInWords(table, rule))
  return [
    { zh: `条件：${conditions.zh}`, en: `Conditions: ${conditions.en}` },
    { zh: `${rule.points} 分，${risk.zh}`, en: `${rule.points} points, ${risk.en}` },
  ]
}

const ruleLines = (
  before: DecisionTable,
  after: DecisionTable,
  was: Rule,
  is: Rule,
  riskWords: RiskWords,
): Bilingual[] => {
  const lines: Bilingual[] = []
  if (Boolean(was.off) !== Boolean(is.off))
    lines.push(is.off ? { zh: '停用', en: 'Switched off' } : { zh: '启用', en: 'Switched on' })
  if (was.points !== is.points) lines.push(became('分值', 'Points', was.points, is.points))
  if (was.riskType !== is.riskType || was.riskFrom !== is.riskFrom)
    lines.push(became('风险', 'Risk', riskWords(was.riskType), riskWords(is.riskType)))
  if (was.zh !== is.zh || was.en !== is.en) lines.push(became('说明', 'Words', was, is))
  if (!isDeepStrictEqual(was.when, is.when))
    lines.push(
      became('条件', 'Conditions', joined(conditionsInWords(before, was)), joined(conditionsInWords(after, is))),
    )
  if (!isDeepStrictEqual(was.source, is.source)) lines.push(became('出处', 'Source', was.source, is.source))
  return lines
}

const POLICY: Readonly<Record<DecisionTable['hitPolicy'], Bilingual>> = {
  collect: { zh: '命中累加', en: 'all that hit add up' },
  first: { zh: '取最先命中', en: 'the first hit counts' },
}
const LEVEL_WORDS = { low: { zh: '低', en: 'Low' }, medium: { zh: '中', en: 'Medium' }, high: { zh: '高', en: 'High' } }

const tableLines = (before: DecisionTable, after: DecisionTable): Bilingual[] => {
  const lines: Bilingual[] = []
  if (before.hitPolicy !== after.hitPolicy)
    lines.push(became('命中方式', 'Hit policy', POLICY[before.hitPolicy], POLICY[after.hitPolicy]))
  for (const level of ['low', 'medium', 'high'] as const)
    if (before.levels[level] !== after.levels[level])
      lines.push(
        became(
          `“${LEVEL_WORDS[level].zh}”的门槛`,
          `${LEVEL_WORDS[level].en} from`,
          before.levels[level],
          after.levels[level],
        ),
      )
  if (before.levels.needsPersonFrom !== after.levels.needsPersonFrom)
    lines.push(
      became(
        '从第几级起须有人判断',
        'A person is needed from level',
        before.levels.needsPersonFrom,
        after.levels.needsPersonFrom,
      ),
    )
  if (!isDeepStrictEqual(before.ranges, after.ranges)) lines.push({ zh: '范围表有改动', en: 'Range tables changed' })
  if ((before.consequences ?? 1) !== (after.consequences ?? 1))
    lines.push(became('后果表版本', 'Version of consequences', before.consequences ?? 1, after.consequences ?? 1))
  const order = (table: DecisionTable, other: DecisionTable) =>
    table.rules.map((rule) => rule.id).filter((id) => other.rules.some((rule) => rule.id === id))
  if (after.hitPolicy === 'first' && !isDeepStrictEqual(order(before, after), order(after, before)))
    lines.push({ zh: '规则次序有改动', en: 'The order of rules changed' })
  return lines
}

/** Table first, then rules in the order of the newer version, removed ones last. */
export const differences = (before: DecisionTable, after: DecisionTable, riskWords: RiskWords): Difference[] => {
  const rows: Difference[] = []
  const lines = tableLines(before, after)
  if (lines.length > 0) rows.push({ what: 'table', title: { zh: after.zh, en: after.en }, lines })
  const old = new Map(before.rules.map((rule) => [rule.id, rule]))
  for (const rule of after.rules) {
    const was = old.get(rule.id)
    const title = { zh: rule.zh, en: rule.en }
    if (!was) rows.push({ what: 'added', title, lines: whole(after, rule, riskWords) })
    else {
      const changed = ruleLines(before, after, was, rule, riskWords)
      if (changed.length > 0) rows.push({ what: 'changed', title, lines: changed })
    }
  }
  const kept = new Set(after.rules.map((rule) => rule.id))
  for (const rule of before.rules)
    if (!kept.has(rule.id))
      rows.push({ what: 'removed', title: { zh: rule.zh, en: rule.en }, lines: whole(before, rule, riskWords) })
  return rows
}
