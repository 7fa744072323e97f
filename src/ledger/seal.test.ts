import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { canonicalJson, type Json } from '../base/public.ts'
import { hashOfLeaf, opens, parseJsonText, sealFact, sealFacts } from './public.ts'

const sealer = {
  actor: 'post/1',
  realm: 1,
  at: new Date('2026-11-22T08:00:00Z'),
  recordedAt: new Date('2026-11-22T08:00:00.014Z'),
}
const safeNumber = fc.double({
  noNaN: true,
  noDefaultInfinity: true,
  min: -Number.MAX_SAFE_INTEGER,
  max: Number.MAX_SAFE_INTEGER,
})
const safeText = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((s) => s.isWellFormed() && !s.includes('\u0000'))
const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    safeNumber,
    safeText,
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(safeText, tie('json'), { maxKeys: 4 }),
  ),
}))

test('a sealed fact: 122 bytes whatever it holds, openings that fit, canonical envelope', () => {
  fc.assert(
    fc.property(json, fc.option(safeText), safeText, (payload, basis, act) => {
      const sealed = sealFact({ act, object: 'signal/5', basis, payload, circleId: 3 }, sealer)
      assert.equal(sealed.leaf.length, 122)
      assert.deepEqual(hashOfLeaf(sealed.leaf), sealed.leafHash)
      for (const field of ['envelope', 'payload'] as const) {
        const { salt, text } = sealed[field]
        assert.equal(opens(sealed.leaf, { entryId: sealed.id, field, salt, canonical: text }), true)
        assert.equal(canonicalJson(parseJsonText(text)), text)
      }
      const envelope = {
        id: sealed.id,
        act,
        actor: 'post/1',
        object: 'signal/5',
        basis,
        realm: 1,
        at: '2026-11-22T08:00:00.000Z',
        recordedAt: '2026-11-22T08:00:00.014Z',
      }
      assert.equal(sealed.envelope.text, canonicalJson(envelope))
    }),
  )
})

test('equal facts of one batch share neither id, salt nor leaf', () => {
  const fact = { act: 'signal.received', object: 'signal/5', payload: null, circleId: 3 }
  const sealed = sealFacts([fact, fact, fact], sealer)
  for (const part of [
    sealed.map((s) => s.id),
    sealed.map((s) => s.leaf.toString()),
    sealed.flatMap((s) => [s.envelope.salt, s.payload.salt]).map(String),
  ])
    assert.equal(new Set(part).size, part.length)
})

test('what cannot be committed to is refused before anything is written', () => {
  const fact = (payload: Json, object = 'signal/5') => sealFact({ act: 'a', object, payload, circleId: 1 }, sealer)
  assert.throws(() => fact('\ud800'), { name: 'CanonicalJsonError' })
  assert.throws(() => fact({ a: Number.NaN }), { name: 'CanonicalJsonError' })
  assert.throws(() => fact({ a: 2 ** 53 }), { name: 'CanonicalJsonError' })
  assert.throws(() => fact(null, 'signal'), /kind\/id/)
})
