import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { DomainError, permission } from '../../base/public.ts'
import type { PostActor } from '../../environment/identity/public.ts'
import { decide } from './decide.ts'
import { actor, after, context, opened, T0 } from './fixture.ts'
import { RESPONSE_LEVELS, type ResponseLevel } from './level-ids.ts'
import {
  authorisersOf,
  criteriaOf,
  getLevel,
  highest,
  isRaise,
  isResponding,
  mayAuthorise,
  whyNotNext,
} from './levels.ts'
import { closePermission } from './permissions.ts'
import { authoriserWords, refuseLevel } from './rules-room.ts'
import type { IncidentState } from './state.ts'

const name = (id: string) => ({ zh: id, en: id })
const set = (state: IncidentState, to: ResponseLevel, who: PostActor, criteria?: string[], at = T0): IncidentState =>
  decide(
    state,
    {
      kind: 'setLevel',
      to,
      criteria: criteria ?? criteriaOf(state.level, to).of.map((one) => one.id),
      reason: '样例理由',
      name,
    },
    context(who, at),
  ).next

const refused = (fn: () => unknown): DomainError => {
  try {
    fn()
  } catch (error) {
    assert.ok(error instanceof DomainError, String(error))
    return error
  }
  return assert.fail('was not refused')
}

const commander = actor('msa', ['commander', 'duty_officer'])
const officer = actor('msa', ['officer'])
const coordinator = actor('port_office')

test('the table: every level can be left, words in both languages, criteria name their source', () => {
  for (const id of RESPONSE_LEVELS) {
    const level = getLevel(id)
    assert.ok(level.to.length > 0, id)
    for (const one of [...level.entry, ...level.exit])
      assert.ok(/\p{Script=Han}/u.test(one.zh) && one.en !== '' && one.source !== '', one.id)
    for (const to of level.to) assert.equal(whyNotNext(id, to), null)
    // Up: any higher level. Down: the next one only, besides stand-down.
    for (const to of RESPONSE_LEVELS.filter((one) => one !== 'stand_down' && isRaise(id, one)))
      assert.ok(level.to.includes(to), `${id} to ${to}`)
    assert.ok(level.to.filter((to) => to !== 'stand_down' && !isRaise(id, to)).length <= 1, id)
  }
})

test('up with one criterion and a reason; the authority is that of the higher level', () => {
  const start = opened()
  assert.equal(refused(() => set(start, 'III', commander, [])).detail.fields?.[0]?.field, 'criteria')
  assert.equal(refused(() => set(start, 'III', commander, ['city'])).detail.fields?.[0]?.field, 'criteria')
  const three = set(start, 'III', commander, ['harm'])
  assert.deepEqual([three.level, three.levelSince], ['III', T0])
  assert.equal(set(three, 'II', commander, ['compound']).level, 'II')
  // Coordinating, a duty officer starts level III and not level II.
  assert.equal(set(start, 'III', coordinator, ['harm']).level, 'III')
  const two = refused(() => set(three, 'II', coordinator, ['compound']))
  assert.equal(two.code, 'forbidden')
  assert.match(two.text.zh, /须由.*指挥.*授权/)
  assert.equal(refused(() => set(start, 'watch', officer)).code, 'forbidden')
  assert.equal(refused(() => set(start, 'watch', actor('customs'))).code, 'forbidden')
})

test('down step by step, every exit criterion confirmed, by who could have begun it', () => {
  const two = set(opened(), 'II', commander, ['compound'])
  const skipped = refused(() => set(two, 'IV', commander))
  assert.deepEqual([skipped.code, /逐级下调：II级之后是III级/.test(skipped.text.zh)], ['conflict', true])
  assert.equal(refused(() => set(two, 'III', coordinator)).code, 'forbidden')
  assert.equal(refused(() => set(two, 'III', commander, [])).detail.fields?.[0]?.field, 'criteria')
  assert.equal(set(two, 'III', commander).level, 'III')
})

test('stand-down asks for a review; then it can flare up again, and an incident closes only without a response', () => {
  const three = set(opened(), 'III', commander, ['harm'])
  const early = refused(() => set(three, 'stand_down', commander))
  assert.match(early.text.zh, /先开启复盘/)
  const reviewed = decide(three, { kind: 'noteReviewOpened' }, context(actor('customs'), after(5))).next
  assert.equal(reviewed.reviewOpenedAt?.getTime(), after(5).getTime())
  assert.deepEqual(
    decide(reviewed, { kind: 'noteReviewOpened' }, context(actor('customs'), after(9))).facts,
    [],
    'a second review changes nothing',
  )
  assert.match(JSON.stringify(closePermission(reviewed, commander).reasons), /响应尚未解除，现为III级/)
  const down = set(reviewed, 'stand_down', commander)
  assert.doesNotMatch(JSON.stringify(closePermission(down, commander).reasons), /响应/)
  assert.match(refused(() => set(down, 'normal', commander)).text.zh, /重新启动/)
  assert.equal(set(down, 'IV', commander, ['one_agency']).level, 'IV')
  assert.match(refused(() => set(opened(), 'stand_down', commander)).text.zh, /没有启动响应/)
})

test('where nobody whom the table names takes part, the commander who steers authorises', () => {
  const state: IncidentState = {
    ...opened(),
    coordinators: [],
    members: opened().members.filter((m) => m.agency !== 'local_gov'),
  }
  assert.ok(mayAuthorise(state, 'normal', 'I', commander))
  assert.ok(!mayAuthorise(state, 'normal', 'I', actor('msa', ['duty_officer'])))
  assert.match(authoriserWords(state, authorisersOf(state, 'normal', 'I'), name).zh, /msa指挥/)
})

test('the highest of many', () => {
  assert.equal(highest([]), 'normal')
  assert.equal(highest(['stand_down', 'watch', 'II', 'IV']), 'II')
})

test('law: no walk ever makes an illegal step, the page says what the command says, and stand-down never comes unreviewed', () => {
  const step = fc.record({
    to: fc.constantFrom(...RESPONSE_LEVELS),
    agency: fc.constantFrom('msa', 'port_office', 'customs', 'local_gov', 'port_operator'),
    role: fc.constantFrom('commander', 'duty_officer', 'officer'),
    all: fc.boolean(),
    review: fc.boolean(),
  })
  let moved = 0
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      let state = opened()
      for (const [i, one] of steps.entries()) {
        const at = after(i)
        if (one.review && i % 7 === 0)
          state = decide(state, { kind: 'noteReviewOpened' }, context(actor('customs'), at)).next
        const who = actor(one.agency, [one.role])
        const can = permission(refuseLevel(state, one.to, who, name))
        const before = state
        try {
          state = set(state, one.to, who, one.all ? undefined : [], at)
          moved++
          assert.equal(can, true)
          assert.ok(getLevel(before.level).to.includes(one.to))
          assert.ok(mayAuthorise(before, before.level, one.to, who))
          if (one.to === 'stand_down') assert.notEqual(before.reviewOpenedAt, null)
          assert.equal(state.levelSince?.getTime(), at.getTime())
        } catch (error) {
          if (!(error instanceof DomainError)) throw error
          if (can !== true) assert.deepEqual(error.text, can)
          else assert.equal(error.detail.fields?.[0]?.field, 'criteria')
          assert.equal(state, before)
        }
        assert.equal(isResponding(state.level), getLevel(state.level).rank > 0)
      }
    }),
    { numRuns: 200 },
  )
  assert.ok(moved > 50, `${moved} changes`)
})
