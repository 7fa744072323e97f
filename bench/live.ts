/**
 * Many people listening: `--officers` sessions (50) with `--pages` open streams each (10) while `--rate` signals (100) a second
 * are posted for `--seconds` (300). Every stream keeps what it was told of; some break off and resume, as phones do. A signal
 * is missed where somebody who may see it was not told, doubled where a page was told twice, and leaked where it was named to
 * somebody who may not see it. Memory is the server's resident size: the median of the last tenth against that of the second.
 */
import { readFileSync } from 'node:fs'
import { seededRandom } from '../src/base/public.ts'
import { startSite, Visitor } from '../test/support/running-site.ts'
import type { Figures } from './main.ts'
import { openStream, type Stream } from './support/listening.ts'
import { postSignals, writingToken } from './support/posting.ts'
import { percentile } from './support/site.ts'

const option = (args: readonly string[], name: string, fallback: number): number => {
  const at = args.indexOf(`--${name}`)
  return at === -1 ? fallback : Number(args[at + 1])
}

/** Who sees declarations under the demonstration's agreements, and who does not. */
const SEEING = ['demo.customs', 'demo.quarantine', 'demo.duty', 'demo.msa'] as const
const NOT_SEEING = ['demo.terminal'] as const
const EVERYBODY = [...SEEING, ...NOT_SEEING]

const residentMib = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024

export const run = async (args: readonly string[]): Promise<Figures> => {
  const officers = option(args, 'officers', 50)
  const pages = option(args, 'pages', 10)
  const rate = option(args, 'rate', 100)
  const seconds = option(args, 'seconds', 300)
  const site = await startSite()
  const streams: { login: string; stream: Stream }[] = []
  try {
    const token = await writingToken(await new Visitor(site).become('demo.admin'))
    for (let officer = 0; officer < officers; officer++) {
      const login = EVERYBODY[officer % EVERYBODY.length]!
      const { cookie } = await new Visitor(site).become(login)
      for (let page = 0; page < pages; page++) streams.push({ login, stream: await openStream(site.url, cookie) })
    }
    console.log(`${streams.length} streams of ${officers} sessions are open; ${rate} signals/s for ${seconds} s`)
    const memory: number[] = []
    const random = seededRandom(11)
    const watch = setInterval(() => {
      memory.push(residentMib(site.pid()))
      streams[random.below(streams.length)]!.stream.breakOff()
    }, 1_000)
    const { ids, posted, postedPerSecond, tookMs } = await postSignals(site, token, { rate, seconds })
    clearInterval(watch)
    const postedAt = new Map(ids.map((id, number) => [id, posted[number]!]))
    const until = Date.now() + 15_000
    const behind = () =>
      streams.some(({ login, stream }) => login !== 'demo.terminal' && ids.some((id) => !stream.told.has(id)))
    while (behind() && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 200))
    let missed = 0
    let doubled = 0
    let leaked = 0
    for (const { login, stream } of streams) {
      const sees = login !== 'demo.terminal'
      for (const id of ids) {
        const times = stream.told.get(id) ?? 0
        if (sees && times === 0) missed++
        if (times > 1) doubled++
        if (!sees && times > 0) leaked++
      }
    }
    const delays = streams.flatMap(({ stream }) =>
      stream.sampled.flatMap(({ id, at }) => (postedAt.has(id) ? [at - postedAt.get(id)!] : [])),
    )
    const tenth = Math.max(1, Math.floor(memory.length / 10))
    const median = (values: number[]) => percentile(values, 0.5)
    return {
      missed,
      doubled,
      leaked,
      memoryGrowthMiB: median(memory.slice(-tenth)) - median(memory.slice(tenth, 2 * tenth)),
      memoryMiB: median(memory.slice(-tenth)),
      toldP95Ms: percentile(delays, 0.95),
      postP95Ms: percentile(tookMs, 0.95),
      postedPerSecond,
      signals: ids.length,
      streams: streams.length,
      resumed: streams.reduce((sum, { stream }) => sum + stream.resumed(), 0),
      seconds,
    }
  } finally {
    for (const { stream } of streams) stream.close()
    await site.end()
  }
}
