import assert from 'node:assert/strict'
import { test } from 'node:test'
import { codeAt, enrolmentOf, findStep, secretOfLink, stepAt } from './one-time-codes.ts'

// RFC 6238, appendix B, the rows of SHA-1: the secret is ASCII "12345678901234567890".
const SECRET = Buffer.from('12345678901234567890', 'ascii')
const VECTORS: readonly [seconds: number, code: string][] = [
  [59, '94287082'],
  [1111111109, '07081804'],
  [1111111111, '14050471'],
  [1234567890, '89005924'],
  [2000000000, '69279037'],
  [20000000000, '65353130'],
]
const at = (seconds: number): Date => new Date(seconds * 1000)

test('the vectors of RFC 6238, appendix B', () => {
  for (const [seconds, code] of VECTORS) {
    assert.equal(codeAt(SECRET, at(seconds), 8), code)
    assert.equal(codeAt(SECRET, at(seconds)), code.slice(2))
  }
})

test('one step of skew either way is taken, two are not', () => {
  const code = codeAt(SECRET, at(1111111109))
  const step = stepAt(at(1111111109))
  assert.equal(findStep(SECRET, code, at(1111111109), null), step)
  assert.equal(findStep(SECRET, code, at(1111111109 + 30), null), step)
  assert.equal(findStep(SECRET, code, at(1111111109 - 30), null), step)
  assert.equal(findStep(SECRET, code, at(1111111109 + 61), null), undefined)
  assert.equal(findStep(SECRET, code, at(1111111109 - 61), null), undefined)
})

test('a code works once, and no code of an earlier step works after it', () => {
  const now = at(1234567890)
  const step = findStep(SECRET, codeAt(SECRET, now), now, null)!
  assert.equal(findStep(SECRET, codeAt(SECRET, now), now, step), undefined)
  assert.equal(findStep(SECRET, codeAt(SECRET, at(1234567890 - 30)), now, step), undefined)
  assert.equal(findStep(SECRET, codeAt(SECRET, at(1234567890 + 30)), now, step), step + 1)
})

test('what is not six digits is no code; spaces are taken out', () => {
  const now = at(1234567890)
  const code = codeAt(SECRET, now)
  assert.notEqual(findStep(SECRET, `${code.slice(0, 3)} ${code.slice(3)}`, now, null), undefined)
  for (const wrong of ['', '12345', `${code}0`, 'abcdef', '١٢٣٤٥٦', '-12345'])
    assert.equal(findStep(SECRET, wrong, now, null), undefined)
})

test('a link always offers the same secret, another link or site another', () => {
  const site = Buffer.alloc(32, 1)
  assert.deepEqual(secretOfLink(site, 'a'), secretOfLink(site, 'a'))
  assert.equal(secretOfLink(site, 'a').length, 20)
  assert.notDeepEqual(secretOfLink(site, 'a'), secretOfLink(site, 'b'))
  assert.notDeepEqual(secretOfLink(site, 'a'), secretOfLink(Buffer.alloc(32, 2), 'a'))
})

test('enrolment holds address, secret and picture', async () => {
  const { otpauthUrl, secret, qrSvg } = await enrolmentOf(SECRET, 'chen', '同关 澜门口岸')
  assert.equal(secret, 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')
  assert.match(otpauthUrl, /^otpauth:\/\/totp\/.*secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ/)
  assert.match(qrSvg, /^<svg [\s\S]*<\/svg>\s*$/)
  assert.doesNotMatch(qrSvg, /script/)
})
