/** Every room that the site opens: its routes, its jobs, its row images. A new room is added here and nowhere else. */
import { routes as assessRoutes } from '../actions/assess/public.ts'
import { routes as respondRoutes, tasks as respondTasks } from '../actions/respond/public.ts'
import { routes as signalRoutes, tasks as signalTasks } from '../actions/signals/public.ts'
import { routes as warnRoutes, tasks as warnTasks } from '../actions/warn/public.ts'
import { routes as dutyRoutes } from '../environment/duties/public.ts'
import { routes as identityRoutes } from '../environment/identity/public.ts'
import { routes as referenceRoutes } from '../environment/reference/public.ts'
import type { AnyRoute, House } from '../ledger/public.ts'
import type { Schedule, Task } from '../store/public.ts'
import { situationRoutes } from './situation/routes.ts'

export const roomRoutes = (_house: House): AnyRoute[] => [
  ...referenceRoutes,
  ...dutyRoutes,
  ...identityRoutes,
  ...signalRoutes,
  ...assessRoutes,
  ...warnRoutes,
  ...respondRoutes,
  ...situationRoutes,
]
