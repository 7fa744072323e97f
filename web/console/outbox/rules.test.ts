import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isPassing, mineRefused, type Note, ofOthers, sendable } from './rules.ts'

const note = (id: string, writtenAt: string, more: Partial<Note> = {}): Note => ({
  id,
  incidentId: 'i',
  taskId: null,
  text: '样例',
  writtenAt,
  postId: 'me',
  refused: null,
  ...more,
})

test('out of reach and signed out pass by; a refusal does not', () => {
  for (const code of ['network', 'unavailable', 'unauthenticated']) assert.ok(isPassing(code), code)
  for (const code of ['invalid', 'forbidden', 'not_found', 'conflict']) assert.ok(!isPassing(code), code)
})

test('a post sends its own notes, oldest first, and never what another post wrote on the same device', () => {
  const notes = [
    note('b', '2026-11-19T03:10:00Z'),
    note('a', '2026-11-19T03:04:00Z'),
    note('other', '2026-11-19T03:00:00Z', { postId: 'other' }),
    note('refused', '2026-11-19T02:00:00Z', { refused: { zh: '事件已结案', en: 'closed' } }),
  ]
  assert.deepEqual(
    sendable(notes, 'me').map((one) => one.id),
    ['a', 'b'],
  )
  assert.deepEqual(
    mineRefused(notes, 'me').map((one) => one.id),
    ['refused'],
  )
  assert.deepEqual([ofOthers(notes, 'me'), ofOthers(notes, null)], [1, 4])
})
