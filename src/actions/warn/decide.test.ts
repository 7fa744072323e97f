import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { DomainError } from '../../base/public.ts'
import {
  decide,
  isOverdue,
  issue,
  permissionsOf,
  type WarningActor,
  type WarningCommand,
  type WarningState,
} from './decide.ts'

const T0 = new Date('2026-03-08T16:00:00.000Z')
const after = (minutes: number): Date => new Date(T0.getTime() + minutes * 60_000)
const actor = (agency: string, roles: string[] = ['duty_officer']): WarningActor => ({
  agency,
  post: `post-${agency}`,
  account: `officer-${agency}`,
  roles,
  purpose: 'port_security',
})
const REACHABLE = new Set(['customs', 'nia', 'msa', 'health_cdc'])
const issued = (): WarningState =>
  issue(
    { id: 'w', level: 'orange', audience: ['customs', 'nia', 'msa'], ackMinutes: 15 },
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
        issue({ id: 'w', level: 'red', audience, ackMinutes: 5 }, REACHABLE, actor('customs', roles), T0),
      )
      assert.equal(error.code, code)
      if (name.startsWith('an agency')) assert.match(error.text.en, /lab/)
    })
})

describe('what follows', () => {
  const acknowledged = decide(issued(), { kind: 'acknowledge', note: null }, actor('nia'), after(1)).next
  const ended = decide(issued(), { kind: 'end', reason: '误报' }, actor('customs'), after(2)).next
  const cases: [string, WarningState, WarningCommand, WarningActor, string | null][] = [
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

  test('the clock names each missing agency once, at the due minute and not before', () => {
    assert.deepEqual(decide(acknowledged, { kind: 'escalate' }, actor('customs', ['system']), after(14.99)).facts, [])
    const first = decide(acknowledged, { kind: 'escalate' }, actor('customs', ['system']), after(15))
    assert.deepEqual(
      first.facts.map((fact) => fact.act === 'warning.acknowledgement_overdue' && fact.agency),
      ['msa'],
    )
    assert.deepEqual(decide(first.next, { kind: 'escalate' }, actor('customs', ['system']), after(16)).facts, [])
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
    kind: fc.constantFrom('acknowledge' as const, 'end' as const, 'escalate' as const),
    minutes: fc.nat(10),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      let state = issued()
      let at = T0
      for (const { agency, role, kind, minutes } of steps) {
        at = new Date(at.getTime() + minutes * 60_000)
        const who = actor(agency, [role])
        const command: WarningCommand =
          kind === 'acknowledge' ? { kind, note: null } : kind === 'end' ? { kind, reason: 'r' } : { kind }
        const can = kind === 'escalate' ? true : permissionsOf(state, who, false)[kind]
        if (can === true) state = decide(state, command, who, at).next
        else assert.deepEqual(refused(() => decide(state, command, who, at)).text, can)
        for (const ack of state.acks) if (ack.acknowledged) assert.ok(ack.acknowledged.at.getTime() <= at.getTime())
      }
    }),
  )
})
