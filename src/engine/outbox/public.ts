/**
 * The door of the outbox: reaching people outside the console. A room that has something to tell registers how its notices
 * read (`registerNotice`) and queues them in the transaction of what happened (`queueNotices`). It stands on this floor so
 * that warnings and incidents can call it without knowing each other.
 */
export { type Compose, type Notice, registerNotice } from './compose.ts'
export { tasks } from './jobs.ts'
export * from './model.ts'
export { type About, listReceipts, markAcknowledged, type NewNotices, queueNotices } from './queue.ts'
export { routes } from './routes.ts'
