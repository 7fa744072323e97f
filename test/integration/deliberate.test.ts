/** Joint assessment, decisions and plan on a real database: what each member sees, what is refused, and what the record notices. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { uuid } from '../../src/base/public.ts'
import { type Call, inCall } from '../../src/ledger/public.ts'
import { deliberateSite } from './deliberate-site.ts'

const room = (id: string) => `/incidents/${id}/deliberation`

test('hypotheses, evidence and dissent', async (t) => {
  const site = await deliberateSite(t)
  const { act, read, send, id } = site
  const h1 = (await act('customs', `/incidents/${id}/hypotheses`, { statement: '货主故意瞒报危险品' })).id
  const h2 = (await act('port_operator', `/incidents/${id}/hypotheses`, { statement: '申报员填错品名' })).id

  await t.test('a word and its interval must agree, and the reason is kept', async () => {
    const wrong = await send('msa', 'POST', `/hypotheses/${h1}/beliefs`, {
      word: 'likely',
      low: 10,
      high: 20,
      reason: '气味',
    })
    assert.equal(wrong.status, 400)
    assert.match(wrong.json.fields[0].zh, /区间与用语不符/)
    await act('msa', `/hypotheses/${h1}/beliefs`, { word: 'even', low: 40, high: 60, reason: '只有申报异常' })
    await act('msa', `/hypotheses/${h1}/beliefs`, { word: 'likely', low: 55, high: 80, reason: '箱体有腐蚀' })
    const { hypotheses } = await read('port_operator', room(id))
    assert.deepEqual(
      hypotheses[0].beliefs.map((one: { word: string; reason: string }) => [one.word, one.reason]),
      [
        ['even', '只有申报异常'],
        ['likely', '箱体有腐蚀'],
      ],
    )
  })

  await t.test(
    'evidence that fits all hypotheses alike tells nothing; what tells them apart stands first',
    async () => {
      const same = { reliability: 'B', credibility: '2', kind: 'note' }
      await act('msa', `/incidents/${id}/pieces`, {
        ...same,
        words: '品名与税号不符',
        fits: [h1, h2].map((hypothesisId) => ({ hypothesisId, fit: 1 })),
      })
      await act('msa', `/incidents/${id}/pieces`, {
        ...same,
        words: '同一货主一年内三次同样申报',
        fits: [
          { hypothesisId: h1, fit: 2 },
          { hypothesisId: h2, fit: -2 },
        ],
      })
      await act('msa', `/incidents/${id}/pieces`, {
        kind: 'note',
        reliability: 'F',
        credibility: '6',
        words: '匿名来电',
        fits: [{ hypothesisId: h2, fit: -2 }],
      })
      const { pieces, hypotheses } = await read('customs', room(id))
      assert.deepEqual(
        pieces.map((one: { diagnosticity: string }) => one.diagnosticity),
        ['high', 'none', 'unrated'],
      )
      assert.deepEqual(hypotheses[1].column, { for: 1, against: 1, inconsistency: 2, notCounted: 1 })
    },
  )

  await t.test(
    'a piece that rests on a signal is seen by those who see the signal; the owner may say that it exists',
    async () => {
      const input = {
        kind: 'signal',
        sourceId: site.signalId,
        words: '申报净重与箱容不符',
        reliability: 'A',
        credibility: '1',
        fits: [{ hypothesisId: h1, fit: 1 }],
      }
      assert.equal((await send('port_operator', 'POST', `/incidents/${id}/pieces`, input)).status, 404)
      await act('customs', `/incidents/${id}/pieces`, input)
      const words = (answer: { pieces: { words: string }[] }) => answer.pieces.map((one) => one.words)
      assert.ok(words(await read('customs', room(id))).includes(input.words))
      const others = await read('port_operator', room(id))
      assert.ok(!JSON.stringify(others).includes(input.words))
      assert.equal(others.pieces.length, 3)
      assert.equal(others.hypotheses[0].column.for, 2)
      assert.equal((await read('customs', room(id))).hypotheses[0].column.for, 3)

      await act('customs', `/incidents/${id}/pieces`, { ...input, words: '二次申报记录', announce: '海关另有申报材料' })
      const told = await read('port_operator', room(id))
      const withheld = told.pieces.filter((one: { kind: string }) => one.kind === 'withheld')
      assert.deepEqual(words({ pieces: withheld }), ['海关另有申报材料'])
      assert.equal(withheld[0].source, null)
      assert.ok(!JSON.stringify(told).includes('二次申报记录'))
      const own = await read('customs', room(id))
      assert.ok(!own.pieces.some((one: { kind: string }) => one.kind === 'withheld'))
      const useless = await send('customs', 'POST', `/incidents/${id}/pieces`, {
        ...input,
        kind: 'note',
        sourceId: null,
        announce: '另有材料',
      })
      assert.equal(useless.status, 400)
    },
  )

  await t.test(
    'a dissent stands until its own agency withdraws it; not even the database lets another one',
    async () => {
      const dissent = (await act('port_operator', `/hypotheses/${h1}/dissents`, { words: '货主是老客户，从未瞒报' })).id
      assert.equal(
        (await send('port_operator', 'POST', `/hypotheses/${h1}/dissents`, { words: '再提一条' })).status,
        409,
      )
      const refused = await send('msa', 'POST', `/dissents/${dissent}/withdraw`, { reason: '不采纳' })
      assert.equal(refused.status, 403)
      const change = (who: string) =>
        inCall(site.house, site.people.get(who)!.claim, (call: Call) =>
          call.tx.change(
            "update dissent set withdrawn_at = now(), withdrawn_reason = 'x', withdrawn_post = $2 where id = $1",
            [dissent, call.actor.postId],
          ),
        )
      assert.equal(await change('msa'), 0)
      await assert.rejects(
        inCall(site.house, site.people.get('port_operator')!.claim, (call: Call) =>
          call.tx.query('delete from dissent where id = $1', [dissent]),
        ),
        /permission denied/,
      )
      const shown = (await read('port_operator', room(id))).hypotheses[0].dissents
      assert.deepEqual([shown.length, shown[0].withdrawn], [1, null])
      await act('port_operator', `/dissents/${dissent}/withdraw`, { reason: '看到腐蚀照片' })
      const after = (await read('port_operator', room(id))).hypotheses[0].dissents
      assert.equal(after[0].withdrawn.reason, '看到腐蚀照片')
    },
  )

  await t.test('what is not known goes to a member, and only it answers', async () => {
    const question = (
      await act('msa', `/incidents/${id}/questions`, { words: '箱内实际成分', forAgency: 'customs', dueAt: null })
    ).id
    assert.equal(
      (await send('msa', 'POST', `/incidents/${id}/questions`, { words: '成分', forAgency: 'lab' })).status,
      400,
    )
    assert.equal((await send('msa', 'POST', `/questions/${question}/answer`, { answer: '不知道' })).status, 403)
    await act('customs', `/questions/${question}/answer`, { answer: '锂电池，第 9 类' })
    assert.equal((await send('customs', 'POST', `/questions/${question}/answer`, { answer: '再答' })).status, 409)
  })

  await t.test('a number of a person is refused with the remedy', async () => {
    const answer = await send('msa', 'POST', `/incidents/${id}/hypotheses`, { statement: '联系人 13812345678' })
    assert.equal(answer.status, 400)
    assert.equal(answer.json.fields[0].field, 'statement')
  })

  await t.test('a stranger is told the same of what is hidden and what is absent', async () => {
    const posts: [(x: string) => string, object][] = [
      [(x) => `/incidents/${x}/hypotheses`, { statement: 'x' }],
      [(x) => `/hypotheses/${x}/beliefs`, { word: 'likely', low: 55, high: 80, reason: 'x' }],
      [(x) => `/hypotheses/${x}/dissents`, { words: 'x' }],
      [(x) => `/pieces/${x}/ratings`, { hypothesisId: h1, fit: 1 }],
    ]
    const piece = (await read('msa', room(id))).pieces[0].id
    for (const hidden of [id, h1, piece]) {
      for (const [url, body] of posts) {
        const seen = await send('heritage', 'POST', url(hidden), body)
        const absent = await send('heritage', 'POST', url(uuid()), body)
        assert.deepEqual([seen.status, seen.json], [absent.status, absent.json], url(hidden))
        assert.equal(seen.status, 404)
      }
      assert.equal((await send('heritage', 'GET', room(hidden))).status, 404)
    }
  })

  await t.test('a belief changed behind the service no longer fits the record', async () => {
    assert.deepEqual(await site.rowFaults(), [])
    await site.db.owner.query("update belief set high = 99 where reason = '箱体有腐蚀'")
    assert.deepEqual(await site.rowFaults(), [`row-changed hypothesis hypothesis/${h1}: beliefs`])
    await site.db.owner.query("update belief set high = 80 where reason = '箱体有腐蚀'")
  })
})

test('a decision: asked for, spoken to, taken with the objection on the record', async (t) => {
  const site = await deliberateSite(t)
  const { act, read, send, id } = site
  const due = new Date(site.house.clock.now().getTime() + 30 * 60_000).toISOString()
  const ask = {
    question: '三号堆场是否清空',
    basis: '危险货物安全管理规定：隔离距离不足',
    options: ['全部清空', '只移走相邻两排'],
    dueAt: due,
    tasks: [
      { option: 0, title: '清空三号堆场', forAgency: 'port_operator', minutes: 120 },
      { option: null, title: '封闭通道', forAgency: 'port_operator', minutes: 20 },
    ],
  }
  assert.equal(
    (await send('customs', 'POST', `/incidents/${id}/decisions`, { ...ask, dueAt: '2020-01-01T00:00:00Z' })).status,
    400,
  )
  const decision = (await act('customs', `/incidents/${id}/decisions`, ask)).id
  const seen = async (who: string) => (await read(who, room(id))).decisions[0]

  // An orange warning and a member with a commander: the commander decides.
  assert.equal((await seen('customs')).decider.kind, 'commander')
  assert.notEqual((await seen('customs')).can.decide, true)
  assert.notEqual((await seen('msa-duty')).can.decide, true)
  assert.equal((await seen('msa')).can.decide, true)
  const silentAtFirst = (await seen('msa')).tally.silent.map((one: { id: string }) => one.id)
  assert.ok(['customs', 'msa', 'port_operator'].every((agency) => silentAtFirst.includes(agency)))

  const speak = (who: string, stance: string, reason?: string) =>
    send(who, 'POST', `/decisions/${decision}/positions`, { stance, reason: reason ?? null })
  assert.equal((await speak('port_operator', 'object')).status, 400)
  assert.equal((await speak('heritage', 'agree')).status, 404)
  assert.equal((await speak('customs', 'agree')).status, 204)
  assert.equal((await speak('port_operator', 'agree')).status, 204)
  assert.equal((await speak('port_operator', 'object', '无处可移，需 3 小时')).status, 204)
  const spoken = await seen('port_operator')
  assert.deepEqual(
    [spoken.tally.agree, spoken.tally.object].map((all) => all.map((one: { id: string }) => one.id)),
    [['customs'], ['port_operator']],
  )
  assert.equal(spoken.positions.find((one: { stance: string }) => one.stance === 'object').changed, true)

  const decide = (who: string, body: object) => send(who, 'POST', `/decisions/${decision}/decide`, body)
  assert.equal((await decide('customs', { outcome: 'approved', chosen: 1 })).status, 403)
  assert.equal((await decide('msa', { outcome: 'approved' })).status, 400)
  const unanswered = await decide('msa', { outcome: 'approved', chosen: 1 })
  assert.equal(unanswered.status, 400)
  assert.match(unanswered.json.fields[0].zh, /有单位反对/)
  assert.equal(
    (await decide('msa', { outcome: 'approved_with_conditions', chosen: 1, reason: '先移两排' })).status,
    400,
  )
  assert.equal(
    (
      await decide('msa', {
        outcome: 'approved_with_conditions',
        chosen: 1,
        reason: '先移两排',
        conditions: '消防车到场后',
      })
    ).status,
    204,
  )
  assert.equal((await decide('msa', { outcome: 'returned', reason: '再议' })).status, 409)
  assert.equal((await speak('port_operator', 'agree')).status, 409)

  const after = await seen('port_operator')
  assert.equal(after.decided.conditions, '消防车到场后')
  assert.deepEqual(
    after.tasks.map((one: { title: string; taskId: string | null }) => [one.title, one.taskId !== null]),
    [
      ['清空三号堆场', false],
      ['封闭通道', true],
    ],
  )
  const incident = await read('port_operator', `/incidents/${id}`)
  const made = incident.tasks.find((one: { title: { zh: string } }) => one.title.zh === '封闭通道')
  assert.equal(made.clock.kind, 'local_default')
  assert.equal(made.can.accept, true)
  assert.ok(incident.timeline.some((one: { text: { zh: string } }) => /附条件批准：三号堆场是否清空/.test(one.text.zh)))
  assert.deepEqual(await site.rowFaults(), [])
  await site.db.owner.query("update decision_position set stance = 'agree' where stance = 'object'")
  assert.deepEqual(await site.rowFaults(), [`row-changed decision decision/${decision}: positions`])
})

test('a yellow warning leaves the decision to the lead; returning needs a reason', async (t) => {
  const { act, read, send, id, house } = await deliberateSite(t, 'yellow')
  const dueAt = new Date(house.clock.now().getTime() + 60_000).toISOString()
  const ask = { question: '是否开箱', basis: '海关法', options: ['开箱'], dueAt, tasks: [] }
  const decision = (await act('port_operator', `/incidents/${id}/decisions`, ask)).id
  const [shown] = (await read('msa-duty', room(id))).decisions
  assert.deepEqual([shown.decider.kind, shown.can.decide], ['lead', true])
  assert.equal((await send('msa-duty', 'POST', `/decisions/${decision}/decide`, { outcome: 'returned' })).status, 400)
  await act('msa-duty', `/decisions/${decision}/decide`, { outcome: 'returned', reason: '先取样' })
})

test('a plan is not activated with a mandatory step that nobody answers for', async (t) => {
  const site = await deliberateSite(t)
  const { act, read, send, id } = site
  const draft = (steps: object[], need = 4) => ({
    aim: '四小时内移走并取样',
    resources: [{ name: '正面吊', unit: '台', need, have: 1 }],
    steps,
  })
  const loose = { title: '联系厂家技术员', agency: null, mandatory: true, minutes: 60 }
  const first = (await act('customs', `/incidents/${id}/plans`, draft([loose]))).id
  const refused = await send('msa', 'POST', `/plans/${first}/activate`, {})
  assert.equal(refused.status, 409)
  assert.match(JSON.stringify(refused.json), /联系厂家技术员/)
  assert.match((await read('msa', room(id))).plans[0].can.activate.zh, /联系厂家技术员/)

  // Tasks of agencies without a post here must be settled first: handed over, or waived by the lead.
  const incident = await read('msa', `/incidents/${id}`)
  const away = incident.members
    .filter((one: { reachable: boolean }) => !one.reachable)
    .map((one: { agency: { id: string } }) => one.agency.id)
  for (const task of incident.tasks)
    if (away.includes(task.agency.id)) await act('msa', `/tasks/${task.id}/waive`, { reason: '由海事代办' })

  const second = (await act('customs', `/incidents/${id}/plans`, draft([{ ...loose, agency: 'customs' }], 3))).id
  const [newest] = (await read('port_operator', room(id))).plans
  assert.deepEqual(
    newest.changes
      .filter((one: { what: string; how: string }) => one.how === 'changed')
      .map((one: { name: { zh: string }; after: { zh: string } }) => [one.name.zh, one.after.zh]),
    [
      ['联系厂家技术员', 'customs，60 分钟，必做'].map((one) => one.replace('customs', newest.steps.at(-1).agency.zh)),
      ['正面吊', '需 3，有 1 台'],
    ],
  )
  assert.equal((await send('customs', 'POST', `/plans/${second}/activate`, {})).status, 403)
  assert.match(JSON.stringify((await send('msa', 'POST', `/plans/${first}/activate`, {})).json), /更新的版本/)
  await act('msa', `/plans/${second}/activate`, {})
  assert.equal((await send('msa', 'POST', `/plans/${second}/activate`, {})).status, 409)
  const plans = (await read('msa', room(id))).plans
  assert.deepEqual(
    plans.map((one: { version: number; state: string }) => [one.version, one.state]),
    [
      [2, 'active'],
      [1, 'superseded'],
    ],
  )
  const tasks = (await read('customs', `/incidents/${id}`)).tasks
  assert.ok(
    tasks.some(
      (one: { title: { zh: string }; agency: { id: string } }) =>
        one.title.zh === '联系厂家技术员' && one.agency.id === 'customs',
    ),
  )
  assert.equal((await send('heritage', 'POST', `/plans/${second}/activate`, {})).status, 404)
  assert.deepEqual(await site.rowFaults(), [])
})
