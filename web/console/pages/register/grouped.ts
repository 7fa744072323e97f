/** Quiet rows of one risk that read the same at several places become one line; what is going on keeps a line of its own. Pure. */
import type { Threat } from '../../../../src/drivers/threats/model.ts'

export type Line = { key: string; first: Threat; places: Threat['place'][] }

const sameAs = ({ place: _place, ...rest }: Threat): string => JSON.stringify(rest)

export const grouped = (rows: readonly Threat[]): Line[] => {
  const lines: Line[] = []
  const quiet = new Map<string, Line>()
  for (const row of rows) {
    const line: Line = { key: `${row.risk.id}@${row.place.id}`, first: row, places: [row.place] }
    const words = sameAs(row)
    const before = row.signals + row.warnings + row.incidents === 0 ? quiet.get(words) : undefined
    if (before) before.places.push(row.place)
    else {
      lines.push(line)
      quiet.set(words, line)
    }
  }
  return lines
}
