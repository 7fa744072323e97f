import assert from 'node:assert/strict'
import { test } from 'node:test'
import { byUrgency, LEVEL_SHAPES, LEVELS, levelWord } from './level-words.ts'

test('every level has its own word and its own shape in both languages', () => {
  for (const locale of ['zh', 'en'] as const)
    for (const short of [false, true])
      assert.equal(new Set(LEVELS.map((level) => levelWord(level, locale, short))).size, LEVELS.length)
  assert.equal(new Set(Object.values(LEVEL_SHAPES)).size, LEVELS.length)
  assert.equal(levelWord('orange', 'zh'), '橙色')
})

test('red comes first', () => {
  assert.deepEqual(([...LEVELS] as const).toSorted(byUrgency), ['red', 'orange', 'yellow', 'blue'])
})
