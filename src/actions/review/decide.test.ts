import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { DomainError } from '../../base/public.ts'
import type { PostActor } from '../../environment/identity/public.ts'
import { nextDayOf } from './action-days.ts'
import { decide, type ReviewCommand } from './decide.ts'
import { earlierOf, type PutFinding, repeatRate } from './repeats.ts'
import { actionPermissions, findingPermissions, reviewPermissions } from './rules.ts'
import { isOutstanding, isSettledWell, type ReviewState } from './state.ts'

const TODAY = '2026-11-25'
const at = new Date('2026-11-25T03:00:00Z')
const by = (agency: string, roles: readonly string[] = ['duty_officer'], account: string | null = 'a'): PostActor => ({
  agency,
  post: `post ${agency}`,
  account,
  roles,
  purpose: 'port_security',
})
const fresh: ReviewState = {
  id: 'r',
  incidentId: 'i',
  riskType: 'social.dg_misdeclared',
  openedAt: at,
  openedBy: by('customs'),
  members: ['customs', 'msa', 'nia'],
  steering: 'msa',
  incidentClosed: true,
  findings: [],
  closed: null,
}
const run = (state: ReviewState, command: ReviewCommand, actor: PostActor, today = TODAY) =>
  decide(state, command, actor, at, today)
const after = (state: ReviewState, ...steps: [ReviewCommand, PostActor, string?][]): ReviewState =>
  steps.reduce((now, [command, actor, today]) => run(now, command, actor, today).next, state)
const code = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    assert.ok(error instanceof DomainError, String(error))
    return error.detail.fields?.[0]?.field ?? error.code
  }
  return assert.fail('was not refused')
}

const put: ReviewCommand = {
  kind: 'put',
  id: 'f',
  finding: { kind: 'information', what: '电话没有接通', why: '通讯录过期' },
}
const propose = (id: string, owner = 'customs'): ReviewCommand => ({
  kind: 'propose',
  findingId: 'f',
  id,
  action: { change: 'plan', words: '每月核对通讯录', owner, dueOn: '2026-12-01' },
})
const accept = (actionId: string): ReviewCommand => ({ kind: 'accept', actionId, words: '' })
const done = (actionId: string): ReviewCommand => ({ kind: 'done', actionId, words: '已核对', checkOn: '2027-01-10' })
const check = (actionId: string, result: 'works' | 'does_not'): ReviewCommand => ({
  kind: 'check',
  actionId,
  result,
  seenIn: 'drill',
  words: '演练中一次接通',
})
const close: ReviewCommand = { kind: 'closeFinding', findingId: 'f', words: '演练证明' }
const withDone = after(
  fresh,
  [put, by('nia')],
  [propose('x'), by('nia')],
  [accept('x'), by('customs')],
  [done('x'), by('customs')],
)

test('a finding closes only when an effect was seen, and never by its owner', () => {
  assert.equal(
    code(() => run(after(fresh, [put, by('nia')]), close, by('nia'))),
    'conflict',
  )
  assert.equal(
    code(() => run(withDone, close, by('nia'))),
    'conflict',
  )
  assert.equal(
    code(() => run(withDone, check('x', 'works'), by('customs'))),
    'forbidden',
  )
  const shown = after(withDone, [check('x', 'works'), by('msa')])
  assert.equal(after(shown, [close, by('nia')]).findings[0]?.closed?.how, 'effect')
})

test('what did not work must be followed by something that does', () => {
  const failed = after(withDone, [check('x', 'does_not'), by('msa')])
  assert.equal(
    code(() => run(failed, close, by('nia'))),
    'conflict',
  )
  const again = after(failed, [propose('y'), by('nia')], [accept('y'), by('customs')], [done('y'), by('customs')])
  assert.equal(
    code(() => run(again, close, by('nia'))),
    'conflict',
  )
  const shown = after(again, [check('y', 'works'), by('nia')])
  assert.ok(after(shown, [close, by('nia')]).findings[0]?.closed)
})

test('a waiver is explicit, with a reason, and by another agency', () => {
  const waive: ReviewCommand = { kind: 'waive', actionId: 'x', words: '本季没有演练' }
  assert.equal(
    code(() => run(withDone, waive, by('customs'))),
    'forbidden',
  )
  assert.equal(
    code(() => run(withDone, { ...waive, words: ' ' }, by('msa'))),
    'words',
  )
  assert.ok(after(withDone, [waive, by('msa')], [close, by('nia')]).findings[0]?.closed)
  const alone = after(fresh, [put, by('nia')])
  const waiveFinding: ReviewCommand = { kind: 'waiveFinding', findingId: 'f', words: '外部原因' }
  assert.equal(
    code(() => run(alone, waiveFinding, by('nia'))),
    'forbidden',
  )
  assert.equal(
    code(() => run(withDone, waiveFinding, by('msa'))),
    'conflict',
  )
  assert.equal(after(alone, [waiveFinding, by('msa')]).findings[0]?.closed?.how, 'waiver')
})

test('an action is answered and done by its owner, a member; declining needs a reason and leaves the finding without evidence', () => {
  const proposed = after(fresh, [put, by('nia')], [propose('x'), by('nia')])
  assert.equal(
    code(() => run(proposed, accept('x'), by('msa'))),
    'forbidden',
  )
  assert.equal(
    code(() => run(proposed, done('x'), by('customs'))),
    'conflict',
  )
  assert.equal(
    code(() => run(proposed, { kind: 'decline', actionId: 'x', words: '' }, by('customs'))),
    'words',
  )
  const declined = after(proposed, [{ kind: 'decline', actionId: 'x', words: '不归我们' }, by('customs')])
  assert.equal(
    code(() => run(declined, close, by('nia'))),
    'conflict',
  )
  assert.equal(
    code(() => run(proposed, propose('z', 'heritage'), by('nia'))),
    'owner',
  )
})

test('an objection has a reason; the last word of an agency counts', () => {
  const here = after(fresh, [put, by('nia')])
  const object: ReviewCommand = { kind: 'stance', findingId: 'f', stance: 'object', words: '' }
  assert.equal(
    code(() => run(here, object, by('msa'))),
    'words',
  )
  const said = after(here, [{ ...object, words: '当晚有值班' }, by('msa')], [{ ...object, stance: 'agree' }, by('msa')])
  assert.deepEqual(
    said.findings[0]?.stances.map(({ agency, stance }) => [agency, stance]),
    [
      ['nia', 'agree'],
      ['msa', 'agree'],
    ],
  )
})

test('a review closes by who steered, after the incident and every finding', () => {
  const end: ReviewCommand = { kind: 'close', words: '没有问题' }
  assert.equal(
    code(() => run(fresh, end, by('customs'))),
    'forbidden',
  )
  assert.equal(
    code(() => run({ ...fresh, incidentClosed: false }, end, by('msa'))),
    'conflict',
  )
  assert.equal(
    code(() => run(after(fresh, [put, by('nia')]), end, by('msa'))),
    'conflict',
  )
  const closed = after(fresh, [end, by('msa')])
  assert.equal(
    code(() => run(closed, put, by('nia'))),
    'conflict',
  )
  assert.equal(
    code(() => run(fresh, put, by('heritage'))),
    'forbidden',
  )
  assert.equal(
    code(() => run(fresh, put, by('nia', ['officer']))),
    'forbidden',
  )
})

test('a clock says each day once, and nothing before its day', () => {
  const system = by('customs', ['system'], null)
  const tick: ReviewCommand = { kind: 'tick', actionId: 'x' }
  const proposed = after(fresh, [put, by('nia')], [propose('x'), by('nia')])
  assert.equal(run(proposed, tick, system, '2026-12-01').fact, null)
  assert.equal(nextDayOf(proposed.findings[0]!.actions[0]!), '2026-12-02')
  const late = run(proposed, tick, system, '2026-12-02')
  assert.equal(late.fact?.act, 'review.action_overdue')
  assert.equal(run(late.next, tick, system, '2026-12-03').fact, null)
  assert.equal(nextDayOf(late.next.findings[0]!.actions[0]!), undefined)
  assert.equal(run(withDone, tick, system, '2027-01-09').fact, null)
  assert.equal(run(withDone, tick, system, '2027-01-10').fact?.act, 'review.effect_due')
})

test('whatever is done in whatever order, a finding closed by effect has an effect, and its owner did not judge it', () => {
  const agencies = ['customs', 'msa', 'nia']
  const command = fc.constantFrom<ReviewCommand>(
    put,
    propose('x'),
    propose('y', 'msa'),
    ...['x', 'y'].flatMap((id): ReviewCommand[] => [
      accept(id),
      { kind: 'decline', actionId: id, words: '不归我们' },
      done(id),
      check(id, 'works'),
      check(id, 'does_not'),
      { kind: 'waive', actionId: id, words: '没有机会' },
    ]),
    close,
    { kind: 'waiveFinding', findingId: 'f', words: '外部原因' },
  )
  const step = fc.record({ command, agency: fc.constantFrom(...agencies) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let state = fresh
      for (const { command, agency } of steps) {
        if (
          'id' in command &&
          state.findings.some((one) => one.id === command.id || one.actions.some(({ id }) => id === command.id))
        )
          continue
        try {
          state = run(state, command, by(agency)).next
        } catch (error) {
          assert.ok(error instanceof DomainError)
        }
        for (const finding of state.findings) {
          if (finding.closed) assert.ok(!finding.actions.some(isOutstanding))
          if (finding.closed?.how === 'effect') assert.ok(finding.actions.some(isSettledWell))
          if (finding.closed?.how === 'waiver') assert.notEqual(finding.closed.by.agency, finding.putBy.agency)
          for (const { check: seen, owner } of finding.actions) if (seen) assert.notEqual(seen.by.agency, owner)
          // What pages offer is what the commands allow.
          const can = findingPermissions(state, finding, by('nia'))
          assert.equal(can.close === true, !throws(() => run(state, close, by('nia'))))
          for (const action of finding.actions)
            assert.equal(
              actionPermissions(state, finding, action, by('nia')).check === true,
              !throws(() => run(state, check(action.id, 'works'), by('nia'))),
            )
        }
        assert.equal(
          reviewPermissions(state, by('msa')).close === true,
          !throws(() => run(state, { kind: 'close', words: '好' }, by('msa'))),
        )
      }
    }),
    { numRuns: 200 },
  )
})

const throws = (work: () => unknown): boolean => {
  try {
    work()
    return false
  } catch {
    return true
  }
}

test('a finding repeats an earlier one of the same kind and risk in another review; the rate counts the last year', () => {
  const one = (id: string, reviewId: string, day: string, kind: PutFinding['kind'] = 'duty'): PutFinding => ({
    id,
    reviewId,
    kind,
    riskType: 'bio.vectors',
    what: id,
    putAt: new Date(`${day}T00:00:00Z`),
  })
  const all = [
    one('old', 'a', '2025-01-01'),
    one('same review', 'a', '2026-03-01'),
    one('again', 'b', '2026-06-01'),
    one('other kind', 'b', '2026-06-02', 'system'),
    { ...one('other risk', 'c', '2026-07-01'), riskType: 'bio.quarantinable' },
  ]
  assert.deepEqual(
    earlierOf(all[2]!, all).map(({ id }) => id),
    ['same review', 'old'],
  )
  const rate = repeatRate(all, new Date('2026-01-01T00:00:00Z'))
  assert.deepEqual([rate.of, rate.repeated, rate.rows[0]?.id, rate.rows[0]?.earlier], [4, 1, 'again', 2])
  assert.deepEqual(repeatRate([], at), { of: 0, repeated: 0, rows: [] })
})
