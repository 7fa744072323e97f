/** Every room that the site opens: its routes, its jobs, its schedule. A new room is added here and nowhere else. */
import { routes as respondRoutes, tasks as respondTasks } from '../actions/respond/public.ts'
import { routes as signalRoutes, schedule as signalSchedule, tasks as signalTasks } from '../actions/signals/public.ts'
import { routes as warnRoutes, tasks as warnTasks } from '../actions/warn/public.ts'
import { routes as outboxRoutes, tasks as outboxTasks } from '../engine/outbox/public.ts'
import { routes as dutyRoutes } from '../environment/duties/public.ts'
import { routes as identityRoutes } from '../environment/identity/public.ts'
import { routes as referenceRoutes } from '../environment/reference/public.ts'
import type { AnyRoute, House } from '../ledger/public.ts'
import type { Schedule, Task } from '../store/public.ts'
import { FORGET_SCHEDULE, forgetAnswered } from './http/answered.ts'
import { FOLD_SCHEDULE, foldTallies } from './situation/fold.ts'
import { situationRoutes } from './situation/routes.ts'

export const roomRoutes: readonly AnyRoute[] = [
  ...referenceRoutes,
  ...dutyRoutes,
  ...identityRoutes,
  ...outboxRoutes,
  ...signalRoutes,
  ...warnRoutes,
  ...respondRoutes,
  ...situationRoutes,
]

export const roomTasks = (house: House): Task[] => [
  ...outboxTasks(house),
  ...signalTasks(house),
  ...warnTasks(house),
  ...respondTasks(house),
  foldTallies,
  forgetAnswered,
]

export const roomSchedule: readonly Schedule[] = [...signalSchedule, FOLD_SCHEDULE, FORGET_SCHEDULE]
