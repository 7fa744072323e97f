/**
 * Members who come and go, and who leads. Membership of the incident's group is what opens and closes access, in the same
 * transaction: whoever was dismissed finds nothing from the next statement on, and open pages are told by the access epoch.
 */
import { addGroupMember, endGroupMember } from '../../engine/sharing/public.ts'
import type { Call } from '../../ledger/public.ts'
import type { Within } from './save.ts'
import type { IncidentState, MemberState } from './state.ts'

/** A dismissed member that comes back takes its row again; the timeline keeps when it was away. */
const insertMember = (call: Call, { incidentId, circleId }: Within, member: MemberState): Promise<unknown> =>
  call.tx.query(
    `insert into incident_member (realm, incident_id, circle_id, agency_id, ordinal, role, why_zh, why_en, duty_row, present_at)
     select $1, $2, $3, $4, coalesce(max(ordinal), 0) + 1, $5, $6, $7, $8, $9
       from incident_member where realm = $1 and incident_id = $2
     on conflict (realm, incident_id, agency_id) do update
       set ordinal = excluded.ordinal, role = excluded.role, why_zh = excluded.why_zh, why_en = excluded.why_en,
           duty_row = excluded.duty_row, present_at = excluded.present_at, left_at = null, left_reason = null`,
    [
      call.realm,
      incidentId,
      circleId,
      member.agency,
      member.role,
      member.why.zh,
      member.why.en,
      member.row,
      member.presentAt,
    ],
  )

const updateMember = (call: Call, incidentId: string, member: MemberState): Promise<unknown> =>
  call.tx.query(
    `update incident_member set role = $4, why_zh = $5, why_en = $6, present_at = $7
      where realm = $1 and incident_id = $2 and agency_id = $3`,
    [call.realm, incidentId, member.agency, member.role, member.why.zh, member.why.en, member.presentAt],
  )

export const saveMembers = async (
  call: Call,
  within: Within,
  before: IncidentState,
  next: IncidentState,
): Promise<void> => {
  const changed = next.members.filter((member) => !before.members.includes(member))
  // The lead that was goes before the lead that comes: the database allows one at a time.
  for (const member of changed.toSorted((a, b) => Number(a.role === 'lead') - Number(b.role === 'lead'))) {
    if (before.members.some((was) => was.agency === member.agency)) await updateMember(call, within.incidentId, member)
    else {
      await insertMember(call, within, member)
      await addGroupMember(call.tx, within.groupId, member.agency, call.recordedAt)
    }
  }
  for (const gone of next.former.filter((one) => !before.former.includes(one))) {
    await call.tx.query(
      `update incident_member set left_at = $4, left_reason = $5 where realm = $1 and incident_id = $2 and agency_id = $3`,
      [call.realm, within.incidentId, gone.agency, gone.leftAt, gone.reason],
    )
    await endGroupMember(call.tx, within.groupId, gone.agency, call.recordedAt)
  }
  const lead = next.members.find((member) => member.role === 'lead')!
  if (before.members.find((member) => member.role === 'lead')?.agency !== lead.agency)
    await call.tx.query('update incident set lead_agency = $3 where realm = $1 and id = $2', [
      call.realm,
      within.incidentId,
      lead.agency,
    ])
}
