/** The environment scan on a real database: one port, several agencies, who may do what, and what stays on record. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Value } from 'typebox/value'
import { NoticeListSchema, NoticeSchema, ScanSourcesSchema } from '../../src/actions/scan/model.ts'
import {
  addSource,
  answerProposal,
  changeNotice,
  checkSource,
  closeNotice,
  getNotice,
  listNotices,
  listSources,
  proposeChange,
  recordNotice,
  retireSource,
} from '../../src/actions/scan/service.ts'
import { DAY_MS, DomainError, uuid } from '../../src/base/public.ts'
import { localDay } from '../../src/environment/duties/public.ts'
import { respondSite } from './respond-site.ts'

const refusal = async (work: Promise<unknown>): Promise<DomainError> =>
  work.then(
    () => assert.fail('was not refused'),
    (error) => {
      assert.ok(error instanceof DomainError, String(error))
      return error
    },
  )

test('a notice from a source to a change that is done', async (t) => {
  const site = await respondSite(t)
  const { house } = site
  const customs = await site.officer('customs', ['analyst'])
  const msa = await site.officer('msa')
  const quay = await site.officer('msa', ['officer'])
  const auditor = await site.officer('customs', ['auditor'], ['audit'])
  const day = (days: number): string => localDay(new Date(site.clock.now().getTime() + days * DAY_MS), house.portZone)
  const notice = () => ({
    kind: 'epidemic' as const,
    title: '邻国通报登革热上升',
    summary: '三个港口城市周报病例翻倍。',
    url: '',
    publishedOn: day(-1),
    validUntil: null,
    soWhat: '来船加强媒介检查。',
    ownerAgency: 'customs',
    riskTypes: ['bio.vectors'],
    places: ['sea' as const],
    reviewOn: day(7),
  })

  const source = await site.as(customs, (call) =>
    addSource(call, { kind: 'epidemic', name: '疫情周报', url: 'https://example.org', everyDays: 7 }),
  )
  await t.test('a source goes stale when nobody looked, and says who looked last', async () => {
    const read = async () => (await site.as(msa, (call) => listSources(call))).rows
    assert.equal((await read())[0]!.stale, false)
    site.clock.advanceMinutes(8 * 24 * 60)
    assert.equal((await read())[0]!.stale, true)
    await site.as(msa, (call) => checkSource(call, source.id))
    const rows = await read()
    assert.ok(Value.Check(ScanSourcesSchema, { rows }))
    assert.deepEqual([rows[0]!.stale, rows[0]!.checkedBy?.en], [false, 'msa post'])
    assert.equal((await refusal(site.as(msa, (call) => retireSource(call, source.id)))).code, 'forbidden')
    assert.equal((await refusal(site.as(quay, (call) => checkSource(call, source.id)))).code, 'forbidden')
  })

  const { id } = await site.as(customs, (call) => recordNotice(call, house, { ...notice(), sourceId: source.id }))
  await t.test('every agency of the port sees it; a purpose without content does not', async () => {
    const list = await site.as(msa, (call) => listNotices(call, house, {}))
    assert.ok(Value.Check(NoticeListSchema, list))
    assert.deepEqual(
      list.rows.map((row) => [row.id, row.risks[0]!.id, row.due]),
      [[id, 'bio.vectors', false]],
    )
    const one = await site.as(msa, (call) => getNotice(call, house, id))
    assert.ok(Value.Check(NoticeSchema, one), JSON.stringify([...Value.Errors(NoticeSchema, one)]))
    assert.equal(one.source?.name, '疫情周报')
    const hidden = await refusal(site.as(auditor, (call) => getNotice(call, house, id)))
    const absent = await refusal(site.as(auditor, (call) => getNotice(call, house, uuid())))
    assert.deepEqual([hidden.code, hidden.text], [absent.code, absent.text])
  })

  await t.test('what does not exist is refused at its field', async () => {
    const fieldOf = async (change: object): Promise<string | undefined> =>
      (await refusal(site.as(customs, (call) => recordNotice(call, house, { ...notice(), ...change })))).detail
        .fields?.[0]?.field
    assert.equal(await fieldOf({ riskTypes: ['bio.unknown'] }), 'riskTypes')
    assert.equal(await fieldOf({ ownerAgency: 'mfa' }), 'ownerAgency')
    assert.equal(await fieldOf({ summary: '联系人电话 13800138000' }), 'summary')
    const lost = site.as(customs, (call) => recordNotice(call, house, { ...notice(), sourceId: uuid() }))
    assert.equal((await refusal(lost)).code, 'not_found')
  })

  await t.test('a change is proposed, answered and done before it closes; the words before stay readable', async () => {
    const proposal = await site.as(customs, (call) =>
      proposeChange(call, house, id, { kind: 'resource', words: '增配捕蚊灯', agency: 'msa', dueOn: day(3) }),
    )
    const mine = await site.as(msa, (call) => listNotices(call, house, { mine: true }))
    assert.deepEqual(mine.rows[0]!.proposals, { open: 1, of: 1, overdue: 0 })
    const close = () => site.as(customs, (call) => closeNotice(call, house, id, '已落实'))
    assert.equal((await refusal(close())).code, 'conflict')
    await site.as(msa, (call) => answerProposal(call, house, proposal.id, { state: 'accepted', answer: '' }))
    await site.as(msa, (call) => answerProposal(call, house, proposal.id, { state: 'done', answer: '已增配 12 台' }))
    await site.as(customs, (call) =>
      changeNotice(call, house, id, { ...notice(), soWhat: '全部来船检查媒介。', reason: '范围扩大' }),
    )
    await close()
    const { history, closeReason, can } = await site.as(msa, (call) => getNotice(call, house, id))
    assert.equal(closeReason, '已落实')
    assert.match(history[1]!.text.zh, /范围扩大.*来船加强媒介检查/)
    assert.deepEqual(can.propose, { zh: '这条情况已办结。', en: 'This notice is closed.' })
    assert.deepEqual((await site.as(msa, (call) => listNotices(call, house, {}))).rows, [])
  })
})
