/** A roster as a table file: out with a mark for spreadsheets and no cell that could be taken for a formula, and in again. Pure. */
import { parse } from 'csv-parse/sync'
import { DomainError, type FieldFault } from '../../../base/public.ts'
import type { LocalDay } from '../../../environment/duties/public.ts'
import { REACH, type Reach, type RosterView } from './model.ts'

const HEADS = ['日期 day', '班次 shift', '岗位 post', '姓名 name', '联系方式 contact', '方式 reach'] as const

/** A spreadsheet runs cells that begin so; an apostrophe in front makes them text. */
const RUNS = /^[=+\-@\t\r]/
const cell = (words: string): string => {
  const safe = RUNS.test(words) ? `'${words}` : words
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export const rosterCsv = (roster: Pick<RosterView, 'duties' | 'shifts' | 'lines'>): string => {
  const shift = new Map(roster.shifts.map((one) => [one.id, one.title]))
  const line = new Map(roster.lines.map((one) => [one.id, one.title]))
  const rows = roster.duties.flatMap(({ day, person, ...duty }) =>
    person
      ? [
          [
            day,
            shift.get(duty.shift) ?? duty.shift,
            line.get(duty.line) ?? duty.line,
            person.name.zh,
            person.contact,
            person.reach,
          ],
        ]
      : [],
  )
  return `\uFEFF${[[...HEADS], ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
}

export type CsvDuty = {
  row: number
  day: LocalDay
  shift: string
  line: string
  name: string
  contact: string
  reach: Reach
}

const DAY = /^\d{4}-\d{2}-\d{2}$/
/** Most rows of one file: half a year of ten posts in two shifts, about. Judgement, not validated. */
const MAX_ROWS = 4000

/** @throws DomainError `invalid` naming row, field and remedy of every fault */
export const readRosterCsv = (text: string, plan: Pick<RosterView, 'shifts' | 'lines'>): CsvDuty[] => {
  let records: string[][]
  try {
    records = parse(text, { bom: true, skip_empty_lines: true, relax_column_count: true, trim: true })
  } catch {
    throw new DomainError('invalid', {
      zh: '文件不是有效的 CSV：引号没有成对。请从导出的文件改起。',
      en: 'The file is not valid CSV: a quote is not closed. Start from an exported file.',
    })
  }
  const faults: FieldFault[] = []
  const fault = (row: number, field: string, zh: string, en: string) => faults.push({ row, field, zh, en })
  if (records.length > MAX_ROWS)
    fault(1, 'csv', `最多 ${MAX_ROWS} 行，请分次导入。`, `At most ${MAX_ROWS} rows at a time.`)
  const named = (list: readonly { id: string; title: string }[], words: string) =>
    list.find((one) => one.id === words || one.title === words)?.id
  // The first row is the header, as in an exported file.
  const duties = records.slice(1, MAX_ROWS + 1).flatMap((cells, i): CsvDuty[] => {
    const row = i + 2
    const before = faults.length
    const [day = '', shiftWords = '', lineWords = '', name = '', contact = '', reachWords = ''] = cells.map((one) =>
      one.replace(/^'(?=[=+\-@\t\r])/, ''),
    )
    const shift = named(plan.shifts, shiftWords)
    const line = named(plan.lines, lineWords)
    const reach = REACH.find((one) => one === (reachWords || 'phone'))
    if (!DAY.test(day)) fault(row, 'day', '日期要写成 2026-11-25。', 'Write the day as 2026-11-25.')
    if (!shift)
      fault(row, 'shift', '没有这个班次，请按表上的名称填写。', 'There is no such shift; use the names of the roster.')
    if (!line)
      fault(row, 'line', '没有这个岗位，请按表上的名称填写。', 'There is no such post; use the names of the roster.')
    if (name === '') fault(row, 'name', '请填写姓名。', 'Write a name.')
    if (contact === '') fault(row, 'contact', '请填写联系方式。', 'Give a contact.')
    if (!reach) fault(row, 'reach', `方式可填 ${REACH.join('、')}。`, `Reach is one of ${REACH.join(', ')}.`)
    if (faults.length > before || !shift || !line || !reach) return []
    return [{ row, day, shift, line, name: name.slice(0, 80), contact: contact.slice(0, 80), reach }]
  })
  if (records.length < 2) fault(2, 'csv', '文件里没有排班行。', 'There is no duty in the file.')
  const [first] = faults
  if (first)
    throw new DomainError(
      'invalid',
      { zh: `第 ${first.row} 行：${first.zh}`, en: `Row ${first.row}: ${first.en}` },
      { fields: faults.slice(0, 50) },
    )
  return duties
}
