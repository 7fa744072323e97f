import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { DomainError, HOUR_MS } from '../../base/public.ts'
import type { PostActor } from '../../environment/identity/public.ts'
import { decide, permissionsOf, phaseOf, type TableCommand, type TableState } from './decide.ts'

const AT = new Date('2026-03-05T08:00:00Z')
const actor = (account: string, roles: string[], purpose = 'port_security'): PostActor => ({
  agency: 'customs',
  post: `post of ${account}`,
  account,
  roles,
  purpose,
})
const AUTHOR = actor('author', ['analyst', 'commander'])
const COMMANDER = actor('commander', ['commander'])

const draft: TableState = {
  id: 'two',
  kind: 'sensor',
  version: 2,
  status: 'draft',
  author: { agency: 'customs', post: 'post of author', account: 'author' },
  edit: 1,
  reason: '',
  proposedAt: null,
  decided: null,
  from: null,
  to: null,
  retired: null,
}
const first = { id: 'one', version: 1, from: new Date('2000-01-01T00:00:00Z'), to: null }
const propose: TableCommand = { kind: 'propose', reason: '误报', from: null, changes: 1 }
const codeOf = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    assert.ok(error instanceof DomainError)
    return error.code
  }
  return 'done'
}

test('proposed, approved by another, in force at once where no date was asked for', () => {
  const proposed = decide(draft, propose, AUTHOR, [first], AT).next
  assert.equal(phaseOf(proposed, [first], AT), 'proposed')
  const approved = decide(proposed, { kind: 'approve', note: null }, COMMANDER, [first], AT).next
  assert.deepEqual(approved.from, AT)
  assert.equal(phaseOf(approved, [first, approved], AT), 'in_force')
  assert.equal(phaseOf({ ...draft, ...first, status: 'approved' }, [first, approved], AT), 'superseded')
})

test('a date that has passed while it waited becomes the moment of approval, never the past', () => {
  const from = new Date(AT.getTime() + HOUR_MS)
  const proposed = decide(draft, { ...propose, from } as TableCommand, AUTHOR, [first], AT).next
  const late = new Date(from.getTime() + HOUR_MS)
  assert.deepEqual(decide(proposed, { kind: 'approve', note: null }, COMMANDER, [first], late).next.from, late)
  assert.equal(
    codeOf(() => decide(draft, { ...propose, from: new Date(0) } as TableCommand, AUTHOR, [first], AT)),
    'invalid',
  )
})

test('what is retired before it began never judged', () => {
  const from = new Date(AT.getTime() + HOUR_MS)
  const proposed = decide(draft, { ...propose, from } as TableCommand, AUTHOR, [first], AT).next
  const approved = decide(proposed, { kind: 'approve', note: null }, COMMANDER, [first], AT).next
  assert.equal(phaseOf(approved, [first, approved], AT), 'scheduled')
  const retired = decide(approved, { kind: 'retire', reason: '改主意' }, COMMANDER, [first, approved], AT).next
  for (const at of [AT, from, new Date(from.getTime() + HOUR_MS)])
    assert.equal(phaseOf(retired, [first, retired], at), 'retired')
})

const command: fc.Arbitrary<TableCommand> = fc.oneof(
  fc.record({ kind: fc.constant('save' as const), edit: fc.integer({ min: 1, max: 3 }) }),
  fc.record({
    kind: fc.constant('propose' as const),
    reason: fc.constantFrom('', '误报'),
    from: fc.constantFrom(null, new Date(AT.getTime() + HOUR_MS)),
    changes: fc.nat(1),
  }),
  fc.constant<TableCommand>({ kind: 'approve', note: null }),
  fc.constant<TableCommand>({ kind: 'return', note: '退' }),
  fc.constant<TableCommand>({ kind: 'withdraw' }),
  fc.constant<TableCommand>({ kind: 'retire', reason: '停' }),
)
const who = fc.constantFrom(
  AUTHOR,
  COMMANDER,
  actor('analyst', ['analyst']),
  actor('author', ['commander']),
  actor('auditor', ['auditor'], 'audit'),
)

test('whatever is tried in whatever order: nobody approves their own, and what the page offers is what is allowed', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(command, who), { maxLength: 12 }), (steps) => {
      let state = draft
      let at = AT
      for (const [one, by] of steps) {
        at = new Date(at.getTime() + 1000)
        const siblings = state.status === 'approved' ? [first, state] : [first]
        const can = permissionsOf(state, by, siblings, at)
        const code = codeOf(() => {
          state = decide(state, one, by, siblings, at).next
        })
        const verb = { save: 'edit', return: 'sendBack' }[one.kind as string] ?? one.kind
        if (code === 'done') assert.equal(can[verb as keyof typeof can], true)
        if (can[verb as keyof typeof can] !== true) assert.notEqual(code, 'done')
        if (state.status === 'approved') {
          assert.notEqual(state.decided?.account, state.author?.account)
          assert.ok(state.from !== null)
        }
      }
    }),
    { numRuns: 400 },
  )
})
