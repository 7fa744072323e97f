/** The door of signals: sources, intake, imports, lists; free-text checks and formula-safe export for other rooms. */
export { csvCell, csvLine } from './csv.ts'
export { DECLARATION_COLUMNS, type Declaration, mapHeader, readDeclaration } from './declaration.ts'
export {
  INTAKE_BATCH,
  type Intake,
  type IntakeContext,
  type IntakeResult,
  intakeBatch,
  openIntake,
  takeIn,
} from './intake.ts'
export * from './model.ts'
export { blankPersonPatterns, findPersonPatterns, isIdentityNumber, PERSON_PATTERN_WORDS } from './person-patterns.ts'
export { type Prepared, prepareDeclaration } from './prepare.ts'
export { searchQuery, searchVector, searchWords } from './search-words.ts'
export {
  declarationMarkings,
  findSource,
  getSourceToWrite,
  listSources,
  putSource,
  type Source,
  type SourceSpec,
} from './sources.ts'
