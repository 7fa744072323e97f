/**
 * The table of pages: one line each. A page is `pages/<folder>/page.tsx` with a default export, loaded when first opened.
 * `letter` goes after `g`; `right` hides the page from posts without it; `group` places it in the navigation.
 * A page under another (a case under signals) has no letter and no group. `content` marks pages that a purpose which opens no
 * content (audit, administration) has nothing to do with: the shell says so in their place.
 */
import type { ComponentType } from 'react'
import type { Right } from './api/session.ts'

export type PageName =
  | 'situation'
  | 'wall'
  | 'signals'
  | 'warnings'
  | 'incidents'
  | 'scan'
  | 'reviews'
  | 'rules'
  | 'cell'
  | 'triage'
  | 'register'
  | 'duties'
  | 'import'
  | 'ledger'
  | 'administration'
  | 'notifications'
  | 'delivery'

/** Headings of the navigation, in order; the first has none. */
export const GROUPS = ['work', 'basis', 'improve', 'system'] as const
export type PageGroup = (typeof GROUPS)[number]

export type Load = () => Promise<{ default: ComponentType }>
export type PageEntry = {
  path: string
  /** In the navigation under this name. */
  name?: PageName
  letter?: string
  /** Opens it by itself, without `g` before it. */
  key?: string
  right?: Right
  group?: PageGroup
  content?: true
  /** Stands alone, without navigation and header: for a screen that nobody touches. */
  bare?: true
  load: Load
}

/* biome-ignore format: a table reads best with one line a page */
export const PAGES: readonly PageEntry[] = [
  { path: '/', name: 'situation', letter: 's', group: 'work', load: () => import('./pages/situation/page.tsx') },
  { path: '/wall', name: 'wall', letter: 'b', group: 'work', right: 'signals.read', content: true, bare: true, load: () => import('./pages/wall/page.tsx') },
  { path: '/triage', name: 'triage', letter: 't', group: 'work', right: 'signals.read', content: true, load: () => import('./pages/triage/page.tsx') },
  { path: '/signals', name: 'signals', letter: 'g', group: 'work', right: 'signals.read', load: () => import('./pages/signals/page.tsx') },
  { path: '/signals/new', right: 'signals.report', key: 'n', load: () => import('./pages/signals/new/page.tsx') },
  { path: '/signals/:id', right: 'signals.read', load: () => import('./pages/case/page.tsx') },
  { path: '/warnings', name: 'warnings', letter: 'w', group: 'work', content: true, load: () => import('./pages/warnings/page.tsx') },
  { path: '/warnings/new', content: true, load: () => import('./pages/warnings/new.tsx') },
  { path: '/warnings/:id/update', content: true, load: () => import('./pages/warnings/update.tsx') },
  { path: '/warnings/:id', content: true, load: () => import('./pages/warnings/warning.tsx') },
  { path: '/incidents', name: 'incidents', letter: 'i', group: 'work', content: true, load: () => import('./pages/incidents/page.tsx') },
  { path: '/incidents/new', content: true, load: () => import('./pages/incidents/new.tsx') },
  { path: '/incidents/tasks', content: true, load: () => import('./pages/incidents/my-tasks.tsx') },
  { path: '/incidents/:id', content: true, load: () => import('./pages/incidents/incident.tsx') },
  { path: '/scan', name: 'scan', letter: 'e', group: 'basis', content: true, load: () => import('./pages/scan/page.tsx') },
  { path: '/scan/new', content: true, load: () => import('./pages/scan/new.tsx') },
  { path: '/scan/:id', content: true, load: () => import('./pages/scan/notice.tsx') },
  { path: '/rules', name: 'rules', letter: 'u', group: 'basis', right: 'rules.read', load: () => import('./pages/rules/page.tsx') },
  { path: '/rules/:id', right: 'rules.read', load: () => import('./pages/rules/table.tsx') },
  { path: '/cell', name: 'cell', letter: 'k', group: 'work', content: true, load: () => import('./pages/cell/roster.tsx') },
  { path: '/cell/handover', content: true, load: () => import('./pages/cell/handover.tsx') },
  { path: '/cell/handover/new', content: true, load: () => import('./pages/cell/handover-new.tsx') },
  { path: '/cell/handover/:id', content: true, load: () => import('./pages/cell/handover-one.tsx') },
  { path: '/cell/brief', content: true, load: () => import('./pages/cell/brief.tsx') },
  { path: '/cell/brief/:id', content: true, load: () => import('./pages/cell/brief-one.tsx') },
  { path: '/cell/meetings', content: true, load: () => import('./pages/cell/meetings.tsx') },
  { path: '/cell/meetings/new', content: true, load: () => import('./pages/cell/meeting-new.tsx') },
  { path: '/cell/meetings/:id', content: true, load: () => import('./pages/cell/meeting-one.tsx') },
  { path: '/register', name: 'register', letter: 'h', group: 'basis', content: true, load: () => import('./pages/register/page.tsx') },
  { path: '/register/queue/:id', content: true, load: () => import('./pages/register/item.tsx') },
  { path: '/duties', name: 'duties', letter: 'd', group: 'basis', load: () => import('./pages/duties/page.tsx') },
  { path: '/duties/list', load: () => import('./pages/duties/list.tsx') },
  { path: '/duties/:id', load: () => import('./pages/duties/entry.tsx') },
  { path: '/reviews', name: 'reviews', letter: 'v', group: 'improve', content: true, load: () => import('./pages/reviews/page.tsx') },
  { path: '/reviews/:id', content: true, load: () => import('./pages/reviews/review.tsx') },
  { path: '/import', name: 'import', letter: 'm', group: 'system', right: 'signals.import', load: () => import('./pages/import/page.tsx') },
  { path: '/ledger', name: 'ledger', letter: 'l', group: 'system', right: 'ledger.read', load: () => import('./pages/ledger/page.tsx') },
  { path: '/notifications/delivery', name: 'delivery', letter: 'o', group: 'system', right: 'admin.accounts', load: () => import('./pages/notifications/delivery.tsx') },
  { path: '/notifications', name: 'notifications', letter: 'n', group: 'system', load: () => import('./pages/notifications/page.tsx') },
  { path: '/administration', name: 'administration', letter: 'a', group: 'system', right: 'admin.accounts', load: () => import('./pages/administration/page.tsx') },
]
