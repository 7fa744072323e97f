import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { DomainError } from '../../base/public.ts'
import type { PostActor } from '../../environment/identity/public.ts'
import { planByMinutes } from './ack-clock.ts'
import {
  decide,
  isAsking,
  isOverdue,
  issue,
  nextTickOf,
  permissionsOf,
  statusOf,
  type WarningCommand,
  type WarningState,
} from './decide.ts'

const T0 = new Date('2026-03-08T16:00:00.000Z')
const after = (minutes: number): Date => new Date(T0.getTime() + minutes * 60_000)
const actor = (agency: string, roles: string[] = ['duty_officer']): PostActor => ({
  agency,
  post: `post-${agency}`,
  account: `officer-${agency}`,
  roles,
  purpose: 'port_security',
})
const REACHABLE = new Set(['customs', 'nia', 'msa', 'health_cdc'])
const issued = (): WarningState =>
  issue(
    { id: 'w', level: 'orange', title: '题', body: '文', audience: ['customs', 'nia', 'msa'], ackMinutes: 15 },
    REACHABLE,
    actor('customs'),
    T0,
  )

const refused = (fn: () => unknown): DomainError => {
  try {
    fn()
  } catch (error) {
    assert.ok(error instanceof DomainError, String(error))
    return error
  }
  return assert.fail('was not refused')
}

describe('issuing', () => {
  test('the issuer is not asked to acknowledge; the others have the same due time', () => {
    const state = issued()
    assert.deepEqual(
      state.acks.map((ack) => ack.agency),
      ['nia', 'msa'],
    )
    assert.ok(state.acks.every((ack) => ack.dueAt.getTime() === after(15).getTime()))
  })
  const cases: [string, string[], string[], string][] = [
    ['an agency without a post here is named', ['nia', 'lab'], ['duty_officer'], 'invalid'],
    ['nobody but the issuer', ['customs'], ['duty_officer'], 'invalid'],
    ['an officer may not issue', ['nia'], ['officer'], 'forbidden'],
  ]
  for (const [name, audience, roles, code] of cases)
    test(name, () => {
      const error = refused(() =>
        issue(
          { id: 'w', level: 'red', title: '题', body: '文', audience, ackMinutes: 5 },
          REACHABLE,
          actor('customs', roles),
          T0,
        ),
      )
      assert.equal(error.code, code)
      if (name.startsWith('an agency')) assert.match(error.text.en, /lab/)
    })
})

describe('what follows', () => {
  const acknowledged = decide(issued(), { kind: 'acknowledge', note: null }, actor('nia'), after(1)).next
  const ended = decide(issued(), { kind: 'end', reason: '误报' }, actor('customs'), after(2)).next
  const cases: [string, WarningState, WarningCommand, PostActor, string | null][] = [
    [
      'an agency of the audience acknowledges',
      issued(),
      { kind: 'acknowledge', note: null },
      actor('msa', ['officer']),
      null,
    ],
    ['twice is a conflict', acknowledged, { kind: 'acknowledge', note: null }, actor('nia'), 'conflict'],
    [
      'an agency outside the audience may not',
      issued(),
      { kind: 'acknowledge', note: null },
      actor('health_cdc'),
      'forbidden',
    ],
    ['the issuer need not', issued(), { kind: 'acknowledge', note: null }, actor('customs'), 'forbidden'],
    ['after the end it is too late', ended, { kind: 'acknowledge', note: null }, actor('msa'), 'conflict'],
    [
      'an administrator may not',
      issued(),
      { kind: 'acknowledge', note: null },
      actor('msa', ['administrator']),
      'forbidden',
    ],
    ['the issuer ends it with a reason', issued(), { kind: 'end', reason: 'x' }, actor('customs'), null],
    ['ending needs a reason', issued(), { kind: 'end', reason: '  ' }, actor('customs'), 'invalid'],
    ['nobody else ends it', issued(), { kind: 'end', reason: 'x' }, actor('msa'), 'forbidden'],
    ['it ends once', ended, { kind: 'end', reason: 'x' }, actor('customs'), 'conflict'],
  ]
  for (const [name, state, command, who, code] of cases)
    test(name, () => {
      if (code === null) assert.equal(decide(state, command, who, after(5)).facts.length, 1)
      else assert.equal(refused(() => decide(state, command, who, after(5))).code, code)
    })

  test('a late acknowledgement is taken and says so', () => {
    const [fact] = decide(issued(), { kind: 'acknowledge', note: null }, actor('msa'), after(15)).facts
    assert.equal(fact?.act === 'warning.acknowledged' && fact.late, true)
  })

  /** The chain as facts, each with its minute, when the clock is asked every half minute. */
  const chainOf = (start: WarningState, until: number): string[] => {
    let state = start
    const said: string[] = []
    for (let minute = 0; minute <= until; minute += 0.5) {
      const { next, facts } = decide(state, { kind: 'escalate' }, actor('customs', ['system']), after(minute))
      for (const fact of facts)
        said.push(
          `${minute} ${fact.act.replace('warning.acknowledgement_', '')} ${'agency' in fact ? fact.agency : ''}`,
        )
      state = next
    }
    return said
  }

  test('who is missing is reminded, then its commander is told, then the issuer’s: each once, at its minute', () => {
    assert.deepEqual(chainOf(acknowledged, 120), ['12 reminded msa', '15 overdue msa', '22.5 unanswered msa'])
    assert.deepEqual(chainOf(ended, 120), [])
    assert.equal(nextTickOf(acknowledged)?.getTime(), after(12).getTime())
    assert.equal(nextTickOf(ended), undefined)
  })

  test('a clock that slept says only what still helps', () => {
    const late = decide(acknowledged, { kind: 'escalate' }, actor('customs', ['system']), after(60))
    assert.deepEqual(
      late.facts.map((fact) => fact.act),
      ['warning.acknowledgement_overdue', 'warning.acknowledgement_unanswered'],
    )
    assert.equal(nextTickOf(late.next), undefined)
  })

  const update = (change: Partial<WarningCommand & { kind: 'update' }>): WarningCommand => ({
    kind: 'update',
    level: 'orange',
    title: '题',
    body: '文',
    reason: '据新情况',
    plan: planByMinutes(after(5), 5),
    ...change,
  })

  test('a raised level is acknowledged anew; a lowered one or another text is not', () => {
    const raised = decide(acknowledged, update({ level: 'red' }), actor('customs'), after(5))
    assert.deepEqual(
      raised.next.acks.map((ack) => [ack.acknowledged, ack.round, ack.dueAt.getTime()]),
      [
        [null, 2, after(10).getTime()],
        [null, 2, after(10).getTime()],
      ],
    )
    for (const change of [{ level: 'blue' as const }, { body: '另文' }]) {
      const { next, facts } = decide(acknowledged, update(change), actor('customs'), after(5))
      assert.equal(next.acks, acknowledged.acks)
      assert.equal(next.version, 2)
      assert.deepEqual(facts[0]?.act === 'warning.updated' && facts[0].changed, Object.keys(change))
    }
  })

  test('an update changes something, says why, and is the issuer’s', () => {
    assert.equal(refused(() => decide(issued(), update({}), actor('customs'), after(5))).code, 'invalid')
    assert.equal(
      refused(() => decide(issued(), update({ level: 'red', reason: ' ' }), actor('customs'), after(5))).code,
      'invalid',
    )
    assert.equal(refused(() => decide(issued(), update({ level: 'red' }), actor('msa'), after(5))).code, 'forbidden')
    assert.equal(refused(() => decide(ended, update({ level: 'red' }), actor('customs'), after(5))).code, 'conflict')
  })

  test('a cancellation is acknowledged by everybody who got the warning, also by who had acknowledged it', () => {
    const plan = planByMinutes(after(3), 15)
    const cancelled = decide(acknowledged, { kind: 'cancel', reason: '误发', plan }, actor('customs'), after(3)).next
    assert.equal(statusOf(cancelled), 'cancelled')
    assert.ok(cancelled.acks.every((ack) => ack.subject === 'cancellation' && isAsking(ack, cancelled)))
    const { facts } = decide(cancelled, { kind: 'acknowledge', note: null }, actor('nia'), after(4))
    assert.equal(facts[0]?.act === 'warning.acknowledged' && facts[0].subject, 'cancellation')
    assert.deepEqual(chainOf(cancelled, 60).slice(0, 2), ['15 reminded nia', '15 reminded msa'])
    assert.equal(
      refused(() => decide(cancelled, { kind: 'end', reason: 'x' }, actor('customs'), after(4))).code,
      'conflict',
    )
  })

  test('lessons are written after the end, by who was concerned, and say what to change unless it was right', () => {
    const lesson = (change: string, verdict: 'right' | 'false_alarm' = 'false_alarm'): WarningCommand => ({
      kind: 'lesson',
      verdict,
      timely: 'in_time',
      change,
    })
    assert.equal(refused(() => decide(issued(), lesson('x'), actor('customs'), after(5))).code, 'conflict')
    assert.equal(refused(() => decide(ended, lesson('x'), actor('health_cdc'), after(5))).code, 'forbidden')
    assert.equal(refused(() => decide(ended, lesson(' '), actor('msa'), after(5))).code, 'invalid')
    assert.equal(decide(ended, lesson('', 'right'), actor('msa'), after(5)).facts.length, 1)
  })

  test('nothing is overdue once the warning has ended', () => {
    assert.ok(ended.acks.every((ack) => !isOverdue(ack, ended, after(99))))
  })
})

test('what a page offers is what the command accepts, with the same reason', () => {
  const agencies = ['customs', 'nia', 'msa', 'health_cdc']
  const step = fc.record({
    agency: fc.constantFrom(...agencies),
    role: fc.constantFrom('duty_officer', 'commander', 'officer', 'analyst', 'auditor'),
    kind: fc.constantFrom(
      'acknowledge' as const,
      'end' as const,
      'cancel' as const,
      'update' as const,
      'lesson' as const,
      'escalate' as const,
    ),
    minutes: fc.nat(10),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      let state = issued()
      let at = T0
      for (const { agency, role, kind, minutes } of steps) {
        at = new Date(at.getTime() + minutes * 60_000)
        const who = actor(agency, [role])
        const command = commandOf(kind, state, at)
        const can = kind === 'escalate' ? true : permissionsOf(state, who, false)[kind]
        if (can === true) state = decide(state, command, who, at).next
        else assert.deepEqual(refused(() => decide(state, command, who, at)).text, can)
        for (const ack of state.acks) if (ack.acknowledged) assert.ok(ack.acknowledged.at.getTime() <= at.getTime())
      }
    }),
  )
})

const commandOf = (kind: WarningCommand['kind'], state: WarningState, at: Date): WarningCommand => {
  switch (kind) {
    case 'acknowledge':
      return { kind, note: null }
    case 'end':
      return { kind, reason: 'r' }
    case 'cancel':
      return { kind, reason: 'r', plan: planByMinutes(at, 5) }
    case 'update':
      return {
        kind,
        level: state.level === 'red' ? 'blue' : 'red',
        title: state.title,
        body: state.body,
        reason: 'r',
        plan: planByMinutes(at, 5),
      }
    case 'lesson':
      return { kind, verdict: 'right', timely: 'in_time', change: '' }
    case 'escalate':
      return { kind }
  }
}
