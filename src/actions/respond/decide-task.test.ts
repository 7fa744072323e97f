import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { DomainError } from '../../base/public.ts'
import type { PostActor } from '../../environment/identity/public.ts'
import { decide } from './decide.ts'
import { decideMerge } from './decide-room.ts'
import { actor, after, context, INFECTED, opened, run, T0 } from './fixture.ts'
import { taskPermissions } from './permissions.ts'
import { twinOf } from './rules-room.ts'
import type { IncidentState, TaskState } from './state.ts'

const refused = (fn: () => unknown): DomainError => {
  try {
    fn()
  } catch (error) {
    assert.ok(error instanceof DomainError, String(error))
    return error
  }
  return assert.fail('was not refused')
}
const t = (state: IncidentState, n: number): TaskState =>
  state.tasks.find((task) => task.template === `social.dg_misdeclared.t${n}`)!
const lead = actor('msa')
const port = actor('port_operator')
const other: PostActor = { ...port, post: 'post-second', account: 'officer-second' }

describe('several officers on one task', () => {
  const start = opened()
  const taskId = t(start, 1).id
  const assign = { kind: 'assign', taskId, posts: ['post-second'], known: ['post-second', 'post-third'] } as const

  test('posts of one’s own agency are put on it; each accepts for itself; one stays accountable', () => {
    const accepted = run(start, { kind: 'accept', taskId }, port, after(1))
    const asked = run(accepted, assign, port, after(2))
    assert.deepEqual(
      t(asked, 1).assignees.map((one) => [one.post, one.account]),
      [['post-second', null]],
    )
    const joined = t(run(asked, { kind: 'join', taskId }, other, after(3)), 1)
    assert.deepEqual(
      joined.assignees.map((one) => [one.post, one.account]),
      [['post-second', 'officer-second']],
    )
    assert.deepEqual(joined.assignee, { post: port.post, account: port.account })
    assert.equal(refused(() => run(start, { ...assign, posts: ['post-of-customs'] }, port, T0)).code, 'invalid')
    assert.equal(refused(() => run(start, assign, lead, T0)).code, 'forbidden')
    assert.equal(refused(() => run(start, { kind: 'join', taskId }, other, T0)).code, 'conflict')
  })

  test('taking over changes who is accountable; whoever was stays on it', () => {
    const accepted = run(start, { kind: 'accept', taskId }, port, after(1))
    const taken = t(run(accepted, { kind: 'takeOver', taskId, reason: '换班' }, other, after(3)), 1)
    assert.equal(taken.assignee?.account, other.account)
    assert.deepEqual(
      taken.assignees.map((one) => one.account),
      [port.account],
    )
    assert.equal(
      refused(() => run(accepted, { kind: 'takeOver', taskId, reason: 'x' }, port, after(3))).code,
      'conflict',
    )
  })
})

describe('a slip', () => {
  const start = opened()
  const taskId = t(start, 1).id
  const accepted = run(start, { kind: 'accept', taskId }, port, after(1))
  const done = run(accepted, { kind: 'complete', taskId, note: '错点', evidenceIds: [] }, port, after(2))
  const undo = { kind: 'undo', taskId } as const

  test('is taken back within a minute, by who made it, to exactly what was before', () => {
    const back = t(run(done, undo, port, after(2.9)), 1)
    const was = t(accepted, 1)
    assert.deepEqual({ ...back, slip: null }, { ...was, slip: null })
    assert.match(refused(() => run(done, undo, port, after(3.1))).text.zh, /已过一分钟/)
    assert.match(refused(() => run(done, undo, other, after(2.5))).text.zh, /本人/)
    assert.notEqual(taskPermissions(done, t(done, 1), other, after(2.5)).undo, true)
  })

  test('is no slip any more once somebody acted on it, and undoing cannot be undone', () => {
    const joined = run(accepted, { kind: 'join', taskId }, other, after(1.5))
    assert.match(refused(() => run(joined, undo, port, after(1.6))).text.zh, /已有人接着办理/)
    const back = run(done, undo, port, after(2.5))
    assert.equal(refused(() => run(back, undo, port, after(2.6))).code, 'conflict')
  })
})

describe('tasks by hand', () => {
  const add = (agency: string) =>
    ({
      kind: 'addTask',
      taskId: 'new',
      title: '清空 3 号闸口转运道',
      proof: '',
      agency,
      phase: 'control',
      due: { amount: 20, unit: 'minute' },
      reason: '救护车需通行',
    }) as const

  test('a member for itself, who leads or coordinates for others; a local default from now on', () => {
    const state = run(opened(), add('port_operator'), lead, after(3))
    const task = state.tasks.find((one) => one.id === 'new')!
    assert.deepEqual(
      [task.clock.kind, task.clock.dueAt?.getTime(), task.added, task.status],
      ['local_default', after(23).getTime(), '救护车需通行', 'open'],
    )
    assert.ok(run(opened(), add('customs'), actor('customs'), T0))
    assert.ok(run(opened(), add('customs'), actor('port_office'), T0))
    assert.equal(refused(() => run(opened(), add('port_operator'), actor('customs'), T0)).code, 'forbidden')
    assert.equal(refused(() => run(opened(), add('fire'), lead, T0)).detail.fields?.[0]?.field, 'agency')
  })
})

describe('members and lead', () => {
  test('added and dismissed with a reason; who leads, opened it or still has work stays', () => {
    const start = opened()
    const added = run(
      start,
      { kind: 'addMember', agency: 'lab', role: 'support', reason: '需要鉴定', reachable: true },
      lead,
      T0,
    )
    assert.ok(added.members.some((member) => member.agency === 'lab' && member.why.zh.includes('需要鉴定')))
    const gone = run(added, { kind: 'dismissMember', agency: 'lab', reason: '鉴定完毕' }, lead, after(5))
    assert.ok(!gone.members.some((member) => member.agency === 'lab'))
    assert.deepEqual(
      gone.former.map((one) => [one.agency, one.reason]),
      [['lab', '鉴定完毕']],
    )
    const again = run(
      gone,
      { kind: 'addMember', agency: 'lab', role: 'inform', reason: '复检', reachable: true },
      lead,
      after(6),
    )
    assert.deepEqual([again.former, again.members.at(-1)?.agency], [[], 'lab'])
    for (const [agency, words] of [
      ['msa', /牵头单位不能移出/],
      ['customs', /立案单位/],
      ['port_operator', /未办结/],
    ] as const)
      assert.match(refused(() => run(start, { kind: 'dismissMember', agency, reason: 'x' }, lead, T0)).text.zh, words)
    assert.equal(
      refused(() => run(added, { kind: 'dismissMember', agency: 'lab', reason: 'x' }, port, T0)).code,
      'forbidden',
    )
  })

  test('another lead than the duties name: by who leads or coordinates, with a reason; exactly one leads', () => {
    const changed = run(
      opened(),
      { kind: 'changeLead', to: 'customs', reason: '货物仍在海关监管区' },
      actor('port_office'),
      T0,
    )
    assert.deepEqual(
      changed.members.filter((member) => member.role === 'lead').map((member) => member.agency),
      ['customs'],
    )
    assert.equal(changed.members.find((member) => member.agency === 'msa')?.role, 'support')
    assert.equal(
      refused(() => run(opened(), { kind: 'changeLead', to: 'customs', reason: '' }, lead, T0)).detail.fields?.[0]
        ?.field,
      'reason',
    )
    assert.equal(
      refused(() => run(opened(), { kind: 'changeLead', to: 'customs', reason: 'x' }, port, T0)).code,
      'forbidden',
    )
  })
})

describe('folding one incident into another', () => {
  const merge = (from: IncidentState, into: IncidentState, who = actor('port_office')) =>
    decideMerge(
      from,
      into,
      { reason: '同一船舶', fromNo: '2026-00001', intoNo: '2026-00002', expected: [] },
      context(who, after(9)),
    )
  const into = opened()
  const from = { ...opened(), id: 'j' }

  test('members, tasks and events come along; the folded one is read-only and names its successor', () => {
    const fever = { ...opened(INFECTED, actor('customs')), id: 'j' }
    const result = merge(fever, into)
    assert.equal(result.into.next.tasks.length, into.tasks.length + fever.tasks.length)
    assert.deepEqual(
      result.into.next.tasks.map((task) => task.ordinal),
      result.into.next.tasks.map((_, i) => i),
    )
    for (const member of fever.members)
      assert.ok(
        result.into.next.members.some((one) => one.agency === member.agency),
        member.agency,
      )
    assert.equal(result.into.next.members.filter((member) => member.role === 'lead').length, 1)
    assert.equal(result.from.next.merged?.into, into.id)
    const taskId = fever.tasks[0]!.id
    assert.match(
      refused(() => decide(result.from.next, { kind: 'accept', taskId }, context(actor('customs'), after(10)))).text.zh,
      /已并入另一事件/,
    )
  })

  test('the same work of the same agency is offered once: the one due first stays', () => {
    const { next } = merge(from, into).into
    const doubled = next.tasks.filter((task) => twinOf(next, task))
    assert.equal(doubled.length, from.tasks.length)
    const folded = doubled[0]!
    const done = run(next, { kind: 'foldTask', taskId: folded.id }, actor(folded.agency), after(10))
    assert.equal(done.tasks.find((task) => task.id === folded.id)?.status, 'waived')
    const kept = twinOf(next, folded)!
    assert.equal(
      refused(() => run(next, { kind: 'foldTask', taskId: kept.id }, actor(kept.agency), after(10))).code,
      'conflict',
    )
  })

  test('who does not steer both may not, and nothing folds into itself', () => {
    assert.equal(refused(() => merge(from, into, actor('port_operator'))).code, 'forbidden')
    assert.equal(refused(() => merge(into, into)).code, 'conflict')
  })
})
