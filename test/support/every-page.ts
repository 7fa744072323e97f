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

/** Looked at once more while the server breaks on every question. */
const FAILING = [
  '/',
  '/triage',
  '/signals',
  '/signals/new',
  '/warnings',
  '/incidents',
  '/reviews',
  '/rules',
  '/import',
  '/cell',
  '/register',
  '/duties',
  '/notifications',
] as const

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

/** Opens an incident from the signal and folds it into another one, which is then at a response level. */
const fold = async (who: Visitor, signalId: string, into: string): Promise<string> => {
  const draft = (await who.ask('GET', `/incidents/draft?signalId=${signalId}`)).body as {
    riskType: { id: string }
    place: string
    jurisdiction: string
  }
  const { riskType, place, jurisdiction } = draft
  const { id } = await doIt(who, '/incidents', {
    title: '同一船舶的第二条线索',
    riskType: riskType.id,
    place,
    jurisdiction,
    signalIds: [signalId],
  })
  await doIt(who, `/incidents/${into}/level`, { to: 'watch', criteria: ['signal_unclear'], reason: '同一货主第三次' })
  await doIt(who, `/incidents/${id}/merge`, { into, reason: '同一船舶，两线叠加' })
  return id
}

/** The queue, once the clock of the site has filled it. */
const queued = async (look: () => Promise<Rows>): Promise<Rows> => {
  for (const until = Date.now() + 3 * PATIENCE_MS; Date.now() < until; ) {
    const list = await look()
    if (list.rows.length > 0) return list
    await new Promise((again) => setTimeout(again, 500))
  }
  throw new Error('the definition queue stayed empty')
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
  const group = await arrived(() => read<Rows>('/triage?when=all'))
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
  const review = await doIt(customs, '/reviews', { incidentId: incident!.id })
  const put = await doIt(customs, `/reviews/${review.id}/findings`, {
    kind: 'resource',
    what: '取样后三号堆场没有隔离场地可用（合成）',
    why: '三号堆场的隔离区被长期占用，没有备用场地',
  })
  await doIt(duty, `/reviews/findings/${put.id}/stance`, {
    stance: 'object',
    words: '当晚三号堆场东侧有空位，没有人问',
  })
  const mended = await doIt(duty, `/reviews/findings/${put.id}/actions`, {
    change: 'plan',
    words: '三号堆场隔离区列入预案，每周报空位',
    owner: 'customs',
    dueOn: noticed,
  })
  await doIt(customs, `/reviews/actions/${mended.id}/answer`, { accept: true, words: '' })
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
  const [brief] = ((await duty.ask('GET', '/briefs')).body as Rows).rows
  const [meeting] = ((await duty.ask('GET', '/meetings')).body as Rows).rows
  const quarantine = await new Visitor(site).become('demo.quarantine')
  const { checklist } = (await quarantine.ask('GET', '/shifts/draft')).body as { checklist: string[] }
  const shift = await doIt(quarantine, '/shifts', {
    notes: '三号泊位等实验室回电，约两点。',
    checklist: checklist.map((text, i) => ({ text, ok: i > 0, remark: i > 0 ? '' : '送修，周五取' })),
    named: null,
  })
  // A second incident that was folded into the first, by who leads both.
  const folded = await fold(customs, signal.id, incident!.id)
  const thought = await furnishThought(customs, incident!.id)
  const items = (await queued(() => read<Rows>('/definitions'))).rows

  const course = await warningsInEveryState(customs)
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
    ...of('demo.duty', [
      ['cell-brief', '/cell/brief'],
      ['cell-brief-one', `/cell/brief/${brief!.id}`],
      ['cell-meetings', '/cell/meetings'],
      ['cell-meeting', `/cell/meetings/${meeting!.id}`],
      ['cell-meeting-new', '/cell/meetings/new'],
      ['cell-handover-not-found', `/cell/handover/${ABSENT}`],
    ]),
    ...of('demo.customs', [
      ['signals', '/signals'],
      ['signals-all', '/signals?needs=all'],
      ['signals-none-fits', '/signals?needs=all&q=zzzzzz'],
      ['triage', '/triage'],
      ['triage-group', `/triage?when=all&group=${group.id}`],
      ['triage-none-fits', '/triage?q=zzzzzz'],
      ['triage-dismissed-none', '/triage?view=snoozed'],
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
      ['incident-timeline', `/incidents/${incident!.id}?tab=timeline`],
      ['incident-folded', `/incidents/${folded}`],
      ['incident-deliberate', `/incidents/${incident!.id}?tab=deliberate`],
      ['incident-report-draft', `/incidents/${incident!.id}?tab=report&report=${thought.draft}`],
      ['incident-report', `/incidents/${incident!.id}?tab=report&report=${thought.signed}`],
      ['incident-new', `/incidents/new?warningId=${warning!.id}`],
      ['incident-new-without-origin', '/incidents/new'],
      ['tasks', '/incidents/tasks'],
      ['scan', '/scan'],
      ['scan-none', '/scan?state=closed'],
      ['scan-new', '/scan/new'],
      ['scan-notice', `/scan/${notice.id}`],
      ['tasks-all', '/incidents/tasks?of=all'],
      ['tasks-none-overdue', '/incidents/tasks?of=overdue'],
      ['register', '/register'],
      ['register-none-fits', '/register?q=zzzzzz'],
      ['register-queue', '/register?view=queue'],
      ['register-item', `/register/queue/${items[0]!.id}`],
      ['register-item-not-found', `/register/queue/${ABSENT}`],
      ['duties', '/duties?risk=social.dg_misdeclared&place=sea'],
      ['duties-rows', '/duties?view=rows'],
      ['duties-deadlines', '/duties?view=deadlines&asOf=2025-10-01'],
      ['duties-laws', '/duties?view=laws'],
      ['duties-reviews', '/duties?view=reviews'],
      ['duties-calendar', '/duties?view=calendar'],
      ['duties-none-fits', '/duties?view=rows&q=zzzzzz'],
      ['duties-row', '/duties/DM-CN-14'],
      ['duties-law', '/duties/CN-MTSL'],
      ['duties-deadline', '/duties/DL-02'],
      ['duties-list', '/duties/list'],
      ['duties-not-found', '/duties/DM-NONE'],
      ['reviews', '/reviews'],
      ['reviews-none', '/reviews?state=closed'],
      ['review', `/reviews/${review.id}`],
      ['review-not-found', `/reviews/${ABSENT}`],
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
      ['cell-roster', '/cell'],
      ['cell-handover', '/cell/handover'],
      ['cell-handover-one', `/cell/handover/${shift.id}`],
      ['cell-handover-new', '/cell/handover/new'],
      ['lost', '/nowhere'],
    ]),
    ...of('demo.msa', [['rules-to-approve', `/rules/${proposed.id}?view=diff`]]),
    ...of('demo.msa', [['warning-cancelled', `/warnings/${course.cancelled}`]]),
    ...of('demo.msa', [
      ['rules-to-approve', `/rules/${proposed.id}?view=diff`],
      ['import-workbook', `/import?run=${workbook.id}`],
    ]),
    ...of('demo.terminal', [
      ['rules-reader', `/rules/${table.id}?view=preview`],
      ['signals-empty', '/signals'],
      ['triage-empty', '/triage'],
      ['warnings-empty', '/warnings'],
      ['incidents-empty', '/incidents'],
      ['tasks-empty', '/incidents/tasks'],
      ['situation-empty', '/'],
      ['cell-handover-empty', '/cell/handover'],
      ['cell-brief-empty', '/cell/brief'],
      ['cell-meetings-empty', '/cell/meetings'],
      ['cell-meeting-new-refused', '/cell/meetings/new'],
    ]),
    ...of('demo.cdc', [['reviews-empty', '/reviews']]),
    ...of('demo.auditor', [
      ['ledger', '/ledger'],
      ['ledger-proof', '/ledger?entry=5'],
      ['closed-to-purpose', '/warnings'],
      ['signal-new-refused', '/signals/new'],
      ['triage-refused', '/triage'],
      ['notifications-auditor', '/notifications'],
      ['import-refused', '/import'],
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
    ...FAILING.map(
      (path): Stop => ({
        name: `${path === '/' ? 'situation' : path.slice(1).replaceAll('/', '-')}-failing`,
        login: 'demo.customs',
        path,
        failing: true,
      }),
    ),
  ]
}

/** An open decision and one that was taken, hypotheses with evidence, a plan that cannot be activated, two reports. */
const furnishThought = async (customs: Visitor, incidentId: string): Promise<{ draft: string; signed: string }> => {
  const to = (path: string, body: object = {}) => doIt(customs, path, body)
  const room = `/incidents/${incidentId}`
  const fraud = (await to(`${room}/hypotheses`, { statement: '三号堆场的货是固体废物' })).id
  const mistake = (await to(`${room}/hypotheses`, { statement: '三号堆场的货只是品名写错' })).id
  await to(`/hypotheses/${fraud}/beliefs`, { word: 'likely', low: 55, high: 80, reason: '三号堆场货样颜色不符' })
  await to(`/hypotheses/${mistake}/dissents`, { words: '三号堆场同一货主已三次写错' })
  await to(`${room}/pieces`, {
    kind: 'note',
    words: '三号堆场三箱净重不符',
    reliability: 'B',
    credibility: '2',
    fits: [
      { hypothesisId: fraud, fit: 2 },
      { hypothesisId: mistake, fit: -1 },
    ],
  })
  await to(`${room}/questions`, { words: '三号堆场箱内成分', forAgency: 'customs', dueAt: null })
  const dueAt = new Date(Date.now() + 3_600_000).toISOString()
  const ask = { basis: '三号堆场隔离距离不足', dueAt, tasks: [] }
  await to(`${room}/decisions`, { ...ask, question: '三号堆场是否清场', options: ['三号堆场全清', '三号堆场清两排'] })
  const taken = (await to(`${room}/decisions`, { ...ask, question: '三号堆场开箱', options: ['三号堆场今晚开'] })).id
  await to(`/decisions/${taken}/positions`, { stance: 'agree' })
  await to(`/decisions/${taken}/decide`, { outcome: 'approved', chosen: 0 })
  for (const need of [2, 3])
    await to(`${room}/plans`, {
      aim: '三号堆场两小时内清场',
      resources: [{ name: '三号堆场叉车', unit: '', need, have: 1 }],
      steps: [{ title: '三号堆场通知货主', agency: null, mandatory: true, minutes: 60 }],
    })
  const signed = (await to(`${room}/reports`, { kind: 'initial', locale: 'zh' })).id
  await to(`/reports/${signed}/edit`, { sections: [{ key: 'support', text: '三号堆场叉车一台' }] })
  await to(`/reports/${signed}/sign`)
  return { signed, draft: (await to(`${room}/reports`, { kind: 'follow_up', locale: 'zh' })).id }
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
