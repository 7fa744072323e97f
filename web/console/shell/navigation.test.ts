import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PageEntry } from '../routes.tsx'
import { isClosed, litPage, visiblePages } from './navigation.ts'

const pages: readonly Pick<PageEntry, 'path' | 'name' | 'right'>[] = [
  { path: '/', name: 'situation' },
  { path: '/signals', name: 'signals', right: 'signals.read' },
  { path: '/signals/:id', right: 'signals.read' },
  { path: '/ledger', name: 'ledger', right: 'ledger.read' },
]

test('a page without the right is not there; a refusal with a reason is no right', () => {
  const names = (rights: object) => visiblePages(pages, rights).map((page) => page.name)
  assert.deepEqual(names({}), ['situation'])
  assert.deepEqual(names({ 'signals.read': true, 'ledger.read': { zh: '无', en: 'no' } }), ['situation', 'signals'])
})

test('a page under another lights its parent', () => {
  assert.equal(litPage(pages, '/')?.name, 'situation')
  assert.equal(litPage(pages, '/signals/6f9')?.name, 'signals')
  assert.equal(litPage(pages, '/signalsx'), undefined)
})

test('a purpose that opens no content has no page of content', () => {
  const warnings = { path: '/warnings', name: 'warnings', content: true } as const
  assert.equal(isClosed(warnings, 'audit'), true)
  assert.equal(isClosed(warnings, 'administration'), true)
  assert.equal(isClosed(warnings, 'port_security'), false)
  assert.equal(isClosed({}, 'audit'), false)
  assert.deepEqual(visiblePages([warnings], {}, 'audit'), [])
  assert.equal(visiblePages([warnings], {}, 'health_quarantine').length, 1)
})
