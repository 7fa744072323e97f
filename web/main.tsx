/** The console begins here: language and appearance before the first paint, fonts after it. */
import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { RouterProvider } from 'react-router/dom'
import { queryClient } from './console/api/query-client.ts'
import { sessionQuery, startSession } from './console/api/session.ts'
import { createConsole } from './console/router.tsx'
import { startAppearance } from './kit/appearance.ts'
import { currentLocale, setLocale } from './kit/locale.ts'
import './kit/tokens.css'
import './kit/base.css'
import './kit/parts.css'
import './kit/why.css'
import './kit/antd.css'

startAppearance()
setLocale(currentLocale())
startSession()
void queryClient.prefetchQuery(sessionQuery)

const root = document.getElementById('root')
if (!root) throw new Error('no element with id root')
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={createConsole()} />
    </QueryClientProvider>
  </StrictMode>,
)

void import('./kit/fonts.ts')
