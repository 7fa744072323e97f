/** A law is replaced: the officer records it, sees what rests on it flagged, and confirms a row; others see it and may not. */
import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { enter, go, see, settled, stage, story } from '../support/pages.ts'

const here = stage()
const pages: (Page | undefined)[] = []
const tell = story(() => pages)

tell('who may not change law is told why beside the button', async () => {
  const page = await enter(here, 'demo.terminal', '/duties/CN-MTSL')
  pages[0] = page
  await see(page.getByText('法规与职责的变更须由法制或数据管理岗位办理。'))
  await page.context().close()
  pages[0] = undefined
})

tell('a law is replaced by a new one; every row that rests on it is to be confirmed', async () => {
  const page = await enter(here, 'demo.customs', '/duties/CN-MTSL')
  pages[0] = page
  const section = page.getByRole('region', { name: '登记失效或替代' })
  await section.getByRole('button', { name: '办理' }).click()
  await section.getByRole('button', { name: '登记' }).click()
  await see(section.getByText('请填写。'))
  await section.getByLabel('自哪天起失效').fill('2026-01-01')
  await section.getByLabel('由哪部法规替代').click()
  await page.getByTitle('登记新法规').click()
  await section.getByLabel('编号').fill('cn-mtsl-2026')
  await section.getByLabel('中文名').fill('海上交通安全法（新）')
  await section.getByLabel('英文名').fill('Maritime Traffic Safety Law (new)')
  await section.getByLabel('施行日').fill('2026-01-01')
  await section.getByLabel('依据的公布').fill('主席令公布')
  await section.getByRole('button', { name: '登记' }).click()
  await see(page.getByText('由《海上交通安全法（新）》替代'))
  await go(page, '/duties?view=rows&flag=review')
  await see(page.getByRole('link', { name: '海运危险货物谎报瞒报' }))
})

tell('a person confirms a row; its flag is gone and its history says why', async () => {
  const page = pages[0]!
  await page.getByRole('link', { name: '海运危险货物谎报瞒报' }).click()
  await settled(page)
  await page.getByRole('button', { name: '核定这一行' }).click()
  await page.getByRole('radio', { name: '修改' }).check()
  await page.getByLabel('条文', { exact: true }).fill('62, 70')
  await page.getByRole('checkbox', { name: '已读这些条文的全文' }).check()
  await page.getByLabel('理由').fill('按新法第七十条')
  await page.getByRole('button', { name: '核定', exact: true }).click()
  await see(page.getByText('已修改：按新法第七十条'))
  await see(page.getByText('海上交通安全法（新） 第 62、70 条'))
})

tell('the list of a post can be printed without the frame around it', async () => {
  const page = pages[0]!
  await go(page, '/duties/list?agency=msa')
  await page.emulateMedia({ media: 'print' })
  assert.equal(await page.getByRole('navigation').first().isVisible(), false)
  await see(page.getByRole('heading', { name: /职责权限清单/ }))
  assert.ok(
    await page
      .getByRole('cell', { name: /海上交通安全法（新）/ })
      .first()
      .isVisible(),
  )
})

tell('the register says what is going on and opens its rows; the queue opens a risk nobody owns', async () => {
  const page = await enter(here, 'demo.duty', '/register?q=洋垃圾')
  pages[1] = page
  await page
    .getByRole('button', { name: /^信号 \d+，预警 \d+/ })
    .first()
    .click()
  await see(page.getByRole('heading', { name: '正在发生' }))
  await go(page, '/register?view=queue&law=CN')
  await page.getByRole('link', { name: '海外航道、港口受阻影响' }).click({ timeout: 90_000 })
  await settled(page)
  const interim = page.getByRole('region', { name: '临时牵头' })
  await interim.getByRole('button', { name: '指定' }).click()
  await interim.getByLabel('临时牵头单位').fill('海事')
  await page.getByTitle('海事', { exact: true }).click()
  await interim.getByRole('button', { name: '指定' }).click()
  await see(page.getByText('由海事临时牵头'))
})
