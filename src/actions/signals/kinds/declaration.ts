/**
 * Import declarations: a body that the signal's circle sees, a commercial part with a narrower circle, and parties, whose
 * codes are of unknown nature: each may stand for a natural person, so each is treated as if it did.
 *
 * `Fraud` and `Critical Fraud` of training data are dropped here, on purpose: they are outcomes that were known later. Kept
 * beside the signal they would leak into what assesses it, and every later measurement of that would be worthless.
 */
import type { Bilingual } from '../../../base/public.ts'
import { regionName } from '../regions.ts'
import { type Column, column, type GroupId } from './column.ts'
import type { Body, Kind } from './kind.ts'

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

const code = (key: string, required: boolean, zh: string, en: string, group: GroupId, ...names: string[]): Column =>
  column(key, 'code', { zh, en, required, group, names })
const party = (key: string, zh: string, en: string): Column =>
  column(key, 'id', { zh, en, group: 'parties', person: true })
const figure = (key: string, zh: string, en: string, unit: Bilingual, ...names: string[]): Column =>
  column(key, 'number', { zh, en, names, unit, part: 'commercial', group: 'duty' })

const COLUMNS: readonly Column[] = [
  column('date', 'day', { zh: '申报日期', en: 'Date', required: true, names: ['日期'], group: 'procedure' }),
  code('office', true, '申报关', 'Office ID', 'procedure', 'office', '海关代码'),
  code('processType', false, '申报程序', 'Process Type', 'procedure'),
  code('importType', false, '进口方式', 'Import Type', 'procedure'),
  code('importUse', false, '进口用途', 'Import Use', 'procedure'),
  code('paymentType', false, '付款方式', 'Payment Type', 'procedure'),
  code('mode', false, '运输方式', 'Mode of Transport', 'conveyance'),
  column('hs6', 'hs6', { zh: '商品编码', en: 'HS6 Code', required: true, names: ['hs code', 'hs'], group: 'goods' }),
  column('departure', 'country', {
    zh: '启运国（地区）',
    en: 'Country of Departure',
    required: true,
    names: ['启运国', '起运国'],
    group: 'goods',
  }),
  column('origin', 'country', {
    zh: '原产国（地区）',
    en: 'Country of Origin',
    required: true,
    names: ['原产国'],
    group: 'goods',
  }),
  code('taxType', false, '税率代码', 'Tax Type', 'duty'),
  code('originIndicator', false, '原产地标记', 'Country of Origin Indicator', 'goods'),
  code('courier', false, '快件企业代码', 'Courier ID', 'parties'),
  figure('taxRate', '税率', 'Tax Rate', { zh: '%', en: '%' }),
  figure('netMass', '净重', 'Net Mass', { zh: '公斤', en: 'kg' }, '净重（公斤）'),
  figure('itemPrice', '价格', 'Item Price', { zh: '（来源币种）', en: '(currency of the source)' }),
  party('importer', '进口人代码', 'Importer ID'),
  party('declarant', '申报人代码', 'Declarant ID'),
  party('seller', '卖方代码', 'Seller ID'),
]

const text = (body: Body, key: string): string => String(body[key] ?? '')

export const DECLARATION: Kind = {
  id: 'declaration',
  zh: '进口报关单',
  en: 'import declaration',
  number: { zh: '报关单号', en: 'Declaration ID', names: ['declaration no'] },
  columns: COLUMNS,
  observedOn: 'date',
  personsIn: 'commercial',
  keepsBlanks: true,
  dropped: {
    names: new Set(['fraud', 'critical fraud']),
    why: {
      zh: '这是事后的结果标注，不能作为研判依据。',
      en: 'They label outcomes known later and must not inform an assessment.',
    },
  },
  title: (body) => {
    const origin = regionName(text(body, 'origin'))
    return {
      zh: `报关：HS ${body.hs6}，原产${origin.zh}`,
      en: `Declaration: HS ${body.hs6}, origin ${origin.en}`,
    }
  },
  detail: (body) => {
    const departure = regionName(text(body, 'departure'))
    const mode = modeName(text(body, 'mode'))
    return {
      zh: `${body.date} · 自${departure.zh}${mode.zh}启运 · 申报关 ${body.office}`,
      en: `${body.date} · shipped from ${departure.en} by ${mode.en} · office ${body.office}`,
    }
  },
  // Codes, and the names of its countries in both languages.
  searchTexts: (body) => {
    const hs6 = text(body, 'hs6')
    const [origin, departure] = [text(body, 'origin'), text(body, 'departure')]
    const [from, made] = [regionName(departure), regionName(origin)]
    return [
      hs6,
      hs6.slice(0, 4),
      hs6.slice(0, 2),
      origin,
      made.zh,
      made.en,
      departure,
      from.zh,
      from.en,
      modeName(text(body, 'mode')).zh,
      text(body, 'office'),
      text(body, 'courier'),
      text(body, 'date'),
    ]
  },
  // Goods, places and organisations. Importer, declarant and seller are never among them.
  mentions: (body) => {
    const hs6 = text(body, 'hs6')
    const mentions: [string, string][] = [
      ['hs6', hs6],
      ['hs4', hs6.slice(0, 4)],
      ['origin', text(body, 'origin')],
      ['departure', text(body, 'departure')],
      ['office', text(body, 'office')],
    ]
    const courier = text(body, 'courier')
    if (courier !== '') mentions.push(['courier', courier])
    return mentions
  },
}
