/** Administration over HTTP, the command line, tokens of machines, personas; and what the other roles cannot read. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { type AccountRow, seedPersonas, systemPostOf } from '../../src/environment/identity/public.ts'
import { withRole } from '../../src/store/public.ts'
import { asAdmin } from '../support/database.ts'
import {
  asker,
  type Browser,
  cookieOf,
  type IdentitySite,
  identitySite,
  serverOf,
  tokenOf,
} from '../support/identity-site.ts'

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
