/** Which risks nobody owns, as the reference says: pure. Every risk type, place and jurisdiction has an owner or is in here. */
import { ownerOf, type Place, placesOf } from '../../environment/duties/public.ts'
import type { ReferenceData, Unowned } from '../../environment/reference/public.ts'

export type Uncovered = {
  riskType: string
  jurisdiction: 'CN' | 'INT'
  places: string[]
  /** What the matrix says of it; undefined where it says nothing at all. */
  entry: Unowned | undefined
}

/** Does a row of the matrix decide who leads? An entry of the unowned is no owner. */
export const isOwned = (
  reference: ReferenceData,
  riskType: string,
  place: string,
  jurisdiction: 'CN' | 'INT',
): boolean => ownerOf(reference, riskType, place as Place, jurisdiction).primary.some((row) => row.lead.length > 0)

export const uncoveredRisks = (reference: ReferenceData): Uncovered[] =>
  [...reference.risks.values()].flatMap((risk) =>
    (['CN', 'INT'] as const).flatMap((jurisdiction) => {
      const places = placesOf(risk.places).filter((place) => !isOwned(reference, risk.id, place, jurisdiction))
      if (places.length === 0) return []
      const entry = reference.unowned.find((one) => one.riskType === risk.id && one.jurisdiction === jurisdiction)
      return [{ riskType: risk.id, jurisdiction, places: [...places], entry }]
    }),
  )

/** Agencies whose matter a risk is: those that the taxonomy names, and whoever the matrix lets lead for the time being. */
export const concernedBy = (reference: ReferenceData, riskType: string): string[] => {
  const risk = reference.risks.get(riskType)
  return [
    ...new Set([
      ...(risk ? [risk.leadAgency, ...risk.alsoInvolves] : []),
      ...reference.unowned.filter((one) => one.riskType === riskType).map((one) => one.interimLead),
    ]),
  ]
}
