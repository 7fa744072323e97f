/**
 * Findings that came back: the same kind in the same risk type as a finding of another review that was put before. Pure, over
 * the findings that the reader may see; so is the rate.
 */
import type { FindingKind } from './model.ts'

export type PutFinding = {
  id: string
  reviewId: string
  kind: FindingKind
  riskType: string
  what: string
  putAt: Date
}

/** How far the rate looks back; what a finding repeats may be older. Judgement, not validated. */
export const REPEAT_DAYS = 365

/** Earlier findings of other reviews that this one repeats, newest first. */
export const earlierOf = (finding: PutFinding, all: readonly PutFinding[]): PutFinding[] =>
  all
    .filter(
      (one) =>
        one.reviewId !== finding.reviewId &&
        one.kind === finding.kind &&
        one.riskType === finding.riskType &&
        one.putAt < finding.putAt,
    )
    .sort((a, b) => b.putAt.getTime() - a.putAt.getTime())

export type Repeated = PutFinding & { earlier: number }

/** @param since findings put from then on are counted */
export const repeatRate = (
  all: readonly PutFinding[],
  since: Date,
): { of: number; repeated: number; rows: Repeated[] } => {
  const counted = all.filter((one) => one.putAt >= since)
  const rows = counted
    .map((one) => ({ ...one, earlier: earlierOf(one, all).length }))
    .filter((one) => one.earlier > 0)
    .sort((a, b) => b.earlier - a.earlier || b.putAt.getTime() - a.putAt.getTime())
  return { of: counted.length, repeated: rows.length, rows }
}
