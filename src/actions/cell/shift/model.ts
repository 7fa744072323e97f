/** Shift hand-overs as they enter and leave the server. */
import { type Static, Type } from 'typebox'
import { BilingualSchema, Nullable, PermissionSchema } from '../../warn/public.ts'
import { BySchema, closed, LineSchema, Uuid } from '../model.ts'

export const CheckSchema = Type.Object(
  {
    text: Type.String({ minLength: 1, maxLength: 80 }),
    ok: Type.Boolean(),
    remark: Type.String({ maxLength: 200 }),
  },
  closed,
)
export type Check = Static<typeof CheckSchema>
export const OfficerSchema = Type.Object({ account: Type.String(), name: BilingualSchema })

export const ShiftRowSchema = Type.Object({
  id: Type.String(),
  from: Type.String(),
  to: Type.String(),
  out: BySchema,
  named: Nullable(OfficerSchema),
  in: Nullable(BySchema),
  /** Waits for the signature of the one who asks. */
  waitsForMe: Type.Boolean(),
  reservations: Type.Integer(),
  corrections: Type.Integer(),
})
export type ShiftRow = Static<typeof ShiftRowSchema>
export const ShiftListSchema = Type.Object({
  rows: Type.Array(ShiftRowSchema),
  can: Type.Object({ signOut: PermissionSchema }),
})

export const ShiftDraftSchema = Type.Object({
  from: Type.String(),
  to: Type.String(),
  nextTo: Type.String(),
  /** Where the times come from: the roster, the last hand-over, or a local default. */
  timesFrom: Type.Enum(['roster', 'last', 'default']),
  lines: Type.Array(LineSchema),
  checklist: Type.Array(Type.String()),
  /** Who comes next by the roster; and everybody who may. */
  named: Nullable(Type.String()),
  colleagues: Type.Array(OfficerSchema),
  can: Type.Object({ signOut: PermissionSchema }),
})
export type ShiftDraft = Static<typeof ShiftDraftSchema>

export const ItemSchema = Type.Object({ ...LineSchema.properties, reservation: Nullable(Type.String()) })
export const CorrectionSchema = Type.Object({ id: Type.String(), text: Type.String(), by: BySchema })
export const ShiftSchema = Type.Object({
  ...ShiftRowSchema.properties,
  nextTo: Type.String(),
  notes: Type.String(),
  checklist: Type.Array(CheckSchema),
  items: Type.Array(ItemSchema),
  inNote: Nullable(Type.String()),
  correctionLines: Type.Array(CorrectionSchema),
  /** Somebody else was named: the signature then needs a reason. */
  needsReason: Type.Boolean(),
  can: Type.Object({ receive: PermissionSchema, correct: PermissionSchema }),
})
export type Shift = Static<typeof ShiftSchema>

export const SignOutSchema = Type.Object(
  {
    notes: Type.String({ maxLength: 4000 }),
    checklist: Type.Array(CheckSchema, { maxItems: 20 }),
    named: Nullable(Uuid),
  },
  closed,
)
export type SignOut = Static<typeof SignOutSchema>
export const ReceiveSchema = Type.Object(
  {
    note: Type.String({ maxLength: 1000 }),
    reservations: Type.Array(
      Type.Object({ itemId: Uuid, text: Type.String({ minLength: 1, maxLength: 1000 }) }, closed),
      { maxItems: 400 },
    ),
  },
  closed,
)
export type Receive = Static<typeof ReceiveSchema>
export const CorrectSchema = Type.Object({ text: Type.String({ minLength: 1, maxLength: 1000 }) }, closed)
