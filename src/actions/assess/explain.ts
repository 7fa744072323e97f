/** From kept reasons to words in both languages. Pure; the table of the engine's version gives the words. */
import type { Bilingual } from '../../base/public.ts'
import { DAY_MS, instant } from '../../base/public.ts'
import { type CompiledTable, type DecisionTable, levelOf } from '../../methods/risk/public.ts'
import { findEvidenceKind } from './evidence/kinds.ts'
import type { KeptReason, KeptUnknown } from './judge.ts'
import {
  consequenceWords,
  type DomainRisk as DomainWeight,
  domainRisks,
  getConsequences,
  likelihoodClass,
  type RiskPoints,
} from './matrix.ts'
import type { Assessment, AssessmentBrief, DomainRisk, Reason, Unknown } from './model.ts'
import { findTableOf } from './tables.ts'

/** A row of `assessment`. */
export type AssessmentRow = {
  id: string
  level: 0 | 1 | 2 | 3 | null
  risk_type: string | null
  needs_person: boolean
  score: number | null
  reasons: KeptReason[]
  unknowns: KeptUnknown[]
  engine: string
  engine_version: number
  assessed_at: Date
  uses_parts: boolean
}

export type RiskNames = (id: string) => Bilingual | undefined

type Made = Pick<AssessmentRow, 'engine' | 'engine_version'>

/** Without the table of an engine that was retired the kept rule ids still stand, without words. */
const tableOf = (row: Made): CompiledTable | undefined => findTableOf(row.engine, row.engine_version)

const fieldName = (table: CompiledTable | undefined, field: string): Bilingual => {
  const spec = table?.table.fields[field]
  return spec ? { zh: spec.zh, en: spec.en } : { zh: field, en: field }
}

const YES_NO: Readonly<Record<string, Bilingual>> = { true: { zh: '是', en: 'yes' }, false: { zh: '否', en: 'no' } }

/** A value as people read it: the word of a code where there is one. */
const valueWords = (table: CompiledTable | undefined, field: string, value: string): Bilingual => {
  const type = table?.table.fields[field]?.type
  const words =
    type === 'boolean'
      ? YES_NO[value]
      : type === 'code'
        ? findEvidenceKind(table!.table.kind)?.fields[field]?.codes?.[value]
        : undefined
  return words ?? { zh: value || '无', en: value || 'none' }
}

/** `pricePerKg=0.02, hs2=87` with the fields' names. */
const compared = (table: CompiledTable | undefined, value: string): Bilingual => {
  const pairs = value.split(', ').map((pair): Bilingual => {
    const cut = pair.indexOf('=')
    if (cut < 0) return { zh: pair, en: pair }
    const name = fieldName(table, pair.slice(0, cut))
    const found = valueWords(table, pair.slice(0, cut), pair.slice(cut + 1))
    return { zh: `${name.zh} ${found.zh}`, en: `${name.en} ${found.en}` }
  })
  return { zh: pairs.map((pair) => pair.zh).join('；'), en: pairs.map((pair) => pair.en).join('; ') }
}

export const reasonsOf = (row: Pick<AssessmentRow, 'engine' | 'engine_version' | 'reasons'>): Reason[] => {
  const table = tableOf(row)
  return row.reasons
    .map((kept) => {
      const rule = table?.table.rules.find((one) => one.id === kept.rule)
      return {
        rule: kept.rule,
        zh: rule?.zh ?? kept.rule,
        en: rule?.en ?? kept.rule,
        points: kept.points,
        value: compared(table, kept.value),
        source: rule?.source ?? { zh: '规则版本已停用', en: 'rule version retired' },
      }
    })
    .sort((a, b) => b.points - a.points)
}

const fieldOf = (unknown: KeptUnknown): string => (typeof unknown === 'string' ? unknown : unknown.field)

const pointsOf = (table: DecisionTable, rules: readonly string[]): number => {
  const points = table.rules.filter((rule) => rules.includes(rule.id)).map((rule) => rule.points)
  return table.hitPolicy === 'first' ? Math.max(0, ...points) : points.reduce((sum, one) => sum + one, 0)
}

export const unknownsOf = (row: Made & Pick<AssessmentRow, 'unknowns'>): Unknown[] => {
  const table = tableOf(row)
  return row.unknowns.map((unknown) => {
    const field = fieldOf(unknown)
    const name = fieldName(table, field)
    return {
      field,
      name,
      points: typeof unknown === 'string' || !table ? null : pointsOf(table.table, unknown.rules),
      zh: `缺少${name.zh}，相关规则无法判断`,
      en: `${name.en} is missing, so rules that need it are undecided`,
    }
  })
}

/** Ids of rules that missing fields leave open; undefined where the assessment did not keep them. */
const openRules = (unknowns: readonly KeptUnknown[]): string[] | undefined =>
  unknowns.some((unknown) => typeof unknown === 'string')
    ? undefined
    : [...new Set(unknowns.flatMap((unknown) => (typeof unknown === 'string' ? [] : unknown.rules)))]

/** What is proven, and what it could become. */
const rangeOf = (row: AssessmentRow): { low: number; high: number } | null => {
  const table = tableOf(row)?.table
  const open = openRules(row.unknowns)
  if (!table || !open) return null
  const score = row.reasons.reduce((sum, reason) => sum + reason.points, 0)
  const more = pointsOf(table, open)
  return {
    low: levelOf(table, score),
    high: levelOf(table, table.hitPolicy === 'first' ? Math.max(score, more) : score + more),
  }
}

/** Points found, and points still open, for each risk type. */
const riskPoints = (row: AssessmentRow, table: DecisionTable): RiskPoints[] => {
  const byRisk = new Map<string, RiskPoints>()
  const of = (risk: string): RiskPoints => {
    const found = byRisk.get(risk) ?? { risk, points: 0, open: 0 }
    byRisk.set(risk, found)
    return found
  }
  const byId = new Map(table.rules.map((rule) => [rule.id, rule]))
  for (const reason of row.reasons) {
    const risk = reason.risk ?? byId.get(reason.rule)?.riskType
    if (risk !== undefined) of(risk).points += reason.points
  }
  for (const id of openRules(row.unknowns) ?? []) {
    const rule = byId.get(id)
    // Where the signal names the risk, an open rule points at nothing yet.
    if (rule && rule.riskFrom === undefined) of(rule.riskType).open += rule.points
  }
  return [...byRisk.values()]
}

const named = (id: string, words: Bilingual | undefined) => ({ id, zh: words?.zh ?? id, en: words?.en ?? id })

const domainsOf = (row: AssessmentRow, riskNames: RiskNames): DomainRisk[] => {
  const table = tableOf(row)?.table
  if (!table) return []
  const consequences = getConsequences(table.consequences)
  const levelWords = (level: number | null): DomainRisk['level'] => {
    const found = consequences.levels.find((one) => one.level === level)
    return found ? { level: found.level, zh: found.zh, en: found.en } : null
  }
  const view = (one: DomainWeight): DomainRisk => {
    const scale = consequences.consequence.find(({ score }) => score === one.consequence)
    const likely = consequences.likelihood.classes[likelihoodClass(consequences, one.percent)]!
    const why = consequenceWords(consequences, one.risk)
    return {
      domain: named(one.domain, consequences.domains[one.domain]),
      risk: named(one.risk, riskNames(one.risk)),
      points: one.points,
      likelihood: { percent: one.percent, high: one.percentHigh, zh: likely.zh, en: likely.en },
      consequence: {
        score: one.consequence,
        zh: scale?.zh ?? '',
        en: scale?.en ?? '',
        why: { zh: why.zh, en: why.en },
        source: consequences.risks[one.risk]?.source ?? consequences.source,
      },
      level: levelWords(one.level),
      levelHigh: levelWords(one.levelHigh),
    }
  }
  return domainRisks(consequences, riskPoints(row, table)).map(view)
}

const engineName = (row: Made): Bilingual => {
  const table = tableOf(row)?.table
  return table ? { zh: table.zh, en: table.en } : { zh: row.engine, en: row.engine }
}

const matrixWords = (row: Made): Assessment['matrix'] => {
  const { likelihood, source } = getConsequences(tableOf(row)?.table.consequences)
  return { basis: likelihood.basis, source }
}

const briefReason = (row: AssessmentRow): Bilingual => {
  const [first] = reasonsOf(row)
  const rest = row.reasons.length - 1
  const [missing] = unknownsOf(row)
  if (row.level === null && missing) return { zh: missing.zh, en: missing.en }
  if (!first) return { zh: '规则未发现异常', en: 'rules found nothing' }
  return rest > 0
    ? { zh: `${first.zh}，另有 ${rest} 项`, en: `${first.en}, and ${rest} more` }
    : { zh: first.zh, en: first.en }
}

export const briefOf = (row: AssessmentRow, riskNames: RiskNames): AssessmentBrief => {
  const risk = row.risk_type === null ? undefined : riskNames(row.risk_type)
  return {
    id: row.id,
    level: row.level,
    riskType:
      row.risk_type === null
        ? null
        : { id: row.risk_type, zh: risk?.zh ?? row.risk_type, en: risk?.en ?? row.risk_type },
    needsPerson: row.needs_person,
    reason: briefReason(row),
  }
}

const ageInWords = (days: number): Bilingual =>
  days < 0
    ? { zh: `数据日期在研判之后 ${-days} 天`, en: `the data lie ${-days} days ahead of the assessment` }
    : days === 0
      ? { zh: '当天数据', en: 'data of the same day' }
      : { zh: `数据早于研判 ${days} 天`, en: `data ${days} ${days === 1 ? 'day' : 'days'} older than the assessment` }

export const explain = (row: AssessmentRow, observedAt: Date, riskNames: RiskNames): Assessment => {
  const assessedAt = new Date(row.assessed_at)
  const dataAgeDays = Math.trunc((assessedAt.getTime() - observedAt.getTime()) / DAY_MS)
  return {
    ...briefOf(row, riskNames),
    score: row.score,
    reasons: reasonsOf(row),
    unknowns: unknownsOf(row),
    range: rangeOf(row),
    domains: domainsOf(row, riskNames),
    matrix: matrixWords(row),
    engine: row.engine,
    engineName: engineName(row),
    engineVersion: row.engine_version,
    assessedAt: instant(assessedAt),
    dataAgeDays,
    dataAge: ageInWords(dataAgeDays),
    usesParts: row.uses_parts,
  }
}
