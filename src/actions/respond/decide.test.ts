import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { DomainError } from '../../base/public.ts'
import { generateTasks, type Place, placesOf } from '../../environment/duties/public.ts'
import type { PostActor } from '../../environment/identity/public.ts'
import { clocksWithoutTask } from './clocks.ts'
import { decide, type IncidentCommand } from './decide.ts'
import { actor, after, context, INFECTED, opened, reference, run } from './fixture.ts'
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

/** The task of the misdeclared-goods templates with this number. */
const t = (state: IncidentState, n: number): TaskState =>
  state.tasks.find((task) => task.template === `social.dg_misdeclared.t${n}`)!

const lead = actor('msa')
const port = actor('port_operator')
const customs = actor('customs')

describe('opening', () => {
  test('members, tasks and clocks follow from the duty matrix', () => {
    const state = opened()
    assert.equal(state.members.filter((member) => member.role === 'lead').length, 1)
    assert.equal(state.members.find((member) => member.role === 'lead')?.agency, 'msa')
    assert.ok(state.tasks.every((task) => task.agency !== ''))
    assert.ok(state.tasks.every((task) => state.members.some((member) => member.agency === task.agency)))
    const first = t(state, 1)
    assert.deepEqual(
      [first.status, first.agency, first.clock.kind, first.clock.dueAt?.toISOString()],
      ['open', 'port_operator', 'local_default', after(5).toISOString()],
    )
    assert.equal(first.clock.remindAt?.toISOString(), after(4).toISOString())
  })

  test('the clock of the members’ presence, which no template uses, runs from the opening', () => {
    const presence = opened().tasks.find((task) => task.deadline === 'DL-51')!
    assert.deepEqual(
      [presence.template, presence.agency, presence.clock.kind, presence.clock.dueAt?.toISOString()],
      [null, 'port_office', 'local_default', after(15).toISOString()],
    )
  })

  test('a task whose event has not happened waits, without a due time', () => {
    const waiting = opened(INFECTED).tasks.filter((task) => task.status === 'waiting')
    assert.ok(waiting.length > 0)
    assert.ok(waiting.every((task) => task.clock.dueAt === null && task.clock.trigger !== 'incident.opened'))
  })

  test('for every risk, place and jurisdiction: one lead, the tasks of the matrix, whoever has a task works', () => {
    let incidents = 0
    for (const risk of reference.risks.values())
      for (const place of placesOf(risk.places) as Place[])
        for (const jurisdiction of ['CN', 'INT'] as const) {
          const state = opened({ riskType: risk.id, place, jurisdiction })
          const where = `${risk.id} ${place} ${jurisdiction}`
          assert.equal(state.members.filter((member) => member.role === 'lead').length, 1, where)
          const templates = state.tasks.filter((task) => task.template !== null)
          assert.deepEqual(
            templates.map((task) => [task.template, task.agency, task.clock.kind, task.clock.trigger, task.clock.due]),
            generateTasks(reference, risk.id, place, jurisdiction).map((one) => [
              one.template,
              one.agency,
              one.kind,
              one.trigger,
              one.due,
            ]),
            where,
          )
          for (const task of state.tasks)
            assert.notEqual(
              state.members.find((member) => member.agency === task.agency)?.role ?? 'inform',
              'inform',
              where,
            )
          for (const deadline of clocksWithoutTask(reference, { riskType: risk.id, jurisdiction }, new Set()))
            assert.ok(deadline.scope !== 'portCall' && deadline.direction === 'after', where)
          incidents++
        }
    assert.ok(incidents > 200)
  })

  test('only posts with the right may open', () => {
    assert.equal(refused(() => opened(undefined, actor('customs', ['officer']))).code, 'forbidden')
  })
})

describe('one task', () => {
  const start = opened()
  const id = t(start, 1).id
  const accepted = run(start, { kind: 'accept', taskId: id }, port, after(1))
  const offered = run(
    accepted,
    { kind: 'handOver', taskId: id, handoverId: 'h', to: 'customs', note: '箱子已移入海关监管区' },
    port,
    after(2),
  )
  const blocked = run(accepted, { kind: 'block', taskId: id, reason: '吊机故障' }, port, after(2))
  const done = run(accepted, { kind: 'complete', taskId: id, note: '已隔离', evidenceIds: [] }, port, after(2))
  const waiting = opened(INFECTED)
  const waitingTask = waiting.tasks.find((task) => task.status === 'waiting')!

  const cases: [string, IncidentState, IncidentCommand, PostActor, number, string | null][] = [
    ['its agency accepts', start, { kind: 'accept', taskId: id }, port, 1, null],
    ['another agency may not accept', start, { kind: 'accept', taskId: id }, customs, 1, 'forbidden'],
    ['a machine may not accept', start, { kind: 'accept', taskId: id }, { ...port, account: null }, 1, 'forbidden'],
    [
      'an auditor may not accept',
      start,
      { kind: 'accept', taskId: id },
      actor('port_operator', ['auditor']),
      1,
      'forbidden',
    ],
    ['accepting twice', accepted, { kind: 'accept', taskId: id }, port, 2, 'conflict'],
    [
      'completing before accepting',
      start,
      { kind: 'complete', taskId: id, note: 'x', evidenceIds: [] },
      port,
      1,
      'conflict',
    ],
    [
      'completing without evidence or note',
      accepted,
      { kind: 'complete', taskId: id, note: ' ', evidenceIds: [] },
      port,
      2,
      'invalid',
    ],
    [
      'completing with foreign evidence',
      accepted,
      { kind: 'complete', taskId: id, note: 'x', evidenceIds: ['e'] },
      port,
      2,
      'invalid',
    ],
    ['completing with a note', accepted, { kind: 'complete', taskId: id, note: 'x', evidenceIds: [] }, port, 2, null],
    [
      'completing late with a note',
      accepted,
      { kind: 'complete', taskId: id, note: 'x', evidenceIds: [] },
      port,
      6,
      null,
    ],
    ['done is done', done, { kind: 'complete', taskId: id, note: 'x', evidenceIds: [] }, port, 3, 'conflict'],
    ['blocking needs a reason', accepted, { kind: 'block', taskId: id, reason: '' }, port, 2, 'invalid'],
    [
      'a blocked task cannot be completed',
      blocked,
      { kind: 'complete', taskId: id, note: 'x', evidenceIds: [] },
      port,
      3,
      'conflict',
    ],
    ['a block is lifted', blocked, { kind: 'unblock', taskId: id }, port, 3, null],
    ['nothing to unblock', accepted, { kind: 'unblock', taskId: id }, port, 3, 'conflict'],
    ['the lead waives with a reason', accepted, { kind: 'waive', taskId: id, reason: '重复' }, lead, 2, null],
    ['waiving needs a reason', accepted, { kind: 'waive', taskId: id, reason: ' ' }, lead, 2, 'invalid'],
    ['its own agency may not waive', accepted, { kind: 'waive', taskId: id, reason: 'x' }, port, 2, 'forbidden'],
    [
      'an officer of the lead may not waive',
      accepted,
      { kind: 'waive', taskId: id, reason: 'x' },
      actor('msa', ['officer']),
      2,
      'forbidden',
    ],
    [
      'not applicable needs a condition',
      accepted,
      { kind: 'notApplicable', taskId: id, reason: 'x' },
      port,
      2,
      'conflict',
    ],
    [
      'hand over to an outsider',
      accepted,
      { kind: 'handOver', taskId: id, handoverId: 'h', to: 'lab', note: 'x' },
      port,
      2,
      'invalid',
    ],
    [
      'hand over to oneself',
      accepted,
      { kind: 'handOver', taskId: id, handoverId: 'h', to: 'port_operator', note: 'x' },
      port,
      2,
      'invalid',
    ],
    [
      'hand over to a member without a post',
      accepted,
      { kind: 'handOver', taskId: id, handoverId: 'h', to: 'fire', note: 'x' },
      port,
      2,
      'invalid',
    ],
    [
      'another agency may not hand over',
      accepted,
      { kind: 'handOver', taskId: id, handoverId: 'h', to: 'msa', note: 'x' },
      customs,
      2,
      'forbidden',
    ],
    [
      'no work while the receipt is open',
      offered,
      { kind: 'complete', taskId: id, note: 'x', evidenceIds: [] },
      port,
      3,
      'conflict',
    ],
    ['no waiving while the receipt is open', offered, { kind: 'waive', taskId: id, reason: 'x' }, lead, 3, 'conflict'],
    [
      'no second offer meanwhile',
      offered,
      { kind: 'handOver', taskId: id, handoverId: 'h2', to: 'msa', note: 'x' },
      port,
      3,
      'conflict',
    ],
    ['only the receiver accepts', offered, { kind: 'acceptHandover', handoverId: 'h' }, lead, 3, 'forbidden'],
    ['the giver cannot accept for it', offered, { kind: 'acceptHandover', handoverId: 'h' }, port, 3, 'forbidden'],
    [
      'sending back needs a reason',
      offered,
      { kind: 'refuseHandover', handoverId: 'h', reason: '' },
      customs,
      3,
      'invalid',
    ],
    [
      'only the giver withdraws',
      offered,
      { kind: 'withdrawHandover', handoverId: 'h', reason: 'x' },
      customs,
      3,
      'forbidden',
    ],
    [
      'an unknown hand-over looks absent',
      offered,
      { kind: 'acceptHandover', handoverId: 'no' },
      customs,
      3,
      'not_found',
    ],
    [
      'a waiting task cannot be accepted',
      waiting,
      { kind: 'accept', taskId: waitingTask.id },
      actor(waitingTask.agency),
      1,
      'conflict',
    ],
    ['an outsider is told that it is no member', start, { kind: 'confirmPresence' }, actor('heritage'), 1, 'forbidden'],
  ]
  for (const [name, state, command, who, minutes, code] of cases)
    test(name, () => {
      if (code === null) assert.ok(decide(state, command, context(who, after(minutes))).facts.length > 0)
      else assert.equal(refused(() => decide(state, command, context(who, after(minutes)))).code, code)
    })

  test('a breached task is not closed silently', () => {
    const withFile = run(
      accepted,
      { kind: 'addEvidence', evidenceId: 'e', taskId: id, name: 'log.csv', sha256: '00' },
      port,
      after(3),
    )
    const complete = { kind: 'complete', taskId: id, note: null, evidenceIds: ['e'] } as const
    assert.equal(decide(withFile, complete, context(port, after(4.99))).facts.length, 1)
    const error = refused(() => decide(withFile, complete, context(port, after(5))))
    assert.equal(error.detail.fields?.[0]?.field, 'note')
    const fact = decide(withFile, { ...complete, note: '吊机故障' }, context(port, after(5))).facts.at(-1)
    assert.equal(fact?.what.act === 'task.completed' && fact.what.late, true)
  })

  test('a hand-over is incomplete until it is accepted; then receiver, officer and clock go on together', () => {
    assert.equal(t(offered, 1).agency, 'port_operator')
    const taken = run(offered, { kind: 'acceptHandover', handoverId: 'h' }, customs, after(4))
    const task = t(taken, 1)
    assert.deepEqual([task.agency, task.status, task.assignee?.account], ['customs', 'accepted', 'officer-customs'])
    assert.deepEqual(task.clock, t(offered, 1).clock)
    assert.equal(task.handovers[0]?.answeredBy?.account, 'officer-customs')
    assert.equal(
      refused(() => run(taken, { kind: 'acceptHandover', handoverId: 'h' }, customs, after(5))).code,
      'conflict',
    )
  })

  test('a lifted block leaves the task with whoever had accepted it', () => {
    const task = t(run(blocked, { kind: 'unblock', taskId: id }, port, after(3)), 1)
    assert.deepEqual([task.status, task.assignee?.account, task.note], ['accepted', 'officer-port_operator', null])
    const early = run(start, { kind: 'block', taskId: id, reason: '无吊机' }, port, after(1))
    assert.equal(t(run(early, { kind: 'unblock', taskId: id }, port, after(2)), 1).status, 'open')
  })

  test('sent back, it stays where it was, and the chain keeps the reason', () => {
    const back = run(offered, { kind: 'refuseHandover', handoverId: 'h', reason: '不在我监管区' }, customs, after(4))
    const task = t(back, 1)
    assert.deepEqual([task.agency, task.status], ['port_operator', 'accepted'])
    const again = run(back, { kind: 'handOver', taskId: id, handoverId: 'h2', to: 'msa', note: 'x' }, port, after(5))
    assert.deepEqual(
      t(again, 1).handovers.map((one) => [one.state, one.reason]),
      [
        ['refused', '不在我监管区'],
        ['offered', null],
      ],
    )
  })

  test('the steering agency hands over what is due from an agency without a post here', () => {
    const fire = t(start, 3)
    assert.equal(fire.agency, 'fire')
    const handOver = { kind: 'handOver', taskId: fire.id, handoverId: 'h', to: 'msa', note: '消防队无岗位' } as const
    assert.equal(refused(() => run(start, handOver, customs, after(1))).code, 'forbidden')
    const taken = run(run(start, handOver, lead, after(1)), { kind: 'acceptHandover', handoverId: 'h' }, lead, after(2))
    assert.equal(t(taken, 3).agency, 'msa')
  })
})
