/** The one shape in which the ledger's own code takes a database: a pg client, a pool, or a transaction of the store. */

/** Runs one statement and gives its rows. */
export type Sql = <Row extends object>(text: string, values?: unknown[]) => Promise<Row[]>

/** A `Tx` gives rows; a client or pool of pg gives a result that has them. */
export type SqlSource = { query(text: string, values?: unknown[]): Promise<unknown> }

export const sqlOf =
  (source: SqlSource): Sql =>
  async <Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> => {
    const result = await source.query(text, values)
    return (Array.isArray(result) ? result : (result as { rows: unknown[] }).rows) as Row[]
  }

/** `sql` must be one connection, not a pool. */
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
