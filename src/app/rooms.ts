/** Every room that the site opens: its routes, its jobs, its schedule. A new room is added here and nowhere else. */
import { routes as cellRoutes } from '../actions/cell/public.ts'
import {
  routes as compoundRoutes,
  schedule as compoundSchedule,
  tasks as compoundTasks,
} from '../actions/compound/public.ts'
import { routes as deliberateRoutes } from '../actions/deliberate/public.ts'
import { routes as lawRoutes, schedule as lawSchedule, tasks as lawTasks } from '../actions/law/public.ts'
import { routes as reportRoutes } from '../actions/report/public.ts'
import { routes as respondRoutes, tasks as respondTasks } from '../actions/respond/public.ts'
import { routes as reviewRoutes, tasks as reviewTasks } from '../actions/review/public.ts'
import { routes as ruleRoutes } from '../actions/rules/public.ts'
import { routes as scanRoutes } from '../actions/scan/public.ts'
import { routes as signalRoutes, schedule as signalSchedule, tasks as signalTasks } from '../actions/signals/public.ts'
import { routes as triageRoutes, schedule as triageSchedule, tasks as triageTasks } from '../actions/triage/public.ts'
import { routes as warnRoutes, tasks as warnTasks } from '../actions/warn/public.ts'
import { routes as threatRoutes, schedule as threatSchedule, tasks as threatTasks } from '../drivers/threats/public.ts'
import { routes as rosterRoutes } from '../engine/coordination/public.ts'
import { routes as outboxRoutes, tasks as outboxTasks } from '../engine/outbox/public.ts'
import { routes as dutyRoutes } from '../environment/duties/public.ts'
import { routes as identityRoutes } from '../environment/identity/public.ts'
import { routes as portRoutes } from '../environment/port/public.ts'
import { routes as referenceRoutes } from '../environment/reference/public.ts'
import type { AnyRoute, House } from '../ledger/public.ts'
import type { Schedule, Task } from '../store/public.ts'
import { RECHECK_SCHEDULE, recheckAccess } from './access-recheck.ts'
import { BRIEF_SCHEDULE, briefRoutes, briefTasks } from './brief/routes.ts'
import { FORGET_SCHEDULE, forgetAnswered } from './http/answered.ts'
import { FOLD_SCHEDULE, foldTallies } from './situation/fold.ts'
import { situationRoutes } from './situation/routes.ts'

export const roomRoutes: readonly AnyRoute[] = [
  ...referenceRoutes,
  ...portRoutes,
  ...dutyRoutes,
  ...lawRoutes,
  ...identityRoutes,
  ...outboxRoutes,
  ...signalRoutes,
  ...ruleRoutes,
  ...triageRoutes,
  ...compoundRoutes,
  ...warnRoutes,
  ...respondRoutes,
  ...scanRoutes,
  ...deliberateRoutes,
  ...reportRoutes,
  ...threatRoutes,
  ...reviewRoutes,
  ...situationRoutes,
  ...rosterRoutes,
  ...cellRoutes,
  ...briefRoutes,
]

export const roomTasks = (house: House): Task[] => [
  ...outboxTasks(house),
  ...signalTasks(house),
  ...triageTasks(house),
  ...compoundTasks(house),
  ...warnTasks(house),
  ...lawTasks(house),
  ...respondTasks(house),
  ...briefTasks(house),
  ...threatTasks(house),
  ...reviewTasks(house),
  foldTallies,
  forgetAnswered,
  recheckAccess(house),
]

export const roomSchedule: readonly Schedule[] = [
  ...signalSchedule,
  ...triageSchedule,
  ...compoundSchedule,
  ...lawSchedule,
  ...threatSchedule,
  BRIEF_SCHEDULE,
  FOLD_SCHEDULE,
  FORGET_SCHEDULE,
  RECHECK_SCHEDULE,
]
