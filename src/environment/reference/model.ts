/** Reference data as it leaves the server, and the shapes of the versioned files in `data/`. */
import { type Static, Type } from 'typebox'

const NamedSchema = Type.Object({ id: Type.String(), zh: Type.String(), en: Type.String() })

export const AgencySchema = Type.Object({ ...NamedSchema.properties, member: Type.Boolean() })
export const ReferenceSchema = Type.Object({
  agencies: Type.Array(AgencySchema),
  domains: Type.Array(
    Type.Object({
      ...NamedSchema.properties,
      category: Type.String(),
      risks: Type.Array(Type.Object({ ...NamedSchema.properties, places: Type.Array(Type.String()) })),
    }),
  ),
  deadlineKinds: Type.Array(NamedSchema),
  phases: Type.Array(NamedSchema),
  places: Type.Array(NamedSchema),
  units: Type.Array(NamedSchema),
  triggers: Type.Array(NamedSchema),
  verifications: Type.Array(NamedSchema),
  versions: Type.Array(
    Type.Object({ kind: Type.String(), version: Type.String(), sha256: Type.String(), loadedAt: Type.String() }),
  ),
})
export type Reference = Static<typeof ReferenceSchema>
