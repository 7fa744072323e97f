import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { sealedText } from './sealed-text.ts'

const key = randomBytes(32)

test('what was sealed opens again, and says nothing of itself', () => {
  const cursor = sealedText(key, 'cursor signals')
  const sealed = cursor.seal('1763800000000 42')
  assert.equal(cursor.open(sealed), '1763800000000 42')
  assert.notEqual(cursor.seal('1763800000000 42'), sealed)
  assert.ok(!Buffer.from(sealed, 'base64url').toString('latin1').includes('1763800000000'))
})

test('another use, another site, a changed or shortened text open nothing', () => {
  const sealed = sealedText(key, 'cursor signals').seal('7')
  assert.equal(sealedText(key, 'cursor imports').open(sealed), undefined)
  assert.equal(sealedText(randomBytes(32), 'cursor signals').open(sealed), undefined)
  for (let i = 0; i < sealed.length; i++) {
    const other = `${sealed.slice(0, i)}${sealed[i] === 'A' ? 'B' : 'A'}${sealed.slice(i + 1)}`
    assert.equal(sealedText(key, 'cursor signals').open(other), undefined)
  }
  assert.equal(sealedText(key, 'cursor signals').open(''), undefined)
  assert.equal(sealedText(key, 'cursor signals').open('not base64 +/='), undefined)
})
