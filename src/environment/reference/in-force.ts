/**
 * The reference that this process works with: read at start, and again when a revision was made or a day begins. Reference
 * data are public and the same for everybody, so they may be held; nothing that is protected by a circle ever is.
 */
import type { Tx } from '../../store/public.ts'
import { type LoadedReference, loadReference, referenceStamp } from './store.ts'

/** Told to every process of the site when a revision or a review was committed. */
export const REFERENCE_CHANNEL = 'reference'

let current: LoadedReference | undefined

export const useReference = (reference: LoadedReference): void => {
  current = reference
}

/** @throws when the server has not loaded it yet: a fault of start-up order. */
export const getReference = (): LoadedReference => {
  if (!current) throw new Error('reference data are not loaded')
  return current
}

/** The day of an instant in a zone: `2026-05-01`. */
export const dayIn = (at: Date, zone: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at)

/** Reads the reference of the day and works with it from now on. */
export const renewReference = async (tx: Pick<Tx, 'query'>, today: string): Promise<LoadedReference> => {
  current = await loadReference(tx, { today })
  return current
}

/** The reference with the last committed revision, for answers to whoever made it a moment ago. Never call it after a change in the same transaction. */
export const freshReference = async (tx: Pick<Tx, 'query'>, today: string): Promise<LoadedReference> => {
  const held = getReference()
  return held.stamp === (await referenceStamp(tx)) ? held : renewReference(tx, today)
}
