import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { CanonicalJsonError, canonicalJson, type Json } from './canonical-json.ts'

test('every string is written as JSON writes it, or refused', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      if (text.includes('\u0000') || !text.isWellFormed()) assert.throws(() => canonicalJson(text), CanonicalJsonError)
      else assert.equal(canonicalJson(text), JSON.stringify(text))
    }),
    { numRuns: 2000 },
  )
})

test('one text for one value, whatever the order of members, and it reads back as the value', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), (value) => {
      const clean = JSON.parse(JSON.stringify(value)) as Record<string, Json>
      let text: string
      try {
        text = canonicalJson(clean)
      } catch (error) {
        assert.ok(error instanceof CanonicalJsonError)
        return
      }
      const turned = Object.fromEntries(Object.entries(clean).reverse())
      assert.equal(canonicalJson(turned as Json), text)
      assert.equal(canonicalJson(JSON.parse(text) as Json), text)
    }),
    { numRuns: 1000 },
  )
})

test('names sort by UTF-16 code units, as RFC 8785 has it (section 3.2.3)', () => {
  // The example of the RFC: carriage return, digit, control, letters, euro, emoji, Hebrew.
  const names = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6']
  const text = canonicalJson(Object.fromEntries(names.map((name) => [name, 0])))
  const order = [...text.matchAll(/"((?:[^"\\]|\\.)*)":0/g)].map((match) => JSON.parse(`"${match[1]}"`) as string)
  assert.deepEqual(order, ['\r', '1', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude00', '\ufb33'])
})

test('what has no canonical form is refused', () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, new Date(), () => 1, [undefined]])
    assert.throws(() => canonicalJson(value as unknown as Json))
})
