/**
 * What pages need of the server: `get post put remove upload`, `usePaged`, `useLivePaged`, `useSignedIn`, `useRight`,
 * `useChanges`, `useRenewOn`. See the heads of `client.ts`, `lists.ts`, `session.ts` and `stream.ts`.
 */
export * from './client.ts'
export * from './lists.ts'
export { queryClient } from './query-client.ts'
export { useReference } from './reference.ts'
export * from './session.ts'
export { useSiteLevel } from './site-level.ts'
export {
  type Change,
  type Connection,
  type LedgerHead,
  useChanges,
  useConnection,
  useLedgerHead,
  useRenewOn,
} from './stream.ts'
