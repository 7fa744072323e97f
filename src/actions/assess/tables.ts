/**
 * The tables that this process judges by, per kind and version. Whatever was ever approved is here, so that an old
 * assessment stays explainable; which one judges is a question of the instant: of those in force then, the one that took
 * effect last. A version that is approved for tomorrow therefore takes effect tomorrow in every process by itself.
 *
 * Tables are the same for everybody, so they may be held. Before a database has given any, version 1 of the files judges.
 */
import { existsSync, readFileSync } from 'node:fs'
import { type CompiledTable, compileTable, type DecisionTable, parseDecisionTable } from '../../methods/risk/public.ts'
import { EVIDENCE_KINDS } from './evidence/kinds.ts'

export type RuleVersion = {
  kind: string
  version: number
  /** In force in [from, to); null: open. */
  from: Date
  to: Date | null
  content: DecisionTable
}

type Held = RuleVersion & { compiled?: CompiledTable }

export const RULES_FOLDER = new URL('../../../data/rules/', import.meta.url)
/** Version 1 has always been in force. */
export const SINCE_EVER = new Date('2000-01-01T00:00:00.000Z')

export const engineOf = (kind: string): string => `${kind}-rules`
const kindOf = (engine: string): string | undefined => /^([a-z_]+)-rules$/.exec(engine)?.[1]

/** @throws where there is no such file or it is malformed. */
export const tableFromFile = (kind: string, version: number): DecisionTable =>
  parseDecisionTable(
    JSON.parse(readFileSync(new URL(`${kind}.v${Math.trunc(version)}.json`, RULES_FOLDER), 'utf8')) as unknown,
  )

/** The versions that the files of this checkout have. */
export const versionsInFiles = (): RuleVersion[] =>
  EVIDENCE_KINDS.map(({ kind }) => ({
    kind,
    version: 1,
    from: SINCE_EVER,
    to: null,
    content: tableFromFile(kind, 1),
  }))

/** Newest first per kind: by the instant it takes effect, then by number. */
const arrange = (versions: readonly RuleVersion[]): Map<string, Held[]> => {
  const byKind = new Map<string, Held[]>()
  for (const one of versions) {
    const list = byKind.get(one.kind) ?? []
    list.push({ ...one })
    byKind.set(one.kind, list)
  }
  for (const list of byKind.values()) list.sort((a, b) => b.from.getTime() - a.from.getTime() || b.version - a.version)
  return byKind
}

let held: Map<string, Held[]> | undefined

/** Takes the place of what was held. What is the same as before keeps its compiled form. */
export const useRuleVersions = (versions: readonly RuleVersion[] | undefined): void => {
  if (versions === undefined) {
    held = undefined
    return
  }
  const next = arrange(versions)
  for (const [kind, list] of next)
    for (const one of list) {
      const before = held?.get(kind)?.find((other) => other.version === one.version)
      if (before?.compiled && JSON.stringify(before.content) === JSON.stringify(one.content))
        one.compiled = before.compiled
    }
  held = next
}

const all = (): Map<string, Held[]> => {
  held ??= arrange(versionsInFiles())
  return held
}

const compiled = (one: Held): CompiledTable => {
  one.compiled ??= compileTable(one.content)
  return one.compiled
}

export type InForceTable = { version: number; table: CompiledTable }

/** Pure: which of the versions judges at an instant. */
export const pickInForce = <V extends Pick<RuleVersion, 'from' | 'to'>>(
  newestFirst: readonly V[],
  at: Date,
): V | undefined => {
  const now = at.getTime()
  return newestFirst.find((one) => one.from.getTime() <= now && (one.to === null || now < one.to.getTime()))
}

/** @throws Error where no table of the kind is in force: a site cannot retire its last one. */
export const tableInForce = (kind: string, at: Date): InForceTable => {
  const found = pickInForce(all().get(kind) ?? [], at)
  if (!found) throw new Error(`no decision table of kind ${kind} is in force at ${at.toISOString()}`)
  return { version: found.version, table: compiled(found) }
}

const fromFiles = new Map<string, CompiledTable | null>()

/** The table that an assessment was made by; undefined where it is not known here any more. */
export const findTableOf = (engine: string, version: number): CompiledTable | undefined => {
  const kind = kindOf(engine)
  if (kind === undefined) return undefined
  const found = all()
    .get(kind)
    ?.find((one) => one.version === version)
  if (found) return compiled(found)
  const key = `${kind}.v${Math.trunc(version)}`
  let table = fromFiles.get(key)
  if (table === undefined) {
    table = existsSync(new URL(`${key}.json`, RULES_FOLDER)) ? compileTable(tableFromFile(kind, version)) : null
    fromFiles.set(key, table)
  }
  return table ?? undefined
}
