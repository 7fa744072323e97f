/**
 * Assessment of an import declaration: the evidence that rules may read, and the outcome. Pure.
 *
 * What rules may never read, and what therefore is not even in the evidence: importer, declarant and seller (persons, or
 * parties that may be persons) and the outcome labels of training data. Countries are of goods: where they were made and
 * where they were loaded.
 */
import { readFileSync } from 'node:fs'
import {
  type CompiledTable,
  compileTable,
  type Evidence,
  type Outcome,
  type Outcomes,
  parseDecisionTable,
} from '../../methods/risk/public.ts'

/** What everyone in the signal's circle sees and rules may use. Codes as declared; '' where nothing was declared. */
export type SharedEvidence = {
  hs6: string
  origin: string
  departure: string
  mode: string
  processType: string
  importType: string
  taxType: string
  originIndicator: string
  courier: string
}

/** Fields of the commercial part. Mass in kilograms, price in the source's currency, rate in per cent; null: not declared. */
export type CommercialEvidence = { taxRate: number | null; netMass: number | null; itemPrice: number | null }

const RULES = new URL('../../../data/rules/', import.meta.url)

/** Engines by version: an old score stays reproducible as long as its table is in `data/rules`. */
const tables = new Map<number, CompiledTable>()

export const DECLARATION_ENGINE = 'declaration-rules'
export const DECLARATION_ENGINE_VERSION = 1

/** @throws when there is no table of this version or it is malformed. */
export const declarationTable = (version: number = DECLARATION_ENGINE_VERSION): CompiledTable => {
  let table = tables.get(version)
  if (!table) {
    const file = new URL(`declaration.v${Math.trunc(version)}.json`, RULES)
    table = compileTable(parseDecisionTable(JSON.parse(readFileSync(file, 'utf8'))))
    tables.set(version, table)
  }
  return table
}

/** Fields as the table names them. A mass of zero is a finding of its own and no basis for a price per kilogram. */
export const declarationEvidence = (shared: SharedEvidence, commercial: CommercialEvidence | null): Evidence => {
  const mass = commercial?.netMass ?? null
  const price = commercial?.itemPrice ?? null
  const netMassKg = mass !== null && mass > 0 ? mass : null
  return {
    hs6: shared.hs6,
    hs2: shared.hs6.slice(0, 2),
    origin: shared.origin,
    departure: shared.departure,
    mode: shared.mode,
    processType: shared.processType,
    importType: shared.importType,
    taxType: shared.taxType,
    originIndicator: shared.originIndicator,
    courier: shared.courier,
    taxRate: commercial?.taxRate ?? null,
    netMass: mass,
    netMassKg,
    itemPrice: price,
    pricePerKg: netMassKg !== null && price !== null && price > 0 ? price / netMassKg : null,
  }
}

/** One reason as it is kept: the rule, its points, and what it compared. Words come from the table when it is read. */
export type KeptReason = { rule: string; points: number; value: string }

export type Judgement = {
  level: Outcome['level']
  needsPerson: boolean
  riskType: string | null
  /** Points found; null where the level is unknown. */
  score: number | null
  reasons: KeptReason[]
  unknowns: string[]
}

const shown = (value: string | number | null | undefined): string =>
  value === null || value === undefined || value === ''
    ? '–'
    : typeof value === 'number'
      ? String(Number(value.toPrecision(6)))
      : value

export const judgementOf = (table: CompiledTable, evidence: Evidence, outcome: Outcome): Judgement => ({
  level: outcome.level,
  needsPerson: outcome.needsPerson,
  riskType: outcome.riskType,
  score: outcome.level === null ? null : outcome.score,
  reasons: outcome.hits.map((hit) => {
    const rule = table.table.rules[hit]!
    const names = table.fieldsOfRule[hit]!
    return {
      rule: rule.id,
      points: rule.points,
      value: names.map((name) => `${name}=${shown(evidence[name])}`).join(', '),
    }
  }),
  unknowns: [...outcome.missing],
})

export type Judgements = { shared: Judgement; full: Judgement | null }

/**
 * Judges a declaration twice at most: over what the signal's circle sees and, where the commercial part adds something,
 * over everything, for the meet of the two circles. Nobody learns from a level what they may not read.
 */
export const judgeDeclaration = (shared: SharedEvidence, commercial: CommercialEvidence | null): Judgements => {
  const table = declarationTable()
  const evidence = declarationEvidence(shared, commercial)
  const outcomes: Outcomes = table.evaluate(evidence)
  return {
    shared: judgementOf(table, evidence, outcomes.shared),
    full: outcomes.full ? judgementOf(table, evidence, outcomes.full) : null,
  }
}
