import assert from 'node:assert/strict'
import { test } from 'node:test'
import { callerOf, loginHash, networkOf, rememberDevice } from './caller.ts'

const SITE = Buffer.alloc(32, 7)
const chen = loginHash(SITE, 'chen')
const gu = loginHash(SITE, 'gu')

test('an address counts as its network', () => {
  assert.equal(networkOf('203.0.113.9'), '203.0.113.9')
  assert.equal(networkOf('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2::/64')
  assert.equal(networkOf('2001:db8:1:2::9'), '2001:db8:1:2::/64')
  assert.equal(networkOf('2001:db8:1:3::9'), '2001:db8:1:3::/64')
  assert.equal(networkOf('::1'), '0:0:0:0::/64')
  assert.equal(networkOf('fe80::1%eth0'), 'fe80:0:0:0::/64')
  assert.equal(networkOf('::ffff:203.0.113.9'), '203.0.113.9')
  assert.equal(networkOf('::ffff:cb00:7109'), '203.0.113.9')
  assert.equal(networkOf('not an address'), 'unknown')
})

test('logins are compared without case and outer spaces, and kept as keyed hashes', () => {
  assert.deepEqual(loginHash(SITE, ' Chen '), chen)
  assert.notDeepEqual(loginHash(Buffer.alloc(32, 8), 'chen'), chen)
})

test('a device that signed in is known for that login only, from any address', () => {
  const cookie = rememberDevice(SITE, chen, undefined)
  const known = callerOf(SITE, chen, '203.0.113.9', cookie)
  assert.equal(known.knownDevice, true)
  assert.deepEqual(callerOf(SITE, chen, '198.51.100.1', cookie).hash, known.hash)
  const other = callerOf(SITE, gu, '203.0.113.9', cookie)
  assert.equal(other.knownDevice, false)
  assert.deepEqual(other.hash, callerOf(SITE, gu, '203.0.113.9', undefined).hash)
})

test('a shared workstation remembers its officers, the latest eight', () => {
  let cookie = rememberDevice(SITE, chen, undefined)
  const device = callerOf(SITE, chen, '::1', cookie).hash
  cookie = rememberDevice(SITE, gu, cookie)
  assert.deepEqual(callerOf(SITE, gu, '::1', cookie).hash, device)
  for (let i = 0; i < 7; i += 1) cookie = rememberDevice(SITE, loginHash(SITE, `officer${i}`), cookie)
  assert.equal(callerOf(SITE, chen, '::1', cookie).knownDevice, false)
  assert.equal(callerOf(SITE, gu, '::1', cookie).knownDevice, true)
  assert.ok(cookie.length < 300)
})

test('a cookie that was made up or altered proves nothing', () => {
  const cookie = rememberDevice(SITE, chen, undefined)
  const [, id, proof] = cookie.split('.')
  const made = [
    '',
    'v1',
    'v1.AAAA.AAAA',
    `v2.${id}.${proof}`,
    `v1.${Buffer.alloc(16).toString('base64url')}.${proof}`,
    `v1.${id}.${Buffer.alloc(16).toString('base64url')}`,
    `v1.${id}.${Array(9).fill(proof).join('.')}`,
  ]
  for (const forged of made) assert.equal(callerOf(SITE, chen, '::1', forged).knownDevice, false, forged)
  assert.equal(callerOf(Buffer.alloc(32, 8), chen, '::1', cookie).knownDevice, false)
})
