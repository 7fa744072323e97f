/** Random lives of incidents: whatever agencies do in whatever order, these hold. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { DomainError, uuid } from '../../base/public.ts'
import { decide, type IncidentCommand } from './decide.ts'
import { applyAll, type Fact } from './facts.ts'
import { actor, after, type Case, clocksFor, context, INFECTED, MISDECLARED, opened, REACHABLE } from './fixture.ts'
import {
  closePermission,
  handoverPermissions,
  incidentPermissions,
  recordPermission,
  taskPermissions,
} from './permissions.ts'
import { type IncidentActor, type IncidentState, isSettled, openHandoverOf } from './state.ts'

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
): { command: IncidentCommand; who: IncidentActor; can: unknown } | undefined => {
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
  const members = new Set(state.members.map((member) => member.agency))
  for (const task of state.tasks) {
    assert.ok(task.agency !== '' && members.has(task.agency), 'every task has an accountable member')
    if (task.status === 'accepted' || task.status === 'done')
      assert.ok(task.assignee?.account, 'taken on by a named officer')
    if (task.status === 'waiting') assert.equal(task.clock.startedAt, null)
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
        for (const one of [...steps, ...end]) {
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
            assert.deepEqual(error.text, can, `${command.kind} was refused with another reason`)
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
