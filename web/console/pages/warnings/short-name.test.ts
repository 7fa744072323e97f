import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shortName } from './short-name.ts'

test('brackets at the end are left out, nothing else', () => {
  assert.equal(shortName('Customs (GACC and local customs)'), 'Customs')
  assert.equal(shortName('出入境边防检查机关（国家移民管理局）'), '出入境边防检查机关')
  assert.equal(shortName('Carrier / ship agent'), 'Carrier / ship agent')
  assert.equal(shortName('(unnamed)'), '(unnamed)')
})
