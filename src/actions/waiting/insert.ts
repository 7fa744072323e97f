/**
 * Writes what waits for a person beside the signals of a batch, in the intake role and in the batch's own transaction. Insert
 * only; a job folds the tallies. Asks, once for many batches, that compound assessments be looked at again.
 */
import { type Judged, type WaitingContext, type WaitingItem, waitingItems } from './group.ts'
import { triageRules } from './rules.ts'

const INSERT_ITEMS = `
  insert into triage_item (realm, circle_id, group_id, object_kind, object_id, received_at, kind, rule, risk_type, source_id, port, place, rank, n)
  select $1, circle_id, group_id, 'signal', object_id, $2, kind, rule, risk_type, $3, $4, $5, rank, n
    from unnest($6::int[], $7::uuid[], $8::uuid[], $9::text[], $10::text[], $11::text[], $12::smallint[], $13::smallint[])
      as r (circle_id, group_id, object_id, kind, rule, risk_type, rank, n)`

const INSERT_TALLIES = `
  insert into triage_tally (realm, circle_id, group_id, window_at, kind, rule, domain, subject_kind, subject_key, source_id, n, first_at, last_at, rank)
  select $1, circle_id, group_id, window_at, kind, rule, domain, subject_kind, subject_key, $3, n, $2, $2, rank
    from unnest($4::int[], $5::uuid[], $6::timestamptz[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::int[], $13::smallint[])
      as r (circle_id, group_id, window_at, kind, rule, domain, subject_kind, subject_key, n, rank)`

const INSERT_SUPERSEDED = `
  insert into triage_superseded (realm, circle_id, signal_id, at) select $1, $2, signal_id, $3 from unnest($4::uuid[]) as r (signal_id)`

const SOON = 'select app.add_job_soon($1, $2)'

/** The job that looks at compound assessments again, and the one that folds; rooms after this one name their tasks so. */
export const COMPOUND_TASK = 'compound.evaluate'
export const FOLD_TASK = 'triage.fold'
/** Seconds in which further batches join the same look; judgement, not validated. */
const JOIN_SECONDS = 2

type Send = (sql: string, values: readonly unknown[], name?: string) => Promise<void>

/** One tally per circle and group: a batch of one rule on one subject writes one row. */
const tallied = (items: readonly WaitingItem[]) => {
  const tallies = new Map<string, { item: WaitingItem; n: number; rank: number }>()
  for (const item of items) {
    const key = `${item.circleId} ${item.groupId}`
    const one = tallies.get(key)
    if (one) {
      one.n += item.n
      one.rank = Math.max(one.rank, item.rank)
    } else tallies.set(key, { item, n: item.n, rank: item.rank })
  }
  return [...tallies.values()]
}

export const insertWaiting = async (send: Send, signals: readonly Judged[], context: WaitingContext): Promise<void> => {
  const { realm, at, port, source } = context
  const items = waitingItems(triageRules(), signals, context)
  const replaced = signals.flatMap(({ corrects }) => (corrects === null ? [] : [corrects]))
  if (items.length > 0) {
    await send(
      INSERT_ITEMS,
      [
        realm,
        at,
        source.id,
        port,
        source.place,
        items.map((one) => one.circleId),
        items.map((one) => one.groupId),
        items.map((one) => one.signalId),
        items.map((one) => one.kind),
        items.map((one) => one.rule),
        items.map((one) => one.riskType),
        items.map((one) => one.rank),
        items.map((one) => one.n),
      ],
      'intake-triage-items',
    )
    const tallies = tallied(items)
    await send(
      INSERT_TALLIES,
      [
        realm,
        at,
        source.id,
        tallies.map(({ item }) => item.circleId),
        tallies.map(({ item }) => item.groupId),
        tallies.map(({ item }) => item.windowAt),
        tallies.map(({ item }) => item.kind),
        tallies.map(({ item }) => item.rule),
        tallies.map(({ item }) => item.domain),
        tallies.map(({ item }) => item.subjectKind),
        tallies.map(({ item }) => item.subjectKey),
        tallies.map(({ n }) => n),
        tallies.map(({ rank }) => rank),
      ],
      'intake-triage-tallies',
    )
  }
  if (replaced.length > 0) {
    await send(INSERT_SUPERSEDED, [realm, source.circleId, at, replaced])
    await send(SOON, [FOLD_TASK, 0])
  }
  if (items.length > 0 || replaced.length > 0) await send(SOON, [COMPOUND_TASK, JOIN_SECONDS])
}
