/** What would change the level of a compound assessment: each side gone or one step up, the interaction unreal, time passing. Pure. */
import { HOUR_MS } from '../../../base/public.ts'
import { type Combined, combine, type Level, levelFor, type SideEvidence, together } from './combine.ts'
import type { Interaction, Interactions } from './model.ts'

export type Sensitivity = {
  /** The level if the side's assessments found nothing (were explained), or were one step higher. */
  aExplained: Level
  bExplained: Level
  aHigher: Level
  bHigher: Level
  /** If the two did not make each other worse. */
  withoutUplift: Level
  /** Whole hours until the level falls by age alone, and to what; null: not within the window. */
  falls: { hours: number; level: Level } | null
}

const explained = (side: readonly SideEvidence[]): SideEvidence[] => side.map((one) => ({ ...one, level: 0 }))
const higher = (side: readonly SideEvidence[]): SideEvidence[] =>
  side.map((one) => ({ ...one, level: one.level === null ? 2 : (Math.min(3, one.level + 1) as Level) }))

export const sensitivityOf = (
  document: Interactions,
  interaction: Interaction,
  sideA: readonly SideEvidence[],
  sideB: readonly SideEvidence[],
  at: Date,
  now: Combined,
): Sensitivity => {
  const levelOf = (a: readonly SideEvidence[], b: readonly SideEvidence[], when = at): Level =>
    combine(document, interaction, a, b, when)?.level ?? 0
  let falls: Sensitivity['falls'] = null
  if (now.level !== null)
    for (let hours = 1; hours <= interaction.windowHours; hours++) {
      const level = levelOf(sideA, sideB, new Date(at.getTime() + hours * HOUR_MS))
      if (level === now.level) continue
      falls = { hours, level }
      break
    }
  return {
    aExplained: levelOf(explained(sideA), sideB),
    bExplained: levelOf(sideA, explained(sideB)),
    aHigher: levelOf(higher(sideA), sideB),
    bHigher: levelOf(sideA, higher(sideB)),
    withoutUplift:
      now.level === null ? null : levelFor(document.levels, together(now.a.likelihood[1], now.b.likelihood[1], 0)),
    falls,
  }
}
