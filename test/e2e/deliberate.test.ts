/**
 * A decision in common, from the question to the report: customs asks, the terminal objects on a phone, the commander of
 * maritime safety decides with that objection before him, and what was decided is reported, sent, opened, and kept as files.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import type { Locator, Page } from 'playwright-core'
import { accessibilityViolations } from '../support/browser.ts'
import { docxText, pdfPages } from '../support/file-text.ts'
import { assertNoFaults, enter, go, keep, PHONE, see, settled, stage, story } from '../support/pages.ts'
import { Visitor } from '../support/running-site.ts'

const QUESTION = '三号堆场相邻两排先行移走'
const OBJECTION = '夜间只有一台正面吊，要三小时'
let room = ''
let customs: Page
let terminal: Page
let commander: Page

const created = async (who: Visitor, path: string, body: object): Promise<string> => {
  const answer = await who.ask('POST', path, body, { 'idempotency-key': crypto.randomUUID() })
  assert.equal(answer.status, 201, JSON.stringify(answer.body))
  return (answer.body as { id: string }).id
}

const here = stage(async ({ site }) => {
  const officer = await new Visitor(site).become('demo.customs')
  const risk = { riskType: 'social.dg_misdeclared', place: 'sea', jurisdiction: 'CN' }
  const title = '三号堆场疑似瞒报锂电池'
  const warningId = await created(officer, '/warnings', {
    ...risk,
    level: 'orange',
    title,
    body: '请按职责准备。',
    audience: ['msa', 'port_operator'],
    ackMinutes: 15,
  })
  room = `/incidents/${await created(officer, '/incidents', { ...risk, title, warningId, signalIds: [] })}`
})

const part = story(() => [customs, terminal, commander])
const section = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true })
const card = (page: Page): Locator => page.getByRole('article', { name: QUESTION })

part('customs asks, with what becomes a task', async () => {
  customs = await enter(here, 'demo.customs', `${room}?tab=deliberate`)
  await see(customs.getByText('还没有提请决定的事项。'))
  await keep(customs, 'zh/1440/deliberate-empty')
  const decisions = section(customs, '决定')
  await decisions.getByRole('button', { name: '提请决定', exact: true }).click()
  await decisions.getByRole('button', { name: /^提请决定，征求/ }).click()
  await see(decisions.getByText('请填写。'))
  await decisions.getByLabel('要决定什么').fill(QUESTION)
  await decisions.getByLabel('依据').fill('隔离距离不足；温度仍在上升')
  await decisions.getByLabel('方案').fill('移走')
  await decisions.getByRole('button', { name: '添加任务' }).click()
  await decisions.getByRole('textbox', { name: '任务' }).fill('移走相邻两排')
  await decisions.getByRole('combobox', { name: '交给' }).click()
  await customs.getByTitle('码头运营单位').or(customs.getByTitle(/码头/)).first().click()
  await decisions.getByRole('button', { name: /^提请决定，征求/ }).click()
  await see(card(customs).getByText('由指挥决定'))
  // Asking gives no right to decide.
  assert.equal(await card(customs).getByRole('button', { name: '批准并签署' }).count(), 0)
})

part('the terminal objects on a phone; without a reason it is not taken', async () => {
  terminal = await enter(here, 'demo.terminal', room, { phone: true })
  await card(terminal).getByRole('button', { name: '反对', exact: true }).tap()
  await card(terminal).getByRole('button', { name: '反对', exact: true }).last().tap()
  await see(card(terminal).getByText('反对须写明理由。'))
  await card(terminal)
    .getByRole('textbox', { name: /^反对的理由/ })
    .fill(OBJECTION)
  await keep(terminal, 'zh/390/decision-object')
  assert.equal(await terminal.evaluate(() => document.documentElement.scrollWidth), PHONE.width)
  await card(terminal).getByRole('button', { name: '反对', exact: true }).last().tap()
  // Said, so it no longer waits for this agency.
  await card(terminal).waitFor({ state: 'detached' })
  // On the open page of customs too.
  await see(card(customs).getByText(OBJECTION))
})

part('the commander finds the decision first, with its objection, and must answer it', async () => {
  commander = await enter(here, 'demo.msa', room)
  await see(section(commander, '等待决定').getByText(OBJECTION))
  await keep(commander, 'zh/1440/decision-waiting')
  await card(commander).getByRole('button', { name: '附条件批准' }).click()
  await card(commander).getByRole('textbox', { name: /^条件/ }).fill('消防车到场后开始')
  await card(commander).getByRole('button', { name: '签署，附条件批准' }).click()
  await see(card(commander).getByText('请写明理由。'))
  await card(commander)
    .getByRole('textbox', { name: /^对反对意见的答复/ })
    .fill('调来第二台，两小时内完成')
  await card(commander).getByRole('button', { name: '签署，附条件批准' }).click()
  await card(commander).waitFor({ state: 'detached' })
  await see(section(commander, '任务与时限').getByText('移走相邻两排'))
  await see(section(terminal, '我的下一步').getByText('移走相邻两排'))
  await go(commander, `${room}?tab=deliberate`)
  const decided = section(commander, '已作决定')
  await see(decided.getByText(/同意 0，反对 1，弃权 0/))
  await decided.locator('summary').click()
  await see(decided.getByText('条件：消防车到场后开始'))
  assert.deepEqual(await accessibilityViolations(commander), [])
  await keep(commander, 'zh/1440/deliberate')
})

part(
  'the report is drafted from the record, completed, signed; customs opens it, and that is the receipt',
  async () => {
    await go(commander, `${room}?tab=report`)
    await commander.getByRole('button', { name: '起草首报' }).click()
    await see(commander.getByText(/还缺必填内容：“需要的支持”/))
    await commander.getByRole('textbox', { name: /^需要的支持/ }).fill('消防车两辆')
    await commander.getByRole('button', { name: '保存草稿' }).click()
    await see(commander.getByText('已保存'))
    await commander.getByRole('button', { name: '签发并发送' }).click()
    await commander.getByRole('button', { name: '确认签发' }).click()
    await see(commander.getByRole('heading', { name: /^首报 \d{4}-\d{5}\/01$/ }))
    await see(section(commander, '送达与回执').getByText('未打开'))

    await go(customs, `${room}?tab=report`)
    await customs.getByRole('button', { name: /^首报 .+\/01$/ }).click()
    await see(customs.getByRole('article').getByText(OBJECTION))
    await see(section(commander, '送达与回执').getByText('演示·顾昀'))
    await settled(customs)
    assert.deepEqual(await accessibilityViolations(customs), [])
    await keep(customs, 'zh/1440/report')
  },
)

part('page, Word and PDF say the same', async () => {
  const bare = (text: string): string => text.replace(/\s+/g, '')
  const shown = bare((await customs.locator('article[lang]').textContent()) ?? '')
  assert.match(shown, /^合成演示数据/)
  const file = async (button: string): Promise<Buffer> => {
    const [download] = await Promise.all([
      customs.waitForEvent('download'),
      customs.getByRole('button', { name: button }).click(),
    ])
    return readFileSync(await download.path())
  }
  assert.equal(bare(docxText(await file('下载 DOCX'))), shown)
  const pages = (await pdfPages(await file('下载 PDF'))).map(bare)
  const foot = /合成演示数据·\d{4}-\d{5}\/01·第\d+页，共\d+页$/
  for (const page of pages) assert.match(page, foot)
  assert.equal(pages.map((page) => page.replace(foot, '')).join(''), shown)
  for (const page of [customs, terminal, commander]) assertNoFaults(page)
})
