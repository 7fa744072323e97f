import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DomainError, isUuid } from '../../base/public.ts'
import { PERSONAS } from './personas.ts'
import { namedUuid, systemPostOf } from './posts.ts'
import { refuseLastAdministrator, refusePost } from './rules.ts'

const refused = (fn: () => void, code: string) =>
  assert.throws(fn, (error: unknown) => error instanceof DomainError && error.code === code)

test('the last administrator stays; one of two may go; others always may', () => {
  refused(() => refuseLastAdministrator(true, 0), 'conflict')
  refuseLastAdministrator(true, 1)
  refuseLastAdministrator(false, 0)
})

test('audit and administration stand alone at their posts', () => {
  refusePost(['auditor'], ['audit'])
  refusePost(['administrator'], ['administration'])
  refusePost(['duty_officer', 'analyst'], ['port_security', 'health_quarantine'])
  refused(() => refusePost(['auditor', 'analyst'], ['audit']), 'invalid')
  refused(() => refusePost(['auditor'], ['port_security']), 'invalid')
  refused(() => refusePost(['administrator'], ['administration', 'port_security']), 'invalid')
  refused(() => refusePost(['analyst'], ['port_security', 'audit']), 'invalid')
  refused(() => refusePost(['analyst'], ['administration']), 'invalid')
  refused(() => refusePost(['system'], ['port_security']), 'invalid')
})

test('system posts have fixed ids of their own', () => {
  assert.equal(systemPostOf('customs'), systemPostOf('customs'))
  assert.notEqual(systemPostOf('customs'), systemPostOf('msa'))
  assert.ok(isUuid(systemPostOf('customs')))
  assert.equal(namedUuid('x')[14], '8')
})

test('personas: eight agencies, an auditor, an administrator, all said to be a demonstration, each within the rules', () => {
  assert.equal(new Set(PERSONAS.map((persona) => persona.agencyId)).size, 8)
  assert.equal(new Set(PERSONAS.map((persona) => persona.login)).size, PERSONAS.length)
  for (const { login, officer, roles, purposes, question } of PERSONAS) {
    refusePost(roles, purposes)
    assert.match(login, /^demo\.[a-z]+$/)
    assert.match(officer.zh, /^演示·/)
    assert.match(officer.en, /^Demo /)
    assert.match(question.zh, /？$/)
    assert.match(question.en, /\?$/)
  }
  assert.ok(PERSONAS.some((persona) => persona.roles.includes('auditor')))
  assert.ok(PERSONAS.some((persona) => persona.roles.includes('administrator')))
})
