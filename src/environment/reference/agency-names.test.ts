import assert from 'node:assert/strict'
import { test } from 'node:test'
import { referenceFromFiles } from './read-files.ts'

test('every agency of the duty matrix has a short name that fits a column, and no two share one', () => {
  const agencies = [...referenceFromFiles().agencies.values()]
  assert.ok(agencies.length > 0)
  for (const agency of agencies) {
    assert.ok(agency.zh.length <= 8, `${agency.id}: ${agency.zh}`)
    assert.ok(agency.en.length <= 24, `${agency.id}: ${agency.en}`)
    assert.ok(agency.fullZh !== '' && agency.fullEn !== '')
  }
  assert.equal(new Set(agencies.map((agency) => agency.zh)).size, agencies.length)
  assert.equal(new Set(agencies.map((agency) => agency.en)).size, agencies.length)
})
