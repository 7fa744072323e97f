/** Decision tables on a real database: two people, dates, refusals by name, and a preview that says what the engine then does. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Value } from 'typebox/value'
import {
  followRules,
  installRuleTables,
  judgeSignal,
  refreshRules,
  tableInForce,
  useRuleVersions,
} from '../../src/actions/assess/public.ts'
import { DiffSchema, KindListSchema, PreviewSchema, TableSchema } from '../../src/actions/rules/model.ts'
import {
  approveTable,
  diffOf,
  draftFrom,
  exportTable,
  getTable,
  importTable,
  listKinds,
  previewTable,
  proposeTable,
  retireTable,
  returnTable,
  saveDraft,
  searchRules,
  withdrawTable,
} from '../../src/actions/rules/service.ts'
import { DomainError, HOUR_MS, LIVE_REALM, uuid } from '../../src/base/public.ts'
import { circleFor } from '../../src/engine/sharing/public.ts'
import { verifyRows } from '../../src/ledger/verify-rows.ts'
import type { DecisionTable } from '../../src/methods/risk/public.ts'
import { withRole } from '../../src/store/public.ts'
import { type Officer, respondSite } from './respond-site.ts'

const refusal = async (work: Promise<unknown>): Promise<DomainError> => {
  try {
    await work
  } catch (error) {
    assert.ok(error instanceof DomainError, String(error))
    return error
  }
  return assert.fail('was not refused')
}

type Test = { after(fn: () => unknown): void }

const rulesSite = async (t: Test & Parameters<typeof respondSite>[0]) => {
  const site = await respondSite(t)
  t.after(() => useRuleVersions(undefined))
  await withRole(site.db, 'owner', (tx) => installRuleTables(tx))
  await refreshRules(site.db)
  const analyst = await site.officer('customs', ['analyst'])
  const commander = await site.officer('msa', ['commander'])
  const idOf = async (kind: string, who = analyst) =>
    (await site.as(who, listKinds)).rows.find((row) => row.kind.id === kind)!.current!.id
  const contentOf = async (id: string, who = analyst) =>
    structuredClone((await site.as(who, (call) => getTable(call, id))).content) as DecisionTable
  /** A draft of sensor rules, changed and saved. */
  const draft = async (kind: string, change: (table: DecisionTable) => void, who = analyst) => {
    const from = await idOf(kind)
    const { id } = await site.as(who, (call) => draftFrom(call, from))
    const content = await contentOf(id, who)
    change(content)
    await site.as(who, (call) => saveDraft(call, id, 1, content))
    return id
  }
  const propose = (id: string, effectiveFrom: Date | null = null, who = analyst) =>
    site.as(who, (call) =>
      proposeTable(call, id, { reason: '误报太多', effectiveFrom: effectiveFrom?.toISOString() ?? null }),
    )
  /** A signal that only its agency sees, with a restricted part that only it sees. */
  const putSignal = (agency: string, kind: string, body: object, part: object | null = null) =>
    withRole(site.db, 'owner', async (tx) => {
      const id = uuid()
      const mark = { owner: agency, purposeLock: null, tlp: 'amber_strict' as const, agencies: [], groups: [] }
      const circle = await circleFor(tx, { ...mark, dataClass: 'sensor' })
      const source = uuid()
      await tx.query(
        `insert into source (source_id, code, agency_id, kind, zh, en, circle_id, whole_circle_id, port, place)
         values ($1, $2, $3, $4, '源', 'source', $5, $5, 'CNLMN', 'sea')`,
        [source, `s-${source.slice(0, 8)}`, agency, kind, circle],
      )
      await tx.query(
        `insert into signal (realm, id, received_at, circle_id, source_id, kind, port, place, observed_at, external_no,
                             reliability, credibility, body, search, fact, commitment)
         values (1, $1, now(), $2, $3, $4, 'CNLMN', 'sea', now(), 'S-1', 'B', '6', $5, '', '', '')`,
        [id, circle, source, kind, JSON.stringify(body)],
      )
      if (part)
        await tx.query(
          `insert into part (realm, object_kind, object_id, name, circle_id, body, salt, search)
           values (1, 'signal', $1, 'commercial', $2, $3, decode(repeat('00', 32), 'hex'), '')`,
          [id, circle, JSON.stringify(part)],
        )
      return id
    })
  return { ...site, analyst, commander, idOf, contentOf, draft, propose, putSignal }
}

const set = (id: string, points: number) => (table: DecisionTable) => {
  table.rules.find((rule) => rule.id === id)!.points = points
}
const gasAlarm = { sensorType: 'gas', alarm: true }
const levelOf = (at: Date) => judgeSignal('sensor', gasAlarm, null, at)

test('from draft to force: two people, and a date', async (t) => {
  const site = await rulesSite(t)
  const { analyst, commander, clock } = site
  const list = await site.as(analyst, listKinds)
  assert.ok(Value.Check(KindListSchema, list), JSON.stringify([...Value.Errors(KindListSchema, list)].slice(0, 2)))
  assert.equal(list.rows.length, 10)
  assert.ok(list.rows.every((row) => row.current?.version === 1 && row.open.length === 0))

  const id = await site.draft('sensor', set('gas.alarm', 20))
  const shown = await site.as(analyst, (call) => getTable(call, id))
  assert.ok(Value.Check(TableSchema, shown), JSON.stringify([...Value.Errors(TableSchema, shown)].slice(0, 2)))
  assert.deepEqual([shown.phase, shown.version, shown.mine, shown.can.edit], ['draft', 2, true, true])
  const diff = await site.as(commander, (call) => diffOf(call, id))
  assert.ok(Value.Check(DiffSchema, diff))
  assert.deepEqual(
    diff.rows.map((row) => [row.what, row.title.zh, row.lines[0]?.zh]),
    [['changed', '可燃、有毒气体报警', '分值：50 → 20']],
  )

  const from = new Date(clock.now().getTime() + 6 * HOUR_MS)
  await t.test('what is drafted or proposed does not judge', async () => {
    await refreshRules(site.db)
    assert.equal(levelOf(from).engineVersion, 1)
    await site.propose(id, from)
    await refreshRules(site.db)
    assert.equal(levelOf(from).engineVersion, 1)
  })

  await t.test('the author cannot approve, whatever roles they have; neither can who has no right to', async () => {
    const both = await site.officer('customs', ['analyst', 'commander'])
    const own = await site.draft('tip', set('drugs.said', 50), both)
    await site.propose(own, null, both)
    const refused = await refusal(site.as(both, (call) => approveTable(call, own, undefined)))
    assert.equal(refused.code, 'forbidden')
    assert.match(refused.text.zh, /另一人/)
    assert.equal((await refusal(site.as(analyst, (call) => approveTable(call, own, undefined)))).code, 'forbidden')
    const seen = await site.as(both, (call) => getTable(call, own))
    assert.match((seen.can.approve as { zh: string }).zh, /另一人/)
    await assert.rejects(
      site.db.owner.query(
        `update rule_table set status = 'approved', effective_from = now(), decided_by_account = author_account where id = $1`,
        [own],
      ),
      /rule_table_check/,
    )
  })

  await t.test('approved, it takes effect at its date and not before', async () => {
    await site.as(commander, (call) => approveTable(call, id, '同意'))
    await refreshRules(site.db)
    assert.equal(levelOf(new Date(from.getTime() - 1)).engineVersion, 1)
    assert.equal(levelOf(new Date(from.getTime() - 1)).judgements.shared.level, 2)
    const then = levelOf(from)
    assert.deepEqual([then.engineVersion, then.judgements.shared.level], [2, 1])
    const phase = async () => (await site.as(analyst, (call) => getTable(call, id))).phase
    assert.equal(await phase(), 'scheduled')
    clock.set(from)
    assert.equal(await phase(), 'in_force')
    assert.equal((await site.as(analyst, (call) => getTable(call, list.rows[5]!.current!.id))).phase, 'superseded')
  })

  await t.test('an approved version keeps its content, even from the database’s side', async () => {
    const content = await site.contentOf(id)
    const refused = await refusal(site.as(analyst, (call) => saveDraft(call, id, 2, content)))
    assert.equal(refused.code, 'conflict')
    await assert.rejects(
      site.db.owner.query(`update rule_table set content = jsonb_set(content, '{levels,low}', '1') where id = $1`, [
        id,
      ]),
      /keeps its content/,
    )
  })

  await t.test('retired, the one before judges again; the last one cannot be retired', async () => {
    await site.as(commander, (call) => retireTable(call, id, '漏报'))
    await refreshRules(site.db)
    assert.equal(levelOf(clock.now()).engineVersion, 1)
    assert.equal(levelOf(new Date(clock.now().getTime() - 1)).engineVersion, 1, 'it had not begun a moment before')
    const first = list.rows[5]!.current!.id
    const refused = await refusal(site.as(commander, (call) => retireTable(call, first, '不用了')))
    assert.match(refused.text.zh, /没有规则可用/)
  })

  await t.test('every step stands in the record, and the record holds the rows', async () => {
    const { rows } = await site.db.owner.query<{ act: string }>(
      `select (text::jsonb)->>'act' as act from ledger_opening where field = 1 and (text::jsonb)->>'object' = $1`,
      [`ruleset/${id}`],
    )
    assert.deepEqual(rows.map((row) => row.act).sort(), [
      'ruleset.approved',
      'ruleset.changed',
      'ruleset.drafted',
      'ruleset.proposed',
      'ruleset.retired',
    ])
  })
})

test('sent back, changed again, withdrawn', async (t) => {
  const site = await rulesSite(t)
  const { analyst, commander } = site
  const id = await site.draft('cyber', set('data.out', 40))
  await site.propose(id)
  const waiting = await site.contentOf(id)
  assert.match((await refusal(site.as(analyst, (call) => saveDraft(call, id, 2, waiting)))).text.zh, /等待批准/)
  await site.as(commander, (call) => returnTable(call, id, '请说明依据'))
  const back = await site.as(analyst, (call) => getTable(call, id))
  assert.deepEqual([back.phase, back.decided?.note], ['draft', '请说明依据'])
  assert.equal(
    (await refusal(site.as(analyst, (call) => saveDraft(call, id, 1, waiting)))).code,
    'conflict',
    'another window',
  )
  const other = await site.officer('customs', ['analyst'])
  assert.match((await refusal(site.as(other, (call) => saveDraft(call, id, 2, waiting)))).text.zh, /起草人/)
  await site.as(analyst, (call) => withdrawTable(call, id))
  assert.equal((await site.as(analyst, (call) => getTable(call, id))).phase, 'withdrawn')
  const unchanged = await site.as(analyst, async (call) => draftFrom(call, await site.idOf('cyber')))
  assert.equal((await refusal(site.propose(unchanged.id))).code, 'conflict', 'nothing to propose')
})

test('a bad table is refused by rule, field and remedy', async (t) => {
  const site = await rulesSite(t)
  const { analyst } = site
  const from = await site.idOf('laboratory')
  const { id } = await site.as(analyst, (call) => draftFrom(call, from))
  const content = await site.contentOf(id)
  const save = async (change: (table: DecisionTable) => void) => {
    const bad = structuredClone(content)
    change(bad)
    return refusal(site.as(analyst, (call) => saveDraft(call, id, 1, bad)))
  }
  const first = content.rules[0]!
  const is = (error: DomainError, field: string, zh: RegExp) => {
    assert.equal(error.code, 'invalid')
    assert.equal(error.detail.fields?.[0]?.field, field)
    assert.match(error.text.zh, zh)
    assert.ok(error.text.en.length > 10)
  }
  is(
    await save((table) => Object.assign(table.rules[0]!, { points: -5 })),
    `rules.${first.id}.points`,
    /人体样品阳性.*分值.*大于 0/,
  )
  is(
    await save((table) => {
      table.rules[0]!.when = [{ field: 'value', op: 'in', value: ['x'] }]
    }),
    `rules.${first.id}.value`,
    /数值.*换一种比较方式/,
  )
  is(
    await save((table) => {
      table.rules[1]!.id = first.id
    }),
    `rules.${first.id}`,
    /重复/,
  )
  is(
    await save((table) => {
      table.rules[0]!.riskType = 'bio.nothing'
    }),
    `rules.${first.id}.riskType`,
    /不在风险分类中/,
  )
  for (const name of ['subjectName', 'nationality', 'importer']) {
    const error = await save((table) => {
      table.fields[name] = { zh: '当事人', en: 'party', type: 'code', part: null, required: false }
      table.rules[0]!.when.push({ field: name, op: 'eq', value: 'X' })
    })
    is(error, `rules.${first.id}.${name}`, /涉及个人/)
  }
  is(
    await save((table) => {
      table.rules[0]!.zh = '检出 13812345678'
    }),
    `rules.${first.id}`,
    /手机号/,
  )
  is(
    await save((table) => {
      for (const rule of table.rules) rule.off = true
    }),
    'rules',
    /至少一条/,
  )
  assert.equal((await refusal(site.as(analyst, (call) => importTable(call, { kind: 'nothing' })))).code, 'invalid')
})

test('preview says what the engine then does, to each viewer by what they see', async (t) => {
  const site = await rulesSite(t)
  const { analyst, commander, clock } = site
  const cheap = {
    hs6: '870323',
    origin: 'DE',
    departure: 'DE',
    mode: '10',
    processType: 'B',
    importType: '11',
    taxType: 'A',
    originIndicator: 'E',
    courier: '',
  }
  const bodies: [string, object, object | null][] = [
    ['declaration', { ...cheap, hs6: '391510' }, { taxRate: 8, netMass: 100, itemPrice: 200 }],
    ['declaration', cheap, { taxRate: 27, netMass: 1500, itemPrice: 1 }],
    ['declaration', { ...cheap, hs6: '732690' }, { taxRate: 8, netMass: 100, itemPrice: 20_000 }],
  ]
  const ids: string[] = []
  for (const [kind, body, part] of bodies) ids.push(await site.putSignal('customs', kind, body, part))
  const id = await site.draft('declaration', (table) => {
    set('waste.plastics', 5)(table)
    table.rules.find((rule) => rule.id === 'price.far_below')!.off = true
  })
  const preview = await site.as(analyst, (call) => previewTable(call, id, 100))
  assert.ok(Value.Check(PreviewSchema, preview), JSON.stringify([...Value.Errors(PreviewSchema, preview)].slice(0, 2)))
  assert.deepEqual([preview.looked, preview.withoutParts, preview.against, preview.version], [3, 0, 1, 2])
  assert.deepEqual(preview.rows.map((row) => row.signal.id).sort(), ids.slice(0, 2).sort(), 'the third does not change')
  const hidden = await site.as(commander, (call) => previewTable(call, id, 100))
  assert.deepEqual([hidden.looked, hidden.rows], [0, []], 'who does not see the signals sees nothing of them')

  await site.propose(id)
  await site.as(commander, (call) => approveTable(call, id, undefined))
  await refreshRules(site.db)
  clock.advanceMinutes(1)
  for (const row of preview.rows) {
    const [kind, body, part] = bodies[ids.indexOf(row.signal.id)]!
    const { judgements, engineVersion } = judgeSignal(kind, body as never, part as never, clock.now())
    const now = judgements.full ?? judgements.shared
    assert.equal(engineVersion, 2)
    assert.deepEqual([now.level, now.needsPerson, now.score], [row.after.level, row.after.needsPerson, row.after.score])
    assert.deepEqual(now.reasons.map((one) => one.points).sort(), row.after.reasons.map((one) => one.points).sort())
  }
})

test('search, export and import', async (t) => {
  const site = await rulesSite(t)
  const { analyst } = site
  const found = await site.as(analyst, (call) => searchRules(call, '猴痘'))
  assert.ok(found.count > 0)
  assert.ok(found.rows.every((row) => row.rule.risk.id === 'bio.emerging'))
  assert.equal((await site.as(analyst, (call) => searchRules(call, '没有这样的词'))).count, 0)
  const file = await site.as(analyst, async (call) => exportTable(call, await site.idOf('sensor')))
  assert.equal(file.fileName, 'sensor.v1.json')
  const document = JSON.parse(String(file.body)) as DecisionTable
  document.rules[0]!.points = 36
  const { id } = await site.as(analyst, (call) => importTable(call, document))
  const diff = await site.as(analyst, (call) => diffOf(call, id))
  assert.deepEqual([diff.from?.version, diff.rows.map((row) => row.lines[0]?.en)], [1, ['Points: 35 → 36']])
})

test('who reads no content reads no rules; a table changed behind the service’s back is noticed', async (t) => {
  const site = await rulesSite(t)
  const auditor = await site.officer('customs', ['auditor'], ['audit'])
  const list = await site.as(auditor, listKinds)
  assert.ok(list.rows.every((row) => row.current === null && row.open.length === 0))
  const id = await site.idOf('tip')
  assert.equal((await refusal(site.as(auditor as Officer, (call) => getTable(call, id)))).code, 'not_found')

  await site.draft('tip', set('drugs.said', 45))
  const verify = async (): Promise<string[]> => {
    const found: string[] = []
    const client = await site.db.owner.connect()
    try {
      await client.query('begin')
      await verifyRows(client, { add: (kind: string, where: string) => found.push(`${kind} ${where}`) } as never)
    } finally {
      await client.query('rollback')
      client.release()
    }
    return found.filter((one) => one.includes('rule_table'))
  }
  assert.deepEqual(await verify(), [], 'installed and drafted tables are as recorded')
  await site.db.owner.query(
    `update rule_table set content = jsonb_set(content, '{rules,0,points}', '1') where kind = 'tip' and status = 'draft'`,
  )
  const found = await verify()
  assert.equal(found.length, 1)
  assert.match(found[0]!, /row-changed rule_table .*content/)
})

test('another process follows: what is approved is told to it, and what was missed is read again', async (t) => {
  const site = await rulesSite(t)
  const watch = await followRules(site.db, () => {})
  t.after(() => watch.close())
  const id = await site.draft('sensor', set('gas.alarm', 20))
  await site.propose(id)
  await site.as(site.commander, (call) => approveTable(call, id, undefined))
  site.clock.advanceMinutes(1)
  const until = Date.now() + 5000
  while (tableInForce('sensor', site.clock.now()).version !== 2 && Date.now() < until)
    await new Promise((resolve) => setTimeout(resolve, 20))
  assert.equal(tableInForce('sensor', site.clock.now()).version, 2)
  assert.deepEqual(await withRole(site.db, 'owner', (tx) => installRuleTables(tx), LIVE_REALM), [], 'installed once')
})
