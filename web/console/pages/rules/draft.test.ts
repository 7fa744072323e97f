import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addRule, type Content, freeId, removeRule, switchRule, tighten, valueKind } from './draft.ts'

const rule = (id: string, riskType: string) => ({
  id,
  riskType,
  points: 10,
  zh: '甲',
  en: 'a',
  when: [],
  source: { zh: '甲', en: 'a' },
})
const content = { rules: [rule('bio.one', 'bio.vectors'), rule('cyber.one', 'cyber.tos_attack')] } as unknown as Content
const ids = (table: Content) => table.rules.map((one) => one.id)

test('a new rule stands with those of its risk, under a name that is free', () => {
  assert.equal(freeId(content, 'bio.vectors'), 'bio.r1')
  const more = addRule(content, rule('bio.r1', 'bio.vectors'))
  assert.deepEqual(ids(more), ['bio.one', 'bio.r1', 'cyber.one'])
  assert.equal(freeId(more, 'bio.vectors'), 'bio.r2')
  assert.deepEqual(ids(addRule(content, rule('space.r1', 'space.gnss'))), ['bio.one', 'cyber.one', 'space.r1'])
})

test('switched off and on again it is as before', () => {
  const off = switchRule(content, 'bio.one', false)
  assert.equal(off.rules[0]?.off, true)
  assert.deepEqual(switchRule(off, 'bio.one', true), content)
  assert.deepEqual(ids(removeRule(content, 'bio.one')), ['cyber.one'])
})

test('a condition holds what its operator takes and nothing else', () => {
  assert.equal(valueKind('eq', 'boolean'), 'boolean')
  assert.equal(valueKind('in', 'list'), 'list')
  assert.deepEqual(tighten({ key: 'k', field: 'seal', op: 'missing', value: ['x'], factor: 2 }, 'code'), {
    field: 'seal',
    op: 'missing',
  })
  assert.deepEqual(tighten({ key: 'k', field: 'price', op: 'belowRange', value: 'r', factor: 1 }, 'number'), {
    field: 'price',
    op: 'belowRange',
    value: 'r',
  })
})
