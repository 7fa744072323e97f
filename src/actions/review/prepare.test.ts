import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { IncidentRecord } from '../respond/public.ts'
import { prepare, type WarningRecord } from './prepare.ts'

const T0 = Date.parse('2026-11-25T00:00:00Z')
const minute = (n: number): Date => new Date(T0 + n * 60_000)
type Task = IncidentRecord['tasks'][number]
type Event = IncidentRecord['events'][number]

const task = (id: string, change: Partial<Task> = {}): Task => ({
  id,
  title: { zh: id, en: id },
  phase: 'control',
  agency: 'customs',
  status: 'open',
  deadline: null,
  kind: 'local_default',
  due: { amount: 30, unit: 'minute' },
  startedAt: minute(0),
  dueAt: minute(30),
  handovers: [],
  ...change,
})
const event = (n: number, act: string, taskId: string, data = {}): Event => ({
  at: minute(n),
  act,
  taskId,
  agency: 'customs',
  data,
})
const incident = (tasks: Task[], events: Event[] = [], closedAt: Date | null = null) => ({
  openedAt: minute(0),
  closedAt,
  tasks,
  events,
})
const figures = (tasks: Task[], events: Event[] = [], at = minute(60), closedAt: Date | null = null) =>
  prepare({ incident: incident(tasks, events, closedAt), warnings: [], firstSignalAt: null }, at)

test('gaps run from the known milestone before; what is not known leaves no gap', () => {
  const tasks = [task('a', { status: 'done' }), task('b', { status: 'done', phase: 'detect' })]
  const events = [event(5, 'task.completed', 'b'), event(25, 'task.completed', 'a')]
  const warning: WarningRecord = {
    id: 'w',
    title: 'w',
    level: 'red',
    issuedAt: minute(-10),
    acks: [],
    ended: null,
  }
  const { milestones } = prepare(
    { incident: incident(tasks, events), warnings: [warning], firstSignalAt: minute(-40) },
    minute(60),
  )
  assert.deepEqual(
    milestones.map(({ kind, gapMs }) => [kind, gapMs === null ? null : gapMs / 60_000]),
    [
      ['signal', null],
      ['warning', 30],
      ['incident', 10],
      ['control', 25],
      ['closed', null],
    ],
  )
  const hidden = figures(tasks, events).milestones
  assert.deepEqual([hidden[0]?.at, hidden[2]?.gapMs], [null, null])
})

test('a deadline is met before its instant, missed at it; waived in time is neither', () => {
  const rows = figures(
    [
      task('met', { status: 'done' }),
      task('at the instant', { status: 'done' }),
      task('open', {}),
      task('waived', { status: 'waived' }),
      task('waiting', { status: 'waiting', startedAt: null, dueAt: null }),
      task('running', { dueAt: minute(90) }),
      task('other', { agency: 'msa', dueAt: null }),
    ],
    [
      event(29, 'task.completed', 'met'),
      event(30, 'task.completed', 'at the instant'),
      event(10, 'task.waived', 'waived'),
    ],
  ).deadlines
  const [customs, msa] = rows
  assert.deepEqual([customs?.met, customs?.missed, customs?.other], [1, 2, 3])
  assert.deepEqual(Object.fromEntries(customs!.rows.map(({ task: { id }, outcome }) => [id, outcome])), {
    met: 'met',
    'at the instant': 'missed',
    open: 'late_open',
    waived: 'excused',
    waiting: 'not_started',
    running: 'running',
  })
  assert.equal(customs!.rows[0]?.lateMs, 30 * 60_000)
  assert.equal(msa?.rows[0]?.outcome, 'no_calendar')
})

test('being blocked ends when it goes on, is taken over or settled, or with the incident', () => {
  const tasks = [task('a'), task('b', { status: 'done' }), task('c')]
  const events = [
    event(1, 'task.blocked', 'a', { reason: '没有场地' }),
    event(11, 'task.unblocked', 'a'),
    event(20, 'task.blocked', 'a', { reason: '没有车' }),
    event(2, 'task.blocked', 'b', { reason: '停电' }),
    event(7, 'task.completed', 'b'),
    event(30, 'task.blocked', 'c', { reason: '等样' }),
  ]
  const open = figures(tasks, events, minute(60)).blocked
  assert.deepEqual(
    open.map(({ reason, ms, until }) => [reason, ms / 60_000, until !== null]),
    [
      ['没有车', 40, false],
      ['等样', 30, false],
      ['没有场地', 10, true],
      ['停电', 5, true],
    ],
  )
  assert.equal(figures(tasks, events, minute(600), minute(50)).blocked[0]?.ms, 30 * 60_000)
})

test('hand-overs wait from the offer to the answer, longest first', () => {
  const handover = (offered: number, answered: number | null): Task['handovers'][number] => ({
    from: 'customs',
    to: 'msa',
    offeredAt: minute(offered),
    answeredAt: answered === null ? null : minute(answered),
    state: answered === null ? 'offered' : 'accepted',
    note: '',
  })
  const found = figures([task('a', { handovers: [handover(0, 5), handover(10, null)] })]).handovers
  assert.deepEqual(
    found.map(({ waitedMs }) => waitedMs / 60_000),
    [50, 5],
  )
})

test('acknowledgements: in time, late, missing; one whose warning ended before was not needed', () => {
  const ack = (agency: string, at: number | null) => ({
    agency,
    dueAt: minute(15),
    acknowledged: at === null ? null : { at: minute(at) },
  })
  const warning = (change: Partial<WarningRecord>): WarningRecord => ({
    id: 'w',
    title: 'w',
    level: 'orange',
    issuedAt: minute(0),
    acks: [],
    ended: null,
    ...change,
  })
  const { acknowledgements, warnings } = prepare(
    {
      incident: incident([]),
      firstSignalAt: null,
      warnings: [
        warning({ acks: [ack('customs', 5), ack('msa', 20), ack('nia', null)] }),
        warning({
          id: 'v',
          acks: [ack('health_cdc', null)],
          ended: { at: minute(10), reason: '误报' },
          verdict: 'false_alarm',
        }),
      ],
    },
    minute(60),
  )
  assert.deepEqual([acknowledgements.inTime, acknowledgements.of], [1, 3])
  assert.deepEqual(
    acknowledgements.rows.map(({ agency, at, lateMs }) => [agency, at !== null, lateMs / 60_000]),
    [
      ['nia', false, 45],
      ['msa', true, 5],
    ],
  )
  assert.deepEqual(
    warnings.map(({ id }) => id),
    ['v'],
  )
})
