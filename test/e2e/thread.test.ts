/**
 * The main job as a newcomer does it, in Chinese: from a file of declarations to a closed incident that an auditor can
 * prove. One story, told in order; two agencies have their pages open all the time, and nothing is reloaded.
 */
import assert from 'node:assert/strict'
import type { Locator, Page } from 'playwright-core'
import { assertNoFaults, enter, go, gone, keep, mainText, see, settled, stage, story, visit } from '../support/pages.ts'
import { BAD_ROWS, declarations, GOOD_ROWS, photo, WASTE_NUMBER } from '../support/sample-files.ts'

const here = stage()
/** 海关风控, who does the job. */
let customs: Page
/** 实验室, who is warned and takes part. */
let lab: Page

const part = story(() => [customs, lab])

const portDay = (): string => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date())

const heading = (page: Page, name: string | RegExp): Locator => page.getByRole('heading', { level: 1, name })
const section = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true })
/** One of the four numbers of an import. */
const became = (run: Locator, what: string, count: number): Locator =>
  run
    .getByRole('definition')
    .filter({ hasText: new RegExp(`^${count}$`) })
    .and(run.locator(`dt:text-is("${what}") + dd`))
const followMenu = (page: Page, name: RegExp): Promise<void> =>
  page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name }).click()

part('whoever is not signed in sees the sign-in page at any address, and is then where they wanted to be', async () => {
  customs = await visit(here)
  await go(customs, '/import')
  await see(heading(customs, '登录'))
  await see(customs.getByText('国家秘密不得进入本系统'))
  await keep(customs, 'zh/1440/sign-in')
  await customs.getByRole('button', { name: /^海关 海关风控 研判员/ }).click()
  await see(heading(customs, '数据导入'))
  await see(customs.getByRole('banner').getByRole('button', { name: /演示·顾昀/ }))
})

part(
  'an import says what is missing, then how far it is, and names each rejected row with its column and remedy',
  async () => {
    await customs.getByRole('button', { name: '核对各列' }).click()
    await see(customs.getByText('选择一个文件。'))
    await customs.getByLabel('数据来源').selectOption('customs.declarations')
    await customs.getByLabel('文件', { exact: true }).setInputFiles(declarations(portDay()))
    await customs.getByRole('button', { name: '核对各列' }).click()
    await see(customs.getByRole('table', { name: '各列对应的字段' }))
    await see(customs.getByText(/已试读前 \d+ 行，\d+ 行会被拒收/))
    await customs.getByRole('button', { name: '开始导入' }).click()
    await see(heading(customs, '数据导入'))
    await see(customs.getByText('已完成，有拒收').first())
    const run = customs.getByRole('region', { name: 'declarations.csv' })
    const total = GOOD_ROWS + BAD_ROWS
    await see(run.getByText(`已读 ${total} 行，共 ${total} 行`))
    await see(run.getByText('编码 UTF-8'))
    await see(became(run, '接收', GOOD_ROWS))
    await see(became(run, '拒收', BAD_ROWS))
    const rejects = run.getByRole('table', { name: '拒收的行' })
    const rows = rejects.getByRole('row')
    assert.equal(await rows.count(), BAD_ROWS + 1)
    for (const [number, column] of [
      ['88000901', 'Date'],
      ['88000902', 'HS6 Code'],
      ['88000903', 'Net Mass'],
      ['88000904', 'Country of Departure'],
    ] as const)
      await see(rows.filter({ hasText: number }).filter({ hasText: column }))
    await keep(customs, 'zh/1440/import-with-rejects')
  },
)

part('the same file again doubles nothing', async () => {
  await customs.getByLabel('文件', { exact: true }).setInputFiles(declarations(portDay()))
  await customs.getByRole('button', { name: '核对各列' }).click()
  await see(customs.getByRole('button', { name: '开始导入' }))
  const before = customs.url()
  await customs.getByRole('button', { name: '开始导入' }).click()
  await customs.waitForURL((url) => url.href !== before)
  const run = customs.getByRole('region', { name: 'declarations.csv' })
  await see(became(run, '重复', GOOD_ROWS))
  await see(became(run, '接收', 0))
  await see(run.getByText('已完成，有拒收'))
})

part('a search finds the signal that needs a person; its page says why, on what, and who may see it', async () => {
  await customs.keyboard.press('/')
  await customs.keyboard.type(WASTE_NUMBER)
  await customs.keyboard.press('Enter')
  await see(heading(customs, '信号'))
  const rows = customs.getByRole('list', { name: '信号列表' }).getByRole('listitem')
  await see(rows.filter({ hasText: WASTE_NUMBER }))
  assert.equal(await rows.count(), 1)
  await rows.getByRole('link').click()
  await see(heading(customs, '报关：HS 391590，原产泰国'))
  const why = section(customs, '为什么')
  await see(why.getByRole('row', { name: /品目为废塑料.*\+40/ }))
  await see(why.getByRole('row', { name: /每公斤价格低于该章范围/ }))
  await see(why.getByRole('row', { name: /合计/ }))
  await see(section(customs, '还不知道'))
  await see(section(customs, '证据').getByRole('row', { name: /净重.*23,000 公斤/ }))
  // Codes of declarant and importer may name persons: tokens, never the code.
  await see(section(customs, '证据').getByRole('row', { name: /进口人代码.*已替换为代号/ }))
  assert.doesNotMatch(await mainText(customs), /QZ7K2PA|LM4T8RE/)
  await see(section(customs, '谁能看到').getByText('海关'))
  await keep(customs, 'zh/1440/case')
})

part('a warning goes to the agencies that the duties name, once everything in it is there', async () => {
  lab = await enter(here, 'demo.lab', '/warnings')
  await see(heading(lab, '预警'))
  await customs.getByRole('button', { name: '发布预警' }).click()
  await see(heading(customs, '发布预警'))
  const audience = section(customs, '接收单位')
  await see(audience.getByRole('checkbox', { name: /^检测机构/, checked: true }))
  await see(audience.getByRole('checkbox', { name: /^承运人.*在本口岸没有岗位/, disabled: true }))
  const title = customs.getByRole('textbox', { name: /^标题/ })
  await title.fill('')
  await customs.getByRole('button', { name: /^发布给 \d 家单位$/ }).click()
  await see(customs.getByText('请填写标题。'))
  await keep(customs, 'zh/1440/warning-new-faults')
  await title.fill('废塑料经香港转运到港')
  await customs.getByRole('button', { name: /^发布给 3 家单位$/ }).click()
  await see(heading(customs, '废塑料经香港转运到港'))
  await see(section(customs, '确认情况').getByText('已确认 0/3'))
})

part('the other agency sees the warning arrive and acknowledges it; the issuer sees that at once', async () => {
  await lab.getByRole('button', { name: '1 条新预警' }).click()
  const row = lab
    .getByRole('list', { name: '预警列表' })
    .getByRole('listitem')
    .filter({ hasText: '废塑料经香港转运到港' })
  await see(row.getByText('待本单位确认'))
  await row.getByRole('link').click()
  await see(heading(lab, '废塑料经香港转运到港'))
  // It may know of the warning, not of the declaration behind it.
  assert.doesNotMatch(await mainText(lab), new RegExp(WASTE_NUMBER))
  await keep(lab, 'zh/1440/warning-to-acknowledge')
  await lab.getByRole('textbox', { name: '附言' }).fill('值班人员已通知取样组')
  await lab.getByRole('button', { name: '确认收到' }).click()
  await gone(lab.getByRole('button', { name: '确认收到' }))
  const acks = section(customs, '确认情况')
  await see(acks.getByText('已确认 1/3'))
  await see(acks.getByText('附言：值班人员已通知取样组'))
  await keep(customs, 'zh/1440/warning')
})

part('the issuer does not acknowledge its own warning, and nobody ends it without a reason', async () => {
  assert.equal(await customs.getByRole('button', { name: '确认收到' }).count(), 0)
  await customs.getByRole('button', { name: '解除预警' }).click()
  const form = customs.getByRole('textbox', { name: /^解除理由/ })
  await form.waitFor()
  await customs.getByRole('button', { name: '解除预警' }).last().click()
  await see(customs.getByText('请写明解除的理由。'))
  await customs.getByRole('button', { name: '取消' }).click()
  await gone(form)
})

part('an incident opens with members and tasks by duty', async () => {
  await customs.getByRole('button', { name: '启动处置' }).click()
  await see(heading(customs, '启动处置'))
  await see(section(customs, '成员与职责').getByText('检测机构'))
  await settled(customs)
  await keep(customs, 'zh/1440/incident-new')
  await customs.getByRole('button', { name: /^启动处置，通知 \d+ 家单位$/ }).click()
  await see(heading(customs, '废塑料经香港转运到港'))
  await see(section(customs, '我的下一步').getByText('封存隔离、防护取样'))
  const close = customs.getByRole('button', { name: '结案' })
  assert.equal(await close.getAttribute('aria-disabled'), 'true')
  await see(customs.getByText(/还有 \d+ 项任务未办结。/))
  await keep(customs, 'zh/1440/incident')
})

const step = (page: Page, title: string): Locator =>
  section(page, '我的下一步').getByRole('listitem').filter({ hasText: title })
const taskRow = (page: Page, title: string): Locator =>
  section(page, '任务与时限')
    .getByRole('listitem')
    .filter({ has: page.getByRole('button', { name: title, exact: true }) })

part('what one agency does is on the other’s open page at once', async () => {
  await followMenu(lab, /^处置/)
  await lab.getByRole('list', { name: '处置事件列表' }).getByRole('link', { name: '废塑料经香港转运到港' }).click()
  await see(section(lab, '经过').getByText('启动联合处置'))
  await step(lab, '确认本单位到位').getByRole('button', { name: '确认到位' }).click()
  await gone(step(lab, '确认本单位到位'))
  await step(customs, '封存隔离、防护取样').getByRole('button', { name: '接受' }).click()
  await see(step(customs, '封存隔离、防护取样').getByRole('button', { name: '完成' }))
  const told = lab.getByRole('region', { name: '经过' })
  await told
    .getByRole('button', { name: /条新记录/ })
    .click({ timeout: 10_000 })
    .catch(() => {})
  await see(told.getByText('接受“封存隔离、防护取样”'))
  await see(taskRow(lab, '封存隔离、防护取样').getByText('进行中'))
})

part('evidence: a file that is not what its name says is refused; a photo is kept, and the task is done', async () => {
  const mine = step(customs, '封存隔离、防护取样')
  await mine.getByRole('button', { name: '完成' }).click()
  const file = mine.locator('input[type=file]')
  await file.setInputFiles({ name: 'photo.png', mimeType: 'image/png', buffer: Buffer.from('not a picture at all') })
  await see(mine.getByRole('alert'))
  await keep(customs, 'zh/1440/evidence-refused')
  await file.setInputFiles(photo())
  await see(mine.getByRole('checkbox', { name: 'sealed-container.png', checked: true }))
  await mine.getByRole('textbox', { name: /^办理情况/ }).fill('已封存并取样三份')
  await mine.getByRole('button', { name: '确认完成' }).click()
  await gone(mine)
  await see(section(customs, '证据').getByText('sealed-container.png'))
  await see(taskRow(customs, '封存隔离、防护取样').getByText('已完成'))
  await see(section(lab, '证据').getByText('sealed-container.png'))
})

part('a hand-over is the giver’s until the taker signs for it', async () => {
  const title = '属固体废物的，责令退运'
  const mine = step(customs, title)
  await mine.getByRole('button', { name: '移交' }).click()
  await mine.getByRole('textbox', { name: /^移交事由/ }).fill('请先出具属性鉴别结论')
  await mine.getByRole('button', { name: '移交' }).last().click()
  await see(mine.getByText('请选择接收单位。'))
  await mine.getByRole('combobox', { name: /^移交给/ }).click()
  await customs.getByRole('option', { name: '检测机构' }).or(customs.getByTitle('检测机构')).last().click()
  await mine.getByRole('button', { name: '移交' }).last().click()
  await see(mine.getByText(/移交检测机构，待签收/))
  const theirs = step(lab, title)
  await see(theirs.getByText('海关移交，请签收：请先出具属性鉴别结论'))
  await keep(lab, 'zh/1440/incident-hand-over')
  await theirs.getByRole('button', { name: '签收' }).click()
  await see(step(lab, title).getByRole('button', { name: /接受|完成/ }))
  await gone(step(customs, title))
  await taskRow(customs, title).getByRole('button', { name: title, exact: true }).click()
  await see(taskRow(customs, title).getByText('已签收'))
  await taskRow(customs, title).getByRole('button', { name: title, exact: true }).click()
})

/** Accepts where that is due, and completes with a note. */
const complete = async (page: Page, title: string, note: string): Promise<void> => {
  const mine = step(page, title)
  const accept = mine.getByRole('button', { name: '接受' })
  const finish = mine.getByRole('button', { name: '完成' })
  await see(accept.or(finish))
  if (await accept.isVisible()) await accept.click()
  await finish.click()
  await mine.getByRole('textbox', { name: /^办理情况/ }).fill(note)
  await mine.getByRole('button', { name: '确认完成' }).click()
  await gone(mine)
}

/** What need not be done is said so with a reason, in the task's own place. */
const settle = async (title: string, verb: '免除' | '不适用', reason: string): Promise<void> => {
  const row = taskRow(customs, title)
  await row.getByRole('button', { name: title, exact: true }).click()
  await row.getByText('不需要办理').click()
  await row.getByRole('button', { name: verb, exact: true }).click()
  const words = row.getByRole('textbox')
  await words.waitFor()
  const submit = row.getByRole('button', { name: verb === '免除' ? '免除任务' : '标为不适用' })
  await submit.click()
  await see(row.getByText(verb === '免除' ? '请写明免除理由。' : '请写明为什么不适用。'))
  await words.fill(reason)
  await submit.click()
  await see(row.getByText(verb === '免除' ? '已免除' : '不适用', { exact: true }))
  await row.getByRole('button', { name: title, exact: true }).click()
}

part('every task is settled by whoever it belongs to, and what is not done has its reason', async () => {
  await complete(lab, '属固体废物的，责令退运', '鉴别结论：属固体废物，已交海关')
  await complete(lab, '属性鉴别', '三份样品均为生活来源废塑料')
  await settle('涉嫌走私废物的，移交缉私部门', '不适用', '申报人主动报明，未见走私故意')
  for (const title of ['对已入境废物提出处理意见', '完成退运（承运人连带）', '联合事件成员确认在位'])
    await settle(title, '免除', '货物未入境，原船退运')
})

part('the incident closes with a summary, for everybody', async () => {
  const close = customs
    .getByRole('banner')
    .or(customs.getByRole('main'))
    .getByRole('button', { name: '结案', exact: true })
  await see(step(customs, '任务全部办结，可以结案。'))
  await close.first().click()
  await customs.getByRole('button', { name: '确认结案' }).click()
  await see(customs.getByText('请写结案小结。'))
  await customs.getByRole('textbox', { name: /^结案小结/ }).fill('原船退运，样品与照片已存证')
  await customs.getByRole('button', { name: '确认结案' }).click()
  await see(customs.getByText(/^已结案/))
  await see(lab.getByText(/^已结案/))
  await see(lab.getByText('小结：原船退运，样品与照片已存证'))
  await keep(customs, 'zh/1440/incident-closed')
  await keep(lab, 'zh/1440/incident-closed-other')
  for (const page of [customs, lab]) assertNoFaults(page)
})

part('months later an auditor verifies the record, finds who did what, and takes a proof along', async () => {
  const auditor = await enter(here, 'demo.auditor', '/ledger')
  await see(heading(auditor, '存证'))
  await auditor.getByRole('button', { name: '开始核验' }).click()
  const verification = section(auditor, '核验')
  await see(verification.getByText('记录完整'))
  await see(verification.getByText('任务', { exact: true }))
  await keep(auditor, 'zh/1440/ledger-verified')
  await auditor.getByRole('combobox', { name: '行为' }).selectOption('处置')
  const closed = auditor
    .getByRole('list', { name: '存证条目' })
    .getByRole('listitem')
    .filter({ has: auditor.getByRole('link', { name: '结案', exact: true }) })
  await see(closed.filter({ hasText: '演示·顾昀' }))
  // Who did it and when; what was written there is not the auditor's to read.
  assert.doesNotMatch(await mainText(auditor), /原船退运|废塑料/)
  await closed.getByRole('link', { name: '结案', exact: true }).click()
  await see(auditor.getByRole('heading', { name: /^第 [\d,]+ 条的证明$/ }))
  await keep(auditor, 'zh/1440/ledger-proof')
  assertNoFaults(auditor)
})
