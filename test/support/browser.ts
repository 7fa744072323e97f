/**
 * A real browser for end-to-end tests, out of packages alone: no browser, font or shared library of the machine is needed.
 * Chromium, its NSS libraries, one Latin font and a software renderer come compressed in `@sparticuz/chromium`; they are
 * unpacked once into `node_modules/.cache` (so a new install begins clean) and driven by `playwright-core`.
 *
 * Fonts of the machine are hidden on purpose: Chinese shows only where the page ships its own web font.
 * The browser can reach this machine only; any other host name fails to resolve.
 */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import axe from 'axe-core'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

const repository = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const cacheDir = join(repository, 'node_modules', '.cache', 'tongguan-browser')
const screenshotDir = join(repository, 'test', 'output', 'screenshots')

const require = createRequire(import.meta.url)
const run = promisify(execFile)

const packageVersion = async (): Promise<string> => {
  const entry = require.resolve('@sparticuz/chromium')
  const manifest = JSON.parse(await readFile(join(dirname(entry), '..', '..', 'package.json'), 'utf8'))
  return manifest.version
}

const fontsConf = (folder: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}/fonts</dir>
  <cachedir>${folder}/fonts-cache</cachedir>
</fontconfig>
`

/**
 * Folder with the unpacked browser. Unpacked beside and renamed, so a crash or a second process leaves either a whole
 * folder or none; whoever renames second uses the first one's.
 */
const unpackedBrowser = async (): Promise<string> => {
  const folder = join(cacheDir, await packageVersion())
  if (existsSync(folder)) return folder
  await mkdir(cacheDir, { recursive: true })
  const building = await mkdtemp(join(cacheDir, 'unpack-'))
  try {
    // The package unpacks into TMPDIR, and adds its NSS libraries only where it believes to be on Amazon Linux 2023.
    const script = `import('@sparticuz/chromium').then((it) => it.default.executablePath())`
    await run(process.execPath, ['--input-type=module', '-e', script], {
      cwd: repository,
      env: { PATH: process.env['PATH'], HOME: building, TMPDIR: building, AWS_LAMBDA_JS_RUNTIME: 'nodejs24.x' },
    })
    await writeFile(join(building, 'fonts', 'fonts.conf'), fontsConf(join(folder, 'fonts')))
    await rename(building, folder)
  } catch (error) {
    await rm(building, { recursive: true, force: true })
    if (!existsSync(folder)) throw error
  }
  return folder
}

/** No background traffic, no sandbox (tests run as root in containers), pages compared across machines. */
const FLAGS = [
  '--no-sandbox',
  '--no-zygote',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--no-pings',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--font-render-hinting=none',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
]

/** Starts a browser. The caller closes it; it also ends with the test process. Throws with Chromium's own message. */
export const launchBrowser = async (): Promise<Browser> => {
  const folder = await unpackedBrowser()
  const home = await mkdtemp(join(tmpdir(), 'tongguan-browser-'))
  const browser = await chromium.launch({
    executablePath: join(folder, 'chromium'),
    headless: true,
    args: FLAGS,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: home,
      TMPDIR: home,
      FONTCONFIG_PATH: join(folder, 'fonts'),
      LD_LIBRARY_PATH: [join(folder, 'al2023', 'lib'), folder].join(':'),
    },
  })
  browser.on('disconnected', () => {
    rm(home, { recursive: true, force: true }).catch(() => {})
  })
  return browser
}

/** A page of its own session (no cookies shared), 1440 × 900 unless told, in the port's time zone, without motion. */
export const openPage = async (browser: Browser, options: BrowserContextOptions = {}): Promise<Page> => {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
    ...options,
  })
  return context.newPage()
}

/** Saves the whole page as `test/output/screenshots/<name>.png` once its fonts have loaded; gives the path. */
export const screenshot = async (page: Page, name: string): Promise<string> => {
  const path = join(screenshotDir, `${name}.png`)
  await mkdir(dirname(path), { recursive: true })
  await page.evaluate(() => document.fonts.ready.then(() => true))
  await page.screenshot({ path, fullPage: true })
  return path
}

/** Violations of WCAG 2 level A or AA that axe finds, one line each: rule, words, the elements. Empty is good. */
export const accessibilityViolations = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe.source)
  const violations = await page.evaluate(async () => {
    const engine = (globalThis as unknown as { axe: typeof import('axe-core') }).axe
    const found = await engine.run(document, {
      runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
    })
    return found.violations.map((it) => ({
      id: it.id,
      help: it.help,
      where: it.nodes.map((node) => node.target.join(' ')),
    }))
  })
  return violations.map((it) => `${it.id}: ${it.help} (${it.where.slice(0, 5).join('; ')})`)
}
