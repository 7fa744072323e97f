import { launchBrowser, openPage } from './browser.ts'

const base = 'http://127.0.0.1:8102'
const [login, lang, width, theme, ...paths] = process.argv.slice(2)
const browser = await launchBrowser()
const page = await openPage(browser, {
  viewport: { width: Number(width), height: Number(width) < 500 ? 844 : 900 },
  colorScheme: theme as 'light',
  baseURL: base,
})
page.on('console', (m) => {
  if (m.type() === 'error') console.log('console', m.text())
})
page.on('pageerror', (e) => console.log('pageerror', e.message))
await page.goto(base)
const answer = await page.evaluate(
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
console.log('sign in', answer)
await page.evaluate(
  ([lang, theme]) => {
    localStorage.setItem('tongguan.locale', lang!)
    localStorage.setItem('tongguan.appearance', theme!)
  },
  [lang, theme],
)
for (const [i, path] of paths.entries()) {
  await page.goto(base + path)
  await page.waitForTimeout(1800)
  await page.screenshot({ path: `/tmp/shot-${lang}-${width}-${theme}-${i}.png`, fullPage: false })
  console.log(path, await page.evaluate(() => document.documentElement.scrollWidth))
}
await browser.close()
