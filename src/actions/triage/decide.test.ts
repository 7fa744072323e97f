import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { DomainError, HOUR_MS } from '../../base/public.ts'
import type { PostActor } from '../../environment/identity/public.ts'
import { decide, isQuiet, permissionsOf, returnedBy, type TriageCommand, untouched } from './decide.ts'

const AT = new Date('2026-03-01T02:00:00Z')
const actor: PostActor = {
  agency: 'customs',
  post: 'p',
  account: 'a',
  roles: ['duty_officer'],
  purpose: 'port_security',
}
const later = (hours: number): Date => new Date(AT.getTime() + hours * HOUR_MS)
const seen = { count: 3, rank: 3 }
const dismiss: TriageCommand = {
  kind: 'dismiss',
  reason: 'explained',
  note: '',
  reasons: ['explained', 'other'],
  returnAfter: 10,
}
const snooze: TriageCommand = { kind: 'snooze', until: later(1), reason: '等化验结果' }

const codeOf = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    assert.ok(error instanceof DomainError)
    return `${error.code} ${error.detail.fields?.[0]?.field ?? ''}`.trim()
  }
  return assert.fail('was not refused')
}

test('a dismissed group stays quiet until more come or the level rises, and says which', () => {
  const { next } = decide(untouched('g'), dismiss, seen, actor, AT)
  assert.equal(isQuiet(next.quiet, { count: 12, rank: 3 }, later(500)), true)
  assert.equal(isQuiet(next.quiet, { count: 13, rank: 3 }, AT), false)
  assert.deepEqual(returnedBy(next, { count: 13, rank: 3 }, AT), { why: 'more', more: 10, was: 'dismissed' })
  assert.deepEqual(returnedBy(next, { count: 4, rank: 4 }, AT), { why: 'higher', more: 1, was: 'dismissed' })
  assert.equal(returnedBy(next, { count: 4, rank: 3 }, AT), null)
})

test('a snooze ends at its instant, is woken once, and a rising level ends it earlier', () => {
  const { next } = decide(untouched('g'), snooze, seen, actor, AT)
  assert.equal(isQuiet(next.quiet, { count: 900, rank: 3 }, new Date(later(1).getTime() - 1)), true)
  assert.equal(isQuiet(next.quiet, seen, later(1)), false)
  assert.equal(isQuiet(next.quiet, { count: 3, rank: 4 }, AT), false)
  assert.equal(decide(next, { kind: 'wake' }, seen, actor, later(0.9)).entry, null)
  const woken = decide(next, { kind: 'wake' }, seen, actor, later(1))
  assert.equal(woken.entry?.act, 'woken')
  assert.equal(returnedBy(woken.next, seen, later(2))?.why, 'time')
  assert.equal(decide(woken.next, { kind: 'wake' }, seen, actor, later(2)).entry, null)
})

test('an undo restores what was before, once; an attachment cannot be undone', () => {
  const given = decide(
    untouched('g'),
    { kind: 'assign', to: { post: 'p', account: 'a' }, known: true },
    seen,
    actor,
    AT,
  ).next
  const gone = decide(given, dismiss, seen, actor, AT).next
  const back = decide(gone, { kind: 'undo' }, seen, actor, later(1)).next
  assert.deepEqual([back.assigned, back.quiet], [given.assigned, null])
  assert.equal(
    codeOf(() => decide(back, { kind: 'undo' }, seen, actor, later(1))),
    'conflict',
  )
  const attached = decide(given, { kind: 'attach', incidentId: 'i', open: true, returnAfter: 10 }, seen, actor, AT).next
  assert.notEqual(permissionsOf(attached, actor).undo, true)
  assert.equal(
    codeOf(() => decide(attached, { kind: 'undo' }, seen, actor, AT)),
    'conflict',
  )
})

test('what is refused, with the field', () => {
  const state = untouched('g')
  const refused = (command: TriageCommand, who = actor): string => codeOf(() => decide(state, command, seen, who, AT))
  assert.equal(refused({ ...snooze, until: AT }), 'invalid until')
  assert.equal(refused({ ...snooze, until: later(24 * 8) }), 'invalid until')
  assert.equal(refused({ ...snooze, reason: '  ' }), 'invalid reason')
  assert.equal(refused({ ...dismiss, reason: 'because' }), 'invalid reason')
  assert.equal(refused({ ...dismiss, reason: 'other' }), 'invalid note')
  assert.equal(refused({ kind: 'assign', to: { post: 'x', account: null }, known: false }), 'invalid post')
  assert.equal(refused({ kind: 'assign', to: null, known: true }), 'conflict')
  assert.equal(refused({ kind: 'attach', incidentId: 'i', open: false, returnAfter: 10 }), 'conflict')
  assert.equal(refused(dismiss, { ...actor, roles: ['auditor'] }), 'forbidden')
  assert.equal(refused(dismiss, { ...actor, purpose: 'audit' }), 'forbidden')
})

test('law: more signals or a higher level never make a group quiet', () => {
  fc.assert(
    fc.property(
      fc.record({ count: fc.nat(50), rank: fc.nat(4) }),
      fc.record({ count: fc.nat(100), rank: fc.nat(4) }),
      fc.nat(20),
      fc.nat(4),
      fc.boolean(),
      (base, now, more, higher, snoozed) => {
        const { next } = decide(untouched('g'), snoozed ? snooze : dismiss, base, actor, AT)
        const then = { count: now.count + more, rank: Math.min(4, now.rank + higher) }
        if (!isQuiet(next.quiet, now, AT)) assert.equal(isQuiet(next.quiet, then, AT), false)
        assert.equal(returnedBy(next, then, AT) === null, isQuiet(next.quiet, then, AT))
      },
    ),
  )
})
