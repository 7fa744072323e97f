/** The one shape in which the ledger's reading side takes a database: a pg client, or a transaction of the store. */
import type { ClientBase } from 'pg'

/** Runs one statement and gives its rows. */
export type Sql = <Row extends object>(text: string, values?: unknown[]) => Promise<Row[]>

export const sqlOf =
  (client: ClientBase): Sql =>
  async <Row extends object>(text: string, values?: unknown[]): Promise<Row[]> =>
    (await client.query(text, values)).rows as Row[]

/** Sizes and indices travel as float8, which holds them exactly up to 2^53 and becomes a number. */
export const inTransaction = async <T>(sql: Sql, begin: string, work: () => Promise<T>): Promise<T> => {
  await sql(begin)
  try {
    const result = await work()
    await sql('commit')
    return result
  } catch (error) {
    // The connection may be gone; what failed first is what matters.
    await sql('rollback').catch(() => undefined)
    throw error
  }
}
