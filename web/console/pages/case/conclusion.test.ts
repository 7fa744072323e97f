import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Assessment } from '../../../../src/actions/assess/model.ts'
import { conclusionOf } from './conclusion.ts'

const reason = (zh: string, en: string, points: number) => ({
  rule: en,
  zh,
  en,
  points,
  value: { zh: '', en: '' },
  source: { zh: '经验判断，未验证', en: 'judgement, not validated' },
})
const origin = {
  field: 'origin',
  points: null,
  name: { zh: '原产国', en: 'Origin' },
  zh: '缺少原产国，相关规则无法判断',
  en: 'Origin is missing, so rules that need it are undecided',
}
const given = (part: Partial<Assessment>) => ({
  level: 0,
  score: 0,
  reasons: [],
  unknowns: [],
  riskType: null,
  ...part,
})
const waste = { id: 'ecology.solid_waste', zh: '固体废物', en: 'Solid waste' }

test('says what is believed, on how many points, and the weightiest reason', () => {
  const assessment = given({
    level: 3,
    score: 70,
    riskType: waste,
    reasons: [reason('单价过低', 'Price too low', 30), reason('品目为废塑料。', 'Heading is waste plastics.', 40)],
  })
  assert.equal(
    conclusionOf(assessment, 'zh'),
    '指向固体废物，研判等级为高：2 项依据合计 70 分，最重的是“品目为废塑料”。没有列出缺项。',
  )
  assert.equal(
    conclusionOf(assessment, 'en'),
    'Solid waste, assessed high: 2 reasons add up to 70 points, above all “Heading is waste plastics”. No gap is listed.',
  )
})

test('names what is missing beside what is believed', () => {
  const assessment = given({ level: 2, score: 30, reasons: [reason('绕道', 'Detour', 30)], unknowns: [origin, origin] })
  assert.match(conclusionOf(assessment, 'zh'), /缺少原产国，相关规则无法判断，另有 1 项未知；补齐后结论可能改变。$/)
})

test('unknown is never put as low or as nothing found', () => {
  for (const locale of ['zh', 'en'] as const)
    for (const reasons of [[], [reason('绕道', 'Detour', 5)]])
      for (const unknowns of [[], [origin]]) {
        const words = conclusionOf(given({ level: null, score: null, reasons, unknowns }), locale)
        assert.match(words, locale === 'zh' ? /无法判断；未知不等于低风险/ : /Cannot be judged; unknown is not low/)
        assert.doesNotMatch(words, /未见疑点|没有列出缺项|Nothing found|No gap/)
      }
})

test('nothing found still says what is missing', () => {
  assert.match(conclusionOf(given({ unknowns: [origin] }), 'zh'), /^未见疑点.*缺少原产国/)
  assert.match(conclusionOf(null, 'zh'), /^尚未研判/)
})
