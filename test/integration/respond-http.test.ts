/** The same thread over HTTP: schemas, status codes, upload and download, and what a stranger is told. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { routes as respondRoutes } from '../../src/actions/respond/public.ts'
import { routes as warnRoutes } from '../../src/actions/warn/public.ts'
import { hangRoutes } from '../../src/app/http/door.ts'
import { buildServer } from '../../src/app/http/server.ts'
import { uuid } from '../../src/base/public.ts'
import { type Officer, respondSite } from './respond-site.ts'

const RISK = 'social.dg_misdeclared'

test('warnings and incidents over HTTP', async (t) => {
  const site = await respondSite(t)
  const people = new Map<string, Officer>()
  for (const agency of ['customs', 'msa', 'port_operator', 'heritage']) people.set(agency, await site.officer(agency))
  const server = await buildServer({
    webDir: '/none',
    version: 'test',
    logError: (error) => assert.fail(String(error)),
  })
  hangRoutes(server, site.house, (request) => people.get(String(request.headers.who))?.claim ?? null, [
    ...warnRoutes,
    ...respondRoutes,
  ])
  t.after(() => server.close())

  const send = async (who: string, method: 'GET' | 'POST', url: string, payload?: object | Buffer, type?: string) => {
    const response = await server.inject({
      method,
      url: `/api${url}`,
      headers: { who, 'x-tongguan': '1', ...(type ? { 'content-type': type } : {}) },
      ...(payload === undefined ? {} : { payload }),
    })
    const json = response.headers['content-type']?.toString().includes('json') ? response.json() : undefined
    return { status: response.statusCode, json, headers: response.headers, raw: response.rawPayload }
  }

  const signalId = await site.putSignal('customs', RISK)
  const draft = await send('customs', 'GET', `/warnings/draft?signalId=${signalId}`)
  assert.equal(draft.status, 200)
  const issue = {
    signalId,
    level: draft.json.level,
    title: draft.json.title.zh,
    body: draft.json.body.zh,
    riskType: draft.json.riskType.id,
    place: draft.json.place,
    jurisdiction: 'CN',
    audience: ['msa', 'port_operator'],
    ackMinutes: 15,
  }
  const issued = await send('customs', 'POST', '/warnings', issue)
  assert.equal(issued.status, 201)
  const warningId: string = issued.json.id
  assert.equal((await send('customs', 'POST', '/warnings', { ...issue, level: 'purple' })).status, 400)
  assert.equal((await send('msa', 'GET', '/warnings?state=open&limit=10')).json.rows.length, 1)
  assert.equal((await send('msa', 'POST', `/warnings/${warningId}/acknowledge`, {})).status, 204)
  assert.equal((await send('msa', 'POST', `/warnings/${warningId}/acknowledge`, {})).status, 409)

  const proposed = await send('customs', 'GET', `/incidents/draft?warningId=${warningId}`)
  assert.equal(proposed.json.lead.id, 'msa')
  const input = { title: '瞒报', riskType: RISK, place: 'sea', jurisdiction: 'CN', warningId, signalIds: [signalId] }
  const opened = await send('customs', 'POST', '/incidents', input)
  assert.equal(opened.status, 201)
  const id: string = opened.json.id
  const room = (await send('port_operator', 'GET', `/incidents/${id}`)).json
  const task = room.tasks.find((one: { template: string }) => one.template === `${RISK}.t1`)
  assert.equal(task.can.accept, true)
  assert.equal(typeof task.can.unblock.zh, 'string')
  assert.equal((await send('port_operator', 'POST', `/tasks/${task.id}/accept`)).status, 204)

  const html = Buffer.from('<html><script>alert(1)</script></html>')
  const upload = (name: string, bytes: Buffer, type = 'application/octet-stream') =>
    send(
      'port_operator',
      'POST',
      `/incidents/${id}/evidence?name=${encodeURIComponent(name)}&taskId=${task.id}`,
      bytes,
      type,
    )
  assert.equal((await upload('x.html', html)).status, 415)
  assert.equal((await upload('x.json', Buffer.from('{}'), 'application/json')).status, 415)
  const stored = await upload('说明"; filename=evil.html.txt', html)
  assert.equal(stored.status, 201)
  const file = await send('msa', 'GET', `/evidence/${stored.json.id}`)
  assert.ok(file.raw.equals(html))
  assert.match(String(file.headers['content-disposition']), /^attachment; filename\*=UTF-8''[\w%.()-]+$/)
  assert.equal(file.headers['x-content-type-options'], 'nosniff')
  assert.equal(file.headers['cache-control'], 'no-store')
  assert.match(String(file.headers['content-type']), /^text\/plain/)
  assert.equal(
    (await send('port_operator', 'POST', `/tasks/${task.id}/complete`, { evidenceIds: [stored.json.id] })).status,
    204,
  )

  await t.test('a preview is sandboxed, never sniffed, and a text stays a text whatever it holds', async () => {
    const seen = await send('msa', 'GET', `/evidence/${stored.json.id}/preview`)
    assert.equal(seen.status, 200)
    assert.equal(seen.headers['content-type'], 'text/plain; charset=utf-8')
    assert.match(String(seen.headers['content-disposition']), /^inline;/)
    assert.equal(seen.headers['content-security-policy'], "default-src 'none'; sandbox")
    assert.equal(seen.headers['x-content-type-options'], 'nosniff')
    const chinese = await upload('单.csv', Buffer.from([0xcf, 0xe4, 0xba, 0xc5, 0x2c, 0x31]))
    assert.equal((await send('msa', 'GET', `/evidence/${chinese.json.id}/preview`)).raw.toString('utf8'), '箱号,1')
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>')
    assert.equal((await upload('a.svg', svg)).status, 415)
    const hidden = await send('heritage', 'GET', `/evidence/${stored.json.id}/preview`)
    assert.deepEqual(
      [hidden.status, hidden.json],
      [404, (await send('heritage', 'GET', `/evidence/${uuid()}/preview`)).json],
    )
  })

  await t.test('a stranger is told the same of what is hidden and what is absent', async () => {
    const urls: ['GET' | 'POST', (id: string) => string, object?][] = [
      ['GET', (x) => `/warnings/${x}`],
      ['POST', (x) => `/warnings/${x}/acknowledge`, {}],
      ['POST', (x) => `/warnings/${x}/end`, { reason: 'x' }],
      ['GET', (x) => `/incidents/${x}`],
      ['GET', (x) => `/incidents/draft?warningId=${x}`],
      ['POST', (x) => `/incidents/${x}/close`, { summary: 'x' }],
      ['POST', (x) => `/incidents/${x}/events`, { trigger: 'emergency.occurred' }],
      ['POST', (x) => `/tasks/${x}/accept`],
      ['POST', (x) => `/tasks/${x}/waive`, { reason: 'x' }],
      ['POST', (x) => `/tasks/${x}/handover`, { toAgency: 'customs', note: 'x' }],
      ['POST', (x) => `/tasks/${x}/pause`, { reason: 'x' }],
      ['POST', (x) => `/tasks/${x}/undo`],
      ['POST', (x) => `/tasks/${x}/assign`, { posts: [uuid()] }],
      ['POST', (x) => `/incidents/${x}/level`, { to: 'watch', criteria: ['neighbour'], reason: 'x' }],
      ['POST', (x) => `/incidents/${x}/members`, { agency: 'heritage', role: 'support', reason: 'x' }],
      ['POST', (x) => `/incidents/${x}/lead`, { to: 'heritage', reason: 'x' }],
      ['POST', (x) => `/incidents/${x}/notes`, { noteId: uuid(), text: 'x', writtenAt: new Date().toISOString() }],
      ['POST', (x) => `/incidents/${x}/attach`, { signalIds: [], warningIds: [uuid()] }],
      ['POST', (x) => `/incidents/${x}/merge`, { into: uuid(), reason: 'x' }],
      ['GET', (x) => `/evidence/${x}`],
    ]
    for (const [method, url, body] of urls)
      for (const hidden of [warningId, id, task.id, stored.json.id]) {
        const seen = await send('heritage', method, url(hidden), body)
        const absent = await send('heritage', method, url(uuid()), body)
        assert.deepEqual([seen.status, seen.json], [absent.status, absent.json], url(hidden))
        assert.equal(seen.status, 404)
      }
    const before = await send('heritage', 'GET', '/incidents?state=all')
    assert.deepEqual(before.json, { rows: [], next: null })
  })

  await t.test('each answer left an entry that commits to the ids it gave', async () => {
    const { rows } = await site.db.owner.query<{ ids: string[] }>(
      `select text::jsonb -> 'ids' as ids from ledger_opening where field = 2 and text like '%"route":"/incidents/:id"%'`,
    )
    assert.ok(rows.some((row) => row.ids.includes(`incident/${id}`)))
    const downloads = await site.db.owner.query(
      `select 1 from ledger_opening where field = 1 and text like '%evidence.downloaded%'`,
    )
    assert.equal(downloads.rowCount, 1)
  })
})
