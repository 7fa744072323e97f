/** The first table of declarations and its evidence by name: what benchmarks and tests of the rules take. Judging is `judge.ts`. */
import { type CompiledTable, compileTable, type Evidence } from '../../methods/risk/public.ts'
import { declaration } from './evidence/declaration.ts'
import { tableFromFile } from './tables.ts'

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

export const DECLARATION_ENGINE = 'declaration-rules'
export const DECLARATION_ENGINE_VERSION = 1

const tables = new Map<number, CompiledTable>()

/** @throws when there is no table of this version or it is malformed. */
export const declarationTable = (version: number = DECLARATION_ENGINE_VERSION): CompiledTable => {
  let table = tables.get(version)
  if (!table) {
    table = compileTable(tableFromFile('declaration', version))
    tables.set(version, table)
  }
  return table
}

export const declarationEvidence = (shared: SharedEvidence, commercial: CommercialEvidence | null): Evidence => {
  const given = { ...shared, ...commercial }
  return { ...given, ...declaration.derive(given, new Date(0)) }
}
