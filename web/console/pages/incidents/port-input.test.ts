import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromPortInput, toPortInput } from './port-input.ts'

test('wall time of the port and back', () => {
  const at = new Date('2026-11-18T19:08:00.000Z')
  assert.equal(toPortInput(at, 'Asia/Shanghai'), '2026-11-19T03:08')
  assert.equal(fromPortInput('2026-11-19T03:08', 'Asia/Shanghai')?.toISOString(), at.toISOString())
})

test('also where clocks change', () => {
  for (const words of ['2026-03-29T01:30', '2026-03-29T03:30', '2026-10-25T04:00', '2026-07-01T12:00'])
    assert.equal(toPortInput(fromPortInput(words, 'Europe/Amsterdam')!, 'Europe/Amsterdam'), words)
})

test('what is no time is none', () => {
  assert.equal(fromPortInput('', 'Asia/Shanghai'), undefined)
  assert.equal(fromPortInput('2026-13-40T99:99', 'Asia/Shanghai'), undefined)
})
