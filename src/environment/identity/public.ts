/** The door of identity: who may do what, sign-in and sessions, accounts, the site's key, personas, system posts. */
export {
  createAccount,
  type Desk,
  disableAccount,
  enableAccount,
  ensureAdministratorPost,
  listAccounts,
  resetAccount,
  unlockAccount,
} from './accounts.ts'
export { claimOf, DEVICE_COOKIE, SESSION_COOKIE } from './cookies.ts'
export { appendIdentityFacts } from './facts.ts'
export { createIdentity, type Identity, type IdentityOptions } from './identity.ts'
export * from './model.ts'
export { OWASP_COST, type PasswordCost } from './passwords.ts'
export { PERSONAS, personaAccountId, personaPostId, seedPersonas } from './personas.ts'
export { ensureSystemPosts, namedUuid, systemPostOf } from './posts.ts'
export { rightOf, rightsOf, rolesFor } from './rights.ts'
export { accountRoutes as routes } from './routes.ts'
export type { SessionRoute } from './session-routes.ts'
export { deriveKey, keyedHash, seal, siteKey, unseal } from './site-key.ts'
