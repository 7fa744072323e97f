/** Reference data over HTTP: names for everything a page shows. */
import { instant } from '../../base/public.ts'
import { type AnyRoute, route } from '../../ledger/public.ts'
import { getReference } from './in-force.ts'
import { type Reference, ReferenceSchema } from './model.ts'
import { listAgencies } from './store.ts'

const named = <T extends { id: string; zh: string; en: string }>({ id, zh, en }: T) => ({ id, zh, en })

export const routes: AnyRoute[] = [
  route({
    method: 'GET',
    url: '/reference',
    summary: 'Agencies, risk types and vocabularies in force, with the versions of their files',
    response: ReferenceSchema,
    handler: async (call): Promise<Reference> => {
      const reference = getReference()
      const risks = [...reference.risks.values()]
      return {
        agencies: await listAgencies(call.tx),
        domains: [...reference.domains.values()].map((domain) => ({
          ...named(domain),
          category: domain.category,
          risks: risks
            .filter((risk) => risk.domain === domain.id)
            .map((risk) => ({ ...named(risk), places: [...risk.places] })),
        })),
        deadlineKinds: reference.vocabularies.deadlineKinds.map(named),
        phases: reference.vocabularies.phases.map(named),
        places: reference.vocabularies.places.map(named),
        units: reference.vocabularies.units.map(named),
        triggers: reference.vocabularies.triggers.map(named),
        verifications: reference.vocabularies.verifications.map(named),
        versions: reference.versions.map((one) => ({
          kind: one.set,
          version: one.version,
          sha256: one.sha256,
          loadedAt: instant(one.loadedAt),
        })),
      }
    },
  }),
]
