/** The door of `base`: time, ids, errors, canonical JSON, bilingual text. No domain, no I/O. */
export * from './canonical-json.ts'
export * from './errors.ts'
export * from './ids.ts'
export * from './random.ts'
export * from './refusal.ts'
export * from './sealed-text.ts'
export * from './text.ts'
export * from './time.ts'
