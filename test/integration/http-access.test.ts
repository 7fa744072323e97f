/**
 * Who sees what of a running site, asked as a browser and as a machine ask: list, count, search, look-up, write and stream of
 * several agencies; what is hidden looks like what is absent; nothing interned leaves; what ends, ends at once; every change
 * leaves an entry; a request may be sent again. One site for all of it, and one thread from a signal to a closed incident.
 */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { Secret, TOTP } from 'otpauth'
import { roomRoutes } from '../../src/app/rooms.ts'
import { endAgreement } from '../../src/engine/sharing/public.ts'
import { namedUuid } from '../../src/environment/identity/public.ts'
import { type Database, openDatabase, startEmbedded, withRole } from '../../src/store/public.ts'
import { type DutyDesk, driveDutyDesk } from '../support/drive-duty-desk.ts'
import { type Answer, type RunningSite, startSite, Visitor } from '../support/running-site.ts'
import {
  type Context,
  driveReports,
  driveRoom,
  driveScan,
  driveThought,
  openIncident,
  type Thought,
} from './http-access-rooms.ts'

const SOURCE = 'customs.declarations'
/** Personas by the last part of their login. */
const PERSONAS = [
  'customs',
  'quarantine',
  'duty',
  'msa',
  'cdc',
  'nia',
  'terminal',
  'police',
  'lab',
  'auditor',
  'admin',
] as const
type Persona = (typeof PERSONAS)[number]

let site: RunningSite
let db: Database
const as = {} as Record<Persona, Visitor>

before(async () => {
  site = await startSite()
  for (const name of PERSONAS) as[name] = await new Visitor(site).become(`demo.${name}`)
  const { adminUrl } = await startEmbedded({ dataDir: site.dataDir, mode: 'join' })
  db = await openDatabase({ adminUrl, secretDir: `${site.dataDir}/keys` })
})
after(async () => {
  await db.close()
  await site.end()
})

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const until = async <T>(what: string, fn: () => T | undefined | Promise<T | undefined>, ms = 5000): Promise<T> => {
  for (const end = Date.now() + ms; ; ) {
    const found = await fn()
    if (found) return found
    if (Date.now() > end) assert.fail(`never: ${what}`)
    await pause(20)
  }
}
const inPurpose = (purpose: string | undefined): Record<string, string> => (purpose ? { 'x-purpose': purpose } : {})

/** What is expected of an answer, with the answer in the message. */
const ok = ({ status, body }: Answer, wanted: number): unknown => {
  assert.equal(status, wanted, JSON.stringify(body))
  return body
}
const idOf = (answer: Answer, wanted = 201): string => (ok(answer, wanted) as { id: string }).id

const declaration = (externalNo: string, body: Record<string, unknown> = {}) => ({
  sourceCode: SOURCE,
  externalNo,
  kind: 'declaration',
  observedAt: new Date().toISOString(),
  body: {
    office: '02',
    hs6: '290371',
    departure: 'IN',
    origin: 'IN',
    mode: '10',
    importer: 'ACC-PARTY',
    netMass: 77_777,
    itemPrice: 888_888,
    ...body,
  },
})
const postSignal = async (externalNo: string, body: Record<string, unknown> = {}): Promise<string> => {
  const answer = ok(await as.customs.ask('POST', '/signals', { items: [declaration(externalNo, body)] }), 200)
  const { results } = answer as { results: { status: string; id: string }[] }
  assert.equal(results[0]!.status, 'accepted', JSON.stringify(results))
  return results[0]!.id
}

/** An open stream, and what it said. */
const listen = async (visitor: Visitor, purpose?: string) => {
  const control = new AbortController()
  const response = await fetch(`${site.url}/api/stream`, {
    headers: { cookie: visitor.cookie, ...inPurpose(purpose) },
    signal: control.signal,
  })
  assert.equal(response.status, 200)
  const events: { event: string; data: Record<string, unknown> }[] = []
  let text = ''
  const done = (async () => {
    for await (const chunk of response.body!) {
      text += Buffer.from(chunk).toString()
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const lines = text.slice(0, end).split('\n')
        text = text.slice(end + 2)
        const part = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2)
        if (part('event')) events.push({ event: part('event')!, data: JSON.parse(part('data') ?? '{}') })
      }
    }
  })().catch(() => {})
  return {
    events,
    heard: (object: string): boolean => JSON.stringify(events).includes(object),
    close: async () => {
      control.abort()
      await done
    },
  }
}

type Look = { listed: boolean; counted: boolean; found: boolean; status: number; parts: string[]; situation: boolean }

/** Every way by which a signal may show itself to somebody. `hs6` is one that no other signal has. */
const look = async (visitor: Visitor, id: string, hs6: string, purpose?: string): Promise<Look> => {
  const get = (path: string): Promise<Answer> => visitor.ask('GET', path, undefined, inPurpose(purpose))
  const rows = (answer: Answer): { id: string }[] => (answer.body as { rows?: { id: string }[] }).rows ?? []
  const list = await get('/signals?limit=200')
  const found = await get(`/signals?q=${hs6}`)
  const count = await get(`/signals/count?q=${hs6}`)
  const one = await get(`/signals/${id}`)
  const situation = await get('/situation')
  const { fields } = one.body as { fields?: { part: string | null }[] }
  return {
    listed: rows(list).some((row) => row.id === id),
    counted: ((count.body as { count?: number }).count ?? 0) > 0,
    found: rows(found).some((row) => row.id === id),
    status: one.status,
    parts: [...new Set((fields ?? []).flatMap(({ part }) => (part === null ? [] : [part])))],
    situation: JSON.stringify(situation.body).includes(id),
  }
}

const BASIC: Look = { listed: true, counted: true, found: true, status: 200, parts: [], situation: true }
const WHOLE: Look = { ...BASIC, parts: ['commercial'] }
const NOTHING: Look = { listed: false, counted: false, found: false, status: 404, parts: [], situation: false }
/** Posts whose roles read no content are told that, whatever they ask for. */
const NO_ROLE: Look = { ...NOTHING, status: 403 }

const VIEWS: readonly (readonly [Persona, string | undefined, Look])[] = [
  ['customs', undefined, WHOLE],
  ['customs', 'law_enforcement', WHOLE],
  ['quarantine', undefined, WHOLE],
  ['duty', undefined, BASIC],
  ['msa', undefined, BASIC],
  ['cdc', undefined, BASIC],
  ['cdc', 'health_quarantine', BASIC],
  ['cdc', 'port_security', NOTHING],
  ['police', undefined, NOTHING],
  ['police', 'law_enforcement', WHOLE],
  ['nia', undefined, NOTHING],
  ['nia', 'law_enforcement', NOTHING],
  ['terminal', undefined, NOTHING],
  ['lab', undefined, NOTHING],
  ['lab', 'health_quarantine', NOTHING],
  ['auditor', undefined, NO_ROLE],
  ['admin', undefined, NO_ROLE],
]

describe('a signal of customs', () => {
  let id: string
  before(async () => {
    // An origin without an indicator asks for a person: it stands on the first page too.
    id = await postSignal('ACC-1', { hs6: '910111' })
  })

  for (const [persona, purpose, expected] of VIEWS)
    test(`${persona}${purpose ? ` for ${purpose}` : ''} sees exactly what is theirs`, async () => {
      assert.deepEqual(await look(as[persona], id, '910111', purpose), expected)
    })

  test('nothing of the commercial part is in what those answer who do not see it, nor found by it', async () => {
    for (const name of ['duty', 'msa', 'cdc'] as const) {
      const one = await as[name].ask('GET', `/signals/${id}`)
      const list = await as[name].ask('GET', '/signals?limit=200')
      const text = JSON.stringify([one.body, list.body])
      assert.doesNotMatch(text, /77,?777|888,?888|"P-[A-Za-z0-9_-]{22}"/, name)
      for (const q of ['77777', '888888', 'ACC-PARTY'])
        assert.deepEqual((await as[name].ask('GET', `/signals?q=${q}`)).body, { rows: [], next: null })
    }
    const whole = await as.customs.ask('GET', `/signals/${id}`)
    assert.match(JSON.stringify(whole.body), /77,777.*888,888|888,888.*77,777/)
  })

  test('who sees it is told by its owner in full, by others not', async () => {
    const marking = async (name: Persona) =>
      ((await as[name].ask('GET', `/signals/${id}`)).body as { marking: { full: boolean; seenBy: { id: string }[] } })
        .marking
    const own = await marking('customs')
    assert.equal(own.full, true)
    assert.deepEqual(
      own.seenBy.map((one) => one.id).sort(),
      ['customs', 'health_cdc', 'msa', 'port_office', 'public_security'].sort(),
    )
    const other = await marking('msa')
    assert.equal(other.full, false)
    for (const one of other.seenBy) assert.ok(['customs', 'msa'].includes(one.id), one.id)
  })

  test('only its owner brings signals under its source', async () => {
    const items = [declaration('ACC-W')]
    for (const name of ['duty', 'msa', 'nia', 'cdc'] as const) {
      const answer = await as[name].ask('POST', '/signals', { items })
      const absent = await as[name].ask('POST', '/signals', { items: [{ ...items[0], sourceCode: 'no.such' }] })
      // Who sees its signals knows the source; for the others there is none.
      assert.equal(answer.status, name === 'nia' ? 404 : 403, name)
      assert.equal(absent.status, 404)
      if (name === 'nia') assert.deepEqual(answer, absent)
      const file = await as[name].ask('POST', `/imports?source=${SOURCE}&name=a.csv`, Buffer.from('a,b\n'))
      assert.equal(file.status, answer.status)
    }
    // The terminal reports what it saw itself; a source of customs is none that it knows of.
    ok(await as.terminal.ask('POST', '/signals', { items }), 404)
    for (const name of ['auditor', 'admin'] as const) ok(await as[name].ask('POST', '/signals', { items }), 403)
    assert.deepEqual((await as.customs.ask('GET', '/signals?q=ACC-W')).body, { rows: [], next: null })
  })

  test('a stream brings it to those who see it and to nobody else', async () => {
    const heard: string[] = []
    const streams = await Promise.all(
      VIEWS.map(async ([persona, purpose]) => ({ persona, purpose, stream: await listen(as[persona], purpose) })),
    )
    const fresh = await postSignal('ACC-2', { hs6: '910112' })
    try {
      await until('customs hear', () => streams[0]!.stream.heard(fresh))
      await pause(1500)
      for (const { persona, purpose, stream } of streams)
        if (stream.heard(fresh)) heard.push(`${persona} ${purpose ?? ''}`.trim())
    } finally {
      await Promise.all(streams.map(({ stream }) => stream.close()))
    }
    const auditing = ['auditor']
    assert.deepEqual(
      heard.filter((name) => !auditing.includes(name)).sort(),
      VIEWS.filter(([, , seen]) => seen.listed)
        .map(([persona, purpose]) => `${persona} ${purpose ?? ''}`.trim())
        .sort(),
    )
  })

  test('a purpose that the post does not have is no purpose at all', async () => {
    for (const purpose of ['audit', 'health_quarantine', 'nonsense']) {
      const answer = await as.customs.ask('GET', '/signals', undefined, inPurpose(purpose))
      assert.ok([401, 403].includes(answer.status), `${purpose} ${answer.status}`)
    }
    const changed = await as.police.ask('GET', '/session')
    const { post } = changed.body as { post: { id: string } }
    const police = await new Visitor(site).become('demo.police')
    assert.equal((await look(police, id, '910111')).status, 404)
    ok(await police.ask('PUT', '/session/post', { postId: post.id, purpose: 'law_enforcement' }), 200)
    assert.deepEqual(await look(police, id, '910111'), WHOLE)
    const refused = await police.ask('PUT', '/session/post', { postId: post.id, purpose: 'audit' })
    assert.ok(refused.status >= 400 && refused.status < 500)
    const elsewhere = ((await as.customs.ask('GET', '/session')).body as { post: { id: string } }).post.id
    assert.ok((await police.ask('PUT', '/session/post', { postId: elsewhere })).status >= 400)
    assert.equal(((await police.ask('GET', '/session')).body as { post: { id: string } }).post.id, post.id)
  })
})

// ---------------------------------------------------------------- one thread, driven once, looked at by many

type Task = {
  id: string
  agency: { id: string }
  status: string
  conditional: boolean
  handover: { id: string; to: { id: string } } | null
  can: Record<string, unknown>
}
type Room = {
  tasks: Task[]
  members: { agency: { id: string }; role: string }[]
  triggers: { id: string; can: unknown }[]
  close: { allowed: boolean; reasons: unknown[] }
}
type Thread = {
  signal: string
  warning: string
  incident: string
  task: string
  evidence: string
  handover: string
  import: string
  group: string
  review: string
}
const thread = {} as Thread
/** A decision table that went through every step; everybody who opens content sees it. */
let ruleTable = ''
/** A risk without an owner, which everybody who takes part sees. */
let definition = ''
type Preview = { conditional: boolean; agency: { id: string } }
/** Method and address as the document names them → what it left in the record. */
const driven = new Map<string, { act: string; object: string }>()

const AGENCY_PERSONA: Readonly<Record<string, Persona>> = {
  customs: 'customs',
  port_office: 'duty',
  msa: 'msa',
  health_cdc: 'cdc',
  nia: 'nia',
  port_operator: 'terminal',
  public_security: 'police',
  lab: 'lab',
}

type Entry = { seq: number; act: string; object: string }
const entries = async (act: string): Promise<Entry[]> =>
  (ok(await as.auditor.ask('GET', `/ledger/entries?limit=200&act=${act}`), 200) as { rows: Entry[] }).rows
const sizeOf = async (): Promise<number> => (ok(await as.auditor.ask('GET', '/ledger'), 200) as { size: number }).size

/** Runs one changing request and waits for its entry, which must lie behind everything that was there before. */
const drive = async (
  route: string,
  act: string,
  visitor: Visitor,
  path: string,
  body: unknown,
  wanted: number,
  object?: (answer: Answer) => string,
): Promise<Answer> => {
  const size = await sizeOf()
  const [method] = route.split(' ') as [string]
  const answer = await visitor.ask(method, path, body)
  ok(answer, wanted)
  const entry = await until(`${act} of ${route}`, async () =>
    (await entries(act)).find(
      (one) => one.act === act && one.seq >= size && (!object || one.object === object(answer)),
    ),
  )
  driven.set(route, entry)
  return answer
}

describe('a thread from a signal to a closed incident', () => {
  const room = async (visitor: Visitor): Promise<Room> =>
    ok(await visitor.ask('GET', `/incidents/${thread.incident}`), 200) as Room
  const seesWho = (agency: string): Visitor => as[AGENCY_PERSONA[agency]!]
  /** A task that somebody here may do this to. */
  const taskFor = async (can: string, where: (task: Task) => boolean = () => true): Promise<[Task, Visitor]> => {
    for (const agency of (await room(as.customs)).members.map((member) => member.agency.id)) {
      if (!AGENCY_PERSONA[agency]) continue
      const visitor = seesWho(agency)
      const task = (await room(visitor)).tasks.find((one) => one.can[can] === true && where(one))
      if (task) return [task, visitor]
    }
    return assert.fail(`nobody may ${can} any task`)
  }

  test('signal, file, warning', async () => {
    const posted = await drive('POST /signals', 'signal.received', as.customs, '/signals', declaration('THR-1'), 200)
    thread.signal = (posted.body as { results: { id: string }[] }).results[0]!.id
    const header = 'Declaration ID,Date,Office ID,HS6 Code,Country of Departure,Country of Origin,Importer ID'
    const file = Buffer.from(
      `${header}\nTHR-2,2026-01-05,02,290371,IN,IN,ACC-PARTY\nTHR-3,bad,02,290371,IN,IN,ACC-PARTY\n`,
    )
    const started = await drive(
      'POST /imports',
      'import.started',
      as.customs,
      `/imports?source=${SOURCE}&name=thread.csv`,
      file,
      202,
      ({ body }) => `import/${(body as { id: string }).id}`,
    )
    thread.import = idOf(started, 202)
    // The same file looked at first: that keeps nothing that the record would tell of, until it is imported.
    const look = async (): Promise<{ upload: string }> =>
      ok(await as.customs.ask('POST', `/imports/uploads?source=${SOURCE}&name=looked.csv`, file), 200) as {
        upload: string
      }
    const { upload } = await look()
    ok(await as.customs.ask('POST', '/imports/preview', { upload }), 200)
    await drive('POST /imports/begin', 'import.started', as.customs, '/imports/begin', { upload }, 202)
    ok(await as.customs.ask('POST', '/imports/discard', { upload: (await look()).upload }), 204)
    await until('import done', async () => {
      const { body } = await as.customs.ask('GET', `/imports/${thread.import}`)
      return (body as { status: string }).status === 'done'
    })
    const draft = ok(await as.customs.ask('GET', `/warnings/draft?signalId=${thread.signal}`), 200) as {
      place: string
      jurisdiction: string
    }
    const issued = await drive(
      'POST /warnings',
      'warning.issued',
      as.customs,
      '/warnings',
      {
        signalId: thread.signal,
        level: 'orange',
        title: '=HYPERLINK("x") <b>瞒报</b>',
        body: 'Container to be opened.',
        riskType: 'social.dg_misdeclared',
        place: draft.place,
        jurisdiction: draft.jurisdiction,
        audience: ['msa', 'port_operator', 'port_office'],
        ackMinutes: 30,
      },
      201,
      ({ body }) => `warning/${(body as { id: string }).id}`,
    )
    thread.warning = idOf(issued)
    // As it was written: what is a formula or a tag is made harmless where it is shown, not where it is kept.
    const { title } = ok(await as.msa.ask('GET', `/warnings/${thread.warning}`), 200) as { title: string }
    assert.equal(title, '=HYPERLINK("x") <b>瞒报</b>')
    await drive(
      'POST /warnings/{id}/acknowledge',
      'warning.acknowledged',
      as.msa,
      `/warnings/${thread.warning}/acknowledge`,
      {},
      204,
      () => `warning/${thread.warning}`,
    )
  })

  test('triage: taken, undone, put off, dismissed', async () => {
    type Row = { id: string; count: number; rank: number }
    const { rows } = ok(await as.customs.ask('GET', '/triage?when=all&limit=1'), 200) as { rows: Row[] }
    const { id, count, rank } = rows[0]!
    thread.group = id
    const groups = [{ id, count, rank }]
    const { colleagues } = ok(await as.customs.ask('GET', '/triage/desk'), 200) as {
      colleagues: { post: { id: string }; account: string | null; isMe: boolean }[]
    }
    const me = colleagues.find((one) => one.isMe)!
    const decided = ({ body }: { body: unknown }) => `triage/${(body as { decisions: string[] }).decisions[0]}`
    const decide = (verb: string, act: string, more: object) =>
      drive(`POST /triage/${verb}`, act, as.customs, `/triage/${verb}`, { groups, ...more }, 200, decided)
    await decide('assign', 'triage.assigned', { to: { post: me.post.id, account: me.account } })
    const until = new Date(Date.now() + 3_600_000).toISOString()
    await decide('snooze', 'triage.snoozed', { until, reason: 'awaits the laboratory' })
    await decide('undo', 'triage.undone', {})
    await decide('dismiss', 'triage.dismissed', { reason: 'explained' })
    ok(await as.admin.ask('POST', '/triage/undo', { groups }), 403)
  })

  test('incident, presence, event, tasks, hand-overs, evidence', async () => {
    const { warning, signal } = thread
    const opened = await drive(
      'POST /incidents',
      'incident.opened',
      as.customs,
      '/incidents',
      {
        title: '瞒报危险品',
        riskType: 'social.dg_misdeclared',
        place: 'sea',
        jurisdiction: 'CN',
        warningId: warning,
        signalIds: [signal],
      },
      201,
      ({ body }) => `incident/${(body as { id: string }).id}`,
    )
    thread.incident = idOf(opened)
    const { incident } = thread
    const member = (await room(as.customs)).members.find(
      ({ agency, role }) => AGENCY_PERSONA[agency.id] && agency.id !== 'customs' && role !== 'inform',
    )!
    await drive(
      'POST /incidents/{id}/presence',
      'incident.presence_confirmed',
      seesWho(member.agency.id),
      `/incidents/${incident}/presence`,
      undefined,
      204,
    )
    const recorder = await until('a member who records', async () => {
      for (const name of ['msa', 'customs', 'terminal', 'duty'] as const) {
        const answer = await as[name].ask('GET', `/incidents/${incident}`)
        if (answer.status !== 200) continue
        const trigger = (answer.body as Room).triggers.find(({ can }) => can === true)
        if (trigger) return { name, trigger: trigger.id }
      }
      return undefined
    })
    await drive(
      'POST /incidents/{id}/events',
      'incident.event_recorded',
      as[recorder.name],
      `/incidents/${incident}/events`,
      { trigger: recorder.trigger },
      204,
    )

    const [task, worker] = await taskFor('accept')
    thread.task = task.id
    const object = () => `task/${task.id}`
    await drive('POST /tasks/{id}/accept', 'task.accepted', worker, `/tasks/${task.id}/accept`, undefined, 204, object)
    await drive(
      'POST /tasks/{id}/block',
      'task.blocked',
      worker,
      `/tasks/${task.id}/block`,
      { reason: 'x' },
      204,
      object,
    )
    await drive(
      'POST /tasks/{id}/unblock',
      'task.unblocked',
      worker,
      `/tasks/${task.id}/unblock`,
      undefined,
      204,
      object,
    )
    const file = `/incidents/${incident}/evidence?name=${encodeURIComponent('说明.txt')}&taskId=${task.id}`
    ok(await worker.ask('POST', file, new Uint8Array(21 * 1024 * 1024)), 413)
    ok(await worker.ask('POST', file, new Uint8Array(0)), 400)
    ok(await worker.ask('POST', file, Buffer.from([0, 1, 2, 3])), 415)
    const added = await drive(
      'POST /incidents/{id}/evidence',
      'evidence.added',
      worker,
      file,
      Buffer.from('sealed at 10:40'),
      201,
      ({ body }) => `evidence/${(body as { id: string }).id}`,
    )
    thread.evidence = idOf(added)
    const waiting = ok(await as.customs.ask('GET', '/triage?when=all&limit=1'), 200) as {
      rows: { id: string; count: number; rank: number }[]
    }
    const [{ id: groupId, count, rank }] = waiting.rows as [{ id: string; count: number; rank: number }]
    await drive(
      'POST /triage/attach',
      'triage.attached',
      as.customs,
      '/triage/attach',
      { groups: [{ id: groupId, count, rank }], incidentId: thread.incident },
      200,
      ({ body }) => `triage/${(body as { decisions: string[] }).decisions[0]}`,
    )

    // Offered and sent back, offered and withdrawn, offered and accepted: the receipt ends it.
    const members = (await room(as.customs)).members.map(({ agency }) => agency.id)
    const to = members.find((agency) => AGENCY_PERSONA[agency] && agency !== task.agency.id)!
    const offer = async (): Promise<string> => {
      const answer = await drive(
        'POST /tasks/{id}/handover',
        'task.handover_offered',
        worker,
        `/tasks/${task.id}/handover`,
        { toAgency: to, note: 'yours' },
        201,
        object,
      )
      return (answer.body as { handoverId: string }).handoverId
    }
    thread.handover = await offer()
    await drive(
      'POST /handovers/{id}/refuse',
      'task.handover_refused',
      seesWho(to),
      `/handovers/${thread.handover}/refuse`,
      { reason: 'not ours' },
      204,
      object,
    )
    thread.handover = await offer()
    await drive(
      'POST /handovers/{id}/withdraw',
      'task.handover_withdrawn',
      worker,
      `/handovers/${thread.handover}/withdraw`,
      { reason: 'after all' },
      204,
      object,
    )
    thread.handover = await offer()
    await drive(
      'POST /handovers/{id}/accept',
      'task.handover_accepted',
      seesWho(to),
      `/handovers/${thread.handover}/accept`,
      undefined,
      204,
      object,
    )
    const taken = (await room(seesWho(to))).tasks.find((one) => one.id === task.id)!
    if (taken.can['accept'] === true) ok(await seesWho(to).ask('POST', `/tasks/${task.id}/accept`), 204)
    await drive(
      'POST /tasks/{id}/complete',
      'task.completed',
      seesWho(to),
      `/tasks/${task.id}/complete`,
      { note: 'done', evidenceIds: [thread.evidence] },
      204,
      object,
    )
  })

  test('who is in it sees it; who is not, does not; a link shows only to who sees both ends', async () => {
    const { signal, warning, incident, evidence } = thread
    ok(await as.terminal.ask('GET', `/warnings/${warning}`), 200)
    const seen = (visitor: Visitor) => visitor.ask('GET', `/warnings/${warning}`)
    assert.equal((ok(await seen(as.msa), 200) as { signalId: string | null }).signalId, signal)
    // The terminal is warned but does not see the declaration: nor that there is one.
    assert.equal((ok(await seen(as.terminal), 200) as { signalId: string | null }).signalId, null)
    assert.ok(!JSON.stringify((await seen(as.terminal)).body).includes(signal))
    const inside = ok(await as.terminal.ask('GET', `/incidents/${incident}`), 200) as { signals: unknown[] }
    assert.deepEqual(inside.signals, [])
    const members = new Set((await room(as.customs)).members.map(({ agency }) => AGENCY_PERSONA[agency.id]))
    for (const name of PERSONAS) {
      const listed = ((await as[name].ask('GET', '/incidents?state=all')).body as { rows: { id: string }[] }).rows
      const isIn = members.has(name) || name === 'quarantine'
      assert.equal(
        listed.some((row) => row.id === incident),
        isIn,
        name,
      )
      assert.equal((await as[name].ask('GET', `/incidents/${incident}`)).status, isIn ? 200 : 404, name)
      assert.equal((await as[name].ask('GET', `/evidence/${evidence}`)).status, isIn ? 200 : 404, name)
    }
  })

  test('waived, not applicable, closed, ended', async () => {
    const { incident } = thread
    const settle = async (): Promise<void> => {
      for (;;) {
        const lead = (await room(as.customs)).members.find(({ role }) => role === 'lead')!.agency.id
        const steering = seesWho(lead)
        const { tasks } = await room(steering)
        const task = tasks.find((one) => one.can['notApplicable'] === true || one.can['waive'] === true)
        if (!task) return
        const verb = task.can['notApplicable'] === true ? 'not-applicable' : 'waive'
        await drive(
          `POST /tasks/{id}/${verb}`,
          verb === 'waive' ? 'task.waived' : 'task.not_applicable',
          steering,
          `/tasks/${task.id}/${verb}`,
          { reason: 'settled in this test' },
          204,
          () => `task/${task.id}`,
        )
      }
    }
    await settle()
    const steering = await until('somebody who may close', async () => {
      for (const name of ['msa', 'customs', 'duty'] as const) {
        const answer = await as[name].ask('GET', `/incidents/${incident}`)
        if ((answer.body as Room).close?.allowed) return as[name]
      }
      return undefined
    }).catch(async () => assert.fail(JSON.stringify((await room(as.msa)).close)))
    await drive(
      'POST /incidents/{id}/close',
      'incident.closed',
      steering,
      `/incidents/${incident}/close`,
      { summary: 'Opened, stowed apart, released.' },
      204,
      () => `incident/${incident}`,
    )
    ok(await steering.ask('POST', `/incidents/${incident}/close`, { summary: 'again' }), 409)
    await drive(
      'POST /warnings/{id}/end',
      'warning.ended',
      as.customs,
      `/warnings/${thread.warning}/end`,
      { reason: 'settled' },
      204,
      () => `warning/${thread.warning}`,
    )
  })

  test('a conditional task that does not apply', async () => {
    type Reference = { domains: { risks: { id: string; places: string[] }[] }[] }
    const { domains } = ok(await as.customs.ask('GET', '/reference'), 200) as Reference
    const riskType = await until('a risk with a conditional task', async () => {
      for (const { id, places } of domains
        .flatMap(({ risks }) => risks)
        .filter((risk) => risk.places.includes('sea'))) {
        const path = `/duties/resolve?risk=${id}&place=sea&jurisdiction=CN`
        const { tasks } = ok(await as.customs.ask('GET', path), 200) as { tasks: Preview[] }
        if (tasks.some(({ conditional, agency }) => conditional && AGENCY_PERSONA[agency.id] && places.length > 0))
          return id
      }
      return undefined
    })
    const { warning, incident } = thread
    const opened = await as.customs.ask('POST', '/incidents', {
      title: 'Conditional',
      riskType,
      place: 'sea',
      jurisdiction: 'CN',
      signalIds: [thread.signal],
    })
    thread.incident = idOf(opened)
    const [task, worker] = await taskFor('notApplicable', ({ conditional }) => conditional)
    await drive(
      'POST /tasks/{id}/not-applicable',
      'task.not_applicable',
      worker,
      `/tasks/${task.id}/not-applicable`,
      { reason: 'the condition is not met' },
      204,
      () => `task/${task.id}`,
    )
    Object.assign(thread, { warning, incident })
  })
})

describe('reviews', () => {
  test('each step of a review leaves an entry', async () => {
    const ofReview = () => `review/${thread.review}`
    const step = (route: string, act: string, who: Visitor, id: string, body: object, wanted = 204) =>
      drive(`POST ${route}`, act, who, route.replace('{id}', id), body, wanted, ofReview)
    const opened = await drive(
      'POST /reviews',
      'review.opened',
      as.customs,
      '/reviews',
      { incidentId: thread.incident },
      201,
      ({ body }) => `review/${(body as { id: string }).id}`,
    )
    thread.review = idOf(opened)
    const finding = { kind: 'duty', what: 'Nobody answered', why: 'The list was old' }
    const put = async (): Promise<string> =>
      idOf(await step('/reviews/{id}/findings', 'review.finding_put', as.customs, thread.review, finding, 201))
    const first = await put()
    const stance = { stance: 'object', words: 'Somebody did' }
    await step('/reviews/findings/{id}/stance', 'review.stance_taken', as.duty, first, stance)
    const dueOn = new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 10)
    const action = { change: 'plan', words: 'Renew the list', owner: 'customs', dueOn }
    const propose = async (): Promise<string> =>
      idOf(await step('/reviews/findings/{id}/actions', 'review.action_proposed', as.duty, first, action, 201))
    const shown = await propose()
    const answer = { accept: true, words: '' }
    ok(await as.duty.ask('POST', `/reviews/actions/${shown}/answer`, answer), 403)
    await step('/reviews/actions/{id}/answer', 'review.action_accepted', as.customs, shown, answer)
    const done = { words: 'Renewed', checkOn: dueOn }
    await step('/reviews/actions/{id}/done', 'review.action_done', as.customs, shown, done)
    const check = { result: 'works', seenIn: 'drill', words: 'Answered at once' }
    ok(await as.customs.ask('POST', `/reviews/actions/${shown}/check`, check), 403)
    await step('/reviews/actions/{id}/check', 'review.effect_checked', as.duty, shown, check)
    const words = { words: 'settled in this test' }
    await step('/reviews/actions/{id}/waive', 'review.effect_waived', as.duty, await propose(), words)
    await step('/reviews/findings/{id}/close', 'review.finding_closed', as.customs, first, words)
    const second = await put()
    ok(await as.customs.ask('POST', `/reviews/findings/${second}/waive`, words), 403)
    await step('/reviews/findings/{id}/waive', 'review.finding_waived', as.duty, second, words)
    const steering = await until('somebody who may close the review', async () => {
      for (const name of ['msa', 'customs', 'duty'] as const) {
        const { body } = await as[name].ask('GET', `/reviews/${thread.review}`)
        if ((body as { can?: { close: unknown } }).can?.close === true) return as[name]
      }
      return undefined
    })
    await step('/reviews/{id}/close', 'review.closed', steering, thread.review, words)
  })
})

describe('rules', () => {
  test('each step of a table leaves an entry', async () => {
    const kinds = ok(await as.customs.ask('GET', '/rules'), 200) as {
      rows: { kind: { id: string }; current: { id: string } }[]
    }
    const from = kinds.rows.find((row) => row.kind.id === 'sensor')!.current.id
    const created = ({ body }: Answer): string => `ruleset/${(body as { id: string }).id}`
    const draft = (): Promise<Answer> =>
      drive('POST /rules', 'ruleset.drafted', as.customs, '/rules', { from }, 201, created)
    const changed = async (id: string): Promise<void> => {
      const { content } = ok(await as.customs.ask('GET', `/rules/${id}`), 200) as {
        content: { rules: { points: number }[] }
      }
      content.rules[0]!.points = 36
      const path = `/rules/${id}`
      await drive(
        'PUT /rules/{id}',
        'ruleset.changed',
        as.customs,
        path,
        { edit: 1, content },
        200,
        () => `ruleset/${id}`,
      )
    }
    const act = (verb: string, fact: string, visitor: Visitor, id: string, body: unknown): Promise<Answer> =>
      drive(
        `POST /rules/{id}/${verb}`,
        `ruleset.${fact}`,
        visitor,
        `/rules/${id}/${verb}`,
        body,
        204,
        () => `ruleset/${id}`,
      )
    const reason = { reason: 'too many false alarms', effectiveFrom: null }

    ruleTable = idOf(await draft())
    await changed(ruleTable)
    await act('propose', 'proposed', as.customs, ruleTable, reason)
    await act('return', 'returned', as.msa, ruleTable, { note: 'on what basis?' })
    await act('propose', 'proposed', as.customs, ruleTable, reason)
    await act('approve', 'approved', as.msa, ruleTable, {})
    await act('retire', 'retired', as.duty, ruleTable, { reason: 'it missed one' })

    const { content } = ok(await as.customs.ask('GET', `/rules/${from}`), 200) as { content: unknown }
    const imported = await drive(
      'POST /rules/import',
      'ruleset.drafted',
      as.customs,
      '/rules/import',
      { content },
      201,
      created,
    )
    await act('withdraw', 'withdrawn', as.customs, idOf(imported), undefined)
  })

  test('are drafted by analysts, approved by others, and not read by who reads no content', async () => {
    assert.equal((await as.msa.ask('POST', '/rules', { from: ruleTable })).status, 403)
    for (const who of [as.auditor, as.admin]) assert.equal((await who.ask('GET', '/rules')).status, 403)
    const bad = await as.customs.ask('POST', '/rules/import', { content: { kind: 'sensor', rules: [] } })
    assert.equal(bad.status, 400)
  })
})

let desk: DutyDesk

describe('the duty desk', () => {
  test('rosters, hand-overs, briefs and meetings each leave an entry', async () => {
    desk = await driveDutyDesk(drive, as)
  })

  test('who has no part in them finds what is absent: the same answer', async () => {
    for (const [path, id] of [
      ['shifts', desk.shift],
      ['briefs', desk.brief],
      ['meetings', desk.meeting],
    ]) {
      const seen = await as.lab.ask('GET', `/${path}/${id}`)
      assert.deepEqual(seen, await as.lab.ask('GET', `/${path}/${randomUUID()}`))
      assert.equal(seen.status, 404)
    }
    const accept = (id: string) => as.lab.ask('POST', `/resolutions/${id}/accept`)
    assert.deepEqual(await accept(desk.resolution), await accept(randomUUID()))
  })
})

describe('administration', () => {
  const CODE_STEP_MS = 30_000
  const codeOf = (secret: string, atMs: number): string =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: atMs })

  test('accounts, posts, agencies, tokens, links and sessions each leave an entry', async () => {
    const made = await drive(
      'POST /posts',
      'post.created',
      as.admin,
      '/posts',
      { agencyId: 'nia', zh: '值班二', en: 'Second duty', roles: ['duty_officer'], purposes: ['port_security'] },
      200,
      ({ body }) => `post/${(body as { id: string }).id}`,
    )
    const postId = idOf(made, 200)
    const posts = (await as.admin.ask('GET', '/posts')).body as { rows: { id: string; agency: { id: string } }[] }
    const other = posts.rows.find((row) => row.agency.id === 'msa')!.id
    const created = await drive(
      'POST /accounts',
      'account.created',
      as.admin,
      '/accounts',
      { login: 'nia.second', officer: { zh: '测试', en: 'Test' }, postIds: [postId, other] },
      200,
      ({ body }) => `account/${(body as { id: string }).id}`,
    )
    const accountId = idOf(created, 200)
    const object = () => `account/${accountId}`
    const reset = await drive(
      'POST /accounts/{id}/reset',
      'account.link_issued',
      as.admin,
      `/accounts/${accountId}/reset`,
      undefined,
      200,
      object,
    )
    const oneTime = (reset.body as { link: string }).link.split('/').at(-1)!
    // The first link no longer counts.
    const first = (created.body as { link: string }).link.split('/').at(-1)!
    assert.ok((await new Visitor(site).ask('GET', `/links/${first}`)).status >= 400)

    const officer = new Visitor(site)
    const view = ok(await officer.ask('GET', `/links/${oneTime}`), 200) as { totp: { secret: string } }
    const password = 'the quay is long tonight 7'
    const now = Date.now()
    // A code works once: earlier, present and next step, one for each use.
    await drive(
      'POST /links/{token}',
      'account.password_set',
      officer,
      `/links/${oneTime}`,
      { password, code: codeOf(view.totp.secret, now - CODE_STEP_MS) },
      200,
      object,
    )
    await drive('DELETE /session', 'session.ended', officer, '/session', undefined, 204, object)
    await drive(
      'POST /session',
      'session.opened',
      officer,
      '/session',
      { login: 'nia.second', password, code: codeOf(view.totp.secret, now) },
      200,
      object,
    )
    await drive('PUT /session/post', 'session.post_chosen', officer, '/session/post', { postId: other }, 200, object)
    await drive(
      'PUT /session/password',
      'account.password_set',
      officer,
      '/session/password',
      { current: password, code: codeOf(view.totp.secret, now + CODE_STEP_MS), password: `${password}8` },
      204,
      object,
    )
    await drive(
      'POST /session/persona',
      'session.opened',
      new Visitor(site),
      '/session/persona',
      { login: 'demo.lab' },
      200,
    )

    const stream = await listen(officer)
    await drive(
      'PUT /accounts/{id}/posts',
      'account.posts_set',
      as.admin,
      `/accounts/${accountId}/posts`,
      { postIds: [postId] },
      204,
      object,
    )
    await drive(
      'POST /accounts/{id}/unlock',
      'account.unlocked',
      as.admin,
      `/accounts/${accountId}/unlock`,
      undefined,
      204,
      object,
    )
    await drive(
      'POST /accounts/{id}/disable',
      'account.disabled',
      as.admin,
      `/accounts/${accountId}/disable`,
      undefined,
      204,
      object,
    )
    ok(await officer.ask('GET', '/signals'), 401)
    await until('the stream says that the session has ended', () =>
      stream.events.some(({ event }) => event === 'signed-out'),
    )
    await stream.close()
    await drive(
      'POST /accounts/{id}/enable',
      'account.enabled',
      as.admin,
      `/accounts/${accountId}/enable`,
      undefined,
      204,
      object,
    )

    await drive(
      'PUT /agencies/{id}',
      'agency.membership_set',
      as.admin,
      '/agencies/heritage',
      { member: true },
      204,
      () => 'agency/heritage',
    )
    const token = await drive(
      'POST /tokens',
      'token.issued',
      as.admin,
      '/tokens',
      { name: 'x', postId, scopes: ['signals:read'], days: 1 },
      200,
      ({ body }) => `token/${(body as { id: string }).id}`,
    )
    await drive(
      'POST /tokens/{id}/revoke',
      'token.revoked',
      as.admin,
      `/tokens/${idOf(token, 200)}/revoke`,
      undefined,
      204,
    )
  })

  test('is for administrators alone', async () => {
    const paths = ['/accounts', '/posts', '/tokens']
    for (const name of PERSONAS.filter((one) => one !== 'admin'))
      for (const path of paths) ok(await as[name].ask('GET', path), 403)
    for (const path of paths) ok(await new Visitor(site).ask('GET', path), 401)
  })
})

describe('law and risks without an owner', () => {
  /** The queue is filled by the minute: here at once. */
  const fillQueue = () => db.request.query(`select app.add_job('threats.queue', '{"minutes": 10}')`)
  const FILLED_MS = 20_000
  type Item = { id: string; risk: { id: string }; jurisdiction: string; origin: string; state: string }
  const items = async (visitor: Visitor): Promise<Item[]> =>
    (ok(await visitor.ask('GET', '/definitions'), 200) as { rows: Item[] }).rows

  test('an instrument that ends, a row that is confirmed and a year that is loaded each leave an entry', async () => {
    await drive(
      'POST /law/instruments/{id}/end',
      'law.ended',
      as.customs,
      '/law/instruments/CN-IPR/end',
      { validTo: '2026-01-01', note: '废止' },
      200,
      ({ body }) => `law_revision/${(body as { id: string }).id}`,
    )
    const { rows } = ok(await as.nia.ask('GET', '/law/reviews'), 200) as { rows: { id: string }[] }
    const review = rows[0]!.id
    ok(await as.nia.ask('POST', `/law/reviews/${review}/confirm`, { outcome: 'kept', note: '过渡' }), 403)
    await drive(
      'POST /law/reviews/{id}/confirm',
      'law.review_settled',
      as.customs,
      `/law/reviews/${review}/confirm`,
      { outcome: 'kept', note: '过渡' },
      204,
      () => `law_review/${review}`,
    )
    const text = ['01', '02', '03', '04', '05', '06', '07'].map((day) => `2028-10-${day},放假,国庆节`).join('\n')
    await drive(
      'POST /law/calendar',
      'law.calendar_loaded',
      as.customs,
      '/law/calendar',
      { year: 2028, text, source: '通知' },
      201,
      ({ body }) => `law_revision/${(body as { id: string }).id}`,
    )
  })

  test('a risk without an owner: discussed, settled, rejected, released, each with an entry', async () => {
    await fillQueue()
    const queue = await until(
      'the queue is filled',
      async () => ((await items(as.duty)).length > 0 ? items(as.duty) : undefined),
      FILLED_MS,
    )
    const find = (risk: string, jurisdiction: string) =>
      queue.find((one) => one.risk.id === risk && one.jurisdiction === jurisdiction)!.id
    const rejected = find('social.dg_misdeclared', 'INT')
    const line = find('overseas.supply_line', 'CN')
    definition = line
    const act = (verb: string, fact: string, visitor: Visitor, id: string, body: unknown, status = 204) =>
      drive(
        `POST /definitions/{id}/${verb}`,
        fact,
        visitor,
        `/definitions/${id}/${verb}`,
        body,
        status,
        () => `definition/${id}`,
      )
    await act('reject', 'definition.rejected', as.duty, rejected, { reason: '不涉及' })
    ok(
      await as.customs.ask('POST', '/incidents', {
        title: '境外规则下的瞒报',
        riskType: 'social.dg_misdeclared',
        place: 'land',
        jurisdiction: 'INT',
        signalIds: [thread.signal],
      }),
      201,
    )
    await act('note', 'definition.noted', as.duty, line, { text: '请各单位研究' })
    await act('interim', 'definition.interim_set', as.duty, line, { agency: 'msa' })
    const words = { definition: '航道受阻', measures: '改港', legalGap: '无条文', reviewOn: null }
    await act('define', 'definition.defined', as.duty, line, words)
    const proposal = { lead: ['msa'], support: [], inform: [], phase: 'control', basis: [], note: '商定' }
    await act('propose', 'definition.proposed', as.duty, line, proposal)
    ok(await as.duty.ask('POST', `/definitions/${line}/accept`), 403)
    await act('return', 'definition.returned', as.customs, line, { reason: '补依据' })
    await act('propose', 'definition.proposed', as.duty, line, proposal)
    await act('accept', 'definition.settled', as.customs, line, undefined, 200)
    await fillQueue()
    const own = await until(
      'the incident’s risk is queued',
      async () => (await items(as.customs)).find((one) => one.origin === 'incident'),
      FILLED_MS,
    )
    assert.deepEqual(await items(as.auditor), [])
    ok(await as.auditor.ask('GET', `/definitions/${own.id}`), 404)
    await act('release', 'definition.released', as.customs, own.id, { text: '请共同界定' }, 201)
  })
})

describe('reaching people', () => {
  test('the course of a warning, subscriptions, addresses and another try', async () => {
    const settings = {
      levels: ['red'],
      quiet: null,
      zone: 'Asia/Shanghai',
      sound: true,
      browser: false,
      showTitle: false,
    }
    const email = { address: 'msa@port.example', locale: 'zh', active: true }
    await drive(
      'PUT /notifications/settings',
      'notification.settings_changed',
      as.msa,
      '/notifications/settings',
      { ...settings, email },
      200,
    )
    await drive('POST /notifications/test', 'channel.tested', as.msa, '/notifications/test', undefined, 204)
    const wish = { for: 'post', minLevel: 'red' }
    const subscribed = await drive('POST /subscriptions', 'warning.subscribed', as.msa, '/subscriptions', wish, 201)
    await drive(
      'POST /subscriptions/{id}/end',
      'warning.unsubscribed',
      as.msa,
      `/subscriptions/${idOf(subscribed, 201)}/end`,
      undefined,
      204,
    )
    const id = idOf(
      await as.customs.ask('POST', '/warnings', {
        level: 'blue',
        title: 'course',
        body: 'x',
        riskType: 'social.dg_misdeclared',
        place: 'sea',
        jurisdiction: 'CN',
        audience: ['msa'],
        ackMinutes: 60,
      }),
      201,
    )
    const on = (verb: string, act: string, body: unknown) =>
      drive(`POST /warnings/{id}/${verb}`, act, as.customs, `/warnings/${id}/${verb}`, body, 204, () => `warning/${id}`)
    await on('update', 'warning.updated', { level: 'red', title: 'course', body: 'x', reason: 'x', version: 1 })
    await on('cancel', 'warning.cancelled', { reason: 'x' })
    await on('lessons', 'warning.lesson_recorded', { verdict: 'false_alarm', timely: 'late', change: 'x' })

    const { rows: posts } = ok(await as.admin.ask('GET', '/posts'), 200) as {
      rows: { id: string; agency: { id: string }; roles: string[] }[]
    }
    const postId = posts.find((one) => one.agency.id === 'msa' && !one.roles.includes('system'))!.id
    const channel = { kind: 'email', postId, name: 'x', address: 'room@port.example', minLevel: 'red', locale: 'en' }
    const made = idOf(
      await drive('POST /channels', 'channel.created', as.admin, '/channels', { ...channel, active: true }, 201),
      201,
    )
    await drive('POST /channels/{id}/test', 'channel.tested', as.admin, `/channels/${made}/test`, undefined, 204)
    const off = { ...channel, active: false }
    await drive('PUT /channels/{id}', 'channel.changed', as.admin, `/channels/${made}`, off, 200)
    // No mail server is set up here: what was sent failed, and says so.
    const failed = await until('a failed delivery', async () =>
      (ok(await as.admin.ask('GET', '/outbox?state=failed'), 200) as { rows: { id: string }[] }).rows.at(0),
    )
    const retry = `/outbox/${failed.id}/retry`
    await drive('POST /outbox/{id}/retry', 'notice.retry_asked', as.admin, retry, undefined, 204)
    for (const path of ['/channels', '/outbox']) ok(await as.customs.ask('GET', path), 403)
  })
})

/** What the rooms left behind, each by the name under which its routes stand. */
const rooms = {} as { room: string; incidents: string; scan: string; reports: string } & Thought

describe('the rooms of an incident, and the scan', () => {
  const context = (): Context => ({ drive, as, ok, signal: thread.signal })

  test('levels, members, notes, tasks by hand and folding each leave an entry', async () => {
    rooms.room = await driveRoom(context())
  })

  test('so do hypotheses, evidence, dissent, questions, decisions and plans', async () => {
    rooms.incidents = await openIncident(context(), '会商')
    Object.assign(rooms, await driveThought(context(), rooms.incidents))
  })

  test('and reports', async () => {
    rooms.reports = await driveReports(context(), rooms.incidents)
  })

  test('and what changes outside the port', async () => {
    rooms.scan = await driveScan(context())
  })
})

// ---------------------------------------------------------------- what holds for every route

type Document = {
  paths: Record<string, Record<string, { parameters?: { name: string; in: string; required?: boolean }[] }>>
}
const documentOf = async (): Promise<Document> => {
  const response = await fetch(`${site.url}/api/openapi.json`)
  return (await response.json()) as Document
}
const routesOf = (document: Document): [method: string, path: string][] =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.keys(item).map((method): [string, string] => [method.toUpperCase(), path.replace(/^\/api/, '')]),
  )

describe('every route', () => {
  test('stands in the OpenAPI document', async () => {
    const listed = new Set(routesOf(await documentOf()).map(([method, path]) => `${method} ${path}`))
    const served = [
      ...roomRoutes.map(({ method, url }) => `${method} ${url}`),
      ...[
        'GET /ledger',
        'GET /ledger/checkpoint',
        'GET /ledger/entries',
        'GET /ledger/prove/:seq',
        'POST /ledger/verification',
        'GET /ledger/verification',
      ],
      ...['GET /session', 'POST /session', 'DELETE /session', 'PUT /session/post', 'PUT /session/password'],
      ...['GET /session/personas', 'POST /session/persona', 'GET /links/:token', 'POST /links/:token'],
    ].map((route) => route.replaceAll(/:(\w+)/g, '{$1}'))
    assert.deepEqual(
      served.filter((route) => !listed.has(route)),
      [],
    )
  })

  test('that changes something was driven above and left an entry', async () => {
    const changing = routesOf(await documentOf())
      .filter(([method]) => method !== 'GET')
      .map(([method, path]) => `${method} ${path}`)
      // Starts a computation over the record; looks through a message that is still being written: neither changes anything.
      // What fills an agenda from the record is driven as a point of the agenda; a file that is looked at is in no record.
      .filter(
        (route) =>
          ![
            'POST /ledger/verification',
            'POST /signals/check',
            'POST /meetings/{id}/fill',
            'POST /imports/uploads',
            'POST /imports/preview',
            'POST /imports/discard',
          ].includes(route),
      )
    const missing = changing.filter((route) => !driven.has(route))
    assert.deepEqual(missing, [])
  })

  test('that changes something refuses a request without x-tongguan, before it does anything', async () => {
    for (const [method, path] of routesOf(await documentOf()).filter(([one]) => one !== 'GET')) {
      const response = await fetch(`${site.url}/api${path.replaceAll(/\{\w+\}/g, randomUUID())}`, {
        method,
        headers: { cookie: as.admin.cookie, 'content-type': 'application/json' },
        body: '{}',
      })
      assert.equal(response.status, 403, `${method} ${path}`)
      const problem = (await response.json()) as { code: string; en: string }
      assert.match(problem.en, /x-tongguan/)
    }
    // A form of another site.
    const form = await fetch(`${site.url}/api/session/persona`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: '{"login":"demo.admin"}',
    })
    assert.equal(form.status, 403)
    assert.equal(form.headers.getSetCookie().length, 0)
  })

  test('is not to be kept by browsers or proxies, and is asked only by who has signed in', async () => {
    // A checkpoint is public: what everyone may keep cannot be taken back unseen.
    const open = new Set(['/session', '/session/personas', '/links/{token}', '/ledger/checkpoint'])
    for (const [method, path] of routesOf(await documentOf())) {
      const url = `${site.url}/api${path.replaceAll(/\{\w+\}/g, randomUUID())}`
      const headers = { 'x-tongguan': '1' }
      const signedOut = await fetch(url, { method, headers })
      assert.equal(signedOut.headers.get('cache-control'), 'no-store', `${method} ${path}`)
      assert.equal(signedOut.headers.get('x-content-type-options'), 'nosniff')
      await signedOut.text()
      if (!open.has(path) && !path.startsWith('/session')) assert.equal(signedOut.status, 401, `${method} ${path}`)
      if (method !== 'GET') continue
      const signedIn = await fetch(url, { headers: { cookie: as.customs.cookie } })
      assert.equal(signedIn.headers.get('cache-control'), 'no-store', `${method} ${path}`)
      await signedIn.text()
    }
  })

  /** GET routes with what fills them, for somebody who can see it. */
  const filled = (path: string): string[] => {
    const ids: Record<string, string[]> = {
      '/signals/{id}': [thread.signal],
      '/imports/{id}': [thread.import],
      '/imports/{id}/rejects': [thread.import],
      '/triage/{id}': [thread.group],
      // Declarations alone are nothing compound.
      '/compounds/{id}': [],
      '/warnings/{id}': [thread.warning],
      '/incidents/{id}': [thread.incident, rooms.room],
      '/incidents/{id}/deliberation': [rooms.incidents],
      '/incidents/{id}/reports': [rooms.incidents],
      '/reports/{id}': [rooms.reports],
      '/scan/{id}': [rooms.scan],
      '/duties/agencies/{id}': ['msa'],
      '/law/entries/{id}': ['DM-CN-14'],
      '/definitions/{id}': [definition],
      '/incidents/{id}/review': [thread.incident],
      '/reviews/{id}': [thread.review],
      '/ledger/prove/{seq}': ['0'],
      '/rules/{id}': [ruleTable],
      '/rules/{id}/diff': [ruleTable],
      '/rules/{id}/preview': [ruleTable],
      '/links/{token}': [],
      '/rosters/{id}': [desk.roster],
      '/shifts/{id}': [desk.shift],
      '/briefs/{id}': [desk.brief],
      '/meetings/{id}': [desk.meeting],
      // Files as they came.
      '/rosters/{id}/file': [],
      '/meetings/{id}/calendar': [],
      '/evidence/{id}': [],
      '/evidence/{id}/preview': [],
      '/reports/{id}/docx': [],
      '/reports/{id}/pdf': [],
      '/rules/{id}/export': [],
      '/imports/{id}/rejects.csv': [],
    }
    if (path === '/register/{risk}/{place}') return ['/register/social.dg_misdeclared/sea']
    // A file as it comes.
    if (path === '/duties/rows.csv') return []
    if (path.includes('{')) return ids[path]?.map((id) => path.replace(/\{\w+\}/, id)) ?? assert.fail(`${path} is new`)
    if (path === '/warnings/draft') return [`${path}?signalId=${thread.signal}`]
    if (path === '/incidents/draft') return [`${path}?signalId=${thread.signal}`]
    if (path === '/rules/search') return [`${path}?q=HS`]
    if (path === '/duties/resolve') return [`${path}?risk=social.dg_misdeclared&place=sea&jurisdiction=CN`]
    if (path === '/warnings' || path === '/incidents') return [`${path}?state=all`]
    return [path]
  }

  test('leaves out what is interned: no circle, viewer, key, group, realm or transaction has a number outside', async () => {
    const INTERNED =
      /^(circle|viewer|key|group|realm|part|whole|party)_?(id|ids|circles?)$|^(realm|circle|viewer|txid|xmin|keys?hash|content_?hash|commitment|salt|token_?hash|closings)$/i
    const walk = (value: unknown, path: string): string[] => {
      if (Array.isArray(value)) return value.flatMap((one) => walk(one, `${path}[]`))
      if (typeof value !== 'object' || value === null) return []
      return Object.entries(value).flatMap(([key, one]) => [
        ...(INTERNED.test(key) ? [`${path}.${key}`] : []),
        ...walk(one, `${path}.${key}`),
      ])
    }
    let answered = 0
    const paths = routesOf(await documentOf())
      .filter(([method]) => method === 'GET')
      .flatMap(([, path]) => filled(path))
    for (const path of paths) {
      let some = false
      for (const name of PERSONAS) {
        const { status, body } = await as[name].ask('GET', path)
        assert.ok(status < 500, `${name} ${path}: ${JSON.stringify(body)}`)
        assert.deepEqual(walk(body, path), [], name)
        if (status === 200) some = true
      }
      assert.ok(some, `nobody gets an answer from ${path}`)
      answered++
    }
    assert.ok(answered > 20)
  })
})

describe('what was shown', () => {
  test('stands in the record: who saw, and a commitment to which records', async () => {
    const viewer = await new Visitor(site).become('demo.customs')
    for (const [visitor, path] of [
      [viewer, '/signals'],
      [viewer, `/signals/${thread.signal}`],
      [viewer, '/imports'],
      [viewer, `/imports/${thread.import}`],
      [viewer, `/imports/${thread.import}/rejects`],
      [viewer, `/imports/${thread.import}/rejects.csv`],
      [viewer, '/warnings?state=all'],
      [viewer, `/warnings/${thread.warning}`],
      [viewer, '/incidents?state=all'],
      [viewer, `/incidents/${thread.incident}`],
      [viewer, '/situation'],
      [viewer, `/evidence/${thread.evidence}`],
      [as.admin, '/accounts'],
    ] as const) {
      const size = await sizeOf()
      ok(await visitor.ask('GET', path), 200)
      const act = path.startsWith('/evidence') ? 'evidence.downloaded' : 'record.viewed'
      await until(`an entry of ${path}`, async () => (await entries(act)).find((one) => one.seq >= size))
    }
    // Nothing shown, nothing to record.
    const size = await sizeOf()
    for (const path of [
      '/signals?kind=declaration',
      '/imports',
      `/signals/${thread.signal}`,
      `/incidents/${thread.incident}`,
    ])
      await as.nia.ask('GET', path)
    await pause(500)
    const who = ((await as.nia.ask('GET', '/session')).body as { post: { id: string } }).post.id
    const since = (
      ok(await as.auditor.ask('GET', '/ledger/entries?limit=200'), 200) as {
        rows: (Entry & { actor: { post: { id: string } | null } })[]
      }
    ).rows.filter((one) => one.seq >= size && one.actor.post?.id === who)
    assert.deepEqual(since, [])
  })
})

describe('what is hidden', () => {
  // Of no agency in the thread; a duty officer, so that no role stands in the way before the rows do.
  const BODIES: Readonly<Record<string, unknown>> = {
    acknowledge: {},
    end: { reason: 'x' },
    cancel: { reason: 'x' },
    update: { level: 'red', title: 'x', body: 'x', reason: 'x', version: 1 },
    lessons: { verdict: 'right', timely: 'in_time', change: '' },
    events: { trigger: 'emergency.occurred' },
    close: { summary: 'x' },
    complete: { note: 'x', evidenceIds: [] },
    block: { reason: 'x' },
    waive: { reason: 'x' },
    'not-applicable': { reason: 'x' },
    refuse: { reason: 'x' },
    withdraw: { reason: 'x' },
    handover: { toAgency: 'customs', note: 'x' },
    evidence: Buffer.from('text'),
    level: { to: 'watch', criteria: ['signal_unclear'], reason: 'x' },
    members: { agency: 'lab', role: 'support', reason: 'x' },
    'members/dismiss': { agency: 'lab', reason: 'x' },
    lead: { to: 'customs', reason: 'x' },
    notes: { noteId: randomUUID(), text: 'x', writtenAt: new Date().toISOString() },
    attach: { signalIds: [randomUUID()], warningIds: [] },
    merge: { into: randomUUID(), reason: 'x' },
    tasks: { title: 'x', agency: 'nia', phase: 'control', due: { amount: 20, unit: 'minute' }, reason: 'x' },
    pause: { reason: 'x' },
    explain: { reason: 'x' },
    'take-over': { reason: 'x' },
    assign: { posts: [randomUUID()] },
    hypotheses: { statement: 'x' },
    beliefs: { word: 'likely', low: 55, high: 80, reason: 'x' },
    dissents: { words: 'x' },
    pieces: { kind: 'note', words: 'x', reliability: 'B', credibility: '2', fits: [] },
    ratings: { hypothesisId: randomUUID(), fit: 1 },
    questions: { words: 'x', forAgency: 'nia' },
    answer: { answer: 'x' },
    decisions: { question: 'x', basis: 'x', options: ['x'], dueAt: new Date().toISOString(), tasks: [] },
    positions: { stance: 'agree' },
    decide: { outcome: 'returned', reason: 'x' },
    plans: { aim: 'x', resources: [], steps: [] },
    activate: {},
    reports: { kind: 'initial', locale: 'zh' },
    edit: { sections: [] },
  }
  const NAMED =
    /^\/(signals|warnings|incidents|tasks|handovers|evidence|imports|hypotheses|dissents|pieces|questions|decisions|plans|reports)\/\{id\}/
  const targets = async (): Promise<[string, (id: string) => string, unknown][]> =>
    routesOf(await documentOf())
      .filter(([, path]) => NAMED.test(path))
      .map(([method, path]) => {
        const verb = path.split('/').slice(3).join('/')
        const query = verb === 'evidence' ? '?name=a.txt' : ''
        return [method, (id) => `${path.replace('{id}', id)}${query}`, method === 'GET' ? undefined : BODIES[verb]]
      })

  test('answers what is absent answers: status and body, for every route that names a thing', async () => {
    const { scan: _everybodySeesIt, ...own } = rooms
    const ids = () => [...Object.values(thread), ...Object.values(own)]
    assert.equal(ids().length, 18)
    for (const [method, url, body] of await targets())
      for (const hidden of ids()) {
        const seen = await as.nia.ask(method, url(hidden), body)
        const absent = await as.nia.ask(method, url(randomUUID()), body)
        assert.deepEqual(seen, absent, `${method} ${url(hidden)}`)
        assert.equal(seen.status, 404, `${method} ${url(hidden)} ${JSON.stringify(seen.body)}`)
      }
    // Imports, though of a post that imports for its own agency.
    for (const path of ['', '/rejects', '/rejects.csv'])
      ok(await as.duty.ask('GET', `/imports/${thread.import}${path}`), 404)
    for (const name of ['duty', 'nia', 'msa'] as const)
      assert.deepEqual(((await as[name].ask('GET', '/imports')).body as { rows: unknown[] }).rows, [])
    // Named in a body or a query instead of the address.
    for (const hidden of [thread.signal, thread.warning]) {
      const open = (id: string) => ({
        title: 'x',
        riskType: 'social.dg_misdeclared',
        place: 'sea',
        jurisdiction: 'CN',
        ...(hidden === thread.signal ? { signalIds: [id] } : { warningId: id, signalIds: [] }),
      })
      const seen = await as.nia.ask('POST', '/incidents', open(hidden))
      assert.deepEqual(seen, await as.nia.ask('POST', '/incidents', open(randomUUID())))
      assert.equal(seen.status, 404)
      for (const path of ['/warnings/draft?signalId=', '/incidents/draft?signalId=', '/incidents/draft?warningId=']) {
        const drafted = await as.nia.ask('GET', `${path}${hidden}`)
        assert.deepEqual(drafted, await as.nia.ask('GET', `${path}${randomUUID()}`))
        assert.equal(drafted.status, 404)
      }
    }
    const warn = (signalId: string) => ({
      signalId,
      level: 'blue',
      title: 'x',
      body: 'x',
      riskType: 'social.dg_misdeclared',
      place: 'sea',
      jurisdiction: 'CN',
      audience: ['customs'],
      ackMinutes: 30,
    })
    ok(await as.nia.ask('POST', '/warnings', warn(thread.signal)), 404)
    ok(await as.nia.ask('POST', '/warnings', warn(randomUUID())), 404)
    const dismiss = (id: string) =>
      as.nia.ask('POST', '/triage/dismiss', { groups: [{ id, count: 1, rank: 1 }], reason: 'known' })
    // Who is in the room, but does not see what customs see.
    const { signal } = thread
    for (const [path, body] of [
      ['attach', (id: string) => ({ signalIds: [id], warningIds: [] })],
      ['pieces', (id: string) => ({ ...(BODIES['pieces'] as object), kind: 'signal', sourceId: id })],
    ] as const) {
      const name = (id: string) => as.terminal.ask('POST', `/incidents/${rooms.incidents}/${path}`, body(id))
      const named = await name(signal)
      assert.deepEqual(named, await name(randomUUID()), path)
      assert.equal(named.status, 404)
    }
    const unseen = await dismiss(thread.group)
    assert.deepEqual(unseen, await dismiss(randomUUID()))
    assert.equal(unseen.status, 404)
  })

  test('and takes as long as what is absent takes', async (t) => {
    const median = (times: number[]): number => times.sort((a, b) => a - b)[Math.floor(times.length / 2)]!
    const names = { signals: 'signal', warnings: 'warning', incidents: 'incident', evidence: 'evidence' } as const
    /** Medians of what is hidden and of what is absent, asked in turns so that whatever else the machine does falls on both. */
    const measure = async (room: string, id: string): Promise<[number, number]> => {
      const times: [number[], number[]] = [[], []]
      for (let i = 0; i < 30; i++)
        for (const [kind, one] of [id, randomUUID()].entries()) {
          const start = performance.now()
          await as.nia.ask('GET', `/${room}/${one}`)
          times[kind]!.push(performance.now() - start)
        }
      return [median(times[0]), median(times[1])]
    }
    for (const [room, name] of Object.entries(names)) {
      // A busy machine may spoil one round; a difference that is there shows in every one.
      const rounds: string[] = []
      for (let alike = false; !alike; ) {
        const [hidden, absent] = await measure(room, thread[name])
        rounds.push(`hidden ${hidden.toFixed(1)} ms, absent ${absent.toFixed(1)} ms`)
        alike = Math.abs(hidden - absent) < Math.max(1, 0.4 * absent)
        assert.ok(alike || rounds.length < 4, `${room}: ${rounds.join('; ')}`)
      }
      t.diagnostic(`${room}: ${rounds.at(-1)}`)
    }
  })
})

describe('an API token', () => {
  const tokenFor = async (scopes: string[], more: Record<string, unknown> = {}): Promise<[Visitor, string]> => {
    const posts = (await as.admin.ask('GET', '/posts')).body as {
      rows: { id: string; agency: { id: string }; roles: string[] }[]
    }
    const post = posts.rows.find((row) => row.agency.id === 'customs' && row.roles.includes('analyst'))!
    const answer = ok(
      await as.admin.ask('POST', '/tokens', { name: 't', postId: post.id, scopes, days: 1, ...more }),
      200,
    )
    const { id, token } = answer as { id: string; token: string }
    return [new Visitor(site, token), id]
  }

  test('opens what its scopes name, as far as its post sees, and nothing else', async () => {
    const doors = {
      'signals:read': ['GET /signals', 'GET /signals/count', `GET /signals/${thread.signal}`, 'GET /sources'],
      'signals:write': ['POST /signals', `POST /imports?source=${SOURCE}&name=t.csv`],
      'warnings:read': ['GET /warnings', `GET /warnings/${thread.warning}`],
      'incidents:read': ['GET /incidents', `GET /incidents/${thread.incident}`],
    }
    const never = [
      'GET /situation',
      'GET /imports',
      'GET /accounts',
      'GET /tokens',
      'GET /tasks/mine',
      'POST /warnings',
      'POST /incidents',
      `POST /warnings/${thread.warning}/acknowledge`,
      `GET /evidence/${thread.evidence}`,
    ]
    for (const [scope, own] of Object.entries(doors)) {
      const [machine] = await tokenFor([scope])
      for (const [of, list] of [...Object.entries(doors), ['none', never] as const])
        for (const door of list) {
          const [method, path] = door.split(' ') as [string, string]
          const body = path === '/signals' && method === 'POST' ? { items: [declaration(`TOK-${scope}`)] } : undefined
          const file = path.startsWith('/imports?') ? Buffer.from('Declaration ID\n') : body
          const { status } = await machine.ask(method, path, method === 'GET' ? undefined : (file ?? {}))
          if (of === scope) assert.notEqual(status, 403, `${scope}: ${door}`)
          else assert.equal(status, 403, `${scope}: ${door}`)
        }
      assert.equal(own.length > 0, true)
    }
    const [reader] = await tokenFor(['signals:read'])
    assert.deepEqual((await look(reader, thread.signal, '290371')).parts, ['commercial'])
  })

  test('ends at once when it is revoked; an unknown one is nobody, also beside the cookie of somebody', async () => {
    const [machine, id] = await tokenFor(['signals:read'])
    ok(await machine.ask('GET', '/signals'), 200)
    ok(await as.admin.ask('POST', `/tokens/${id}/revoke`), 204)
    ok(await machine.ask('GET', '/signals'), 401)
    const headers = { authorization: 'Bearer tga_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }
    ok(await as.customs.ask('GET', '/signals', undefined, headers), 401)
    // A session's secret is no token, and a token no session.
    const [other] = await tokenFor(['signals:read'])
    ok(await new Visitor(site).ask('GET', '/signals', undefined, { cookie: `tg_session=${other.token}` }), 401)
    const session = /tg_session=([^;]+)/.exec(as.customs.cookie)![1]!
    ok(await new Visitor(site, session).ask('GET', '/signals'), 401)
  })

  test('bound to a source brings signals under that one only', async () => {
    const { rows } = ok(await as.customs.ask('GET', '/sources'), 200) as { rows: { id: string; code: string }[] }
    const source = rows.find((row) => row.code === SOURCE)!
    const [machine] = await tokenFor(['signals:write'], { sourceId: source.id })
    const answer = ok(await machine.ask('POST', '/signals', { items: [declaration('TOK-own')] }), 200)
    assert.equal((answer as { results: { status: string }[] }).results[0]!.status, 'accepted')
    const elsewhere = await machine.ask('POST', '/signals', { items: [{ ...declaration('TOK-x'), sourceCode: 'x.y' }] })
    assert.equal(elsewhere.status, 404)
  })
})

describe('a request with an Idempotency-Key', () => {
  const key = (): Record<string, string> => ({ 'idempotency-key': randomUUID() })
  const warning = (title: string) => ({
    level: 'blue',
    title,
    body: 'x',
    riskType: 'social.dg_misdeclared',
    place: 'sea',
    jurisdiction: 'CN',
    audience: ['msa'],
    ackMinutes: 30,
  })
  const titled = async (title: string): Promise<number> =>
    ((await as.customs.ask('GET', '/warnings?limit=200')).body as { rows: { title: string }[] }).rows.filter(
      (row) => row.title === title,
    ).length

  test('sent again gets the first answer, and is done once', async () => {
    const headers = key()
    const first = await as.customs.ask('POST', '/warnings', warning('once'), headers)
    ok(first, 201)
    assert.deepEqual(await as.customs.ask('POST', '/warnings', warning('once'), headers), first)
    assert.equal(await titled('once'), 1)
    // Without the key it is another one.
    ok(await as.customs.ask('POST', '/warnings', warning('once')), 201)
    assert.equal(await titled('once'), 2)
  })

  test('ten at once: one is done, all get its answer', async () => {
    const headers = key()
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => as.customs.ask('POST', '/warnings', warning('ten'), headers)),
    )
    for (const answer of answers) assert.deepEqual(answer, answers[0])
    ok(answers[0]!, 201)
    assert.equal(await titled('ten'), 1)
    const batch = { items: Array.from({ length: 20 }, (_, i) => declaration(`IDE-${i}`)) }
    const again = key()
    const posted = await Promise.all(Array.from({ length: 6 }, () => as.customs.ask('POST', '/signals', batch, again)))
    for (const answer of posted) assert.deepEqual(answer, posted[0])
    for (const { status } of (posted[0]!.body as { results: { status: string }[] }).results)
      assert.equal(status, 'accepted')
  })

  test('with another body or address is a conflict; with a key of another form an error', async () => {
    const headers = key()
    ok(await as.customs.ask('POST', '/warnings', warning('first'), headers), 201)
    ok(await as.customs.ask('POST', '/warnings', warning('second'), headers), 409)
    ok(await as.customs.ask('POST', '/signals', { items: [declaration('IDE-x')] }, headers), 409)
    assert.equal(await titled('second'), 0)
    for (const bad of ['short', 'x'.repeat(101), 'with space inside'])
      ok(await as.customs.ask('POST', '/warnings', warning('bad'), { 'idempotency-key': bad }), 400)
    assert.equal(await titled('bad'), 0)
  })

  test('a refusal is not kept: mended, the same key works; and a key is its post’s own', async () => {
    const headers = key()
    ok(await as.customs.ask('POST', '/warnings', { ...warning('mended'), audience: ['nobody'] }, headers), 400)
    ok(await as.customs.ask('POST', '/warnings', warning('mended'), headers), 201)
    const other = await as.duty.ask('POST', '/warnings', warning('mended'), headers)
    assert.equal(other.status, 201)
    assert.equal(await titled('mended'), 1)
  })

  test('what is shown once is not kept in clear for who asks again', async () => {
    const posts = (await as.admin.ask('GET', '/posts')).body as { rows: { id: string }[] }
    const body = { name: 'kept', postId: posts.rows[0]!.id, scopes: ['signals:read'], days: 1 }
    const headers = key()
    const first = await as.admin.ask('POST', '/tokens', body, headers)
    ok(first, 200)
    assert.deepEqual(await as.admin.ask('POST', '/tokens', body, headers), first)
    const { token } = first.body as { token: string }
    const kept = await withRole(db, 'owner', (tx) => tx.query<{ answer: string }>('select answer from answered'))
    assert.ok(kept.length > 0)
    assert.ok(kept.every(({ answer }) => answer === null || !answer.includes(token)))
    assert.ok(kept.every(({ answer }) => answer === null || !Buffer.from(answer, 'base64').includes(token)))
  })
})

describe('an agreement that ends', () => {
  test('closes list, count, search, look-up, links and open streams at once, for that agency and that purpose only', async () => {
    const id = await postSignal('END-1', { hs6: '910119' })
    for (const name of ['duty', 'msa'] as const) assert.deepEqual(await look(as[name], id, '910119'), BASIC)
    const streams = { duty: await listen(as.duty), msa: await listen(as.msa), cdc: await listen(as.cdc) }
    const agreement = namedUuid('demonstration agreement port_office declaration_basic port_security')
    await withRole(db, 'owner', (tx) => endAgreement(tx, agreement, new Date()))
    const endedAt = performance.now()
    assert.deepEqual(await look(as.duty, id, '910119'), NOTHING)
    const epoch = await until('the stream says epoch', () => streams.duty.events.find(({ event }) => event === 'epoch'))
    assert.ok(performance.now() - endedAt < 2000, 'at once')
    const session = (await as.duty.ask('GET', '/session')).body as { site: { epoch: string } }
    assert.equal(epoch.data['epoch'], session.site.epoch)
    const { rows } = (await as.duty.ask('GET', '/signals?kind=declaration')).body as { rows: unknown[] }
    assert.deepEqual(rows, [])
    assert.equal(((await as.duty.ask('GET', '/signals/count?kind=declaration')).body as { count: number }).count, 0)
    const warned = ok(await as.duty.ask('GET', `/warnings/${thread.warning}`), 200)
    assert.ok(!JSON.stringify(warned).includes(thread.signal), 'the link is gone with its signal')
    // What comes now reaches the others, not them.
    const later = await postSignal('END-2', { hs6: '910119' })
    await until('msa hear', () => streams.msa.heard(later))
    await pause(600)
    assert.ok(!streams.duty.heard(later))
    for (const name of ['msa', 'cdc'] as const) {
      assert.ok(!streams[name].events.some(({ event }) => event === 'epoch'), `${name} is told of what is not theirs`)
      assert.deepEqual(await look(as[name], id, '910119'), BASIC)
    }
    for (const stream of Object.values(streams)) await stream.close()
  })

  test('a warning between others changes nothing for who may not know of it', async () => {
    const epochOf = async (name: Persona) =>
      ((await as[name].ask('GET', '/session')).body as { site: { epoch: string } }).site.epoch
    const before = await epochOf('lab')
    const stream = await listen(as.lab)
    const issued = await as.customs.ask('POST', '/warnings', {
      level: 'blue',
      title: 'between two',
      body: 'x',
      riskType: 'social.dg_misdeclared',
      place: 'sea',
      jurisdiction: 'CN',
      audience: ['msa'],
      ackMinutes: 30,
    })
    const id = idOf(issued)
    await pause(1200)
    assert.equal(await epochOf('lab'), before)
    assert.deepEqual(
      stream.events.filter(({ event }) => event === 'epoch' || event === 'changes'),
      [],
    )
    assert.ok(!stream.heard(id))
    await stream.close()
  })
})
