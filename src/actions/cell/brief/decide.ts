/** What may happen to a brief. Pure. A draft is replaced or issued; what was issued stays as it is. */

import { conflict, forbidden, type Refusal } from '../../../base/public.ts'
import { addDays, type LocalDay } from '../../../environment/duties/public.ts'
import { type PostActor, refuseRight } from '../../../environment/identity/public.ts'
import { NOT_A_PERSON } from '../rules.ts'

export type BriefState = { agency: string; state: 'draft' | 'replaced' | 'issued' }

export const refuseDraft = (actor: PostActor): Refusal | null => refuseRight('cell.duty', actor)

export const refuseIssue = (brief: BriefState, actor: PostActor): Refusal | null => {
  if (brief.agency !== actor.agency)
    return forbidden('简报由编制单位签发。', 'A brief is issued by the agency that made it.')
  if (brief.state === 'issued')
    return conflict('简报已签发，不能再改。', 'The brief has been issued and stays as it is.')
  if (brief.state === 'replaced')
    return conflict('已有更新的草稿，请签发那一份。', 'There is a newer draft; issue that one.')
  if (actor.account === null) return NOT_A_PERSON
  return refuseRight('cell.duty', actor)
}

/** The day's first is `2026-11-25-1`: it counts the briefs of one agency on one day and nothing else. */
export const numberOf = (day: LocalDay, issuedThatDay: number): string => `${day}-${issuedThatDay + 1}`

/** The local day whose draft the clock owes at this minute: today's from the set time on. @returns null before it */
export const draftOwed = (today: LocalDay, minuteOfDay: number, briefMinute: number, madeFor: LocalDay | null) => {
  const owed = minuteOfDay >= briefMinute ? today : addDays(today, -1)
  // A draft of yesterday helps nobody: what was missed while the site stood still is not made up.
  return owed === today && madeFor !== today ? today : null
}
