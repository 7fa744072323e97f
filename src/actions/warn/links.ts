/**
 * Links between signals, warnings and incidents. A link has the meet of the audiences of its two ends, so it is there only
 * for those who see both; the number of links is the number one may see.
 */
import { type CircleId, uuid } from '../../base/public.ts'
import { meetOf } from '../../engine/sharing/public.ts'
import { type Call, sealRows } from '../../ledger/public.ts'
import { linkImage } from './image.ts'

/** One end: what it is and the circle of its row. The caller has loaded it under the actor's policy. */
export type LinkEnd = { kind: 'signal' | 'warning' | 'incident'; id: string; circleId: number }

export const linkRows = async (
  call: Call,
  from: LinkEnd & { kind: 'warning' | 'incident' },
  to: LinkEnd,
): Promise<void> => {
  const id = uuid()
  const circleId = await meetOf(call.tx, [from.circleId as CircleId, to.circleId as CircleId])
  const idOf = (kind: LinkEnd['kind']) => (from.kind === kind ? from.id : to.kind === kind ? to.id : null)
  await call.tx.query(
    `insert into case_link (realm, id, circle_id, incident_id, warning_id, signal_id, linked_at, linked_by_post, linked_by_account)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      call.realm,
      id,
      circleId,
      idOf('incident'),
      idOf('warning'),
      idOf('signal'),
      call.at,
      call.actor.postId,
      call.actor.accountId,
    ],
  )
  await sealRows(call, linkImage, [
    { id, act: from.kind === 'warning' ? 'warning.linked' : 'incident.linked', circleId },
  ])
}

export type Link = { incidentId: string | null; warningId: string | null; signalId: string | null }

/** Links that the caller may see, of any of these warnings or incidents. */
export const listLinks = async (call: Call, ids: readonly string[]): Promise<Link[]> =>
  ids.length === 0
    ? []
    : call.tx.query<Link>(
        `select incident_id as "incidentId", warning_id as "warningId", signal_id as "signalId" from case_link
          where incident_id = any ($1) or warning_id = any ($1) order by linked_at, id`,
        [ids],
      )
