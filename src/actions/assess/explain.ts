/** From kept reasons to words in both languages. Pure; the table of the engine's version gives the words. */
import type { Bilingual } from '../../base/public.ts'
import { DAY_MS, instant } from '../../base/public.ts'
import type { CompiledTable } from '../../methods/risk/public.ts'
import type { KeptReason } from './declaration.ts'
import { kindTable } from './judge.ts'
import type { Assessment, AssessmentBrief, Reason, Unknown } from './model.ts'

/** A row of `assessment`. */
export type AssessmentRow = {
  id: string
  level: 0 | 1 | 2 | 3 | null
  risk_type: string | null
  needs_person: boolean
  score: number | null
  reasons: KeptReason[]
  unknowns: string[]
  engine: string
  engine_version: number
  assessed_at: Date
  uses_parts: boolean
}

export type RiskNames = (id: string) => Bilingual | undefined

const tableOf = (row: Pick<AssessmentRow, 'engine' | 'engine_version'>): CompiledTable | undefined => {
  const kind = /^([a-z_]+)-rules$/.exec(row.engine)?.[1]
  if (kind === undefined) return undefined
  try {
    return kindTable(kind, row.engine_version)
  } catch {
    // The table of an engine that was retired: the kept rule ids still stand, without words.
    return undefined
  }
}

const fieldName = (table: CompiledTable | undefined, field: string): Bilingual => {
  const spec = table?.table.fields[field]
  return spec ? { zh: spec.zh, en: spec.en } : { zh: field, en: field }
}

/** `pricePerKg=0.02, hs2=87` with the fields' names. */
const compared = (table: CompiledTable | undefined, value: string): Bilingual => {
  const pairs = value.split(', ').map((pair): Bilingual => {
    const cut = pair.indexOf('=')
    if (cut < 0) return { zh: pair, en: pair }
    const name = fieldName(table, pair.slice(0, cut))
    const found = pair.slice(cut + 1)
    return { zh: `${name.zh} ${found || '无'}`, en: `${name.en} ${found || 'none'}` }
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

export const unknownsOf = (row: Pick<AssessmentRow, 'engine' | 'engine_version' | 'unknowns'>): Unknown[] => {
  const table = tableOf(row)
  return row.unknowns.map((field) => {
    const name = fieldName(table, field)
    return {
      field,
      name,
      zh: `缺少${name.zh}，相关规则无法判断`,
      en: `${name.en} is missing, so rules that need it are undecided`,
    }
  })
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
    engine: row.engine,
    engineVersion: row.engine_version,
    assessedAt: instant(assessedAt),
    dataAgeDays,
    dataAge: ageInWords(dataAgeDays),
    usesParts: row.uses_parts,
  }
}
