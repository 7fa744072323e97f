/** Reaching people outside the console: addresses, how an officer wants to be told, what went out and how it went. */
import { type Static, Type } from 'typebox'
import type { Bilingual } from '../../base/public.ts'

const BilingualSchema = Type.Object({ zh: Type.String(), en: Type.String() })
const NamedSchema = Type.Object({ id: Type.String(), zh: Type.String(), en: Type.String() })
const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()])
const closed = { additionalProperties: false } as const
const Uuid = Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' })

export const LEVELS = ['blue', 'yellow', 'orange', 'red'] as const
export type NoticeLevel = (typeof LEVELS)[number]
const LevelSchema = Type.Enum(LEVELS)

export const CHANNEL_KINDS = ['email', 'webhook'] as const
export type ChannelKind = (typeof CHANNEL_KINDS)[number]
const ChannelKindSchema = Type.Enum(CHANNEL_KINDS)

/**
 * `sent`: on its way, no answer known. `delivered`: the mail server took it (250), or the receiver answered 2xx; it does not
 * say that a person read it. `withheld`: whoever would have received it may not see it any more. `over`: it said nothing any more.
 */
export const STATES = ['queued', 'sent', 'delivered', 'failed', 'withheld', 'over'] as const
export type NoticeState = (typeof STATES)[number]

/** Why it stands so. Never what the other side said: such texts quote addresses. */
export const REASONS = {
  quiet: { zh: '免打扰时段，之后再发', en: 'quiet hours; it goes out afterwards' },
  connect: { zh: '连不上对方服务器', en: 'the other server cannot be reached' },
  timeout: { zh: '对方没有及时应答', en: 'the other side did not answer in time' },
  tls: { zh: '安全连接建立失败', en: 'no secure connection' },
  sign_in: { zh: '邮件服务器拒绝登录', en: 'the mail server refused the sign-in' },
  busy: { zh: '对方暂时不收', en: 'the other side does not take it now' },
  refused: { zh: '对方拒收', en: 'the other side refused it' },
  redirect: { zh: '对方要求转到别处，不跟随', en: 'the other side points elsewhere, which is not followed' },
  target: { zh: '地址指向本机或链路本地，已拦下', en: 'the address points to this machine or its link; stopped' },
  not_set_up: { zh: '本站点没有配置邮件服务器', en: 'no mail server is set up at this site' },
  lost_right: { zh: '接收方已无权查看，没有发出', en: 'the recipient may not see it any more; nothing was sent' },
  channel_off: { zh: '这个地址已停用，没有发出', en: 'this address is switched off; nothing was sent' },
  account_off: { zh: '账号已停用，没有发出', en: 'the account is disabled; nothing was sent' },
  post_left: { zh: '已不在该岗位，没有发出', en: 'no longer at this post; nothing was sent' },
  over: { zh: '发出前事情已了结，不再发', en: 'settled before it went out; not sent' },
} as const satisfies Record<string, Bilingual>
export type Reason = keyof typeof REASONS

/** One try: taken, or not and why. `reply`: the number the other side answered with. */
export type Outcome =
  | { taken: true; reply: number }
  | { taken: false; reason: Reason; reply: number | null; again: boolean }

export const ReceiptSchema = Type.Object({
  channel: ChannelKindSchema,
  /** Null: an address of the agency. */
  post: Nullable(NamedSchema),
  event: Type.String(),
  state: Type.Enum(STATES),
  reason: Nullable(BilingualSchema),
  attempts: Type.Integer(),
  queuedAt: Type.String(),
  nextAt: Nullable(Type.String()),
  sentAt: Nullable(Type.String()),
  settledAt: Nullable(Type.String()),
  acknowledgedAt: Nullable(Type.String()),
})
export type Receipt = Static<typeof ReceiptSchema>

export const PermissionSchema = Type.Union([Type.Literal(true), BilingualSchema])

// ---------------------------------------------------------------- an officer's own settings

const Minutes = Type.Integer({ minimum: 0, maximum: 1439 })
export const QuietSchema = Nullable(Type.Object({ from: Minutes, to: Minutes }, closed))
export const SettingsSchema = Type.Object({
  email: Nullable(
    Type.Object({ address: Type.String(), locale: Type.Enum(['zh', 'en'] as const), active: Type.Boolean() }),
  ),
  levels: Type.Array(LevelSchema),
  quiet: QuietSchema,
  zone: Type.String(),
  sound: Type.Boolean(),
  browser: Type.Boolean(),
  /** The title too, and not level and place alone, on a screen that may be locked. */
  showTitle: Type.Boolean(),
  /** Until when nothing but red disturbs; null: no quiet hours now. */
  quietUntil: Nullable(Type.String()),
  /** Mail goes out from this site. */
  mailSetUp: Type.Boolean(),
  last: Nullable(ReceiptSchema),
  can: Type.Object({ change: PermissionSchema, test: PermissionSchema }),
})
export type Settings = Static<typeof SettingsSchema>
export const ChangeSettingsSchema = Type.Object(
  {
    email: Nullable(
      Type.Object(
        { address: Type.String({ maxLength: 200 }), locale: Type.Enum(['zh', 'en'] as const), active: Type.Boolean() },
        closed,
      ),
    ),
    levels: Type.Array(LevelSchema, { uniqueItems: true, maxItems: 4 }),
    quiet: QuietSchema,
    zone: Type.String({ maxLength: 60 }),
    sound: Type.Boolean(),
    browser: Type.Boolean(),
    showTitle: Type.Boolean(),
  },
  closed,
)
export type ChangeSettings = Static<typeof ChangeSettingsSchema>

// ---------------------------------------------------------------- administration

export const ChannelSchema = Type.Object({
  id: Type.String(),
  kind: ChannelKindSchema,
  agency: NamedSchema,
  /** Null: an address of the agency. */
  officer: Nullable(BilingualSchema),
  /** Under whose access its contents are made. */
  post: Nullable(NamedSchema),
  name: Type.String(),
  /** An officer's own address is shown in part. */
  address: Type.String(),
  minLevel: LevelSchema,
  locale: Type.Enum(['zh', 'en'] as const),
  active: Type.Boolean(),
  delivered: Type.Integer(),
  failed: Type.Integer(),
  lastAt: Nullable(Type.String()),
})
export type Channel = Static<typeof ChannelSchema>
export const ChannelsSchema = Type.Object({
  rows: Type.Array(ChannelSchema),
  mail: Type.Object({ setUp: Type.Boolean(), from: Nullable(Type.String()) }),
  localTargets: Type.Boolean(),
})
export const PutChannelSchema = Type.Object(
  {
    kind: ChannelKindSchema,
    postId: Uuid,
    name: Type.String({ minLength: 1, maxLength: 80 }),
    address: Type.String({ minLength: 3, maxLength: 500 }),
    minLevel: LevelSchema,
    locale: Type.Enum(['zh', 'en'] as const),
    active: Type.Boolean(),
  },
  closed,
)
export type PutChannel = Static<typeof PutChannelSchema>
/** The key of a webhook's signatures is shown once. */
export const NewChannelSchema = Type.Object({ id: Type.String(), secret: Nullable(Type.String()) })
export const IdSchema = Type.Object({ id: Uuid })

export const OUTBOX_FILTERS = ['all', 'waiting', 'delivered', 'failed', 'withheld', 'over'] as const
export const OutboxQuerySchema = Type.Object({
  state: Type.Optional(Type.Enum(OUTBOX_FILTERS)),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  before: Type.Optional(Type.String({ maxLength: 200 })),
})
export const OutboxRowSchema = Type.Object({
  id: Type.String(),
  aboutKind: Type.String(),
  event: Type.String(),
  agency: NamedSchema,
  post: NamedSchema,
  personal: Type.Boolean(),
  channelKind: ChannelKindSchema,
  channelName: Type.String(),
  by: NamedSchema,
  state: Type.Enum(STATES),
  reason: Nullable(BilingualSchema),
  reply: Nullable(Type.Integer()),
  attempts: Type.Integer(),
  queuedAt: Type.String(),
  nextAt: Nullable(Type.String()),
  sentAt: Nullable(Type.String()),
  settledAt: Nullable(Type.String()),
  can: Type.Object({ retry: PermissionSchema }),
})
export type OutboxRow = Static<typeof OutboxRowSchema>
export const OutboxSchema = Type.Object({ rows: Type.Array(OutboxRowSchema), next: Nullable(Type.String()) })
