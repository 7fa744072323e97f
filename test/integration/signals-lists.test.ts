/** Lists, counts, search, one signal, posting: what each agency sees, and that nothing else betrays the rest. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import {
  type PostResults,
  routes,
  type Signal,
  type SignalCount,
  type SignalList,
} from '../../src/actions/signals/public.ts'
import { uuid } from '../../src/base/public.ts'
import { type Call, inCall } from '../../src/ledger/public.ts'
import type { SessionClaim } from '../../src/store/public.ts'
import { type SignalsSite, signalsSite } from './signals-site.ts'

let site: SignalsSite
let customs: SessionClaim
let health: SessionClaim
let msa: SessionClaim
before(async () => {
  site = await signalsSite()
  customs = await site.signIn('customs')
  health = await site.signIn('health_cdc', ['analyst'], ['health_quarantine'])
  msa = await site.signIn('msa')
  await site.agree('health_cdc', 'declaration_basic', 'health_quarantine')
  const items = Array.from({ length: 120 }, (_, i) => declaration(1000 + i))
  items.push(declaration(5000, { 'HS6 Code': '391510', 'Country of Departure': 'HK', 'Country of Origin': 'TH' }))
  items.push(declaration(5001, { 'HS6 Code': '870323', 'Net Mass': 1500, 'Item Price': 1, 'Tax Rate': 27 }))
  items.push(declaration(5002, { 'Net Mass': 0, 'Tax Rate': 27 }))
  for (let i = 0; i < items.length; i += 40) await ask('POST', '/signals', { body: { items: items.slice(i, i + 40) } })
})
after(() => site.end())

/** One instant for all: the same message has the same time. */
const OBSERVED = new Date(Date.now() - 60_000).toISOString()

const declaration = (no: number, body: Record<string, string | number> = {}) => ({
  sourceCode: 'customs-declarations',
  externalNo: String(no),
  kind: 'declaration' as const,
  observedAt: OBSERVED,
  body: {
    'Office ID': '40',
    'Process Type': 'B',
    'Import Type': '11',
    'Mode of Transport': '10',
    'Importer ID': `IMP${no}`,
    'HS6 Code': '732690',
    'Country of Departure': 'DE',
    'Country of Origin': 'DE',
    'Tax Rate': 8,
    'Tax Type': 'A',
    'Country of Origin Indicator': 'Y',
    'Net Mass': 100,
    'Item Price': 20_000,
    ...body,
  },
})

const ask = async <T>(method: string, url: string, input: object = {}, claim: SessionClaim = customs): Promise<T> => {
  const route = routes.find((one) => one.method === method && one.url === url)!
  return inCall(site.house, claim, (call: Call) =>
    route.handler(call, { params: undefined, query: {}, body: undefined, ...input } as never, site.house),
  ) as Promise<T>
}
const list = (query: object = {}, claim?: SessionClaim) => ask<SignalList>('GET', '/signals', { query }, claim)
const countOf = (query: object = {}, claim?: SessionClaim) =>
  ask<SignalCount>('GET', '/signals/count', { query }, claim)
const one = (id: string, claim?: SessionClaim) => ask<Signal>('GET', '/signals/:id', { params: { id } }, claim)

const all = async (query: object, claim?: SessionClaim, limit = 17) => {
  const rows: SignalList['rows'] = []
  for (let before: string | undefined; ; ) {
    const page = await list({ ...query, limit, ...(before ? { before } : {}) }, claim)
    rows.push(...page.rows)
    if (page.next === null) return rows
    before = page.next
  }
}

test('pages join to the whole list, newest first, each signal once', async () => {
  const rows = await all({})
  assert.equal(rows.length, 123)
  assert.equal(new Set(rows.map((row) => row.id)).size, 123)
  const keys = rows.map((row) => row.receivedAt)
  assert.deepEqual(keys, [...keys].sort().reverse())
  assert.equal(rows[0]?.source?.agency.id, 'customs')
  assert.equal(rows.find((row) => row.externalNo === '1000')?.title.zh, '报关：HS 732690，原产德国')
  assert.deepEqual(await countOf(), { count: 123, needsPerson: 3, atLeast: false })
})

test('filters agree with the rows, on every page', async () => {
  const rows = await all({})
  const levels = ['0', '1', '2', '3', 'unknown'] as const
  for (const level of levels) {
    const expected = rows.filter((row) => String(row.assessment?.level ?? 'unknown') === level).map((row) => row.id)
    assert.deepEqual(
      (await all({ level })).map((row) => row.id),
      expected,
      level,
    )
    assert.equal((await countOf({ level })).count, expected.length, level)
  }
  const needing = rows.filter((row) => row.assessment?.needsPerson)
  assert.deepEqual(
    (await all({ needs: 'person' }, undefined, 1)).map((row) => row.id),
    needing.map((row) => row.id),
  )
  assert.equal(needing.length, 3)
  assert.deepEqual(await all({ kind: 'nothing' }), [])
  assert.equal((await all({ source: 'customs-declarations', kind: 'declaration' })).length, 123)
  assert.deepEqual(await all({ source: uuid() }), [])
})

test('another agency sees basic fields and its own assessment, nothing of the commercial part', async () => {
  const [dear] = (await list({ q: '5001' })).rows
  const ours = await one(dear!.id)
  assert.equal(ours.assessment?.level, 2)
  assert.equal(ours.assessment?.usesParts, true)
  assert.deepEqual(
    ours.parts.map((part) => part.name),
    ['commercial'],
  )
  assert.ok(ours.fields.some((field) => field.key === 'itemPrice' && field.value === 1))
  assert.match(String(ours.fields.find((field) => field.key === 'importer')?.value), /^P-/)
  const theirs = await one(dear!.id, health)
  assert.equal(theirs.assessment?.level, 0)
  assert.equal(theirs.assessment?.usesParts, false)
  assert.deepEqual(theirs.parts, [])
  assert.deepEqual(
    theirs.fields.filter((field) => field.part !== null),
    [],
  )
  assert.ok(!JSON.stringify(theirs).includes('P-'))
  assert.equal(theirs.marking?.full, false)
  assert.deepEqual((await list({ level: '2' }, health)).rows, [])
  assert.deepEqual(await countOf({}, health), { count: 123, needsPerson: 1, atLeast: false })
  assert.equal((await list({ needs: 'person' }, health)).rows.length, 1)
})

test('for an agency without agreement there is nothing, and hidden looks like absent', async () => {
  assert.deepEqual(await list({}, msa), { rows: [], next: null })
  assert.deepEqual(await countOf({}, msa), { count: 0, needsPerson: 0, atLeast: false })
  assert.deepEqual((await list({ q: '德国' }, msa)).rows, [])
  assert.deepEqual(await countOf({ q: '732690' }, msa), { count: 0, needsPerson: 0, atLeast: false })
  assert.deepEqual(await ask('GET', '/sources', {}, msa), { rows: [] })
  const hidden = (await list({ limit: 1 })).rows[0]!.id
  for (const id of [hidden, uuid()])
    await assert.rejects(one(id, msa), { code: 'not_found', message: 'Not found, or not yours to see.' })
})

test('two Chinese characters, codes and numbers find what they should, and the filters hold', async () => {
  assert.equal((await list({ q: '香港' })).rows.length, 1)
  assert.equal((await all({ q: '德国' })).length, 122)
  assert.equal((await countOf({ q: '德国' })).count, 122)
  assert.equal((await list({ q: 'germany 870323' })).rows.length, 1)
  assert.equal((await list({ q: '1005' })).rows[0]?.externalNo, '1005')
  assert.equal((await all({ q: '德国', needs: 'person' })).length, 2)
  for (const hostile of ["'; drop table signal; --", '& | ! <->', '\\', '（）', "德国' | 'x"])
    await list({ q: hostile })
  assert.deepEqual((await list({ q: '！？' })).rows, [])
  // Parties are not searchable, by code or by token.
  assert.deepEqual((await list({ q: 'IMP1005' })).rows, [])
  const token = (await one((await list({ q: '1005' })).rows[0]!.id)).fields.find(
    (field) => field.key === 'importer',
  )!.value
  assert.deepEqual((await list({ q: String(token) })).rows, [])
})

test('search through the function equals the condition through the policy', async () => {
  for (const claim of [customs, health, msa])
    for (const words of ['德国', '732690', '香港', 'hk', '泰国 391510']) {
      const found = (await all({ q: words }, claim)).map((row) => row.id)
      const plain = await inCall(site.house, claim, (call) =>
        call.tx.query<{ id: string }>(
          'select id from signal where realm = 1 and search @@ $1::tsquery order by received_at desc, id desc',
          [
            words
              .split(' ')
              .map((word) => `'${word.toLowerCase()}'`)
              .join(' & '),
          ],
        ),
      )
      assert.deepEqual(
        found,
        plain.map((row) => row.id),
        words,
      )
    }
})

test('a signal names its subjects, versions and place in the record; persons are never subjects', async () => {
  const [row] = (await list({ q: '5000' })).rows
  const signal = await one(row!.id)
  assert.deepEqual(
    signal.subjects.map((subject) => subject.kind),
    ['departure', 'hs4', 'hs6', 'office', 'origin'],
  )
  assert.equal(signal.subjects.find((subject) => subject.kind === 'office')?.others, 122)
  assert.equal(signal.assessment?.riskType?.id, 'ecology.solid_waste')
  assert.equal(
    signal.assessment?.reasons.reduce((sum, reason) => sum + reason.points, 0),
    signal.assessment?.score,
  )
  assert.match(signal.fact.leafHash, /^[0-9a-f]{64}$/)
  await ask('POST', '/signals', { body: declaration(5000, { 'HS6 Code': '391590', 'Country of Origin': 'TH' }) })
  const versions = (await one(row!.id)).versions
  assert.deepEqual(
    versions.map((version) => version.version),
    [1, 2],
  )
  const unknown = await one((await list({ q: '5002' })).rows[0]!.id)
  assert.equal(unknown.assessment?.level, null)
  assert.equal(unknown.assessment?.score, null)
  assert.ok(unknown.assessment!.unknowns.some((one) => one.field === 'pricePerKg'))
})

test('posting: each row its own answer; who may not is refused; repeats are safe', async () => {
  const bad = { ...declaration(6001), body: { ...declaration(6001).body, 'HS6 Code': '12', Nonsense: 'x' } }
  const { results } = await ask<PostResults>('POST', '/signals', {
    body: { items: [declaration(6000), bad, declaration(6000)] },
  })
  assert.deepEqual(
    results.map((result) => result.status),
    ['accepted', 'rejected', 'repeated'],
  )
  assert.equal(results[0]!.id, results[2]!.id)
  assert.deepEqual(results[1]!.fields?.map((fault) => fault.field).sort(), ['HS6 Code', 'Nonsense'])
  await assert.rejects(ask('POST', '/signals', { body: bad }), { code: 'invalid' })
  const [again] = (
    await ask<PostResults>('POST', '/signals', {
      body: { ...declaration(6000), observedAt: (await one(results[0]!.id!)).observedAt },
    })
  ).results
  assert.equal(again?.id, results[0]!.id)
  await assert.rejects(ask('POST', '/signals', { body: declaration(6002) }, health), { code: 'forbidden' })
  await assert.rejects(ask('POST', '/signals', { body: declaration(6002) }, msa), { code: 'not_found' })
  await assert.rejects(ask('POST', '/signals', { body: { ...declaration(6003), observedAt: 'yesterday' } }), {
    code: 'invalid',
  })
})

test('cursors are opaque and of one list', async () => {
  const { next } = await list({ limit: 5 })
  assert.ok(next)
  assert.doesNotMatch(Buffer.from(next, 'base64url').toString('latin1'), /20\d\d-/)
  await assert.rejects(list({ before: `${next.slice(0, -2)}AA` }), { code: 'invalid' })
  await assert.rejects(ask('GET', '/imports', { query: { before: next } }), { code: 'invalid' })
})
