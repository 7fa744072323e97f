import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { actor, after, dueIn, INFECTED, opened, T0 } from '../respond/fixture.ts'
import { dueOfReport, expectedReports, isLate, originOf, type ReportState, refuseSign } from './decide.ts'
import type { Section } from './model.ts'
import { KINDS, REPORT_DEADLINES, TEMPLATES } from './templates.ts'

const dueAfter = (amount: Parameters<ReturnType<typeof dueIn>>[0], from: Date) =>
  dueIn('Asia/Shanghai')(amount, from).at
const section = (change: Partial<Section> = {}): Section => ({
  key: 'k',
  title: 'k',
  hint: '',
  required: true,
  form: 'text',
  generated: '',
  text: '',
  head: [],
  rows: [],
  ...change,
})
const report = (change: Partial<ReportState> = {}): ReportState => ({
  id: 'r',
  kind: 'initial',
  agency: 'msa',
  dueAt: after(60),
  signedAt: null,
  corrects: null,
  sections: [],
  ...change,
})

test('the first report is due an hour after the opening by local default, and late from that instant on', () => {
  const due = dueOfReport('initial', opened(), [], 'msa', dueAfter)!
  assert.deepEqual([due.at, due.kind, due.deadline], [after(60), 'local_default', null])
  assert.equal(isLate(report({ signedAt: after(60, T0) })), true)
  assert.equal(isLate(report({ signedAt: new Date(after(60).getTime() - 1) })), false)
  assert.equal(isLate(report()), false)
})

test('where the deadline table asks the agency for a report, its clock is the clock', () => {
  const incident = opened(INFECTED)
  const clocked = {
    ...incident,
    tasks: incident.tasks.map((task, i) =>
      i === 0
        ? {
            ...task,
            agency: 'customs',
            deadline: 'DL-26',
            clock: { ...task.clock, dueAt: after(20), kind: 'statutory_prompt' as const },
          }
        : task,
    ),
  }
  assert.equal(dueOfReport('initial', clocked, [], 'customs', dueAfter)?.deadline, 'DL-26')
  assert.equal(dueOfReport('initial', clocked, [], 'msa', dueAfter)?.deadline, null)
  // The report of another agency does not free the one that is bound.
  const others = [report({ signedAt: after(5) })]
  assert.deepEqual(
    expectedReports(clocked, others, 'customs', dueAfter, after(30)).map((one) => [one.kind, one.missed]),
    [['initial', true]],
  )
})

test('first, then follow-ups while it is open, then the final one, then nothing', () => {
  const incident = opened()
  const closed = { ...incident, closed: { at: after(600), by: incident.openedBy, summary: 'x' } }
  const kinds = (state: typeof incident, reports: ReportState[], at: Date) =>
    expectedReports(state, reports, 'msa', dueAfter, at).map((one) => [one.kind, one.missed])
  const first = report({ signedAt: after(30) })
  assert.deepEqual(kinds(incident, [], after(59)), [['initial', false]])
  assert.deepEqual(kinds(incident, [], after(60)), [['initial', true]])
  assert.deepEqual(kinds(incident, [first], after(100)), [['follow_up', false]])
  assert.deepEqual(kinds(incident, [first], after(30 + 240)), [['follow_up', true]])
  assert.deepEqual(kinds(closed, [first], after(700)), [['final', false]])
  assert.deepEqual(kinds(closed, [first, report({ kind: 'final', signedAt: after(700) })], after(9999)), [])
  // A correction is not a report of the situation and moves no clock.
  const correction = report({ kind: 'correction', signedAt: after(200) })
  assert.deepEqual(kinds(incident, [first, correction], after(30 + 240)), [['follow_up', true]])
})

test('it is signed only when everything required is written, by whom it belongs to', () => {
  const texts = fc.array(fc.record({ required: fc.boolean(), text: fc.constantFrom('', ' ', 'words') }))
  fc.assert(
    fc.property(texts, (all) => {
      const sections = all.map(({ required, text }, i) => section({ key: `k${i}`, title: `第${i}节`, required, text }))
      const refusal = refuseSign(opened(), report({ sections }), actor('msa'))
      const missing = sections.filter((one) => one.required && one.text.trim() === '')
      assert.equal(refusal === null, missing.length === 0)
      for (const one of missing) assert.ok(refusal?.zh.includes(one.title))
    }),
  )
  assert.equal(refuseSign(opened(), report(), actor('customs'))?.code, 'forbidden')
  assert.equal(refuseSign(opened(), report(), actor('msa', ['officer']))?.code, 'forbidden')
  assert.equal(refuseSign(opened(), report({ signedAt: T0 }), actor('msa'))?.code, 'conflict')
})

test('what a person changed is no longer called generated', () => {
  assert.equal(originOf(section({ generated: 'a', text: 'a' })), 'generated')
  assert.equal(originOf(section({ generated: 'a', text: 'a b' })), 'edited')
  assert.equal(originOf(section({ generated: 'a', text: '' })), 'empty')
  assert.equal(originOf(section({ text: 'a' })), 'typed')
  assert.equal(originOf(section({ form: 'table' })), 'generated')
})

test('each kind asks for something that only a person can write or check, and the deadlines named exist', async () => {
  const { reference } = await import('../respond/fixture.ts')
  for (const kind of KINDS) {
    assert.ok(TEMPLATES[kind].some((one) => one.required))
    assert.equal(new Set(TEMPLATES[kind].map((one) => one.key)).size, TEMPLATES[kind].length)
  }
  for (const id of REPORT_DEADLINES) assert.match(reference.deadlines.get(id)!.eventZh, /报告|报/, id)
})
