/**
 * The database's policy against the plain function. Each drawn case is one viewer × one circle × one channel; every world
 * is checked over list, count, search, look-up, write and feed, and again after an agreement and a membership ended.
 */
import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import type { CircleId } from '../../src/base/public.ts'
import { circleFor, endAgreement, endGroupMember, meetOf, putAgreement } from '../../src/engine/sharing/public.ts'
import { appendFacts } from '../../src/ledger/public.ts'
import {
  type Database,
  isInsufficientPrivilege,
  type Tx,
  withActor,
  withIntake,
  withRole,
} from '../../src/store/public.ts'
import { testDatabase } from '../support/database.ts'
import { type DrawnWorld, drawnWorld, expectedCircles, type PlacedWorld, placeWorld } from '../support/drawn-world.ts'

const REALM = 1
const OTHER_REALM = 2
const WORLDS = 24
const NEEDED_CASES = 10_000

let db: Database
let drop: () => Promise<void>

before(async () => {
  const made = await testDatabase()
  db = made.db
  drop = made.drop
})
after(() => drop())

type Rows = { circles: number[]; signals: string[]; leafHashes: Buffer[] }

/** Puts the world into the database through the functions that the product uses, and one signal into each circle and realm. */
const install = async (world: PlacedWorld): Promise<Rows> => {
  const circles = await withRole(db, 'owner', async (tx) => {
    for (const agency of world.agencies)
      await tx.query('select app.put_agency($1, $2, $3, $4, $5)', [agency.id, '单位', 'Agency', 'test', agency.member])
    for (const group of world.groups)
      await tx.query("select app.put_group($1, 'standing', $2, '{}', now())", [group, world.agencies[0]!.id])
    for (const m of world.memberships)
      await tx.query("select app.put_group_member($1, $2, $3, coalesce($4, 'infinity'::timestamptz))", [
        m.group,
        m.agency,
        m.from,
        m.to,
      ])
    // Half of the agreements are there before the circles and half after: interning and signing must not miss each other.
    const half = Math.ceil(world.agreements.length / 2)
    const sign = async (from: number, to: number) => {
      for (const one of world.agreements.slice(from, to)) {
        await putAgreement(tx, { ...one, basisZh: '依据', basisEn: 'basis' })
        if (one.endedAt) await endAgreement(tx, one.id, one.endedAt)
      }
    }
    await sign(0, half)
    const ids: number[] = []
    for (const parts of world.circles) {
      const bases: CircleId[] = []
      for (const marking of parts) bases.push(await circleFor(tx, marking))
      ids.push(await meetOf(tx, bases))
    }
    await sign(half, world.agreements.length)
    return ids
  })
  await withRole(db, 'auth', async (tx) => {
    for (const viewer of world.viewers) await signIn(tx, viewer)
  })
  const source = randomUUID()
  await withRole(db, 'owner', (tx) =>
    tx.query(
      `insert into source (source_id, code, agency_id, kind, zh, en, circle_id, whole_circle_id, port, place) values ($1, $2, $3, 'declaration', '源', 'source', $4, $4, 'CNLMN', 'sea')`,
      [source, `s-${source.slice(0, 8)}`, world.agencies[0]!.id, circles[0]],
    ),
  )
  const signals: string[] = []
  const leafHashes: Buffer[] = []
  for (const realm of [REALM, OTHER_REALM])
    await withIntake(db, { realm }, async (tx) => {
      for (const circle of circles) {
        const id = randomUUID()
        const [sealed] = await appendFacts(
          tx,
          [{ act: 'signal.received', object: `signal/${id}`, payload: null, circleId: circle }],
          {
            actor: 'test',
            realm,
            at: new Date(),
            recordedAt: tx.startedAt,
          },
        )
        await insertSignal(tx, { id, realm, circle, source, leafHash: sealed!.leafHash })
        if (realm === REALM) {
          signals.push(id)
          leafHashes.push(sealed!.leafHash)
        }
      }
    })
  return { circles, signals, leafHashes }
}

const signIn = async (tx: Tx, viewer: PlacedWorld['viewers'][number]): Promise<void> => {
  await tx.query('select app.put_post($1, $2, $3, $4, $5, $6, $7)', [
    viewer.postId,
    viewer.facts.agency,
    '岗位',
    'Post',
    ['analyst'],
    viewer.facts.postPurposes,
    viewer.facts.postActive,
  ])
  const account = randomUUID()
  await tx.query('insert into account (account_id, login) values ($1, $2)', [account, `t${account.slice(0, 12)}`])
  await tx.query(
    "insert into account_post (account_id, post_id, valid_from) values ($1, $2, now() - interval '1 hour')",
    [account, viewer.postId],
  )
  await tx.query(
    "insert into session (token_hash, account_id, post_id, expires_at) values (decode($1, 'hex'), $2, $3, now() + interval '1 hour')",
    [viewer.sessionHash, account, viewer.postId],
  )
}

const insertSignal = (tx: Tx, s: { id: string; realm: number; circle: number; source: string; leafHash: Buffer }) =>
  tx.query(
    `insert into signal (realm, id, received_at, circle_id, source_id, kind, port, place, observed_at, external_no, reliability, credibility, body, search, fact, commitment)
     values ($1, $2, now(), $3, $4, 'declaration', 'CNLMN', 'sea', now(), $5, 'A', '2', '{}', to_tsvector('simple', $6), $7, $8)`,
    [s.realm, s.id, s.circle, s.source, s.id, `common w${s.source.replaceAll('-', '')}`, s.leafHash, randomBytes(32)],
  )

/** What each channel shows of the world's circles, as indices into it. */
const channels = {
  list: async (tx: Tx, rows: Rows) => {
    const seen = await tx.query<{ id: string }>(
      'select id from signal where id = any ($1) order by received_at desc, id desc limit 50',
      [rows.signals],
    )
    return new Set(seen.map((row) => rows.signals.indexOf(row.id)))
  },
  count: async (tx: Tx, rows: Rows) => {
    const counted = await tx.query<{ circle_id: number; n: string }>(
      'select circle_id, count(*) as n from signal where id = any ($1) group by circle_id',
      [rows.signals],
    )
    const open = new Set(counted.map((row) => row.circle_id))
    return new Set(rows.circles.flatMap((circle, i) => (open.has(circle) ? [i] : [])))
  },
  search: async (tx: Tx, rows: Rows) => {
    const hits = await tx.query<{ id: string }>(
      `select h.id from app.search_signals(to_tsquery('simple', 'common'), 'infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff', 100000) h join signal s on s.id = h.id where h.id = any ($1)`,
      [rows.signals],
    )
    const bare = await tx.query<{ id: string }>(
      `select id from app.search_signals(to_tsquery('simple', 'common'), 'infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff', 100000) where id = any ($1)`,
      [rows.signals],
    )
    // The function alone shows exactly what joining back through the protected table shows.
    assert.deepEqual(bare.map((row) => row.id).sort(), hits.map((row) => row.id).sort())
    return new Set(hits.map((row) => rows.signals.indexOf(row.id)))
  },
  lookUp: async (tx: Tx, rows: Rows) => {
    const seen = new Set<number>()
    for (const [i, id] of rows.signals.entries()) {
      const [row] = await tx.query<{ see: boolean; there: boolean }>(
        'select app.may_see($2) as see, exists (select from signal where realm = 1 and id = $1) as there',
        [id, rows.circles[i]],
      )
      assert.equal(row!.see, row!.there)
      if (row!.there) seen.add(i)
    }
    return seen
  },
  feed: async (tx: Tx, rows: Rows) => {
    const seen = await tx.query<{ leaf_hash: Buffer }>(
      'select leaf_hash from ledger_opening where leaf_hash = any ($1) and field = 1',
      [rows.leafHashes],
    )
    const open = new Set(seen.map((row) => row.leaf_hash.toString('hex')))
    return new Set(rows.leafHashes.flatMap((hash, i) => (open.has(hash.toString('hex')) ? [i] : [])))
  },
  write: async (tx: Tx, rows: Rows) => {
    const written = new Set<number>()
    const [{ source_id, account }] = (await tx.query<{ source_id: string; account: string }>(
      'select gen_random_uuid() as source_id, gen_random_uuid() as account',
    )) as [{ source_id: string; account: string }]
    for (const [i, circle] of rows.circles.entries()) {
      await tx.query('savepoint one')
      try {
        await tx.query(
          `insert into import_run (realm, id, circle_id, source_id, started_by, on_behalf, file_name, file_sha256, file_bytes, encoding, status, started_at, fact, commitment)
           values (1, gen_random_uuid(), $1, $2, $3, $2, 'f', ''::bytea, 0, 'utf-8', 'waiting', now(), ''::bytea, ''::bytea)`,
          [circle, source_id, account],
        )
        written.add(i)
      } catch (error) {
        // The policy is checked before the foreign key: a refused circle is 42501, a permitted one fails on its made-up source.
        if ((error as { code?: string }).code === '23503') written.add(i)
        else assert.ok(isInsufficientPrivilege(error), `write refused for another reason: ${String(error)}`)
      }
      await tx.query('rollback to savepoint one')
    }
    return written
  },
} as const

const checkWorld = async (world: PlacedWorld, rows: Rows): Promise<number> => {
  let cases = 0
  const at = new Date()
  for (const viewer of world.viewers) {
    const expected = [...expectedCircles(world, viewer.facts, at)].sort()
    const claim = { sessionHash: viewer.sessionHash, purpose: viewer.facts.purpose, realm: REALM }
    const acts = viewer.facts.postActive && viewer.facts.postPurposes.includes(viewer.facts.purpose)
    await withActor(db, claim, async (tx, who) => {
      assert.equal(who !== null, acts)
      const [same] = await tx.query<{ viewer: number | null }>('select app.viewer() as viewer')
      assert.equal(same!.viewer, who?.viewer_id ?? null, 'the short way to the viewer and the long one agree')
      for (const [name, channel] of Object.entries(channels)) {
        const seen = [...(await channel(tx, rows))].sort()
        assert.deepEqual(seen, expected, `${name} of ${JSON.stringify(viewer.facts)}`)
        cases += rows.circles.length
      }
      const [mixed] = await tx.query<{ n: number }>('select count(*)::int as n from signal where realm <> 1')
      assert.equal(mixed!.n, 0, 'a row of another realm')
    })
  }
  return cases
}

test(`the policy equals the oracle in at least ${NEEDED_CASES} drawn cases`, { timeout: 240_000 }, async (t) => {
  let cases = 0
  await fc.assert(
    fc.asyncProperty(drawnWorld(Date.now()), async (drawn: DrawnWorld) => {
      const world = placeWorld(drawn)
      const rows = await install(world)
      cases += await checkWorld(world, rows)
      const now = new Date()
      const agreement = drawn.endAgreement === null ? undefined : world.agreements[drawn.endAgreement]
      const membership = drawn.endMembership === null ? undefined : world.memberships[drawn.endMembership]
      if (!agreement && !membership) return
      await withRole(db, 'owner', async (tx) => {
        if (agreement) await endAgreement(tx, agreement.id, now)
        if (membership) await endGroupMember(tx, membership.group, membership.agency, now)
      })
      if (agreement && (agreement.endedAt === null || agreement.endedAt > now)) agreement.endedAt = now
      if (membership)
        world.memberships.splice(
          0,
          Number.POSITIVE_INFINITY,
          ...world.memberships.flatMap((m) => endedMember(m, membership, now)),
        )
      cases += await checkWorld(world, rows)
    }),
    { numRuns: WORLDS, endOnFailure: true },
  )
  t.diagnostic(`${cases} cases`)
  assert.ok(cases >= NEEDED_CASES, `${cases} cases drawn`)
})

/** Ending a membership ends every term of that agency in that group that has not ended yet. */
const endedMember = (m: PlacedWorld['memberships'][number], ended: { group: string; agency: string }, now: Date) => {
  if (m.group !== ended.group || m.agency !== ended.agency) return [m]
  if (m.from >= now) return []
  return [{ ...m, to: m.to === null || m.to > now ? now : m.to }]
}

test('a term that runs out closes without anybody doing anything', async () => {
  const drawn = placeWorld({
    agencies: Array.from({ length: 5 }, () => ({ id: '', member: false })),
    posts: [{ agency: 1, purposes: ['port_security'], active: true }],
    agreements: [
      {
        giver: 0,
        receiver: 1,
        dataClass: 'cyber',
        purpose: 'port_security',
        validFrom: new Date(Date.now() - 1000),
        validTo: null,
        giverSignedAt: new Date(Date.now() - 1000),
        receiverSignedAt: new Date(Date.now() - 1000),
        endedAt: null,
      },
    ],
    memberships: [],
    markings: [{ owner: 0, dataClass: 'cyber', purposeLock: null, tlp: 'amber', agencies: [], groups: [] }],
    circles: [[0]],
    endAgreement: null,
    endMembership: null,
  })
  const rows = await install(drawn)
  const claim = { sessionHash: drawn.viewers[0]!.sessionHash, purpose: 'port_security', realm: REALM }
  const look = () =>
    withActor(db, claim, async (tx) => ({
      seen: (await channels.list(tx, rows)).size,
      epoch: (await tx.query<{ epoch: string }>('select app.access_epoch() as epoch'))[0]!.epoch,
    }))
  const end = new Date(Date.now() + 3000)
  await withRole(db, 'owner', (tx) => endAgreement(tx, drawn.agreements[0]!.id, end))
  const open = await look()
  assert.equal(open.seen, 1)
  await new Promise((done) => setTimeout(done, Math.max(0, end.getTime() - Date.now()) + 100))
  const closed = await look()
  assert.equal(closed.seen, 0)
  assert.notEqual(closed.epoch, open.epoch, 'open pages are told')
})
