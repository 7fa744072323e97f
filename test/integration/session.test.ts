/** Signing in and what a session is worth, against a real PostgreSQL: the happy path, and every way that must not work. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { DomainError } from '../../src/base/public.ts'
import type { SessionView } from '../../src/environment/identity/public.ts'
import { withActor, withRole } from '../../src/store/public.ts'
import { asAdmin } from '../support/database.ts'
import { type Browser, type IdentitySite, identitySite, PASSWORD, tokenOf } from '../support/identity-site.ts'

const refusal =
  (code: string, reason?: string) =>
  (error: unknown): boolean => {
    assert.ok(error instanceof DomainError, String(error))
    assert.equal(error.code, code)
    if (reason !== undefined) assert.equal(error.detail.reason, reason)
    return true
  }

describe('sessions', () => {
  let site: IdentitySite
  let home: Browser
  let secret: Buffer
  const login = 'chen.zhiyuan'

  const tryPassword = (browser: Browser, password = 'not the password 1', as = login) =>
    browser.call('POST', '/session', { login: as, password })
  const signIn = (browser: Browser) =>
    browser.call('POST', '/session', { login, password: PASSWORD, code: site.freshCode(secret) })
  const isSignedIn = async (browser: Browser) => (await browser.session()).signedIn

  before(async () => {
    site = await identitySite({ demo: false })
    home = site.browser('198.51.100.7')
    const made = await site.command(
      'create',
      '--admin',
      '--login',
      login,
      '--name-zh',
      '陈知远',
      '--name-en',
      'Chen Zhiyuan',
    )
    assert.equal(made.status, 0, made.message)
    secret = await site.enrol(home, made.answer['link'] as string)
  })
  after(() => site.drop())

  test('a link sets password and codes and signs in; the answer says who, where and what for', async () => {
    const session = await home.session()
    assert.ok(session.signedIn)
    assert.deepEqual(session.officer, { zh: '陈知远', en: 'Chen Zhiyuan' })
    assert.equal(session.agency.id, 'port_office')
    assert.equal(session.purpose, 'administration')
    assert.equal(session.rights['admin.accounts'], true)
    assert.notEqual(session.rights['signals.read'], true)
    assert.match(String(session.site.epoch), /^\d+:/)
    assert.equal(session.site.demo, false)
    assert.ok(session.site.now.endsWith('Z'))
  })

  test('password and code sign in; cookies are HttpOnly, SameSite=Strict and Secure', async () => {
    const browser = site.browser()
    await assert.rejects(
      browser.call('POST', '/session', { login, password: PASSWORD }),
      refusal('unauthenticated', 'code_required'),
    )
    const answer = await signIn(browser)
    assert.equal((answer.body as SessionView).signedIn, true)
    assert.equal(answer.setCookie.length, 2)
    for (const cookie of answer.setCookie) assert.match(cookie, /; HttpOnly; SameSite=Strict; Secure/)
    assert.ok(await isSignedIn(browser))
  })

  test('a login in capitals and with spaces is the same login', async () => {
    const browser = site.browser('192.0.2.30')
    await browser.call('POST', '/session', {
      login: ` ${login.toUpperCase()} `,
      password: PASSWORD,
      code: site.freshCode(secret),
    })
    assert.ok(await isSignedIn(browser))
  })

  test('wrong password, unknown login and wrong code get the same answer', async () => {
    const browser = site.browser('192.0.2.31')
    const answers: string[] = []
    for (const body of [
      { login, password: 'not the password 1' },
      { login: 'nobody.here', password: 'not the password 1' },
      { login, password: PASSWORD, code: '000000' },
    ])
      await browser.call('POST', '/session', body).catch((error: DomainError) => {
        answers.push(JSON.stringify([error.code, error.text, error.detail]))
      })
    assert.equal(answers.length, 3)
    assert.equal(new Set(answers).size, 1)
  })

  test('a code works once, also for two sign-ins at the same moment', async () => {
    const code = site.freshCode(secret)
    const body = { login, password: PASSWORD, code }
    const attempts = await Promise.allSettled(
      Array.from({ length: 12 }, (_, n) => site.browser(`192.0.2.${100 + n}`).call('POST', '/session', body)),
    )
    assert.equal(attempts.filter((attempt) => attempt.status === 'fulfilled').length, 1)
    await assert.rejects(site.browser('192.0.2.44').call('POST', '/session', body), refusal('unauthenticated', 'wrong'))
  })

  test('failing on purpose holds the one who fails, and nobody else', async () => {
    const stranger = site.browser('203.0.113.66')
    for (let i = 0; i < 5; i += 1) await assert.rejects(tryPassword(stranger), refusal('unauthenticated', 'wrong'))
    await assert.rejects(tryPassword(stranger), (error: unknown) => {
      refusal('too_many')(error)
      const seconds = (error as DomainError).detail.retryAfterSeconds!
      return seconds > 0 && seconds <= 30
    })
    // Not even the right password gets through there now; from elsewhere it does.
    await assert.rejects(stranger.call('POST', '/session', { login, password: PASSWORD }), refusal('too_many'))
    const colleague = site.browser('203.0.113.67')
    await signIn(colleague)
    assert.ok(await isSignedIn(colleague))
    // Behind the same address, a device that signed in before has a count of its own.
    home.address = stranger.address
    await signIn(home)
    assert.ok(await isSignedIn(home))
  })

  test('an unknown login is held just like a known one', async () => {
    const stranger = site.browser('203.0.113.70')
    for (let i = 0; i < 5; i += 1)
      await assert.rejects(
        tryPassword(stranger, 'whatever it is 1', 'nobody.at.all'),
        refusal('unauthenticated', 'wrong'),
      )
    await assert.rejects(tryPassword(stranger, 'whatever it is 1', 'nobody.at.all'), refusal('too_many'))
  })

  test('the hold grows, and ends by itself', async () => {
    const stranger = site.browser('203.0.113.71')
    for (let i = 0; i < 5; i += 1) await assert.rejects(tryPassword(stranger))
    site.clock.set(new Date(site.clock.now().getTime() + 31_000))
    await assert.rejects(tryPassword(stranger), refusal('unauthenticated', 'wrong'))
    await assert.rejects(tryPassword(stranger), (error: unknown) => {
      refusal('too_many')(error)
      return (error as DomainError).detail.retryAfterSeconds! > 30
    })
    site.clock.set(new Date(site.clock.now().getTime() + 61_000))
    await signIn(stranger)
    assert.ok(await isSignedIn(stranger))
  })

  test('guesses at the same moment each count', async () => {
    const attempts = await Promise.allSettled(
      Array.from({ length: 30 }, () => tryPassword(site.browser('203.0.113.72'))),
    )
    const wrong = attempts.filter(
      (one) => one.status === 'rejected' && (one.reason as DomainError).code === 'unauthenticated',
    )
    assert.equal(wrong.length, 5)
  })

  test('a crowd that has the password cannot guess the code; a known device still signs in', async () => {
    let held = false
    for (let i = 0; i < 40 && !held; i += 1)
      await site
        .browser(`198.18.0.${i}`)
        .call('POST', '/session', { login, password: PASSWORD, code: '000000' })
        .catch((error: DomainError) => {
          held = error.code === 'too_many'
        })
    assert.ok(held)
    await signIn(home)
    assert.ok(await isSignedIn(home))
  })

  test('signing out ends the session on the server, not only in the browser', async () => {
    const browser = site.browser('192.0.2.50')
    await site.command('unlock', login)
    await signIn(browser)
    const { tg_session } = browser.cookies
    assert.equal((await browser.call('DELETE', '/session')).status, 204)
    browser.cookies['tg_session'] = tg_session!
    assert.equal(await isSignedIn(browser), false)
    assert.equal((await browser.call('DELETE', '/session')).status, 204)
  })

  test('signing in again ends the session that the browser carried', async () => {
    const browser = site.browser('192.0.2.51')
    await signIn(browser)
    const before = browser.cookies['tg_session']!
    await signIn(browser)
    assert.notEqual(browser.cookies['tg_session'], before)
    browser.cookies['tg_session'] = before
    assert.equal(await isSignedIn(browser), false)
  })

  test('an idle session ends at its time, for the request role too', async () => {
    const browser = site.browser('192.0.2.52')
    await signIn(browser)
    const claim = browser.claim()
    assert.ok(await withActor(site.house.db, claim, async (_tx, who) => who))
    const hash = Buffer.from(claim.sessionHash, 'hex')
    await asAdmin(site.database.adminUrl, (client) =>
      client.query("update session set expires_at = now() - interval '1 second' where token_hash = $1", [hash]),
    )
    assert.equal(await withActor(site.house.db, claim, async (_tx, who) => who), null)
    assert.equal(await isSignedIn(browser), false)
    // And no sign of life brings it back.
    site.identity.touch(claim)
    await new Promise((resolve) => setTimeout(resolve, 100))
    assert.equal(await isSignedIn(browser), false)
  })

  test('a sign of life prolongs a session by half an hour, twelve hours in all', async () => {
    const browser = site.browser('192.0.2.53')
    await signIn(browser)
    const hash = Buffer.from(browser.claim().sessionHash, 'hex')
    const left = async (): Promise<number> => {
      const session = await browser.session()
      assert.ok(session.signedIn)
      return Math.round((new Date(session.expiresAt).getTime() - Date.now()) / 60_000)
    }
    const shift = (sql: string) => asAdmin(site.database.adminUrl, (client) => client.query(sql, [hash]))
    assert.equal(await left(), 30)
    await shift(`update session set expires_at = now() + interval '2 minutes' where token_hash = $1`)
    site.identity.touch(browser.claim())
    await new Promise((resolve) => setTimeout(resolve, 150))
    assert.equal(await left(), 30)
    // Another browser with the same session: the first one's touch was written a moment ago.
    await shift(
      `update session set created_at = now() - interval '11 hours 50 minutes', expires_at = now() + interval '1 minute' where token_hash = $1`,
    )
    await withRole(site.house.db, 'auth', async (tx) => {
      const { slideSession } = await import('../../src/environment/identity/store.ts')
      await slideSession(tx, hash)
    })
    assert.equal(await left(), 10)
  })

  test('changing the password ends the other sessions and asks for the old one and a code', async () => {
    const here = site.browser('192.0.2.54')
    const there = site.browser('192.0.2.55')
    await signIn(here)
    await signIn(there)
    const next = 'tide gauge lantern nine'
    const change = (body: object) => here.call('PUT', '/session/password', body)
    await assert.rejects(
      change({ current: 'not the password 1', code: site.freshCode(secret), password: next }),
      refusal('unauthenticated', 'wrong'),
    )
    await assert.rejects(
      change({ current: PASSWORD, code: '000000', password: next }),
      refusal('unauthenticated', 'wrong'),
    )
    await assert.rejects(
      change({ current: PASSWORD, code: site.freshCode(secret), password: 'password1234' }),
      refusal('invalid'),
    )
    await change({ current: PASSWORD, code: site.freshCode(secret), password: next })
    assert.ok(await isSignedIn(here))
    assert.equal(await isSignedIn(there), false)
    await assert.rejects(signIn(there), refusal('unauthenticated', 'wrong'))
    await change({ current: next, code: site.freshCode(secret), password: PASSWORD })
  })

  test('nobody: no cookie, a made-up one, one of another kind', async () => {
    const browser = site.browser()
    const out = await browser.session()
    assert.equal(out.signedIn, false)
    assert.equal(out.site.epoch, null)
    for (const cookie of ['', 'x', `tgs_${'A'.repeat(43)}`, `tga_${'A'.repeat(43)}`]) {
      browser.cookies['tg_session'] = cookie
      assert.equal(await isSignedIn(browser), false, cookie)
    }
    await assert.rejects(
      browser.call('PUT', '/session/post', { postId: crypto.randomUUID() }),
      refusal('unauthenticated'),
    )
  })

  test('input that is not as required is refused, not a fault', async () => {
    const browser = site.browser('192.0.2.60')
    for (const body of [undefined, null, [], {}, { login: 1, password: {} }, { login, password: PASSWORD, extra: 1 }])
      await assert.rejects(browser.call('POST', '/session', body), refusal('invalid'))
  })

  test('personas do not exist on a site that is no demonstration', async () => {
    const browser = site.browser()
    await assert.rejects(browser.call('GET', '/session/personas'), refusal('not_found'))
    await assert.rejects(browser.call('POST', '/session/persona', { login: 'demo.duty' }), refusal('not_found'))
  })

  test('a link is used once, for whoever holds it, within a day', async () => {
    const browser = site.browser('192.0.2.61')
    const { answer } = await site.command('create', '--admin', '--login', 'second.admin')
    const link = answer['link'] as string
    assert.match(link, /^https:\/\/port\.test\/link\/tgl_/)
    const url = `/links/${tokenOf(link)}`
    const seen = (await browser.call('GET', url)).body
    assert.deepEqual((await browser.call('GET', url)).body, seen)
    await assert.rejects(browser.call('POST', url, { password: PASSWORD, code: '000000' }), refusal('invalid'))
    await assert.rejects(browser.call('POST', url, { password: 'short', code: '000000' }), refusal('invalid'))
    await site.enrol(browser, link)
    await assert.rejects(browser.call('GET', url), refusal('not_found'))
    await assert.rejects(browser.call('POST', url, { password: PASSWORD, code: '000000' }), refusal('not_found'))
    const late = await site.command('reset', 'second.admin')
    await asAdmin(site.database.adminUrl, (client) =>
      client.query("update one_time_link set expires_at = now() - interval '1 second' where used_at is null"),
    )
    await assert.rejects(browser.call('GET', `/links/${tokenOf(late.answer['link'] as string)}`), refusal('not_found'))
    await assert.rejects(browser.call('GET', `/links/tgl_${'A'.repeat(43)}`), refusal('not_found'))
  })
})
