import type { AccountRow } from '../../../../src/environment/identity/model.ts'

/** The one thing to know about an account, most hindering first; undefined where nothing is to be said. */
export const stateOf = (account: AccountRow) =>
  account.disabled
    ? ('stateDisabled' as const)
    : account.locked
      ? ('stateLocked' as const)
      : account.linkOpen
        ? ('stateInvited' as const)
        : account.demo
          ? ('stateDemo' as const)
          : account.totp
            ? undefined
            : ('stateNoCode' as const)
