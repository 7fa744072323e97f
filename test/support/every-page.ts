/**
 * Every page of the console with the person it is for: full, empty, refused and failing. Sweeps walk this table, so a page
 * that is added here is looked at in both languages, on a desk and on a phone, light and dark.
 */
import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { enter, go, type Look, PATIENCE_MS, type Stage, settled, visit } from './pages.ts'
import { type RunningSite, Visitor } from './running-site.ts'
import { declarations, photo, prearrivals, WASTE_NUMBER } from './sample-files.ts'

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

/** One signal, as somebody writes it down. */
const bring = async (who: Visitor, sourceCode: string, kind: string, body: object): Promise<string> => {
  const { status, body: answer } = await who.ask('POST', '/signals', {
    sourceCode,
    kind,
    observedAt: new Date().toISOString(),
    body,
  })
  assert.equal(status, 200, JSON.stringify(answer))
  return (answer as { results: { id: string }[] }).results[0]!.id
}

/** What the stops show: an import with rejects, and an incident whose tasks are in different states, with evidence. */
export const furnish = async (site: RunningSite): Promise<Stop[]> => {
  const customs = await new Visitor(site).become('demo.customs')
  const read = async <T>(path: string): Promise<T> => (await customs.ask('GET', path)).body as T
  const [source] = (await read<Rows<{ code: string }>>('/sources')).rows
  const day = new Date().toISOString().slice(0, 10)
  const run = await doIt(customs, `/imports?source=${source!.code}&name=declarations.csv`, declarations(day).buffer)

  const duty = await new Visitor(site).become('demo.duty')
  const container = 'CSQU3054384'
  const tip = await bring(duty, 'port_office.tips', 'tip', {
    channel: 'phone',
    category: 'waste',
    text: '三号堆场有人夜里倒废料，箱门没有封志',
    container,
    reporter: '林某',
    caseNos: ['关缉立字〔2026〕12号'],
  })
  const health = await bring(customs, 'customs.health_declarations', 'health_declaration', {
    vessel: '演示星',
    ill: 3,
    fever: true,
    rash: true,
    symptoms: '发热、皮疹',
  })

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

  const noticed = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10)
  await doIt(customs, '/scan/sources', {
    kind: 'epidemic',
    name: '疫情周报（合成）',
    url: 'https://example.org',
    everyDays: 7,
  })
  const notice = await doIt(customs, '/scan', {
    kind: 'epidemic',
    title: '邻国通报登革热上升（合成）',
    summary: '三个港口城市周报病例翻倍，来自这些港口的船舶近期每周约六艘。',
    url: 'https://example.org',
    publishedOn: day,
    validUntil: null,
    soWhat: '来自这些港口的船舶加强媒介检查，诱捕阈值下调。',
    ownerAgency: 'customs',
    riskTypes: ['bio.vectors', 'bio.quarantinable'],
    places: ['sea'],
    reviewOn: noticed,
  })
  await doIt(customs, `/scan/${notice.id}/proposals`, {
    kind: 'rule',
    words: '媒介诱捕阈值下调至 12 只/夜',
    agency: 'customs',
    dueOn: noticed,
  })
  const kinds = (await read<{ rows: { kind: { id: string }; current: { id: string } }[] }>('/rules')).rows
  const table = kinds.find((one) => one.kind.id === 'declaration')!.current
  const draft = await doIt(customs, '/rules', { from: table.id })
  const { content } = await read<{ content: { rules: { id: string; points: number }[] } }>(`/rules/${draft.id}`)
  for (const rule of content.rules) if (rule.id === 'route.differs') rule.points = 40
  await customs.ask('PUT', `/rules/${draft.id}`, { edit: 1, content })
  const proposed = await doIt(customs, '/rules', { from: draft.id })
  for (const rule of content.rules) if (rule.id === 'route.differs') rule.points = 20
  await customs.ask('PUT', `/rules/${proposed.id}`, { edit: 1, content })
  await doIt(customs, `/rules/${proposed.id}/propose`, { reason: '绕道申报偏多', effectiveFrom: null })

  const msa = await new Visitor(site).become('demo.msa')
  const book = prearrivals()
  const upload = `/imports/uploads?source=msa.prearrivals&name=${book.name}`
  const looked = (await msa.ask('POST', upload, book.buffer)).body as { upload: string }
  const columns = Object.entries({ 类型: 'conveyance', IMO_No: 'imo', '预抵时间 (北京)': 'eta' }).map(
    ([name, field]) => ({
      name,
      field,
    }),
  )
  const workbook = await doIt(msa, '/imports/begin', { upload: looked.upload, columns })

  const of = (login: string, stops: [name: string, path: string][]): Stop[] =>
    stops.map(([name, path]) => ({ name, login, path }))
  return [
    { name: 'sign-in', path: '/' },
    { name: 'link-used', path: '/link/none' },
    ...of('demo.duty', [
      ['situation', '/'],
      ['wall', '/wall'],
      ['signal-new', '/signals/new'],
      ['signal-new-tip', '/signals/new?kind=tip'],
      ['case-tip', `/signals/${tip}`],
      ['case-health-without-part', `/signals/${health}`],
      ['signals-of-subject', `/signals?subject=container:${container}`],
    ]),
    ...of('demo.quarantine', [['case-health', `/signals/${health}`]]),
    ...of('demo.customs', [
      ['signals', '/signals'],
      ['signals-all', '/signals?needs=all'],
      ['signals-none-fits', '/signals?needs=all&q=zzzzzz'],
      ['case', `/signals/${signal.id}`],
      ['case-nothing-found', `/signals/${anySignal!.id}`],
      ['case-not-found', `/signals/${ABSENT}`],
      ['warnings', '/warnings'],
      ['warning', `/warnings/${warning!.id}`],
      ['warning-new', '/warnings/new'],
      ['warning-new-from-signal', `/warnings/new?signalId=${signal.id}`],
      ['incidents', '/incidents'],
      ['incident', `/incidents/${incident!.id}`],
      ['incident-new', `/incidents/new?warningId=${warning!.id}`],
      ['incident-new-without-origin', '/incidents/new'],
      ['tasks', '/incidents/tasks'],
      ['scan', '/scan'],
      ['scan-none', '/scan?state=closed'],
      ['scan-new', '/scan/new'],
      ['scan-notice', `/scan/${notice.id}`],
      ['import', '/import'],
      ['import-run', `/import?run=${run.id}`],
      ['ledger-officer', '/ledger'],
      ['rules', '/rules'],
      ['rules-found', '/rules?q=2844'],
      ['rules-none-fits', '/rules?q=zzzzzz'],
      ['rules-table', `/rules/${table.id}`],
      ['rules-draft', `/rules/${draft.id}`],
      ['rules-trial', `/rules/${draft.id}?view=preview`],
      ['rules-diff', `/rules/${draft.id}?view=diff`],
      ['rules-not-found', `/rules/${ABSENT}`],
      ['lost', '/nowhere'],
    ]),
    ...of('demo.msa', [
      ['rules-to-approve', `/rules/${proposed.id}?view=diff`],
      ['import-workbook', `/import?run=${workbook.id}`],
    ]),
    ...of('demo.terminal', [
      ['rules-reader', `/rules/${table.id}?view=preview`],
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
      ['signal-new-refused', '/signals/new'],
      ['import-refused', '/import'],
    ]),
    ...of('demo.admin', [
      ['administration', '/administration'],
      ['administration-new', '/administration?account=new'],
      ['administration-posts', '/administration?tab=posts'],
      ['administration-agencies', '/administration?tab=agencies'],
      ['administration-tokens', '/administration?tab=tokens'],
    ]),
    ...(['/', '/signals', '/signals/new', '/warnings', '/incidents', '/rules', '/import'] as const).map(
      (path): Stop => ({
        name: `${path === '/' ? 'situation' : path.slice(1).replaceAll('/', '-')}-failing`,
        login: 'demo.customs',
        path,
        failing: true,
      }),
    ),
  ]
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
