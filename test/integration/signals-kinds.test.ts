/**
 * Signals of every kind on a real database: nothing is lost, doubled or taken in broken (RQ-02); what a part holds is not to be
 * had by list, search, subject or case without the purpose it is locked to; a wrong check digit is a flag and no loss.
 */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import '../../src/actions/signals/image.ts'
import {
  ensureDefaultSources,
  KIND_IDS,
  type PostResults,
  routes,
  type Signal,
  type SignalCount,
  type SignalForms,
  type SignalKind,
  type SignalList,
  type SourceView,
  USUAL_SOURCES,
} from '../../src/actions/signals/public.ts'
import { canonicalJson, seededRandom } from '../../src/base/public.ts'
import { type Call, inCall, rowImages } from '../../src/ledger/public.ts'
import { type SessionClaim, withRole } from '../../src/store/public.ts'
import { type Item, message, openSources, sourceCodeOf } from './signals-kinds-site.ts'
import { type SignalsSite, signalsSite } from './signals-site.ts'

let site: SignalsSite
/** Customs for port security, for health quarantine; an officer who reports; disease control; the port office. */
let customs: SessionClaim
let quarantine: SessionClaim
let officer: SessionClaim
let cdc: SessionClaim
let portOffice: SessionClaim

before(async () => {
  site = await signalsSite()
  await openSources(site)
  customs = await site.signIn('customs', ['analyst', 'data_officer'], ['port_security', 'law_enforcement'])
  quarantine = await site.signIn('customs', ['analyst'], ['health_quarantine'])
  officer = await site.signIn('customs', ['officer'])
  cdc = await site.signIn('health_cdc', ['analyst'], ['health_quarantine'])
  portOffice = await site.signIn('port_office')
  await site.agree('port_office', 'health_declaration')
  await site.agree('health_cdc', 'health_declaration', 'health_quarantine')
  await site.agree('health_cdc', 'health_quarantine', 'health_quarantine')
})
after(() => site.end())

const ask = async <T>(method: string, url: string, input: object, claim: SessionClaim = customs): Promise<T> => {
  const route = routes.find((one) => one.method === method && one.url === url)!
  return inCall(site.house, claim, (call: Call) =>
    route.handler(call, { params: undefined, query: {}, body: undefined, ...input } as never, site.house),
  ) as Promise<T>
}
const post = async (items: Item[], claim?: SessionClaim) =>
  (await ask<PostResults>('POST', '/signals', { body: { items } }, claim)).results
const postOne = async (item: Item, claim?: SessionClaim): Promise<string> => {
  const [result] = await post([item], claim)
  assert.equal(result!.status, 'accepted', JSON.stringify(result))
  return result!.id!
}
const list = async (query: object, claim?: SessionClaim) =>
  (await ask<SignalList>('GET', '/signals', { query: { limit: 200, ...query } }, claim)).rows
const countOf = async (query: object, claim?: SessionClaim) =>
  (await ask<SignalCount>('GET', '/signals/count', { query }, claim)).count
const one = (id: string, claim?: SessionClaim) => ask<Signal>('GET', '/signals/:id', { params: { id } }, claim)

const CHINESE = /\p{Script=Han}/u

test('every kind comes in, reads well in both languages, is judged, searched and recorded', async () => {
  for (const kind of KIND_IDS) {
    const id = await postOne(message(kind, `EACH-${kind}`))
    const claim = kind === 'intelligence' ? { ...customs, purpose: 'law_enforcement' } : customs
    const signal = await one(id, claim)
    assert.equal(signal.kind, kind)
    assert.match(signal.title.zh, CHINESE)
    assert.ok(signal.assessment, kind)
    assert.equal(signal.reliability, 'C')
    assert.equal(signal.credibility, '6')
    for (const field of signal.fields) {
      assert.match(field.label.zh, /\p{Script=Han}|MMSI/u)
      assert.doesNotMatch(field.label.en, CHINESE)
      assert.match(field.group.zh, CHINESE)
      assert.doesNotMatch(`${field.display.zh}${field.display.en}`, /undefined|\[object|null/)
    }
    const [row] = await list({ q: `EACH-${kind}` }, claim)
    assert.equal(row?.id, id)
    assert.equal(await countOf({ kind, q: `EACH-${kind}` }, claim), 1)
  }
})

test('codes read as words, lists as lists, what was not stated says so', async () => {
  const signal = await one(await postOne(message('prearrival', 'WORDS-1')))
  const shown = (key: string) => signal.fields.find((field) => field.key === key)?.display
  assert.deepEqual(shown('conveyance'), { zh: '船舶', en: 'ship' })
  assert.deepEqual(shown('flag'), { zh: '中国（CN）', en: 'China (CN)' })
  assert.deepEqual(shown('lastPorts'), { zh: 'VNSGN、SGSIN', en: 'VNSGN, SGSIN' })
  assert.deepEqual(shown('berth'), { zh: '未填报', en: 'not stated' })
  assert.equal(signal.title.zh, '抵港预报：LAN MEN STAR')
  assert.equal((await list({ q: '船舶 LAN-MEN', kind: 'prearrival' })).length, 0)
  assert.ok((await list({ q: '船舶 vnsgn' })).some((row) => row.id === signal.id))
})

test('a check digit that does not fit is a flag and no loss; what cannot be the thing is refused by name', async () => {
  const wrong = await one(
    await postOne(
      message('manifest_line', 'FLAG-1', {
        container: 'CSQU3054384',
        imo: 'IMO 9074728',
        consigneeOrg: '91350100M000100Y44',
      }),
    ),
  )
  assert.deepEqual([...wrong.flags].sort(), ['container_check', 'imo_check', 'organisation_check'])
  assert.deepEqual(
    (await list({ flag: 'container_check' })).map((row) => row.externalNo),
    ['FLAG-1'],
  )
  assert.ok((await list({ flag: 'any' })).length >= 1)
  assert.equal(await countOf({ flag: 'imo_check' }), 1)
  const [result] = await post([
    message('manifest_line', 'FLAG-2', {
      container: 'CSQU30543',
      imo: '12',
      loadPort: 'Saigon',
      packages: 1.5,
      reefer: 'maybe',
    }),
  ])
  assert.equal(result!.status, 'rejected')
  assert.deepEqual(
    result!.fields!.map(({ field }) => field).sort(),
    ['Container', 'IMO number', 'Packages', 'Port of loading', 'Reefer'].sort(),
  )
  for (const fault of result!.fields!) assert.match(fault.zh, CHINESE)
  assert.match(result!.fields!.find(({ field }) => field === 'Container')!.en, /CSQU30543.*ISO 6346/)
})

test('a message grades itself and names its cases; both are recorded, kept and found', async () => {
  const item = message('tip', 'GRADE-1', {
    reliability: 'b',
    credibility: '2',
    caseNos: ['关缉立字〔2026〕12号', 'X-99'],
  })
  const signal = await one(await postOne(item))
  assert.deepEqual([signal.reliability, signal.credibility], ['B', '2'])
  assert.deepEqual(signal.caseNos, ['关缉立字〔2026〕12号', 'X-99'])
  assert.equal((await list({ q: 'X-99' }))[0]?.id, signal.id)
  assert.equal((await list({ q: '关缉立字' }))[0]?.id, signal.id)
  // The grade is content: another grade for the same words is a correction.
  const [again] = await post([message('tip', 'GRADE-1', { reliability: 'B', credibility: '1' })])
  assert.equal(again!.status, 'corrected')
})

test('persons leave tokens only, an individual business among them; nobody is a subject', async () => {
  const secret = ['王某 13800138000', 'Nguyen Van A', '92350100M000100Y43']
  const ids = [
    await postOne(message('tip', 'PERSON-1')),
    await postOne(message('manifest_line', 'PERSON-2')),
    await postOne(message('inspection', 'PERSON-3', { organisation: secret[2] })),
  ]
  for (const table of ['signal', 'part', 'mention', 'subject_key', 'assessment', 'intake_key', 'ledger_opening'])
    for (const text of secret) {
      const { rows } = await site.db.owner.query(`select count(*)::int as n from ${table} t where t::text ilike $1`, [
        `%${text}%`,
      ])
      assert.equal(rows[0].n, 0, `${text} in ${table}`)
    }
  for (const id of ids) {
    const tokens = (await one(id)).fields.filter((field) => field.part === 'party')
    assert.ok(tokens.length > 0 && tokens.every((field) => String(field.value).startsWith('P-')))
    assert.match(tokens[0]!.display.zh, /代号/)
  }
  const [refused] = await post([message('tip', 'PERSON-4', { text: '打电话 13800138000 问他' })])
  assert.equal(refused!.status, 'rejected')
  assert.doesNotMatch(JSON.stringify(refused), /13800138000/)
})

describe('the health part', () => {
  let id: string
  before(async () => {
    id = await postOne(message('health_declaration', 'MDH-1', { symptoms: '脓疱疹样皮损', cabins: '右舷七号舱' }))
  })

  test('without the purpose the declaration is there and its part is not: list, search, case', async () => {
    for (const claim of [customs, portOffice]) {
      assert.ok((await list({ q: 'MDH-1' }, claim)).some((row) => row.id === id))
      const signal = await one(id, claim)
      assert.ok(signal.fields.some((field) => field.key === 'ill' && field.value === 3))
      assert.ok(signal.parts.every(({ name }) => name !== 'health'))
      assert.doesNotMatch(JSON.stringify(signal), /脓疱|右舷|symptoms|cabins|isolation/i)
      assert.equal(signal.assessment!.usesParts, false)
      for (const q of ['脓疱', '右舷', '七号舱']) {
        assert.deepEqual(await list({ q }, claim), [])
        assert.equal(await countOf({ q }, claim), 0)
      }
    }
  })

  test('with it, both agencies find and read it, by agreement', async () => {
    for (const claim of [quarantine, cdc]) {
      const signal = await one(id, claim)
      assert.equal(signal.fields.find((field) => field.key === 'symptoms')?.value, '脓疱疹样皮损')
      assert.equal(signal.fields.find((field) => field.key === 'isolationNeeded')?.part, 'health')
      assert.ok((await list({ q: '脓疱' }, claim)).some((row) => row.id === id))
      assert.equal(signal.assessment!.usesParts, true)
    }
  })
})

test('an intelligence note is for its purpose alone, in lists, subjects and counts', async () => {
  const law = { ...customs, purpose: 'law_enforcement' }
  const id = await postOne(message('intelligence', 'NOTE-1', { imo: '9169550' }))
  assert.deepEqual(await list({ subject: 'imo:9169550' }, customs), [])
  assert.equal(await countOf({ subject: 'imo:9169550' }, customs), 0)
  await assert.rejects(one(id, customs), { code: 'not_found' })
  assert.deepEqual(
    (await list({ subject: 'imo:9169550' }, law)).map((row) => row.id),
    [id],
  )
})

test('a subject opens the signals that mention it, of every kind, and the filters hold', async () => {
  const container = 'BICU1234565'
  const ids = [
    await postOne(message('manifest_line', 'SUBJ-1', { container })),
    await postOne(message('inspection', 'SUBJ-2', { container })),
    await postOne(message('sensor', 'SUBJ-3', { container })),
  ]
  // In a text it is searched for, but no subject.
  await postOne(message('tip', 'SUBJ-4', { text: `看 ${container}` }))
  const subject = `container:${container}`
  assert.deepEqual(
    (await list({ subject })).map((row) => row.id),
    ids.reverse(),
  )
  assert.equal((await list({ q: container })).length, 4)
  assert.equal(await countOf({ subject }), 3)
  assert.deepEqual(
    (await list({ subject, kind: 'sensor' })).map((row) => row.externalNo),
    ['SUBJ-3'],
  )
  const signal = await one(ids[0]!)
  assert.equal(signal.subjects.find((one) => one.kind === 'container')?.others, 2)
  assert.deepEqual(await list({ subject: 'container:NOPE0000000' }), [])
  assert.deepEqual(await list({ subject }, portOffice), [])
})

test('who only reports brings findings, tips and readings; a number is given; a source brings its own kind only', async () => {
  const { externalNo: _, ...noNumber } = message('tip', '')
  const [mine] = await post([noNumber as Item], officer)
  assert.equal(mine!.status, 'accepted')
  assert.match((await one(mine!.id!, officer)).externalNo, /^R\d{8}-[0-9A-Z]{6}$/)
  await assert.rejects(post([message('manifest_line', 'REP-1')], officer), { code: 'forbidden' })
  const forms = await ask<SignalForms>('GET', '/signals/kinds', {}, officer)
  const may = forms.kinds.filter(({ mayReport }) => mayReport === true).map(({ id }) => id)
  assert.deepEqual(may, ['inspection', 'sensor', 'tip'])
  const [other] = await post([{ ...message('tip', 'REP-2'), sourceCode: sourceCodeOf('sensor') }])
  assert.equal(other!.fields![0]!.field, 'kind')
})

test('a real site begins with sources of every kind; administrators see them all by name and nothing they bring', async () => {
  const made = await withRole(site.db, 'owner', (tx) => ensureDefaultSources(tx, 'CNLMN'))
  assert.equal(made.length, USUAL_SOURCES.length)
  assert.deepEqual([...new Set(USUAL_SOURCES.map(({ kind }) => kind))].sort(), [...KIND_IDS].sort())
  assert.deepEqual(await withRole(site.db, 'owner', (tx) => ensureDefaultSources(tx, 'CNLMN')), [])
  const admin = await site.signIn('port_office', ['administrator'], ['administration'])
  const { rows } = await ask<{ rows: SourceView[] }>('GET', '/sources', {}, admin)
  for (const { code } of USUAL_SOURCES)
    assert.ok(
      rows.some((row) => row.code === code),
      code,
    )
  assert.ok(rows.every((row) => !row.mayImport && !row.mayRead))
  assert.deepEqual(await list({}, admin), [])
  // Everybody else is told of what they see and of their own.
  const theirs = (await ask<{ rows: SourceView[] }>('GET', '/sources', {}, portOffice)).rows.map(({ code }) => code)
  assert.deepEqual(theirs.sort(), ['customs.health_declarations', 'port_office.tips', 'test.health_declaration'])
})

test('while writing: faults by field, flags whatever else is wrong, and nothing is kept', async () => {
  const before = await site.db.owner.query('select count(*)::int as n from signal')
  const checked = await ask<{ faults: { field: string }[]; flags: { field: string; zh: string }[]; title: unknown }>(
    'POST',
    '/signals/check',
    { body: { kind: 'inspection', body: { container: 'CSQU3054384', subject: 'container' } } },
    officer,
  )
  assert.deepEqual(
    checked.faults.map(({ field }) => field),
    ['Finding'],
  )
  assert.deepEqual(checked.flags, [
    { field: 'container', zh: '箱号校验位不符', en: 'container check digit does not fit' },
  ])
  const after = await site.db.owner.query('select count(*)::int as n from signal')
  assert.equal(after.rows[0].n, before.rows[0].n)
})

/** Mixed as they come: fresh ones, the very same again, corrected ones, and ones that cannot be. */
const replay = (count: number) => {
  const random = seededRandom(7)
  const kinds = KIND_IDS.filter((kind) => kind !== 'intelligence')
  const items: Item[] = []
  const fate: ('fresh' | 'again' | 'corrected' | 'broken')[] = []
  const fresh: number[] = []
  const touched = new Set<number>()
  for (let n = 0; n < count; n++) {
    const what = fresh.length < 20 ? 0 : random.weighted([80, 8, 6, 6])
    const kind: SignalKind = random.pick(kinds)
    const free = fresh.filter((at) => !touched.has(at))
    if (what === 1) {
      items.push(items[random.pick(fresh.filter((at) => !touched.has(at)))]!)
      fate.push('again')
    } else if (what === 2) {
      const at = random.pick(free)
      touched.add(at)
      items.push({ ...items[at]!, body: { ...items[at]!.body, caseNos: [`C-${n}`] } })
      fate.push('corrected')
    } else if (what === 3) {
      items.push({ ...message(kind, `RE-${n}`), body: { nonsense: 'x' } })
      fate.push('broken')
    } else {
      fresh.push(n)
      items.push(message(kind, `RE-${n}`))
      fate.push('fresh')
    }
  }
  return { items, fate }
}

test('1,000 mixed signals: none lost, doubles merged by the source’s key, broken ones refused by row (RQ-02)', async () => {
  const { items, fate } = replay(1000)
  const before = await site.db.owner.query('select count(*)::int as n from signal')
  const results: PostResults['results'] = []
  for (let at = 0; at < items.length; at += 250) results.push(...(await post(items.slice(at, at + 250))))
  const expected = { fresh: 'accepted', again: 'repeated', corrected: 'corrected', broken: 'rejected' } as const
  for (const [n, result] of results.entries())
    assert.equal(result.status, expected[fate[n]!], `${n} ${JSON.stringify(result)}`)
  for (const result of results.filter(({ status }) => status === 'rejected'))
    for (const fault of result.fields!) {
      assert.equal(fault.row, result.index)
      assert.ok(fault.field.length > 0 && fault.zh.length > 0 && fault.en.length > 0)
    }
  const kept = fate.filter((one) => one === 'fresh' || one === 'corrected').length
  const after = await site.db.owner.query('select count(*)::int as n from signal')
  assert.equal(after.rows[0].n - before.rows[0].n, kept)
  // Replayed once more, every one is known.
  const again: PostResults['results'] = []
  for (let at = 0; at < items.length; at += 250) again.push(...(await post(items.slice(at, at + 250))))
  assert.ok(again.every(({ status }, n) => status === (fate[n] === 'broken' ? 'rejected' : 'repeated')))
  for (const [n, { id }] of again.entries()) assert.equal(id, results[n]!.id)
})

test('the image of every row of every kind fits its fact', async () => {
  const openings = await site.db.owner.query('select leaf_hash, text from ledger_opening where field = 2')
  const texts = new Map(openings.rows.map((row) => [row.leaf_hash.toString('hex'), JSON.parse(row.text)]))
  for (const image of rowImages().filter(({ table }) => ['signal', 'assessment'].includes(table))) {
    const { rows } = await site.db.owner.query(image.select)
    assert.ok(rows.length > 800)
    for (const row of rows)
      assert.equal(canonicalJson(image.image(row)), canonicalJson(texts.get(row.fact.toString('hex')).row))
  }
})
