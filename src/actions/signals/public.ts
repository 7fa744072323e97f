/** The door of signals: kinds, sources, intake, imports, lists; free-text checks and formula-safe export for other rooms. */
export { csvCell, csvLine } from './csv.ts'
export { ensureDefaultSources, USUAL_SOURCES, usualMarkings } from './default-sources.ts'
export { containerCheckDigit } from './identifiers.ts'
export { importLocalFile, type LocalImport, type LocalProgress } from './import-local.ts'
export { startImport } from './import-service.ts'
export { type Inbox, openInbox, watchInbox } from './inbox.ts'
export {
  INTAKE_BATCH,
  type Intake,
  type IntakeContext,
  type IntakeResult,
  intakeBatch,
  openIntake,
  takeIn,
} from './intake.ts'
export { schedule, tasks } from './jobs.ts'
export type { Column, ColumnType } from './kinds/column.ts'
export { cellsOfObject, columnOfName, type Mapping, mapHeader } from './kinds/header.ts'
export type { Body, Content, Kind } from './kinds/kind.ts'
export { personKeysOf, readSignal } from './kinds/read.ts'
export { columnsOf, findKind, isSignalKind, KIND_IDS, SUBJECT_KINDS } from './kinds/registry.ts'
export { detailOf, mentionsOf, subjectWords, titleOf } from './kinds/words.ts'
export * from './model.ts'
export { blankPersonPatterns, findPersonPatterns, isIdentityNumber, PERSON_PATTERN_WORDS } from './person-patterns.ts'
export { postSignals } from './post-signals.ts'
export { type Prepared, prepareSignal } from './prepare.ts'
export { regionName } from './regions.ts'
export { routes } from './routes.ts'
export { searchQuery, searchVector, searchWords } from './search-words.ts'
export { findSource, getSourceToWrite, listSources, putSource, type Source, type SourceSpec } from './sources.ts'
export { getSignal, listSignals } from './view.ts'
