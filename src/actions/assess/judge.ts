/**
 * Judging a signal of any kind by the table of its kind. Twice at most: over what the signal's circle sees, and with the
 * restricted parts where they change the answer. Pure but for reading a table once.
 */
import { readFileSync } from 'node:fs'
import {
  type CompiledTable,
  compileTable,
  parseDecisionTable,
  type Evidence as TableEvidence,
} from '../../methods/risk/public.ts'
import {
  type CommercialEvidence,
  DECLARATION_ENGINE,
  DECLARATION_ENGINE_VERSION,
  declarationTable,
  type Judgements,
  judgeDeclaration,
  judgementOf,
  type SharedEvidence,
} from './declaration.ts'

/** Fields of a body or of its parts, by key; what was not stated is null or absent. */
export type Evidence = Readonly<Record<string, string | number | boolean | readonly string[] | null>>

export type Judged = { judgements: Judgements; engine: string; engineVersion: number }

const RULES = new URL('../../../data/rules/', import.meta.url)
const tables = new Map<string, CompiledTable>()

export const engineOf = (kind: string): string => `${kind}-rules`

/** @throws when there is no table of this kind and version or it is malformed. */
export const kindTable = (kind: string, version: number): CompiledTable => {
  if (engineOf(kind) === DECLARATION_ENGINE) return declarationTable(version)
  const name = `${kind}.v${Math.trunc(version)}`
  let table = tables.get(name)
  if (!table) {
    table = compileTable(parseDecisionTable(JSON.parse(readFileSync(new URL(`${name}.json`, RULES), 'utf8'))))
    tables.set(name, table)
  }
  return table
}

/** Truths and lists as the codes that tables compare: `yes`, `no`; of a list its items in one text. */
const asCodes = (evidence: Evidence): TableEvidence =>
  Object.fromEntries(
    Object.entries(evidence).map(([key, value]) => [
      key,
      typeof value === 'boolean'
        ? value
          ? 'yes'
          : 'no'
        : typeof value === 'object' && value
          ? value.join(' ')
          : value,
    ]),
  )

export const judgeSignal = (kind: string, shared: Evidence, restricted: Evidence | null, _at: Date): Judged => {
  const engine = engineOf(kind)
  const engineVersion = DECLARATION_ENGINE_VERSION
  if (engine === DECLARATION_ENGINE)
    return {
      judgements: judgeDeclaration(shared as SharedEvidence, restricted as CommercialEvidence | null),
      engine,
      engineVersion,
    }
  const table = kindTable(kind, engineVersion)
  const evidence = asCodes(restricted ? { ...shared, ...restricted } : shared)
  const outcomes = table.evaluate(evidence)
  return {
    judgements: {
      shared: judgementOf(table, evidence, outcomes.shared),
      full: outcomes.full ? judgementOf(table, evidence, outcomes.full) : null,
    },
    engine,
    engineVersion,
  }
}
