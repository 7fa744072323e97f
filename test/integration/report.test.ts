/** Reports on a real database: drafted from the record, signed, numbered, sent, corrected; and page, Word and PDF that say the same. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { textOf } from '../../src/actions/report/document.ts'
import { uuid } from '../../src/base/public.ts'
import { docxText, pdfPages } from '../support/file-text.ts'
import { deliberateSite, type Json } from './deliberate-site.ts'

const bare = (text: string): string => text.replace(/\s+/g, '')

test('a report from draft to correction', async (t) => {
  const site = await deliberateSite(t)
  const { act, read, send, id, house, clock } = site
  const hypothesis = (await act('msa', `/incidents/${id}/hypotheses`, { statement: '箱内为锂电池，响应Ⅱ级，≥55 ℃' })).id
  await act('port_operator', `/hypotheses/${hypothesis}/dissents`, { words: '货主从未瞒报' })
  await act('customs', `/incidents/${id}/pieces`, {
    kind: 'signal',
    sourceId: site.signalId,
    words: '只有海关能看的申报细节',
    reliability: 'A',
    credibility: '1',
    fits: [],
  })
  const dueAt = new Date(house.clock.now().getTime() + 3_600_000).toISOString()
  const decision = (
    await act('customs', `/incidents/${id}/decisions`, {
      question: '是否开箱',
      basis: '海关法',
      options: ['开箱'],
      dueAt,
      tasks: [],
    })
  ).id
  await act('port_operator', `/decisions/${decision}/positions`, { stance: 'object', reason: '堆场无消防水' })
  await act('msa', `/decisions/${decision}/decide`, { outcome: 'approved', chosen: 0, reason: '消防车已到' })

  assert.deepEqual(
    (await read('msa', `/incidents/${id}/reports`)).expected.map((one: Json) => [one.kind, one.state, one.due.kind]),
    [['initial', 'waiting', 'local_default']],
  )
  const initial = (await act('msa', `/incidents/${id}/reports`, { kind: 'initial', locale: 'zh' })).id
  const section = (report: Json, key: string): Json => report.sections.find((one: Json) => one.key === key)

  await t.test('the draft tells what every member may read, and nothing of narrower audience', async () => {
    const report = await read('customs', `/reports/${initial}`)
    assert.match(section(report, 'decisions').rows[0].join(' '), /是否开箱 批准.+堆场无消防水/)
    assert.match(section(report, 'assessment').text, /不同意见（.+）：货主从未瞒报/)
    assert.ok(!JSON.stringify(report).includes('只有海关能看的申报细节'))
    assert.equal(section(report, 'measures').origin, 'generated')
    assert.equal(section(report, 'support').origin, 'empty')
    assert.deepEqual([report.filled, report.required], [1, 2])
  })

  await t.test(
    'it cannot be signed without its required words, nor by another agency or an officer without the right',
    async () => {
      const missing = await send('msa', 'POST', `/reports/${initial}/sign`)
      assert.equal(missing.status, 409)
      assert.match(JSON.stringify(missing.json), /需要的支持/)
      const edit = { sections: [{ key: 'support', text: '消防车两辆，三号堆场' }] }
      assert.equal((await send('customs', 'POST', `/reports/${initial}/edit`, edit)).status, 403)
      assert.equal(
        (await send('msa', 'POST', `/reports/${initial}/edit`, { sections: [{ key: 'tasks', text: 'x' }] })).status,
        400,
      )
      assert.equal(
        (
          await send('msa', 'POST', `/reports/${initial}/edit`, {
            sections: [{ key: 'support', text: '电话 13812345678' }],
          })
        ).status,
        400,
      )
      await act('msa', `/reports/${initial}/edit`, edit)
      assert.equal((await send('customs', 'POST', `/reports/${initial}/sign`)).status, 403)
      const report = await read('msa', `/reports/${initial}`)
      assert.deepEqual([section(report, 'support').origin, report.no, report.can.sign], ['typed', null, true])
    },
  )

  await t.test('signed, it is numbered, sent, final; a receipt is the first opening', async () => {
    await act('msa', `/reports/${initial}/sign`)
    const report = await read('customs', `/reports/${initial}`)
    assert.match(report.no, /^\d{4}-\d{5}\/01$/)
    assert.equal(report.signed.late, false)
    assert.equal((await send('msa', 'POST', `/reports/${initial}/edit`, { sections: [] })).status, 409)
    const receipt = async (): Promise<Json> =>
      (await read('msa', `/reports/${initial}`)).receipts.find((one: Json) => one.agency.id === 'customs')
    assert.equal((await receipt()).openedAt, null)
    assert.equal(report.unopened, true)
    await act('customs', `/reports/${initial}/receipt`)
    const first = (await receipt()).openedAt
    clock.set(new Date(clock.now().getTime() + 60_000))
    await act('customs', `/reports/${initial}/receipt`)
    assert.equal((await receipt()).openedAt, first)
  })

  for (const locale of ['zh', 'en'] as const)
    await t.test(`page, Word and PDF say the same (${locale})`, async () => {
      const report =
        locale === 'zh' ? initial : (await act('msa', `/incidents/${id}/reports`, { kind: 'final', locale })).id
      const words = bare(textOf((await read('msa', `/reports/${report}`)).document).join(''))
      assert.ok(words.length > 300)
      const pdf = await send('msa', 'GET', `/reports/${report}/pdf`)
      assert.equal(pdf.headers['content-type'], 'application/pdf')
      assert.ok(pdf.raw.length < 300_000, `${pdf.raw.length} bytes`)
      const foot = locale === 'zh' ? /(\d{4}-\d{5}\/\d\d·)?第\d+页，共\d+页$/ : /Page\d+of\d+$/
      const pages = (await pdfPages(pdf.raw)).map(bare)
      for (const page of pages) assert.match(page, foot)
      assert.equal(pages.map((page) => page.replace(foot, '')).join(''), words)
      const docx = await send('msa', 'GET', `/reports/${report}/docx`)
      assert.equal(bare(docxText(docx.raw)), words)
      if (locale === 'zh') assert.ok(words.includes('响应II级，≥55℃'))
      if (locale === 'en') await act('msa', `/reports/${report}/discard`)
    })

  await t.test('a correction names what it corrects and why; late, missed and corrected are counted', async () => {
    assert.equal(
      (await send('msa', 'POST', `/incidents/${id}/reports`, { kind: 'correction', locale: 'zh' })).status,
      400,
    )
    const other = await send('customs', 'POST', `/incidents/${id}/reports`, {
      kind: 'correction',
      locale: 'zh',
      corrects: initial,
    })
    assert.equal(other.status, 403)
    const correction = (
      await act('msa', `/incidents/${id}/reports`, { kind: 'correction', locale: 'zh', corrects: initial })
    ).id
    await act('msa', `/reports/${correction}/edit`, {
      sections: [
        { key: 'wrong', text: '消防车两辆' },
        { key: 'right', text: '消防车三辆' },
        { key: 'why', text: '现场重新清点' },
      ],
    })
    await act('msa', `/reports/${correction}/sign`)
    const list = await read('customs', `/incidents/${id}/reports`)
    assert.match(list.rows.find((one: Json) => one.id === initial).correctedBy[0].no, /\/02$/)
    assert.match(list.rows.find((one: Json) => one.id === correction).corrects.no, /\/01$/)
    assert.deepEqual([list.counts.signed, list.counts.late, list.counts.missed, list.counts.corrected], [2, 0, 0, 1])

    clock.set(new Date(clock.now().getTime() + 5 * 3_600_000))
    const later = await read('msa', `/incidents/${id}/reports`)
    assert.deepEqual(
      later.expected.map((one: Json) => [one.kind, one.state]),
      [['follow_up', 'missed']],
    )
    const followUp = (await act('msa', `/incidents/${id}/reports`, { kind: 'follow_up', locale: 'zh' })).id
    await act('msa', `/reports/${followUp}/edit`, {
      sections: [
        { key: 'progress', text: '无变化' },
        { key: 'next', text: '取样送检' },
      ],
    })
    await act('msa', `/reports/${followUp}/sign`)
    const counts = (await read('msa', `/incidents/${id}/reports`)).counts
    assert.deepEqual([counts.late, counts.missed], [1, 0])
  })

  await t.test('a stranger is told the same of what is hidden and what is absent', async () => {
    for (const [method, url] of [
      ['GET', (x: string) => `/reports/${x}`],
      ['GET', (x: string) => `/reports/${x}/pdf`],
      ['GET', (x: string) => `/reports/${x}/docx`],
      ['POST', (x: string) => `/reports/${x}/sign`],
      ['POST', (x: string) => `/reports/${x}/receipt`],
    ] as const) {
      const seen = await send('heritage', method, url(initial))
      const absent = await send('heritage', method, url(uuid()))
      assert.deepEqual([seen.status, seen.json], [absent.status, absent.json], url(initial))
      assert.equal(seen.status, 404)
    }
    assert.equal((await send('heritage', 'GET', `/incidents/${id}/reports`)).status, 404)
  })

  await t.test('a signed word changed behind the service no longer fits the record', async () => {
    assert.deepEqual(await site.rowFaults(), [])
    await site.db.owner.query(
      `update report set content = jsonb_set(content, '{incident,title}', '"x"') where id = $1`,
      [initial],
    )
    assert.deepEqual(await site.rowFaults(), [`row-changed report report/${initial}: content`])
  })
})
