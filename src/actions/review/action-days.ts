/**
 * The days of corrective actions: one job per action, at the start of the day after it was due, then on the day on which its
 * effect is looked at. It acts on behalf of the owner's system post and is authorised again when it runs. Running it twice, or a
 * moment early, does no harm: what it finds decides, and the next day is set anew.
 */
import { addDays, startOfDay } from '../../environment/duties/public.ts'
import { systemPostOf } from '../../environment/identity/public.ts'
import type { Call, House } from '../../ledger/public.ts'
import type { CorrectiveAction, ReviewState } from './state.ts'

export const ACTION_DAYS = 'after_action.days'

export const nextDayOf = ({ state, dueOn, done, overdueAt, recalledAt }: CorrectiveAction): string | undefined => {
  if (state === 'done') return recalledAt === null && done ? done.checkOn : undefined
  return (state === 'open' || state === 'accepted') && overdueAt === null ? addDays(dueOn, 1) : undefined
}

/** Sets the days that changed between two states. `soonest`: for a job that ran early; it must not spin. */
export const setActionDays = async (
  call: Call,
  { portZone }: Pick<House, 'portZone'>,
  before: ReviewState | null,
  next: ReviewState,
  soonest?: Date,
): Promise<void> => {
  const was = new Map(before?.findings.flatMap((one) => one.actions).map((one) => [one.id, one]))
  for (const action of next.findings.flatMap((one) => one.actions)) {
    const day = nextDayOf(action)
    const earlier = was.get(action.id)
    if (day === undefined || (soonest === undefined && earlier && nextDayOf(earlier) === day)) continue
    const at = startOfDay(day, portZone)
    await call.enqueue(
      ACTION_DAYS,
      { actionId: action.id, onBehalf: systemPostOf(action.owner), realm: call.realm },
      { runAt: soonest && soonest > at ? soonest : at, key: `${ACTION_DAYS}/${action.id}` },
    )
  }
}
