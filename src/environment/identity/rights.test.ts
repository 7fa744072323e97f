import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { PURPOSES, RIGHTS, ROLES } from './model.ts'
import { rightOf, rightsOf, rolesFor } from './rights.ts'

test('a duty officer works on content and administers nothing', () => {
  const rights = rightsOf(['duty_officer'], 'port_security')
  assert.equal(rights['signals.read'], true)
  assert.equal(rights['warnings.issue'], true)
  assert.equal(rights['incidents.open'], true)
  assert.notEqual(rights['admin.accounts'], true)
  assert.notEqual(rights['ledger.verify'], true)
})

test('an auditor verifies the record and reads no content', () => {
  const rights = rightsOf(['auditor'], 'audit')
  assert.deepEqual(
    Object.entries(rights)
      .filter(([, right]) => right === true)
      .map(([name]) => name),
    ['ledger.verify', 'ledger.read'],
  )
})

test('the purpose decides too: an administrator in another purpose administers nothing', () => {
  assert.equal(rightOf('admin.accounts', ['administrator'], 'administration'), true)
  assert.notEqual(rightOf('admin.accounts', ['administrator'], 'port_security'), true)
  assert.notEqual(rightOf('signals.read', ['duty_officer'], 'audit'), true)
})

test('every refusal has its reason in both languages, and roles only add rights', () => {
  const roles = fc.subarray([...ROLES])
  fc.assert(
    fc.property(roles, roles, fc.constantFrom(...PURPOSES), (some, more, purpose) => {
      const few = rightsOf(some, purpose)
      const many = rightsOf([...some, ...more], purpose)
      for (const right of RIGHTS) {
        const answer = few[right]
        if (answer === true) {
          assert.equal(many[right], true)
          assert.ok(some.some((role) => rolesFor(right).includes(role)))
        } else {
          assert.match(answer.zh, /[\u4e00-\u9fff]/)
          assert.match(answer.en, /[a-z]/)
        }
      }
    }),
  )
})

test('the system role of clocks has no right at all', () => {
  for (const purpose of PURPOSES)
    assert.ok(Object.values(rightsOf(['system'], purpose)).every((right) => right !== true))
})
