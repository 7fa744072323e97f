/** From stored tables to the answers of the API: names for ids, phases, words, and what the caller may do. */
import { actorOf } from '../../environment/identity/public.ts'
import { getReference } from '../../environment/reference/public.ts'
import type { Call } from '../../ledger/public.ts'
import { type FieldType, wantedTypes } from '../../methods/risk/public.ts'
import { findEvidenceKind } from '../assess/public.ts'
import { loadNames, type Names } from '../warn/public.ts'
import { permissionsOf, phaseOf, type Siblings } from './decide.ts'
import type { FieldView, Table, Version } from './model.ts'
import type { StoredTable } from './store.ts'
import { type RiskWords, viewRule } from './words.ts'

export const riskWords: RiskWords = (id) => {
  const { risks, domains } = getReference()
  const risk = risks.get(id)
  const domain = domains.get(risk?.domain ?? id.split('.', 1)[0]!)
  return {
    id,
    zh: risk?.zh ?? id,
    en: risk?.en ?? id,
    domain: { id: domain?.id ?? '', zh: domain?.zh ?? '', en: domain?.en ?? '' },
  }
}

export const kindNamed = (kind: string) => {
  const found = findEvidenceKind(kind)
  const en = found?.en ?? kind
  return { id: kind, zh: found?.zh ?? kind, en: `${en.charAt(0).toUpperCase()}${en.slice(1)}` }
}

/** Versions of a kind that were approved, which decide together what is in force. */
export const siblingsOf = (tables: readonly StoredTable[], kind: string): Siblings =>
  tables.flatMap(({ state }) => (state.kind === kind && state.status === 'approved' ? [state] : []))

export const namesOf = (call: Call, tables: readonly StoredTable[]): Promise<Names> => {
  const people = tables.flatMap(({ state }) =>
    [state.author, state.decided, state.retired].filter((one) => one !== null),
  )
  return loadNames(call.tx, {
    agencies: people.map((one) => one.agency),
    posts: people.map((one) => one.post),
    accounts: people.map((one) => one.account),
  })
}

const iso = (at: Date | null): string | null => at?.toISOString() ?? null

export const viewVersion = (call: Call, table: StoredTable, siblings: Siblings, names: Names): Version => {
  const { state, content } = table
  return {
    id: state.id,
    version: state.version,
    phase: phaseOf(state, siblings, call.at),
    rules: content.rules.filter((rule) => !rule.off).length,
    effectiveFrom: iso(state.from),
    effectiveTo: iso(state.to),
    author:
      state.author === null
        ? null
        : { agency: names.agency(state.author.agency), officer: names.officer(state.author.account) },
    changedAt: table.changedAt.toISOString(),
    mine: state.author !== null && state.author.account === call.actor.accountId,
  }
}

const OPERATORS = [
  'eq',
  'ne',
  'in',
  'notIn',
  'startsWith',
  'notStartsWith',
  'contains',
  'notContains',
  'lt',
  'lte',
  'gt',
  'gte',
  'belowRange',
  'aboveRange',
  'sameAs',
  'differsFrom',
  'present',
  'missing',
] as const

/** Equality is for what the field's type holds. */
const SAMPLES = { number: 0, code: 'x', text: undefined, boolean: true, list: undefined } as const

const operatorsFor = (type: FieldType): string[] =>
  OPERATORS.filter((op) => {
    if (op === 'eq' || op === 'ne') return SAMPLES[type] !== undefined
    return wantedTypes({ op })?.includes(type) ?? true
  })

const fieldsOf = (kind: string): FieldView[] =>
  Object.entries(findEvidenceKind(kind)?.fields ?? {}).map(([name, field]) => ({
    name,
    zh: field.zh,
    en: field.en,
    type: field.type,
    restricted: field.part !== null,
    operators: operatorsFor(field.type),
    codes: Object.entries(field.codes ?? {}).map(([id, words]) => ({ id, zh: words.zh, en: words.en })),
  }))

export const viewTable = (call: Call, table: StoredTable, ofKind: readonly StoredTable[], names: Names): Table => {
  const { state, content } = table
  const siblings = siblingsOf(ofKind, state.kind)
  const person = (one: { agency: string; post: string; account: string }) => ({
    agency: names.agency(one.agency),
    post: names.post(one.post),
    officer: names.officer(one.account),
  })
  const numbered = (found: StoredTable | undefined) =>
    found ? { id: found.state.id, version: found.state.version } : null
  return {
    ...viewVersion(call, table, siblings, names),
    kind: kindNamed(state.kind),
    title: { zh: content.zh, en: content.en },
    note: { zh: content.noteZh, en: content.noteEn },
    reason: state.reason,
    hitPolicy: content.hitPolicy,
    levels: {
      low: content.levels.low,
      medium: content.levels.medium,
      high: content.levels.high,
      source: content.levels.source,
    },
    drafted: state.author === null ? null : { ...person(state.author), at: table.createdAt.toISOString() },
    proposedAt: iso(state.proposedAt),
    decided:
      state.decided === null
        ? null
        : { ...person(state.decided), at: state.decided.at.toISOString(), note: state.decided.note },
    retired: state.retired === null ? null : { ...person(state.retired), reason: state.retired.reason },
    edit: state.edit,
    rulesInWords: content.rules.map((rule) => viewRule(content, rule, riskWords)),
    fields: fieldsOf(state.kind),
    ranges: Object.entries(content.ranges).map(([id, range]) => ({ id, zh: range.zh, en: range.en })),
    content,
    basedOn: numbered(ofKind.find((one) => one.state.version === table.basedOn)),
    current: numbered(ofKind.find((one) => phaseOf(one.state, siblings, call.at) === 'in_force')),
    versions: ofKind.map((one) => viewVersion(call, one, siblings, names)),
    can: permissionsOf(state, actorOf(call), siblings, call.at),
  }
}
