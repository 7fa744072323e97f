/** Puts the table of pages into the shell. Each page is a file of its own, fetched when first opened. */
import { createBrowserRouter, type RouteObject } from 'react-router'
import { PageFault, Root } from './root.tsx'
import { type Load, PAGES } from './routes.tsx'
import { Shell } from './shell/shell.tsx'

const lazily = (load: Load) => async () => ({ Component: (await load()).default })

const routes: RouteObject[] = [
  {
    Component: Root,
    HydrateFallback: () => null,
    ErrorBoundary: PageFault,
    children: [
      { path: '/link/:token', lazy: lazily(() => import('./pages/sign-in/set-password.tsx')) },
      {
        Component: Shell,
        children: [
          {
            // Faults of one page stay inside the shell.
            ErrorBoundary: PageFault,
            children: [
              ...PAGES.map((page): RouteObject => ({ path: page.path, lazy: lazily(page.load) })),
              { path: '*', lazy: lazily(() => import('./pages/lost/page.tsx')) },
            ],
          },
        ],
      },
    ],
  },
]

export const createConsole = () => createBrowserRouter(routes)
