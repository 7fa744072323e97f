/** The browser of these tests: it needs nothing of the machine, shows Chinese by the page's own font, and reaches nobody. */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { accessibilityViolations, launchBrowser, openPage } from '../support/browser.ts'

const FONT = join(import.meta.dirname, '..', '..', 'node_modules', '@fontsource', 'noto-sans-sc')
const PAGE = `<!doctype html><html lang="zh"><title>字</title><link rel="stylesheet" href="/400.css">
<style>p { font-size: 28px; width: 200px; height: 40px; margin: 0 } .own { font-family: 'Noto Sans SC' } .machine { font-family: sans-serif }</style>
<main><h1>字</h1><p class="own" id="a">同关</p><p class="own" id="b">口岸</p><p class="machine" id="c">同关</p><p class="machine" id="d">口岸</p></main>`

const server = createServer(async (request, response) => {
  const path = new URL(request.url ?? '/', 'http://localhost').pathname
  const body = path === '/' ? PAGE : await readFile(join(FONT, path)).catch(() => undefined)
  response.setHeader('content-type', path.endsWith('.css') ? 'text/css' : 'text/html; charset=utf-8')
  response.writeHead(body === undefined ? 404 : 200).end(body)
})
let browser: Browser
let page: Page

before(async () => {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  browser = await launchBrowser()
  page = await openPage(browser)
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, { waitUntil: 'networkidle' })
  await page.evaluate(() => document.fonts.ready.then(() => true))
})
after(async () => {
  await browser.close()
  server.close()
})

const picture = async (id: string): Promise<string> => (await page.locator(`#${id}`).screenshot()).toString('base64')

test('Chinese shows by the font that the page ships', async () => {
  assert.notEqual(await picture('a'), await picture('b'))
})

test('the machine’s fonts are hidden, so a page without its own font would be noticed', async () => {
  assert.equal(await picture('c'), await picture('d'))
})

test('no other host can be reached', async () => {
  const other = await openPage(browser)
  await assert.rejects(other.goto('http://tiles.example/'), /ERR_NAME_NOT_RESOLVED/)
})

test('axe finds what is wrong with a page, and nothing with a good one', async () => {
  assert.deepEqual(await accessibilityViolations(page), [])
  const other = await openPage(browser)
  await other.setContent('<html lang="zh"><title>x</title><main><img src="data:,"><button></button></main>')
  const found = (await accessibilityViolations(other)).map((it) => it.split(':')[0])
  assert.deepEqual(found.sort(), ['button-name', 'image-alt'])
})
