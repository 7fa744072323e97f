/**
 * Every page of the console with the person it is for: full, empty, refused and failing. Sweeps walk this table, so a page
 * that is added here is looked at in both languages, on a desk and on a phone, light and dark.
 */
import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { enter, go, type Look, PATIENCE_MS, type Stage, settled, visit } from './pages.ts'
import { type RunningSite, Visitor } from './running-site.ts'
import { declarations, photo, WASTE_NUMBER } from './sample-files.ts'

export type Stop = {
  /** Of the picture that is kept. */
  name: string
  /** Undefined: not signed in. */
  login?: string
  path: string
  /** The server is away for everything but the session. */
  failing?: true
}

type Rows<T = object> = { rows: (T & { id: string })[] }
type Task = { id: string; can: Record<string, unknown> }

const ABSENT = '5f0c2d1e-0000-4000-8000-000000000000'

const doIt = async (who: Visitor, path: string, body: object | Uint8Array = {}): Promise<{ id: string }> => {
  const answer = await who.ask('POST', path, body, { 'idempotency-key': crypto.randomUUID() })
  assert.ok(answer.status < 300, `${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body as { id: string }
}

/** The first row, once the import has brought it and it has been assessed. */
const arrived = async (look: () => Promise<Rows>): Promise<{ id: string }> => {
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until; ) {
    const [row] = (await look()).rows
    if (row) return row
    await new Promise((again) => setTimeout(again, 100))
  }
  throw new Error('the imported signal did not arrive')
}

/** What the stops show: an import with rejects, and an incident whose tasks are in different states, with evidence. */
export const furnish = async (site: RunningSite): Promise<Stop[]> => {
  const customs = await new Visitor(site).become('demo.customs')
  const read = async <T>(path: string): Promise<T> => (await customs.ask('GET', path)).body as T
  const [source] = (await read<Rows<{ code: string }>>('/sources')).rows
  const day = new Date().toISOString().slice(0, 10)
  const run = await doIt(customs, `/imports?source=${source!.code}&name=declarations.csv`, declarations(day).buffer)

  const signal = await arrived(() => read<Rows>(`/signals?needs=person&q=${WASTE_NUMBER}`))
  const [anySignal] = (await read<Rows>('/signals?needs=all&limit=1')).rows
  const warnings = (await read<Rows<{ incidentId: string | null }>>('/warnings?state=open')).rows
  const warning = warnings.find((one) => one.incidentId === null) ?? warnings[0]
  const [incident] = (await read<Rows>('/incidents?state=open')).rows
  const { tasks } = await read<{ tasks: Task[] }>(`/incidents/${incident!.id}`)
  await doIt(customs, `/incidents/${incident!.id}/evidence?name=${photo().name}`, photo().buffer)
  const next = (verb: string) => tasks.find((task) => task.can[verb] === true)
  const done = next('complete')
  if (done) await doIt(customs, `/tasks/${done.id}/complete`, { note: '已封存并取样三份', evidenceIds: [] })
  const blocked = tasks.find((task) => task.can['accept'] === true)
  if (blocked) await doIt(customs, `/tasks/${blocked.id}/block`, { reason: '三号堆场没有可用的隔离场地' })

  const course = await warningsInEveryState(customs)
  const of = (login: string, stops: [name: string, path: string][]): Stop[] =>
    stops.map(([name, path]) => ({ name, login, path }))
  return [
    { name: 'sign-in', path: '/' },
    { name: 'link-used', path: '/link/none' },
    ...of('demo.duty', [['situation', '/']]),
    ...of('demo.customs', [
      ['signals', '/signals'],
      ['signals-all', '/signals?needs=all'],
      ['signals-none-fits', '/signals?needs=all&q=zzzzzz'],
      ['case', `/signals/${signal.id}`],
      ['case-nothing-found', `/signals/${anySignal!.id}`],
      ['case-not-found', `/signals/${ABSENT}`],
      ['warnings', '/warnings'],
      ['warning', `/warnings/${warning!.id}`],
      ['warning-updated', `/warnings/${course.updated}`],
      ['warning-ended', `/warnings/${course.ended}`],
      ['warning-update', `/warnings/${course.updated}/update`],
      ['warning-update-refused', `/warnings/${course.ended}/update`],
      ['warnings-cancelled', '/warnings?state=cancelled'],
      ['warnings-none-fits', '/warnings?state=all&level=red&place=rail'],
      ['notifications', '/notifications'],
      ['warning-new', '/warnings/new'],
      ['warning-new-from-signal', `/warnings/new?signalId=${signal.id}`],
      ['incidents', '/incidents'],
      ['incident', `/incidents/${incident!.id}`],
      ['incident-new', `/incidents/new?warningId=${warning!.id}`],
      ['incident-new-without-origin', '/incidents/new'],
      ['tasks', '/incidents/tasks'],
      ['import', '/import'],
      ['import-run', `/import?run=${run.id}`],
      ['ledger-officer', '/ledger'],
      ['lost', '/nowhere'],
    ]),
    ...of('demo.msa', [['warning-cancelled', `/warnings/${course.cancelled}`]]),
    ...of('demo.terminal', [
      ['signals-empty', '/signals'],
      ['warnings-empty', '/warnings'],
      ['incidents-empty', '/incidents'],
      ['tasks-empty', '/incidents/tasks'],
      ['situation-empty', '/'],
    ]),
    ...of('demo.auditor', [
      ['ledger', '/ledger'],
      ['ledger-proof', '/ledger?entry=5'],
      ['closed-to-purpose', '/warnings'],
      ['notifications-auditor', '/notifications'],
    ]),
    ...of('demo.admin', [
      ['delivery', '/notifications/delivery'],
      ['delivery-none-failed', '/notifications/delivery?state=failed'],
      ['administration', '/administration'],
      ['administration-new', '/administration?account=new'],
      ['administration-posts', '/administration?tab=posts'],
      ['administration-agencies', '/administration?tab=agencies'],
      ['administration-tokens', '/administration?tab=tokens'],
    ]),
    { name: 'delivery-failing', login: 'demo.admin', path: '/notifications/delivery', failing: true },
    ...(['/', '/signals', '/warnings', '/incidents', '/import', '/notifications'] as const).map(
      (path): Stop => ({
        name: `${path === '/' ? 'situation' : path.slice(1)}-failing`,
        login: 'demo.customs',
        path,
        failing: true,
      }),
    ),
  ]
}

/** One warning that was raised, one that was cancelled and waits for its acknowledgement, one that ended and was judged. */
const warningsInEveryState = async (
  customs: Visitor,
): Promise<{ updated: string; cancelled: string; ended: string }> => {
  const issue = async (title: string): Promise<string> => {
    const { id } = await doIt(customs, '/warnings', {
      level: 'yellow',
      title,
      body: '请按职责核查，未排除前不得移箱。',
      riskType: 'social.dg_misdeclared',
      place: 'sea',
      jurisdiction: 'CN',
      audience: ['msa', 'port_office'],
      ackMinutes: 30,
    })
    return id
  }
  const say = async (path: string, body: object): Promise<void> => {
    const answer = await customs.ask('POST', path, body, { 'idempotency-key': crypto.randomUUID() })
    assert.equal(answer.status, 204, `${path}: ${JSON.stringify(answer.body)}`)
  }
  const [updated, cancelled, ended] = [
    await issue('三号堆场疑似瞒报'),
    await issue('木质包装检出活虫'),
    await issue('冷藏箱断电'),
  ]
  await say(`/warnings/${updated}/update`, {
    level: 'orange',
    title: '三号堆场确认瞒报',
    body: '周边二百米撤离。',
    reason: '现场检测阳性',
    version: 1,
  })
  await say(`/warnings/${cancelled}/cancel`, { reason: '送检样品搞混' })
  await say(`/warnings/${ended}/end`, { reason: '供电恢复' })
  await say(`/warnings/${ended}/lessons`, { verdict: 'partly', timely: 'late', change: '供电告警直接进值班台' })
  return { updated, cancelled, ended }
}

/** Walks the stops in one look; pages of one person share a browser session. */
export const walk = async (
  here: Stage,
  stops: readonly Stop[],
  look: Look,
  at: (page: Page, stop: Stop) => Promise<void>,
): Promise<void> => {
  let page: Page | undefined
  let who = ''
  for (const stop of stops) {
    const wanted = `${stop.login} ${stop.failing}`
    if (!page || wanted !== who) {
      await page?.context().close()
      page = stop.login === undefined ? await visit(here, look) : await enter(here, stop.login, '/nowhere', look)
      who = wanted
      if (stop.failing) await failing(page)
    }
    await go(page, stop.path)
    await settled(page)
    await at(page, stop)
  }
  await page?.context().close()
}

/** A server that is there but breaks on every question. */
const failing = (page: Page): Promise<unknown> =>
  page.route(/\/api\/(?!session|stream|reference)/, (route) =>
    route.fulfill({
      status: 500,
      contentType: 'text/plain',
      body: 'broken',
    }),
  )
