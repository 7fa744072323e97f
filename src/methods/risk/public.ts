/** The door of `methods/risk`: decision tables over consignments, conveyances, organisations and places; never persons. */
export * from './compound/public.ts'
export * from './decision-table/public.ts'
