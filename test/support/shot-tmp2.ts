import { launchBrowser, openPage } from './browser.ts'

const base = 'http://127.0.0.1:8102'
const id = process.argv[2]!
const browser = await launchBrowser()
const page = await openPage(browser, { viewport: { width: 1440, height: 900 } })
page.on('console', (m) => {
  if (m.type() === 'error') console.log('console', m.text())
})
page.on('pageerror', (e) => console.log('pageerror', e.message))
await page.goto(base)
const become = (login: string) =>
  page.evaluate(
    async (login) =>
      (
        await fetch('/api/session/persona', {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-tongguan': '1' },
          body: JSON.stringify({ login }),
        })
      ).status,
    login,
  )
await become('demo.customs')
await page.goto(`${base}/rules/${id}`)
await page.getByRole('button', { name: '修改 启运国与原产国不同', exact: true }).click()
await page.waitForTimeout(700)
const form = page.getByRole('form', { name: '修改规则' })
await form.scrollIntoViewIfNeeded()
await page.screenshot({ path: '/tmp/e-1.png' })
await form.getByLabel('分值').fill('40')
await form.getByRole('button', { name: '增加条件' }).click()
await page.waitForTimeout(300)
await form
  .getByRole('button', { name: '确 定' })
  .or(form.getByRole('button', { name: '确定' }))
  .click()
await page.waitForTimeout(1200)
await form.scrollIntoViewIfNeeded()
await page.screenshot({ path: '/tmp/e-2.png' })
await form.getByRole('button', { name: '删去条件 2' }).click()
await form
  .getByRole('button', { name: '确 定' })
  .or(form.getByRole('button', { name: '确定' }))
  .click()
await page.waitForTimeout(1500)
console.log('form gone', await form.count())
await page.goto(`${base}/rules/${id}?view=diff`)
await page.waitForTimeout(1000)
await page.screenshot({ path: '/tmp/e-3.png' })
await page.goto(`${base}/rules/${id}?view=preview`)
await page.waitForTimeout(1500)
await page.getByRole('button', { name: '提交批准' }).first().click()
await page.waitForTimeout(300)
await page.screenshot({ path: '/tmp/e-4.png' })
await page.getByLabel('修改理由').fill('绕道申报偏多，需要提高权重')
await page.getByRole('button', { name: '提交批准' }).last().click()
await page.waitForTimeout(1500)
await page.screenshot({ path: '/tmp/e-5.png' })
await become('demo.msa')
await page.goto(`${base}/rules/${id}?view=diff`)
await page.waitForTimeout(1200)
await page.screenshot({ path: '/tmp/e-6.png' })
await browser.close()
