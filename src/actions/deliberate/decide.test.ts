import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { DomainError } from '../../base/public.ts'
import { actor, opened, T0 } from '../respond/fixture.ts'
import { type DecisionState, decide, deciderFor, takePosition, tallyOf } from './decide.ts'
import { STANCES } from './model.ts'

const AGENCIES = ['customs', 'msa', 'port_operator', 'port_office']
const decision = (change: Partial<DecisionState> = {}): DecisionState => ({
  id: 'd',
  decider: 'lead',
  options: ['a', 'b'],
  asked: AGENCIES,
  dueAt: T0,
  positions: [],
  tasks: [
    { option: 0, title: 'only a', agency: 'customs', minutes: 10 },
    { option: null, title: 'either', agency: 'customs', minutes: 10 },
  ],
  decided: null,
  ...change,
})
const said = fc.record({
  agency: fc.constantFrom(...AGENCIES, 'stranger'),
  stance: fc.constantFrom(...STANCES),
  reason: fc.constant('x'),
  at: fc.constant(T0),
})

test('every agency asked is in exactly one of the four, by its last word; others are nowhere', () => {
  fc.assert(
    fc.property(fc.array(said), fc.subarray(AGENCIES), (positions, asked) => {
      const tally = tallyOf({ asked, positions })
      const all = Object.values(tally).flat()
      assert.deepEqual(all.toSorted(), asked.toSorted())
      for (const agency of asked) {
        const last = positions.filter((one) => one.agency === agency).at(-1)
        assert.ok(tally[last?.stance ?? 'silent'].includes(agency))
      }
    }),
  )
})

const LEAD = actor('msa')
const refusal = (act: () => unknown): DomainError => {
  try {
    act()
  } catch (error) {
    assert.ok(error instanceof DomainError)
    return error
  }
  return assert.fail('was not refused')
}

test('whoever decides against an objection answers it', () => {
  fc.assert(
    fc.property(fc.array(said), fc.option(fc.constantFrom('', ' ', 'because'), { nil: null }), (positions, reason) => {
      const state = decision({ positions })
      const objected = tallyOf(state).object.length > 0
      const run = () => decide(opened(), state, { outcome: 'approved', chosen: 1, reason }, LEAD)
      if (objected && !reason?.trim()) assert.equal(refusal(run).detail.fields?.[0]?.field, 'reason')
      else assert.equal(run().outcome, 'approved')
    }),
  )
})

test('only the tasks of the chosen option, and those of every option, are made; none when it is returned', () => {
  const verdict = (body: Parameters<typeof decide>[2]) => decide(opened(), decision(), body, LEAD)
  assert.deepEqual(verdict({ outcome: 'approved', chosen: 0 }).tasks, [0, 1])
  assert.deepEqual(verdict({ outcome: 'approved', chosen: 1 }).tasks, [1])
  assert.deepEqual(verdict({ outcome: 'returned', reason: 'not enough known' }).tasks, [])
})

test('who may decide: the lead, or a commander of a working member', () => {
  const run = (who: ReturnType<typeof actor>, decider: 'lead' | 'commander') => () =>
    decide(opened(), decision({ decider }), { outcome: 'approved', chosen: 0 }, who)
  assert.equal(run(actor('msa'), 'lead')().outcome, 'approved')
  assert.equal(refusal(run(actor('customs'), 'lead')).code, 'forbidden')
  assert.equal(refusal(run(actor('msa'), 'commander')).code, 'forbidden')
  assert.equal(run(actor('customs', ['commander']), 'commander')().outcome, 'approved')
  assert.equal(refusal(run(actor('heritage', ['commander']), 'commander')).code, 'forbidden')
  assert.equal(deciderFor('red', true), 'commander')
  assert.equal(deciderFor('red', false), 'lead')
  assert.equal(deciderFor('yellow', true), 'lead')
  assert.equal(deciderFor(null, true), 'lead')
})

test('an objection has its reason; nothing is added once it is decided', () => {
  const speak = (state: DecisionState, stance: 'object' | 'agree', reason: string | null) => () =>
    takePosition(opened(), state, { stance, reason }, actor('customs'), T0)
  assert.equal(refusal(speak(decision(), 'object', ' ')).detail.fields?.[0]?.field, 'reason')
  assert.equal(speak(decision(), 'object', 'too near')().reason, 'too near')
  const decided = decision({ decided: { outcome: 'approved', chosen: 0 } })
  assert.equal(refusal(speak(decided, 'agree', null)).code, 'conflict')
  assert.equal(refusal(speak(decision({ asked: ['msa'] }), 'agree', null)).code, 'forbidden')
})
