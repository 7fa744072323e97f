/** The door of sharing: markings and circles, the policy as a function, groups and agreements. */
export * from './model.ts'
export * from './policy.ts'
export * from './store.ts'
