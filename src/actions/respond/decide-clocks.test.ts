import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { DomainError } from '../../base/public.ts'
import { decide, type IncidentCommand } from './decide.ts'
import { actor, after, clocksFor, context, INFECTED, opened, run, T0 } from './fixture.ts'
import { closePermission } from './permissions.ts'
import { type IncidentState, isOverdue, phaseOf, type TaskState } from './state.ts'

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
const coordinator = actor('port_office')
const customs = actor('customs')

describe('events that start clocks', () => {
  const state = opened(INFECTED)
  const record = (occurredAt: Date, trigger = 'case.judged') =>
    ({ kind: 'record', trigger, occurredAt, note: null, clocks: clocksFor(state, INFECTED, trigger) }) as const

  test('the clock counts from the event, not from its entry', () => {
    const next = run(state, record(after(-20)), customs, T0)
    const started = next.tasks.filter((task) => task.clock.trigger === 'case.judged')
    assert.ok(started.length > 0)
    for (const task of started) {
      assert.equal(task.status, 'open')
      assert.equal(task.clock.startedAt?.toISOString(), after(-20).toISOString())
    }
    assert.ok(
      started.some((task) => isOverdue(task, T0)),
      'ten minutes after twenty have passed',
    )
  })

  test('a deadline that a task carries does not start a second clock', () => {
    const next = run(state, record(T0), customs, T0)
    const carried = next.tasks
      .filter((task) => task.clock.trigger === 'case.judged')
      .map((task) => `${task.deadline} ${task.agency}`)
    assert.equal(new Set(carried).size, carried.length)
    assert.equal(next.tasks.length, state.tasks.length)
  })

  test('a deadline without a template becomes a task of its own, with its kind', () => {
    const next = run(state, record(T0, 'phe.discovered'), customs, T0)
    const report = next.tasks.find((task) => task.deadline === 'DL-04')!
    assert.deepEqual(
      [report.template, report.agency, report.clock.kind, report.clock.dueAt?.toISOString()],
      [null, 'health_cdc', 'statutory_numeric', after(120).toISOString()],
    )
  })

  test('where nobody whom the clock binds is a member, the one that steers answers for it', () => {
    const next = run(state, record(T0, 'ihr.assessed'), customs, T0)
    const notify = next.tasks.find((task) => task.deadline === 'DL-07')!
    assert.equal(notify.agency, 'customs')
    assert.match(notify.title.en, /binds/)
  })

  const cases: [string, () => unknown, string][] = [
    ['not in the future', () => run(state, record(after(1)), customs, T0), 'invalid'],
    ['not twice', () => run(run(state, record(T0), customs, T0), record(T0), customs, after(1)), 'conflict'],
    ['not one that starts nothing here', () => run(state, record(T0, 'cyber.discovered'), customs, T0), 'invalid'],
    [
      'a port-call clock never belongs here',
      () => run(state, record(T0, 'ship.arrival_expected'), customs, T0),
      'invalid',
    ],
  ]
  for (const [name, fn, code] of cases) test(name, () => assert.equal(refused(fn).code, code))
})

describe('clocks', () => {
  const state = opened()
  const task = t(state, 1)
  const tick = (from: IncidentState, at: Date) =>
    decide(from, { kind: 'tick', taskId: task.id }, context(actor('port_operator', ['system']), at))

  test('remind its agency at 80 %, escalate to the lead at the due instant, each once', () => {
    assert.deepEqual(tick(state, after(3.99)).facts, [])
    const soon = tick(state, after(4))
    assert.deepEqual(
      soon.facts.map((fact) => fact.what),
      [{ act: 'task.due_soon', taskId: task.id, to: 'port_operator', role: 'duty_officer' }],
    )
    assert.deepEqual(tick(soon.next, after(4.5)).facts, [])
    const late = tick(soon.next, after(5))
    assert.deepEqual(
      late.facts.map((fact) => fact.what),
      [{ act: 'task.overdue', taskId: task.id, to: 'msa', role: 'duty_officer' }],
    )
    assert.equal(late.facts[0]?.by.account, null)
    assert.deepEqual(tick(late.next, after(6)).facts, [])
  })

  test('a settled task is left alone', () => {
    const waived = run(state, { kind: 'waive', taskId: task.id, reason: 'x' }, lead, after(1))
    assert.deepEqual(tick(waived, after(9)).facts, [])
  })

  test('a clock’s act shows nobody’s presence', () => {
    const late = tick(state, after(5)).next
    assert.equal(late.members.find((member) => member.agency === 'port_operator')?.presentAt, null)
    const joined = run(late, { kind: 'confirmPresence' }, port, after(6))
    assert.equal(
      joined.members.find((member) => member.agency === 'port_operator')?.presentAt?.toISOString(),
      after(6).toISOString(),
    )
  })
})

describe('closing', () => {
  const settleAll = (state: IncidentState): IncidentState =>
    state.tasks.reduce(
      (next, task) => run(next, { kind: 'waive', taskId: task.id, reason: '样例' }, lead, after(10)),
      state,
    )

  test('says what stands against it, and is refused with the same words', () => {
    const state = opened()
    const { allowed, reasons } = closePermission(state, lead)
    assert.equal(allowed, false)
    assert.match(reasons[0]!.en, /8 task\(s\) are not settled/)
    const error = refused(() => run(state, { kind: 'close', summary: 'x' }, lead, after(1)))
    assert.equal(error.text.en, reasons.map((one) => one.en).join(' '))
  })

  test('names waiting and blocked tasks and open hand-overs one by one', () => {
    const incident = opened(INFECTED)
    const waiting = incident.tasks.filter((task) => task.status === 'waiting').length
    const [first, second] = incident.tasks.filter((task) => task.status === 'open')
    const who = actor(first!.agency)
    const offered = run(
      incident,
      { kind: 'handOver', taskId: first!.id, handoverId: 'h', to: 'nia', note: 'x' },
      who,
      after(1),
    )
    const blocked = run(offered, { kind: 'block', taskId: second!.id, reason: 'x' }, actor(second!.agency), after(1))
    const words = closePermission(blocked, customs)
      .reasons.map((one) => one.en)
      .join(' ')
    assert.match(words, new RegExp(`${waiting} task\\(s\\) wait for the event`))
    assert.match(words, /1 task\(s\) are blocked/)
    assert.match(words, /1 hand-over\(s\) wait/)
  })

  test('closes when everything is settled; then it can only be read', () => {
    const settled = settleAll(opened())
    assert.equal(phaseOf(settled.tasks), 'recover')
    assert.equal(refused(() => run(settled, { kind: 'close', summary: ' ' }, lead, after(11))).code, 'invalid')
    assert.equal(refused(() => run(settled, { kind: 'close', summary: 'x' }, coordinator, after(11))).code, 'forbidden')
    const closed = run(settled, { kind: 'close', summary: '已处置' }, lead, after(11))
    const commands: IncidentCommand[] = [
      { kind: 'close', summary: 'x' },
      { kind: 'confirmPresence' },
      { kind: 'addEvidence', evidenceId: 'e', taskId: null, name: 'a', sha256: 'b' },
      ...closed.tasks.map((task): IncidentCommand => ({ kind: 'accept', taskId: task.id })),
    ]
    for (const command of commands) assert.equal(refused(() => run(closed, command, lead, after(12))).code, 'conflict')
  })
})
