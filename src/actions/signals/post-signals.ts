/** Signals that a machine or a person brings over HTTP, one or up to 1,000 at once: each row gets its own answer. */
import { DomainError, type FieldFault } from '../../base/public.ts'
import { actorName, type Call, type House } from '../../ledger/public.ts'
import { type Declaration, readDeclaration } from './declaration.ts'
import { cellsOfObject } from './file-rows.ts'
import { intakeOf } from './import-service.ts'
import { takeIn } from './intake.ts'
import type { IncomingSignal, PostResults, PostSignals } from './model.ts'
import { type Prepared, prepareDeclaration } from './prepare.ts'
import { getSourceToWrite, type Source } from './sources.ts'

type Result = PostResults['results'][number]

/** RFC 3339 with a zone: an instant without one would be a guess. */
const INSTANT = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/

/** Undefined also for a day that does not exist: it would be taken for a day of the next month. */
const readInstant = (text: string): Date | undefined => {
  const day = INSTANT.exec(text)?.[1]
  const at = new Date(text)
  if (day === undefined || Number.isNaN(at.getTime())) return undefined
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day) ? at : undefined
}

const readItem = (item: IncomingSignal, zone: string): { declaration: Declaration } | { faults: FieldFault[] } => {
  const { cells, faults, unknown } = cellsOfObject(item.body)
  for (const name of unknown)
    faults.push({ field: name, zh: `未知字段“${name}”，请删除`, en: `Unknown field "${name}"; remove it` })
  if (item.externalNo !== undefined) {
    if (cells.externalNo !== undefined && cells.externalNo !== item.externalNo)
      faults.push({ field: 'externalNo', zh: '编号与正文不一致', en: 'The number differs from that in the body' })
    cells.externalNo = item.externalNo
  }
  let observedAt: Date | undefined
  if (item.observedAt !== undefined) {
    observedAt = readInstant(item.observedAt)
    if (observedAt === undefined)
      faults.push({
        field: 'observedAt',
        zh: '应为带时区的时间，如 2026-03-01T08:00:00+08:00',
        en: 'Give a time with its zone, such as 2026-03-01T08:00:00+08:00',
      })
    else cells.date ??= new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(observedAt)
  }
  const read = readDeclaration(cells, zone)
  if (faults.length > 0 || !read.declaration) return { faults: [...faults, ...(read.faults ?? [])] }
  return { declaration: { ...read.declaration, observedAt: observedAt ?? read.declaration.observedAt } }
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
  const intake = intakeOf(house.dataDir)
  const results: Result[] = new Array(items.length)
  const batches = new Map<Source, { index: number; prepared: Prepared }[]>()
  items.forEach((item, index) => {
    const source = sources.get(item.sourceCode)!
    const read = readItem(item, house.portZone)
    if ('faults' in read) {
      results[index] = { index, status: 'rejected', fields: read.faults.map((fault) => ({ ...fault, row: index })) }
      return
    }
    const batch = batches.get(source) ?? []
    batch.push({ index, prepared: prepareDeclaration(intake.tokens, source, read.declaration) })
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
