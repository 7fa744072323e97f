/** What becomes of a note that could not be sent. Pure. */
export type Note = {
  /** Also the key under which it is sent: sent twice, it is kept once. */
  id: string
  incidentId: string
  taskId: string | null
  text: string
  writtenAt: string
  /** The post that wrote it; nobody else sends it. */
  postId: string
  /** Refused: kept with the reason until its officer mends or discards it. */
  refused: { zh: string; en: string } | null
}

/** Codes after which sending again later may well succeed: out of reach, busy, broken for the moment, or signed out. */
const PASSING: ReadonlySet<string> = new Set(['network', 'unavailable', 'too_many', 'unauthenticated', 'unknown'])

export const isPassing = (code: string): boolean => PASSING.has(code)

/** What the present post may send now, in the order in which it was written. */
export const sendable = (notes: readonly Note[], postId: string): Note[] =>
  notes
    .filter((note) => note.postId === postId && note.refused === null)
    .toSorted((a, b) => a.writtenAt.localeCompare(b.writtenAt))

export const mineRefused = (notes: readonly Note[], postId: string): Note[] =>
  notes.filter((note) => note.postId === postId && note.refused !== null)

export const ofOthers = (notes: readonly Note[], postId: string | null): number =>
  notes.filter((note) => note.postId !== postId).length
