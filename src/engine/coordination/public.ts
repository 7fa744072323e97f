/** The door of coordination: duty rosters, and who is on duty at an instant. */
export type { OnDuty } from './roster/model.ts'
export { routes } from './roster/routes.ts'
export { whoIsOnDuty } from './roster/service.ts'
export { type Colleague, findColleagues, findOwnDuties, type OwnDuty } from './roster/store.ts'
