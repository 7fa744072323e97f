/** The door of `methods/merkle`: RFC 6962 trees, proofs, C2SP tiles and bundles. Pure; knows nothing of what a leaf means. */
export * from './base64.ts'
export * from './edge.ts'
export * from './hash.ts'
export * from './proof.ts'
export * from './tiles.ts'
export * from './tree.ts'
