/** The ten kinds of signals and what rules may read of each. */
import { cyber } from './cyber.ts'
import { declaration } from './declaration.ts'
import { healthDeclaration } from './health-declaration.ts'
import { inspection } from './inspection.ts'
import { intelligence } from './intelligence.ts'
import { laboratory } from './laboratory.ts'
import { manifestLine } from './manifest-line.ts'
import type { EvidenceKind } from './model.ts'
import { prearrival } from './prearrival.ts'
import { sensor } from './sensor.ts'
import { tip } from './tip.ts'

export const EVIDENCE_KINDS: readonly EvidenceKind[] = [
  declaration,
  manifestLine,
  prearrival,
  healthDeclaration,
  inspection,
  sensor,
  laboratory,
  cyber,
  tip,
  intelligence,
]

const byKind = new Map(EVIDENCE_KINDS.map((one) => [one.kind, one]))

export const findEvidenceKind = (kind: string): EvidenceKind | undefined => byKind.get(kind)

/** @throws Error for a kind that no rule knows: a fault of the caller. */
export const getEvidenceKind = (kind: string): EvidenceKind => {
  const found = byKind.get(kind)
  if (!found) throw new Error(`there is no evidence of kind ${kind}`)
  return found
}
