import assert from 'node:assert/strict'
import { test } from 'node:test'
import { articleWords, isRead } from './articles.ts'

test('numbers become articles, words stay words', () => {
  assert.equal(articleWords(['12', '14'], 'zh'), '第 12、14 条')
  assert.equal(articleWords(['12', '14'], 'en'), 'arts. 12, 14')
  assert.equal(articleWords(['7'], 'en'), 'art. 7')
  assert.equal(articleWords(['通报义务'], 'zh'), '通报义务')
  assert.equal(articleWords([''], 'zh'), '')
})

test('an excerpt is not a text that was read', () => {
  assert.equal(isRead('full_text_read'), true)
  assert.equal(isRead('search_excerpt'), false)
})
