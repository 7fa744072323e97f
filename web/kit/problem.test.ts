import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ERROR_CODES } from '../../src/base/errors.ts'
import { faultsByField, Problem, problemFrom, problemWords } from './problem.ts'

test('every code of the server has words and a remedy in both languages', () => {
  for (const code of [...Object.keys(ERROR_CODES), 'network', 'unknown'] as const)
    for (const locale of ['zh', 'en'] as const) {
      const { what, remedy } = problemWords(new Problem({ code: code as 'network' }), locale)
      assert.ok(what.length > 3 && remedy.length > 3, code)
    }
})

test('the server’s own words come first', () => {
  const problem = problemFrom(409, { code: 'conflict', zh: '已被确认。', en: 'Already acknowledged.' })
  assert.equal(problemWords(problem, 'zh').what, '已被确认。')
  assert.equal(problem.status, 409)
})

test('a body that is no problem document still becomes one', () => {
  assert.equal(problemFrom(503, '<html>').code, 'unavailable')
  assert.equal(problemFrom(418, null).code, 'unknown')
  assert.equal(problemFrom(400, { code: 'nonsense' }).code, 'invalid')
})

test('a lock-out says how long, rounded up', () => {
  const problem = problemFrom(429, { code: 'too_many', zh: '甲', en: 'a', retryAfterSeconds: 61 })
  assert.equal(problemWords(problem, 'zh').remedy, '请等待 2 分 后再试。')
  assert.equal(problemWords(problem, 'en').remedy, 'Wait 2 min and try again.')
  const short = problemFrom(429, { code: 'too_many', zh: '甲', en: 'a', retryAfterSeconds: 30 })
  assert.equal(problemWords(short, 'zh').remedy, '请等待 30 秒后再试。')
})

test('faults go to their fields; unknown fields to the form', () => {
  const problem = problemFrom(400, {
    code: 'invalid',
    fields: [
      { field: 'login', zh: '甲', en: 'a' },
      { field: '/login', zh: '乙', en: 'b' },
      { field: 'other', zh: '丙', en: 'c' },
    ],
  })
  assert.deepEqual(faultsByField(problem, ['login'], 'en'), { login: 'a', '': 'c' })
})
