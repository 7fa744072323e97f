/** Identifiers. Random ones (UUID v4) are the only ids that leave the server: a sequence number would count hidden rows. */
import { randomUUID } from 'node:crypto'

export type Brand<T, B extends string> = T & { readonly __brand: B }

export type AgencyId = Brand<string, 'agency'>
export type PostId = Brand<string, 'post'>
export type AccountId = Brand<string, 'account'>
export type SignalId = Brand<string, 'signal'>
export type IncidentId = Brand<string, 'incident'>
export type TaskId = Brand<string, 'task'>
export type WarningId = Brand<string, 'warning'>
/** Interned audience of a row; an integer that never leaves the server. */
export type CircleId = Brand<number, 'circle'>
/** 1 is live; every other realm is one exercise. Rows of two realms never meet: keys are (realm, id). */
export type RealmId = Brand<number, 'realm'>

export const LIVE_REALM = 1 as RealmId

export const uuid = (): string => randomUUID()

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** True for a lower-case UUID in its one canonical spelling. */
export const isUuid = (text: string): boolean => UUID.test(text)
