/** Kept by the record itself; rooms of this floor take it from here. */
export { type RowFact, sealRows } from '../../ledger/public.ts'
