/**
 * A call: one actor's transaction together with the record it writes. Services take a call and a command; they never
 * begin, commit, read a clock or name a viewer themselves. A fact is sealed when it is known (its commitment goes into the
 * business row) and all facts of the call are appended to the ledger just before the one commit: both or neither.
 */
import type { AccountId, AgencyId, Clock, Json, PostId, RealmId } from '../base/public.ts'
import type { Database, Tx } from '../store/public.ts'

/** What happened, as the caller of `record` says it. The call adds actor, realm and times. */
export type NewFact = {
  /** Verb in the past tense with its room: `signal.received`, `warning.issued`, `record.viewed`. */
  act: string
  /** What it was done to: `warning/<uuid>`. */
  object: string
  /** Legal or local basis by id (`DL-02`, `CN-FHQ 12`), or null. */
  basis?: string | null
  /** Content; for a change of a row it holds `row`, the image of the row's protected columns. */
  payload: Json | null
  /** Audience of the fact: usually the circle of the row. */
  circleId: number
}

/** What a business row keeps of its last fact. */
export type SealedFact = { id: string; leafHash: Buffer; payloadCommitment: Buffer | null }

export type Actor = {
  /** Null for machines and jobs. */
  accountId: AccountId | null
  postId: PostId
  agencyId: AgencyId
  purpose: string
  roles: readonly string[]
  /** Null for a person's session: no restriction beyond the post's. */
  scopes: readonly string[] | null
  sourceId: string | null
}

export type Call = {
  tx: Tx
  actor: Actor
  realm: RealmId
  /** Realm time: what rules see. */
  at: Date
  /** The database's clock at the start of the transaction. */
  recordedAt: Date
  record(fact: NewFact): SealedFact
  /** A job that becomes runnable when this call commits; it is authorised again when it runs. */
  enqueue(task: string, payload: Json, options?: { runAt?: Date; key?: string }): Promise<void>
}

/** What is built once and outlives calls. Every part is replaceable in a test. */
export type House = {
  clock: Clock
  /** For the few places that need a transaction of another role, such as intake; everything else uses the call's. */
  db: Database
  dataDir: string
  /** The demonstration on an embedded database: personas may sign in, data are synthetic. */
  demo: boolean
  ledgerOrigin: string
  portZone: string
  portCode: string
  /** How people are reached outside the console; absent where nothing is set up. */
  reach?: ReachSettings
}

export type ReachSettings = {
  /** `smtp://` or `smtps://`, with user and password where the server wants them; null: no mail goes out. */
  smtpUrl: string | null
  mailFrom: string
  /** Where readers of a message open the console. */
  publicUrl: string
  /** Webhooks may point to this machine or its link, without TLS: for tests and isolated networks. */
  localTargets: boolean
}
