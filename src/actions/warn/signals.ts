/** What warnings and incidents need to know of a signal: that the caller may see it, its circle, and words for a link. */
import type { Bilingual } from '../../base/public.ts'
import type { Place } from '../../environment/duties/public.ts'
import type { Call } from '../../ledger/public.ts'
import { findKind } from '../signals/public.ts'

export type LinkedSignal = {
  id: string
  circleId: number
  place: Place
  title: Bilingual
  /** Of the assessment that the signal's own page shows; null where there is none or it found nothing. */
  riskType: string | null
  level: number | null
}

type SignalSql = {
  id: string
  circle_id: number
  place: Place
  kind: string
  external_no: string
  risk_type: string | null
  level: number | null
}

/** Those of the ids that the caller may see; the others look like ids that do not exist. */
export const findSignals = async (call: Call, ids: readonly string[]): Promise<LinkedSignal[]> => {
  if (ids.length === 0) return []
  const rows = await call.tx.query<SignalSql>(
    `select s.id, s.circle_id, s.place, s.kind, s.external_no, a.risk_type, a.level
       from signal s
       left join lateral (select risk_type, level from assessment a
                           where a.realm = s.realm and a.signal_id = s.id
                           order by a.assessed_at desc, a.uses_parts desc limit 1) a on true
      where s.realm = $1 and s.id = any ($2)`,
    [call.realm, ids],
  )
  return rows.map((row) => {
    const kind: Bilingual = findKind(row.kind) ?? { zh: '信号', en: 'Signal' }
    return {
      id: row.id,
      circleId: row.circle_id,
      place: row.place,
      title: { zh: `${kind.zh} ${row.external_no}`, en: `${kind.en} ${row.external_no}` },
      riskType: row.risk_type,
      level: row.level,
    }
  })
}
