/** Rows as raw bytes: hashes and leaves by the hundred megabytes travel in half the bytes, and no one parses hexadecimal. */
import type pg from 'pg'

export type RawRow = (Buffer | null)[]

// pg hands binary values to the parser as bytes; its types describe text only.
const raw = { getTypeParser: () => (value: unknown) => value } as unknown as pg.CustomTypesConfig

export const binaryRows = async (client: pg.ClientBase, text: string, values: unknown[]): Promise<RawRow[]> => {
  const query = { text, values, rowMode: 'array', binary: true, types: raw }
  return (await client.query(query as unknown as pg.QueryArrayConfig<unknown[]>)).rows as RawRow[]
}

export const float8 = (value: Buffer | null | undefined): number => value!.readDoubleBE(0)
export const utf8 = (value: Buffer | null | undefined): string => value!.toString('utf8')
