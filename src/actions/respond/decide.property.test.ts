/** Random lives of incidents: whatever agencies do in whatever order, these hold. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { DomainError, uuid } from '../../base/public.ts'
import type { PostActor } from '../../environment/identity/public.ts'
import { decide, type IncidentCommand } from './decide.ts'
import { applyAll, type Fact } from './facts.ts'
import { actor, after, type Case, clocksFor, context, INFECTED, MISDECLARED, opened, REACHABLE } from './fixture.ts'
import {
  closePermission,
  dismissPermission,
  handoverPermissions,
  incidentPermissions,
  recordPermission,
  taskPermissions,
} from './permissions.ts'
import { type IncidentState, isSettled, openHandoverOf } from './state.ts'

const AGENCIES = ['customs', 'msa', 'port_operator', 'port_office', 'health_cdc', 'nia', 'heritage']
const ROLES = ['duty_officer', 'commander', 'officer', 'analyst', 'data_officer', 'auditor']
const KINDS = [
  'accept',
  'complete',
  'block',
  'unblock',
  'waive',
  'notApplicable',
  'handOver',
  'acceptHandover',
  'refuseHandover',
  'withdrawHandover',
  'record',
  'addEvidence',
  'confirmPresence',
  'pause',
  'resume',
  'explain',
  'join',
  'takeOver',
  'undo',
  'addTask',
  'note',
  'changeLead',
  'dismissMember',
  'close',
  'tick',
] as const

const step = fc.record({
  kind: fc.constantFrom(...KINDS),
  agency: fc.constantFrom(...AGENCIES),
  role: fc.oneof(
    { weight: 4, arbitrary: fc.constant('duty_officer') },
    { weight: 1, arbitrary: fc.constantFrom(...ROLES) },
  ),
  /** True: the agency that is accountable acts, so that lives get somewhere. */
  own: fc.boolean(),
  pick: fc.nat(1000),
  minutes: fc.nat(40),
})
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** A well-formed command of that kind with what the page says about it, or undefined where there is nothing to do it to. */
const drawn = (
  state: IncidentState,
  incident: Case,
  one: Step,
  at: Date,
): { command: IncidentCommand; who: PostActor; can: unknown } | undefined => {
  const task = state.tasks[one.pick % state.tasks.length]!
  const handovers = state.tasks.flatMap((of) => of.handovers.map((handover) => ({ of, handover })))
  const offer = handovers[one.pick % Math.max(1, handovers.length)]
  const owner = one.kind === 'acceptHandover' || one.kind === 'refuseHandover' ? offer?.handover.to : task.agency
  const who = actor(one.own && owner ? owner : one.agency, [one.role])
  const can = taskPermissions(state, task, who, at)
  const taskId = task.id
  switch (one.kind) {
    case 'accept':
    case 'unblock':
      return { command: { kind: one.kind, taskId }, who, can: can[one.kind] }
    case 'complete':
      return { command: { kind: 'complete', taskId, note: '已办', evidenceIds: [] }, who, can: can.complete }
    case 'block':
    case 'waive':
    case 'notApplicable':
      return { command: { kind: one.kind, taskId, reason: '理由' }, who, can: can[one.kind] }
    case 'handOver': {
      const to = state.members.filter((member) => member.reachable && member.agency !== task.agency)
      return {
        command: { kind: 'handOver', taskId, handoverId: uuid(), to: to[one.pick % to.length]!.agency, note: '移交' },
        who,
        can: can.handOver,
      }
    }
    case 'acceptHandover':
    case 'refuseHandover':
    case 'withdrawHandover': {
      if (!offer) return undefined
      const may = handoverPermissions(state, offer.of, offer.handover, who)
      const id = offer.handover.id
      if (one.kind === 'acceptHandover') return { command: { kind: one.kind, handoverId: id }, who, can: may.accept }
      return {
        command: { kind: one.kind, handoverId: id, reason: '理由' },
        who,
        can: one.kind === 'refuseHandover' ? may.refuse : may.withdraw,
      }
    }
    case 'record': {
      const triggers = [
        ...state.expected,
        ...Object.keys(state.triggers).filter((trigger) => trigger !== 'incident.opened'),
      ]
      const trigger = triggers[one.pick % Math.max(1, triggers.length)]
      if (trigger === undefined) return undefined
      return {
        command: {
          kind: 'record',
          trigger,
          occurredAt: after(0),
          note: null,
          clocks: clocksFor(state, incident, trigger),
        },
        who,
        can: recordPermission(state, who, trigger),
      }
    }
    case 'addEvidence':
      return {
        command: { kind: 'addEvidence', evidenceId: uuid(), taskId, name: 'a.csv', sha256: 'x' },
        who,
        can: incidentPermissions(state, who).addEvidence,
      }
    case 'confirmPresence':
      return { command: { kind: 'confirmPresence' }, who, can: incidentPermissions(state, who).confirmPresence }
    case 'pause':
    case 'explain':
    case 'takeOver':
      return { command: { kind: one.kind, taskId, reason: '理由' }, who, can: can[one.kind] }
    case 'resume':
    case 'join':
    case 'undo':
      return { command: { kind: one.kind, taskId }, who, can: can[one.kind] }
    case 'addTask':
      return {
        command: {
          kind: 'addTask',
          taskId: uuid(),
          title: '样例任务',
          proof: '',
          agency: who.agency,
          phase: 'control',
          due: { amount: 20, unit: 'minute' },
          reason: '理由',
        },
        // Adding is for members that are here; whoever is not is told so by the field.
        who,
        can: state.members.some((member) => member.agency === who.agency && member.reachable)
          ? incidentPermissions(state, who).addTask
          : undefined,
      }
    case 'note':
      return {
        command: { kind: 'note', noteId: uuid(), text: '样例', writtenAt: at, taskId: null, known: false },
        who,
        can: incidentPermissions(state, who).note,
      }
    case 'changeLead': {
      const to = state.members.filter((member) => member.reachable && member.role !== 'lead')
      if (to.length === 0) return undefined
      const command = { kind: 'changeLead', to: to[one.pick % to.length]!.agency, reason: '理由' } as const
      return { command, who, can: incidentPermissions(state, who).changeLead }
    }
    case 'dismissMember': {
      const agency = state.members[one.pick % state.members.length]!.agency
      return {
        command: { kind: 'dismissMember', agency, reason: '理由' },
        who,
        can: dismissPermission(state, agency, who),
      }
    }
    case 'close': {
      const close = closePermission(state, who)
      const joined = { zh: close.reasons.map((r) => r.zh).join(''), en: close.reasons.map((r) => r.en).join(' ') }
      return { command: { kind: 'close', summary: '小结' }, who, can: close.allowed ? true : joined }
    }
    case 'tick':
      return { command: { kind: 'tick', taskId }, who: actor(task.agency, ['system']), can: true }
  }
}

const holds = (state: IncidentState): void => {
  assert.equal(state.members.filter((member) => member.role === 'lead').length, 1, 'exactly one leads')
  assert.ok(
    state.members.some((member) => member.agency === state.openedBy.agency),
    'who opened it stays',
  )
  const members = new Set(state.members.map((member) => member.agency))
  for (const task of state.tasks) {
    assert.ok(task.agency !== '' && members.has(task.agency), 'every task has an accountable member')
    if (task.status === 'accepted' || task.status === 'done')
      assert.ok(task.assignee?.account, 'taken on by a named officer')
    if (task.status === 'waiting') assert.equal(task.clock.startedAt, null)
    assert.equal(task.status === 'blocked', task.blockedAt !== null, 'blocked tasks, and no others, say since when')
    assert.ok(!task.assignees.some((one) => one.post === task.assignee?.post), 'nobody is on a task twice')
    const { pausedAt, kind } = task.clock
    if (pausedAt !== null) assert.equal(kind, 'local_default', 'only a local default ever stands')
    assert.ok(task.handovers.filter((one) => one.state === 'offered').length <= 1)
    const accepted = task.handovers.filter((one) => one.state === 'accepted')
    const last = accepted.at(-1)
    if (last) assert.equal(task.agency, last.to, 'whoever gave the last receipt is accountable')
    for (const one of task.handovers) assert.equal(one.state === 'accepted' ? one.answeredBy?.agency : one.to, one.to)
    if (openHandoverOf(task)) assert.ok(!isSettled(task))
  }
  if (state.closed)
    assert.ok(
      state.tasks.every((task) => isSettled(task) && !openHandoverOf(task)),
      'closed means settled',
    )
}

for (const [name, incident] of [
  ['misdeclared goods', MISDECLARED],
  ['an infected traveller', INFECTED],
] as const)
  test(`invariants of an incident: ${name}`, () => {
    let closed = 0
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), fc.boolean(), (steps, finish) => {
        const start = opened(incident, actor('customs'), REACHABLE)
        let state = start
        let at = after(0)
        const facts: Fact[] = []
        const lead = actor(state.members.find((member) => member.role === 'lead')!.agency)
        const end: Step[] = finish
          ? [
              ...state.tasks.map(
                (_, pick): Step => ({
                  kind: 'waive',
                  agency: lead.agency,
                  role: 'duty_officer',
                  own: false,
                  pick,
                  minutes: 0,
                }),
              ),
              { kind: 'close', agency: lead.agency, role: 'duty_officer', own: false, pick: 0, minutes: 1 },
            ]
          : []
        for (const step of [...steps, ...end]) {
          // Whoever leads by then finishes it.
          const one = end.includes(step)
            ? { ...step, agency: state.members.find((member) => member.role === 'lead')!.agency }
            : step
          at = after(one.minutes, at)
          const next = drawn(state, incident, one, at)
          if (!next) continue
          const { command, who, can } = next
          try {
            const decision = decide(state, command, context(who, at))
            assert.equal(can, true, `${command.kind} was accepted though the page said no`)
            facts.push(...decision.facts)
            state = decision.next
          } catch (error) {
            if (!(error instanceof DomainError)) throw error
            if (can !== undefined) assert.deepEqual(error.text, can, `${command.kind} was refused with another reason`)
          }
          holds(state)
        }
        assert.deepEqual(applyAll(start, facts), state, 'the timeline gives the state')
        if (state.closed) closed++
      }),
      { numRuns: 300 },
    )
    assert.ok(closed > 10, `some lives end closed (${closed})`)
  })
