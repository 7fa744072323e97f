import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { DomainError, MINUTE_MS } from '../../base/public.ts'
import { openSteps, pauseClock, resumeClock, stepTimes } from './clock.ts'
import { decide, type IncidentCommand } from './decide.ts'
import { actor, after, context, INFECTED, opened, run, T0 } from './fixture.ts'
import { type IncidentState, isOverdue, type TaskState } from './state.ts'

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
const minutesOf = (task: TaskState) => {
  const times = stepTimes(task.clock)!
  return Object.fromEntries(
    Object.entries(times).map(([step, at]) => [step, (at.getTime() - T0.getTime()) / MINUTE_MS]),
  )
}

const lead = actor('msa')
const port = actor('port_operator')
const customs = actor('customs')

describe('pausing a clock', () => {
  const start = opened()
  const { id } = t(start, 1)
  const pause: IncidentCommand = { kind: 'pause', taskId: id, reason: '等船方开舱' }

  test('a local default: by who is accountable or leads, with a reason, before it is due', () => {
    for (const who of [port, lead]) assert.ok(t(run(start, pause, who, after(1)), 1).clock.pausedAt)
    assert.equal(refused(() => run(start, pause, customs, after(1))).code, 'forbidden')
    assert.equal(
      refused(() => run(start, { ...pause, reason: ' ' }, port, after(1))).detail.fields?.[0]?.field,
      'reason',
    )
    assert.match(refused(() => run(start, pause, port, after(5))).text.zh, /已超时，不能再暂停/)
    const paused = run(start, pause, port, after(1))
    assert.match(refused(() => run(paused, pause, port, after(2))).text.zh, /已暂停/)
    assert.match(refused(() => run(start, { kind: 'resume', taskId: id }, port, after(2))).text.zh, /没有暂停/)
  })

  test('standing, it is never overdue and tells nobody; running again, everything has moved by the length of the pause', () => {
    const paused = run(start, pause, port, after(1))
    assert.equal(isOverdue(t(paused, 1), after(60)), false)
    assert.deepEqual(openSteps(t(paused, 1), after(60)), [])
    assert.deepEqual(decide(paused, { kind: 'tick', taskId: id }, context(port, after(60))).facts, [])
    const resumed = t(run(paused, { kind: 'resume', taskId: id }, lead, after(31)), 1)
    assert.deepEqual(minutesOf(resumed), { remind: 34, press: 34.75, breach: 35, further: 40 })
    assert.deepEqual([resumed.clock.pausedAt, resumed.clock.pausedMs], [null, 30 * MINUTE_MS])
  })

  test('a statutory clock is explained and never paused; what is said moves nothing', () => {
    const state = run(
      opened(INFECTED),
      { kind: 'record', trigger: 'case.judged', occurredAt: T0, note: null, clocks: [] },
      customs,
      T0,
    )
    for (const kind of ['statutory_immediate', 'statutory_numeric', 'statutory_prompt'] as const) {
      const found = state.tasks.find((one) => one.clock.dueAt !== null)!
      const task = { ...found, clock: { ...found.clock, kind } }
      const here = { ...state, tasks: state.tasks.map((one) => (one === found ? task : one)) }
      const error = refused(() => run(here, { kind: 'pause', taskId: task.id, reason: 'x' }, actor(task.agency), T0))
      assert.match(error.text.zh, /不能暂停，只能说明情况/)
      const told = run(
        here,
        { kind: 'explain', taskId: task.id, reason: '大风，无法登轮' },
        actor(task.agency),
        after(1),
      )
      const after1 = told.tasks.find((one) => one.id === task.id)!
      assert.equal(after1.clock.explained, '大风，无法登轮')
      assert.deepEqual(after1.clock.dueAt, task.clock.dueAt)
    }
  })

  test('law: pauses of any number and length move the due time by exactly their sum, and no step comes out of order', () => {
    const pauses = fc.array(fc.record({ wait: fc.nat(60_000), length: fc.nat(10_000_000) }), { maxLength: 6 })
    fc.assert(
      fc.property(pauses, (all) => {
        const first = t(start, 4)
        let { clock } = first
        let at = T0.getTime()
        let stood = 0
        for (const { wait, length } of all) {
          at += wait
          clock = pauseClock(clock, new Date(at), 'x')
          at += length
          stood += length
          clock = resumeClock(clock, new Date(at))
        }
        assert.equal(clock.dueAt!.getTime(), first.clock.dueAt!.getTime() + stood)
        assert.equal(clock.pausedMs, stood)
        const times = stepTimes(clock)!
        const order = [times.remind, times.press, times.breach, times.further].map((one) => one.getTime())
        assert.deepEqual(
          order,
          order.toSorted((a, b) => a - b),
        )
        // The share that is left when somebody is told does not depend on the pauses.
        assert.equal(clock.dueAt!.getTime() - times.remind.getTime(), 24 * MINUTE_MS)
      }),
    )
  })
})

describe('who is told when', () => {
  const start = opened()
  const task = t(start, 1)
  const tick = (state: IncidentState, at: Date) => decide(state, { kind: 'tick', taskId: task.id }, context(port, at))

  test('at 80 %, 95 %, the due minute and half of the time later: agency, its next role, the lead, its commander; each once', () => {
    let state = start
    const told: unknown[] = []
    for (let second = 0; second <= 20 * 60; second += 15) {
      const at = after(second / 60)
      const { next, facts } = tick(state, at)
      state = next
      for (const { what } of facts)
        if ('to' in what && 'role' in what) told.push([second / 60, what.act, what.to, what.role])
      assert.deepEqual(tick(state, at).facts, [], 'a second job at the same moment finds nothing to say')
    }
    assert.deepEqual(told, [
      [4, 'task.due_soon', 'port_operator', 'duty_officer'],
      [4.75, 'task.pressed', 'port_operator', 'commander'],
      [5, 'task.overdue', 'msa', 'duty_officer'],
      [10, 'task.escalated_further', 'msa', 'commander'],
    ])
  })

  test('after an outage over all of it: the breach and what followed, not the reminders before', () => {
    const { facts, next } = tick(start, after(90))
    assert.deepEqual(
      facts.map((fact) => fact.what.act),
      ['task.overdue', 'task.escalated_further'],
    )
    assert.deepEqual(tick(next, after(91)).facts, [])
  })
})
