/** The matrix as a file for spreadsheets: UTF-8 with its mark, and no cell that a spreadsheet would take for a formula. */
import type { Bilingual } from '../../base/public.ts'
import type { DutyRowView } from './browse-model.ts'

/** A leading quote mark makes a spreadsheet read the cell as text (OWASP, CSV injection). */
export const csvCell = (text: string): string => {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export const csvText = (rows: readonly (readonly string[])[]): string =>
  `\uFEFF${rows.map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`

export type CsvLocale = 'zh' | 'en'

const HEADS: Record<CsvLocale, readonly string[]> = {
  zh: [
    '编号',
    '职责',
    '法域',
    '决定牵头的风险',
    '风险类型',
    '口岸',
    '阶段',
    '牵头',
    '协助',
    '通报',
    '依据',
    '条文核对',
    '可信度',
    '待核事项',
    '备注',
  ],
  en: [
    'Row',
    'Duty',
    'Law',
    'Decides the lead for',
    'Risk types',
    'Places',
    'Phase',
    'Lead',
    'Support',
    'Inform',
    'Basis',
    'Text checked',
    'Confidence',
    'To check',
    'Note',
  ],
}
const LAWS = { CN: { zh: '国内法', en: 'Chinese law' }, INT: { zh: '国际文书', en: 'international' } } as const

export const dutiesCsv = (rows: readonly DutyRowView[], locale: CsvLocale): string => {
  const words = (list: readonly Bilingual[]): string => list.map((one) => one[locale]).join('; ')
  return csvText([
    HEADS[locale],
    ...rows.map((row) => [
      row.id,
      row.name[locale],
      LAWS[row.jurisdiction][locale],
      words(row.decides),
      words(row.riskTypes),
      words(row.places),
      row.phase[locale],
      words(row.lead),
      words(row.support),
      words(row.inform),
      row.basis.map((one) => `${one[locale]} ${one.articles.join(', ')}`.trim()).join('; '),
      row.basis.map((one) => one.verification).join('; '),
      row.confidence[locale],
      words(row.flags),
      row.note[locale],
    ]),
  ])
}
