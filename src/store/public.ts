/** The door of `store`: PostgreSQL under supervision, connections per role, migrations, actor transactions, jobs, notices. */
export * from './actor.ts'
export { migrate, migrationsHash, planMigrations, readMigrations, SQL_FOLDER } from './migrate.ts'
export { type Database, type DatabaseOptions, openDatabase } from './pool.ts'
export { ensureRoles, type Role, roleName, roleUrl } from './roles.ts'
export { type Embedded, type EmbeddedOptions, startEmbedded } from './supervisor/embedded.ts'
