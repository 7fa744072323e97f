import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { actor, opened, REACHABLE } from '../respond/fixture.ts'
import type { PlanContent } from './model.ts'
import { changesBetween, contentOf, refuseActivate, whyUnassigned } from './plan.ts'

const LEAD = actor('msa')
const step = fc.record({
  title: fc.constantFrom('a', 'b', 'c'),
  agency: fc.option(fc.constantFrom('customs', 'msa', 'port_operator', 'not_a_member'), { nil: null }),
  mandatory: fc.boolean(),
  minutes: fc.constant(30),
})
const INCIDENT = opened()
const planned = (steps: { title: string; agency: string | null; mandatory: boolean; minutes: number }[]): PlanContent =>
  contentOf(INCIDENT, { aim: 'x', resources: [], steps })

test('no version is activated while a mandatory step has nobody who can act, and the refusal names it', () => {
  fc.assert(
    fc.property(fc.array(step), fc.subarray([...REACHABLE], { minLength: 1 }), (steps, reachable) => {
      const incident = opened(undefined, undefined, new Set([...reachable, 'msa']))
      const content = contentOf(incident, { aim: 'x', resources: [], steps })
      const refusal = refuseActivate(incident, { version: 1, content, activated: false }, 1, LEAD)
      const free = content.steps.filter((one) => {
        const member = incident.members.find((other) => other.agency === one.agency)
        return one.mandatory && !member?.reachable
      })
      assert.equal(refusal === null, free.length === 0)
      for (const one of free) assert.ok(refusal?.zh.includes(one.title.zh) && refusal.en.includes(one.title.en))
    }),
  )
})

test('a task that was handed over since is with whoever took it', () => {
  const before = opened()
  const content = contentOf(before, { aim: 'x', resources: [], steps: [] })
  const task = before.tasks.find((one) => !one.conditional)!
  const moved = (agency: string) => ({
    ...before,
    tasks: before.tasks.map((one) => (one.id === task.id ? { ...one, agency } : one)),
  })
  const own = content.steps.find((one) => one.taskId === task.id)!
  assert.notEqual(whyUnassigned(moved('not_a_member'), own), null)
  assert.equal(whyUnassigned(moved('customs'), own), null)
})

test('only the lead activates, only the newest version, only once', () => {
  const incident = opened(undefined, undefined, new Set(opened().members.map((member) => member.agency)))
  const plan = { version: 2, content: planned([]), activated: false }
  assert.equal(refuseActivate(incident, plan, 2, LEAD), null)
  assert.equal(refuseActivate(incident, plan, 2, actor('customs'))?.code, 'forbidden')
  assert.equal(refuseActivate(incident, plan, 3, LEAD)?.code, 'conflict')
  assert.equal(refuseActivate(incident, { ...plan, activated: true }, 2, LEAD)?.code, 'conflict')
})

test('the difference of two versions: nothing between a version and itself, and each change once', () => {
  const nameOf = (agency: string) => ({ zh: agency, en: agency })
  fc.assert(
    fc.property(fc.uniqueArray(step, { selector: (one) => one.title }), (steps) => {
      assert.deepEqual(changesBetween(planned(steps), planned(steps), nameOf), [])
    }),
  )
  const before = { aim: 'x', steps: [], resources: [{ name: '吊车', unit: '', need: 2, have: 1 }] }
  const after = { aim: 'y', steps: [], resources: [{ name: '拖车', unit: '台', need: 2, have: 2 }] }
  assert.deepEqual(
    changesBetween(before, after, nameOf).map((one) => [one.what, one.how, one.name.zh, one.after?.zh ?? null]),
    [
      ['aim', 'changed', '目标', 'y'],
      ['resource', 'added', '拖车', '需 2，有 2 台'],
      ['resource', 'removed', '吊车', null],
    ],
  )
})
