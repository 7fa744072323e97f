/**
 * Writes what folding one incident into another changed. Rows stay where they are: they count for the successor because they
 * are read through `merged_into`. What is written: the successor's new members (who thereby may see it), the pointer, the
 * new order of the tasks, and the one circle that both have from then on. One transaction: a crash leaves nothing of it.
 */
import type { Call } from '../../ledger/public.ts'
import { linkRows, sealRows } from '../warn/public.ts'
import type { Merge } from './decide-room.ts'
import { incidentImage } from './image.ts'
import type { StoredIncident } from './load.ts'
import { appendTimeline, saveIncident, sealFacts } from './save.ts'

/** Links of what was folded, as far as the caller sees them; for others they stay with the folded incident. */
const comeAlong = async (call: Call, from: StoredIncident, into: StoredIncident): Promise<void> => {
  const rows = await call.tx.query<{ kind: 'signal' | 'warning'; id: string; circle_id: number }>(
    `select 'signal' as kind, s.id, s.circle_id from case_link l join signal s on s.realm = l.realm and s.id = l.signal_id
      where l.realm = $1 and l.incident_id = $2
        and not exists (select from case_link o where o.realm = l.realm and o.incident_id = $3 and o.signal_id = l.signal_id)
     union all
     select 'warning', w.id, w.circle_id from case_link l join warning w on w.realm = l.realm and w.id = l.warning_id
      where l.realm = $1 and l.incident_id = $2
        and not exists (select from case_link o where o.realm = l.realm and o.incident_id = $3 and o.warning_id = l.warning_id)`,
    [call.realm, from.state.id, into.state.id],
  )
  for (const row of rows)
    await linkRows(
      call,
      { kind: 'incident', id: into.state.id, circleId: into.circleId },
      { kind: row.kind, id: row.id, circleId: row.circle_id },
    )
}

export const saveMerge = async (
  call: Call,
  from: StoredIncident,
  into: StoredIncident,
  merge: Merge,
): Promise<void> => {
  const within = { incidentId: into.state.id, circleId: into.circleId, groupId: into.groupId }
  await saveIncident(call, within, into.state, merge.into.next)
  // Whatever was folded into it before points to where the work goes on now.
  const earlier = from.folded.map((one) => one.id)
  await call.tx.query(
    `update incident set merged_into = $3, merged_at = case when id = $4 then $5 else merged_at end
      where realm = $1 and id = any ($2)`,
    [call.realm, [from.state.id, ...earlier], into.state.id, from.state.id, call.at],
  )
  for (const id of [from.state.id, ...earlier]) await call.tx.query('select app.fold_incident($1)', [id])
  for (const { what } of merge.into.facts)
    if (what.act === 'task.came_along')
      await call.tx.query('update task set ordinal = $3, slip = null where realm = $1 and id = $2', [
        call.realm,
        what.task.id,
        what.task.ordinal,
      ])
  await comeAlong(call, from, into)
  const folded = { incidentId: from.state.id, circleId: into.circleId }
  await appendTimeline(call, folded, merge.from.facts)
  await appendTimeline(call, within, merge.into.facts)
  await sealFacts(call, folded, merge.from.next, merge.from.facts)
  await sealRows(
    call,
    incidentImage,
    earlier.map((id) => ({ id, act: 'incident.merged_into', circleId: into.circleId })),
  )
  await sealFacts(call, within, merge.into.next, merge.into.facts)
}
