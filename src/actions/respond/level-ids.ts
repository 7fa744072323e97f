/** The response levels, in their order; `stand_down` ends one. What follows what is data: levels.ts. */
export const RESPONSE_LEVELS = ['normal', 'watch', 'IV', 'III', 'II', 'I', 'stand_down'] as const
export type ResponseLevel = (typeof RESPONSE_LEVELS)[number]
