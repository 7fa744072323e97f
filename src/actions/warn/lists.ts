/**
 * Lists of warnings and the figures above them. Each figure is counted by the very condition that its list has, so that a
 * figure always opens the rows it counted.
 */
import { DAY_MS } from '../../base/public.ts'
import { getReference } from '../../environment/reference/public.ts'
import type { Call } from '../../ledger/public.ts'
import type { Position } from './cursor.ts'
import { JUDGED_DAYS, type ListState, type WarningFigures, type WarningLevel } from './model.ts'
import { type StoredWarning, selectWarnings, VERDICT } from './store.ts'

export type Filter = { level?: WarningLevel; domain?: string; riskType?: string; place?: string }

/** $2: the caller's agency; $3: now; $4: since when judgements count. A cancelled warning was wrong unless its issuer says otherwise. */
const ASKING = `a.realm = w.realm and a.warning_id = w.id and a.acknowledged_at is null
  and (w.ended_at is null or (w.ended_as = 'cancelled' and a.subject = 'cancellation'))`
const JUDGED = `w.ended_at >= $4 and (w.ended_as = 'cancelled' or ${VERDICT} is not null)`
const CONDITIONS: Readonly<Record<ListState, string>> = {
  all: 'true',
  open: 'w.ended_at is null',
  mine: `exists (select from warning_ack a where ${ASKING} and a.agency_id = $2)`,
  overdue: `exists (select from warning_ack a where ${ASKING} and a.due_at <= $3)`,
  ended: `w.ended_as = 'ended'`,
  cancelled: `w.ended_as = 'cancelled'`,
  unjudged: `w.ended_as = 'ended' and w.issued_by_agency = $2 and ${VERDICT} is null`,
  judged: JUDGED,
  false_alarm: `${JUDGED} and coalesce(${VERDICT}, 'false_alarm') = 'false_alarm'`,
}

/** $5 level, $6 risk types, $7 place. */
const FILTER = `w.realm = $1 and ($5::text is null or w.level = $5) and ($6::text[] is null or w.risk_type = any ($6))
  and ($7::text is null or w.place = $7)`

const paramsOf = (call: Call, filter: Filter): unknown[] => {
  const risks =
    filter.riskType !== undefined
      ? [filter.riskType]
      : filter.domain !== undefined
        ? [...getReference().risks.values()].filter((risk) => risk.domain === filter.domain).map((risk) => risk.id)
        : null
  return [
    call.realm,
    call.actor.agencyId,
    call.at,
    new Date(call.at.getTime() - JUDGED_DAYS * DAY_MS),
    filter.level ?? null,
    risks,
    filter.place ?? null,
  ]
}

/** PostgreSQL must know the type of a parameter that a condition does not use. */
const UNUSED = '$2::text is not null and $3::timestamptz is not null and $4::timestamptz is not null'

/** Newest first, from before `before`. */
export const pageWarnings = (
  call: Call,
  options: Filter & { state: ListState; limit: number; before: Position | undefined },
): Promise<StoredWarning[]> =>
  selectWarnings(
    call,
    `where ${FILTER} and ${UNUSED} and (${CONDITIONS[options.state]})
       and ($8::timestamptz is null or (w.issued_at, w.id) < ($8, $9::uuid))
     order by w.issued_at desc, w.id desc limit $10`,
    [...paramsOf(call, options), options.before?.at ?? null, options.before?.id ?? null, options.limit],
  )

const COUNTED = ['open', 'mine', 'overdue', 'ended', 'cancelled', 'unjudged', 'judged', 'false_alarm'] as const

export const countWarnings = async (call: Call, filter: Filter): Promise<WarningFigures> => {
  const counts = COUNTED.map((state) => `count(*) filter (where ${CONDITIONS[state]})::int as ${state}`)
  const [row] = await call.tx.query<Omit<WarningFigures, 'judgedDays'>>(
    `select ${counts.join(', ')} from warning w where ${FILTER} and ${UNUSED}`,
    paramsOf(call, filter),
  )
  return { ...row!, judgedDays: JUDGED_DAYS }
}
