/**
 * A sheet on its way in: its rows as lines of JSON, `[row, cells, errors]`, so that an import reads a workbook once and can go on
 * behind any row of it. Cells that one row repeats a thousand times over must not fill the disk: what is kept is bounded.
 */
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { DomainError } from '../../base/public.ts'
import { linesOf } from './csv.ts'
import { openWorkbook, type SheetRow } from './xlsx.ts'
import { tooMuch } from './xlsx-package.ts'

/** A record as `recordsOf` gives it, with the errors of a sheet's cells. */
export type SheetRecord = { row: number; raw: string; errors?: SheetRow['errors'] } & (
  | { cells: string[]; fault: null }
  | { cells: null; fault: 'quote' | 'too_long' }
)

/** As of a row of CSV. */
const LONGEST_ROW = 65_536
/** Of what is kept of one sheet; judgement, not validated. */
const MOST_KEPT_BYTES = 512 * 1024 * 1024

const kept = ({ row, cells, errors }: SheetRow): string => {
  const line = JSON.stringify(Object.keys(errors).length > 0 ? [row, cells, errors] : [row, cells])
  return line.length > LONGEST_ROW ? `[${row},null]\n` : `${line}\n`
}

export type KeptSheet = { sheet: string; sheets: readonly string[] }

/**
 * Writes one sheet of a workbook, the first where none is named. The caller removes what is left of a sheet that failed.
 * @throws DomainError for what is no workbook, is too large, or has no such sheet
 */
export const keepSheet = async (
  workbookPath: string,
  target: string,
  wanted: string | undefined,
): Promise<KeptSheet> => {
  const workbook = await openWorkbook(workbookPath)
  const out = createWriteStream(target, { flags: 'wx', mode: 0o600 })
  // A full disk is thrown where the next row is written.
  out.on('error', () => {})
  try {
    const sheet = wanted ?? workbook.sheets[0]!
    let bytes = 0
    for await (const row of workbook.rows(sheet)) {
      const line = kept(row)
      bytes += Buffer.byteLength(line)
      if (bytes > MOST_KEPT_BYTES) throw tooMuch({ zh: '内容过多', en: 'too much content' })
      if (!out.write(line)) await once(out, 'drain')
    }
    out.end()
    await finished(out)
    if (bytes === 0)
      throw new DomainError('invalid', {
        zh: `工作表“${sheet.slice(0, 40)}”是空的。`,
        en: `The sheet "${sheet.slice(0, 40)}" is empty.`,
      })
    return { sheet, sheets: workbook.sheets }
  } finally {
    out.destroy()
    workbook.close()
  }
}

/** Reads it again. */
export async function* sheetRecordsOf(text: AsyncIterable<string>): AsyncGenerator<SheetRecord> {
  for await (const line of linesOf(text)) {
    const [row, cells, errors] = JSON.parse(line) as [number, string[] | null, SheetRow['errors']?]
    if (cells === null) yield { row, raw: '', cells: null, fault: 'too_long' }
    else yield { row, raw: '', cells, fault: null, ...(errors ? { errors } : {}) }
  }
}
