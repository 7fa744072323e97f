import assert from 'node:assert/strict'
import { test } from 'node:test'
import { claimOf, clearSessionCookie, deviceCookie, sessionCookie } from './cookies.ts'
import { hashOfToken, isToken, newToken } from './tokens.ts'

const session = newToken('session')
const api = newToken('api')

test('a session comes by cookie, a machine by bearer token', () => {
  const claim = claimOf({ cookies: { tg_session: session }, headers: {} })
  assert.deepEqual(claim, { sessionHash: hashOfToken(session).toString('hex'), purpose: '', realm: 1 })
  const machine = claimOf({ cookies: {}, headers: { authorization: `Bearer ${api}` } })
  assert.equal(machine?.sessionHash, hashOfToken(api).toString('hex'))
})

test('one kind never passes for the other, and a bad header does not fall back to the cookie', () => {
  assert.equal(claimOf({ cookies: { tg_session: api }, headers: {} }), null)
  assert.equal(claimOf({ cookies: {}, headers: { authorization: `Bearer ${session}` } }), null)
  assert.equal(claimOf({ cookies: { tg_session: session }, headers: { authorization: 'Basic eDp5' } }), null)
  assert.equal(claimOf({ cookies: { tg_session: session }, headers: { authorization: '' } }), null)
})

test('what is not a token is nobody, without asking the database', () => {
  for (const text of ['', 'tgs_', 'tgs_short', `${session}x`, `${session}'; drop`, session.toUpperCase()])
    assert.equal(claimOf({ cookies: { tg_session: text }, headers: {} }), null, text)
})

test('a purpose is taken from the header only in its form', () => {
  const ask = (purpose: string) =>
    claimOf({ cookies: { tg_session: session }, headers: { 'x-purpose': purpose } })?.purpose
  assert.equal(ask('health_quarantine'), 'health_quarantine')
  assert.equal(ask("x', true); --"), '')
})

test('cookies cannot be read by scripts or sent by other sites; over https they are Secure', () => {
  for (const text of [sessionCookie(session, true), deviceCookie('v1.a.b', true), clearSessionCookie(true)])
    assert.match(text, /; Path=\/; HttpOnly; SameSite=Strict; Secure/)
  assert.doesNotMatch(sessionCookie(session, false), /Secure/)
  assert.doesNotMatch(sessionCookie(session, false), /Max-Age/)
  assert.match(clearSessionCookie(false), /^tg_session=; .*Max-Age=0$/)
})

test('tokens are long, different and told apart by their prefix', () => {
  assert.notEqual(newToken('session'), newToken('session'))
  assert.match(newToken('link'), /^tgl_[A-Za-z0-9_-]{43}$/)
  assert.ok(isToken('api', api) && !isToken('session', api))
})
