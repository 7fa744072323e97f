/** Which pages a post has, and which of them is lit at an address. Pure. */
import type { Right } from '../api/session.ts'
import type { PageEntry } from '../routes.tsx'

export type Rights = Partial<Record<Right, true | object>>

/** Pages without a right needed, and pages whose right the server granted. */
export const visiblePages = <P extends Pick<PageEntry, 'right' | 'name'>>(pages: readonly P[], rights: Rights): P[] =>
  pages.filter((page) => page.name !== undefined && (page.right === undefined || rights[page.right] === true))

/** The entry whose path begins the address; `/` only fits itself. */
export const litPage = <P extends Pick<PageEntry, 'path' | 'name'>>(
  pages: readonly P[],
  pathname: string,
): P | undefined =>
  pages.find(
    (page) =>
      page.name !== undefined &&
      (page.path === '/' ? pathname === '/' : pathname === page.path || pathname.startsWith(`${page.path}/`)),
  )
