/** Sealing of rows is the ledger's; the name stays here for the rooms that know it from warnings. */
export { type RowFact, sealRows } from '../../ledger/public.ts'
