/**
 * A year of the holiday calendar from pasted or uploaded lines: pure. One line a day, cells parted by commas or tabs:
 * `2027-01-01,holiday,元旦,New Year's Day` or `2027-02-20,workday`. Every fault names row, field and remedy.
 */
import { DomainError, type FieldFault } from '../../base/public.ts'
import type { CalendarYear } from '../../environment/reference/public.ts'
import { isDay } from './decide.ts'

const KINDS: Readonly<Record<string, 'holiday' | 'workday'>> = {
  holiday: 'holiday',
  放假: 'holiday',
  休: 'holiday',
  workday: 'workday',
  调休上班: 'workday',
  上班: 'workday',
  班: 'workday',
}

type Line = { row: number; day: string; kind: 'holiday' | 'workday'; zh: string; en: string }

const weekday = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay()

const readLine = (line: string, row: number, year: number): Line | FieldFault => {
  const [day = '', word = '', zh = '', en = ''] = line.split(/[,，\t]/).map((cell) => cell.trim())
  if (!isDay(day))
    return {
      field: 'day',
      row,
      zh: `第 ${row} 行：日期“${day}”无效，请写成 ${year}-01-01。`,
      en: `Row ${row}: the day "${day}" is not valid; write it as ${year}-01-01.`,
    }
  if (!day.startsWith(`${year}-`))
    return {
      field: 'day',
      row,
      zh: `第 ${row} 行：${day} 不属于 ${year} 年，请删去或改年份。`,
      en: `Row ${row}: ${day} is not in ${year}; take it out or change the year.`,
    }
  const kind = KINDS[word.toLowerCase()]
  if (!kind)
    return {
      field: 'kind',
      row,
      zh: `第 ${row} 行：类别“${word}”无效，请写“放假”或“上班”。`,
      en: `Row ${row}: the kind "${word}" is not valid; write "holiday" or "workday".`,
    }
  if (kind === 'holiday' && zh === '')
    return {
      field: 'name',
      row,
      zh: `第 ${row} 行：放假日须写节名，例如“元旦”。`,
      en: `Row ${row}: a holiday needs its name, for example "New Year".`,
    }
  if (kind === 'workday' && weekday(day) !== 0 && weekday(day) !== 6)
    return {
      field: 'kind',
      row,
      zh: `第 ${row} 行：${day} 本来就是工作日，调休上班只能在周六、周日，请核对日期。`,
      en: `Row ${row}: ${day} is a working day anyway; a make-up day is a Saturday or Sunday. Check the date.`,
    }
  return { row, day, kind, zh, en: en || zh }
}

/** Fewer days than this are not a notice of a whole year: the fewest in the loaded ones is 28. Judgement, not validated. */
const FEWEST_HOLIDAYS = 7

/** @throws DomainError `invalid` with a fault per row */
export const readCalendar = (year: number, text: string, source: string): CalendarYear => {
  const faults: FieldFault[] = []
  const lines: Line[] = []
  text.split(/\r?\n/).forEach((raw, i) => {
    const line = raw.replace(/^\uFEFF/, '').trim()
    if (line === '' || line.startsWith('#') || /^(day|date|日期)[,，\t]/i.test(line)) return
    const read = readLine(line, i + 1, year)
    if ('field' in read) faults.push(read)
    else lines.push(read)
  })
  const first = new Map<string, number>()
  for (const line of lines) {
    const before = first.get(line.day)
    if (before === undefined) first.set(line.day, line.row)
    else
      faults.push({
        field: 'day',
        row: line.row,
        zh: `第 ${line.row} 行：${line.day} 与第 ${before} 行重复，请删去一行。`,
        en: `Row ${line.row}: ${line.day} is already in row ${before}; take one out.`,
      })
  }
  const holidays = lines.filter((line) => line.kind === 'holiday')
  if (faults.length === 0 && holidays.length < FEWEST_HOLIDAYS)
    faults.push({
      field: 'text',
      zh: `只有 ${holidays.length} 个放假日，不像全年安排。请按通知载入整年。`,
      en: `Only ${holidays.length} holidays: this is not a whole year. Load the complete notice.`,
    })
  if (faults.length > 0) {
    faults.sort((a, b) => (a.row ?? 0) - (b.row ?? 0))
    throw new DomainError('invalid', { zh: faults[0]!.zh, en: faults[0]!.en }, { fields: faults.slice(0, 50) })
  }
  const groups = new Map<string, { zh: string; en: string; days: string[] }>()
  for (const { day, zh, en } of [...holidays].sort((a, b) => (a.day < b.day ? -1 : 1))) {
    const group = groups.get(zh) ?? { zh, en, days: [] }
    group.days.push(day)
    groups.set(zh, group)
  }
  return {
    year,
    status: 'complete_from_reprint',
    sourceZh: source.trim(),
    sourceEn: source.trim(),
    holidays: [...groups.values()].map((group, i) => ({ id: `holiday_${i + 1}`, ...group })),
    makeUpWorkingDays: lines
      .filter((line) => line.kind === 'workday')
      .map((line) => line.day)
      .sort(),
    noteZh: '本站点载入，请与通知原文核对。',
    noteEn: 'Loaded at this site; check against the original notice.',
  }
}
