/** Names of agencies as the reference data have them: for the words of a refusal, which are made without asking the database. */
import type { Bilingual } from '../../base/public.ts'
import { getReference } from '../../environment/reference/public.ts'

export const agencyName = (id: string): Bilingual => {
  const agency = getReference().agencies.get(id)
  return { zh: agency?.zh ?? id, en: agency?.en ?? id }
}
