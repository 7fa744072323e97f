/** Words of identity as they leave and enter the server: the session, accounts, posts, agencies, tokens, personas. No secrets. */
import { type Static, Type } from 'typebox'

const closed = { additionalProperties: false } as const

export const BilingualSchema = Type.Object({ zh: Type.String(), en: Type.String() })
export const NamedSchema = Type.Object({ id: Type.String(), zh: Type.String(), en: Type.String() })
const NewNameSchema = Type.Object(
  { zh: Type.String({ minLength: 1, maxLength: 80 }), en: Type.String({ minLength: 1, maxLength: 80 }) },
  closed,
)
const Uuid = Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' })
/** RFC 3339, UTC, milliseconds. */
const Instant = Type.String()

/** What a post may be trusted with. `system` is for the clocks of an agency and never signs in. */
export const ROLES = [
  'duty_officer',
  'analyst',
  'commander',
  'officer',
  'data_officer',
  'legal_officer',
  'auditor',
  'administrator',
  'system',
] as const
export type Role = (typeof ROLES)[number]

export const PURPOSES = ['port_security', 'health_quarantine', 'law_enforcement', 'audit', 'administration'] as const
export type Purpose = (typeof PURPOSES)[number]

export const RIGHTS = [
  'signals.read',
  'signals.import',
  'signals.report',
  'triage.work',
  'warnings.issue',
  'warnings.acknowledge',
  'incidents.open',
  'incidents.work',
  'scan.write',
  'reviews.write',
  'rules.read',
  'rules.edit',
  'rules.approve',
  'incidents.command',
  'law.edit',
  'definitions.work',
  'ledger.verify',
  'ledger.read',
  'admin.accounts',
  'rosters.manage',
  'cell.duty',
  'meetings.hold',
] as const
export type Right = (typeof RIGHTS)[number]

/** What an API token may be let do. Each is at most what its post may do. */
export const SCOPES = ['signals:write', 'signals:read', 'warnings:read', 'incidents:read', 'ledger:read'] as const
export type Scope = (typeof SCOPES)[number]

const oneOf = <T extends string>(values: readonly T[]) => Type.Union(values.map((value) => Type.Literal(value)))

/** Logins are lower case: letters, digits, dot, hyphen, underscore. */
export const LoginSchema = Type.String({ pattern: '^[a-z0-9][a-z0-9._-]{1,63}$', maxLength: 64 })

// ---------------------------------------------------------------- the session

export const SiteSchema = Type.Object({
  name: BilingualSchema,
  port: Type.String(),
  portZone: Type.String(),
  demo: Type.Boolean(),
  synthetic: Type.Boolean(),
  /** Changes whenever something opens or closes for this viewer; null when not signed in. */
  epoch: Type.Union([Type.String(), Type.Null()]),
  now: Instant,
})
export type Site = Static<typeof SiteSchema>

export const RightsSchema = Type.Record(Type.String(), Type.Union([Type.Literal(true), BilingualSchema]))
export type Rights = { [right in Right]: true | Static<typeof BilingualSchema> }

const PostOfSessionSchema = Type.Object({
  id: Type.String(),
  zh: Type.String(),
  en: Type.String(),
  roles: Type.Array(Type.String()),
  purposes: Type.Array(Type.String()),
})
export const PostNameSchema = Type.Object({
  id: Type.String(),
  zh: Type.String(),
  en: Type.String(),
  agency: NamedSchema,
})
export type PostName = Static<typeof PostNameSchema>

export const SignedOutSchema = Type.Object({ signedIn: Type.Literal(false), site: SiteSchema })
export const SignedInSchema = Type.Object({
  signedIn: Type.Literal(true),
  site: SiteSchema,
  officer: Type.Union([BilingualSchema, Type.Null()]),
  post: PostOfSessionSchema,
  agency: NamedSchema,
  purpose: Type.String(),
  posts: Type.Array(PostNameSchema),
  rights: RightsSchema,
  /** End of this session if nothing more is done, and its end in any case. */
  expiresAt: Instant,
  endsAt: Instant,
})
export const SessionSchema = Type.Union([SignedOutSchema, SignedInSchema])
export type SignedIn = Omit<Static<typeof SignedInSchema>, 'rights'> & { rights: Rights }
export type SessionView = Static<typeof SignedOutSchema> | SignedIn

export const SignInSchema = Type.Object(
  {
    login: Type.String({ minLength: 1, maxLength: 200 }),
    password: Type.String({ minLength: 1, maxLength: 1024 }),
    code: Type.Optional(Type.String({ maxLength: 20 })),
  },
  closed,
)
export type SignIn = Static<typeof SignInSchema>

export const SwitchPostSchema = Type.Object({ postId: Uuid, purpose: Type.Optional(oneOf(PURPOSES)) }, closed)
export const ChangePasswordSchema = Type.Object(
  {
    current: Type.String({ minLength: 1, maxLength: 1024 }),
    code: Type.String({ maxLength: 20 }),
    password: Type.String({ minLength: 1, maxLength: 1024 }),
  },
  closed,
)

export const PersonaSchema = Type.Object({
  login: Type.String(),
  officer: BilingualSchema,
  post: BilingualSchema,
  agency: NamedSchema,
  /** The question that this person's first page answers. */
  question: BilingualSchema,
})
export type PersonaView = Static<typeof PersonaSchema>
export const PersonasSchema = Type.Object({ rows: Type.Array(PersonaSchema) })
export const PersonaSignInSchema = Type.Object({ login: LoginSchema }, closed)

export const LinkParamsSchema = Type.Object({ token: Type.String({ minLength: 20, maxLength: 100 }) })
export const LinkViewSchema = Type.Object({
  login: Type.String(),
  officer: BilingualSchema,
  expiresAt: Instant,
  totp: Type.Object({ otpauthUrl: Type.String(), secret: Type.String(), qrSvg: Type.String() }),
})
export type LinkView = Static<typeof LinkViewSchema>
export const UseLinkSchema = Type.Object(
  { password: Type.String({ minLength: 1, maxLength: 1024 }), code: Type.String({ minLength: 1, maxLength: 20 }) },
  closed,
)

// ---------------------------------------------------------------- administration

export const IdParamsSchema = Type.Object({ id: Uuid })
export const AgencyParamsSchema = Type.Object({ id: Type.String({ pattern: '^[a-z][a-z0-9_]{1,40}$' }) })

export const AccountRowSchema = Type.Object({
  id: Type.String(),
  login: Type.String(),
  officer: BilingualSchema,
  posts: Type.Array(PostNameSchema),
  disabled: Type.Boolean(),
  /** Some caller is held up after wrong passwords or codes; others can still sign in. */
  locked: Type.Boolean(),
  totp: Type.Boolean(),
  /** A one-time link is open that has not been used. */
  linkOpen: Type.Boolean(),
  demo: Type.Boolean(),
  createdAt: Instant,
})
export type AccountRow = Static<typeof AccountRowSchema>
export const AccountsSchema = Type.Object({
  rows: Type.Array(AccountRowSchema),
  next: Type.Union([Type.String(), Type.Null()]),
})
export const AccountsQuerySchema = Type.Object({
  q: Type.Optional(Type.String({ maxLength: 80 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  before: Type.Optional(Type.String({ maxLength: 200 })),
})
export const NewAccountSchema = Type.Object(
  { login: LoginSchema, officer: NewNameSchema, postIds: Type.Array(Uuid, { minItems: 1, maxItems: 20 }) },
  closed,
)
export type NewAccount = Static<typeof NewAccountSchema>
/** `link` is a path of the console, shown once. */
export const NewAccountAnswerSchema = Type.Object({ id: Type.String(), link: Type.String(), expiresAt: Instant })
export const LinkAnswerSchema = Type.Object({ link: Type.String(), expiresAt: Instant })
export const AccountPostsSchema = Type.Object({ postIds: Type.Array(Uuid, { maxItems: 20 }) }, closed)
export const DoneSchema = Type.Object({ id: Type.String() })

export const PostRowSchema = Type.Object({
  id: Type.String(),
  zh: Type.String(),
  en: Type.String(),
  agency: NamedSchema,
  roles: Type.Array(Type.String()),
  purposes: Type.Array(Type.String()),
  active: Type.Boolean(),
})
export type PostRow = Static<typeof PostRowSchema>
export const PostsSchema = Type.Object({ rows: Type.Array(PostRowSchema) })
export const NewPostSchema = Type.Object(
  {
    agencyId: Type.String({ pattern: '^[a-z][a-z0-9_]{1,40}$' }),
    zh: Type.String({ minLength: 1, maxLength: 80 }),
    en: Type.String({ minLength: 1, maxLength: 80 }),
    roles: Type.Array(oneOf(ROLES.filter((role) => role !== 'system')), {
      minItems: 1,
      maxItems: 7,
      uniqueItems: true,
    }),
    purposes: Type.Array(oneOf(PURPOSES), { minItems: 1, maxItems: 5, uniqueItems: true }),
  },
  closed,
)
export type NewPost = Static<typeof NewPostSchema>

export const AgencyRowSchema = Type.Object({
  id: Type.String(),
  zh: Type.String(),
  en: Type.String(),
  type: Type.String(),
  member: Type.Boolean(),
})
export const AgenciesSchema = Type.Object({ rows: Type.Array(AgencyRowSchema) })
export const MembershipSchema = Type.Object({ member: Type.Boolean() }, closed)

export const TokenRowSchema = Type.Object({
  id: Type.String(),
  name: Type.String(),
  post: PostNameSchema,
  scopes: Type.Array(Type.String()),
  sourceId: Type.Union([Type.String(), Type.Null()]),
  createdAt: Instant,
  expiresAt: Instant,
  revokedAt: Type.Union([Instant, Type.Null()]),
})
export const TokensSchema = Type.Object({ rows: Type.Array(TokenRowSchema) })
export const NewTokenSchema = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 80 }),
    postId: Uuid,
    scopes: Type.Array(oneOf(SCOPES), { minItems: 1, maxItems: SCOPES.length, uniqueItems: true }),
    sourceId: Type.Optional(Uuid),
    days: Type.Integer({ minimum: 1, maximum: 366 }),
  },
  closed,
)
export type NewToken = Static<typeof NewTokenSchema>
export const NewTokenAnswerSchema = Type.Object({ id: Type.String(), token: Type.String(), expiresAt: Instant })
