/**
 * Rows as arrays, for readings of hundreds of megabytes: hashes come aggregated, one long value for thousands of rows. (The
 * driver reads binary results through UTF-8 and so spoils them; hexadecimal is what is left.)
 */
import type pg from 'pg'

export type Cell = Buffer | number | string | boolean | null | undefined

export const cellRows = async (client: pg.ClientBase, text: string, values: unknown[]): Promise<Cell[][]> =>
  (await client.query({ text, values, rowMode: 'array' })).rows

const wrong = (value: Cell, what: string): never => {
  throw new Error(`expected ${what}, the database gave ${typeof value}`)
}

export const bytesOf = (value: Cell): Buffer => (Buffer.isBuffer(value) ? value : wrong(value, 'bytes'))
export const numberOf = (value: Cell): number => (typeof value === 'number' ? value : wrong(value, 'a number'))
export const textOf = (value: Cell): string => (typeof value === 'string' ? value : wrong(value, 'text'))
