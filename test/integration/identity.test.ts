/** Administration over HTTP, the command line, tokens of machines, personas; and what the other roles cannot read. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { hangRoutes } from '../../src/app/http/door.ts'
import { buildServer } from '../../src/app/http/server.ts'
import { claimReader, hangSessionRoutes } from '../../src/app/http/session-routes.ts'
import {
  type AccountRow,
  createIdentity,
  PERSONAS,
  type PersonaView,
  routes,
  seedPersonas,
  systemPostOf,
} from '../../src/environment/identity/public.ts'
import { route } from '../../src/ledger/public.ts'
import { withRole } from '../../src/store/public.ts'
import { asAdmin } from '../support/database.ts'
import { type Browser, COST, type IdentitySite, identitySite, tokenOf } from '../support/identity-site.ts'

const SECRET_TABLES = ['account', 'account_post', 'session', 'api_token', 'one_time_link', 'sign_in_attempt']

/** A stand-in for a room's route that machines may call. */
const readSignals = route({
  method: 'GET',
  url: '/test/signals',
  summary: 'test',
  roles: ['duty_officer', 'analyst'],
  scope: 'signals:read',
  response: Type.Object({ post: Type.String(), account: Type.Union([Type.String(), Type.Null()]) }),
  handler: async (call) => ({ post: call.actor.postId, account: call.actor.accountId }),
})

const serverOf = async (site: IdentitySite): Promise<FastifyInstance> => {
  const server = await buildServer({
    webDir: join(site.house.dataDir, 'no-web'),
    version: 'test',
    logError: (error) => {
      throw error
    },
  })
  hangSessionRoutes(server, site.identity)
  hangRoutes(server, site.house, claimReader(site.identity), [...routes, readSignals])
  await server.ready()
  return server
}

type Headers = Record<string, string>
type Reply = { status: number; body: Record<string, unknown>; setCookie: string }

const asker = (server: FastifyInstance, headers: () => Headers) => {
  return async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, payload?: object): Promise<Reply> => {
    const answer = await server.inject({
      method,
      url: `/api${url}`,
      headers: { 'x-tongguan': '1', ...headers() },
      ...(payload ? { payload } : {}),
    })
    return {
      status: answer.statusCode,
      body: answer.body === '' ? {} : answer.json(),
      setCookie: String(answer.headers['set-cookie'] ?? ''),
    }
  }
}

const cookieOf = (browser: Browser): Headers => ({ cookie: `tg_session=${browser.cookies['tg_session'] ?? ''}` })

describe('administration', () => {
  let site: IdentitySite
  let server: FastifyInstance
  let admin: Browser
  let adminSecret: Buffer
  let adminId: string
  let officer: Browser
  let ask: ReturnType<typeof asker>
  let askOfficer: ReturnType<typeof asker>
  let analystPost: string
  let officerId: string

  const listAccount = async (login: string): Promise<AccountRow> => {
    const { body } = await ask('GET', `/accounts?q=${login}`)
    const row = (body['rows'] as AccountRow[]).find((one) => one.login === login)
    assert.ok(row, login)
    return row
  }

  before(async () => {
    site = await identitySite({ demo: false })
    server = await serverOf(site)
    admin = site.browser('198.51.100.1')
    officer = site.browser('198.51.100.2')
    ask = asker(server, () => cookieOf(admin))
    askOfficer = asker(server, () => cookieOf(officer))
    const made = await site.command('create', '--admin', '--login', 'admin', '--name-zh', '管一岚')
    adminId = made.answer['id'] as string
    adminSecret = await site.enrol(admin, made.answer['link'] as string)
  })
  after(async () => {
    await server.close()
    await site.drop()
  })

  test('an administrator makes members, posts and accounts; the new officer signs in by the link', async () => {
    assert.equal(
      (
        await ask('POST', '/posts', {
          agencyId: 'customs',
          zh: '研判员',
          en: 'Analyst',
          roles: ['analyst'],
          purposes: ['port_security'],
        })
      ).status,
      400,
    )
    assert.equal((await ask('PUT', '/agencies/customs', { member: true })).status, 204)
    const post = await ask('POST', '/posts', {
      agencyId: 'customs',
      zh: '研判员',
      en: 'Analyst',
      roles: ['analyst', 'duty_officer'],
      purposes: ['port_security', 'law_enforcement'],
    })
    assert.equal(post.status, 200)
    analystPost = post.body['id'] as string
    const made = await ask('POST', '/accounts', {
      login: 'gu.yun',
      officer: { zh: '顾昀', en: 'Gu Yun' },
      postIds: [analystPost],
    })
    assert.equal(made.status, 200)
    officerId = made.body['id'] as string
    const invited = await listAccount('gu.yun')
    assert.deepEqual([invited.totp, invited.linkOpen, invited.disabled, invited.locked], [false, true, false, false])
    await site.enrol(officer, made.body['link'] as string)
    const session = await officer.session()
    assert.ok(session.signedIn && session.post.id === analystPost && session.agency.id === 'customs')
    assert.equal((await listAccount('gu.yun')).totp, true)
  })

  test('a member has its system post at once, and it is nobody else’s to hold', async () => {
    const posts = (await ask('GET', '/posts')).body['rows'] as { id: string }[]
    assert.ok(!posts.some((post) => post.id === systemPostOf('customs')))
    const [row] = await asAdmin(
      site.database.adminUrl,
      async (client) =>
        (await client.query('select active, roles from post where post_id = $1', [systemPostOf('customs')])).rows,
    )
    assert.deepEqual(row, { active: true, roles: ['system'] })
    assert.equal((await ask('PUT', `/accounts/${officerId}/posts`, { postIds: [systemPostOf('customs')] })).status, 400)
    await ask('PUT', '/agencies/msa', { member: true })
    await ask('PUT', '/agencies/msa', { member: false })
    const [closed] = await asAdmin(
      site.database.adminUrl,
      async (client) => (await client.query('select active from post where post_id = $1', [systemPostOf('msa')])).rows,
    )
    assert.deepEqual(closed, { active: false })
  })

  test('a login is taken once; a post must exist; separated duties stay separate', async () => {
    const again = await ask('POST', '/accounts', {
      login: 'gu.yun',
      officer: { zh: '某', en: 'X' },
      postIds: [analystPost],
    })
    assert.equal(again.status, 409)
    assert.equal((again.body['fields'] as { field: string }[])[0]!.field, 'login')
    assert.equal(
      (
        await ask('POST', '/accounts', {
          login: 'other',
          officer: { zh: '某', en: 'X' },
          postIds: [crypto.randomUUID()],
        })
      ).status,
      400,
    )
    assert.equal(
      (
        await ask('POST', '/posts', {
          agencyId: 'customs',
          zh: '某',
          en: 'X',
          roles: ['auditor', 'analyst'],
          purposes: ['audit'],
        })
      ).status,
      400,
    )
    assert.equal(
      (
        await ask('POST', '/posts', {
          agencyId: 'customs',
          zh: '某',
          en: 'X',
          roles: ['system'],
          purposes: ['port_security'],
        })
      ).status,
      400,
    )
    assert.equal((await ask('POST', `/accounts/${crypto.randomUUID()}/disable`)).status, 404)
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

  test('disabling ends the session at once; enabling does not bring it back', async () => {
    assert.equal((await askOfficer('GET', '/agencies')).status, 200)
    assert.equal((await ask('POST', `/accounts/${officerId}/disable`)).status, 204)
    assert.equal((await askOfficer('GET', '/agencies')).status, 401)
    assert.equal((await officer.session()).signedIn, false)
    assert.equal((await listAccount('gu.yun')).disabled, true)
    assert.equal((await ask('POST', `/accounts/${officerId}/reset`)).status, 409)
    assert.equal((await ask('POST', `/accounts/${officerId}/enable`)).status, 204)
    assert.equal((await askOfficer('GET', '/agencies')).status, 401)
  })

  test('a reset ends password, codes and sessions; only the new link opens', async () => {
    const first = await ask('POST', `/accounts/${officerId}/reset`)
    const secret = await site.enrol(officer, first.body['link'] as string)
    assert.equal((await askOfficer('GET', '/agencies')).status, 200)
    const second = await ask('POST', `/accounts/${officerId}/reset`)
    const third = await ask('POST', `/accounts/${officerId}/reset`)
    assert.equal((await askOfficer('GET', '/agencies')).status, 401)
    await assert.rejects(
      officer.call('POST', '/session', {
        login: 'gu.yun',
        password: 'quay crane fog seven',
        code: site.freshCode(secret),
      }),
    )
    await assert.rejects(officer.call('GET', `/links/${tokenOf(second.body['link'] as string)}`))
    await site.enrol(officer, third.body['link'] as string)
    assert.equal((await askOfficer('GET', '/agencies')).status, 200)
  })

  test('the last administrator can neither be disabled nor moved; with a second one, one may go', async () => {
    const refused = await ask('POST', `/accounts/${adminId}/disable`)
    assert.equal(refused.status, 409)
    assert.equal(refused.body['reason'], 'last_administrator')
    assert.equal((await ask('PUT', `/accounts/${adminId}/posts`, { postIds: [analystPost] })).status, 409)
    assert.equal((await site.command('disable', 'admin')).status, 1)
    // An invitation is not yet an administrator who can sign in.
    const { answer } = await site.command('create', '--admin', '--login', 'admin2')
    assert.equal((await ask('POST', `/accounts/${adminId}/disable`)).status, 409)
    const second = site.browser('198.51.100.3')
    await site.enrol(second, answer['link'] as string)
    const asSecond = asker(server, () => cookieOf(second))
    const both = await Promise.all([
      ask('POST', `/accounts/${answer['id']}/disable`),
      asSecond('POST', `/accounts/${adminId}/disable`),
    ])
    assert.deepEqual(both.map((one) => one.status).filter((status) => status === 204).length, 1)
    for (const login of ['admin', 'admin2']) await site.command('enable', login)
    await admin.call('POST', '/session', {
      login: 'admin',
      password: 'quay crane fog seven',
      code: site.freshCode(adminSecret),
    })
    assert.equal((await ask('GET', '/accounts')).status, 200)
  })

  test('posts: another one can be chosen with a new secret, for its purposes only; a lost one ends the session', async () => {
    const { body } = await ask('POST', '/posts', {
      agencyId: 'port_office',
      zh: '值班长',
      en: 'Duty officer',
      roles: ['duty_officer'],
      purposes: ['port_security'],
    })
    await ask('PUT', `/accounts/${officerId}/posts`, { postIds: [analystPost, body['id']] })
    const before = officer.cookies['tg_session']!
    const changed = await officer.call('PUT', '/session/post', { postId: analystPost, purpose: 'law_enforcement' })
    assert.equal((changed.body as { purpose: string }).purpose, 'law_enforcement')
    assert.notEqual(officer.cookies['tg_session'], before)
    const session = await officer.session()
    assert.ok(session.signedIn && session.purpose === 'law_enforcement' && session.posts.length === 2)
    const old = asker(server, () => ({ cookie: `tg_session=${before}` }))
    assert.equal((await old('GET', '/posts')).status, 401)
    await assert.rejects(officer.call('PUT', '/session/post', { postId: analystPost, purpose: 'audit' }), /may not act/)
    await assert.rejects(officer.call('PUT', '/session/post', { postId: systemPostOf('customs') }), /Not found/)
    await officer.call('PUT', '/session/post', { postId: body['id'] })
    assert.equal((await askOfficer('GET', '/test/signals')).body['post'], body['id'])
    await ask('PUT', `/accounts/${officerId}/posts`, { postIds: [analystPost] })
    assert.equal((await askOfficer('GET', '/test/signals')).status, 401)
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

  test('a held login shows as locked, and an administrator frees it', async () => {
    const stranger = site.browser('203.0.113.80')
    for (let i = 0; i < 5; i += 1)
      await assert.rejects(stranger.call('POST', '/session', { login: 'gu.yun', password: 'wrong wrong 1' }))
    assert.equal((await listAccount('gu.yun')).locked, true)
    assert.equal((await ask('POST', `/accounts/${officerId}/unlock`)).status, 204)
    assert.equal((await listAccount('gu.yun')).locked, false)
  })

  test('accounts come in pages that do not overlap', async () => {
    const seen: string[] = []
    let url = '/accounts?limit=1'
    for (;;) {
      const { body } = await ask('GET', url)
      seen.push(...(body['rows'] as AccountRow[]).map((row) => row.login))
      if (body['next'] === null) break
      url = `/accounts?limit=1&before=${body['next']}`
    }
    assert.deepEqual(seen, ['admin', 'admin2', 'gu.yun'])
    const found = (await ask('GET', `/accounts?q=${encodeURIComponent('顾')}`)).body['rows'] as AccountRow[]
    assert.deepEqual(
      found.map((row) => row.login),
      ['gu.yun'],
    )
  })

  test('everything is in the record, and nothing that opens a door is', async () => {
    const openings = await asAdmin(
      site.database.adminUrl,
      async (client) =>
        (
          await client.query<{ field: number; text: string; class: string; owner_agency: string }>(
            'select o.field, o.text, c.data_class as class, c.owner_agency from ledger_opening o join circle c using (circle_id)',
          )
        ).rows,
    )
    const acts = new Set(openings.filter((row) => row.field === 1).map((row) => JSON.parse(row.text).act as string))
    for (const act of [
      'session.opened',
      'session.post_chosen',
      'sign_in.held',
      'account.created',
      'account.link_issued',
      'account.password_set',
      'account.disabled',
      'account.enabled',
      'account.unlocked',
      'account.posts_set',
      'post.created',
      'agency.membership_set',
      'token.issued',
      'token.revoked',
      'record.viewed',
    ])
      assert.ok(acts.has(act), act)
    for (const { text, class: dataClass } of openings) {
      assert.equal(dataClass, 'administration')
      assert.doesNotMatch(text, /tg[sal]_|argon2|gu\.yun|wrong wrong/)
    }
    assert.deepEqual([...new Set(openings.map((row) => row.owner_agency))].sort(), ['customs', 'msa', 'port_office'])
  })

  test('a site of real people does not become a demonstration', async () => {
    await assert.rejects(
      withRole(site.house.db, 'owner', (tx) => seedPersonas(tx, site.clock.now())),
      /accounts of its own/,
    )
  })

  test('the command line lists, refuses and explains', async () => {
    const list = await site.command('list')
    assert.deepEqual(
      (list.answer['rows'] as AccountRow[]).map((row) => row.login),
      ['admin', 'admin2', 'gu.yun'],
    )
    assert.deepEqual([(await site.command('reset', 'nobody')).status, (await site.command('reset')).status], [1, 2])
    assert.equal((await site.command('create', '--admin', '--login', 'admin')).status, 1)
    assert.equal((await site.command('create', '--admin', '--login', 'Bad Login')).status, 2)
    assert.equal((await site.command('create', '--login', 'x1')).status, 2)
    assert.equal((await site.command('create', '--admin', '--login', 'x1', '--agency', 'nowhere')).status, 1)
    assert.equal((await site.command('fly')).status, 2)
    assert.equal((await site.command('create', '--what')).status, 2)
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
