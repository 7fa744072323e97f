/** What an agency sets for its own cell: when the brief is drafted, what is checked at every hand-over. */

import type { Static } from 'typebox'
import { permission, refuse, uuid } from '../../base/public.ts'
import { circleFor } from '../../engine/sharing/public.ts'
import { actorOf, refuseRight } from '../../environment/identity/public.ts'
import { type Call, sealRows } from '../../ledger/public.ts'
import { checkFreeText } from '../warn/public.ts'
import { settingImage } from './image.ts'
import type { ChangeSettingsSchema, Settings } from './model.ts'

/** Half past seven, before the day shift takes over. A local default; judgement, not validated. */
const BRIEF_MINUTE = 450
type SettingSql = { id: string; circle_id: number; brief_minute: number; checklist: string[] }

const find = async (call: Call, agency: string): Promise<SettingSql | undefined> =>
  (
    await call.tx.query<SettingSql>(
      'select id, circle_id, brief_minute, checklist from cell_setting where realm = $1 and agency_id = $2',
      [call.realm, agency],
    )
  )[0]

/** The circle of what an agency's cell keeps for itself. */
export const ownCircle = (call: Call) =>
  circleFor(call.tx, {
    owner: call.actor.agencyId,
    dataClass: 'coordination',
    purposeLock: null,
    tlp: 'amber_strict',
    agencies: [],
    groups: [],
  })

export const getSettings = async (call: Call): Promise<Settings> => {
  const found = await find(call, call.actor.agencyId)
  return {
    briefMinute: found?.brief_minute ?? BRIEF_MINUTE,
    // What an agency has to check is its own to say: there is no list by default.
    checklist: found?.checklist ?? [],
    can: { change: permission(refuseRight('rosters.manage', actorOf(call))) },
  }
}

export const changeSettings = async (call: Call, input: Static<typeof ChangeSettingsSchema>): Promise<void> => {
  refuse(refuseRight('rosters.manage', actorOf(call)))
  checkFreeText({ checklist: input.checklist.join('\n') })
  const { agencyId, postId, accountId } = call.actor
  const known = await find(call, agencyId)
  const id = known?.id ?? uuid()
  const circleId = known?.circle_id ?? (await ownCircle(call))
  await call.tx.query(
    `insert into cell_setting (realm, id, circle_id, agency_id, brief_minute, checklist, changed_at, changed_by_post, changed_by_account)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (realm, id) do update
        set brief_minute = excluded.brief_minute, checklist = excluded.checklist, changed_at = excluded.changed_at,
            changed_by_post = excluded.changed_by_post, changed_by_account = excluded.changed_by_account`,
    [
      call.realm,
      id,
      circleId,
      agencyId,
      input.briefMinute,
      JSON.stringify(input.checklist.map((one) => one.trim()).filter((one) => one !== '')),
      call.at,
      postId,
      accountId,
    ],
  )
  await sealRows(call, settingImage, [{ id, act: 'cell_setting.changed', circleId }])
}
