/** Only the second half of `ingest`: from POST to visible on an open page. `--seconds`, 60 unless told. */
import type { Figures } from './main.ts'
import { measureVisible } from './support/visible.ts'

export const run = async (args: readonly string[]): Promise<Figures> => {
  const at = args.indexOf('--seconds')
  return measureVisible(at === -1 ? 60 : Number(args[at + 1]))
}
