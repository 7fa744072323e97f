/** Decision tables: each function is one act inside the caller's transaction: load under policy, decide, save, record. */

import type { Static } from 'typebox'
import { DomainError, LIVE_REALM, notFound, refuse, uuid } from '../../base/public.ts'
import { actorOf } from '../../environment/identity/public.ts'
import { getReference } from '../../environment/reference/public.ts'
import type { Call, Download } from '../../ledger/public.ts'
import { compileTable, type DecisionTable } from '../../methods/risk/public.ts'
import { EVIDENCE_KINDS, findEvidenceKind, rulesCircle, ruleTableImage } from '../assess/public.ts'
import { checkFreeText, findSignals, sealRows } from '../warn/public.ts'
import { decide, permissionsOf, phaseOf, refuseDraft, type TableCommand, type TableState } from './decide.ts'
import { differences } from './diff.ts'
import type { Diff, FoundRulesSchema, KindList, Preview, ProposeSchema, Table } from './model.ts'
import { compare } from './preview.ts'
import {
  findSignalsToTry,
  findTable,
  findTables,
  insertTable,
  nextVersion,
  type StoredTable,
  updateTable,
} from './store.ts'
import { checkDocument } from './validate.ts'
import { kindNamed, namesOf, riskWords, siblingsOf, viewTable, viewVersion } from './view.ts'
import { viewRule, wordsOfRule } from './words.ts'

const isRisk = (id: string): boolean => getReference().risks.has(id)

/** How many risk types a table can find; where the signal names the risk, all of them. */
const risksOf = ({ rules }: DecisionTable): number => {
  const on = rules.filter((rule) => !rule.off)
  return on.some((rule) => rule.riskFrom !== undefined)
    ? getReference().risks.size
    : new Set(on.map((rule) => rule.riskType)).size
}

export const listKinds = async (call: Call): Promise<KindList> => {
  const tables = await findTables(call)
  const names = await namesOf(call, tables)
  const rows = EVIDENCE_KINDS.map(({ kind }) => {
    const own = tables.filter((one) => one.state.kind === kind)
    const siblings = siblingsOf(own, kind)
    const inPhase = (...phases: string[]) => own.filter((one) => phases.includes(phaseOf(one.state, siblings, call.at)))
    const view = (one: StoredTable) => viewVersion(call, one, siblings, names)
    const [current] = inPhase('in_force')
    // The next to begin is the earliest of those approved for later.
    const [next] = inPhase('scheduled').sort((a, b) => a.state.from!.getTime() - b.state.from!.getTime())
    return {
      kind: kindNamed(kind),
      current: current ? view(current) : null,
      next: next ? view(next) : null,
      open: inPhase('draft', 'proposed').map(view),
      risks: current ? risksOf(current.content) : 0,
    }
  })
  const refusal = refuseDraft(actorOf(call))
  return { rows, can: { draft: refusal ? { zh: refusal.zh, en: refusal.en } : true } }
}

const getStored = async (call: Call, id: string, lock = false): Promise<StoredTable> => {
  const table = await findTable(call, id, lock)
  if (!table) throw notFound()
  return table
}

export const getTable = async (call: Call, id: string): Promise<Table> => {
  const table = await getStored(call, id)
  const ofKind = await findTables(call, table.state.kind)
  return viewTable(call, table, ofKind, await namesOf(call, ofKind))
}

const MOST_FOUND = 100

/** Rules of the tables in force whose words hold all that was asked for. */
export const searchRules = async (call: Call, q: string): Promise<Static<typeof FoundRulesSchema>> => {
  const words = q.trim().toLowerCase().split(/\s+/).filter(Boolean)
  const tables = await findTables(call)
  const found = tables
    .filter((one) => phaseOf(one.state, siblingsOf(tables, one.state.kind), call.at) === 'in_force')
    .flatMap((one) =>
      one.content.rules.map((rule) => ({
        tableId: one.state.id,
        kind: kindNamed(one.state.kind),
        rule: viewRule(one.content, rule, riskWords),
      })),
    )
    .filter(({ rule }) => {
      const text = wordsOfRule(rule)
      return words.every((word) => text.includes(word))
    })
  return { rows: found.slice(0, MOST_FOUND), count: found.length }
}

/** Rules belong to the real port: an exercise reads them and leaves them alone. */
const refuseExercise = (call: Call): void => {
  if (call.realm !== LIVE_REALM)
    throw new DomainError('conflict', { zh: '演练中不改规则。', en: 'Rules are not changed in an exercise.' })
}

const seal = (
  call: Call,
  table: StoredTable,
  act: string,
  detail: Record<string, string | number | null> = {},
): Promise<void> =>
  sealRows(call, ruleTableImage, [{ id: table.state.id, act, circleId: table.circleId, detail: { event: detail } }])

const startDraft = async (
  call: Call,
  kind: string,
  content: DecisionTable,
  basedOn: number | null,
): Promise<{ id: string }> => {
  refuseExercise(call)
  const actor = actorOf(call)
  refuse(refuseDraft(actor))
  const version = await nextVersion(call, kind)
  const state: TableState = {
    id: uuid(),
    kind,
    version,
    status: 'draft',
    author: { agency: actor.agency, post: actor.post, account: actor.account! },
    edit: 1,
    reason: '',
    proposedAt: null,
    decided: null,
    from: null,
    to: null,
    retired: null,
  }
  const table: StoredTable = {
    state,
    circleId: await rulesCircle(call.tx, actor.agency),
    content: { ...content, version },
    basedOn,
    createdAt: call.at,
    changedAt: call.at,
  }
  await insertTable(call, table)
  await seal(call, table, 'ruleset.drafted')
  return { id: state.id }
}

/** A draft of one's own, from any version that one sees. */
export const draftFrom = async (call: Call, id: string): Promise<{ id: string }> => {
  const { state, content } = await getStored(call, id)
  return startDraft(call, state.kind, content, state.version)
}

/** A draft from a file; compared with what is in force. */
export const importTable = async (call: Call, document: unknown): Promise<{ id: string }> => {
  refuse(refuseDraft(actorOf(call)))
  const kind = (document as { kind?: unknown } | null)?.kind
  if (typeof kind !== 'string' || !findEvidenceKind(kind)) {
    const words = {
      zh: '文件不是决策表，或信号类型不存在；请以导出的文件为样。',
      en: 'The file is no decision table, or its kind of signal does not exist; take an exported file as the pattern.',
    }
    throw new DomainError('invalid', words, { fields: [{ field: 'kind', ...words }] })
  }
  const content = checkDocument(document, kind, isRisk)
  const tables = await findTables(call, kind)
  const current = tables.find((one) => phaseOf(one.state, siblingsOf(tables, kind), call.at) === 'in_force')
  return startDraft(call, kind, content, current?.state.version ?? null)
}

type Run = { before: StoredTable; next: TableState }

const run = async (call: Call, id: string, command: TableCommand, content?: DecisionTable): Promise<Run> => {
  refuseExercise(call)
  const table = await getStored(call, id, true)
  const siblings = siblingsOf(await findTables(call, table.state.kind), table.state.kind)
  const { next, fact } = decide(table.state, command, actorOf(call), siblings, call.at)
  const kept = content ? { ...content, version: table.state.version } : table.content
  await updateTable(call, next, kept)
  const { act, ...detail } = fact
  await seal(call, { ...table, state: next }, act, detail)
  return { before: table, next }
}

/** @throws DomainError `invalid` naming rule, field and remedy; `conflict` where another window saved in between */
export const saveDraft = async (call: Call, id: string, edit: number, document: unknown): Promise<{ edit: number }> => {
  const { state } = await getStored(call, id)
  // Who may not change it learns that first, whatever the content.
  const can = permissionsOf(state, actorOf(call), [], call.at).edit
  const content = can === true ? checkDocument(document, state.kind, isRisk) : undefined
  const { next } = await run(call, id, { kind: 'save', edit }, content)
  return { edit: next.edit }
}

export const proposeTable = async (call: Call, id: string, input: Static<typeof ProposeSchema>): Promise<void> => {
  checkFreeText({ reason: input.reason })
  const diff = await diffOf(call, id)
  await run(call, id, {
    kind: 'propose',
    reason: input.reason,
    from: input.effectiveFrom === null ? null : new Date(input.effectiveFrom),
    changes: diff.from === null ? Number.POSITIVE_INFINITY : diff.rows.length,
  })
}

export const approveTable = async (call: Call, id: string, note: string | undefined): Promise<void> => {
  checkFreeText({ note })
  const { content, state } = await getStored(call, id)
  // The taxonomy may have changed since it was saved.
  checkDocument(content, state.kind, isRisk)
  await run(call, id, { kind: 'approve', note: note ?? null })
}

export const returnTable = async (call: Call, id: string, note: string): Promise<void> => {
  checkFreeText({ note })
  await run(call, id, { kind: 'return', note })
}

export const withdrawTable = async (call: Call, id: string): Promise<void> => {
  await run(call, id, { kind: 'withdraw' })
}

export const retireTable = async (call: Call, id: string, reason: string): Promise<void> => {
  checkFreeText({ reason })
  await run(call, id, { kind: 'retire', reason })
}

/** Against another version of the kind; unless told, the one it was made from. */
export const diffOf = async (call: Call, id: string, against?: string): Promise<Diff> => {
  const table = await getStored(call, id)
  const { state } = table
  const ofKind = await findTables(call, state.kind)
  const other =
    against === undefined
      ? ofKind.find((one) => one.state.version === table.basedOn)
      : ofKind.find((one) => one.state.id === against)
  if (against !== undefined && !other) throw notFound()
  return {
    from: other ? { id: other.state.id, version: other.state.version } : null,
    to: { id: state.id, version: state.version },
    rows: other ? differences(other.content, table.content, riskWords) : [],
  }
}

/** Tries a version on the newest signals that the caller may see. Nothing is kept. */
export const previewTable = async (call: Call, id: string, signals: number): Promise<Preview> => {
  const { state, content } = await getStored(call, id)
  const tables = await findTables(call, state.kind)
  const siblings = siblingsOf(tables, state.kind)
  const current = tables.find((one) => phaseOf(one.state, siblings, call.at) === 'in_force')
  if (!current)
    throw new DomainError('conflict', {
      zh: '这类信号目前没有生效的规则，无从比较。',
      en: 'No table is in force for this kind, so there is nothing to compare with.',
    })
  const tried = await findSignalsToTry(call, state.kind, signals)
  const outcome = compare(state.kind, compileTable(current.content), compileTable(content), tried)
  const titles = new Map(
    (
      await findSignals(
        call,
        outcome.rows.map((row) => row.id),
      )
    ).map((one) => [one.id, one.title]),
  )
  return {
    ...outcome,
    against: current.state.version,
    version: state.version,
    asked: signals,
    rows: outcome.rows.map(({ id: signal, ...row }) => ({
      ...row,
      signal: { id: signal, zh: titles.get(signal)?.zh ?? '信号', en: titles.get(signal)?.en ?? 'Signal' },
    })),
  }
}

/** The table as a file that can be brought in again, here or at another port. */
export const exportTable = async (call: Call, id: string): Promise<Download> => {
  const { state, content } = await getStored(call, id)
  return {
    mediaType: 'application/json; charset=utf-8',
    fileName: `${state.kind}.v${state.version}.json`,
    body: `${JSON.stringify(content, null, 1)}\n`,
  }
}
