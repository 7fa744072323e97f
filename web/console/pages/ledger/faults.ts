/** What a verification found, in the reader's language. The verifier names places in fixed English forms; this reads them. Pure. */
import type { VerificationView } from '../../../../src/app/ledger/model.ts'
import { translate } from '../../../kit/i18n.ts'
import type { Locale } from '../../../kit/locale.ts'
import { text } from './text.ts'

export type VerificationResult = NonNullable<VerificationView['result']>
export type LedgerFault = VerificationResult['faults'][number]

type Key = keyof (typeof text)['zh'] & `where${string}`
type Form = readonly [RegExp, Key]

const FORMS: readonly Form[] = [
  [/^(?<viewerZh>.+) \| (?<viewerEn>.+) > (?<ownerZh>.*) \| (?<ownerEn>.*)$/, 'whereAccess'],
  [/^root of (?<tile>tile\/\d+\/\d+)$/, 'whereTileRoot'],
  [/^(?<tile>tile\/\d+\/\d+)$/, 'whereTile'],
  [/^hash (?<index>\d+) of (?<tile>tile\/\d+\/\d+)$/, 'whereTileHash'],
  [/^(?<found>\d+) tiles of level (?<level>\d+), size (?<size>\d+) has (?<expected>\d+|none)$/, 'whereTileCount'],
  [/^entry (?<index>\d+) of bundle (?<bundle>\d+)$/, 'whereBundleEntry'],
  [/^the last one has (?<found>\d+) bytes, not (?<expected>\d+)$/, 'whereBundleBytes'],
  [/^(?<found>\d+) full bundles, size (?<size>\d+) has (?<expected>\d+)$/, 'whereBundleCount'],
  [/^leaf hash$/, 'whereLeafHash'],
  [/^entry (?<entry>\S+), leaf (?<leaf>\S+)$/, 'whereEntryLeaf'],
  [/^entry (?<entry>\S+)$/, 'whereEntry'],
  [/^leaf (?<leaf>\S+)$/, 'whereLeaf'],
  [/^two leaves open to entry (?<entry>\S+)$/, 'whereTwoLeaves'],
  [/^it does not stand between its neighbours$/, 'whereNeighbours'],
  [/^what belongs at #(?<index>\d+) stands here$/, 'whereBelongs'],
  [/^(?<found>\d+) entries are indexed beyond size (?<size>\d+)$/, 'whereBeyond'],
  [/^(?<found>\d+) entries are indexed, the size is (?<size>\d+)$/, 'whereIndexed'],
  [/^size (?<size>\d+) has no stored root$/, 'whereNoRoot'],
  [/^root of size (?<size>\d+)$/, 'whereRootOf'],
  [/^roots beyond size (?<size>\d+) are stored$/, 'whereRootsBeyond'],
  [/^size (?<signed>\d+) was signed, the state says (?<found>\d+)$/, 'whereSigned'],
  [/^between size (?<from>\d+) and size (?<to>\d+), signed in (?<where>.+)$/, 'whereBetween'],
  [/^size (?<size>\d+): (?<words>.+)$/, 'whereCheckpointSize'],
  [/^(?<table>[a-z_]+) [a-z_]+\/(?<id>[^\s:,]+): its fact is about (?<object>.+)$/, 'whereRowAbout'],
  [/^(?<table>[a-z_]+) [a-z_]+\/(?<id>[^\s:,]+): commitment$/, 'whereRowCommitment'],
  [/^(?<table>[a-z_]+) [a-z_]+\/(?<id>[^\s:,]+): its fact holds no row$/, 'whereRowEmpty'],
  [/^(?<table>[a-z_]+) [a-z_]+\/(?<id>[^\s:,]+), a later fact is$/, 'whereRowLater'],
  [/^(?<table>[a-z_]+) [a-z_]+\/(?<id>[^\s:,]+): (?<columns>.+)$/, 'whereRowColumns'],
  [/^(?<table>[a-z_]+) [a-z_]+\/(?<id>[^\s:,]+)$/, 'whereRow'],
]

/** The name of a table as officers know it; a table that a newer server adds keeps its own. */
export const tableName = (table: string, locale: Locale): string => {
  const key = `table_${table}`
  return key in text.zh ? translate(text, locale, key as 'table_signal') : table
}

/** A form that nobody foresaw is shown as the verifier wrote it. */
export const whereWords = (where: string, locale: Locale): string => {
  for (const [form, key] of FORMS) {
    const groups = form.exec(where)?.groups
    if (groups === undefined && !form.test(where)) continue
    const values: Record<string, string> = { ...groups }
    if (values['table'] !== undefined) values['table'] = tableName(values['table'], locale)
    // The verifier writes names in both languages.
    for (const name of ['viewer', 'owner']) values[name] = values[`${name}${locale === 'zh' ? 'Zh' : 'En'}`] ?? ''
    if (values['expected'] === 'none') values['expected'] = '0'
    return (translate as unknown as (...all: unknown[]) => string)(text, locale, key, values)
  }
  return where
}

/** What kind of fault it is, without the place that the verifier puts behind it. */
export const meaningOf = (fault: LedgerFault, locale: Locale): string => {
  const whole = fault[locale]
  const at = whole.indexOf(fault.where)
  return at > 0 ? whole.slice(0, at).replace(/[：:]\s*$/, '') : whole
}

export const countOf = ({ counts }: Pick<VerificationResult, 'counts'>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0)

/** Faults by kind, in the order in which they were found. */
export const byKind = (
  result: Pick<VerificationResult, 'faults' | 'counts'>,
): { kind: string; count: number; faults: LedgerFault[] }[] => {
  const kinds = new Map<string, LedgerFault[]>()
  for (const fault of result.faults) kinds.set(fault.kind, [...(kinds.get(fault.kind) ?? []), fault])
  return [...kinds].map(([kind, faults]) => ({ kind, faults, count: result.counts[kind] ?? faults.length }))
}
