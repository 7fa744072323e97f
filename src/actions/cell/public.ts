/** The door of the standing cell: briefs, shift hand-overs, meetings. */
export { DraftBriefSchema } from './brief/model.ts'
export { type Differs, draftBrief, draftOwedBrief } from './brief/service.ts'
export type { RecordLine } from './record.ts'
export { routes } from './routes.ts'
export { getSettings } from './settings.ts'
