/** What stands on the port's map: open warnings and incidents at the zone that their signals name, else at their place. */
import { listIncidents } from '../../actions/respond/public.ts'
import { listWarnings } from '../../actions/warn/public.ts'
import { getPort, type Zone, zoneNamedIn } from '../../environment/port/public.ts'
import { getReference } from '../../environment/reference/public.ts'
import type { Call } from '../../ledger/public.ts'
import type { MapSymbol } from './model.ts'

/** More symbols than this nobody tells apart; the lists beside the map hold the rest. Judgement. */
const SHOWN = 40

type Location = { warning_id: string | null; incident_id: string | null; location: string }

/** Where the signals behind them arose, in the words of the messages; only signals that the caller may see. */
const locationsOf = (call: Call, ids: readonly string[]): Promise<Location[]> =>
  call.tx.query<Location>(
    `select l.warning_id, l.incident_id, coalesce(s.body ->> 'location', s.body ->> 'berth', '') as location
       from case_link l join signal s on s.realm = l.realm and s.id = l.signal_id
      where l.realm = $1 and (l.warning_id = any ($2) or l.incident_id = any ($2))
      order by s.received_at desc`,
    [call.realm, ids],
    'situation-locations',
  )

const zoneAt = (words: readonly string[]): Zone | undefined => {
  const { port } = getPort()
  if (!port) return undefined
  for (const text of words) {
    const zone = zoneNamedIn(port, text)
    if (zone) return zone
  }
  return undefined
}

export const readSymbols = async (call: Call): Promise<MapSymbol[]> => {
  const warnings = (await listWarnings(call, { state: 'open', limit: SHOWN })).rows
  const incidents = (await listIncidents(call, { state: 'open', limit: SHOWN })).rows
  const handled = new Set(incidents.map(({ id }) => id))
  const found: Omit<MapSymbol, 'zone'>[] = [
    ...incidents.map(({ id, title, riskType, place, level }) => ({
      kind: 'incident' as const,
      id,
      title,
      domain: getReference().risks.get(riskType.id)?.domain ?? '',
      place,
      level,
    })),
    // A warning whose incident stands there says nothing more.
    ...warnings
      .filter(({ incidentId }) => incidentId === null || !handled.has(incidentId))
      .map(({ id, title, riskType, place, level }) => ({
        kind: 'warning' as const,
        id,
        title,
        domain: getReference().risks.get(riskType.id)?.domain ?? '',
        place,
        level,
      })),
  ].slice(0, SHOWN)
  const locations = await locationsOf(
    call,
    found.map(({ id }) => id),
  )
  return found.map((one) => ({
    ...one,
    zone:
      zoneAt([
        one.title,
        ...locations
          .filter(({ warning_id, incident_id }) => warning_id === one.id || incident_id === one.id)
          .map(({ location }) => location),
      ])?.id ?? null,
  }))
}
