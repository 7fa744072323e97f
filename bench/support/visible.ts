/**
 * From POST to visible on an open page: 200 signals a second for a minute, one request each, while an officer's Signals page
 * is open in a real browser and takes in what is new as soon as the page offers it. A signal counts as visible when the
 * page's list begins with it or a newer one.
 */
import { launchBrowser } from '../../test/support/browser.ts'
import { startSite, Visitor } from '../../test/support/running-site.ts'
import type { Figures } from '../main.ts'
import { postSignals, writingToken } from './posting.ts'
import { percentile } from './site.ts'

const PER_SECOND = 200

export const measureVisible = async (seconds: number): Promise<Figures> => {
  const site = await startSite()
  const browser = await launchBrowser()
  try {
    const token = await writingToken(await new Visitor(site).become('demo.admin'))
    const officer = await new Visitor(site).become('demo.customs')
    const context = await browser.newContext()
    const [name, value] = officer.cookie
      .split('; ')
      .find((pair) => pair.startsWith('tg_session='))!
      .split('=') as [string, string]
    await context.addCookies([{ name, value, url: site.url }])
    const page = await context.newPage()
    const seen: { number: number; at: number }[] = []
    await page.exposeFunction('benchSeen', (number: number, at: number) => {
      seen.push({ number, at })
    })
    await page.goto(`${site.url}/signals?needs=all`)
    await page.waitForFunction(() => document.querySelectorAll('main a[href^="/signals/"]').length > 5)
    await page.evaluate(() => {
      let newest = 0
      const look = () => {
        // What waits at the top is taken in at once, as an officer with a hand on the key would.
        const bar = [...document.querySelectorAll<HTMLButtonElement>('main button')].find(
          (one) => one.closest('.tg-strip') !== null,
        )
        bar?.click()
        const numbers = [...(document.querySelector('main')?.textContent ?? '').matchAll(/VIS-(\d{7})/g)].map((match) =>
          Number(match[1]),
        )
        const most = Math.max(0, ...numbers)
        if (most > newest) {
          newest = most
          void (window as unknown as { benchSeen(number: number, at: number): void }).benchSeen(most, Date.now())
        }
      }
      new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true })
    })

    const { posted, tookMs, postedPerSecond } = await postSignals(site, token, { rate: PER_SECOND, seconds })
    const last = posted.length - 1
    const until = Date.now() + 5_000
    while ((seen.at(-1)?.number ?? -1) < last && Date.now() < until)
      await new Promise((resolve) => setTimeout(resolve, 50))
    const delays = posted.map((at, number) => {
      const first = seen.find((one) => one.number >= number)
      return first === undefined ? Number.POSITIVE_INFINITY : first.at - at
    })
    const figures = {
      visibleP95Ms: percentile(delays, 0.95),
      visibleP50Ms: percentile(delays, 0.5),
      postP95Ms: percentile(tookMs, 0.95),
      postedPerSecond,
    }
    console.log(
      `visible on an open page: p95 ${figures.visibleP95Ms} ms, median ${figures.visibleP50Ms} ms; acknowledged p95 ${figures.postP95Ms} ms`,
    )
    return figures
  } finally {
    await browser.close()
    await site.end()
  }
}
