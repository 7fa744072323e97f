/** Which of the warnings that wait for my agency are news since I last looked. Pure. */
import type { WarningRow } from '../../../src/actions/warn/model.ts'

export type News = {
  key: string
  id: string
  level: WarningRow['level']
  place: string
  title: string
  kind: 'body' | 'reminder' | 'raised' | 'cancelled'
}

type Row = Pick<WarningRow, 'id' | 'level' | 'place' | 'title' | 'mine'>

/** One key for each request and each reminder, so that nothing is told twice and nothing again after a reload of the list. */
const keyOf = ({ id, mine }: Row): string => `${id} ${mine.round} ${mine.reminded ? 'reminded' : 'asked'}`

const kindOf = ({ mine }: Row): News['kind'] =>
  mine.subject === 'cancellation' ? 'cancelled' : mine.reminded ? 'reminder' : mine.round > 1 ? 'raised' : 'body'

/** @param known keys seen before; undefined: the first look, when what waits already is no news */
export const newsOf = (
  known: ReadonlySet<string> | undefined,
  rows: readonly Row[],
): { known: Set<string>; news: News[] } => {
  const keys = rows.map(keyOf)
  const news = known
    ? rows
        .filter((_, i) => !known.has(keys[i]!))
        .map((row) => ({
          key: keyOf(row),
          id: row.id,
          level: row.level,
          place: row.place,
          title: row.title,
          kind: kindOf(row),
        }))
    : []
  return { known: new Set([...(known ?? []), ...keys]), news }
}
