/**
 * What rules may read of a signal, per kind: the catalogue of fields and the fields derived from them. A field that is not
 * in its kind's catalogue cannot be named by any rule; no field about a person is in any. Pure.
 */
import type { Bilingual } from '../../../base/public.ts'
import type { Evidence, FieldType } from '../../../methods/risk/public.ts'

export type Codes = Readonly<Record<string, Bilingual>>

export type EvidenceField = Bilingual & {
  type: FieldType
  /** The part of the signal it belongs to, with an audience of its own; null: everyone who sees the signal. */
  part: string | null
  /** Without it nothing can be said. */
  required: boolean
  /** Codes that are usual, with their words; others may occur. */
  codes?: Codes
}

export type EvidenceKind = Bilingual & {
  kind: string
  fields: Readonly<Record<string, EvidenceField>>
  /** Fields computed from the others: what is missing makes them missing. */
  derive(record: Evidence, at: Date): Evidence
}

type More = { part?: string; required?: true; codes?: Codes }

export const field = (type: FieldType, zh: string, en: string, more: More = {}): EvidenceField => ({
  zh,
  en,
  type,
  part: more.part ?? null,
  required: more.required ?? false,
  ...(more.codes ? { codes: more.codes } : {}),
})

export const numberOf = (record: Evidence, name: string): number | null => {
  const value = record[name]
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

export const textOf = (record: Evidence, name: string): string | null => {
  const value = record[name]
  return typeof value === 'string' && value !== '' ? value : null
}

/** a ÷ b; missing where either is, and where b is not above zero. */
export const ratio = (a: number | null, b: number | null): number | null =>
  a === null || b === null || b <= 0 ? null : a / b

/** Chapter of a commodity code. */
export const chapter = (record: Evidence): string | null => textOf(record, 'hs6')?.slice(0, 2) ?? null

/** Country of a UN/LOCODE: its first two letters. */
export const countryOf = (record: Evidence, name: string): string | null => textOf(record, name)?.slice(0, 2) ?? null

/** Countries of a list of UN/LOCODEs, each once. */
export const countriesOf = (record: Evidence, name: string): string[] => {
  const ports = record[name]
  return Array.isArray(ports) ? [...new Set((ports as readonly string[]).map((port) => port.slice(0, 2)))] : []
}
