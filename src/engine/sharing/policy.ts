/**
 * The sharing policy as a plain function: who may see a marking, computed from agreements, memberships and markings as
 * they were signed. The database's form of the same rules is `app.opening_reason` in sql/0001-access.sql; property tests
 * draw cases and hold the two together. This one never reads `circle_viewer`: it is the oracle.
 */
import { type Marking, PURPOSES_WITHOUT_CONTENT } from './model.ts'

/** A term [from, to); null is unbounded. */
export type Term = { from: Date | null; to: Date | null }

export type SignedAgreement = {
  giver: string
  receiver: string
  dataClass: string
  purpose: string
  validFrom: Date
  validTo: Date | null
  giverSignedAt: Date | null
  receiverSignedAt: Date | null
  endedAt: Date | null
}

export type Membership = { group: string; agency: string; from: Date; to: Date | null }

export type ViewerFacts = { agency: string; purpose: string; postPurposes: readonly string[]; postActive: boolean }

export type SharingState = {
  agreements: readonly SignedAgreement[]
  memberships: readonly Membership[]
  /** Agencies that take part at this site. */
  members: ReadonlySet<string>
}

const within = (at: Date, from: Date | null, to: Date | null): boolean =>
  (from === null || at.getTime() >= from.getTime()) && (to === null || at.getTime() < to.getTime())

/** Both have signed, the term runs, nobody has ended it. */
export const inForce = (agreement: SignedAgreement, at: Date): boolean =>
  agreement.giverSignedAt !== null &&
  agreement.receiverSignedAt !== null &&
  at.getTime() >= agreement.giverSignedAt.getTime() &&
  at.getTime() >= agreement.receiverSignedAt.getTime() &&
  within(at, agreement.validFrom, agreement.validTo) &&
  (agreement.endedAt === null || at.getTime() < agreement.endedAt.getTime())

/** May this viewer see rows of this marking at this instant? */
export const maySee = (viewer: ViewerFacts, marking: Marking, state: SharingState, at: Date): boolean => {
  if (!viewer.postActive || !viewer.postPurposes.includes(viewer.purpose)) return false
  if (PURPOSES_WITHOUT_CONTENT.has(viewer.purpose)) return false
  if (marking.purposeLock !== null && marking.purposeLock !== viewer.purpose) return false
  if (viewer.agency === marking.owner || marking.agencies.includes(viewer.agency)) return true
  const inGroup = state.memberships.some(
    (m) => m.agency === viewer.agency && marking.groups.includes(m.group) && within(at, m.from, m.to),
  )
  if (inGroup) return true
  if (marking.tlp === 'red' || marking.tlp === 'amber_strict') return false
  if (marking.tlp !== 'amber' && state.members.has(viewer.agency)) return true
  return state.agreements.some(
    (a) =>
      a.giver === marking.owner &&
      a.receiver === viewer.agency &&
      a.dataClass === marking.dataClass &&
      a.purpose === viewer.purpose &&
      inForce(a, at),
  )
}

/** The meet: what is derived from several rows is seen only by those who see every one of them. */
export const maySeeAll = (viewer: ViewerFacts, markings: readonly Marking[], state: SharingState, at: Date): boolean =>
  markings.length > 0 && markings.every((marking) => maySee(viewer, marking, state, at))
