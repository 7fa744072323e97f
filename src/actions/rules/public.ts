/** The door of rules: drafting, trying, proposing and approving decision tables. They are applied in `assess`. */
export * from './model.ts'
export { routes } from './routes.ts'
