/** What nobody but administrators can reach, tokens of machines, sign-in over HTTP, and the demonstration's personas. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import {
  createIdentity,
  PERSONAS,
  type PersonaView,
  seedPersonas,
  systemPostOf,
} from '../../src/environment/identity/public.ts'
import { withRole } from '../../src/store/public.ts'
import { asAdmin } from '../support/database.ts'
import {
  asker,
  type Browser,
  COST,
  cookieOf,
  type Headers,
  type IdentitySite,
  identitySite,
  serverOf,
} from '../support/identity-site.ts'

const SECRET_TABLES = ['account', 'account_post', 'session', 'api_token', 'one_time_link', 'sign_in_attempt']

describe('who reaches what', () => {
  let site: IdentitySite
  let server: FastifyInstance
  let admin: Browser
  let adminSecret: Buffer
  let adminId: string
  let officer: Browser
  let officerId: string
  let analystPost: string
  let ask: ReturnType<typeof asker>
  let askOfficer: ReturnType<typeof asker>

  before(async () => {
    site = await identitySite({ demo: false })
    server = await serverOf(site)
    admin = site.browser('198.51.100.1')
    officer = site.browser('198.51.100.2')
    ask = asker(server, () => cookieOf(admin))
    askOfficer = asker(server, () => cookieOf(officer))
    const first = await site.command('create', '--admin', '--login', 'admin')
    adminId = first.answer['id'] as string
    adminSecret = await site.enrol(admin, first.answer['link'] as string)
    await ask('PUT', '/agencies/customs', { member: true })
    const post = { agencyId: 'customs', zh: '研判员', en: 'Analyst', roles: ['analyst'], purposes: ['port_security'] }
    analystPost = (await ask('POST', '/posts', post)).body['id'] as string
    const made = await ask('POST', '/accounts', {
      login: 'gu.yun',
      officer: { zh: '顾昀', en: 'Gu Yun' },
      postIds: [analystPost],
    })
    officerId = made.body['id'] as string
    await site.enrol(officer, made.body['link'] as string)
  })
  after(async () => {
    await server.close()
    await site.drop()
  })

  test('an officer administers nothing: neither by the route nor by a statement of their own', async () => {
    for (const [method, url] of [
      ['GET', '/accounts'],
      ['GET', '/tokens'],
      ['POST', `/accounts/${officerId}/reset`],
      ['POST', `/accounts/${adminId}/disable`],
    ] as const)
      assert.equal((await askOfficer(method, url)).status, 403, url)
    const hash = officer.claim().sessionHash
    for (const call of [
      `app.admin_accounts(null, null, 10)`,
      `app.admin_clear_secrets('${adminId}')`,
      `app.admin_put_link('${adminId}', sha256('x'), now() + interval '1 day')`,
      `app.admin_set_posts('${officerId}', '{}')`,
      `app.admin_put_post('${crypto.randomUUID()}', 'customs', 'x', 'x', '{administrator}', '{administration}', true)`,
      `app.admin_tokens()`,
      `app.admin_held('{}')`,
    ])
      await assert.rejects(
        site.house.db.request
          .query(`begin; select set_config('app.session', '${hash}', true); select * from ${call}`)
          .finally(() => site.house.db.request.query('rollback')),
        (error: unknown) => (error as { code?: string }).code === '42501',
        call,
      )
  })

  test('no role but auth and owner can read or change a secret table', async () => {
    for (const role of ['request', 'job', 'intake', 'ledger'] as const)
      for (const table of SECRET_TABLES)
        for (const statement of [
          `select * from ${table}`,
          `select count(*) from ${table}`,
          `delete from ${table}`,
          `update ${table} set created_at = now()`,
        ])
          await assert.rejects(
            site.house.db[role].query(statement),
            (error: unknown) => ['42501', '42703'].includes((error as { code?: string }).code ?? ''),
            `${role}: ${statement}`,
          )
    for (const role of ['request', 'job', 'intake', 'ledger'] as const)
      await assert.rejects(
        site.house.db[role].query('select * from app.account_post_now'),
        (error: unknown) => (error as { code?: string }).code === '42501',
      )
  })

  test('what administration answers holds no hash and no secret', async () => {
    const texts = await Promise.all(
      ['/accounts', '/posts', '/agencies', '/tokens'].map(async (url) => JSON.stringify((await ask('GET', url)).body)),
    )
    for (const text of texts) assert.doesNotMatch(text, /argon2|password|hash|secret/i)
  })

  test('a token does what its scopes say, as its post, until it is revoked', async () => {
    const made = await ask('POST', '/tokens', {
      name: '申报接口',
      postId: analystPost,
      scopes: ['signals:read'],
      days: 30,
    })
    assert.equal(made.status, 200)
    const asMachine = asker(server, () => ({ authorization: `Bearer ${made.body['token']}` }))
    assert.deepEqual((await asMachine('GET', '/test/signals')).body, { post: analystPost, account: null })
    for (const url of ['/accounts', '/posts', '/tokens']) assert.equal((await asMachine('GET', url)).status, 403, url)
    const writer = await ask('POST', '/tokens', {
      name: '只写',
      postId: analystPost,
      scopes: ['signals:write'],
      days: 1,
    })
    const asWriter = asker(server, () => ({ authorization: `Bearer ${writer.body['token']}` }))
    assert.equal((await asWriter('GET', '/test/signals')).status, 403)
    assert.equal((await asMachine('GET', '/session')).body['signedIn'], false)
    const rows = (await ask('GET', '/tokens')).body['rows'] as { id: string; revokedAt: string | null }[]
    assert.equal(rows.length, 2)
    assert.equal((await ask('POST', `/tokens/${made.body['id']}/revoke`)).status, 204)
    assert.equal((await asMachine('GET', '/test/signals')).status, 401)
    await asAdmin(site.database.adminUrl, (client) =>
      client.query('update api_token set expires_at = now() where token_id = $1', [writer.body['id']]),
    )
    assert.equal((await asWriter('GET', '/test/signals')).status, 401)
    assert.equal(
      (await ask('POST', '/tokens', { name: 'x', postId: systemPostOf('customs'), scopes: ['signals:read'], days: 1 }))
        .status,
      400,
    )
    assert.equal(
      (await ask('POST', '/tokens', { name: 'x', postId: analystPost, scopes: ['everything'], days: 1 })).status,
      400,
    )
    assert.equal(
      (
        await ask('POST', '/tokens', {
          name: 'x',
          postId: analystPost,
          scopes: ['signals:read'],
          sourceId: crypto.randomUUID(),
          days: 1,
        })
      ).status,
      400,
    )
  })

  test('over HTTP: a forged request is refused, sign-in sets both cookies, sign-out clears the session', async () => {
    const plain = (method: 'POST' | 'DELETE', headers: Headers, payload?: object) =>
      server.inject({ method, url: '/api/session', headers, ...(payload ? { payload } : {}) })
    const body = { login: 'admin', password: 'quay crane fog seven', code: site.freshCode(adminSecret) }
    assert.equal((await plain('POST', {}, body)).statusCode, 403)
    const entered = await plain('POST', { 'x-tongguan': '1' }, body)
    assert.equal(entered.statusCode, 200)
    assert.equal(entered.json().signedIn, true)
    assert.deepEqual(
      entered.cookies.map((cookie) => [cookie.name, cookie.httpOnly, cookie.secure, cookie.sameSite]),
      [
        ['tg_session', true, true, 'Strict'],
        ['tg_device', true, true, 'Strict'],
      ],
    )
    const mine = { cookie: `tg_session=${entered.cookies[0]!.value}`, 'x-tongguan': '1' }
    assert.equal((await server.inject({ url: '/api/session', headers: mine })).json().signedIn, true)
    const left = await plain('DELETE', mine)
    assert.equal(left.statusCode, 204)
    assert.equal(left.cookies[0]!.value, '')
    assert.equal((await server.inject({ url: '/api/session', headers: mine })).json().signedIn, false)
    const wrong = await plain('POST', { 'x-tongguan': '1' }, { login: 'admin', password: 'wrong wrong 1' })
    assert.equal(wrong.statusCode, 401)
    assert.match(String(wrong.headers['content-type']), /problem\+json/)
    assert.equal(wrong.json().reason, 'wrong')
  })
})

describe('the demonstration', () => {
  let site: IdentitySite

  before(async () => {
    site = await identitySite({ demo: true })
    for (let twice = 0; twice < 2; twice += 1)
      await withRole(site.house.db, 'owner', (tx) => seedPersonas(tx, site.clock.now()))
  })
  after(() => site.drop())

  test('every persona signs in by one press, at its post, with its question', async () => {
    const { rows } = (await site.browser().call('GET', '/session/personas')).body as { rows: PersonaView[] }
    assert.deepEqual(
      rows.map((row) => row.login),
      PERSONAS.map((persona) => persona.login),
    )
    assert.equal(new Set(rows.map((row) => row.agency.id)).size, 8)
    for (const persona of PERSONAS) {
      const browser = site.browser()
      await browser.call('POST', '/session/persona', { login: persona.login })
      const session = await browser.session()
      assert.ok(session.signedIn, persona.login)
      assert.deepEqual(session.post.roles, persona.roles)
      assert.equal(session.purpose, persona.purposes[0])
      assert.equal(session.agency.id, persona.agencyId)
      assert.ok(session.site.demo && session.site.synthetic)
    }
    await assert.rejects(site.browser().call('POST', '/session/persona', { login: 'demo.nobody' }), /Not found/)
  })

  test('a persona has no password, and no reset gives it one', async () => {
    await assert.rejects(
      site.browser().call('POST', '/session', { login: 'demo.duty', password: 'nobody has this password' }),
      /wrong/,
    )
    assert.equal((await site.command('reset', 'demo.duty')).status, 1)
  })

  test('the same database opened as a real site: personas are absent, and their sessions have ended', async () => {
    const browser = site.browser()
    await browser.call('POST', '/session/persona', { login: 'demo.admin' })
    const real = createIdentity({
      house: { ...site.house, demo: false },
      siteName: { zh: '真', en: 'Real' },
      secureCookies: true,
      passwordCost: COST,
    })
    await real.start()
    assert.equal((await browser.session()).signedIn, false)
    const routeOf = (url: string, method: string) =>
      real.sessionRoutes.find((one) => one.url === url && one.method === method)!
    const input = { cookies: {}, headers: {}, address: '::1' }
    await assert.rejects(routeOf('/session/personas', 'GET').handler(input), /Not found/)
    await assert.rejects(
      routeOf('/session/persona', 'POST').handler({ ...input, body: { login: 'demo.admin' } }),
      /Not found/,
    )
  })
})
