/** The record as the console shows it: head, entries for auditors, proofs, a verification that anyone entitled may run. */
import { type Static, Type } from 'typebox'

const NamedSchema = Type.Object({ id: Type.String(), zh: Type.String(), en: Type.String() })
const BilingualSchema = Type.Object({ zh: Type.String(), en: Type.String() })
const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()])

export const LedgerHeadSchema = Type.Object({
  size: Type.Integer(),
  root: Nullable(Type.String()),
  /** When the newest checkpoint was signed. */
  signedAt: Nullable(Type.String()),
  signedSize: Nullable(Type.Integer()),
  /** For how long entries have been waiting to be integrated; 0 when none waits. */
  lagMs: Type.Integer(),
  origin: Type.String(),
  vkey: Type.String(),
  /** Why signing has stopped, when it has: a person must look. */
  stopped: Nullable(Type.String()),
})
export type LedgerHeadView = Static<typeof LedgerHeadSchema>

export const LedgerEntrySchema = Type.Object({
  seq: Type.Integer(),
  at: Type.String(),
  recordedAt: Type.String(),
  act: Type.String(),
  actTitle: BilingualSchema,
  actor: Type.Object({
    agency: Nullable(NamedSchema),
    post: Nullable(NamedSchema),
    officer: Nullable(BilingualSchema),
  }),
  object: Type.String(),
  objectTitle: BilingualSchema,
  basis: Nullable(Type.String()),
  basisTitle: Nullable(BilingualSchema),
  leafHash: Type.String(),
})
export type LedgerEntryView = Static<typeof LedgerEntrySchema>
export const LedgerEntriesSchema = Type.Object({ rows: Type.Array(LedgerEntrySchema), next: Nullable(Type.String()) })

export const LedgerEntriesQuerySchema = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  before: Type.Optional(Type.String({ maxLength: 400 })),
  act: Type.Optional(Type.String({ maxLength: 60, pattern: '^[a-z_.]*$' })),
})

export const LedgerProofSchema = Type.Object({
  seq: Type.Integer(),
  size: Type.Integer(),
  leaf: Type.String(),
  leafHash: Type.String(),
  root: Type.String(),
  proof: Type.Array(Type.String()),
  checkpoint: Type.String(),
  vkey: Type.String(),
})

export const VerificationSchema = Type.Object({
  state: Type.Union([Type.Literal('none'), Type.Literal('running'), Type.Literal('done'), Type.Literal('failed')]),
  startedAt: Nullable(Type.String()),
  endedAt: Nullable(Type.String()),
  result: Nullable(
    Type.Object({
      ok: Type.Boolean(),
      size: Type.Integer(),
      root: Nullable(Type.String()),
      seconds: Type.Number(),
      openings: Type.Integer(),
      rows: Type.Integer(),
      faults: Type.Array(
        Type.Object({
          kind: Type.String(),
          where: Type.String(),
          zh: Type.String(),
          en: Type.String(),
        }),
      ),
    }),
  ),
})
export type VerificationView = Static<typeof VerificationSchema>
