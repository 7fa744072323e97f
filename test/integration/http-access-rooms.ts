/** Drives every route of the incident room, the joint assessment, the reports and the scan that changes something. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { Answer, Visitor } from '../support/running-site.ts'

type Drive = (
  route: string,
  act: string,
  visitor: Visitor,
  path: string,
  body: unknown,
  wanted: number,
  object?: (answer: Answer) => string,
) => Promise<Answer>
export type Context = {
  drive: Drive
  as: Record<'customs' | 'quarantine' | 'duty' | 'msa' | 'terminal' | 'lab', Visitor>
  ok: (answer: Answer, wanted: number) => unknown
  /** Customs see it, and may open incidents by it. */
  signal: string
}
export type Thought = {
  hypotheses: string
  dissents: string
  pieces: string
  questions: string
  decisions: string
  plans: string
}

type Task = { id: string; agency: { id: string }; can: Record<string, unknown> }
type Room = { tasks: Task[]; members: { agency: { id: string }; reachable: boolean }[] }

const HOUR_MS = 3_600_000
const dayAhead = (days: number): string => new Date(Date.now() + days * 24 * HOUR_MS).toISOString().slice(0, 10)
const created = (answer: Answer): string => (answer.body as { id: string }).id
const createdAs =
  (kind: string) =>
  (answer: Answer): string =>
    `${kind}/${created(answer)}`

/** Of a risk that customs open, maritime safety lead, the port office coordinates and the terminal works on. */
export const openIncident = async ({ as, ok, signal }: Context, title: string): Promise<string> => {
  const risk = { riskType: 'social.dg_misdeclared', place: 'sea', jurisdiction: 'CN' }
  return (
    ok(await as.customs.ask('POST', '/incidents', { title, ...risk, signalIds: [signal] }), 201) as { id: string }
  ).id
}

const readRoom = async ({ as, ok }: Context, incident: string, who: Visitor = as.msa): Promise<Room> =>
  ok(await who.ask('GET', `/incidents/${incident}`), 200) as Room

/** An act on something that exists, whose entry names it. */
const actOn =
  ({ drive }: Context, room: string, kind: string, id: string) =>
  (verb: string, act: string, who: Visitor, body?: object) =>
    drive(`POST /${room}/{id}/${verb}`, act, who, `/${room}/${id}/${verb}`, body, 204, () => `${kind}/${id}`)

const makeIn =
  ({ drive }: Context, room: string, id: string) =>
  async (what: string, act: string, kind: string, who: Visitor, body: object): Promise<string> =>
    created(await drive(`POST /${room}/{id}/${what}`, act, who, `/${room}/${id}/${what}`, body, 201, createdAs(kind)))

/** One task by hand: its clock is a local default, so that it may stand. */
const driveTask = async (context: Context, incident: string): Promise<void> => {
  const { as, ok } = context
  const task = await makeIn(context, 'incidents', incident)('tasks', 'task.created', 'task', as.msa, {
    title: '清空运道',
    agency: 'customs',
    phase: 'control',
    due: { amount: 2, unit: 'hour' },
    reason: '救护车通行',
  })
  const on = actOn(context, 'tasks', 'task', task)
  await on('pause', 'task.clock_paused', as.customs, { reason: '等船方开舱' })
  await on('resume', 'task.clock_resumed', as.customs)
  await on('explain', 'task.explained', as.customs, { reason: '吊机检修' })
  await on('accept', 'task.accepted', as.customs)
  const own = (ok(await as.customs.ask('GET', '/session'), 200) as { post: { id: string } }).post.id
  const { rows } = ok(await as.customs.ask('GET', '/tasks/posts'), 200) as { rows: { id: string }[] }
  const posts = rows.map(({ id }) => id).filter((id) => id !== own)
  await on('assign', 'task.assigned', as.customs, { posts })
  await on('join', 'task.joined', as.quarantine)
  await on('complete', 'task.completed', as.customs, { note: '点错了', evidenceIds: [] })
  await on('undo', 'task.undone', as.customs)
  await on('take-over', 'task.taken_over', as.quarantine, { reason: '换班' })
}

/** Level, members, lead, notes, tasks by hand, what belongs to it, folding. Returns the incident that remains. */
export const driveRoom = async (context: Context): Promise<string> => {
  const { as, ok, drive } = context
  const incident = await openIncident(context, '三号堆场')
  const at = `/incidents/${incident}`
  const on = actOn(context, 'incidents', 'incident', incident)
  await on('level', 'incident.level_changed', as.msa, { to: 'watch', criteria: ['signal_unclear'], reason: '第三次' })

  const lab = { agency: 'lab', reason: '需要检测' }
  ok(await as.lab.ask('GET', at), 404)
  await on('members', 'incident.member_added', as.msa, { ...lab, role: 'support' })
  ok(await as.lab.ask('GET', at), 200)
  await on('members/dismiss', 'incident.member_dismissed', as.msa, lab)
  ok(await as.lab.ask('GET', at), 404)

  const note = { noteId: randomUUID(), text: '已到三号泊位', writtenAt: new Date().toISOString() }
  await on('notes', 'incident.noted', as.terminal, note)
  const warning = ok(
    await as.customs.ask('POST', '/warnings', {
      level: 'blue',
      title: 'attached',
      body: 'x',
      riskType: 'social.dg_misdeclared',
      place: 'sea',
      jurisdiction: 'CN',
      audience: ['msa'],
      ackMinutes: 60,
    }),
    201,
  ) as { id: string }
  const attached = { signalIds: [], warningIds: [warning.id] }
  await drive('POST /incidents/{id}/attach', 'incident.linked', as.customs, `${at}/attach`, attached, 204)
  await driveTask(context, incident)

  const other = await openIncident(context, '三号堆场，第二条线索')
  const merge = { into: incident, reason: '同一船舶' }
  await actOn(context, 'incidents', 'incident', other)('merge', 'incident.merged_into', as.duty, merge)
  const twin = (await readRoom(context, incident)).tasks.find(({ can }) => can['fold'] === true)
  assert.ok(twin, 'a task that stands there twice')
  await actOn(context, 'tasks', 'task', twin.id)('fold', 'task.folded', as.msa)
  await on('lead', 'incident.lead_changed', as.msa, { to: 'customs', reason: '货物未离开监管区' })
  return incident
}

const driveDecision = async (context: Context, incident: string): Promise<string> => {
  const { as } = context
  const decision = await makeIn(context, 'incidents', incident)('decisions', 'decision.asked', 'decision', as.customs, {
    question: '是否开箱',
    basis: '海关法',
    options: ['开箱'],
    dueAt: new Date(Date.now() + HOUR_MS).toISOString(),
    tasks: [{ option: 0, title: '封闭通道', forAgency: 'port_operator', minutes: 20 }],
  })
  const on = actOn(context, 'decisions', 'decision', decision)
  await on('positions', 'decision.position_taken', as.terminal, { stance: 'object', reason: '堆场无消防水' })
  await on('decide', 'decision.approved', as.msa, { outcome: 'approved', chosen: 0, reason: '消防车已到' })
  return decision
}

const drivePlan = async (context: Context, incident: string): Promise<string> => {
  const { as, ok } = context
  // A plan is not activated with a mandatory step whose agency has no post here.
  const { tasks, members } = await readRoom(context, incident)
  const away = new Set(members.filter(({ reachable }) => !reachable).map(({ agency }) => agency.id))
  for (const { id, agency, can } of tasks)
    if (away.has(agency.id) && can['waive'] === true)
      ok(await as.msa.ask('POST', `/tasks/${id}/waive`, { reason: '由海事代办' }), 204)
  const plan = await makeIn(context, 'incidents', incident)('plans', 'plan.drafted', 'plan', as.customs, {
    aim: '四小时内移走并取样',
    resources: [{ name: '正面吊', unit: '台', need: 2, have: 1 }],
    steps: [{ title: '联系厂家', agency: 'customs', mandatory: true, minutes: 60 }],
  })
  await actOn(context, 'plans', 'plan', plan)('activate', 'plan.activated', as.msa, {})
  return plan
}

/** Hypotheses, dissent, evidence, questions, decisions and a plan. */
export const driveThought = async (context: Context, incident: string): Promise<Thought> => {
  const { as, drive } = context
  const make = makeIn(context, 'incidents', incident)
  const statement = { statement: '货主故意瞒报' }
  const hypothesis = await make('hypotheses', 'hypothesis.put', 'hypothesis', as.msa, statement)
  const object = () => `hypothesis/${hypothesis}`
  const belief = { word: 'likely', low: 55, high: 80, reason: '箱体有腐蚀' }
  await actOn(context, 'hypotheses', 'hypothesis', hypothesis)('beliefs', 'hypothesis.belief_moved', as.msa, belief)
  const stated = await drive(
    'POST /hypotheses/{id}/dissents',
    'hypothesis.dissent_stated',
    as.terminal,
    `/hypotheses/${hypothesis}/dissents`,
    { words: '货主从未瞒报' },
    201,
    object,
  )
  const dissent = created(stated)
  await drive(
    'POST /dissents/{id}/withdraw',
    'hypothesis.dissent_withdrawn',
    as.terminal,
    `/dissents/${dissent}/withdraw`,
    { reason: '看到腐蚀照片' },
    204,
    object,
  )
  const weighed = { kind: 'note', words: '净重不符', reliability: 'B', credibility: '2', fits: [] }
  const piece = await make('pieces', 'piece.weighed', 'piece', as.msa, weighed)
  const rating = { hypothesisId: hypothesis, fit: 2 }
  await actOn(context, 'pieces', 'piece', piece)('ratings', 'piece.rated', as.customs, rating)
  const asked = { words: '箱内成分', forAgency: 'customs', dueAt: null }
  const question = await make('questions', 'question.asked', 'question', as.msa, asked)
  await actOn(context, 'questions', 'question', question)('answer', 'question.answered', as.customs, {
    answer: '锂电池',
  })
  const decision = await driveDecision(context, incident)
  const plan = await drivePlan(context, incident)
  return {
    hypotheses: hypothesis,
    dissents: dissent,
    pieces: piece,
    questions: question,
    decisions: decision,
    plans: plan,
  }
}

/** Returns the signed one. */
export const driveReports = async (context: Context, incident: string): Promise<string> => {
  const { as } = context
  const draft = (kind: string) =>
    makeIn(context, 'incidents', incident)('reports', 'report.drafted', 'report', as.msa, { kind, locale: 'zh' })
  const report = await draft('initial')
  const on = actOn(context, 'reports', 'report', report)
  await on('edit', 'report.edited', as.msa, { sections: [{ key: 'support', text: '消防车两辆' }] })
  await on('sign', 'report.signed', as.msa)
  await on('receipt', 'report.opened', as.customs)
  await actOn(context, 'reports', 'report', await draft('follow_up'))('discard', 'report.discarded', as.msa)
  return report
}

/** Returns the notice. */
export const driveScan = async (context: Context): Promise<string> => {
  const { as, drive } = context
  const source = await drive(
    'POST /scan/sources',
    'scan_source.added',
    as.customs,
    '/scan/sources',
    { kind: 'epidemic', name: '疫情周报', url: 'https://example.org', everyDays: 7 },
    201,
    createdAs('scan_source'),
  )
  const onSource = (verb: string, act: string, who: Visitor) =>
    drive(
      `POST /scan/sources/{id}/${verb}`,
      act,
      who,
      `/scan/sources/${created(source)}/${verb}`,
      undefined,
      204,
      () => `scan_source/${created(source)}`,
    )
  await onSource('check', 'scan_source.checked', as.msa)
  await onSource('retire', 'scan_source.retired', as.customs)

  const words = {
    kind: 'epidemic',
    title: '邻国通报登革热上升',
    summary: '三个港口城市周报病例翻倍。',
    url: '',
    publishedOn: dayAhead(-1),
    validUntil: null,
    soWhat: '来船加强媒介检查。',
    ownerAgency: 'customs',
    riskTypes: ['bio.vectors'],
    places: ['sea'],
    reviewOn: dayAhead(7),
  }
  const recorded = createdAs('scan_notice')
  const notice = created(await drive('POST /scan', 'scan_notice.recorded', as.customs, '/scan', words, 201, recorded))
  const at = `/scan/${notice}`
  const object = () => `scan_notice/${notice}`
  const changed = { ...words, soWhat: '全部来船检查媒介。', reason: '范围扩大' }
  await drive('PUT /scan/{id}', 'scan_notice.updated', as.customs, at, changed, 204, object)
  const proposal = created(
    await drive(
      'POST /scan/{id}/proposals',
      'scan_notice.change_proposed',
      as.customs,
      `${at}/proposals`,
      { kind: 'resource', words: '增配捕蚊灯', agency: 'msa', dueOn: dayAhead(3) },
      201,
      object,
    ),
  )
  await drive(
    'POST /scan/proposals/{id}/answer',
    'scan_notice.change_answered',
    as.msa,
    `/scan/proposals/${proposal}/answer`,
    { state: 'declined', answer: '已有' },
    204,
    object,
  )
  const close = { reason: '已落实' }
  await drive('POST /scan/{id}/close', 'scan_notice.closed', as.customs, `${at}/close`, close, 204, object)
  return notice
}
