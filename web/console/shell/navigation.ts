/** Which pages a post has, and which of them is lit at an address. Pure. */
import type { Right } from '../api/session.ts'
import type { PageEntry } from '../routes.tsx'

export type Rights = Partial<Record<Right, true | object>>

/** Purposes under which the server opens no content. */
const WITHOUT_CONTENT: ReadonlySet<string> = new Set(['audit', 'administration'])

/** Whether this purpose has nothing to do with this page. */
export const isClosed = (page: Pick<PageEntry, 'content'> | undefined, purpose: string): boolean =>
  page?.content === true && WITHOUT_CONTENT.has(purpose)

/** Pages without a right needed, and pages whose right the server granted; none that is closed to the purpose. */
export const visiblePages = <P extends Pick<PageEntry, 'right' | 'name' | 'content'>>(
  pages: readonly P[],
  rights: Rights,
  purpose = '',
): P[] =>
  pages.filter(
    (page) =>
      page.name !== undefined && (page.right === undefined || rights[page.right] === true) && !isClosed(page, purpose),
  )

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
