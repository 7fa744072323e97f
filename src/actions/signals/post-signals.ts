/**
 * Signals that a machine or a person brings over HTTP, one or up to 1,000 at once, of any kind: each row gets its own answer.
 * Officers without the right to import report what they saw themselves: findings, tips, readings.
 */
import { randomInt } from 'node:crypto'
import { DomainError, type FieldFault } from '../../base/public.ts'
import { rolesFor } from '../../environment/identity/public.ts'
import { actorName, type Call, type House } from '../../ledger/public.ts'
import { intakeOf } from './import-service.ts'
import { takeIn } from './intake.ts'
import { cellsOfObject } from './kinds/header.ts'
import type { Content } from './kinds/kind.ts'
import { flagsOfCells, readSignal } from './kinds/read.ts'
import { getKind, SIGNAL_KINDS, type SignalKind } from './kinds/registry.ts'
import { readZoned } from './kinds/values.ts'
import { detailOf, titleOf } from './kinds/words.ts'
import {
  type CheckedSignal,
  type CheckSignal,
  type IncomingSignal,
  type PostResults,
  type PostSignals,
  SIGNAL_FLAGS,
  type SignalFlag,
} from './model.ts'
import { type Prepared, prepareSignal } from './prepare.ts'
import { getSourceToWrite, type Source } from './sources.ts'

type Result = PostResults['results'][number]

/** What officers see with their own eyes or are told: every post at the port may report it. */
export const REPORTABLE: ReadonlySet<SignalKind> = new Set<SignalKind>(['inspection', 'tip', 'sensor'])

/** Machines are bound by their token's scope; whoever may import brings every kind. */
export const mayBring = (actor: Call['actor'], kind: SignalKind): boolean =>
  actor.scopes !== null || REPORTABLE.has(kind) || rolesFor('signals.import').some((role) => actor.roles.includes(role))

const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** For what a person writes down there is no number of a source yet: one of the day, that nobody can guess. */
const newNumber = (at: Date, zone: string): string => {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(at).replaceAll('-', '')
  return `R${day}-${Array.from({ length: 6 }, () => DIGITS[randomInt(32)]).join('')}`
}

type Read = { content: Content; faults: null } | { content: null; faults: FieldFault[] }

const readItem = (item: Pick<IncomingSignal, 'kind' | 'externalNo' | 'observedAt' | 'body'>, zone: string): Read => {
  const { cells, faults, unknown } = cellsOfObject(item.kind, item.body)
  for (const name of unknown)
    faults.push({ field: name, zh: `未知字段“${name}”，请删除`, en: `Unknown field "${name}"; remove it` })
  if (item.externalNo !== undefined) {
    if (cells.externalNo !== undefined && cells.externalNo !== item.externalNo)
      faults.push({ field: 'externalNo', zh: '编号与正文不一致', en: 'The number differs from that in the body' })
    cells.externalNo = item.externalNo
  }
  const { observedOn } = getKind(item.kind)
  let observedAt: Date | undefined
  if (item.observedAt !== undefined) {
    observedAt = readZoned(item.observedAt)
    if (observedAt === undefined)
      faults.push({
        field: 'observedAt',
        zh: '应为带时区的时间，如 2026-03-01T08:00:00+08:00',
        en: 'Give a time with its zone, such as 2026-03-01T08:00:00+08:00',
      })
    else if (observedOn === undefined) cells.observedAt = item.observedAt
    else cells[observedOn] ??= new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(observedAt)
  }
  const read = readSignal(item.kind, cells, zone)
  if (faults.length > 0 || !read.content) return { content: null, faults: [...faults, ...(read.faults ?? [])] }
  return { content: { ...read.content, observedAt: observedAt ?? read.content.observedAt }, faults: null }
}

const otherKind = (source: Source): FieldFault => {
  const { zh, en } = SIGNAL_KINDS[source.kind]
  return {
    field: 'kind',
    zh: `该来源只报送${zh}`,
    en: `this source brings signals of the kind ${source.kind} (${en}) only`,
  }
}

const refuseKind = (kind: SignalKind): never => {
  const { zh, en } = SIGNAL_KINDS[kind]
  throw new DomainError('forbidden', {
    zh: `登记${zh}须由数据管理、研判或值班岗位办理；你的岗位可登记查验发现、公众线索和监测读数。`,
    en: `Bringing a signal of the kind ${en} is for data officers, analysts and duty officers; your post may report findings, tips and readings.`,
  })
}

/**
 * Takes signals in. The transaction of intake is not that of the call: it commits first, and the answer says what it did.
 * Whoever gets no answer sends the same again: what came in is then `repeated` under the same id.
 */
export const postSignals = async (call: Call, house: House, input: PostSignals): Promise<PostResults> => {
  const items = 'items' in input ? input.items : [input]
  const sources = new Map<string, Source>()
  for (const code of new Set(items.map((item) => item.sourceCode)))
    sources.set(code, await getSourceToWrite(call.tx, call.actor, code))
  for (const { kind } of items) if (!mayBring(call.actor, kind)) refuseKind(kind)
  const intake = intakeOf(house.dataDir)
  const results: Result[] = new Array(items.length)
  const batches = new Map<Source, { index: number; prepared: Prepared }[]>()
  items.forEach((given, index) => {
    const source = sources.get(given.sourceCode)!
    const byHand =
      call.actor.scopes === null && given.externalNo === undefined && getKind(given.kind).observedOn === undefined
    const item = byHand ? { ...given, externalNo: newNumber(call.at, house.portZone) } : given
    const read: Read =
      given.kind === source.kind ? readItem(item, house.portZone) : { content: null, faults: [otherKind(source)] }
    if (!read.content) {
      results[index] = { index, status: 'rejected', fields: read.faults.map((fault) => ({ ...fault, row: index })) }
      return
    }
    const batch = batches.get(source) ?? []
    batch.push({ index, prepared: prepareSignal(intake.tokens, source, read.content, call.at) })
    batches.set(source, batch)
  })
  // Who sends one signal by itself is told by the status; who sends a list, though of one, by the list.
  if (!('items' in input) && results[0]?.status === 'rejected')
    throw new DomainError(
      'invalid',
      { zh: '信号不符合要求。', en: 'The signal is not as required.' },
      { fields: results[0].fields ?? [] },
    )
  for (const [source, batch] of batches) {
    const done = await takeIn(
      house.db,
      intake,
      source,
      batch.map(({ prepared }) => prepared),
      { realm: call.realm, at: call.at, actor: actorName(call.actor) },
    )
    done.forEach(({ status, id }, n) => {
      const { index } = batch[n]!
      results[index] = { index, status, id }
    })
  }
  return { results }
}

/** What the server would say to a message that is still being written: faults, flags, how it will read. Nothing is kept. */
export const checkSignal = (house: House, input: CheckSignal, at: Date): CheckedSignal => {
  const { kind } = input
  const dated = getKind(kind).observedOn === undefined ? { observedAt: input.observedAt ?? at.toISOString() } : {}
  const read = readItem({ externalNo: 'new', ...input, ...dated }, house.portZone)
  const flags = flagsOfCells(kind, cellsOfObject(kind, input.body).cells, house.portZone)
  return {
    faults: read.faults ?? [],
    flags: flags.map(({ field, flag }) => ({ field, ...SIGNAL_FLAGS[flag as SignalFlag] })),
    title: read.content && titleOf(kind, read.content.body),
    detail: read.content && detailOf(kind, read.content.body),
  }
}
