/**
 * A declaration in words, from its codes: titles, details, fields. Names of countries come from the runtime's own data; the
 * texts of HS headings belong to others and are not shipped, so the code is shown.
 */
import type { Bilingual } from '../../base/public.ts'
import type { DeclarationBody } from './declaration.ts'
import { labelOf } from './declaration.ts'
import type { SignalField } from './model.ts'

const zhNames = new Intl.DisplayNames('zh-CN', { type: 'region', fallback: 'code' })
const enNames = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' })
/** As the code list of China Customs names them on a declaration. */
const ZH_REGION: Readonly<Record<string, string>> = {
  HK: '中国香港',
  MO: '中国澳门',
  TW: '中国台湾',
  ZZ: '未指明',
  GB: '英国',
}
const EN_REGION: Readonly<Record<string, string>> = { ZZ: 'not specified', HK: 'Hong Kong, China', MO: 'Macao, China' }

const regions = new Map<string, Bilingual>()

/** Name of a country or region on a declaration; the code itself where it is not assigned. */
export const regionName = (code: string): Bilingual => {
  let name = regions.get(code)
  if (!name) {
    let zh = code
    let en = code
    try {
      zh = ZH_REGION[code] ?? zhNames.of(code) ?? code
      en = EN_REGION[code] ?? enNames.of(code) ?? code
    } catch {
      // Not a region code that the runtime takes: the code stands for itself.
    }
    name = { zh, en }
    if (regions.size < 1000) regions.set(code, name)
  }
  return name
}

/** UN/CEFACT Recommendation 19, first digit; the second digit is the source's own. */
const MODES: Readonly<Record<string, Bilingual>> = {
  '1': { zh: '海运', en: 'sea' },
  '2': { zh: '铁路', en: 'rail' },
  '3': { zh: '公路', en: 'road' },
  '4': { zh: '空运', en: 'air' },
  '5': { zh: '邮递', en: 'mail' },
  '9': { zh: '其他方式', en: 'other' },
}

export const modeName = (code: string): Bilingual =>
  MODES[code[0] ?? ''] ?? { zh: code || '未申报', en: code || 'not declared' }

export const declarationTitle = (body: Pick<DeclarationBody, 'hs6' | 'origin'>): Bilingual => {
  const origin = regionName(body.origin)
  return { zh: `报关：HS ${body.hs6}，原产${origin.zh}`, en: `Declaration: HS ${body.hs6}, origin ${origin.en}` }
}

export const declarationDetail = (body: DeclarationBody): Bilingual => {
  const departure = regionName(body.departure)
  const mode = modeName(body.mode)
  return {
    zh: `${body.date} · 自${departure.zh}${mode.zh}启运 · 申报关 ${body.office}`,
    en: `${body.date} · shipped from ${departure.en} by ${mode.en} · office ${body.office}`,
  }
}

const ABSENT: Bilingual = { zh: '未申报', en: 'not declared' }
const REGION_KEYS = new Set(['departure', 'origin'])

const UNITS: Readonly<Record<string, Bilingual>> = {
  taxRate: { zh: '%', en: '%' },
  netMass: { zh: '公斤', en: 'kg' },
  itemPrice: { zh: '（来源币种）', en: '(currency of the source)' },
}

const displayOf = (key: string, value: string | number | null): Bilingual => {
  if (value === null || value === '') return ABSENT
  if (typeof value === 'string' && REGION_KEYS.has(key)) {
    const name = regionName(value)
    return { zh: `${name.zh}（${value}）`, en: `${name.en} (${value})` }
  }
  if (typeof value === 'string' && key === 'mode') {
    const name = modeName(value)
    return { zh: `${name.zh}（${value}）`, en: `${name.en} (${value})` }
  }
  if (typeof value === 'number') {
    const unit = UNITS[key]
    const number = value.toLocaleString('en-US', { maximumFractionDigits: 6 })
    return { zh: `${number}${unit ? ` ${unit.zh}` : ''}`, en: `${number}${unit ? ` ${unit.en}` : ''}` }
  }
  return { zh: String(value), en: String(value) }
}

const PARTY_DISPLAY: Bilingual = {
  zh: '已替换为代号，须合法用途方可打开',
  en: 'replaced by a token; opened only for a lawful purpose',
}
const PARTIES = new Set(['importer', 'declarant', 'seller'])

/** Fields of a body or a part in the order they are kept. */
export const fieldsOf = (body: Readonly<Record<string, string | number | null>>, part: string | null): SignalField[] =>
  Object.entries(body).map(([key, value]) => {
    if (!PARTIES.has(key))
      return { key, label: labelOf(key), value: value === '' ? null : value, display: displayOf(key, value), part }
    return { key, label: labelOf(key), value, display: value === null ? ABSENT : PARTY_DISPLAY, part }
  })

/** What a search finds a declaration by besides its number: codes, and the names of its countries in both languages. */
export const declarationSearchTexts = (body: DeclarationBody): string[] => {
  const origin = regionName(body.origin)
  const departure = regionName(body.departure)
  const mode = modeName(body.mode)
  return [
    body.hs6,
    body.hs6.slice(0, 4),
    body.hs6.slice(0, 2),
    body.origin,
    origin.zh,
    origin.en,
    body.departure,
    departure.zh,
    departure.en,
    mode.zh,
    body.office,
    body.courier,
    body.date,
  ]
}

export const SUBJECT_KINDS: Readonly<Record<string, Bilingual>> = {
  hs6: { zh: '商品编码', en: 'HS code' },
  hs4: { zh: '品目', en: 'HS heading' },
  origin: { zh: '原产国（地区）', en: 'Country of origin' },
  departure: { zh: '启运国（地区）', en: 'Country of departure' },
  office: { zh: '申报关', en: 'Customs office' },
  courier: { zh: '快件企业', en: 'Courier' },
}

/** Subjects that a declaration mentions: goods, places and organisations. Importer, declarant and seller are never among them. */
export const declarationMentions = (body: DeclarationBody): [kind: string, key: string][] => {
  const mentions: [string, string][] = [
    ['hs6', body.hs6],
    ['hs4', body.hs6.slice(0, 4)],
    ['origin', body.origin],
    ['departure', body.departure],
    ['office', body.office],
  ]
  if (body.courier !== '') mentions.push(['courier', body.courier])
  return mentions
}
