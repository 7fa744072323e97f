/** The door of signals: sources, intake, imports, lists; free-text checks and formula-safe export for other rooms. */
export { csvCell, csvLine } from './csv.ts'
export {
  DECLARATION_COLUMNS,
  type Declaration,
  type DeclarationBody,
  mapHeader,
  readDeclaration,
} from './declaration.ts'
export { declarationDetail, declarationTitle, regionName } from './declaration-words.ts'
export { importLocalFile, type LocalImport, type LocalProgress } from './import-local.ts'
export { startImport } from './import-service.ts'
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
export * from './model.ts'
export { blankPersonPatterns, findPersonPatterns, isIdentityNumber, PERSON_PATTERN_WORDS } from './person-patterns.ts'
export { postSignals } from './post-signals.ts'
export { type Prepared, prepareDeclaration } from './prepare.ts'
export { routes } from './routes.ts'
export { searchQuery, searchVector, searchWords } from './search-words.ts'
export {
  DEFAULT_SOURCES,
  declarationMarkings,
  ensureDefaultSources,
  findSource,
  getSourceToWrite,
  listSources,
  putSource,
  type Source,
  type SourceSpec,
} from './sources.ts'
export { getSignal, listSignals } from './view.ts'
