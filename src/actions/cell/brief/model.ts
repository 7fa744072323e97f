/** Daily briefs as they enter and leave the server. */
import { type Static, Type } from 'typebox'
import { NamedSchema, Nullable, PermissionSchema } from '../../warn/public.ts'
import { BySchema, closed, LineSchema } from '../model.ts'

export const ReceiptSchema = Type.Object({
  agency: NamedSchema,
  opened: Nullable(BySchema),
})
export const BriefRowSchema = Type.Object({
  id: Type.String(),
  agency: NamedSchema,
  no: Nullable(Type.String()),
  state: Type.Enum(['draft', 'issued']),
  since: Type.String(),
  until: Type.String(),
  /** Made by the clock at the set time. */
  byClock: Type.Boolean(),
  issued: Nullable(BySchema),
  receipts: Type.Object({ done: Type.Integer(), of: Type.Integer() }),
  /** Sent to this agency and not opened here yet. */
  unread: Type.Boolean(),
})
export type BriefRow = Static<typeof BriefRowSchema>
export const BriefListSchema = Type.Object({
  rows: Type.Array(BriefRowSchema),
  can: Type.Object({ draft: PermissionSchema }),
})
export const BriefSchema = Type.Object({
  ...BriefRowSchema.properties,
  drafted: BySchema,
  remarks: Type.String(),
  lines: Type.Array(LineSchema),
  recipients: Type.Array(ReceiptSchema),
  /** Agencies it may be sent to. */
  reachable: Type.Array(NamedSchema),
  can: Type.Object({ issue: PermissionSchema, refresh: PermissionSchema }),
})
export type Brief = Static<typeof BriefSchema>
export const IssueBriefSchema = Type.Object(
  {
    remarks: Type.String({ maxLength: 4000 }),
    recipients: Type.Array(Type.String({ maxLength: 41 }), { maxItems: 60, uniqueItems: true }),
  },
  closed,
)
export type IssueBrief = Static<typeof IssueBriefSchema>
export const DraftBriefSchema = Type.Object({ remarks: Type.Optional(Type.String({ maxLength: 4000 })) }, closed)
