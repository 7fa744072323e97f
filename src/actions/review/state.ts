/** A review as the rules see it. Ids, codes and days of the port's calendar only; names are added where an answer is written. */
import type { ActionState, ChangeKind, CheckResult, FindingKind, SeenIn, Stance } from './model.ts'

/** Who did something; `account` is null only for what a clock did. */
export type By = { agency: string; post: string; account: string | null }

export type CorrectiveAction = {
  id: string
  change: ChangeKind
  words: string
  owner: string
  dueOn: string
  state: ActionState
  proposedAt: Date
  proposedBy: By
  /** Accepted, or declined with the reason. */
  answered: { at: Date; by: By; words: string } | null
  done: { at: Date; by: By; words: string; checkOn: string } | null
  /** Where the effect was seen; null where looking at it was waived. */
  check: { at: Date; by: By; result: CheckResult; seenIn: SeenIn | null; words: string } | null
  overdueAt: Date | null
  recalledAt: Date | null
}

export type StanceOf = { agency: string; stance: Stance; words: string; at: Date; by: By }

export type Finding = {
  id: string
  kind: FindingKind
  what: string
  why: string
  putAt: Date
  putBy: By
  stances: readonly StanceOf[]
  actions: readonly CorrectiveAction[]
  closed: { at: Date; by: By; how: 'effect' | 'waiver'; words: string } | null
}

export type ReviewState = {
  id: string
  incidentId: string
  riskType: string
  openedAt: Date
  openedBy: By
  /** Agencies that worked on the incident and have posts at this site. */
  members: readonly string[]
  /** Who closes the review: the agency that steered the incident. */
  steering: string
  incidentClosed: boolean
  findings: readonly Finding[]
  closed: { at: Date; by: By; summary: string } | null
}

/** Still asks for something: an answer, the work, or a look at the effect. */
export const isOutstanding = ({ state }: Pick<CorrectiveAction, 'state'>): boolean =>
  state === 'open' || state === 'accepted' || state === 'done'

/** It worked, or somebody else than its owner said with a reason that it need not be shown. */
export const isSettledWell = ({ check }: Pick<CorrectiveAction, 'check'>): boolean =>
  check?.result === 'works' || check?.result === 'waived'

/** Late from the day after its due day on. @param today at the port */
export const isLate = ({ state, dueOn }: Pick<CorrectiveAction, 'state' | 'dueOn'>, today: string): boolean =>
  (state === 'open' || state === 'accepted') && dueOn < today

export const isCheckDue = ({ state, done }: Pick<CorrectiveAction, 'state' | 'done'>, today: string): boolean =>
  state === 'done' && done !== null && done.checkOn <= today
