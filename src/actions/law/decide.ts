/**
 * What may happen to law and duties, as pure functions over the reference in force: which new versions of rows follow, and
 * which rows must be looked at by a person. Nothing is overwritten; a decision gives revisions, and the service stores them.
 */
import { type Bilingual, canonicalJson, DomainError, invalid, type Json, LIVE_REALM } from '../../base/public.ts'
import { instrumentsOf } from '../../environment/duties/public.ts'
import { rightOf } from '../../environment/identity/public.ts'
import type {
  CalendarYear,
  Deadline,
  DutyRow,
  Instrument,
  NationalRow,
  ReferenceData,
  RevisedKind,
} from '../../environment/reference/public.ts'
import type { Confirm, DeadlineChange, DutyChange, EndInstrument, NewInstrument } from './model.ts'

export type LawActor = { roles: readonly string[]; purpose: string; realm: number }

export type NewRevision = { kind: RevisedKind; rowId: string; body: unknown; effectiveOn: string; note: string }
export type NewReview = { kind: 'duty' | 'deadline'; rowId: string; instrument: string; replacedBy: string | null }

const IN_EXERCISE: Bilingual = {
  zh: '演练中法规与职责只读，请回到实况再改。',
  en: 'In an exercise law and duties are read-only; change them in the live realm.',
}

export const editPermission = (actor: LawActor): true | Bilingual => {
  if (actor.realm !== LIVE_REALM) return IN_EXERCISE
  return rightOf('law.edit', actor.roles, actor.purpose)
}

const refuseEdit = (actor: LawActor): void => {
  const held = editPermission(actor)
  if (held !== true) throw new DomainError('forbidden', { zh: held.zh, en: held.en })
}

/** Is it a day of the calendar, and not only of its shape? */
export const isDay = (text: string): boolean => {
  const at = new Date(`${text}T00:00:00Z`)
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text
}

const requireDay = (field: string, day: string): void => {
  if (!isDay(day))
    throw invalid(
      field,
      `没有 ${day} 这一天，请按 2026-05-01 的写法填写。`,
      `There is no day ${day}; write it as 2026-05-01.`,
    )
}

const newInstrument = (
  given: NewInstrument,
  jurisdiction: Instrument['jurisdiction'],
  from: Instrument,
): Instrument => ({
  id: given.id,
  zh: given.zh.trim(),
  en: given.en.trim(),
  jurisdiction,
  firstInForce: given.firstInForce,
  versionZh: '本站点登记',
  versionEn: 'entered at this site',
  // Entered by name and day only: its articles count as unread until rows name those that were read.
  verification: 'own_knowledge',
  status: 'not_text_verified',
  validTo: null,
  replacedBy: null,
  verifyAgainst: null,
  noteZh: `替代《${from.zh}》`,
  noteEn: `replaces ${from.en}`,
})

export type InstrumentEnd = { revisions: NewRevision[]; reviews: NewReview[]; replacedBy: string | null }

/**
 * An instrument ends. Every duty row and deadline that rests on it is to be reviewed, with the reason and what took its place.
 * @throws DomainError
 */
export const endInstrument = (
  reference: ReferenceData,
  id: string,
  command: EndInstrument,
  actor: LawActor,
): InstrumentEnd => {
  const instrument = reference.instruments.get(id)
  if (!instrument) throw new DomainError('not_found', { zh: '没有这部法规。', en: 'There is no such instrument.' })
  refuseEdit(actor)
  requireDay('validTo', command.validTo)
  if (command.note.trim() === '') throw invalid('note', '请写明依据哪项公布。', 'Say which publication this rests on.')
  if (instrument.validTo)
    throw new DomainError(
      'conflict',
      {
        zh: `《${instrument.zh}》已登记自 ${instrument.validTo} 起失效，不再重复登记。`,
        en: `${instrument.en} is already recorded as ended on ${instrument.validTo}.`,
      },
      { reason: 'ended' },
    )
  if (instrument.firstInForce && command.validTo <= instrument.firstInForce)
    throw invalid(
      'validTo',
      `失效日须晚于施行日 ${instrument.firstInForce}。`,
      `It cannot end before it came into force on ${instrument.firstInForce}.`,
    )
  const given = command.newInstrument ?? null
  if (given && command.replacedBy)
    throw invalid(
      'replacedBy',
      '只能选已有法规或登记新法规之一。',
      'Choose a known instrument or enter a new one, not both.',
    )
  if (given) {
    requireDay('newInstrument.firstInForce', given.firstInForce)
    if (reference.instruments.has(given.id))
      throw invalid(
        'newInstrument.id',
        `编号 ${given.id} 已被占用，请另取。`,
        `The code ${given.id} is taken; choose another.`,
      )
  }
  const replacedBy = given?.id ?? command.replacedBy ?? null
  if (replacedBy === id) throw invalid('replacedBy', '不能由自身替代。', 'It cannot be replaced by itself.')
  const successor = replacedBy === null || given ? undefined : reference.instruments.get(replacedBy)
  if (replacedBy !== null && !given && !successor)
    throw invalid('replacedBy', '没有这部法规，请从列表选择。', 'There is no such instrument; choose one of the list.')
  if (successor?.validTo && successor.validTo <= command.validTo)
    throw invalid('replacedBy', `《${successor.zh}》本身已失效。`, `${successor.en} has itself ended.`)
  const note = command.note.trim()
  const revisions: NewRevision[] = [
    {
      kind: 'instrument',
      rowId: id,
      body: { ...instrument, validTo: command.validTo, replacedBy },
      effectiveOn: command.validTo,
      note,
    },
  ]
  if (given)
    revisions.push({
      kind: 'instrument',
      rowId: given.id,
      body: newInstrument(given, instrument.jurisdiction, instrument),
      effectiveOn: given.firstInForce,
      note,
    })
  return { revisions, reviews: dependentsOf(reference, id, replacedBy), replacedBy }
}

/** Rows that rest on an instrument: by their own basis, or named as to be reviewed with it. */
export const dependentsOf = (reference: ReferenceData, id: string, replacedBy: string | null): NewReview[] => [
  ...[...reference.dutyRows.values()]
    .filter((row) => instrumentsOf(row).includes(id))
    .map((row): NewReview => ({ kind: 'duty', rowId: row.id, instrument: id, replacedBy })),
  ...[...reference.deadlines.values()]
    .filter((row) => row.instrument === id)
    .map((row): NewReview => ({ kind: 'deadline', rowId: row.id, instrument: id, replacedBy })),
]

const requireAgencies = (reference: ReferenceData, field: string, ids: readonly string[]): void => {
  const unknown = ids.filter((id) => !reference.agencies.has(id))
  if (unknown.length > 0)
    throw invalid(
      field,
      `没有单位 ${unknown.join('、')}，请从列表选择。`,
      `There is no agency ${unknown.join(', ')}; choose from the list.`,
    )
}

/** Nobody is both lead and support of one duty, and nobody twice. */
export const requireRoles = (
  reference: ReferenceData,
  roles: { lead: readonly string[]; support: readonly string[]; inform: readonly string[] },
): void => {
  requireAgencies(reference, 'lead', roles.lead)
  requireAgencies(reference, 'support', roles.support)
  requireAgencies(reference, 'inform', roles.inform)
  if (roles.lead.length === 0) throw invalid('lead', '请至少选一个牵头单位。', 'Choose at least one lead.')
  const all = [...roles.lead, ...roles.support, ...roles.inform]
  const twice = all.filter((id, i) => all.indexOf(id) !== i)
  if (twice.length > 0) {
    const zh = [...new Set(twice)].map((id) => reference.agencies.get(id)?.zh ?? id).join('、')
    const en = [...new Set(twice)].map((id) => reference.agencies.get(id)?.en ?? id).join(', ')
    throw invalid(
      'support',
      `同一职责中每个单位只能有一个角色：${zh}。`,
      `In one duty each agency has one role: ${en}.`,
    )
  }
}

/** Articles of an instrument that is known and has not ended. */
export const requireBasis = (
  reference: ReferenceData,
  field: string,
  instruments: readonly string[],
  day: string,
): void => {
  for (const id of instruments) {
    const found = reference.instruments.get(id)
    if (!found)
      throw invalid(field, `没有法规 ${id}，请从列表选择。`, `There is no instrument ${id}; choose from the list.`)
    if (found.validTo && found.validTo <= day)
      throw invalid(
        field,
        `《${found.zh}》自 ${found.validTo} 起失效，请改用现行法规。`,
        `${found.en} ended on ${found.validTo}; use the law in force.`,
      )
  }
}

export const basisBody = (change: DutyChange['basis']): NationalRow['basis'] =>
  change.map((one) => ({
    instrument: one.instrument,
    articles: [...one.articles],
    verification: one.read ? 'full_text_read' : 'own_knowledge',
    whatZh: '',
    whatEn: '',
  }))

const changedDuty = (reference: ReferenceData, row: DutyRow, change: DutyChange, day: string): DutyRow => {
  requireRoles(reference, change)
  requireBasis(
    reference,
    'basis',
    change.basis.map((one) => one.instrument),
    day,
  )
  const roles = { lead: [...change.lead], support: [...change.support], inform: [...change.inform] }
  if (row.jurisdiction === 'INT') {
    const [first] = change.basis
    if (!first || change.basis.length > 1)
      throw invalid(
        'basis',
        '国际职责只依一部文书，请填写一项。',
        'An international duty rests on one instrument: give one.',
      )
    return {
      ...row,
      ...roles,
      instrument: first.instrument,
      keyProvisions: first.articles.map((text) => ({ zh: text, en: text })),
    }
  }
  const was = new Map(row.basis.map((one) => [one.instrument, one]))
  return {
    ...row,
    ...roles,
    basis: basisBody(change.basis).map((one) => ({
      ...one,
      whatZh: was.get(one.instrument)?.whatZh ?? '',
      whatEn: was.get(one.instrument)?.whatEn ?? '',
    })),
    reviewInstruments: [],
    legalReviewRequired: change.basis.some((one) => !one.read),
  }
}

const changedDeadline = (reference: ReferenceData, row: Deadline, change: DeadlineChange, day: string): Deadline => {
  if (change.instrument) requireBasis(reference, 'instrument', [change.instrument], day)
  if (change.kind !== 'local_default' && (!change.instrument || !change.article?.trim()))
    throw invalid(
      'article',
      '标为法定的时限须写明法规和条文；没有条文的请选“本地默认”。',
      'A time of law needs its instrument and article; where there is none choose the local default.',
    )
  const numeric = change.kind === 'statutory_numeric'
  return {
    ...row,
    instrument: change.instrument,
    article: change.article?.trim() || null,
    kind: change.kind,
    limit: { amount: numeric ? change.due.amount : null, unit: change.due.unit },
    localTarget: numeric ? null : { ...change.due },
    verification: change.instrument === null ? 'not_applicable' : change.read ? 'full_text_read' : 'own_knowledge',
    reviewInstruments: [],
    legalReviewRequired: change.instrument !== null && !change.read,
  }
}

export type OpenReviewState = { kind: 'duty' | 'deadline'; rowId: string; outcome: string | null }

/** A person has looked at a flagged row: it stays, it changes, or it ends. @throws DomainError */
export const confirmReview = (
  reference: ReferenceData,
  review: OpenReviewState,
  command: Confirm,
  actor: LawActor,
  today: string,
): NewRevision | null => {
  refuseEdit(actor)
  if (review.outcome !== null)
    throw new DomainError('conflict', { zh: '这一行已经核定过。', en: 'This row has already been confirmed.' })
  const note = command.note.trim()
  if (note === '') throw invalid('note', '请写明核定理由。', 'Say why.')
  if (command.outcome === 'kept') return null
  const effectiveOn = command.effectiveOn ?? today
  requireDay('effectiveOn', effectiveOn)
  const row = review.kind === 'duty' ? reference.dutyRows.get(review.rowId) : reference.deadlines.get(review.rowId)
  if (!row)
    throw new DomainError('conflict', {
      zh: '这一行已经终止，请选“保留”并说明，以关闭提示。',
      en: 'This row has already ended; choose “kept” with a note to close the flag.',
    })
  const kind: RevisedKind =
    review.kind === 'deadline' ? 'deadline' : row.jurisdiction === 'INT' ? 'duty_international' : 'duty'
  const revision = (body: unknown): NewRevision => ({ kind, rowId: review.rowId, body, effectiveOn, note })
  if (command.outcome === 'ended') return revision(null)
  if (review.kind === 'duty') {
    if (!command.duty) throw invalid('duty', '请填写改后的内容。', 'Give the changed row.')
    return revision(changedDuty(reference, row as DutyRow, command.duty, effectiveOn))
  }
  if (!command.deadline) throw invalid('deadline', '请填写改后的内容。', 'Give the changed row.')
  return revision(changedDeadline(reference, row as Deadline, command.deadline, effectiveOn))
}

/** A year of the calendar, entered at this site. @throws DomainError */
export const loadYear = (reference: ReferenceData, year: CalendarYear, note: string, actor: LawActor): NewRevision => {
  refuseEdit(actor)
  const known = reference.calendar.years.get(year.year)
  const daysOf = (one: CalendarYear): string =>
    canonicalJson([one.holidays, one.makeUpWorkingDays, one.status] as unknown as Json)
  if (known && daysOf(known) === daysOf(year))
    throw new DomainError('conflict', {
      zh: `${year.year} 年已按同样内容载入。`,
      en: `${year.year} is already loaded with the same days.`,
    })
  return { kind: 'calendar_year', rowId: String(year.year), body: year, effectiveOn: `${year.year}-01-01`, note }
}
