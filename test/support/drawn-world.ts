/**
 * Draws small worlds of agencies, posts, agreements, groups and markings, so that the database's form of the sharing policy
 * can be compared with the plain function. Terms lie at least a minute from now: what a clock step could change is not drawn.
 */
import { createHash, randomUUID } from 'node:crypto'
import fc from 'fast-check'
import {
  type Marking,
  type Membership,
  maySeeAll,
  PURPOSES,
  type SharingState,
  type SignedAgreement,
  TLP,
  type ViewerFacts,
} from '../../src/engine/sharing/public.ts'

const CLASSES = ['declaration_basic', 'cyber', 'inspection'] as const
const PURPOSE_NAMES = Object.keys(PURPOSES)
const HOUR_MS = 3_600_000

export type DrawnWorld = {
  agencies: { id: string; member: boolean }[]
  posts: { agency: number; purposes: string[]; active: boolean }[]
  agreements: (Omit<SignedAgreement, 'giver' | 'receiver'> & { giver: number; receiver: number })[]
  memberships: { group: number; agency: number; from: Date; to: Date | null }[]
  markings: (Omit<Marking, 'owner' | 'agencies' | 'groups'> & { owner: number; agencies: number[]; groups: number[] })[]
  /** Circles of rows: one marking, or the meet of several. */
  circles: number[][]
  /** Ended while the test runs, through the functions that end them. */
  endAgreement: number | null
  endMembership: number | null
}

export const AGENCIES = 5
export const GROUPS = 2

const agency = fc.nat(AGENCIES - 1)
const from = (now: number) => fc.constantFrom(-48, -2, -1, 1, 24).map((hours) => new Date(now + hours * HOUR_MS))
const to = (now: number) =>
  fc
    .constantFrom<number | null>(null, null, -1, 2, 48)
    .map((hours) => (hours === null ? null : new Date(now + hours * HOUR_MS)))
const signed = (now: number) =>
  fc
    .constantFrom<number | null>(-24, -24, -2, 1, null)
    .map((hours) => (hours === null ? null : new Date(now + hours * HOUR_MS)))

export const drawnWorld = (now: number): fc.Arbitrary<DrawnWorld> =>
  fc.record({
    agencies: fc.array(fc.record({ id: fc.constant(''), member: fc.boolean() }), {
      minLength: AGENCIES,
      maxLength: AGENCIES,
    }),
    posts: fc.array(
      fc.record({
        agency,
        purposes: fc.uniqueArray(fc.constantFrom(...PURPOSE_NAMES), { minLength: 1, maxLength: 3 }),
        active: fc.constantFrom(true, true, true, false),
      }),
      { minLength: 4, maxLength: 5 },
    ),
    agreements: fc
      .array(
        fc.record({
          giver: agency,
          receiver: agency,
          dataClass: fc.constantFrom(...CLASSES),
          purpose: fc.constantFrom('port_security', 'port_security', 'health_quarantine', 'law_enforcement'),
          validFrom: from(now),
          validTo: to(now),
          giverSignedAt: signed(now),
          receiverSignedAt: signed(now),
          endedAt: fc.constantFrom<Date | null>(null, null, new Date(now - HOUR_MS), new Date(now + HOUR_MS)),
        }),
        { maxLength: 8 },
      )
      .map((list) => list.filter((one) => one.giver !== one.receiver)),
    memberships: fc.uniqueArray(fc.record({ group: fc.nat(GROUPS - 1), agency, from: from(now), to: to(now) }), {
      maxLength: 5,
      selector: (m) => `${m.group} ${m.agency} ${m.from.getTime()}`,
    }),
    markings: fc.array(
      fc.record({
        owner: agency,
        dataClass: fc.constantFrom(...CLASSES),
        purposeLock: fc.constantFrom(null, null, 'port_security', 'health_quarantine'),
        tlp: fc.constantFrom(...TLP),
        agencies: fc.uniqueArray(agency, { maxLength: 1 }),
        groups: fc.uniqueArray(fc.nat(GROUPS - 1), { maxLength: 1 }),
      }),
      { minLength: 5, maxLength: 5 },
    ),
    circles: fc.array(fc.uniqueArray(fc.nat(4), { minLength: 1, maxLength: 3 }), { minLength: 7, maxLength: 7 }),
    endAgreement: fc.option(fc.nat(7)),
    endMembership: fc.option(fc.nat(4)),
  })

/** The drawn world with real names, so that worlds in one database do not meet. */
export type PlacedWorld = {
  agencies: { id: string; member: boolean }[]
  viewers: { facts: ViewerFacts; postId: string; token: string; sessionHash: string }[]
  groups: string[]
  agreements: (SignedAgreement & { id: string })[]
  memberships: Membership[]
  circles: Marking[][]
  state: SharingState
}

export const placeWorld = (world: DrawnWorld): PlacedWorld => {
  const mark = randomUUID().slice(0, 8)
  const agencies = world.agencies.map((one, i) => ({ id: `w${mark}_${'abcde'[i]}`, member: one.member }))
  const name = (index: number): string => agencies[index]!.id
  const groups = Array.from({ length: GROUPS }, () => randomUUID())
  const viewers = world.posts.flatMap((post) => {
    const postId = randomUUID()
    return post.purposes.map((purpose) => {
      const token = randomUUID()
      return {
        facts: { agency: name(post.agency), purpose, postPurposes: post.purposes, postActive: post.active },
        postId,
        token,
        sessionHash: createHash('sha256').update(token).digest('hex'),
      }
    })
  })
  const agreements = world.agreements.map((one) => ({
    ...one,
    id: randomUUID(),
    giver: name(one.giver),
    receiver: name(one.receiver),
  }))
  const memberships = world.memberships.map((m) => ({ ...m, group: groups[m.group]!, agency: name(m.agency) }))
  const markings: Marking[] = world.markings.map((m) => ({
    ...m,
    owner: name(m.owner),
    agencies: m.agencies.map(name),
    groups: m.groups.map((g) => groups[g]!),
  }))
  return {
    agencies,
    viewers,
    groups,
    agreements,
    memberships,
    circles: world.circles.map((parts) => parts.map((i) => markings[i]!)),
    state: { agreements, memberships, members: new Set(agencies.filter((a) => a.member).map((a) => a.id)) },
  }
}

/** The oracle's answer: which circles of the placed world this viewer sees. */
export const expectedCircles = (world: PlacedWorld, viewer: ViewerFacts, at: Date): Set<number> =>
  new Set(world.circles.flatMap((parts, i) => (maySeeAll(viewer, parts, world.state, at) ? [i] : [])))
