/** The door of the port's map: zones, shapes, and where a message says that something is. */
export * from './in-force.ts'
export * from './model.ts'
export * from './read-port.ts'
export * from './routes.ts'
