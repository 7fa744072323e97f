/** An incident to test with: made by the opening itself, from the reference data of the checkout. For tests only. */

import { uuid } from '../../base/public.ts'
import { dueAt, type Jurisdiction, type Place } from '../../environment/duties/public.ts'
import type { PostActor } from '../../environment/identity/public.ts'
import { type ReferenceData, referenceFromFiles } from '../../environment/reference/public.ts'
import { deadlinesCarriedBy, expectedTriggers, plannedClocks } from './clocks.ts'
import { type Context, decide, type IncidentCommand } from './decide.ts'
import { openIncident } from './open.ts'
import { type DueOf, type IncidentState, steeringAgencyOf } from './state.ts'

export const T0 = new Date('2026-03-09T02:00:00.000Z')
export const after = (minutes: number, from: Date = T0): Date => new Date(from.getTime() + minutes * 60_000)
export const reference: ReferenceData = referenceFromFiles()
export const REACHABLE: ReadonlySet<string> = new Set([
  'customs',
  'nia',
  'msa',
  'port_office',
  'health_cdc',
  'port_operator',
  'local_gov',
])

export const dueIn =
  (zone: string): DueOf =>
  (due, from) =>
    dueAt(from, due, { zone, calendar: reference.calendar })

export const actor = (agency: string, roles: readonly string[] = ['duty_officer']): PostActor => ({
  agency,
  post: `post-${agency}`,
  account: `officer-${agency}`,
  roles,
  purpose: 'port_security',
})

export type Case = { riskType: string; place: Place; jurisdiction: Jurisdiction }
export const MISDECLARED: Case = { riskType: 'social.dg_misdeclared', place: 'sea', jurisdiction: 'CN' }
export const INFECTED: Case = { riskType: 'bio.quarantinable', place: 'sea', jurisdiction: 'CN' }

export const opened = (
  incident: Case = MISDECLARED,
  by: PostActor = actor('customs'),
  reachable: ReadonlySet<string> = REACHABLE,
): IncidentState =>
  openIncident(
    reference,
    { id: 'i', title: '样例', ...incident },
    { actor: by, at: T0, dueOf: dueIn('Asia/Shanghai'), reachable, newId: uuid },
  ).state

/** The clocks that recording this event would add. */
export const clocksFor = (state: IncidentState, incident: Case, trigger: string) =>
  plannedClocks(
    reference,
    incident,
    deadlinesCarriedBy(state.tasks),
    trigger,
    new Set(state.members.map((member) => member.agency)),
    steeringAgencyOf(state),
  ).map((planned) => ({ ...planned, id: uuid() }))

export const context = (who: PostActor, at: Date, zone = 'Asia/Shanghai'): Context => ({
  actor: who,
  at,
  dueOf: dueIn(zone),
})

/** Runs a command and returns the next state. */
export const run = (state: IncidentState, command: IncidentCommand, who: PostActor, at: Date): IncidentState =>
  decide(state, command, context(who, at)).next

export const refreshed = (state: IncidentState, incident: Case): IncidentState => ({
  ...state,
  expected: expectedTriggers(reference, incident, state),
})
