/** Every room that the site opens: its routes, its jobs, its schedule. A new room is added here and nowhere else. */
import { routes as respondRoutes, tasks as respondTasks } from '../actions/respond/public.ts'
import { routes as reviewRoutes, tasks as reviewTasks } from '../actions/review/public.ts'
import { routes as ruleRoutes } from '../actions/rules/public.ts'
import { routes as scanRoutes } from '../actions/scan/public.ts'
import { routes as signalRoutes, schedule as signalSchedule, tasks as signalTasks } from '../actions/signals/public.ts'
import { routes as warnRoutes, tasks as warnTasks } from '../actions/warn/public.ts'
import { routes as dutyRoutes } from '../environment/duties/public.ts'
import { routes as identityRoutes } from '../environment/identity/public.ts'
import { routes as portRoutes } from '../environment/port/public.ts'
import { routes as referenceRoutes } from '../environment/reference/public.ts'
import type { AnyRoute, House } from '../ledger/public.ts'
import type { Schedule, Task } from '../store/public.ts'
import { RECHECK_SCHEDULE, recheckAccess } from './access-recheck.ts'
import { FORGET_SCHEDULE, forgetAnswered } from './http/answered.ts'
import { FOLD_SCHEDULE, foldTallies } from './situation/fold.ts'
import { situationRoutes } from './situation/routes.ts'

export const roomRoutes: readonly AnyRoute[] = [
  ...referenceRoutes,
  ...portRoutes,
  ...dutyRoutes,
  ...identityRoutes,
  ...signalRoutes,
  ...ruleRoutes,
  ...warnRoutes,
  ...respondRoutes,
  ...scanRoutes,
  ...reviewRoutes(),
  ...situationRoutes,
]

export const roomTasks = (house: House): Task[] => [
  ...signalTasks(house),
  ...warnTasks(house),
  ...respondTasks(house),
  ...reviewTasks(house),
  foldTallies,
  forgetAnswered,
  recheckAccess(house),
]

export const roomSchedule: readonly Schedule[] = [...signalSchedule, FOLD_SCHEDULE, FORGET_SCHEDULE, RECHECK_SCHEDULE]
