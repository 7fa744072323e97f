/** The door of warnings. Also what warnings and incidents share: names, links, sealed rows, free text. */

/** Lives in the record's own room; here for rooms that entered by this door. */
export { type RowFact, sealRows } from '../../ledger/public.ts'
export { type Position, readCursor, writeCursor } from './cursor.ts'
export { checkFreeText } from './free-text.ts'
export { tasks } from './jobs.ts'
export { type Link, type LinkEnd, linkRows, listLinks } from './links.ts'
export * from './model.ts'
export { loadNames, type Names, reachableAgencies } from './names.ts'
export { routes } from './routes.ts'
export { acknowledgeWarning, endWarning, issueWarning, listWarnings } from './service.ts'
export { findSignals, type LinkedSignal } from './signals.ts'
export { findWarning, findWarnings, type StoredWarning } from './store.ts'
export { riskNamed } from './view.ts'
