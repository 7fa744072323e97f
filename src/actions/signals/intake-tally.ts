/** Hourly sums beside the signals they count, in the same transaction. */
import type { NewSignal, Statements } from './intake-statements.ts'
import type { Source } from './sources.ts'

const INSERT_TALLY = `
  insert into signal_tally (realm, circle_id, hour, kind, domain, received, needs_person)
  select $1, circle_id, date_trunc('hour', $2::timestamptz), kind, domain, received, needs_person
    from unnest($3::int[], $4::text[], $5::text[], $6::int[], $7::int[]) as r (circle_id, kind, domain, received, needs_person)`

/**
 * One row per circle, kind and domain: what a usual day looks like, and how many signals there are, without counting them. What
 * waits for a person only in the eyes of those who see the whole is counted in their circle, so that everybody's sums are right.
 */
export const writeTally = async (
  statements: Statements,
  realm: number,
  source: Pick<Source, 'circleId' | 'wholeCircleId'>,
  at: Date,
  fresh: readonly NewSignal[],
): Promise<void> => {
  type Tally = { circle: number; kind: string; domain: string; received: number; needsPerson: number }
  const tallies = new Map<string, Tally>()
  const tallyOf = (circle: number, kind: string, domain: string): Tally => {
    const key = `${circle} ${kind} ${domain}`
    const one = tallies.get(key) ?? { circle, kind, domain, received: 0, needsPerson: 0 }
    tallies.set(key, one)
    return one
  }
  for (const { row } of fresh) {
    const { shared, full } = row.judged.judgements
    const domain = shared.riskType?.split('.')[0] ?? ''
    const one = tallyOf(source.circleId, row.kind, domain)
    one.received++
    if (shared.needsPerson) one.needsPerson++
    else if (full?.needsPerson) tallyOf(source.wholeCircleId, row.kind, domain).needsPerson++
  }
  const list = [...tallies.values()]
  await statements.send(INSERT_TALLY, [
    realm,
    at,
    list.map((one) => one.circle),
    list.map((one) => one.kind),
    list.map((one) => one.domain),
    list.map((one) => one.received),
    list.map((one) => one.needsPerson),
  ])
}
