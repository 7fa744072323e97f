/** The record as the console shows it: head, entries for auditors, proofs, a verification that an auditor may run. */
import { type Static, Type } from 'typebox'

const NamedSchema = Type.Object({ id: Type.String(), zh: Type.String(), en: Type.String() })
const BilingualSchema = Type.Object({ zh: Type.String(), en: Type.String() })
const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()])

export const LedgerHeadSchema = Type.Object({
  size: Type.Integer(),
  /** Base64. */
  root: Type.String(),
  signedSize: Nullable(Type.Integer()),
  signedAt: Nullable(Type.String()),
  /** For how long entries have been waiting without a break; 0 when none waits. */
  lagMs: Type.Integer(),
  /** Since the integrator last looked; null when it never did. Above some seconds it does not run. */
  silentMs: Nullable(Type.Integer()),
  /** Why nothing is signed any more, when it is so: a person must look. */
  stopped: Nullable(Type.String()),
  origin: Type.String(),
  vkey: Type.String(),
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
  /** Hexadecimal. */
  leafHash: Type.String(),
})
export type LedgerEntryView = Static<typeof LedgerEntrySchema>
export const LedgerEntriesSchema = Type.Object({ rows: Type.Array(LedgerEntrySchema), next: Nullable(Type.String()) })

export const LedgerEntriesQuerySchema = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  before: Type.Optional(Type.String({ maxLength: 400 })),
  /** Beginning of an act: `warning.` or `record.viewed`; with `!` in front all others. */
  act: Type.Optional(Type.String({ maxLength: 60, pattern: '^!?[a-z_.]*$' })),
})

export const ProveParamsSchema = Type.Object({ seq: Type.Integer({ minimum: 0 }) })
export const LedgerProofSchema = Type.Object({
  seq: Type.Integer(),
  size: Type.Integer(),
  /** The 122 bytes that were hashed, as text. */
  leaf: Type.String(),
  leafHash: Type.String(),
  root: Type.String(),
  proof: Type.Array(Type.String()),
  checkpoint: Type.String(),
  /** The same as one text that offline verifiers read. */
  tlogProof: Type.String(),
})
export type LedgerProofView = Static<typeof LedgerProofSchema>

export const VerificationSchema = Type.Object({
  state: Type.Union([Type.Literal('none'), Type.Literal('running'), Type.Literal('done'), Type.Literal('failed')]),
  startedAt: Nullable(Type.String()),
  endedAt: Nullable(Type.String()),
  /** Why a verification could not run, as the program said it. */
  failure: Nullable(Type.String()),
  result: Nullable(
    Type.Object({
      ok: Type.Boolean(),
      size: Type.Integer(),
      root: Type.String(),
      signedSize: Type.Integer(),
      openings: Type.Integer(),
      erased: Type.Integer(),
      /** Rows compared with their last fact, in all and per table. */
      rows: Type.Integer(),
      tables: Type.Record(Type.String(), Type.Integer()),
      seconds: Type.Number(),
      /** At most 50 of a kind; `counts` has them all. */
      faults: Type.Array(
        Type.Object({
          kind: Type.String(),
          where: Type.String(),
          zh: Type.String(),
          en: Type.String(),
          seq: Type.Optional(Type.Integer()),
        }),
      ),
      counts: Type.Record(Type.String(), Type.Integer()),
    }),
  ),
})
export type VerificationView = Static<typeof VerificationSchema>
